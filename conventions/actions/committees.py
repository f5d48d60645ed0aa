"""Opens meetings of committees, takes names, and notes what became of what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.models import (
    Committee,
    CommitteeAttendance,
    CommitteeDecision,
    CommitteeMeeting,
    SeatStatus,
)
from csipa.french.dates import long_date
from sites.rules.names import search_key


class CommitteeRefused(ValueError):
    """Nothing was written; the text says why in French."""


@dataclass(frozen=True)
class Came:
    """What was noted of one line of the list: whether the member came, and in whose person."""

    status: str
    name: str = ""


@transaction.atomic
def open_meeting(
    *,
    committee: Committee,
    on: dt.date,
    by: AbstractBaseUser | None,
    held_at: dt.time | None = None,
    place: str = "",
    agenda: str = "",
) -> CommitteeMeeting:
    """Record a meeting on `on`, with the members in office that day, absent until names are taken.

    Raises CommitteeRefused when a meeting of that day is recorded already.
    """
    locked = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    if locked.meetings.filter(held_on=on).exists():
        raise CommitteeRefused(
            f"La réunion du {long_date(on)} est déjà enregistrée : ouvrez-la dans la liste."
        )
    meeting = CommitteeMeeting(
        committee=locked, held_on=on, held_at=held_at, place=place.strip(), agenda=agenda.strip()
    )
    meeting._history_user = by
    meeting.full_clean()
    meeting.save()
    _seat_members(meeting, by)
    return meeting


@transaction.atomic
def take_members(*, meeting: CommitteeMeeting, by: AbstractBaseUser | None) -> tuple[int, int]:
    """Make the list that of the members in office on the day; return how many came and went.

    A member who is in office no longer leaves the list only if nothing was noted of them.
    """
    locked = _locked(meeting)
    in_office = set(locked.committee.members.on(locked.held_on).values_list("pk", flat=True))
    gone = 0
    for line in locked.attendances.filter(status=SeatStatus.ABSENT, name="").exclude(member=None):
        if line.member_id not in in_office:
            line._history_user = by
            line.delete()
            gone += 1
    added = _seat_members(locked, by)
    if added or gone:
        _grow(locked, by)
    return added, gone


@transaction.atomic
def take_names(
    *,
    meeting: CommitteeMeeting,
    members: Mapping[int, Came],
    guests: Sequence[str],
    by: AbstractBaseUser | None,
) -> int:
    """Note who came, line by line, and the guests, who replace those noted before.

    `members` gives what was noted by the key of each line; return how many lines changed. Raises
    CommitteeRefused for a line of another meeting, or one that is no longer there.
    """
    locked = _locked(meeting)
    lines = {line.pk: line for line in locked.attendances.exclude(member=None)}
    if set(members) - set(lines):
        raise CommitteeRefused(
            "La liste a changé depuis que vous l’avez ouverte : rouvrez-la avant d’enregistrer."
        )
    changed = 0
    for key, came in members.items():
        line = lines[key]
        if (line.status, line.name) != (came.status, came.name.strip()):
            line.status, line.name = came.status, came.name.strip()
            _save(line, by)
            changed += 1
    changed += _take_guests(locked, guests, by)
    if changed:
        _grow(locked, by)
    return changed


@transaction.atomic
def follow_up(
    *,
    decision: CommitteeDecision,
    done_on: dt.date,
    by: AbstractBaseUser | None,
    today: dt.date,
    outcome: str = "",
) -> CommitteeDecision:
    """Note that a decision was carried out on `done_on`, and what came of it.

    Raises CommitteeRefused for a decision followed already, for a day to come, or one before the
    meeting that decided.
    """
    row = _locked_decision(decision)
    if row.done_on:
        raise CommitteeRefused(
            f"Cette décision est déjà notée comme suivie d’effet le {long_date(row.done_on)} : "
            "rouvrez-la avant de noter autre chose."
        )
    if done_on > today:
        raise CommitteeRefused(
            f"Le {long_date(done_on)} n’est pas encore passé : donnez le jour où cela a été fait."
        )
    if done_on < row.meeting.held_on:
        raise CommitteeRefused(
            f"La décision date du {long_date(row.meeting.held_on)} : donnez un jour qui ne vient "
            "pas avant."
        )
    row.done_on, row.outcome = done_on, outcome.strip()
    row._change_reason = "Suite donnée"
    _save(row, by)
    _grow(row.meeting, by)
    return row


@transaction.atomic
def reopen(*, decision: CommitteeDecision, by: AbstractBaseUser | None) -> CommitteeDecision:
    """Take back that a decision was carried out; what was written of it stays."""
    row = _locked_decision(decision)
    row.done_on = None
    row._change_reason = "Rouverte"
    _save(row, by)
    _grow(row.meeting, by)
    return row


def _seat_members(meeting: CommitteeMeeting, by: AbstractBaseUser | None) -> int:
    """Add the members in office on the day who are not in the list; return how many."""
    known = set(meeting.attendances.exclude(member=None).values_list("member_id", flat=True))
    rank = meeting.attendances.count()
    added = 0
    for member in meeting.committee.members.on(meeting.held_on):
        if member.pk in known:
            continue
        added += 1
        line = CommitteeAttendance(
            meeting=meeting, member=member, status=SeatStatus.ABSENT, position=rank + added
        )
        _save(line, by)
    return added


def _take_guests(
    meeting: CommitteeMeeting, guests: Sequence[str], by: AbstractBaseUser | None
) -> int:
    wanted = {search_key(name): name.strip() for name in guests if name.strip()}
    changed = 0
    for line in meeting.attendances.filter(member=None):
        if wanted.get(search_key(line.name)) == line.name:
            del wanted[search_key(line.name)]
            continue
        line._history_user = by
        line.delete()
        changed += 1
    rank = meeting.attendances.count()
    for name in wanted.values():
        rank += 1
        changed += 1
        line = CommitteeAttendance(meeting=meeting, name=name, position=rank)
        line.full_clean()
        _save(line, by)
    return changed


def _locked(meeting: CommitteeMeeting) -> CommitteeMeeting:
    rows = CommitteeMeeting.objects.select_for_update(of=("self",)).select_related("committee")
    return rows.get(pk=meeting.pk)


def _locked_decision(decision: CommitteeDecision) -> CommitteeDecision:
    rows = CommitteeDecision.objects.select_for_update(of=("self",)).select_related("meeting")
    return rows.get(pk=decision.pk)


def _grow(meeting: CommitteeMeeting, by: AbstractBaseUser | None) -> None:
    meeting.version += 1
    _save(meeting, by)


def _save(row: CommitteeMeeting | CommitteeAttendance | CommitteeDecision, by: object) -> None:
    row._history_user = by
    row.save()
