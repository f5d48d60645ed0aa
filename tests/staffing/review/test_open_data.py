"""Posts as open data: by profession, and nothing that tells of one or two people."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from csipa.opendata.datasets import Reading
from staffing.models import Person, TargetState
from staffing.review.open_data import FEWEST, POSTS
from tests.opendata.checking import faults_of
from tests.opendata.tables import csv_of, rows_of
from tests.staffing.factories import (
    AssignmentFactory,
    PersonFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
TOLD = ("etp_pourvus", "etp_vacants", "personnes")


def read():
    """Return the rows and what is told of them; the file passes its schema."""
    reading = Reading(DAY)
    content = csv_of(POSTS, reading)
    assert faults_of(content, POSTS) == []
    return rows_of(content), reading.left_out


def test_three_people_make_a_number_that_is_published():
    for _ in range(FEWEST):
        AssignmentFactory()
    PostTargetFactory(state=TargetState.DEFERRED, reason="Budget", fte=Decimal("0.5"))
    ((row,), left) = read()
    assert left == []
    assert (row["jour"], row["profession"]) == ("2026-03-02", "médecin généraliste")
    assert (row["etp_autorises"], row["etp_ouverts"], row["etp_differes"]) == ("3.5", "3", "0.5")
    assert [row[name] for name in TOLD] == ["1.5", "1.5", "3"]


@pytest.mark.parametrize("heads", range(1, FEWEST))
def test_what_one_or_two_people_hold_is_withheld_with_what_gives_it_back(heads):
    for _ in range(heads):
        AssignmentFactory()
    ((row,), (left,)) = read()
    assert [row[name] for name in TOLD] == ["s", "s", "s"]
    assert row["etp_ouverts"] == str(heads)
    assert not left.whole


def test_a_post_that_nobody_holds_is_told():
    PostTargetFactory()
    ((row,), left) = read()
    assert [row[name] for name in TOLD] == ["0", "1", "0"]
    assert left == []


def test_nobody_is_named():
    nurses = ProfessionFactory(name="infirmier", plural="infirmiers", family="paramedical")
    post = PostTargetFactory(post=PostFactory(profession=nurses, label="Poste de Zoé Hanoun")).post
    AssignmentFactory(post=post, person=PersonFactory(first_name="Zoé", last_name="Hanoun"))
    AssignmentFactory()
    content = csv_of(POSTS).decode().lower()
    for person in Person.objects.all():
        assert person.last_name.lower() not in content
    assert "zoé" not in content


def test_posts_are_read_in_three_queries():
    for _ in range(3):
        AssignmentFactory()
    with CaptureQueriesContext(connection) as queries:
        csv_of(POSTS)
    assert len(queries) == 3
