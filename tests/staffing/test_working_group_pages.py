"""Working groups: who takes part, who leads, the next meeting, who came how often."""

import datetime as dt

import pytest

from staffing.models import CommunityEvent, EventKind, WorkingGroup
from tests.admin.browser import form_of
from tests.conventions.pages import shown, staff
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import (
    CommunityEventFactory,
    EventGuestFactory,
    MembershipFactory,
    WorkingGroupFactory,
    WorkingGroupMemberFactory,
)
from tests.staffing.pages import said, url

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
GROUPS = tuple(f"{verb}_workinggroup" for verb in ("view", "add", "change"))
LINES = tuple(f"{verb}_workinggroupmember" for verb in ("view", "add", "change", "delete"))
EVENTS = ("view_communityevent", "add_communityevent", "view_eventguest", "add_eventguest")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def coordinator(client):
    client.force_login(staff(*GROUPS, *LINES, *EVENTS))
    return client


@pytest.fixture
def group(db):
    return WorkingGroupFactory(name="Soins non programmés")


def page(name, row=None):
    return url(f"workinggroup_{name}", *([row.pk] if row else []))


def test_a_new_group_leads_to_its_participants(coordinator):
    community = CommunityFactory()
    form = form_of(coordinator.get(page("add")))
    assert "lead" not in form
    answer = coordinator.post(
        page("add"), {**form, "community": community.pk, "name": "Prévention"}
    )
    group = WorkingGroup.objects.get()
    assert answer.url == page("change", group)
    assert "participants-TOTAL_FORMS" in form_of(coordinator.get(answer.url))


def test_only_members_of_the_same_community_are_offered(coordinator, group):
    own = MembershipFactory(community=group.community)
    gone = MembershipFactory(community=group.community, end=dt.date(2025, 1, 1))
    other = MembershipFactory()
    text = shown(coordinator.get(page("change", group)))
    assert str(own) in text
    assert str(gone) not in text
    assert str(other) not in text


def test_a_participant_is_a_member_or_a_name(coordinator, group):
    member = MembershipFactory(community=group.community)
    form = form_of(coordinator.get(page("change", group)))
    line = {"participants-TOTAL_FORMS": "1", "participants-0-group": group.pk}
    both = {**line, "participants-0-membership": member.pk, "participants-0-guest": "SAMU"}
    answer = coordinator.post(page("change", group), {**form, **both})
    assert "Choisissez un adhérent, ou donnez le nom d’un invité." in shown(answer)
    one = {**line, "participants-0-membership": "", "participants-0-guest": "SAMU"}
    assert coordinator.post(page("change", group), {**form, **one}).status_code == 302
    assert group.participants.get().guest == "SAMU"


def test_the_next_meeting_is_planned_with_the_participants(coordinator, group):
    WorkingGroupMemberFactory(group=group, guest="Service des urgences")
    form = form_of(coordinator.get(page("meeting", group)))
    assert form["title"] == ["Groupe «\u00a0Soins non programmés\u00a0»"]
    answer = coordinator.post(
        page("meeting", group), {**form, "held_on": "2026-12-03"}, follow=True
    )
    assert "1\u00a0personne invitée" in said(answer)
    event = CommunityEvent.objects.get()
    assert (event.kind, event.group) == (EventKind.GROUP, group)
    again = coordinator.post(page("meeting", group), {**form, "held_on": "2026-12-03"})
    assert "déjà prévue" in shown(again)


def test_planning_takes_the_right_to_invite(client, group):
    client.force_login(staff(*GROUPS, "view_communityevent"))
    assert client.get(page("meeting", group)).status_code == 403
    assert client.post(page("meeting", group), {"held_on": "2026-12-03"}).status_code == 403


def test_the_page_tells_how_often_each_person_came(coordinator, group):
    member = MembershipFactory(community=group.community)
    WorkingGroupMemberFactory(group=group, membership=member, guest="")
    for day, present in ((5, True), (12, False), (19, True)):
        event = CommunityEventFactory(
            community=group.community,
            kind=EventKind.GROUP,
            group=group,
            held_on=dt.date(2026, 11, day),
            outcome="Une astreinte est essayée.",
        )
        EventGuestFactory(event=event, membership=member, name=str(member), present=present)
    text = shown(coordinator.get(page("change", group)))
    assert "2 sur 3 (66,7 %)" in text
    assert "Une astreinte est essayée." in text


def test_whoever_may_not_see_guests_reads_no_attendance(client, group):
    client.force_login(staff(*GROUPS, "view_communityevent"))
    event = CommunityEventFactory(
        community=group.community, kind=EventKind.GROUP, group=group, held_on=TODAY
    )
    EventGuestFactory(event=event, name="Camille Roussel", present=True)
    text = shown(client.get(page("change", group)))
    assert "Présence de chacun" not in text
    assert "Camille Roussel" not in text


def test_many_meetings_cost_no_more_queries(coordinator, group, django_assert_max_num_queries):
    members = [MembershipFactory(community=group.community) for _ in range(12)]
    for member in members:
        WorkingGroupMemberFactory(group=group, membership=member, guest="")
    for day in range(1, 9):
        event = CommunityEventFactory(
            community=group.community,
            kind=EventKind.GROUP,
            group=group,
            held_on=dt.date(2026, 10, day),
        )
        for member in members:
            EventGuestFactory(event=event, membership=member, present=True)
    with django_assert_max_num_queries(20):
        coordinator.get(page("change", group))
    with django_assert_max_num_queries(12):
        coordinator.get(page("changelist"))


def test_a_group_whose_lead_and_participant_have_left_is_still_saved(coordinator, group):
    gone = MembershipFactory(community=group.community, end=dt.date(2025, 1, 1))
    group.lead = gone
    group.save()
    WorkingGroupMemberFactory(group=group, membership=gone, guest="")
    form = form_of(coordinator.get(page("change", group)))
    answer = coordinator.post(page("change", group), {**form, "purpose": "Astreintes"})
    assert answer.status_code == 302
    group.refresh_from_db()
    assert (group.lead, group.purpose) == (gone, "Astreintes")
    assert group.participants.get().membership == gone
