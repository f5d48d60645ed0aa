"""The facts of the source documents come out of the records, by the rules and by the command."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from staffing.review.establishment import by_profession
from tests.staffing.source_teams import (
    CASTELSARRASIN_ON,
    LEFT_ON,
    OPENING,
    STATED_ON,
    bethune_bruay,
    castelsarrasin,
)

pytestmark = pytest.mark.django_db
D = Decimal
DAY = dt.timedelta(days=1)


def told(day):
    out = StringIO()
    call_command("fte", "--on", day.isoformat(), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_half_a_post_of_doctor_is_filled_by_three_people_and_four_are_missing():
    bethune_bruay()
    rows, together = by_profession(STATED_ON)
    doctors, midwives = (row.level for row in rows)
    assert (doctors.authorised, doctors.filled, doctors.vacant) == (D("4.5"), D("0.5"), D(4))
    assert doctors.heads == 3
    assert (midwives.authorised, midwives.open, midwives.deferred) == (D(1), D("0.5"), D("0.5"))
    assert midwives.vacant == 0
    assert (together.vacant, together.heads) == (D(4), 4)


def test_six_doctors_in_the_first_months_then_three():
    bethune_bruay()
    heads = {
        day: by_profession(day)[0][0].level.heads
        for day in (OPENING - DAY, OPENING, LEFT_ON, LEFT_ON + DAY)
    }
    assert list(heads.values()) == [0, 6, 6, 3]


def test_the_command_tells_the_same_to_a_program():
    bethune_bruay()
    found = told(STATED_ON)
    assert list(found) == ["on", "professions", "total"]
    assert found["on"] == "2025-09-01"
    doctors, midwives = found["professions"]
    given = ["profession", "authorised", "open", "deferred", "filled", "vacant", "heads"]
    assert list(doctors)[:7] == given
    assert [doctors[key] for key in given] == ["médecin généraliste", 4.5, 4.5, 0, 0.5, 4.0, 3]
    assert [midwives[key] for key in given] == ["sage-femme", 1.0, 0.5, 0.5, 0.5, 0, 1]
    assert [found["total"][key] for key in given[1:]] == [5.5, 5.0, 0.5, 1.0, 4.0, 4]


def test_fourteen_people_for_eleven_and_a_tenth_at_castelsarrasin():
    castelsarrasin()
    rows, together = by_profession(CASTELSARRASIN_ON)
    assert {row.profession.name: (row.level.heads, row.level.filled) for row in rows} == {
        "coordinateur": (1, D(1)),
        "infirmier": (10, D("7.3")),
        "médecin généraliste": (1, D(1)),
        "secrétaire": (2, D("1.8")),
    }
    assert (together.heads, together.filled) == (14, D("11.1"))
    doctors = rows[2].level
    assert (doctors.filled, doctors.authorised, doctors.vacant) == (D(1), D(2), D(1))
    total = told(CASTELSARRASIN_ON)["total"]
    assert (total["heads"], total["filled"], total["vacant"]) == (14, 11.1, 1.0)
