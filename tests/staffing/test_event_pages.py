"""The pages of events: what is asked by kind, who came, who joined, what may be seen."""

import datetime as dt

import pytest
from django.urls import reverse

from staffing.documents.signing_sheet import render_signing_sheet
from staffing.models import CommunityEvent, EventKind, Membership
from tests.admin.browser import form_of
from tests.conventions.pages import shown, staff
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import (
    CareProviderFactory,
    CommunityEventFactory,
    EventCountFactory,
    EventGuestFactory,
    MembershipFactory,
    WorkingGroupFactory,
)
from tests.staffing.pages import said, url

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
EVENING = dt.date(2026, 11, 5)
EVENTS = tuple(f"{verb}_communityevent" for verb in ("view", "add", "change"))
COUNTS = tuple(f"{verb}_eventcount" for verb in ("view", "add", "change", "delete"))
GUESTS = tuple(f"{verb}_eventguest" for verb in ("view", "add", "change"))
PEOPLE = ("view_membership", "view_careprovider")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def coordinator(client):
    client.force_login(staff(*EVENTS, *COUNTS, *GUESTS, *PEOPLE, "add_membership"))
    return client


@pytest.fixture
def reader(client):
    """Somebody who reads events and may not know who came."""
    client.force_login(staff("view_communityevent"))
    return client


@pytest.fixture
def event(db):
    return CommunityEventFactory(held_on=EVENING, title="Soirée à Liévin")


def page(name, row=None):
    return url(f"communityevent_{name}", *([row.pk] if row else []))


def test_the_kind_is_asked_first(coordinator):
    text = shown(coordinator.get(page("add")))
    assert "De quelle rencontre s’agit-il" in text
    assert "Une formation, avec son formateur et ses heures." in text


@pytest.mark.parametrize(
    ("kind", "there", "absent"),
    [
        (EventKind.INFORMATION, "joined_goal", ("trainer", "group")),
        (EventKind.TRAINING, "trainer", ("joined_goal", "group")),
        (EventKind.GROUP, "group", ("joined_goal", "trainer")),
        (EventKind.BOARD, "agenda", ("joined_goal", "trainer", "group")),
    ],
)
def test_a_page_asks_what_its_kind_calls_for(coordinator, kind, there, absent):
    form = form_of(coordinator.get(f"{page('add')}?kind={kind.value}"))
    assert there in form
    assert not set(absent) & set(form)


def test_an_unknown_kind_asks_again(coordinator):
    assert "De quelle rencontre" in shown(coordinator.get(f"{page('add')}?kind=fete"))


def test_the_only_community_is_chosen_already(coordinator):
    community = CommunityFactory()
    form = form_of(coordinator.get(f"{page('add')}?kind=board"))
    assert form["community"] == [str(community.pk)]


def test_a_group_of_another_community_is_refused(coordinator):
    community, group = CommunityFactory(), WorkingGroupFactory()
    address = f"{page('add')}?kind=group"
    data = form_of(coordinator.get(address))
    data |= {"community": [community.pk], "group": [group.pk]}
    data |= {"title": ["Réunion"], "held_on": ["2026-12-03"]}
    answer = coordinator.post(address, data)
    assert "celui d’une autre CPTS" in shown(answer)
    assert not CommunityEvent.objects.exists()


def test_changing_the_kind_leaves_the_trainer_behind(coordinator):
    event = CommunityEventFactory(kind=EventKind.TRAINING, trainer="Institut")
    data = form_of(coordinator.get(page("change", event)))
    assert coordinator.post(page("change", event), {**data, "kind": ["other"]}).status_code == 302
    event.refresh_from_db()
    assert (event.kind, event.trainer) == ("other", "")


def test_a_profession_counted_twice_is_told(coordinator, event):
    EventCountFactory(event=event)
    data = form_of(coordinator.get(page("change", event)))
    data |= {
        "counts-TOTAL_FORMS": ["2"],
        "counts-1-profession": [""],
        "counts-1-invited": ["12"],
        "counts-1-present": [""],
        "counts-1-joined": [""],
        "counts-1-event": [str(event.pk)],
        "counts-1-id": [""],
    }
    text = shown(coordinator.post(page("change", event), data))
    assert "Une profession ne se compte qu’une fois" in text
    assert event.counts.count() == 1


def test_the_list_tells_three_numbers_at_a_constant_cost(reader, django_assert_max_num_queries):
    for rank in range(8):
        event = CommunityEventFactory(held_on=EVENING - dt.timedelta(days=rank))
        EventCountFactory(event=event, invited=150, present=70, joined=None)
    with django_assert_max_num_queries(14):
        text = shown(reader.get(page("changelist")))
    assert "150 → 70 → –" in text


def test_the_sheet_tells_the_gap_between_names_and_numbers(coordinator, event):
    EventCountFactory(event=event, invited=5, present=3, joined=1)
    for present in (True, True, False):
        EventGuestFactory(event=event, present=present)
    text = shown(coordinator.get(page("sheet", event)))
    assert "Nombres énoncés" in text
    assert "Écart entre les deux" in text
    assert "par nom − énoncé" in text
    assert "−2" in text


def test_more_present_than_invited_is_said_and_saved(coordinator, event):
    EventCountFactory(event=event, invited=5, present=8)
    assert "8 présents pour 5 invités" in shown(coordinator.get(page("sheet", event)))


def test_a_reader_sees_numbers_and_nobody(reader, event):
    EventGuestFactory(event=event, name="Camille Roussel", present=True)
    assert "Camille Roussel" not in shown(reader.get(page("sheet", event)))
    for name in ("attendance", "signing", "guests", "invite"):
        assert reader.get(page(name, event)).status_code == 403, name
    assert reader.post(page("walk_in", event), {"name": "X"}).status_code == 403
    assert reader.post(page("attendance", event), {}).status_code == 403


def test_without_the_right_no_page_opens(client, event):
    client.force_login(staff("view_site"))
    for name in ("sheet", "calendar", "attendance"):
        assert client.get(page(name, event)).status_code == 403, name
    assert client.get(page("mobilisation", event.community)).status_code == 403


def test_boxes_ticked_are_noted_and_the_others_when_the_list_is_complete(coordinator, event):
    came, away = EventGuestFactory(event=event), EventGuestFactory(event=event)
    form = form_of(coordinator.get(page("attendance", event)))
    answer = coordinator.post(
        page("attendance", event), {**form, "present": [came.pk]}, follow=True
    )
    assert "1 présent noté, 1 absent noté" in said(answer).replace("\u00a0", " ")
    came.refresh_from_db()
    away.refresh_from_db()
    assert (came.present, away.present) == (True, False)


def test_an_evening_under_way_leaves_the_others_unknown(coordinator, event):
    came, later = EventGuestFactory(event=event), EventGuestFactory(event=event)
    coordinator.post(page("attendance", event), {"present": [came.pk]})
    later.refresh_from_db()
    assert later.present is None


def test_one_click_makes_a_member_of_a_guest_of_the_register(coordinator, event):
    provider = CareProviderFactory(last_name="Roussel", first_name="Anne")
    guest = EventGuestFactory(event=event, provider=provider, name="Anne Roussel", profession="10")
    answer = coordinator.post(
        page("attendance", event),
        {"present": [guest.pk], "join": guest.pk, "on": "2026-11-05"},
        follow=True,
    )
    assert "Anne Roussel a adhéré" in said(answer)
    member = Membership.objects.get()
    assert (member.start, member.rpps, member.provider) == (EVENING, provider.rpps, provider)
    guest.refresh_from_db()
    assert (guest.present, guest.joined_on) == (True, EVENING)


def test_a_member_of_before_is_told(coordinator, event):
    member = MembershipFactory(community=event.community)
    guest = EventGuestFactory(event=event, membership=member, name=str(member))
    answer = coordinator.post(page("attendance", event), {"join": guest.pk}, follow=True)
    assert "est déjà adhérent depuis le" in said(answer)
    assert Membership.objects.count() == 1


def test_a_name_alone_is_asked_for_and_a_namesake_confirmed(coordinator, event):
    MembershipFactory(community=event.community, first_name="Anne", last_name="Roussel")
    guest = EventGuestFactory(event=event, name="Anne Roussel", profession="60")
    asked = coordinator.post(page("attendance", event), {"join": guest.pk})
    address = url("communityevent_join", event.pk, guest.pk)
    assert asked.url == address
    form = form_of(coordinator.get(address))
    assert (form["first_name"], form["last_name"]) == (["Anne"], ["Roussel"])
    answer = coordinator.post(address, form)
    assert "autre personne" in shown(answer)
    assert Membership.objects.count() == 1
    coordinator.post(address, {**form, "is_another": "on"})
    assert Membership.objects.filter(profession="60", start=EVENING).count() == 1


def test_joining_takes_the_right_to_add_members(client, event):
    client.force_login(staff(*EVENTS, *GUESTS))
    guest = EventGuestFactory(event=event, provider=CareProviderFactory())
    assert client.post(page("attendance", event), {"join": guest.pk}).status_code == 403
    assert client.get(url("communityevent_join", event.pk, guest.pk)).status_code == 403
    assert not Membership.objects.exists()


def test_somebody_uninvited_is_added(coordinator, event):
    form = {"name": "Camille Roussel", "profession": "60"}
    answer = coordinator.post(page("walk_in", event), form, follow=True)
    assert "Camille Roussel" in said(answer)
    assert event.guests.get().walk_in is True
    answer = coordinator.post(page("walk_in", event), {"name": " "}, follow=True)
    assert "Donnez le prénom et le nom" in said(answer)


def test_a_hundred_and_fifty_guests_cost_no_more_queries(
    coordinator, event, django_assert_max_num_queries
):
    for _ in range(150):
        EventGuestFactory(event=event, provider=CareProviderFactory())
    for name in ("attendance", "sheet"):
        with django_assert_max_num_queries(14):
            assert coordinator.get(page(name, event)).status_code == 200


def test_the_list_of_the_invited_holds_no_contact_without_the_right(client, event):
    member = MembershipFactory(community=event.community, email="anne@exemple.fr", phone="0321")
    EventGuestFactory(event=event, membership=member, name="=1+1")
    client.force_login(staff(*EVENTS, *GUESTS))
    content = client.get(page("guests", event)).content.decode("utf-8-sig")
    assert "anne@exemple.fr" not in content
    assert "Courriel" not in content
    assert "'=1+1" in content


def test_whoever_sees_the_contacts_of_members_finds_them_in_the_list(client, event):
    member = MembershipFactory(community=event.community, email="anne@exemple.fr")
    EventGuestFactory(event=event, membership=member)
    client.force_login(staff(*EVENTS, *GUESTS, "see_members_contacts"))
    assert "anne@exemple.fr" in client.get(page("guests", event)).content.decode()


def test_the_calendar_names_nobody(reader, event):
    EventGuestFactory(event=event, name="Camille Roussel")
    event.starts_at, event.minutes = dt.time(20), 90
    event.save()
    content = reader.get(page("calendar", event)).content.decode()
    assert "DTSTART:20261105T190000Z" in content
    assert "DTEND:20261105T203000Z" in content
    assert "Roussel" not in content


def test_an_event_without_an_hour_lasts_the_day(reader, event):
    content = reader.get(page("calendar", event)).content.decode()
    assert "DTSTART;VALUE=DATE:20261105" in content


def test_the_signing_sheet_is_a_pdf(coordinator, event):
    EventGuestFactory(event=event)
    answer = coordinator.get(page("signing", event))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_signing_sheet_without_a_list_fills_its_page(monkeypatch):
    pages = []
    monkeypatch.setattr(
        "staffing.documents.signing_sheet.render", lambda page, **_: pages.append(page) or b""
    )
    for people in ([], [("Rose Duval", "infirmière")] * 20):
        render_signing_sheet(
            event="Soirée", community="CPTS", on=TODAY, when="", place="", people=people
        )
    assert [page.count("<tr>") for page in pages] == [23, 29]


def test_an_unknown_community_is_not_found(reader):
    address = reverse("admin:staffing_communityevent_mobilisation", args=[99])
    assert reader.get(address).status_code == 404
