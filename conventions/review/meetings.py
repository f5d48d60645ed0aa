"""What the records say of a meeting: its figures, who usually sits, how early it must be called."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from conventions.exchange.meetings import meeting_data
from conventions.models import Act, Body, Meeting
from conventions.rules.finding import Finding
from conventions.rules.meetings import (
    LONG_NOTICE,
    SHORT_NOTICE,
    figures,
    has_quorum,
    quorum,
)
from conventions.rules.votes import vote_findings
from sites.models import Organisation, OrganisationKind, Territory
from sites.models.territory import TerritoryKind
from sites.rules.names import search_key

_LARGE = 3_500
DELIBERATIVE = (Body.COUNCIL, Body.MUNICIPAL_COUNCIL, Body.BOARD)


@dataclass(frozen=True)
class Presence:
    """The figures of a meeting, None where nothing is known; `quorum` is what is needed."""

    in_office: int | None
    present: int | None
    proxies: int | None
    quorum: int | None
    second_convocation: bool

    @property
    def verdict(self) -> str:
        """Say in words whether the body may decide."""
        if self.second_convocation:
            return "non exigé"
        if self.quorum is None or self.present is None or self.in_office is None:
            return "inconnu"
        return "atteint" if has_quorum(self.in_office, self.present) else "non atteint"


def presence(data: dict) -> Presence:
    """Return the figures of a meeting from its exchange form."""
    known = figures(data)
    in_office = known.get("in_office")
    return Presence(
        in_office,
        known.get("present"),
        known.get("proxies"),
        quorum(in_office) if in_office is not None else None,
        bool(data.get("second_convocation")),
    )


def findings_of_meeting(meeting: Meeting) -> list[Finding]:
    """Return what is to be said of a meeting, its quorum included; a few queries."""
    data = meeting_data(meeting)
    notice = notice_of(meeting.authority, meeting.body, meeting.held_on)
    return vote_findings({}, data, body=meeting.body, notice=notice)


def collegial_findings(act: Act, data: dict) -> list[Finding]:
    """Return what is to be said of the vote and of the meeting of `act`, whose form is `data`."""
    vote, meeting = data.get("vote"), data.get("meeting")
    if not vote and not meeting:
        return []
    day = act.meeting.held_on if act.meeting else act.signature_date
    notice = notice_of(act.authority, act.body, day) if meeting and day else None
    return vote_findings(vote, meeting, body=act.body, notice=notice)


def notice_of(authority: Organisation, body: str, day: dt.date) -> int | None:
    """Return the clear days of a convocation, None when the populations are not known.

    Five where a commune reaches 3 500 inhabitants, else three (CGCT L. 2121-11, L. 2121-12,
    L. 5211-1).
    """
    if body == Body.MUNICIPAL_COUNCIL and authority.kind == OrganisationKind.COMMUNE:
        people = [authority.commune.population] if authority.commune else []
    elif body == Body.COUNCIL and authority.siren:
        territory = Territory.objects.filter(kind=TerritoryKind.EPCI, code=authority.siren).first()
        people = (
            list(territory.communes_on(day).values_list("population", flat=True))
            if (territory)
            else []
        )
    else:
        return None
    if any(number is not None and number >= _LARGE for number in people):
        return LONG_NOTICE
    return SHORT_NOTICE if people and None not in people else None


def previous_meeting(meeting: Meeting) -> Meeting | None:
    """Return the last meeting of the same body before this one whose list is known."""
    earlier = Meeting.objects.filter(
        authority=meeting.authority_id, body=meeting.body, held_on__lt=meeting.held_on
    )
    return earlier.filter(attendances__isnull=False).order_by("-held_on").first()


def proposed_names(meeting: Meeting) -> list[str]:
    """Return the members to propose: those of the last meeting, then who represents the authority.

    Those already in the list are left out; three queries.
    """
    known = {search_key(line.name) for line in meeting.attendances.all()}
    names = []
    if last := previous_meeting(meeting):
        names += last.attendances.order_by("position", "pk").values_list("name", flat=True)
    people = meeting.authority.representatives.on(meeting.held_on).order_by("position", "pk")
    names += [civil_name(person) for person in people]
    kept = {}
    for name in names:
        kept.setdefault(_without_title(name), name)
    return [name for name in kept.values() if search_key(name) not in known]


def civil_name(person) -> str:
    """Return « Mme Agnès ROUSSEL », as minutes name a member."""
    title = person.title or ("Mme" if person.gender == "f" else "M.")
    return f"{title} {person.first_name} {person.last_name.upper()}"


def _without_title(name: str) -> str:
    """Return a key of a name that a title does not change: « Docteur » here, « M. » there."""
    words = search_key(name).split()
    titles = ("m", "mme", "monsieur", "madame", "docteur", "dr")
    return " ".join(word for word in words if word not in titles)
