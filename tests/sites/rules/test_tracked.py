"""An indicator judged on a day: reached or not, late, how far on its way."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.rules.tracked import Reach, Trend, judge, progress, said, said_target

TODAY = dt.date(2026, 9, 1)
amounts = st.decimals(-10_000, 10_000, places=2)
days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
directions = st.sampled_from(["up", "down"])


@dataclass(frozen=True)
class Indicator:
    """Patients who found a doctor: from 100 to 200 by the end of 2026."""

    unit: str = "patients"
    baseline: Decimal | None = Decimal(100)
    target: Decimal | None = Decimal(200)
    target_on: dt.date | None = dt.date(2026, 12, 31)
    direction: str = "up"


@dataclass(frozen=True)
class Value:
    """A value with its day."""

    value: Decimal
    as_of: dt.date
    source: str = "Rapport d’activité"
    sign: str = ""


def value(number, *day):
    return Value(Decimal(number), dt.date(*(day or (2026, 6, 30))))


WAY = Indicator()


def test_an_indicator_that_nobody_measured_is_told_so():
    judged = judge(WAY, [], day=TODAY)
    assert (judged.reach, judged.latest, judged.share) == (Reach.UNMEASURED, None, None)
    assert progress(WAY, judged).missing == "Aucune valeur encore à cette date."


def test_half_of_the_way_is_fifty_per_cent_with_its_inputs():
    judged = judge(WAY, [value(150)], day=TODAY)
    assert judged.reach is Reach.ON_WAY
    shown = progress(WAY, judged)
    assert shown.text == "50\u00a0%"
    assert [one.sentence for one in shown.inputs] == [
        "valeur de départ\u00a0: 100\u00a0patients",
        "cible\u00a0: 200\u00a0patients, 31\u00a0décembre\u00a02026",
        "dernière valeur\u00a0: 150\u00a0patients, 30\u00a0juin\u00a02026, Rapport d’activité",
    ]


def test_a_target_is_reached_from_its_own_value_on():
    assert judge(WAY, [value(199)], day=TODAY).reach is Reach.ON_WAY
    assert judge(WAY, [value(200)], day=TODAY).reach is Reach.REACHED


def test_a_target_to_go_down_to_is_reached_from_below():
    fewer = replace(WAY, baseline=Decimal(30), target=Decimal(20), direction="down")
    assert judge(fewer, [value(21)], day=TODAY).reach is Reach.ON_WAY
    assert judge(fewer, [value(20)], day=TODAY).reach is Reach.REACHED
    assert judge(fewer, [value(25)], day=TODAY).share == 50


def test_it_is_late_from_the_day_after_the_target_was_expected():
    due = dt.date(2026, 12, 31)
    assert judge(WAY, [value(150)], day=due).reach is Reach.ON_WAY
    assert judge(WAY, [value(150)], day=due + dt.timedelta(1)).reach is Reach.LATE
    assert judge(WAY, [], day=due + dt.timedelta(1)).reach is Reach.LATE
    assert judge(WAY, [value(200)], day=due + dt.timedelta(1)).reach is Reach.REACHED


def test_without_a_target_an_indicator_is_followed():
    free = replace(WAY, target=None)
    assert judge(free, [value(150)], day=TODAY).reach is Reach.FOLLOWED
    assert judge(free, [value(150)], day=dt.date(2030, 1, 1)).reach is Reach.FOLLOWED
    assert "Donnez une cible" in progress(free, judge(free, [value(150)], day=TODAY)).missing


def test_a_value_of_a_later_day_is_not_known_yet():
    judged = judge(WAY, [value(150), value(250, 2026, 9, 2)], day=TODAY)
    assert judged.latest == value(150)
    assert judged.reach is Reach.ON_WAY


@pytest.mark.parametrize(
    ("direction", "before", "after", "trend"),
    [
        ("up", 1, 2, Trend.BETTER),
        ("up", 2, 1, Trend.WORSE),
        ("down", 2, 1, Trend.BETTER),
        ("down", 1, 2, Trend.WORSE),
        ("up", 2, 2, Trend.STEADY),
    ],
)
def test_the_trend_compares_the_last_two_values_in_the_chosen_direction(
    direction, before, after, trend
):
    rows = [value(after, 2026, 6, 30), value(before, 2025, 6, 30)]
    assert judge(replace(WAY, direction=direction), rows, day=TODAY).trend is trend


def test_one_value_has_no_trend():
    assert judge(WAY, [value(150)], day=TODAY).trend is None


def test_a_value_older_than_a_year_is_stale():
    assert not judge(WAY, [value(150, 2025, 9, 1)], day=TODAY).is_stale
    assert judge(WAY, [value(150, 2025, 8, 31)], day=TODAY).is_stale
    assert judge(WAY, [], day=TODAY).is_stale


def test_a_target_on_the_wrong_side_is_judged_but_its_way_is_not():
    wrong = replace(WAY, target=Decimal(50))
    judged = judge(wrong, [value(80)], day=TODAY)
    assert judged.is_contrary
    assert (judged.reach, judged.share) == (Reach.REACHED, None)
    assert "à l’opposé du sens" in progress(wrong, judged).missing


def test_a_target_to_be_kept_has_no_way_to_it():
    keep = replace(WAY, target=Decimal(100))
    judged = judge(keep, [value(100)], day=TODAY)
    assert (judged.reach, judged.share, judged.is_contrary) == (Reach.REACHED, None, False)
    assert "s’y tenir" in progress(keep, judged).missing


def test_without_a_start_the_target_is_judged_and_the_way_asked_for():
    bare = replace(WAY, baseline=None)
    judged = judge(bare, [value(150)], day=TODAY)
    assert judged.reach is Reach.ON_WAY
    assert "valeur de départ" in progress(bare, judged).missing


def test_values_are_written_with_the_decimals_they_have():
    assert said(Decimal("46.700"), "%") == "46,7\u00a0%"
    assert said(Decimal("1200.000")) == "1\u00a0200"
    assert said(None, "%") == "–"


def test_a_target_says_its_side_and_its_day():
    assert said_target(WAY) == "au moins 200\u00a0patients pour le 31\u00a0décembre\u00a02026"
    assert said_target(replace(WAY, direction="down", target_on=None)) == (
        "au plus 200\u00a0patients"
    )
    assert said_target(replace(WAY, target=None)) == ""


@given(amounts, amounts, amounts, directions, days)
def test_the_whole_way_is_done_exactly_when_the_target_is_met(start, target, found, way, day):
    indicator = Indicator(baseline=start, target=target, direction=way)
    judged = judge(indicator, [Value(found, dt.date(2019, 1, 1))], day=day)
    if judged.share is not None:
        assert (judged.share >= 100) == (judged.reach is Reach.REACHED)


@given(amounts, amounts, directions)
def test_the_way_begins_at_nothing_and_ends_at_the_whole(start, target, way):
    indicator = Indicator(baseline=start, target=target, direction=way)
    first = judge(indicator, [Value(start, TODAY)], day=TODAY)
    last = judge(indicator, [Value(target, TODAY)], day=TODAY)
    assert last.reach is Reach.REACHED
    if not first.is_contrary and start != target:
        assert (first.share, last.share) == (0, 100)


@given(amounts, amounts, amounts, days)
def test_upside_down_the_judgement_is_the_same(start, target, found, day):
    rising = judge(
        Indicator(baseline=start, target=target), [Value(found, dt.date(2019, 1, 1))], day=day
    )
    falling = judge(
        Indicator(baseline=-start, target=-target, direction="down"),
        [Value(-found, dt.date(2019, 1, 1))],
        day=day,
    )
    assert (rising.reach, rising.share, rising.is_contrary) == (
        falling.reach,
        falling.share,
        falling.is_contrary,
    )


@given(st.lists(st.builds(Value, amounts, days), max_size=6), days, directions)
def test_the_judgement_does_not_depend_on_the_order_of_the_values(rows, day, way):
    one_a_day = list({row.as_of: row for row in rows}.values())
    indicator = Indicator(direction=way)
    assert judge(indicator, one_a_day, day=day) == judge(indicator, one_a_day[::-1], day=day)
