"""What apps above count in communes reaches the pages of the territory."""

import datetime as dt
from decimal import Decimal

import pytest

from sites.review import offer
from sites.review.offer import OfferCount, offer_counts, register_offer

DAY = dt.date(2026, 1, 15)
COUNT = OfferCount("10", "", True, 3, Decimal("2.5"), "Répertoire", DAY)


@pytest.fixture(autouse=True)
def _no_other_source(monkeypatch):
    """Leave the sources of the apps aside."""
    monkeypatch.setattr(offer, "_SOURCES", [])


def test_a_source_is_asked_for_the_communes_and_the_day():
    asked = []

    def source(communes, day):
        asked.append((communes, day))
        return [COUNT]

    register_offer(source)

    assert offer_counts(["62119"], DAY) == [COUNT]
    assert asked == [(["62119"], DAY)]


def test_a_source_registered_twice_counts_once():
    def source(communes, day):
        return [COUNT]

    register_offer(source)
    register_offer(source)

    assert offer_counts(["62119"], DAY) == [COUNT]


def test_without_communes_no_source_is_asked():
    register_offer(lambda communes, day: pytest.fail("asked"))

    assert offer_counts([], DAY) == []
