"""What the start page chooses among what it is told."""

import datetime as dt

from csipa.admin.home_parts import (
    Coming,
    Figure,
    Task,
    first_figures,
    first_tasks,
    still_coming,
)

DAY = dt.date(2026, 3, 2)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def task(text, level="waiting", days=None):
    day = DAY + dt.timedelta(days=days) if days is not None else None
    return Task(text, "/", level, "En attente", day=day)


def texts(tasks):
    return [one.text for one in tasks]


def coming(text, start, end):
    return Coming(NOON + start * HOUR, NOON + end * HOUR, "", text, "/")


def test_what_is_late_comes_first_then_what_is_near():
    found = first_tasks([[task("loin", "90"), task("tard", "late"), task("près", "30")]], 7)
    assert texts(found) == ["tard", "près", "loin"]


def test_of_one_level_the_nearest_day_comes_first_and_no_day_last():
    found = first_tasks([[task("sans"), task("demain", days=1), task("hier", days=-1)]], 7)
    assert texts(found) == ["hier", "demain", "sans"]


def test_twenty_late_lines_of_one_part_hide_no_other_part():
    late = [task(f"{rank}", "late", -rank) for rank in range(20)]
    found = texts(first_tasks([late, [task("acte")], [task("bail", "90")]], 4))
    assert {"acte", "bail"} <= set(found)
    assert len(found) == 4


def test_the_room_that_is_left_goes_to_what_is_most_urgent():
    late = [task(f"{rank}", "late", -rank) for rank in range(20)]
    found = texts(first_tasks([late, [task("acte")]], 5))
    assert found == ["19", "18", "17", "16", "acte"]


def test_when_there_are_more_parts_than_room_each_is_heard_once_first():
    parts = [[task(f"{part}{rank}", "late") for rank in "ab"] for part in "xyz"]
    assert sorted(texts(first_tasks(parts, 3))) == ["xa", "ya", "za"]


def test_when_there_are_more_parts_than_room_the_most_urgent_of_each_is_kept():
    parts = [[task("acte")], [task("bail", "90")], [task("panne", "late")]]
    assert texts(first_tasks(parts, 2)) == ["panne", "acte"]


def test_a_call_far_away_has_its_place_after_the_others():
    found = first_tasks([[task("plus tard", "later"), task("90", "90")]], 7)
    assert texts(found) == ["90", "plus tard"]


def test_figures_come_by_rank():
    figures = [Figure(rank, str(rank), "1", "", "/") for rank in (30, 10, 20)]
    assert [one.rank for one in first_figures(figures, 2)] == [10, 20]


def test_what_is_over_is_no_longer_coming_and_what_goes_on_still_is():
    found = still_coming(
        [coming("soir", 6, 8), coming("fini", -3, -1), coming("en cours", -1, 1)],
        now=NOON,
        most=4,
    )
    assert [one.text for one in found] == ["en cours", "soir"]
