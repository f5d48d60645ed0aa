"""No two sessions in one room at the same time, kept by the database."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from consultations.models import SessionState
from csipa.constraints import refusal_of
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionFactory, at

pytestmark = pytest.mark.django_db


def overlapping(room, *, start, end, free=None, **fields):
    with transaction.atomic():
        return SessionFactory(
            room=room, starts_at=start, ends_at=end, free_at=free or end, **fields
        )


def test_session_that_begins_when_another_ends_is_accepted():
    first = SessionFactory(starts_at=at(MONDAY, 9))
    overlapping(first.room, start=at(MONDAY, 12), end=at(MONDAY, 14))


def test_session_over_another_is_refused_in_a_sentence():
    first = SessionFactory(starts_at=at(MONDAY, 9))
    with pytest.raises(IntegrityError) as caught:
        overlapping(first.room, start=at(MONDAY, 11, 59), end=at(MONDAY, 14))
    assert refusal_of(caught.value) == "La salle est déjà prise à cette heure."


def test_time_of_cleaning_is_taken_too():
    first = SessionFactory(
        starts_at=at(MONDAY, 9), ends_at=at(MONDAY, 12), free_at=at(MONDAY, 12, 30)
    )
    with pytest.raises(IntegrityError):
        overlapping(first.room, start=at(MONDAY, 12, 15), end=at(MONDAY, 14))


def test_cancelled_session_frees_the_room_and_cannot_come_back_over_another():
    first = SessionFactory(
        starts_at=at(MONDAY, 9), state=SessionState.CANCELLED, cancel_reason="Congé"
    )
    overlapping(first.room, start=at(MONDAY, 10), end=at(MONDAY, 11))
    first.state = SessionState.CONFIRMED
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_same_time_in_another_room_is_accepted():
    first = SessionFactory(starts_at=at(MONDAY, 9))
    other = SessionFactory(starts_at=first.starts_at)
    assert other.room != first.room


def test_moving_a_session_within_its_own_time_is_accepted():
    session = SessionFactory(starts_at=at(MONDAY, 9))
    session.ends_at += dt.timedelta(hours=1)
    session.free_at = session.ends_at
    session.save()
