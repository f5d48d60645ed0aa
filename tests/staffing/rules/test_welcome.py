"""When a line of a welcome is due, late, settled."""

import datetime as dt

import pytest

from staffing.models import ProfessionFamily, WelcomeTheme
from staffing.models.welcome import WelcomeItem
from staffing.rules.welcome import PROPOSAL, Line, LineState, Progress, progress

TODAY = dt.date(2026, 11, 22)
EVE = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (Line(EVE, None, False), LineState.LATE),
        (Line(TODAY, None, False), LineState.TO_DO),
        (Line(None, None, False), LineState.TO_DO),
        (Line(EVE, TODAY, False), LineState.DONE),
        (Line(EVE, None, True), LineState.DECLINED),
    ],
)
def test_a_line_is_late_from_the_day_after_the_one_it_was_due_on(line, state):
    assert line.state(TODAY) is state


def test_what_is_not_wanted_is_settled():
    lines = [Line(EVE, None, True), Line(EVE, EVE, False), Line(EVE, None, False)]
    assert progress(lines, today=TODAY) == Progress(settled=2, late=1, total=3)
    assert progress(lines[:2], today=TODAY).is_over


def test_an_empty_welcome_is_not_over():
    assert not progress([], today=TODAY).is_over


def test_the_usual_lines_fit_the_records():
    longest = WelcomeItem._meta.get_field("label").max_length
    assert {line.theme for line in PROPOSAL} == set(WelcomeTheme.values)
    assert {line.family for line in PROPOSAL} <= {"", *ProfessionFamily.values}
    assert len({line.label for line in PROPOSAL}) == len(PROPOSAL)
    assert max(len(line.label) for line in PROPOSAL) <= longest
