"""The WISN method: the worked example to three decimals, its units, and what makes no sense."""

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.models import SupportUnit
from staffing.rules.wisn import (
    NoTimeLeft,
    Service,
    Support,
    SupportTakesAll,
    Unit,
    WisnError,
    WorkingTime,
    staffing_need,
    weekday_holidays,
)

YEAR = WorkingTime(Decimal(5), Decimal(7), Decimal(9), Decimal(25), Decimal(3), Decimal(5))
CONSULTATIONS = Service("Consultations", Decimal(4000), Decimal(20))
RECORDS = Support("Dossiers", Decimal(15), Unit.PERCENT)
COORDINATION = Support("Coordination", Decimal(104), Unit.HOURS_YEAR, people=1)


def rounded(value, places="0.001"):
    return value.quantize(Decimal(places))


def test_the_worked_example_comes_out_to_three_decimals():
    need = staffing_need(YEAR, [CONSULTATIONS], [RECORDS, COORDINATION])
    assert (need.time.possible_days, need.time.days_away, need.time.days) == (260, 42, 218)
    assert need.hours == 1526
    assert need.services[0].standard_workload == 4578
    assert rounded(need.need, "0.0001") == Decimal("0.8737")
    assert need.common_share == Decimal("0.15")
    assert rounded(need.category_factor, "0.0001") == Decimal("1.1765")
    assert rounded(need.individual_factor, "0.0001") == Decimal("0.0682")
    assert rounded(need.required) == Decimal("1.096")
    assert need.to_twentieth == Decimal("1.10")
    assert rounded(need.ratio(Decimal("0.5"))) == Decimal("0.456")
    assert rounded(need.difference(Decimal("0.5"))) == Decimal("-0.596")


NURSE = (
    WorkingTime(Decimal(5), Decimal("7.5"), Decimal(9), Decimal(25)),
    [Service("Soins", Decimal(6000), Decimal(15))],
    [Support("Réunions", Decimal(60), Unit.MINUTES_WEEK)],
)
DOCTOR = (YEAR, [CONSULTATIONS], [RECORDS, COORDINATION])
BARE = (YEAR, [CONSULTATIONS], [])


def test_no_profession_inherits_the_allowances_of_another():
    alone = [staffing_need(*one) for one in (NURSE, DOCTOR, BARE)]
    for order in permutations(range(3)):
        run = {index: staffing_need(*(NURSE, DOCTOR, BARE)[index]) for index in order}
        assert [run[index] for index in range(3)] == alone
    assert alone[2].category_factor == 1
    assert alone[2].individual_factor == 0
    assert rounded(alone[2].required) == Decimal("0.874")


@pytest.mark.parametrize(
    ("amount", "unit", "hours"),
    [
        (Decimal(10), Unit.PERCENT, Decimal("152.6")),
        (Decimal(42), Unit.MINUTES_DAY, Decimal("152.6")),
        (Decimal(210), Unit.MINUTES_WEEK, Decimal("152.6")),
        (Decimal(763), Unit.MINUTES_MONTH, Decimal("152.6")),
        (Decimal("152.6"), Unit.HOURS_YEAR, Decimal("152.6")),
    ],
)
def test_every_unit_tells_the_same_tenth_of_the_time(amount, unit, hours):
    everybody = staffing_need(YEAR, [], [Support("Réunions", amount, unit)])
    assert (everybody.common[0].share, everybody.common[0].hours) == (Decimal("0.1"), hours)
    two = staffing_need(YEAR, [], [Support("Référents", amount, unit, people=2)])
    assert two.individual_factor == two.required == Decimal("0.2")


def test_the_units_of_the_records_are_those_of_the_method():
    assert set(SupportUnit.values) == set(Unit)


def test_several_activities_add_up():
    visits = Service("Visites", Decimal(500), Decimal(45))
    both = staffing_need(YEAR, [CONSULTATIONS, visits], [RECORDS])
    apart = [staffing_need(YEAR, [one], [RECORDS]) for one in (CONSULTATIONS, visits)]
    assert rounded(both.required, "1E-20") == rounded(sum(one.required for one in apart), "1E-20")


def test_a_year_without_a_working_day_left_is_refused():
    away = WorkingTime(Decimal(1), Decimal(7), annual_leave=Decimal(52))
    with pytest.raises(NoTimeLeft, match="aucun jour de travail"):
        staffing_need(away, [CONSULTATIONS])


@pytest.mark.parametrize("percent", ["100", "100.01", "250"])
def test_support_work_that_takes_all_the_time_is_refused(percent):
    halves = [
        Support("Réunions", Decimal(percent) / 2, Unit.PERCENT),
        Support("Dossiers", Decimal(percent) / 2, Unit.PERCENT),
    ]
    with pytest.raises(SupportTakesAll, match="en dessous de 100"):
        staffing_need(YEAR, [CONSULTATIONS], halves)


def test_three_thirds_of_the_time_are_all_of_it():
    third = [Support(f"Tiers {rank}", Decimal(140), Unit.MINUTES_DAY) for rank in range(3)]
    with pytest.raises(SupportTakesAll):
        staffing_need(YEAR, [CONSULTATIONS], third)


def test_one_person_cannot_spend_more_than_their_time():
    with pytest.raises(SupportTakesAll, match="Coordination"):
        staffing_need(YEAR, [], [Support("Coordination", Decimal(101), Unit.PERCENT, people=1)])
    whole = staffing_need(YEAR, [], [Support("Encadrement", Decimal(100), Unit.PERCENT, people=1)])
    assert whole.required == 1


def test_an_activity_without_duration_is_refused():
    with pytest.raises(WisnError, match="Consultations"):
        staffing_need(YEAR, [Service("Consultations", Decimal(10), Decimal(0))])


def test_without_work_nothing_is_required_and_no_ratio_is_told():
    need = staffing_need(YEAR, [])
    assert need.required == 0
    assert need.ratio(Decimal("0.5")) is None


@pytest.mark.parametrize(
    ("workload", "shown"), [("4578", "1.00"), ("4692", "1.00"), ("4693", "1.05"), ("0", "0.00")]
)
def test_the_requirement_is_told_to_the_twentieth(workload, shown):
    need = staffing_need(YEAR, [Service("Actes", Decimal(workload), Decimal(20))])
    assert need.to_twentieth == Decimal(shown)


amounts = st.decimals(min_value=1, max_value=100_000, places=2)


@given(workload=amounts, minutes=st.decimals(min_value=1, max_value=240, places=1))
def test_the_requirement_does_the_work_and_no_more(workload, minutes):
    need = staffing_need(YEAR, [Service("Actes", workload, minutes)], [RECORDS, COORDINATION])
    left = need.required * need.hours - COORDINATION.amount
    done = left * (1 - need.common_share) * 60 / minutes
    assert abs(done - workload) < Decimal("1E-15")


@pytest.mark.parametrize(("year", "days"), [(2026, 9), (2025, 10), (2027, 7), (2022, 7)])
def test_the_holidays_of_a_year_count_from_monday_to_friday(year, days):
    assert weekday_holidays(year) == days
