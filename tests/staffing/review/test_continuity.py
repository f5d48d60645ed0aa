"""Days without anybody, read from hours, closures, holidays, assignments and absences."""

import datetime as dt
from decimal import Decimal

import pytest

from sites.models import Activity
from staffing.review.continuity import read_continuity
from staffing.rules.continuity import Why
from tests.sites.factories import OpeningHoursFactory
from tests.sites.factories_projects import ClosureFactory
from tests.staffing.factories import AbsenceFactory, AssignmentShareFactory
from tests.staffing.team import OPENING, SEPTEMBER, Team

pytestmark = pytest.mark.django_db
AUGUST = dt.date(2025, 8, 1), dt.date(2025, 8, 31)


@pytest.fixture
def team():
    """The team, with the antenna open for doctors from Monday to Friday."""
    team = Team()
    for weekday in range(1, 6):
        OpeningHoursFactory(site=team.antenna, weekday=weekday, start=OPENING)
    return team


def away(team, name="Arnaud", start=dt.date(2025, 8, 4), end=dt.date(2025, 8, 15)):
    AbsenceFactory(person=team.people[name], start=start, end=end)


def test_patients_get_no_answer_when_the_only_doctor_is_away(team):
    away(team)
    (one,) = read_continuity().runs(*AUGUST)
    # Nine days open: 15 August is a public holiday.
    assert one.sentence.replace("\u00a0", " ") == (
        "du 4 au 14 août 2025, 9 jours ouverts, Norrent-Fontes, médecins généralistes"
    )
    assert one.why == "toutes les personnes affectées sont absentes"


def test_a_closed_day_needs_nobody(team):
    away(team)
    ClosureFactory(site=team.antenna, start=dt.date(2025, 8, 4), end=dt.date(2025, 8, 8))
    ClosureFactory(
        site=team.antenna,
        start=dt.date(2025, 8, 11),
        end=dt.date(2025, 8, 11),
        activity=Activity.NURSING,
    )
    (one,) = read_continuity().runs(*AUGUST)
    assert (one.run.first, len(one.run.days)) == (dt.date(2025, 8, 11), 4)


def test_a_departure_leaves_the_antenna_without_doctor(team):
    assignment = team.assignments["Arnaud"]
    assignment.end = dt.date(2025, 8, 20)
    assignment.save()
    (one,) = read_continuity().runs(*AUGUST)
    assert (one.run.first, len(one.run.days), one.run.why) == (
        dt.date(2025, 8, 21),
        7,
        Why.UNASSIGNED,
    )


def test_before_anybody_was_expected_nobody_is_missing(team):
    assert read_continuity().runs(dt.date(2024, 1, 1), OPENING - dt.timedelta(days=1)) == []


def test_what_cannot_be_followed_is_told_with_its_reason(team):
    found = read_continuity()
    assert [place.name for place in found.followed] == ["Norrent-Fontes, médecins généralistes"]
    assert any("Labourse, sages-femmes" in reason for reason in found.unfollowed)
    assert found.expected(*AUGUST) == 20


def test_a_place_held_by_a_day_a_week_is_told_as_thin(team):
    (one,) = read_continuity().strengths(AUGUST[1])
    told = [text.replace("\u00a0", " ") for text in (one.place, one.fte, one.open_days, one.made)]
    assert told == [
        "Norrent-Fontes, médecins généralistes",
        "0,2 ETP",
        "5 jours ouverts",
        "1 journée",
    ]
    assert one.is_short
    team.assignments["Arnaud"].shares.all().delete()
    assignment = team.assignments["Arnaud"]
    assignment.fte = Decimal(1)
    assignment.save()
    AssignmentShareFactory(assignment=assignment, site=team.antenna, fte=Decimal(1))
    (one,) = read_continuity().strengths(AUGUST[1])
    assert not one.is_short
    assert read_continuity().strengths(OPENING - dt.timedelta(days=1)) == []


def test_the_month_shows_who_is_missing_day_by_day(team):
    away(team)
    weeks = read_continuity().month(AUGUST[0])
    cells = {cell.day: cell for week in weeks for cell in week}
    assert cells[dt.date(2025, 8, 4)].empty == ["Norrent-Fontes, médecins généralistes"]
    assert not cells[dt.date(2025, 8, 15)].is_open
    assert cells[dt.date(2025, 8, 18)].is_open
    assert not cells[dt.date(2025, 8, 18)].empty
    assert not cells[dt.date(2025, 7, 28)].in_month


def test_no_reason_of_an_absence_is_ever_shown(team):
    away(team)
    (one,) = read_continuity().runs(*AUGUST)
    assert "Arnaud" not in one.sentence + one.why


def test_the_queries_do_not_grow_with_absences(team, django_assert_num_queries):
    for month in range(1, 13):
        away(team, "Bailly", dt.date(2025, month, 2), dt.date(2025, month, 9))
    with django_assert_num_queries(7):
        found = read_continuity()
        found.runs(OPENING, SEPTEMBER)
        found.month(SEPTEMBER)
        assert found.unfollowed
