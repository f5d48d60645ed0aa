"""Sessions booked, moved, cancelled, confirmed, held, cleaned; series all or none."""

import datetime as dt

import pytest
from django.utils import timezone

from consultations.actions.sessions import (
    BookingRefused,
    ReasonNeeded,
    SeriesRefused,
    SessionRefused,
    book,
    book_series,
    cancel,
    change,
    clean,
    confirm,
    hold,
)
from consultations.models import Ledger, Session, SessionSeries, SessionState
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.consultations.pages import account
from tests.consultations.planning_scene import NOON, TODAY, morning, permanence, scene
from tests.sites.factories import RoomFactory
from tests.staffing.factories import AbsenceFactory, AssignmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 14, 2)
WEEK = dt.timedelta(weeks=1)


def booked(booking, by=None):
    return book(booking, by=by, now=NOW, today=TODAY)


def told(booking, kind=BookingRefused):
    with pytest.raises(kind) as caught:
        booked(booking)
    return str(caught.value).replace("\xa0", " ")


def test_session_keeps_who_booked_it_when_and_when_the_room_is_clean():
    place, user = scene(), account()
    session = booked(morning(place.room, cleaning=30), by=user)
    assert (session.author, session.booked_at, session.site) == (user, NOW, place.site)
    assert session.free_at == at(MONDAY, 12, 30)
    assert session.ledger == Ledger.CSIPA
    assert session.history.get().history_user == user


def test_permanence_belongs_to_its_own_ledger():
    session = booked(permanence(scene()))
    assert session.ledger == Ledger.SNP
    assert session.convention.reference == "C-2026-1"


def test_second_to_come_is_told_by_whom_the_room_is_taken_and_when():
    place = scene()
    booked(morning(place.room, title="Suivi"), by=account())
    assert told(morning(place.room)) == (
        "La salle est prise de 9 h à 12 h par les consultations du centre « Suivi », réservée par "
        "Marie Duval le 26 mai 2026 à 14 h 02."
    )
    assert Session.objects.count() == 1


def test_sessions_that_touch_are_both_booked_unless_the_room_is_being_cleaned():
    place = scene()
    booked(morning(place.room, ends=dt.time(10)))
    booked(morning(place.room, starts=dt.time(10), cleaning=15))
    late = {"starts": NOON, "ends": dt.time(14), "reason": "Rattrapage"}
    assert "puis ménage jusqu’à 12 h 15" in told(morning(place.room, **late))


def test_unusual_session_needs_a_reason_and_keeps_it():
    place = scene()
    late = morning(place.room, starts=dt.time(18), ends=dt.time(19))
    assert "Hors des horaires" in told(late, ReasonNeeded)
    session = booked(morning(place.room, starts=dt.time(18), ends=dt.time(19), reason="Rattrapage"))
    assert session.override_reason == "Rattrapage"


def test_a_reason_does_not_pass_over_what_is_refused():
    place = scene()
    after = permanence(place, day=dt.date(2026, 7, 7), reason="Tant pis")
    assert "prend fin le 30 juin 2026" in told(after)


def test_slot_that_a_convention_holds_is_ordinary_and_another_is_not():
    place = scene()
    assert "la convention prévoit de 14 h à 18 h" in told(
        permanence(place, ends=dt.time(19)), ReasonNeeded
    )


def test_convention_that_is_a_draft_or_of_elsewhere_is_refused():
    place = scene()
    draft = scene(reference="C-2", sealed=False)
    assert "projet" in told(permanence(draft))
    assert "ne porte pas sur ce site" in told(
        permanence(place, convention=scene(reference="C-3").convention)
    )


def test_person_away_needs_a_reason_and_person_booked_elsewhere_is_refused():
    place = scene()
    person = PersonFactory()
    AssignmentFactory(person=person)
    AbsenceFactory(person=person, start=MONDAY, end=MONDAY)
    assert "absence" in told(morning(place.room, person=person), ReasonNeeded)
    booked(morning(place.room, person=person, reason="Remplacement"))
    other = RoomFactory(site=place.site)
    assert "a déjà une séance de 9 h à 12 h" in told(
        morning(other, person=person, reason="Remplacement")
    )


def test_person_posted_nowhere_near_needs_a_reason():
    place = scene()
    elsewhere = AssignmentFactory()
    elsewhere.post.site = RoomFactory().site
    elsewhere.post.save()
    assert "d’affectation" in told(morning(place.room, person=elsewhere.person), ReasonNeeded)
    anywhere = AssignmentFactory()
    booked(morning(place.room, person=anywhere.person))


def test_free_texts_that_name_a_patient_are_refused():
    place = scene()
    assert told(morning(place.room, title="Appeler au 06 12 34 56 78"))


def test_moving_keeps_who_booked_and_frees_the_old_time():
    place = scene()
    session = booked(morning(place.room), by=account())
    moved = change(
        session,
        morning(place.room, day=MONDAY + WEEK),
        seen=session.version,
        by=None,
        now=NOW,
        today=TODAY,
    )
    assert moved.author == session.author
    assert moved.version == session.version + 1
    booked(morning(place.room))


def test_change_made_from_an_older_version_is_refused():
    place = scene()
    session = booked(morning(place.room))
    values = {"by": None, "now": NOW, "today": TODAY, "seen": session.version}
    change(session, morning(place.room, ends=dt.time(11)), **values)
    with pytest.raises(SessionRefused, match="entre-temps"):
        change(session, morning(place.room, ends=dt.time(10)), **values)


def test_change_over_another_session_is_refused_and_writes_nothing():
    place = scene()
    booked(morning(place.room, ends=dt.time(10)))
    session = booked(morning(place.room, starts=dt.time(10)))
    with pytest.raises(BookingRefused):
        change(session, morning(place.room), by=None, now=NOW, today=TODAY)
    session.refresh_from_db()
    assert session.starts_at == at(MONDAY, 10)


def test_cancelled_session_frees_the_room_and_does_not_change_any_more():
    place = scene()
    session = booked(morning(place.room))
    with pytest.raises(SessionRefused, match="motif"):
        cancel(session, reason="  ", by=None, now=NOW)
    session = cancel(session, reason="Travaux", by=None, now=NOW)
    assert (session.state, session.cancel_reason) == (SessionState.CANCELLED, "Travaux")
    booked(morning(place.room))
    with pytest.raises(SessionRefused, match="annulée"):
        change(session, morning(place.room), by=None, now=NOW, today=TODAY)
    with pytest.raises(SessionRefused, match="déjà annulée"):
        cancel(session, reason="Travaux", by=None, now=NOW)


def test_session_that_was_counted_is_not_cancelled():
    session = SessionCountFactory().session
    with pytest.raises(SessionRefused, match="décompte"):
        cancel(session, reason="Erreur", by=None, now=NOW)


def test_session_is_confirmed_then_held_once_it_has_started():
    session = confirm(SessionFactory(starts_at=at(MONDAY, 9)), by=None, now=NOW)
    assert session.state == SessionState.CONFIRMED
    with pytest.raises(SessionRefused, match="pas commencé"):
        hold(session, by=None, now=at(MONDAY, 8, 59))
    assert hold(session, by=None, now=at(MONDAY, 9)).state == SessionState.HELD
    with pytest.raises(SessionRefused):
        confirm(session, by=None, now=NOW)


def test_cleaning_is_noted_from_the_day_of_the_session_on():
    session = SessionFactory(starts_at=at(MONDAY, 9))
    later = MONDAY + WEEK
    for day in (MONDAY - dt.timedelta(days=1), later + dt.timedelta(days=1)):
        with pytest.raises(SessionRefused, match="ménage"):
            clean(session, on=day, by=None, today=later)
    assert clean(session, on=MONDAY, by=None, today=later).cleaned_on == MONDAY


def series_of(place, *days, **changed):
    return book_series(
        [morning(place.room, day=day, **changed) for day in days],
        first=days[0],
        last=days[-1],
        every=1,
        by=None,
        now=NOW,
        today=TODAY,
    )


def test_series_books_all_its_days_together():
    place = scene()
    sessions = series_of(place, MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK)
    assert {session.series for session in sessions} == {SessionSeries.objects.get()}
    assert len(sessions) == Session.objects.count() == 3


def test_series_of_which_a_day_was_taken_meanwhile_books_nothing_and_tells_which():
    place = scene()
    booked(morning(place.room, day=MONDAY + WEEK), by=account())
    with pytest.raises(SeriesRefused, match="lundi\xa08\xa0juin") as caught:
        series_of(place, MONDAY, MONDAY + WEEK)
    assert [day for day, _ in caught.value.days] == [MONDAY + WEEK]
    assert Session.objects.count() == 1
    assert not SessionSeries.objects.exists()


def test_series_that_moves_a_day_onto_another_of_its_own_is_refused():
    place = scene()
    with pytest.raises(SeriesRefused, match="une autre date de cette série"):
        series_of(place, MONDAY, MONDAY)


def test_series_asks_for_a_reason_once_for_all_its_unusual_days():
    place = scene()
    tuesday = MONDAY + dt.timedelta(days=1)
    with pytest.raises(SeriesRefused):
        series_of(place, MONDAY, tuesday)
    assert len(series_of(place, MONDAY, tuesday, reason="Journées portes ouvertes")) == 2


def test_empty_series_is_refused():
    with pytest.raises(SessionRefused, match="Aucune date"):
        book_series([], first=MONDAY, last=MONDAY, every=1, by=None, now=NOW, today=TODAY)


@pytest.mark.parametrize(("day", "utc"), [(dt.date(2026, 3, 29), 7), (dt.date(2026, 10, 25), 8)])
def test_nine_o_clock_stays_nine_o_clock_when_the_clock_changes(day, utc):
    place = scene()
    session = booked(morning(place.room, day=day, reason="Journée d’essai"))
    assert session.starts_at.astimezone(dt.UTC).hour == utc
    assert timezone.localtime(session.starts_at).hour == 9


def test_hour_that_does_not_exist_is_refused():
    place = scene()
    wrong = morning(place.room, day=dt.date(2026, 3, 29), starts=dt.time(2, 30), reason="Essai")
    assert "l’heure change" in told(wrong)
