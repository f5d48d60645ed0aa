"""Figures read from the records: the facts of the articles, queries, words."""

import datetime as dt

import pytest

from staffing.models import Assignment, DepartureReason
from staffing.review.figures import printed_source, read_figures
from tests.staffing.factories import PersonFactory, PostFactory, PostTargetFactory
from tests.staffing.team import OPENING, SEPTEMBER, Team

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def team():
    return Team()


def read(**asked):
    values = {"first": OPENING, "last": SEPTEMBER, "today": SEPTEMBER, **asked}
    return read_figures(**values)


def of(found, name):
    return next(group for group in found.groups if group.name == name)


def value(group, slug):
    return group.by_slug[slug].value.replace(NBSP, " ")


def test_four_of_four_and_a_half_doctors_are_missing(team):
    doctors = of(read(), "Médecins généralistes")
    assert (doctors.authorised, doctors.filled, doctors.vacant, doctors.heads) == (
        "4,5",
        "0,5",
        "4",
        "3",
    )
    assert value(doctors, "vacancy") == "88,9 %"
    assert value(doctors, "filled") == "11,1 %"
    assert "4 ETP vacants ÷ 4,5 ETP" in doctors.by_slug["vacancy"].inputs[0].replace(NBSP, " ")


def test_the_midwife_who_is_deferred_is_no_vacancy(team):
    midwives = of(read(), "Sages-femmes")
    assert (midwives.authorised, midwives.open, midwives.vacant) == ("1", "0,5", "0")
    assert value(midwives, "vacancy") == "0 %"
    assert midwives.waiting == []


def test_some_came_and_left_after_a_few_months(team):
    doctors = of(read(names_people=True), "Médecins généralistes")
    left = doctors.by_slug["departures"]
    assert left.value == "3"
    assert [line.split(",")[0] for line in left.inputs] == [
        "Camille Dubois",
        "Camille Evrard",
        "Camille Fontaine",
    ]
    assert value(doctors, "kept_6") == "5 sur 6 (83,3 %)"
    assert value(doctors, "kept_12") == "3 sur 6 (50 %)"
    assert value(doctors, "median_completed") == "212 jours, environ 7 mois"


def test_people_are_not_named_to_those_who_may_not_see_them(team):
    words = str(printed_source(read()))
    assert "une personne, le 31" in words.replace(NBSP, " ")
    assert not any(name in words for name in ("Dubois", "Evrard", "Fontaine", "Camille"))


def test_departures_count_on_the_site_of_the_last_day(team):
    found = read(by_site=True)
    assert of(found, "Labourse").by_slug["departures"].value == "3"
    assert of(found, "Norrent-Fontes").by_slug["departures"].value == "0"
    assert (of(found, "Norrent-Fontes").filled, found.whole.heads) == ("0,2", "4")


def test_what_waits_is_told_with_its_class(team):
    waiting = of(read(), "Médecins généralistes").waiting
    assert sum(float(row.fte.replace(",", ".")) for row in waiting) == 4
    assert {(row.since, row.months) for row in waiting} == {
        (f"3{NBSP}juin{NBSP}2024", 12),
        (f"1er{NBSP}novembre{NBSP}2024", 9),
        (f"1er{NBSP}janvier{NBSP}2025", 6),
        (f"1er{NBSP}février{NBSP}2025", 6),
    }


def test_a_change_of_quota_is_no_departure(team):
    end = dt.date(2025, 3, 31)
    assignment = team.assignments["Arnaud"]
    assignment.shares.all().delete()
    assignment.end, assignment.departure_reason = end, DepartureReason.CHANGE
    assignment.save()
    Assignment.objects.create(
        post=team.doctors, person=assignment.person, fte="0.3", start=end + dt.timedelta(days=1)
    )
    assert of(read(), "Médecins généralistes").by_slug["departures"].value == "3"


def test_a_doctor_who_becomes_a_midwife_too_is_new_among_the_midwives(team):
    assert value(of(read(), "Sages-femmes"), "kept_6") == "1 sur 1 (100 %)"
    post = PostTargetFactory(post=PostFactory(profession=team.midwives, label="Autre")).post
    Assignment.objects.create(
        post=post,
        person=team.people["Arnaud"],
        fte="0.1",
        start=dt.date(2025, 8, 1),
    )
    found = read()
    assert value(of(found, "Sages-femmes"), "kept_6") == "1 sur 1 (100 %)"
    assert value(of(found, "Médecins généralistes"), "kept_6") == "5 sur 6 (83,3 %)"


def test_the_rate_of_departures_says_over_what_time_and_what_a_year_makes(team):
    rate = of(read(), "Médecins généralistes").by_slug["departure_rate"]
    # 456 days, 3 departures of 4.3 people on average.
    assert rate.label == "Taux de départ sur toute la période"
    whole, yearly = (part.strip(" )") for part in rate.value.replace(NBSP, " ").split("("))
    assert (whole, yearly) == ("69,3 %", "55,5 % par an")
    assert rate.short == rate.value.split(" (")[0]
    year = of(read(first=dt.date(2024, 9, 2)), "Médecins généralistes")
    assert "par an" not in year.by_slug["departure_rate"].value


def test_nothing_known_divides_nothing(db):
    found = read()
    assert found.groups == []
    void = {line.slug for line in found.whole.lines if line.is_void}
    assert void == {
        *("vacancy", "mean-vacancy", "filled", "departure-rate", "voluntary-rate"),
        *("median-completed", "median-expected", "kept-3", "kept-6", "kept-12", "time-to-fill"),
    }
    assert all(line.short == "–" for line in found.whole.lines if line.is_void)


def test_the_queries_do_not_grow_with_the_team(team, django_assert_num_queries):
    for _ in range(5):
        post = PostTargetFactory().post
        Assignment.objects.create(post=post, person=PersonFactory(), fte=1, start=OPENING)
    for by_site in (False, True):
        with django_assert_num_queries(6):
            read(by_site=by_site, names_people=True)


def test_a_period_past_today_says_that_it_counts_what_is_planned(team):
    assert not read().is_ahead
    assert read(last=dt.date(2025, 12, 31)).is_ahead
