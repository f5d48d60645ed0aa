"""Committees read as a whole: decisions to follow, who came and how often, the next meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from conventions.models import (
    Committee,
    CommitteeAttendance,
    CommitteeDecision,
    CommitteeMeeting,
    CommitteeMember,
)
from conventions.review.seen import of_communities
from conventions.rules.committees import FollowUp, Presence, follow_up_of, presence_of
from csipa.derived import Derived, Input
from csipa.french.dates import long_date
from csipa.french.numbers import counted
from csipa.prepared import prepared

_ORDER = tuple(FollowUp)


@dataclass(frozen=True)
class FollowedDecision:
    """A decision and where it stands on a day."""

    row: CommitteeDecision
    state: FollowUp

    @property
    def badge(self) -> str:
        """Return the class of its state."""
        marks = {FollowUp.LATE: "badge badge-danger", FollowUp.DONE: "badge badge-success"}
        return marks.get(self.state, "badge")


@dataclass(frozen=True)
class SeatRecord:
    """To how many meetings a member came, among those held while the member was in the list."""

    member: CommitteeMember
    presence: Presence
    last_there: dt.date | None
    share: Derived


def decisions() -> QuerySet[CommitteeDecision]:
    """Return decisions with what a line tells of them: meeting, committee, programme and sheet."""
    return CommitteeDecision.objects.select_related("meeting__committee__programme", "sheet")


def followed(rows: Iterable[CommitteeDecision], *, today: dt.date) -> list[FollowedDecision]:
    """Return decisions with their state: late ones first, the longest late before, done last."""
    found = [
        FollowedDecision(row, follow_up_of(due_on=row.due_on, done_on=row.done_on, today=today))
        for row in rows
    ]
    return sorted(found, key=_rank)


def _rank(one: FollowedDecision) -> tuple[int, int, int, int]:
    row = one.row
    day = row.done_on if one.state is FollowUp.DONE else row.due_on
    days = day.toordinal() if day else row.meeting.held_on.toordinal()
    # The last one done is looked at first.
    turned = -days if one.state is FollowUp.DONE else days
    return _ORDER.index(one.state), turned, row.meeting_id, row.position


def open_before(meeting: CommitteeMeeting, *, today: dt.date) -> list[FollowedDecision]:
    """Return what earlier meetings of the committee decided and nobody noted as done; one query."""
    rows = decisions().filter(
        meeting__committee=meeting.committee_id,
        meeting__held_on__lt=meeting.held_on,
        done_on__isnull=True,
    )
    return followed(rows, today=today)


def next_meeting(
    today: dt.date, *, communities: tuple[int, ...] | None = None
) -> CommitteeMeeting | None:
    """Return the next meeting of any committee, today included; one query.

    Of the committees of CPTS, those of `communities` alone, if it is given.
    """
    return next(iter(_next_meetings(today, communities)), None)


@prepared
def _next_meetings(
    today: dt.date, communities: tuple[int, ...] | None
) -> QuerySet[CommitteeMeeting]:
    rows = CommitteeMeeting.objects.select_related("committee__programme")
    rows = rows.filter(of_communities("committee__programme__community", communities))
    return rows.filter(held_on__gte=today).order_by("held_on", "held_at", "pk")[:1]


@prepared
def late_decisions(
    today: dt.date, *, most: int | None = None, communities: tuple[int, ...] | None = None
) -> QuerySet[CommitteeDecision]:
    """Return the decisions that should have been carried out before `today`, oldest first.

    Of those of CPTS, those of `communities` alone, if it is given.
    """
    asked = of_communities("meeting__committee__programme__community", communities)
    late = decisions().filter(asked, done_on__isnull=True, due_on__lt=today)
    return late.order_by("due_on", "pk")[:most]


def open_decisions(*, communities: tuple[int, ...] | None = None) -> int:
    """Return how many decisions nobody noted as done; of CPTS, those of `communities` alone."""
    asked = of_communities("meeting__committee__programme__community", communities)
    return CommitteeDecision.objects.filter(asked, done_on__isnull=True).count()


def presence_at(lines: Iterable[CommitteeAttendance]) -> Presence:
    """Count who came among the members of a list; guests are not expected."""
    return presence_of(line.status for line in lines if line.member_id)


def seat_records(committee: Committee, *, until: dt.date) -> tuple[list[SeatRecord], int]:
    """Return how often each member came to the meetings held up to `until`, and their number.

    A meeting at which nobody's name was taken is left out. Two queries.
    """
    lines = CommitteeAttendance.objects.filter(
        meeting__committee=committee, meeting__held_on__lte=until, member__isnull=False
    ).select_related("meeting")
    by_meeting: dict[int, list[CommitteeAttendance]] = {}
    for line in lines:
        by_meeting.setdefault(line.meeting_id, []).append(line)
    taken = [found for found in by_meeting.values() if presence_at(found).is_taken]
    by_member: dict[int, list[CommitteeAttendance]] = {}
    for found in taken:
        for line in found:
            by_member.setdefault(line.member_id, []).append(line)
    members = committee.members.select_related("organisation")
    return [_seat(member, by_member.get(member.pk, [])) for member in members], len(taken)


def _seat(member: CommitteeMember, lines: Sequence[CommitteeAttendance]) -> SeatRecord:
    presence = presence_at(lines)
    there = [line.meeting.held_on for line in lines if line.status in ("present", "represented")]
    meetings = counted(presence.expected, "réunion", "réunions")
    share = Derived(
        text=f"{presence.there} sur {presence.expected}" if presence.expected else "",
        formula="Réunions où le membre est venu ou s’est fait représenter, sur celles où il était "
        "attendu et où les présences ont été relevées",
        inputs=(
            Input("Attendu", meetings),
            Input("Présent", str(presence.present)),
            Input("Représenté", str(presence.represented)),
            Input("Excusé", str(presence.excused)),
            Input("Absent", str(presence.absent)),
            *([Input("Dernière venue", long_date(max(there)))] if there else []),
        ),
        missing="aucune réunion relevée",
    )
    return SeatRecord(member, presence, max(there, default=None), share)
