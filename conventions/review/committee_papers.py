"""What the papers of a meeting say, gathered from its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from conventions.documents.committee_papers import ATTENDANCE, TITLES, render_paper
from conventions.models import (
    CommitteeAttendance,
    CommitteeDecision,
    CommitteeMeeting,
    MemberQuality,
    SeatStatus,
)
from conventions.review.committees import FollowedDecision, open_before, presence_at
from conventions.rules.committees import Presence
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, upper_first
from csipa.french.hours import said_time
from csipa.french.numbers import counted
from csipa.french.typography import typeset

Data = dict[str, Any]

# Lines left for those whom nobody expected.
_BLANK_LINES = 4


def printed_paper(meeting: CommitteeMeeting, paper: str, *, today: dt.date) -> bytes:
    """Return the PDF of a paper of `meeting`. Raises KeyError for another paper, PdfError."""
    return render_paper(paper, paper_context(meeting, paper, today=today))


def paper_context(meeting: CommitteeMeeting, paper: str, *, today: dt.date) -> Data:
    """Return what a paper prints, in finished French; four queries at most."""
    committee = meeting.committee
    lines = list(meeting.attendances.select_related("member__organisation"))
    members = [line for line in lines if line.member_id]
    guests = [line for line in lines if not line.member_id]
    when = f"{upper_first(long_date(meeting.held_on, weekday=True))}" + (
        f", {said_time(meeting.held_at)}" if meeting.held_at else ""
    )
    carrier = committee.programme.carrier
    return {
        "dated": today.isoformat(),
        "issuer": typeset(upper_first(str(carrier))) if carrier else "",
        "committee": typeset(upper_first(committee.name)),
        "programme": typeset(committee.programme.name),
        "running": typeset(f"{TITLES[paper]}, {committee.name}, {long_date(meeting.held_on)}"),
        "when": when,
        "place": typeset(meeting.place),
        "agenda": [typeset(line) for line in _lines_of(meeting.agenda)],
        "minutes": [typeset(line) for line in _lines_of(meeting.minutes)],
        "members": [_member(line) for line in members],
        "guests": [typeset(line.name) for line in guests],
        "blank_lines": range(_BLANK_LINES) if paper == ATTENDANCE else (),
        "groups": _groups(members),
        "presence": presence_words(presence_at(members)),
        "is_taken": presence_at(members).is_taken,
        "decisions": [_decision(row) for row in _decisions(meeting)],
        "earlier": [_earlier(one) for one in open_before(meeting, today=today)],
    }


def presence_words(presence: Presence) -> str:
    """Return « 8 membres présents ou représentés sur 12 », with what makes the others."""
    others = [
        counted(presence.excused, "excusé", "excusés") if presence.excused else "",
        counted(presence.absent, "absent", "absents") if presence.absent else "",
    ]
    told = enumeration(filter(None, others))
    members = counted(
        presence.there, "membre présent ou représenté", "membres présents ou représentés"
    )
    return f"{members} sur {presence.expected}" + (f" ; {told}" if told else "")


def _lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _member(line: CommitteeAttendance) -> Data:
    member = line.member
    quality = "" if member.quality == MemberQuality.MEMBER else member.get_quality_display()
    return {
        "organisation": typeset(upper_first(str(member.organisation or ""))),
        "person": typeset(line.name or member.person),
        "quality": upper_first(quality),
        "status": upper_first(line.get_status_display()),
    }


def _groups(members: Iterable[CommitteeAttendance]) -> list[Data]:
    """Return the members by what was noted of them, in the order of the statuses."""
    rows = list(members)
    found = []
    for status in SeatStatus:
        names = [typeset(_name(line)) for line in rows if line.status == status]
        if names:
            found.append({"label": f"{upper_first(status.label)}s", "names": names})
    return found


def _name(line: CommitteeAttendance) -> str:
    member, person = line.member, line.name or line.member.person
    if member.organisation is None:
        return person
    name = upper_first(str(member.organisation))
    return f"{name} ({person})" if person else name


def _decisions(meeting: CommitteeMeeting) -> list[CommitteeDecision]:
    return list(meeting.decisions.select_related("sheet"))


def _decision(row: CommitteeDecision) -> Data:
    return {
        "text": typeset(row.text),
        "sheet": typeset(row.sheet.title) if row.sheet else "",
        "responsible": typeset(row.responsible),
        "due": long_date(row.due_on) if row.due_on else "",
        "done": long_date(row.done_on) if row.done_on else "",
        "outcome": typeset(row.outcome),
    }


def _earlier(one: FollowedDecision) -> Data:
    row = one.row
    held = long_date(row.meeting.held_on)
    return {**_decision(row), "held": held, "state": upper_first(one.state.label)}
