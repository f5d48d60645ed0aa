"""Where an organisation stands: the committees it sits in, what it signs, what it leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from conventions.models import (
    ActionSheet,
    Committee,
    CommitteeMember,
    Convention,
    Party,
    PartyRank,
    Programme,
)
from conventions.review.seen import Seen, everything
from csipa.french.grammar import enumeration
from sites.models import Organisation

_RANKS = {
    PartyRank.SIGNATORY: "signataire",
    PartyRank.ASSOCIATE: "partenaire associé",
    PartyRank.INFORMED: "informé",
}


@dataclass(frozen=True)
class Signed:
    """A programme whose contract an organisation is a party to, and at what rank."""

    programme: Programme
    convention: Convention
    rank: str


@dataclass(frozen=True)
class OrganisationPlace:
    """What an organisation is on a day: the three roles are told apart.

    `seats` are those held that day, `past` and `to_come` the others; `signs` the contracts of
    programmes; `leads` the sheets it pilots, `takes_part` those it is a partner of; `carries` the
    programmes it answers for.
    """

    organisation: Organisation
    day: dt.date
    seats: list[CommitteeMember]
    past: list[CommitteeMember]
    to_come: list[CommitteeMember]
    signs: list[Signed]
    carries: list[Programme]
    leads: list[ActionSheet]
    takes_part: list[ActionSheet]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is known of the organisation."""
        return not (
            self.seats
            or self.past
            or self.to_come
            or self.signs
            or self.carries
            or self.leads
            or self.takes_part
        )

    @property
    def sentence(self) -> str:
        """Return « membre du comité de pilotage ; signataire du contrat » in one line."""
        roles = [f"{seat.get_quality_display()} ({seat.committee})" for seat in self.seats]
        signed = [f"{one.rank} ({one.programme})" for one in self.signs]
        return enumeration([*roles, *signed])


def place_of(
    organisation: Organisation, *, day: dt.date, seen: Seen = everything
) -> OrganisationPlace:
    """Return where an organisation stands on `day`, of what is `seen`; five queries."""
    rows = CommitteeMember.objects.filter(
        organisation=organisation, committee__in=seen(Committee.objects.all())
    ).select_related("committee__programme")
    seats = list(rows.order_by("committee__programme__name", "committee__name", "pk"))
    now = [seat for seat in seats if seat.holds_on(day)]
    others = [seat for seat in seats if not seat.holds_on(day)]
    led = seen(ActionSheet.objects.filter(pilot=organisation).order_by("title"))
    part = seen(ActionSheet.objects.filter(partners__organisation=organisation))
    return OrganisationPlace(
        organisation=organisation,
        day=day,
        seats=now,
        past=[seat for seat in others if seat.end and seat.end < day],
        to_come=[seat for seat in others if seat.start and seat.start > day],
        signs=_signs(organisation, seen(Programme.objects.all())),
        carries=list(
            seen(Programme.objects.filter(carrier=organisation).order_by("-start", "name"))
        ),
        leads=list(led),
        takes_part=list(part.exclude(pilot=organisation).distinct().order_by("title")),
    )


def _signs(organisation: Organisation, programmes: QuerySet[Programme]) -> list[Signed]:
    """Return the contracts of some programmes that the organisation is a party to."""
    parties = (
        Party.objects.filter(organisation=organisation, convention__programmes__isnull=False)
        .select_related("convention")
        .prefetch_related(Prefetch("convention__programmes", programmes))
        .distinct()
        .order_by("convention__pk", "pk")
    )
    return [
        Signed(programme, party.convention, _RANKS.get(PartyRank(party.rank or "signatory"), ""))
        for party in parties
        for programme in party.convention.programmes.all()
    ]
