"""Writes the list of a meeting, and the figures that a vote takes from it."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from conventions.exchange.meetings import meeting_data
from conventions.models import Act, Attendance, Meeting, Vote
from conventions.rules.meetings import figures
from sites.rules.names import search_key

CLOSED = "Un acte de cette réunion est signé : sa liste ne change plus."


@transaction.atomic
def add_members(*, meeting: Meeting, names: Sequence[str], by: AbstractBaseUser | None) -> int:
    """Add members at the end of the list, present until said otherwise; return how many.

    A name already in the list, however it is spelt, is left alone. Raises ValidationError when the
    meeting is closed or a name is too long.
    """
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.acts.signed().exists():
        raise ValidationError(CLOSED)
    rows = list(locked.attendances.all())
    known = {search_key(row.name) for row in rows}
    position = max((row.position for row in rows), default=0)
    added = 0
    for name in names:
        if search_key(name) in known:
            continue
        known.add(search_key(name))
        added += 1
        row = Attendance(meeting=locked, name=name, position=position + added)
        row._history_user = by
        row.full_clean()
        row.save()
    if added:
        locked.version += 1
        locked._history_user = by
        locked.save()
    return added


@transaction.atomic
def fill_vote(*, act: Act, by: AbstractBaseUser | None) -> list[str]:
    """Give the vote of a draft the figures of its meeting that it lacks; return their columns.

    Who did not take part is read from the vote: it lowers the number of voters. A figure that is
    already there stays. Raises ValidationError for a signed act, or one without a meeting.
    """
    locked = Act.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=act.pk)
    if locked.is_signed or locked.meeting is None:
        raise ValidationError("Seul le projet d’un acte pris en réunion reçoit ces chiffres.")
    vote = Vote.objects.filter(act=locked).first() or Vote(act=locked)
    known = figures(meeting_data(locked.meeting), vote.withdrew)
    missing = [key for key in known if getattr(vote, key) is None]
    if missing:
        for key in missing:
            setattr(vote, key, known[key])
        vote._history_user = by
        vote.save()
        locked.version += 1
        locked._history_user = by
        locked.save()
    return missing
