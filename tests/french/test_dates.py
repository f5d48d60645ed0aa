"""Dates in full, periods, working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.french import dates
from csipa.french.typography import NBSP, typeset

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
written_years = st.dates(min_value=date(1000, 1, 1))


def spaced(text):
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 3, 1), "1er mars 2026"),
        (date(2026, 3, 2), "2 mars 2026"),
        (date(2026, 8, 11), "11 août 2026"),
        (date(2026, 12, 21), "21 décembre 2026"),
        (date(2026, 1, 31), "31 janvier 2026"),
    ],
)
def test_a_date_is_written_in_full_with_no_break_spaces(day, written):
    assert dates.long_date(day) == written.replace(" ", NBSP)


@given(days)
def test_only_the_first_of_a_month_is_an_ordinal(day):
    assert dates.long_date(day).startswith("1er") == (day.day == 1)


def test_a_date_may_begin_with_its_weekday():
    assert spaced(dates.long_date(date(2026, 1, 15), weekday=True)) == "jeudi 15 janvier 2026"


def test_html_raises_the_ending_of_the_first():
    first = dates.long_date_html(date(2026, 3, 1), weekday=True)
    assert spaced(first) == "dimanche 1<sup>er</sup> mars 2026"
    assert dates.long_date_html(date(2026, 3, 21)) == f"21{NBSP}mars{NBSP}2026"


@given(written_years, st.booleans())
def test_reading_a_date_undoes_writing_it(day, weekday):
    assert dates.parse_long_date(dates.long_date(day, weekday=weekday)) == day


@given(written_years)
def test_a_written_date_is_already_typeset(day):
    assert typeset(dates.long_date(day)) == dates.long_date(day)


@pytest.mark.parametrize(
    "text", ["1 mars 2026", " 1er  MARS 2026 ", "1 er mars 2026", "Dimanche 01 mars 2026"]
)
def test_a_date_is_read_with_some_tolerance(text):
    assert dates.parse_long_date(text) == date(2026, 3, 1)


@pytest.mark.parametrize(("text", "month"), [("3 fevrier 2026", 2), ("3 AOUT 2026", 8)])
def test_a_month_is_read_without_its_accents(text, month):
    assert dates.parse_long_date(text) == date(2026, month, 3)


@pytest.mark.parametrize(
    "text",
    [
        *("", "30 février 2026", "26 janvier 26", "2er mars 2026", "15/01/2026", "0 mars 2026"),
        *("3 mai 2026 inclus", "3 brumaire 2026", "3 mars 0000", "٣ mars 2026"),
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(dates.NotADate, match="n’est pas une date"):
        dates.parse_long_date(text)


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        pytest.param(
            date(2026, 1, 26), date(2026, 4, 28), "du 26 janvier au 28 avril 2026", id="one year"
        ),
        pytest.param(
            date(2026, 4, 1), date(2026, 4, 28), "du 1er au 28 avril 2026", id="one month"
        ),
        pytest.param(
            date(2025, 12, 1),
            date(2026, 1, 31),
            "du 1er décembre 2025 au 31 janvier 2026",
            id="two years",
        ),
        pytest.param(
            date(2025, 4, 2),
            date(2026, 4, 1),
            "du 2 avril 2025 au 1er avril 2026",
            id="a full year",
        ),
        pytest.param(date(2026, 1, 26), date(2026, 1, 26), "le 26 janvier 2026", id="one day"),
        pytest.param(date(2026, 1, 26), None, "à compter du 26 janvier 2026", id="no end"),
    ],
)
def test_a_period_says_once_what_its_ends_share(start, end, written):
    assert spaced(dates.period(start, end)) == written


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(dates.PeriodReversed, match="avant de commencer"):
        dates.period(date(2026, 4, 28), date(2026, 1, 26))
    with pytest.raises(dates.PeriodReversed):
        dates.count_days_inclusive(date(2026, 4, 28), date(2026, 1, 26))


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        pytest.param(
            [date(2020, 7, 8), date(2020, 9, 29), date(2020, 11, 17), date(2021, 2, 2)],
            "des 8 juillet, 29 septembre et 17 novembre 2020, 2 février 2021",
            id="two years",
        ),
        pytest.param(
            [date(2022, 5, 31), date(2021, 3, 1), date(2021, 2, 2), date(2021, 2, 2)],
            "des 2 février et 1er mars 2021, 31 mai 2022",
            id="unsorted and repeated",
        ),
        pytest.param(
            [date(2020, 7, 8), date(2021, 2, 2)],
            "des 8 juillet 2020 et 2 février 2021",
            id="one day a year",
        ),
        pytest.param([date(2020, 7, 8)], "du 8 juillet 2020", id="one day"),
    ],
)
def test_days_are_listed_by_year(listed, written):
    assert spaced(dates.day_list(listed)) == written


def test_no_day_makes_no_list():
    with pytest.raises(ValueError, match="Aucune date"):
        dates.day_list([])


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param(date(2026, 1, 16), True, id="friday"),
        pytest.param(date(2026, 1, 17), False, id="saturday"),
        pytest.param(date(2026, 1, 18), False, id="sunday"),
        pytest.param(date(2026, 4, 6), False, id="Easter Monday"),
        pytest.param(date(2026, 4, 3), True, id="Good Friday"),
        pytest.param(date(2026, 5, 14), False, id="Ascension"),
        pytest.param(date(2026, 5, 25), False, id="Whit Monday"),
        pytest.param(date(2026, 7, 14), False, id="14 July"),
        pytest.param(date(2026, 12, 25), False, id="Christmas"),
        pytest.param(date(2026, 12, 26), False, id="Saturday after Christmas"),
        pytest.param(date(2025, 12, 26), True, id="26 December outside Alsace"),
    ],
)
def test_working_days_are_those_of_metropolitan_france(day, working):
    assert dates.is_working_day(day) is working


@given(days)
def test_the_next_working_day_is_the_first_from_that_day_on(day):
    found = dates.next_working_day(day)
    skipped = [day + timedelta(days=offset) for offset in range((found - day).days)]
    assert dates.is_working_day(found)
    assert not any(map(dates.is_working_day, skipped))
    assert dates.next_working_day(found) == found


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 16), 2, date(2026, 3, 16)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_months_are_added_from_day_to_day_within_the_month(start, months, expected):
    assert dates.add_months(start, months) == expected


@given(days, st.integers(-400, 400))
def test_adding_months_keeps_the_day_or_ends_the_month(day, months):
    moved = dates.add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("published", "last_day"),
    [
        (date(2026, 1, 16), date(2026, 3, 17)),
        (date(2025, 12, 31), date(2026, 3, 2)),
        (date(2026, 1, 13), date(2026, 3, 16)),
        (date(2026, 3, 13), date(2026, 5, 15)),
        (date(2026, 8, 31), date(2026, 11, 2)),
        (date(2026, 10, 31), date(2027, 1, 4)),
        (date(2027, 12, 29), date(2028, 3, 1)),
        (date(2007, 10, 1), date(2007, 12, 3)),
    ],
    ids=str,
)
def test_the_calendar_bears_known_appeal_deadlines(published, last_day):
    day_after = dates.add_months(published, 2) + timedelta(days=1)
    assert dates.next_working_day(day_after) == last_day


def test_the_spring_session_of_2026_counts_93_days():
    start, end = date(2026, 1, 26), date(2026, 4, 28)
    assert dates.count_days_inclusive(start, end) == 93


@given(days)
def test_one_day_counts_for_one(day):
    assert dates.count_days_inclusive(day, day) == 1


@pytest.mark.parametrize(
    "text", ["01/06/2024", "1.6.2024", " 1-6-2024 ", "2024-06-01", "1er juin 2024", "1 juin 2024"]
)
def test_a_date_is_read_as_people_write_it(text):
    assert dates.parse_date(text) == date(2024, 6, 1)


@pytest.mark.parametrize(
    "text", ["", "31/02/2024", "2024-02-30", "01/06/24", "juin 2024", "20240601"]
)
def test_what_people_do_not_write_as_a_date_is_refused(text):
    with pytest.raises(dates.NotADate):
        dates.parse_date(text)
