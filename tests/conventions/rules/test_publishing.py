"""Two full months in the public register."""

import datetime as dt

import pytest

from conventions.rules.publishing import days_online, may_leave, online_until


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (dt.date(2026, 1, 16), dt.date(2026, 3, 16)),
        (dt.date(2025, 12, 31), dt.date(2026, 2, 28)),
        (dt.date(2027, 12, 31), dt.date(2028, 2, 29)),
        (dt.date(2026, 11, 30), dt.date(2027, 1, 30)),
    ],
)
def test_an_act_stays_until_the_same_day_two_months_later_included(since, until):
    assert online_until(since) == until
    assert not may_leave(since, on=until)
    assert may_leave(since, on=until + dt.timedelta(days=1))


def test_the_first_day_online_counts():
    assert days_online(dt.date(2026, 1, 16), on=dt.date(2026, 1, 16)) == 1
