"""Days seen, missed and not looked at."""

import datetime as dt

from conventions.rules.online_log import Days, count_days, is_lost

FIRST = dt.date(2026, 1, 16)


def day(rank):
    return FIRST + dt.timedelta(days=rank)


def test_each_day_counts_once_by_its_best_reading():
    readings = [(day(0), False), (day(0), True), (day(1), False), (day(3), True), (day(9), True)]
    assert count_days(readings, since=day(0), until=day(4)) == Days(seen=2, missing=1, unread=2)


def test_a_day_before_the_act_came_online_does_not_count():
    assert count_days([(day(0), True)], since=day(1), until=day(1)) == Days(0, 0, 1)


def test_an_act_seen_yesterday_or_put_online_yesterday_is_not_lost():
    assert not is_lost(online_since=day(0), last_seen=None, today=day(1))
    assert is_lost(online_since=day(0), last_seen=None, today=day(2))
    assert not is_lost(online_since=day(0), last_seen=day(9), today=day(10))
    assert is_lost(online_since=day(0), last_seen=day(9), today=day(11))


def test_an_act_put_online_again_is_not_lost_for_what_was_before():
    assert not is_lost(online_since=day(30), last_seen=day(5), today=day(31))
