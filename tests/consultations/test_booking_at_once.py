"""Two people, or ten, who book one room at the same moment: one has it, the others are told."""

import pytest
from django.db import IntegrityError, transaction

from consultations.models import Session
from csipa.constraints import refusal_of
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionFactory, at
from tests.copies import told_by


def test_of_those_who_book_at_once_one_has_the_room_and_the_others_are_told_by_whom(database):
    found = told_by("tests.consultations.booking_clients", database)
    assert found == {
        "two": {"done": 1, "told by whom": 1},
        "ten": {"done": 1, "told by whom": 9},
        "raw": {"done": 1, "refused": 4},
        "one person": 1,
        "series": {"done": 1, "sessions": 4},
    }


@pytest.mark.django_db
def test_an_update_of_many_rows_does_not_put_two_sessions_in_one_room():
    first = SessionFactory(starts_at=at(MONDAY, 9))
    SessionFactory(room=first.room, starts_at=at(MONDAY, 14))
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Session.objects.update(starts_at=at(MONDAY, 8))
    assert refusal_of(caught.value) == "La salle est déjà prise à cette heure."
