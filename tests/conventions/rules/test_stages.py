"""Where an act stands, in one word."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.act_dates import ActDates
from conventions.rules.deadlines import appeal_until, last_day, latest_start, referral_until
from conventions.rules.stages import Stage, stage_of
from tests.conventions.rules.lives import any_act, dates, day

DAY = day("20/01")


@pytest.mark.parametrize(
    ("act", "signed", "expected"),
    [
        (dates(), False, "projet"),
        (dates(), True, "signé – date inconnue"),
        (dates(signed="15/01"), True, "signé – à transmettre"),
        (dates(signed="15/01", published="16/01"), True, "signé – à transmettre"),
        (dates(signed="15/01", sent="16/01"), True, "transmis – réception attendue"),
        (dates(signed="15/01", received="16/01"), True, "à publier ou à notifier"),
        (
            dates(signed="15/01", received="16/01", published="16/01", individual=True),
            True,
            "à publier ou à notifier",
        ),
        (dates(signed="15/01", to_transmit=False), True, "à publier ou à notifier"),
        (dates(signed="15/01", received="16/01", published="16/01"), True, "exécutoire"),
        (
            dates(signed="15/01", received="16/01", published="21/01"),
            True,
            "à publier ou à notifier",
        ),
        (dates(signed="15/01", published="16/01", to_transmit=False), True, "exécutoire"),
        (dates(signed="15/01", cancelled="16/01"), True, "annulé"),
    ],
)
def test_an_act_stands_in_one_stage(act, signed, expected):
    assert stage_of(act, signed=signed, today=DAY).label == expected


def test_the_delay_is_closed_on_the_day_after_its_last():
    act = dates(signed="15/01", received="16/01", published="16/01")
    assert stage_of(act, signed=True, today=day("17/03")) is Stage.ENFORCEABLE
    assert stage_of(act, signed=True, today=day("18/03")) is Stage.CLOSED


@given(any_act, st.booleans())
def test_every_act_stands_somewhere_and_every_stage_has_a_name(act, signed):
    assert stage_of(act, signed=signed, today=DAY).label


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_a_deadline_passed_is_a_start_passed(until):
    start = latest_start(until)
    assert last_day(start) <= until < last_day(start + dt.timedelta(days=1))


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_a_delay_that_starts_later_never_ends_earlier(start):
    assert last_day(start) <= last_day(start + dt.timedelta(days=1))


days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(days, days, st.none() | days)
def test_an_informal_appeal_never_shortens_a_delay(start, informal, reply):
    assert appeal_until(start, informal_on=informal, reply_on=reply) >= last_day(start)


@given(days, st.none() | days)
def test_completing_a_file_never_shortens_the_delay_of_the_prefect(received, completed):
    assert referral_until(received, completed) >= last_day(received)


def test_an_act_without_dates_has_no_deadline():
    assert ActDates().appeal_until is None
    assert ActDates().referral_until is None
