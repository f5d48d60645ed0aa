"""What falls due between two days."""

import datetime as dt

import pytest

from conventions.review.agenda import upcoming
from tests.conventions.agreed import DAY, agreed, note
from tests.conventions.factories import (
    ActFactory,
    AnnexFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.review.lives import NEXT_DAY, SIGNED_ON, executory_act, signed_act

pytestmark = pytest.mark.django_db

JANUARY = dt.date(2026, 1, 1)
DECEMBER = dt.date(2026, 12, 31)


def told(day_from=JANUARY, day_to=DECEMBER):
    """Return the codes and days of what falls due."""
    return [(entry.code, entry.day.isoformat()) for entry in upcoming(day_from, day_to)]


def test_the_two_deadlines_of_an_act_fall_due_on_their_last_day():
    executory_act()
    assert told() == [("appeal", "2026-03-17"), ("referral", "2026-03-17")]


@pytest.mark.parametrize(
    ("day_from", "day_to", "count"),
    [
        ("2026-03-17", "2026-03-17", 2),
        ("2026-03-18", "2026-12-31", 0),
        ("2026-01-01", "2026-03-16", 0),
    ],
)
def test_both_ends_of_the_period_belong_to_it(day_from, day_to, count):
    executory_act()
    assert len(told(dt.date.fromisoformat(day_from), dt.date.fromisoformat(day_to))) == count


@pytest.mark.parametrize(
    ("start", "end"),
    [("2025-12-29", "2026-03-02"), ("2025-12-31", "2026-03-02"), ("2026-03-13", "2026-05-15")],
)
def test_a_deadline_put_off_by_days_not_worked_is_found_on_its_day(start, end):
    start = dt.date.fromisoformat(start)
    executory_act(signature_date=start, received_on=start, published_on=start)
    end_day = dt.date.fromisoformat(end)
    assert told(end_day, end_day) == [("appeal", end), ("referral", end)]


def test_an_informal_appeal_puts_the_deadline_off():
    executory_act(informal_appeal_on=dt.date(2026, 3, 2))
    assert told(dt.date(2026, 7, 3), dt.date(2026, 7, 3)) == [("appeal", "2026-07-03")]
    assert told(dt.date(2026, 3, 17), dt.date(2026, 3, 17)) == [("referral", "2026-03-17")]


def test_the_longest_appeal_is_still_found():
    executory_act(informal_appeal_on=dt.date(2026, 3, 17), informal_reply_on=dt.date(2026, 7, 20))
    assert told(dt.date(2026, 9, 21), DECEMBER) == [("appeal", "2026-09-21")]


def test_completing_the_file_puts_the_referral_off():
    executory_act(completed_on=dt.date(2026, 6, 1))
    assert ("referral", "2026-08-03") in told()


@pytest.mark.parametrize(
    ("events", "code", "since"),
    [
        ({}, "to_transmit", "2026-01-15"),
        ({"sent_on": NEXT_DAY}, "sent", "2026-01-16"),
        ({"received_on": NEXT_DAY}, "to_publish", "2026-01-16"),
        ({"to_transmit": False}, "to_publish", "2026-01-15"),
    ],
)
def test_what_waits_is_told_since_the_day_it_waits(events, code, since):
    signed_act(**events)
    waiting = [entry for entry in upcoming(JANUARY, DECEMBER) if entry.waiting]
    assert [(entry.code, entry.day.isoformat()) for entry in waiting] == [(code, since)]


def test_a_draft_and_a_cancelled_act_owe_nothing():
    ActFactory()
    cancelled = executory_act(cancelled_on=dt.date(2026, 2, 1))
    AnnexFactory(act=cancelled, text="", convention=ConventionFactory(end=dt.date(2026, 4, 28)))
    AnnexFactory(act=ActFactory(), text="", convention=ConventionFactory(end=dt.date(2026, 4, 28)))
    assert told() == []


def test_the_end_of_a_convention_falls_due_once_its_text_is_closed():
    act = signed_act(signature_date=dt.date(2025, 1, 1))
    annexed = ConventionFactory(reference="C-1", end=dt.date(2026, 4, 28))
    AnnexFactory(act=act, text="", convention=annexed)
    alone = ConventionFactory(end=dt.date(2026, 4, 29), signature_date=SIGNED_ON)
    entries = upcoming(JANUARY, DECEMBER)
    assert [(entry.name, entry.pk, entry.model) for entry in entries] == [
        ("C-1", annexed.pk, "convention"),
        ("Convention", alone.pk, "convention"),
    ]


def test_a_convention_waits_for_the_parties_once_its_act_is_executory():
    convention = ConventionFactory(reference="C-2")
    AnnexFactory(act=executory_act(), text="", convention=convention)
    AnnexFactory(act=signed_act(number="autre"), text="", convention=ConventionFactory())
    [entry] = [entry for entry in upcoming(JANUARY, DECEMBER) if entry.code == "to_sign"]
    assert (entry.name, entry.day, entry.waiting) == ("C-2", NEXT_DAY, True)
    ConclusionFactory(convention=convention, signed_on=NEXT_DAY)
    assert "to_sign" not in [code for code, _ in told()]


@pytest.mark.parametrize("count", [1, 12])
def test_the_agenda_costs_three_queries(django_assert_num_queries, count):
    for number in range(count):
        act = executory_act(number=f"2026 {number:03d}")
        convention = ConventionFactory(end=dt.date(2026, 4, 28))
        AnnexFactory(act=act, text="", convention=convention)
    with django_assert_num_queries(3):
        assert len(upcoming(JANUARY, DECEMBER)) == 4 * count


def test_a_convention_to_sign_tells_how_many_signatures_are_awaited():
    convention = agreed(3)
    PartyFactory(convention=convention, position=4, rank="informed")

    def label():
        (entry,) = [one for one in upcoming(JANUARY, DECEMBER) if one.code == "to_sign"]
        return entry.label.replace("\u00a0", " ")

    assert label().endswith("(3 signatures attendues)")
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
    assert label().endswith("(1 signature attendue)")
