"""The review of a rent: worked out from the index, refused when it makes no sense."""

import datetime as dt
from decimal import Decimal

import pytest

from conventions.actions.ending import settle_end
from conventions.actions.reviewing import ReviewRefused, review_rent, undo_review
from conventions.actions.sealing import fix_words
from conventions.models import Convention, RentReview
from tests.admin.factories import UserFactory
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_agreements import FinancialTermFactory

pytestmark = pytest.mark.django_db

START, END = dt.date(2026, 2, 1), dt.date(2029, 1, 31)
DAY = dt.date(2027, 2, 1)


def rented(*, closed=True, **terms):
    """Return a convention at 300 € a month by the IRL, sealed unless told otherwise."""
    convention = ConventionFactory(start=START, end=END)
    PartyFactory(convention=convention)
    FinancialTermFactory(convention=convention, **{"index_name": "IRL", **terms})
    settle_end(convention=convention)
    if closed:
        fix_words([convention], None)
        Convention.objects.filter(pk=convention.pk).update(sealed=True)
    return convention


def reviewed(convention, *, on=DAY, base="145.17", new="146.68", by=None):
    """Review the rent of a convention."""
    return review_rent(
        convention=convention,
        reviewed_on=on,
        base_value=Decimal(base),
        new_value=Decimal(new),
        by=by,
    )


def test_the_rent_is_worked_out_and_who_noted_it_is_kept():
    user = UserFactory()
    review = reviewed(rented(), by=user)
    assert review.amount == Decimal("303.12")
    assert RentReview.history.get().history_user == user


def test_a_second_review_starts_from_the_rent_of_the_first():
    convention = rented()
    reviewed(convention)
    second = reviewed(convention, on=dt.date(2028, 2, 1), base="146.68", new="148.00")
    assert second.amount == Decimal("305.85")


@pytest.mark.parametrize(
    ("terms", "asked", "reason"),
    [
        ({"closed": False}, {}, "Un projet n’a pas encore de loyer"),
        ({"index_name": ""}, {}, "ne prévoit pas de révision"),
        ({"mode": "lump_sum", "period": ""}, {}, "n’a pas de loyer"),
        ({}, {"on": START}, "prend effet le 1er février 2026"),
        ({}, {"on": dt.date(2020, 1, 1)}, "n’a pas de loyer ce jour-là"),
        ({}, {"on": dt.date(2029, 2, 1)}, "a pris fin le 31 janvier 2029"),
        ({}, {"base": "0"}, "Un indice est un nombre positif"),
        ({}, {"new": "-1"}, "Un indice est un nombre positif"),
        ({"amount": "9999999999.99"}, {"new": "300"}, "hors de mesure"),
    ],
)
def test_a_review_that_makes_no_sense_is_refused(terms, asked, reason):
    with pytest.raises(ReviewRefused) as refused:
        reviewed(rented(**terms), **asked)
    assert reason in str(refused.value).replace("\u00a0", " ")
    assert not RentReview.objects.exists()


def test_a_review_comes_after_the_last_one():
    convention = rented()
    reviewed(convention)
    for day in (DAY, dt.date(2026, 6, 1)):
        with pytest.raises(ReviewRefused, match="déjà révisé"):
            reviewed(convention, on=day)


def test_only_the_last_review_is_taken_back():
    convention = rented()
    first = reviewed(convention)
    last = reviewed(convention, on=dt.date(2028, 2, 1))
    with pytest.raises(ReviewRefused, match="plus récente"):
        undo_review(review=first, by=None)
    undo_review(review=last, by=None)
    undo_review(review=first, by=None)
    assert not RentReview.objects.exists()
    assert RentReview.history.filter(history_type="-").count() == 2
