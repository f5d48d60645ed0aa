"""Counting a session of unscheduled care."""

import datetime as dt

import pytest

from consultations.actions.session_counts import (
    CANCELLED,
    MEANWHILE,
    OF_THE_CENTRE,
    TO_COME,
    CountRefused,
    count_session,
)
from consultations.models import Session, SessionCount, SessionState
from consultations.rules.session_counts import Counted
from tests.consultations.factories import UserFactory
from tests.consultations.factories_sessions import SessionFactory
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session under a convention."""
    return SessionFactory(snp=True)


@pytest.fixture
def territory(session):
    """The CPTS of the commune of the session, with one other commune."""
    found = TerritoryFactory(kind="cpts")
    TerritoryCommuneFactory(territory=found, commune=session.site.commune)
    return [session.site.commune, TerritoryCommuneFactory(territory=found).commune]


def after(session, hours=1):
    """Return a moment after a session."""
    return session.ends_at + dt.timedelta(hours=hours)


def counted(session, done=10, *, comment="", by=None, **more):
    """Count a session as it now stands, after its end."""
    session.refresh_from_db()
    typed = Counted(done=done, **more)
    return count_session(session=session, typed=typed, comment=comment, by=by, now=after(session))


def refused(session, *args, **more):
    """Return the faults of a count that is refused."""
    with pytest.raises(CountRefused) as caught:
        counted(session, *args, **more)
    return caught.value.faults


def test_a_count_marks_its_session_held_and_tells_who_counted(session):
    marie = UserFactory()
    count = counted(session, 12, without_gp=5, no_show=2, comment=" Affluence ", by=marie)
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    assert session.version == 2
    count.refresh_from_db()
    assert (count.done, count.without_gp, count.no_show, count.comment) == (12, 5, 2, "Affluence")
    assert count.history.get().history_user == session.history.first().history_user == marie


def test_residents_are_those_of_the_communes_of_the_territory(session, territory):
    elsewhere = CommuneFactory()
    communes = {territory[0].pk: 4, territory[1].pk: 2, elsewhere.pk: 3}
    assert counted(session, 10, communes=communes).resident == 6
    assert refused(session, 10, resident=5, communes=communes)[0][0] == "resident"
    assert counted(session, 10, resident=7, communes=communes).resident == 7


def test_a_second_count_takes_the_place_of_the_first(session):
    one, two, three = CommuneFactory.create_batch(3)
    counted(session, 10, communes={one.pk: 6, two.pk: 4})
    counted(session, 8, communes={two.pk: 1, three.pk: 7})
    count = SessionCount.objects.get()
    assert count.done == 8
    assert dict(count.communes.values_list("commune", "number")) == {two.pk: 1, three.pk: 7}


def test_communes_may_change_places_within_the_same_number(session):
    one, two = CommuneFactory.create_batch(2)
    counted(session, 10, communes={one.pk: 9, two.pk: 1})
    counted(session, 10, communes={one.pk: 1, two.pk: 9})
    assert dict(SessionCount.objects.get().communes.values_list("commune", "number")) == {
        one.pk: 1,
        two.pk: 9,
    }


def test_counting_the_same_again_writes_no_version_of_the_count(session):
    commune = CommuneFactory()
    counted(session, 10, communes={commune.pk: 2})
    count = counted(session, 10, communes={commune.pk: 2})
    assert count.history.count() == 1
    assert count.communes.get().history.count() == 1


def test_a_session_of_the_centre_is_not_counted_here():
    assert refused(SessionFactory()) == [("", OF_THE_CENTRE)]


def test_a_cancelled_session_has_nothing_to_count(session):
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancel_reason="Congé")
    assert refused(session) == [("", CANCELLED)]


def test_a_session_is_counted_once_it_is_over(session):
    with pytest.raises(CountRefused, match=TO_COME[:30]):
        count_session(
            session=session,
            typed=Counted(done=1),
            by=None,
            now=session.ends_at - dt.timedelta(0, 1),
        )
    count_session(session=session, typed=Counted(done=1), by=None, now=session.ends_at)
    assert SessionCount.objects.get().done == 1


def test_two_people_do_not_overwrite_each_other(session):
    late = Session.objects.get(pk=session.pk)
    counted(session, 12)
    with pytest.raises(CountRefused) as caught:
        count_session(session=late, typed=Counted(done=3), by=None, now=after(session))
    assert caught.value.faults == [("", MEANWHILE)]
    assert SessionCount.objects.get().done == 12


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"without_gp": 11}, "without_gp"),
        ({"comment": "Rappeler au 06 12 34 56 78"}, "comment"),
        ({"communes": {"99999": 1}}, "communes"),
        ({"comment": "x" * 201}, "comment"),
        ({"no_show": -1}, "no_show"),
    ],
)
def test_what_is_wrong_writes_nothing(session, wrong, name):
    assert [field for field, _ in refused(session, 10, **wrong)] == [name]
    assert not SessionCount.objects.exists()
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
