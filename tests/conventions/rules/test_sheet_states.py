"""What the dates of an action say of it."""

import datetime as dt

import pytest

from conventions.models import SheetState
from conventions.rules.sheet_states import State, Step, is_late, late_steps, state_fault

TODAY = dt.date(2026, 6, 1)
EVE = dt.date(2026, 5, 31)


def test_the_states_are_those_of_the_database():
    assert {state.value for state in State} == set(SheetState.values)


def test_a_step_is_late_from_the_day_after_its_own():
    due = Step("Recruter", due_on=EVE)
    assert due.is_late(TODAY)
    assert not due.is_late(EVE)
    assert not Step("Recruter", EVE, done_on=TODAY).is_late(TODAY)
    assert not Step("Recruter").is_late(TODAY)


@pytest.mark.parametrize("state", [State.DONE, State.SUSPENDED, State.DROPPED])
def test_nothing_is_late_where_nothing_is_expected_any_more(state):
    assert late_steps(state, [Step("Recruter", EVE)], TODAY) == []
    assert not is_late(state, EVE, [Step("Recruter", EVE)], TODAY)


def test_an_action_is_late_past_its_last_day():
    assert is_late(State.RUNNING, EVE, [], TODAY)
    assert not is_late(State.RUNNING, TODAY, [], TODAY)
    assert not is_late(State.RUNNING, None, [], TODAY)


@pytest.mark.parametrize(
    ("state", "end", "state_on", "said"),
    [
        (State.RUNNING, None, TODAY, ""),
        (State.DONE, EVE, TODAY, ""),
        (State.DONE, None, TODAY, "donnez son dernier jour"),
        (State.DONE, dt.date(2026, 6, 2), TODAY, "finit plus tard"),
        (State.RUNNING, None, dt.date(2026, 6, 2), "pas encore passé"),
        (State.DONE, dt.date(2020, 1, 1), TODAY, "précède son début"),
    ],
)
def test_a_state_that_its_dates_cannot_bear_is_told(state, end, state_on, said):
    fault = state_fault(state, start=dt.date(2024, 1, 1), end=end, state_on=state_on, today=TODAY)
    assert (said in fault) if said else fault == ""
