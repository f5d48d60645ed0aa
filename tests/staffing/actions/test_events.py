"""Who is invited, who came, and the meetings of a group."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from staffing.actions.events import (
    EventRefused,
    Named,
    add_walk_in,
    invite,
    note_attendance,
    plan_meeting,
)
from staffing.models import CommunityEvent, EventGuest, EventKind
from tests.staffing.factories_community import (
    CareProviderFactory,
    CommunityEventFactory,
    EventGuestFactory,
    MembershipFactory,
    WorkingGroupFactory,
    WorkingGroupMemberFactory,
)

pytestmark = pytest.mark.django_db

NEXT = dt.date(2026, 12, 3)


@pytest.fixture
def by(db):
    return User.objects.create_user("coordinatrice")


@pytest.fixture
def event(db):
    return CommunityEventFactory(held_on=NEXT)


def names(event):
    return sorted(event.guests.values_list("name", flat=True))


def test_people_of_the_care_offer_members_and_names_are_invited_once(event, by):
    doctor = CareProviderFactory(last_name="Roussel", first_name="Anne")
    member = MembershipFactory(community=event.community, last_name="Petit", first_name="Luc")
    asked = {"event": event, "providers": [doctor], "members": [member], "by": by}
    done = invite(**asked, names=[Named("Mairie de Lens")])
    assert [one.name for one in done.added] == ["Luc Petit", "Anne Roussel", "Mairie de Lens"]
    again = invite(**asked, names=[Named("MAIRIE de Lens")])
    assert not again.added
    assert again.already == ["Luc Petit", "Anne Roussel", "MAIRIE de Lens"]
    assert names(event) == ["Anne Roussel", "Luc Petit", "Mairie de Lens"]
    assert EventGuest.history.filter(history_user=by).count() == 3


def test_a_provider_who_is_a_member_is_invited_as_such(event):
    doctor = CareProviderFactory()
    tied = MembershipFactory(community=event.community, provider=doctor)
    same_number = CareProviderFactory()
    other = MembershipFactory(community=event.community, rpps=same_number.rpps)
    added = invite(event=event, providers=[doctor, same_number], members=[tied], by=None).added
    assert [(one.membership, one.provider_id) for one in added] == [
        (tied, doctor.pk),
        (other, same_number.pk),
    ]


def test_a_member_of_another_community_is_refused(event):
    with pytest.raises(EventRefused, match="autre CPTS"):
        invite(event=event, members=[MembershipFactory()], by=None)
    assert not event.guests.exists()


def test_only_what_changed_on_the_list_is_written(event, by):
    came, left, other = (EventGuestFactory(event=event) for _ in range(3))
    note_attendance(event=event, ticked={came.pk}, shown=set(), by=by)
    # Somebody else at the door notes another person from a page opened before.
    done = note_attendance(event=event, ticked={left.pk}, shown=set(), by=by)
    assert (done.present, done.absent) == (1, 0)
    assert list(event.guests.order_by("pk").values_list("present", flat=True)) == [True, True, None]
    note_attendance(event=event, ticked={came.pk}, shown={came.pk, left.pk}, by=by)
    assert list(event.guests.order_by("pk").values_list("present", flat=True)) == [
        True,
        False,
        None,
    ]
    assert other.history.count() == 1
    assert came.history.count() == 2


def test_a_complete_list_makes_the_others_absent(event):
    came, away = EventGuestFactory(event=event), EventGuestFactory(event=event)
    done = note_attendance(event=event, ticked={came.pk}, shown=set(), by=None, is_complete=True)
    assert (done.present, done.absent) == (1, 1)
    away.refresh_from_db()
    assert away.present is False


def test_somebody_uninvited_is_present_and_leaves_the_list_when_cleared(event, by):
    guest = add_walk_in(event=event, name=" Camille Roussel ", profession="60", by=by)
    assert (guest.name, guest.present, guest.walk_in) == ("Camille Roussel", True, True)
    done = note_attendance(event=event, ticked=set(), shown={guest.pk}, by=by)
    assert done.removed == 1
    assert not event.guests.exists()


def test_somebody_uninvited_who_joined_stays_on_the_list(event):
    guest = add_walk_in(event=event, name="Camille Roussel", by=None)
    EventGuest.objects.update(joined_on=NEXT)
    with pytest.raises(EventRefused, match="Camille Roussel"):
        note_attendance(event=event, ticked=set(), shown={guest.pk}, by=None)
    assert event.guests.count() == 1


def test_an_invited_person_who_comes_is_noted_and_not_added(event):
    doctor = CareProviderFactory()
    (guest,) = invite(event=event, providers=[doctor], by=None).added
    assert add_walk_in(event=event, provider=doctor, by=None).pk == guest.pk
    guest.refresh_from_db()
    assert (guest.present, guest.walk_in) == (True, False)


def test_nobody_cannot_walk_in(event):
    with pytest.raises(EventRefused, match="Donnez le nom"):
        add_walk_in(event=event, name="  ", by=None)


def test_the_next_meeting_of_a_group_invites_its_participants(by):
    lead = MembershipFactory(last_name="Petit", first_name="Luc")
    group = WorkingGroupFactory(community=lead.community, lead=lead)
    gone = MembershipFactory(community=lead.community, end=dt.date(2026, 1, 31))
    stays = MembershipFactory(community=lead.community, last_name="Roche", first_name="Ève")
    for member in (lead, gone, stays):
        WorkingGroupMemberFactory(group=group, membership=member, guest="")
    WorkingGroupMemberFactory(group=group, guest="Service des urgences")
    event = plan_meeting(group=group, title="Réunion", held_on=NEXT, by=by)
    assert (event.kind, event.group, event.community) == (EventKind.GROUP, group, lead.community)
    assert names(event) == ["Luc Petit", "Service des urgences", "Ève Roche"]
    with pytest.raises(EventRefused, match="déjà prévue"):
        plan_meeting(group=group, title="Réunion", held_on=NEXT, by=by)


def test_a_group_that_is_over_does_not_meet(by):
    group = WorkingGroupFactory(end=dt.date(2026, 6, 30))
    with pytest.raises(EventRefused, match="n’existe pas"):
        plan_meeting(group=group, title="Réunion", held_on=NEXT, by=by)
    assert not CommunityEvent.objects.exists()
