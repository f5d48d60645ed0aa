"""What stands against a session, told before it is booked."""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.sessions import (
    LATEST,
    Agreement,
    NoSuchHour,
    Place,
    Purpose,
    SessionState,
    SessionStep,
    ShutDays,
    Taken,
    Wanted,
    Who,
    free_after,
    judge,
    local_moment,
    overlap,
    steps,
)
from conventions.rules.convention_stages import ConventionFacts
from conventions.rules.premises import Slot
from sites.rules.opening import Calendar

PARIS = ZoneInfo("Europe/Paris")
TODAY = dt.date(2026, 3, 1)
TUESDAY = dt.date(2026, 3, 3)
JUNE = dt.date(2026, 6, 2)


@dataclass
class Hours:
    activity: str
    weekday: int
    opens_at: dt.time
    closes_at: dt.time
    start: dt.date | None = None
    end: dt.date | None = None


SLOTS = [Hours("medical", day, dt.time(9), dt.time(12)) for day in (1, 2, 3, 4, 5)]
SITE = Place(
    name="Le site de Bourg",
    calendar=Calendar(slots=SLOTS),
    activity="medical",
    opened_on=dt.date(2024, 1, 2),
)
SIGNED = ConventionFacts(
    closed=True,
    signed_on=dt.date(2026, 1, 16),
    start=dt.date(2026, 1, 26),
    ends_on=dt.date(2026, 4, 28),
)
PERMANENCE = Agreement(
    name="Permanence", facts=SIGNED, slots=[Slot(weekday=2, start=dt.time(14), end=dt.time(18))]
)


def wanted(day=TUESDAY, start=9, end=12, purpose=Purpose.CONSULTATION, cleaning=0):
    at = [dt.datetime.combine(day, dt.time(hour), PARIS) for hour in (start, end)]
    return Wanted(purpose=purpose, start=at[0], end=at[1], free=free_after(at[1], cleaning))


def snp(day=TUESDAY, start=14, end=18):
    return wanted(day, start, end, Purpose.UNSCHEDULED)


UNSCHEDULED = Place(
    name=SITE.name, calendar=SITE.calendar, activity="unscheduled", opened_on=SITE.opened_on
)


def told(session, place=None, **facts):
    place = place or (UNSCHEDULED if session.purpose is Purpose.UNSCHEDULED else SITE)
    return judge(session, place, today=facts.pop("today", TODAY), **facts)


def only(verdicts):
    (verdict,) = verdicts
    return verdict


def test_nothing_stands_against_an_ordinary_session():
    assert told(wanted()) == []
    assert told(snp(), agreement=PERMANENCE) == []


@pytest.mark.parametrize("day", [dt.date(2026, 1, 27), dt.date(2026, 4, 28)])
def test_first_and_last_days_of_a_convention_belong_to_it(day):
    assert told(snp(day), agreement=PERMANENCE) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 1, 20), "ne prend effet que le 26 janvier 2026"),
        (dt.date(2026, 5, 5), "prend fin le 28 avril 2026, avant cette séance"),
    ],
)
def test_session_outside_the_period_of_the_convention_is_refused(day, said):
    verdict = told(snp(day), agreement=PERMANENCE)[0]
    assert verdict.refused
    assert verdict.field == "convention"
    assert said in verdict.text.replace("\xa0", " ")


def test_session_after_a_termination_is_refused_with_its_day():
    facts = ConventionFacts(
        closed=True,
        signed_on=SIGNED.signed_on,
        start=SIGNED.start,
        ends_on=dt.date(2026, 3, 2),
        terminated=True,
    )
    verdict = told(snp(), agreement=Agreement(name="P", facts=facts))[0]
    assert verdict.refused
    assert "résiliée" in verdict.text


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        pytest.param(ConventionFacts(start=SIGNED.start), True, id="draft"),
        pytest.param(ConventionFacts(closed=True, void=True), True, id="cancelled act"),
        pytest.param(ConventionFacts(closed=True, start=SIGNED.start), False, id="to sign"),
    ],
)
def test_convention_that_does_not_bind_is_told(facts, refused):
    verdict = only(told(snp(), agreement=Agreement(name="P", facts=facts)))
    assert verdict.field == "convention"
    assert verdict.refused is refused


def test_unscheduled_care_without_convention_or_with_that_of_elsewhere_is_refused():
    assert only(told(snp())).field == "convention"
    elsewhere = Agreement(name="P", facts=SIGNED, same_site=False)
    assert "ne porte pas sur ce site" in only(told(snp(), agreement=elsewhere)).text


def test_unscheduled_care_under_a_convention_about_something_else_takes_a_reason():
    lease = replace(PERMANENCE, name="Bail", is_permanence=False)
    verdict = only(told(snp(), agreement=lease))
    assert "n’a pas pour objet une permanence" in verdict.text
    assert not verdict.refused


@pytest.mark.parametrize(
    ("day", "start", "end", "said"),
    [
        (TUESDAY, 7, 9, "avant 8 h"),
        (TUESDAY, 18, 21, "après 20 h"),
        (dt.date(2026, 3, 7), 10, 13, "le samedi à partir de midi"),
        (dt.date(2026, 3, 8), 10, 12, "le dimanche"),
        (dt.date(2026, 4, 6), 10, 12, "jour férié"),
    ],
)
def test_unscheduled_care_outside_the_day_belongs_to_the_out_of_hours_service(
    day, start, end, said
):
    bare = Agreement(name="P", facts=SIGNED)
    verdict = only(told(snp(day, start, end), agreement=bare))
    assert not verdict.refused
    text = verdict.text.replace("\xa0", " ")
    assert said in text
    assert "relève de la permanence des soins ambulatoires" in text


@pytest.mark.parametrize(("day", "start", "end"), [(TUESDAY, 8, 20), (dt.date(2026, 3, 7), 9, 12)])
def test_the_day_itself_is_not_out_of_hours(day, start, end):
    assert told(snp(day, start, end), agreement=Agreement(name="P", facts=SIGNED)) == []


def test_hours_that_the_convention_does_not_hold_need_a_reason():
    verdict = only(told(snp(start=9, end=12), agreement=PERMANENCE))
    assert not verdict.refused
    assert "14\xa0h à 18\xa0h" in verdict.text


@pytest.mark.parametrize(("start", "end"), [(8, 10), (11, 13), (14, 16)])
def test_consultations_outside_the_hours_of_their_activity_need_a_reason(start, end):
    verdict = only(told(wanted(start=start, end=end)))
    assert not verdict.refused
    assert "de 9\xa0h à 12\xa0h" in verdict.text


def test_meeting_may_be_held_when_nobody_is_received():
    assert told(wanted(start=18, end=20, purpose=Purpose.MEETING)) == []


def test_site_without_hours_says_nothing_of_them():
    bare = Place(name="S", calendar=Calendar(slots=[]), opened_on=SITE.opened_on)
    assert told(wanted(start=13, end=20), bare) == []


@pytest.mark.parametrize(("activity", "refused"), [("", True), ("medical", False)])
def test_closure_is_told_with_its_reason(activity, refused):
    shut = ShutDays(start=TUESDAY, end=TUESDAY, activity=activity, reason="travaux")
    place = Place(
        name="S",
        calendar=Calendar(slots=SLOTS, closures=[shut]),
        closures=[shut],
        activity="medical",
        opened_on=SITE.opened_on,
    )
    verdict = only(told(wanted(), place))
    assert verdict.refused is refused
    assert "travaux" in verdict.text


def test_closure_of_another_activity_is_none():
    shut = ShutDays(start=TUESDAY, end=TUESDAY, activity="nursing", reason="travaux")
    place = Place(
        name="S",
        calendar=SITE.calendar,
        closures=[shut],
        activity="medical",
        opened_on=SITE.opened_on,
    )
    assert told(wanted(), place) == []


def test_holiday_needs_a_reason():
    verdict = only(told(wanted(dt.date(2026, 4, 6))))
    assert "férié" in verdict.text
    assert not verdict.refused


def test_site_closed_for_good_refuses_and_one_not_yet_open_asks_why():
    gone = Place(name="S", calendar=SITE.calendar, opened_on=SITE.opened_on, closed_on=TUESDAY)
    assert only(told(wanted(), gone)).refused
    coming = Place(name="S", calendar=SITE.calendar, opened_on=dt.date(2026, 9, 1))
    assert not only(told(wanted(), coming)).refused


def test_session_over_midnight_or_turned_around_is_refused():
    end = dt.datetime.combine(TUESDAY + dt.timedelta(days=1), dt.time(), PARIS)
    late = Wanted(purpose=Purpose.MEETING, start=wanted(start=22).start, end=end, free=end)
    assert "minuit" in only(told(late)).text
    assert only(told(wanted(start=12, end=9))).refused
    assert only(told(wanted(start=9, end=9))).refused


@pytest.mark.parametrize("day", [dt.date(1999, 12, 31), TODAY + LATEST + dt.timedelta(days=1)])
def test_day_too_far_is_refused(day):
    assert only(told(wanted(day))).refused


def test_person_away_or_posted_elsewhere_needs_a_reason():
    verdicts = told(wanted(), who=Who(name="Zoé", away=True, posted=False))
    assert [verdict.field for verdict in verdicts] == ["person", "person"]
    assert not any(verdict.refused for verdict in verdicts)


def session(start, end, free=None, **facts):
    at = [dt.datetime.combine(TUESDAY, dt.time(hour), PARIS) for hour in (start, end)]
    return Taken(
        start=at[0],
        end=at[1],
        free=at[1] + dt.timedelta(minutes=free or 0),
        label="la permanence de la CPTS",
        by="Marie Duval",
        at=dt.datetime(2026, 3, 3, 14, 2, tzinfo=PARIS),
        **facts,
    )


def test_room_already_taken_is_refused_with_who_took_it_and_when():
    verdict = only(told(wanted(), taken=[session(9, 12, room=True)]))
    assert verdict.refused
    assert verdict.text.replace("\xa0", " ") == (
        "La salle est prise de 9 h à 12 h par la permanence de la CPTS, réservée par Marie Duval "
        "le 3 mars 2026 à 14 h 02."
    )


def test_session_that_ends_at_noon_leaves_room_for_one_that_starts_then():
    morning = wanted(start=9, end=12)
    assert told(morning, taken=[session(12, 14, room=True)]) == []
    verdicts = told(wanted(start=9, end=12), taken=[session(8, 9, free=1, room=True)])
    assert "puis ménage jusqu’à 9\xa0h\xa001" in only(verdicts).text


def test_own_cleaning_counts_too():
    assert only(told(wanted(cleaning=1), taken=[session(12, 14, room=True)])).refused


def test_person_booked_elsewhere_is_refused():
    there = session(11, 14, person=True, place="Labourse, Cabinet 1")
    verdict = only(told(wanted(), who=Who(name="Zoé"), taken=[there]))
    assert verdict.refused
    assert "Labourse, Cabinet 1" in verdict.text
    free_by_then = session(12, 14, person=True)
    assert told(wanted(), who=Who(name="Zoé"), taken=[free_by_then]) == []


def test_what_is_refused_comes_first():
    verdicts = told(wanted(start=8, end=12), taken=[session(9, 12, room=True)])
    assert [verdict.refused for verdict in verdicts] == [True, False]


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2026, 3, 29), 5), (dt.date(2026, 10, 25), 7)])
def test_hours_stay_local_on_the_days_the_clock_changes(day, hours):
    early = local_moment(day, dt.time(0), PARIS).astimezone(dt.UTC)
    late = local_moment(day, dt.time(6), PARIS).astimezone(dt.UTC)
    assert late - early == dt.timedelta(hours=hours)
    assert local_moment(day, dt.time(9), PARIS).hour == 9


def test_hour_that_the_clock_skips_is_refused_in_a_sentence():
    with pytest.raises(NoSuchHour, match="l’heure change"):
        local_moment(dt.date(2026, 3, 29), dt.time(2, 30), PARIS)
    assert local_moment(dt.date(2026, 10, 25), dt.time(2, 30), PARIS).fold == 0


def test_cleaning_lasts_as_long_over_a_change_of_clock():
    end = local_moment(dt.date(2026, 3, 29), dt.time(1, 45), PARIS)
    assert free_after(end, 30).time() == dt.time(3, 15)


def test_only_what_has_started_is_held():
    assert SessionStep.HOLD not in steps(SessionState.PLANNED, started=False)
    assert SessionStep.HOLD in steps(SessionState.CONFIRMED, started=True)
    assert steps(SessionState.CANCELLED, started=True) == []
    assert steps(SessionState.HELD, started=True) == [SessionStep.CANCEL]


MOMENTS = st.integers(0, 48).map(
    lambda half: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=30 * half)
)


@given(MOMENTS, MOMENTS, MOMENTS, MOMENTS)
def test_two_stretches_meet_whichever_is_told_first(a, b, c, d):
    assert overlap(a, b, c, d) == overlap(c, d, a, b)
