"""The welcome of those who arrive: its lines are prepared from the pack, then noted one by one."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Q
from simple_history.utils import bulk_create_with_history

from staffing.models import Assignment, WelcomeItem, WelcomeStep
from staffing.rules.welcome import PROPOSAL


class WelcomeRefused(ValueError):
    """Nothing was noted; the text says why in French."""


@transaction.atomic
def prepare_welcome(*, assignment: Assignment, by: AbstractBaseUser | None) -> list[WelcomeStep]:
    """Add to the welcome of an arrival the lines of the pack that suit its profession.

    Each is due so many days after the start. What is already there is left as it is: the action
    may be called again after a line was added to the pack. Return the lines added.
    """
    locked = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    family = assignment.post.profession.family
    items = (
        WelcomeItem.objects.filter(Q(family="") | Q(family=family), is_withdrawn=False)
        .exclude(steps__assignment=locked)
        .order_by("position", "pk")
    )
    steps = [
        WelcomeStep(
            assignment=locked,
            item=item,
            due_on=locked.start + dt.timedelta(days=item.days_after_start),
        )
        for item in items
    ]
    return bulk_create_with_history(steps, WelcomeStep, default_user=by)


@transaction.atomic
def note_step(
    *,
    step: WelcomeStep,
    by: AbstractBaseUser | None,
    done_on: dt.date | None = None,
    is_declined: bool = False,
) -> None:
    """Note a line of a welcome as done on a day, as not wanted, or, with neither, as to be done.

    Writes nothing when nothing changes. Raises WelcomeRefused for both at once.
    """
    if done_on is not None and is_declined:
        raise WelcomeRefused(
            f"«\u00a0{step.item}\u00a0»\u00a0: une ligne est faite, ou sans objet, pas les deux."
        )
    row = WelcomeStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if (row.done_on, row.is_declined) != (done_on, is_declined):
        row.done_on, row.is_declined = done_on, is_declined
        row._history_user = by
        row.save()
    step.done_on, step.is_declined = done_on, is_declined


@transaction.atomic
def propose_pack(*, by: AbstractBaseUser | None) -> list[WelcomeItem]:
    """Add to the welcome pack the usual lines that it lacks, after the others; return them.

    A line withdrawn stays so: it was there, and somebody did not want it.
    """
    items = lines_to_propose()
    last = WelcomeItem.objects.aggregate(last=Max("position"))["last"] or 0
    for position, item in enumerate(items, start=last + 1):
        item.position = position
    return bulk_create_with_history(items, WelcomeItem, default_user=by)


def lines_to_propose() -> list[WelcomeItem]:
    """Return the usual lines that the pack lacks; nothing is written."""
    present = set(WelcomeItem.objects.values_list("label", flat=True))
    return [
        WelcomeItem(
            theme=line.theme,
            label=line.label,
            family=line.family,
            days_after_start=line.days_after_start,
        )
        for line in PROPOSAL
        if line.label not in present
    ]


@transaction.atomic
def place_item(*, item: WelcomeItem, by: AbstractBaseUser | None) -> None:
    """Save a line of the pack at the rank that its `position` asks for; ranks stay 1 to n.

    A position of 0 puts it last.
    """
    others = list(WelcomeItem.objects.exclude(pk=item.pk).order_by("position", "pk"))
    wanted = item.position or len(others) + 1
    rank = min(wanted, len(others) + 1)
    ordered = [*others[: rank - 1], item, *others[rank - 1 :]]
    for position, row in enumerate(ordered, start=1):
        if row is item or row.position != position:
            row.position = position
            row._history_user = by
            row.save()
