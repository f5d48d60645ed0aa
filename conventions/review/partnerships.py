"""The agreements of an organisation, partner by partner: what binds them, and each one’s part."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from conventions.models import Convention, ConventionKind, Party
from conventions.review.obligations import Owed, by_party, read_obligations
from conventions.review.terms import Terms, terms_of, with_terms
from conventions.rules.convention_stages import RUNNING, ConventionStage
from csipa.french.grammar import upper_first
from sites.models import Organisation, OrganisationKind, Site
from sites.rules.names import search_key

# The kinds by which two structures work together; a grant or a contract of a programme does not.
KINDS = (
    ConventionKind.PARTNERSHIP,
    ConventionKind.COOPERATION,
    ConventionKind.PERMANENCE,
    ConventionKind.PREMISES,
    ConventionKind.SERVICE,
    ConventionKind.TRAINING,
)


@dataclass(frozen=True)
class Agreement:
    """One agreement: its terms on a day, its parties, and what each of them undertakes."""

    terms: Terms
    parties: list[Party]
    owed: list[Owed]

    @property
    def convention(self) -> Convention:
        """The convention."""
        return self.terms.convention

    @property
    def stage(self) -> ConventionStage:
        """Where it stands."""
        return self.terms.stage

    @property
    def is_running(self) -> bool:
        """Tell whether it binds, or is about to."""
        return self.stage in RUNNING

    def others(self, partner: Organisation, whose: Organisation) -> list[str]:
        """Return the names of the parties beside `partner` and `whose`."""
        apart = {partner.pk, whose.pk}
        return [
            upper_first(str(party.organisation))
            for party in self.parties
            if party.organisation_id not in apart
        ]


@dataclass(frozen=True)
class Partner:
    """Somebody an organisation has agreements with: those that bind first, the latest first."""

    organisation: Organisation
    agreements: list[Agreement]

    @property
    def kind(self) -> str:
        """What it is: « établissement hospitalier »."""
        return str(OrganisationKind(self.organisation.kind).label)

    @cached_property
    def running(self) -> int:
        """How many of the agreements bind, or are about to."""
        return sum(one.is_running for one in self.agreements)


def partners_of(
    organisation: Organisation,
    *,
    today: dt.date,
    kinds: Sequence[str] = KINDS,
    site: Site | None = None,
) -> list[Partner]:
    """Return the partners of `organisation` and their agreements, those that bind first.

    An agreement of several parties stands under each of them; an amendment is told with what it
    amends. Nine queries at most, whatever there is.
    """
    rows = Convention.objects.told_alone().filter(
        kind__in=kinds, parties__organisation=organisation
    )
    if site is not None:
        rows = rows.filter(site=site)
    parties = Party.objects.select_related("organisation__commune").order_by("position", "pk")
    found = list(
        with_terms(Convention.objects.filter(pk__in=rows.values("pk")))
        .prefetch_related(Prefetch("parties", parties))
        .order_by("-start", "-pk")
    )
    owed: dict[int, list[Owed]] = defaultdict(list)
    for one in by_party(read_obligations(found, today=today)):
        owed[one.obligations[0].convention.pk].append(one)
    agreements = [
        Agreement(terms_of(row, today=today), list(row.parties.all()), owed[row.pk])
        for row in found
    ]
    return _grouped(agreements, organisation)


def _grouped(agreements: list[Agreement], organisation: Organisation) -> list[Partner]:
    partners: dict[int, Partner] = {}
    for one in agreements:
        for party in one.parties:
            if party.organisation_id == organisation.pk:
                continue
            fresh = Partner(party.organisation, [])
            known = partners.setdefault(party.organisation_id, fresh)
            if one not in known.agreements:
                known.agreements.append(one)
    for partner in partners.values():
        partner.agreements.sort(key=lambda one: (not one.is_running, one.stage.is_over))
    return sorted(
        partners.values(),
        key=lambda one: (not one.running, search_key(str(one.organisation)), one.organisation.pk),
    )
