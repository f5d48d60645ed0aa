"""Sums of sessions, and the two ledgers kept apart."""

import datetime as dt
from decimal import Decimal

import pytest

from consultations.rules.ledgers import (
    PLACE_WORDS,
    CountFacts,
    Fate,
    SessionFacts,
    TwoLedgers,
    fate_of,
    total,
    totals_by,
)
from consultations.rules.session_counts import Category


def counted(done, no_show=0, **numbers):
    """Return a count with every category at 0 but those given."""
    categories = {one: numbers.get(one.value, 0) for one in Category}
    return CountFacts(done, categories, no_show, unknown=done)


def session(day=1, fate=Fate.HELD, count=None, month=2, **more):
    """Return a session of four hours in 2026."""
    return SessionFacts(dt.date(2026, month, day), 1, 1, fate, 240, count=count, **more)


def test_consultations_are_normalised_by_session_counted():
    found = total(
        [
            session(1, count=counted(10, without_gp=4)),
            session(2, count=counted(15, without_gp=6), is_cleaned=True),
            session(3),
            session(4, Fate.CANCELLED),
            session(5, Fate.DUE),
            session(6, Fate.AHEAD),
        ]
    )
    assert (found.booked, found.held, found.cancelled, found.counted) == (6, 3, 1, 2)
    assert (found.ahead, found.due, found.to_count) == (1, 1, 2)
    assert found.done == 25
    assert found.per_session == Decimal("12.5")
    assert found.minutes == 720
    assert found.cleaned == 1
    assert found.share(Category.WITHOUT_GP) == 40
    assert found.unknown == 25


def test_what_is_not_held_adds_nothing():
    found = total([session(fate=Fate.CANCELLED, count=counted(10), is_cleaned=True)])
    assert (found.done, found.minutes, found.cleaned, found.counted) == (0, 0, 0, 0)


def test_nothing_counted_has_no_mean():
    found = total([session()])
    assert found.per_session is None
    assert found.share(Category.RESIDENT) is None
    assert found.no_show_share is None


def test_no_shows_are_a_part_of_the_appointments_made():
    assert total([session(count=counted(9, no_show=1))]).no_show_share == 10


def test_sums_are_told_by_month_in_order():
    found = totals_by(
        [
            session(month=1, count=counted(3)),
            session(month=2, count=counted(4)),
            session(2, month=1, count=counted(5)),
        ],
        lambda one: one.month,
    )
    assert [(month.month, one.done) for month, one in found.items()] == [(1, 8), (2, 4)]


def test_sums_of_groups_make_the_sum_of_all():
    facts = [session(day, count=counted(day), month=1 + day % 3) for day in range(1, 28)]
    parts = totals_by(facts, lambda one: one.month).values()
    assert sum(one.done for one in parts) == total(facts).done == sum(range(1, 28))


@pytest.mark.parametrize(
    ("told", "fate"),
    [
        ((True, False, True), Fate.HELD),
        ((False, True, True), Fate.CANCELLED),
        ((False, False, True), Fate.DUE),
        ((False, False, False), Fate.AHEAD),
    ],
)
def test_the_fate_of_a_session(told, fate):
    is_held, is_cancelled, is_over = told
    assert fate_of(is_held=is_held, is_cancelled=is_cancelled, is_over=is_over) is fate


def test_the_sum_of_both_ledgers_has_words_that_say_so():
    assert TwoLedgers(csipa=30, snp=12).of_the_place == 42
    assert "additionne" in PLACE_WORDS
