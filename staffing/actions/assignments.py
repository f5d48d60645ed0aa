"""Puts people on posts, changes their part of a full time, notes that they leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from csipa.french.dates import long_date
from sites.models import Site
from staffing.models import Assignment, AssignmentShare, DepartureReason, Person, Post
from staffing.review.assigning import shares_refusal, state_refusal, twice_refusal
from staffing.review.capacity import CapacityExceeded, check_assignment

__all__ = ["CapacityExceeded", "assign", "change_fte", "end_assignment"]

_DAY = dt.timedelta(days=1)
_THOUSANDTH = Decimal("0.001")
_CHANGE = "Changement de quotité"


@transaction.atomic
def assign(
    *,
    post: Post,
    person: Person,
    fte: Decimal,
    start: dt.date,
    by: AbstractBaseUser | None,
    end: dt.date | None = None,
    contract: str = "",
    overlap_reason: str = "",
    shares: Sequence[tuple[Site, Decimal]] = (),
    despite_state: bool = False,
) -> Assignment:
    """Put `person` on `post` for `fte` of a full time, both days included; return the assignment.

    `shares` are pairs of a site and the FTE it receives; `overlap_reason` lets the sum pass what
    is authorised while somebody hands over; `despite_state` confirms a post that is not open then.
    Raises CapacityExceeded when the post cannot hold it, ValidationError when it is not open, when
    the person holds it already, when the shares pass the whole, and for what the model refuses.
    """
    _hold(post.pk)
    assignment = Assignment(
        post=post,
        person=person,
        fte=fte,
        start=start,
        end=end,
        contract=contract,
        overlap_reason=overlap_reason,
    )
    if not despite_state and (told := state_refusal(post.pk, start)):
        raise ValidationError(told)
    _write(assignment, by)
    _share(assignment, shares, by)
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, end: dt.date, departure_reason: str, by: AbstractBaseUser | None
) -> None:
    """Note that an assignment ends on `end`, its last day, and why; it may end later than it did.

    `departure_reason` is one of DepartureReason. Raises ValidationError for a day before it starts
    or without a reason, CapacityExceeded when it ends later than the post can hold.
    """
    row = _held(assignment)
    if not departure_reason:
        raise ValidationError("Un départ a un motif\u00a0: choisissez-le dans la liste.")
    row.end, row.departure_reason = end, departure_reason
    row.version += 1
    _write(row, by)
    assignment.refresh_from_db()


@transaction.atomic
def change_fte(
    *,
    assignment: Assignment,
    fte: Decimal,
    on: dt.date,
    by: AbstractBaseUser | None,
    overlap_reason: str | None = None,
) -> Assignment:
    """Give another part of a full time from `on` on; return the assignment that follows.

    The present one ends the day before; what it said of its end goes to the next, and so does its
    split between sites, in proportion. `overlap_reason` is that of the one that follows, None for
    the present one's: with a reason it may pass what the post is authorised for. Raises
    ValidationError for a day that is not inside it or for the same part, CapacityExceeded when the
    post cannot hold more.
    """
    row = _held(assignment)
    if reason := _change_refusal(row, fte, on):
        raise ValidationError(reason)
    following = Assignment(
        post=row.post,
        person=row.person,
        fte=fte,
        start=on,
        end=row.end,
        contract=row.contract,
        departure_reason=row.departure_reason,
        overlap_reason=row.overlap_reason if overlap_reason is None else overlap_reason,
    )
    shares = [
        (share.site, (share.fte * fte / row.fte).quantize(_THOUSANDTH, ROUND_DOWN))
        for share in row.shares.select_related("site")
    ]
    row.end, row.departure_reason = on - _DAY, DepartureReason.CHANGE
    row.version += 1
    _write(row, by, _CHANGE)
    _write(following, by, _CHANGE)
    _share(following, [(site, part) for site, part in shares if part], by)
    assignment.refresh_from_db()
    return following


def _change_refusal(row: Assignment, fte: Decimal, on: dt.date) -> str:
    if fte == row.fte:
        return "La quotité est déjà celle-là\u00a0: donnez-en une autre."
    if on <= row.start:
        return (
            f"L’affectation commence le {long_date(row.start)}\u00a0: donnez un jour suivant, ou "
            "corrigez la quotité sur sa page."
        )
    if row.end is not None and on > row.end:
        return (
            f"L’affectation prend fin le {long_date(row.end)}\u00a0: donnez un jour avant, ou "
            "ajoutez une affectation."
        )
    return ""


def _hold(post: int) -> None:
    """Let one writer at a time count what a post holds; SQLite has no more."""
    Post.objects.select_for_update().get(pk=post)


def _held(assignment: Assignment) -> Assignment:
    """Return the row as it is now, once its post is held."""
    _hold(assignment.post_id)
    return Assignment.objects.select_related("post", "person").get(pk=assignment.pk)


def _write(row: Assignment, by: AbstractBaseUser | None, reason: str = "") -> None:
    row.full_clean()
    if told := twice_refusal(row):
        raise ValidationError(told)
    check_assignment(row)
    row._history_user = by
    row._change_reason = reason or None
    row.save()


def _share(
    assignment: Assignment, shares: Sequence[tuple[Site, Decimal]], by: AbstractBaseUser | None
) -> None:
    if reason := shares_refusal(assignment.fte, [fte for _, fte in shares]):
        raise ValidationError(reason)
    for site, fte in shares:
        share = AssignmentShare(assignment=assignment, site=site, fte=fte)
        share._history_user = by
        share.full_clean()
        share.save()
