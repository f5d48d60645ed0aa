"""A week of a site: sessions, time left free, slots of conventions, queries counted."""

import datetime as dt

import pytest
from django.utils import timezone

from consultations.models import Session, SessionPurpose, SessionState
from consultations.review.booking import cleaning_of, known_for
from consultations.review.planning import coming_sessions, session_states, week_counts
from consultations.review.planning_print import print_context, printed_week, said_tallies
from consultations.review.planning_week import free_spans, planning_week
from consultations.rules.session_words import USUAL_CLEANING
from consultations.rules.weeks import Week
from conventions.models import Article, Commitment
from sites.models import Closure, Site
from sites.rules.opening import Span
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionFactory, at
from tests.consultations.planning_scene import TODAY, permanence, scene
from tests.conventions.factories import ConventionFactory
from tests.pdf.verapdf import failures
from tests.sites.factories import RoomFactory
from tests.staffing.factories import AssignmentFactory

pytestmark = pytest.mark.django_db
WEEK = Week.of(MONDAY)
TUESDAY = MONDAY + dt.timedelta(days=1)


def hours(*pairs):
    return [(dt.time(*a), dt.time(*b)) for a, b in pairs]


@pytest.mark.parametrize(
    ("busy", "left"),
    [
        ([], [((9,), (12,))]),
        ([((9,), (12,))], []),
        ([((10,), (11,))], [((9,), (10,)), ((11,), (12,))]),
        ([((8,), (10,))], [((10,), (12,))]),
        ([((11,), (14,))], [((9,), (11,))]),
        ([((9,), (10,)), ((10,), (11, 50))], []),
        ([((12,), (14,))], [((9,), (12,))]),
    ],
)
def test_time_left_free_is_what_sessions_do_not_take(busy, left):
    spans = free_spans([Span(dt.time(9), dt.time(12))], hours(*busy))
    assert [(span.opens_at, span.closes_at) for span in spans] == hours(*left)


def cell(planning, day, line=0):
    return planning.rooms[line].cells[(day - planning.week.first).days]


def test_week_shows_each_session_in_its_room_and_what_is_left():
    place = scene()
    SessionFactory(
        room=place.room,
        starts_at=at(MONDAY, 9),
        ends_at=at(MONDAY, 10),
        free_at=at(MONDAY, 10, 30),
    )
    blocks = cell(planning_week(place.site, WEEK), MONDAY).blocks
    assert [(block.starts, block.ends) for block in blocks] == hours(
        ((9,), (10,)), ((10, 30), (12,))
    )
    assert blocks[0].session
    assert blocks[0].free_at == dt.time(10, 30)
    assert not blocks[1].session


def test_cancelled_sessions_and_those_of_other_weeks_or_sites_are_left_out():
    place = scene()
    SessionFactory(
        room=place.room,
        starts_at=at(MONDAY, 9),
        state=SessionState.CANCELLED,
        cancel_reason="Travaux",
    )
    SessionFactory(room=place.room, starts_at=at(MONDAY - dt.timedelta(days=1), 9))
    SessionFactory(room=place.room, starts_at=at(MONDAY + dt.timedelta(days=7), 9))
    SessionFactory(starts_at=at(MONDAY, 9))
    planning = planning_week(place.site, WEEK)
    assert all(one.is_empty for line in planning.rooms for one in line.cells)


def test_slot_of_a_convention_is_expected_until_a_session_is_booked_for_it():
    place = scene()
    planning = planning_week(place.site, WEEK)
    (slot,) = planning.days[1].expected
    assert (slot.convention, slot.starts) == (place.convention, dt.time(14))
    assert not slot.booked
    SessionFactory(
        room=place.room,
        snp=True,
        convention=place.convention,
        starts_at=at(TUESDAY, 14),
        ends_at=at(TUESDAY, 18),
    )
    (slot,) = planning_week(place.site, WEEK).days[1].expected
    assert slot.booked


def test_slots_stop_with_the_convention_even_within_a_week():
    place = scene()
    last = Week.of(dt.date(2026, 6, 30))
    assert planning_week(place.site, last).expects
    assert not planning_week(place.site, last.moved(1)).expects


def test_two_ledgers_are_counted_apart():
    place = scene()
    SessionFactory(room=place.room, starts_at=at(MONDAY, 9))
    SessionFactory(
        room=place.room,
        snp=True,
        convention=place.convention,
        starts_at=at(TUESDAY, 14),
        ends_at=at(TUESDAY, 18),
    )
    planning = planning_week(place.site, WEEK)
    assert said_tallies(planning) == [
        ("Activité du CSIPA", "1\xa0séance, 3\xa0h"),
        ("Soins non programmés sous convention", "1\xa0séance, 4\xa0h"),
    ]
    assert week_counts(place.site, WEEK) == (1, 1)


def test_closed_day_says_why_and_may_not_be_booked():
    place = scene()
    Closure.objects.create(site=place.site, start=MONDAY, end=MONDAY, reason="Travaux")
    day = planning_week(Site.objects.get(pk=place.site.pk), WEEK).days[0]
    assert "travaux" in day.shut
    assert day.is_barred
    assert day.spans == []


def test_week_takes_as_many_queries_with_many_sessions(django_assert_max_num_queries):
    place = scene()
    rooms = [place.room, *RoomFactory.create_batch(3, site=place.site)]
    for room in rooms:
        for day in WEEK.days:
            SessionFactory(room=room, starts_at=at(day, 9))
    site = Site.objects.get(pk=place.site.pk)
    with django_assert_max_num_queries(20):
        planning = planning_week(site, WEEK)
        assert all(one.blocks for line in planning.rooms for one in line.cells)


def test_judging_a_series_takes_as_many_queries_as_one_day(django_assert_max_num_queries):
    place = scene()
    person = AssignmentFactory().person
    booking = permanence(place, person=person)
    for week in range(4):
        SessionFactory(
            room=place.room, person=person, starts_at=at(MONDAY + dt.timedelta(weeks=week), 9)
        )
    with django_assert_max_num_queries(20):
        known = known_for(booking, first=MONDAY, last=MONDAY + dt.timedelta(days=40))
        assert known.verdicts(booking, today=TODAY) == []


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_day_on_which_the_clock_changes_keeps_its_hours(day):
    place = scene()
    SessionFactory(room=place.room, starts_at=at(day, 9), ends_at=at(day, 12))
    (block,) = cell(planning_week(place.site, Week.of(day)), day).blocks
    assert (block.starts, block.ends) == (dt.time(9), dt.time(12))


def test_sessions_to_come_are_asked_for_by_site_person_and_convention():
    place = scene()
    past = SessionFactory(room=place.room, starts_at=at(MONDAY, 9))
    person = AssignmentFactory().person
    mine = SessionFactory(room=place.room, person=person, starts_at=at(MONDAY, 14))
    held = SessionFactory(
        room=place.room, snp=True, convention=place.convention, starts_at=at(TUESDAY, 9)
    )
    since = past.ends_at
    assert list(coming_sessions(since=since, site=place.site)) == [mine, held]
    assert list(coming_sessions(since=since, person=person)) == [mine]
    assert list(coming_sessions(since=since, convention=place.convention)) == [held]
    assert list(coming_sessions(since=since, until=held.starts_at)) == [mine]


def test_sessions_of_a_convention_are_told_by_state():
    place = scene()
    day = timezone.localdate()
    values = {"room": place.room, "snp": True, "convention": place.convention}
    SessionFactory(starts_at=at(day - dt.timedelta(days=9), 9), state="held", **values)
    SessionFactory(starts_at=at(day - dt.timedelta(days=8), 9), **values)
    SessionFactory(starts_at=at(day + dt.timedelta(days=8), 9), **values)
    states = session_states(place.convention, Session.objects.all())
    assert (states.booked, states.held, states.untold, states.cancelled) == (3, 1, 1, 0)
    assert session_states(place.convention, Session.objects.none()).booked == 0


def test_cleaning_comes_from_the_commitment_of_the_convention():
    convention = ConventionFactory()
    assert cleaning_of(convention) == 0
    article = Article.objects.create(convention=convention, position=1)
    Commitment.objects.create(
        article=article, position=1, text="assurer le ménage après chaque permanence"
    )
    assert cleaning_of(convention) == USUAL_CLEANING
    assert cleaning_of(None) == 0


def test_sheet_says_the_week_and_leaves_out_an_empty_weekend():
    place = scene()
    SessionFactory(
        room=place.room,
        purpose=SessionPurpose.MEETING,
        title="Équipe",
        practitioner="Docteur Anne Duval",
        starts_at=at(MONDAY, 9),
    )
    context = print_context(planning_week(place.site, WEEK), today=TODAY)
    assert context["week"] == "semaine 23, du 1er au 7\xa0juin\xa02026"
    assert [day["name"] for day in context["days"]][-1] == "Vendredi"
    (block,) = context["rooms"][0]["cells"][0]
    assert (block["title"], block["who"]) == ("Équipe", "Docteur Anne Duval")
    SessionFactory(room=place.room, starts_at=at(WEEK.last, 9))
    context = print_context(planning_week(place.site, WEEK), today=TODAY)
    assert [day["name"] for day in context["days"]][-1] == "Dimanche"


@pytest.mark.verapdf
def test_sheet_is_archivable_and_accessible():
    place = scene()
    SessionFactory(room=place.room, title="<b>Équipe</b>", starts_at=at(MONDAY, 9))
    content = printed_week(planning_week(place.site, WEEK), today=TODAY)
    assert failures(content) == []
