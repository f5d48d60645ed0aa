"""Notes the reviews of a rent: the values of the index are typed, the rent is worked out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.models import Convention, RentReview
from conventions.review.money import phase_on, rent_on, with_money
from conventions.rules.index_reviews import reviewed_rent
from csipa.french.dates import long_date

_REASON = "Révision du loyer"
_ONE_DAY = dt.timedelta(days=1)
LARGEST = Decimal("9999999999.99")


class ReviewRefused(ValueError):
    """The rent cannot be reviewed so; the text is French."""


@transaction.atomic
def review_rent(
    *,
    convention: Convention,
    reviewed_on: dt.date,
    base_value: Decimal,
    new_value: Decimal,
    by: AbstractBaseUser | None,
) -> RentReview:
    """Note that the rent follows its index from `reviewed_on` on; return it with its new amount.

    The rent of the day before times the new value over the old one, to the cent. Raises
    ReviewRefused for a convention that is still a draft, without a rent or an index, for a day
    outside its time or not after the last review, for a value that is not above zero.
    """
    row = _read(convention)
    if refusal := _refusal(row, reviewed_on):
        raise ReviewRefused(refusal)
    rent = rent_on(row, reviewed_on - _ONE_DAY) or rent_on(row, reviewed_on)
    try:
        amount = reviewed_rent(rent or Decimal(0), base_value, new_value)
    except ValueError as error:
        raise ReviewRefused(f"{error} Relevez-le sur le site de l’INSEE.") from None
    if amount > LARGEST:
        raise ReviewRefused("Ces indices donnent un loyer hors de mesure : vérifiez-les.")
    review = RentReview(
        convention=convention,
        reviewed_on=reviewed_on,
        base_value=base_value,
        new_value=new_value,
        amount=amount,
    )
    review._history_user = by
    review._change_reason = _REASON
    review.save()
    return review


@transaction.atomic
def undo_review(*, review: RentReview, by: AbstractBaseUser | None) -> None:
    """Take back a review noted by mistake, the last one only: the others lean on it.

    Raises ReviewRefused for another one.
    """
    later = RentReview.objects.filter(
        convention=review.convention_id, reviewed_on__gt=review.reviewed_on
    )
    if later.exists():
        raise ReviewRefused("Une révision plus récente part de ce loyer : annulez-la d’abord.")
    review._history_user = by
    review._change_reason = f"{_REASON} annulée"
    review.delete()


def _read(convention: Convention) -> Convention:
    """Return the convention as `review.money` reads it; its row is held, so that both see one."""
    Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)
    return with_money(Convention.objects.all()).get(pk=convention.pk)


def _refusal(row: Convention, day: dt.date) -> str:
    """Return why the rent cannot be reviewed on a day, in one sentence, or nothing."""
    phase = phase_on(row, day)
    if not Convention.objects.closed().filter(pk=row.pk).exists():
        return "Un projet n’a pas encore de loyer à réviser : la convention se signe d’abord."
    if phase is None or not phase.finance.is_periodic:
        return "Cette convention n’a pas de loyer ce jour-là : il n’y a rien à réviser."
    if not phase.finance.index.name:
        return "Cette convention ne prévoit pas de révision : il faudrait un avenant."
    if row.start and day <= row.start:
        return f"La convention prend effet le {long_date(row.start)} : révisez le loyer plus tard."
    if row.ends_on and day > row.ends_on:
        return f"La convention a pris fin le {long_date(row.ends_on)}."
    last = max((review.reviewed_on for review in row.reviews.all()), default=None)
    if last and day <= last:
        return f"Le loyer est déjà révisé au {long_date(last)} : choisissez un jour plus tardif."
    return ""
