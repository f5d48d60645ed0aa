"""Notes how commitments are followed, and each time one was honoured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from conventions.models import (
    Commitment,
    Convention,
    Fulfilment,
    ParentRelation,
    Periodicity,
    Tracking,
)
from csipa.french.dates import long_date


class FollowingRefused(ValueError):
    """Nothing was noted; the text says why in French."""


@dataclass(frozen=True)
class Follow:
    """How a commitment is to be followed; `first_due_on` may be left out unless it is due once."""

    periodicity: str = Periodicity.CONTINUOUS.value
    first_due_on: dt.date | None = None
    proof: str = ""

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing is asked but to keep the commitment at all times."""
        return self == Follow()


@transaction.atomic
def follow_commitments(
    *, convention: Convention, wanted: Mapping[int, Follow], by: AbstractBaseUser | None
) -> int:
    """Follow the commitments of `convention`, and of its amendments, as `wanted` says by key.

    Return how many lines changed. It changes no word of the text, and is open whatever its state.
    Raises FollowingRefused for a commitment of another convention, or one due once on no day.
    """
    rows = {row.pk: row for row in _commitments(convention).filter(pk__in=list(wanted))}
    if set(wanted) - set(rows):
        raise FollowingRefused(
            "Un engagement n’est plus dans cette convention : rouvrez la page avant d’enregistrer."
        )
    changed = [_follow(rows[pk], follow, by) for pk, follow in wanted.items()]
    return sum(changed)


def _follow(row: Commitment, follow: Follow, by: AbstractBaseUser | None) -> bool:
    """Write one line of follow-up if it differs; nothing is kept of a plain one never followed."""
    if follow.periodicity == Periodicity.ONCE and follow.first_due_on is None:
        raise FollowingRefused(
            f"« {row} » est dû une fois : donnez la date à laquelle il doit être tenu."
        )
    tracking = getattr(row, "tracking", None) or Tracking(commitment=row)
    known = Follow(tracking.periodicity, tracking.first_due_on, tracking.proof)
    if known == follow if tracking.pk else follow.is_plain:
        return False
    tracking.periodicity = follow.periodicity
    tracking.first_due_on = follow.first_due_on
    tracking.proof = follow.proof
    _save(tracking, by)
    return True


@transaction.atomic
def note_done(
    *,
    commitment: Commitment,
    done_on: dt.date,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    today: dt.date,
    proof: str = "",
) -> Fulfilment:
    """Note that a commitment was honoured on `done_on`; raise FollowingRefused when it cannot be.

    Not on a day still to come, and once a day.
    """
    if done_on > today:
        raise FollowingRefused(
            f"Le {long_date(done_on)} n’est pas encore passé : donnez le jour où cela a été fait."
        )
    Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    if commitment.fulfilments.filter(done_on=done_on).exists():
        raise FollowingRefused(f"Cet engagement est déjà noté comme tenu le {long_date(done_on)}.")
    done = Fulfilment(
        commitment=commitment, done_on=done_on, proof=proof.strip(), noted_at=now, noted_by=by
    )
    _save(done, by)
    return done


@transaction.atomic
def undo_done(*, fulfilment: Fulfilment, by: AbstractBaseUser | None) -> None:
    """Take back what was noted by mistake; its history keeps it."""
    fulfilment._history_user = by
    fulfilment.delete()


def _save(row: models.Model, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row.save()


def _commitments(convention: Convention) -> models.QuerySet[Commitment]:
    """Return the commitments of a convention and of its amendments."""
    amended = models.Q(
        article__convention__parent=convention,
        article__convention__parent_relation=ParentRelation.AMENDMENT,
    )
    rows = Commitment.objects.filter(models.Q(article__convention=convention) | amended)
    return rows.select_related("tracking")
