"""Weak points and what-if read from the records."""

import datetime as dt
from decimal import Decimal

import pytest

from staffing.models import Assignment, ProfessionFamily
from staffing.review.fragility import read_fragility
from staffing.review.what_if import choosable, read_what_if
from staffing.rules.fragility import Gravity
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
)
from tests.staffing.team import OPENING, SEPTEMBER, Team

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def team():
    return Team()


def told(found):
    return [(point.gravity, point.where) for point in found.points]


def test_the_antenna_rests_on_one_doctor_and_midwifery_on_one_midwife(team):
    found = read_fragility(day=SEPTEMBER, names_people=True)
    assert told(found) == [
        (Gravity.SOLE, "Sages-femmes, Labourse"),
        (Gravity.SOLE, "Médecins généralistes, Norrent-Fontes"),
    ]
    assert "Camille Arnaud" in found.points[1].text
    assert [(hold.profession, hold.share) for hold in found.holds] == [
        ("Médecins généralistes", f"40{NBSP}%"),
        ("Sages-femmes", f"100{NBSP}%"),
    ]


def test_one_doctor_of_two_posts():
    profession = PostTargetFactory(post__label="Médecin 1").post.profession
    PostTargetFactory(post=PostFactory(label="Médecin 2", profession=profession))
    post = profession.posts.get(label="Médecin 1")
    Assignment.objects.create(post=post, person=PersonFactory(), fte=1, start=SEPTEMBER)
    found = read_fragility(day=SEPTEMBER)
    assert told(found) == [(Gravity.SOLE, "Médecins généralistes")]
    assert found.points[0].text.replace(NBSP, " ") == (
        "Une personne : seule dans la profession (1 ETP). "
        "Après un départ, il n’y aurait plus personne dans la profession."
    )


def test_the_secretary_alone_on_three_sites_is_one_line_below_the_midwife(team):
    office = ProfessionFactory(
        name="secrétaire",
        plural="secrétaires",
        family=ProfessionFamily.ADMINISTRATIVE,
        position=0,
    )
    sandrine = PersonFactory(first_name="Sandrine", last_name="Duhamel", gender="f")
    held = AssignmentFactory(
        post=PostTargetFactory(post=PostFactory(label="Secrétariat", profession=office)).post,
        person=sandrine,
        fte=Decimal(1),
        start=OPENING,
    )
    third = SiteFactory(antenna=True, name="Robecq", parent=team.centre, opened_on=OPENING)
    for site, fte in ((team.centre, "0.5"), (team.antenna, "0.3"), (third, "0.2")):
        AssignmentShareFactory(assignment=held, site=site, fte=Decimal(fte))
    found = read_fragility(day=SEPTEMBER, names_people=True)
    assert [point.where for point in found.points] == [
        "Sages-femmes, Labourse",
        "Médecins généralistes, Norrent-Fontes",
        "Secrétaires",
    ]
    assert found.points[2].text.replace(NBSP, " ") == (
        "Sandrine Duhamel : seule sur 3 sites, Labourse (0,5 ETP), Norrent-Fontes (0,3 ETP) "
        "et Robecq (0,2 ETP). Après un départ, il n’y aurait plus personne dans la profession."
    )


def test_weak_points_take_a_fixed_number_of_queries(team, django_assert_num_queries):
    with django_assert_num_queries(6):
        read_fragility(day=SEPTEMBER, names_people=True)


def test_if_the_doctor_of_the_antenna_leaves_nobody_is_left_there(team):
    found = read_what_if(leaving=[team.people["Arnaud"].pk], last=SEPTEMBER, names_people=True)
    (loss,) = found.losses
    assert found.people == ["Camille Arnaud"]
    assert found.empty == ["Médecins généralistes, Norrent-Fontes"]
    assert (loss.before, loss.lost, loss.left) == ("0,5", "0,2", "0,3")
    assert loss.hours == f"7{NBSP}h"
    assert loss.consultations == f"91{NBSP}consultations"


def test_other_hypotheses_change_the_result_and_no_record(team):
    doctor = team.doctors.profession
    found = read_what_if(
        leaving=[team.people["Arnaud"].pk],
        last=SEPTEMBER,
        hours={doctor.pk: Decimal(40)},
        minutes={doctor.pk: 30},
    )
    assert found.losses[0].hours == f"8{NBSP}h"
    assert found.losses[0].consultations == f"69{NBSP}consultations"
    doctor.refresh_from_db()
    assert (doctor.weekly_hours, doctor.consultation_minutes) == (35, 20)


def test_several_may_leave_and_unknown_minutes_are_not_invented(team):
    leaving = [team.people[name].pk for name in ("Arnaud", "Bailly", "Carlier", "Garnier")]
    doctors, midwives = read_what_if(leaving=leaving, last=SEPTEMBER).losses
    assert (doctors.lost, doctors.left, len(doctors.sites)) == ("0,5", "0", 2)
    assert (midwives.lost, midwives.consultations) == ("0,5", "")


def test_a_successor_already_planned_counts(team):
    Assignment.objects.create(
        post=team.doctors,
        person=PersonFactory(),
        fte=1,
        start=SEPTEMBER + dt.timedelta(days=1),
    )
    found = read_what_if(leaving=[team.people["Arnaud"].pk], last=SEPTEMBER)
    assert found.losses[0].sites[0].is_empty  # the successor belongs to no site in particular


def test_who_has_left_already_is_told_and_loses_nothing(team):
    found = read_what_if(leaving=[team.people["Dubois"].pk], last=SEPTEMBER, names_people=True)
    assert (found.losses, found.people, found.absent) == ([], [], ["Camille Dubois"])


def test_only_those_who_are_there_or_come_can_be_chosen(team, django_assert_num_queries):
    with django_assert_num_queries(2):
        named = choosable(SEPTEMBER, names_people=True)
    assert [label.split(" (")[0] for _, label in named] == [
        "Camille Arnaud",
        "Camille Bailly",
        "Camille Carlier",
        "Camille Garnier",
    ]
    unnamed = choosable(SEPTEMBER, names_people=False)
    assert unnamed[0][1] == "Une personne (Médecins généralistes, 0,2\u00a0ETP)"


def test_what_if_takes_a_fixed_number_of_queries(team, django_assert_num_queries):
    everybody = [person.pk for person in team.people.values()]
    with django_assert_num_queries(5):
        read_what_if(leaving=everybody, last=SEPTEMBER, names_people=True)
