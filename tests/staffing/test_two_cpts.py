"""A coordinator sees and writes the members, events and groups of their CPTS, and no other."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from csipa.roles.catalogue import HEAD
from staffing.models import (
    CommunityEvent,
    EventGuest,
    EventKind,
    Membership,
    MembershipFee,
    WorkingGroup,
    WorkingGroupMember,
)
from tests.admin.browser import form_of
from tests.conventions.pages import shown
from tests.sites.factories import TerritoryCommuneFactory
from tests.sites.factories_territory import (
    CommunityMissionFactory,
    FigureFactory,
    MissionIndicatorFactory,
    ZoningFactory,
)
from tests.staffing.factories_community import (
    CarePlaceFactory,
    CareProviderFactory,
    CommunityEventFactory,
    EventGuestFactory,
    MembershipFactory,
    MembershipFeeFactory,
    WorkingGroupFactory,
)
from tests.staffing.pages import lines, url
from tests.two_cpts import account, signed_in, two_cpts

pytestmark = pytest.mark.django_db
NAME = "Wattrelos-Secret"
GONE = (302, 403, 404, 405)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def inhabited(community, name):
    """Give a CPTS a member with a fee, an event with a guest, a group, a mission."""
    member = MembershipFactory(community=community, last_name=name, first_name="Agathe")
    event = CommunityEventFactory(community=community, title=f"Soirée {name}")
    mission = CommunityMissionFactory(community=community, mission="access", summary=name)
    MissionIndicatorFactory(mission=mission, name=f"Indicateur {name}")
    return SimpleNamespace(
        member=member,
        fee=MembershipFeeFactory(membership=member),
        event=event,
        guest=EventGuestFactory(event=event, name=f"Invité {name}"),
        group=WorkingGroupFactory(community=community, name=f"Groupe {name}"),
        mission=mission,
    )


@pytest.fixture
def world(db):
    """Two CPTS and what each has."""
    found = two_cpts()
    return SimpleNamespace(
        **vars(found),
        own=inhabited(found.mine, "Bruay"),
        foreign=inhabited(found.theirs, NAME),
    )


def everything():
    """Return every row that the pages tried may write."""
    models = (Membership, MembershipFee, CommunityEvent, EventGuest, WorkingGroup)
    return [list(model.objects.order_by("pk").values()) for model in (*models, WorkingGroupMember)]


@pytest.mark.parametrize("name", ["membership", "communityevent", "workinggroup"])
@pytest.mark.parametrize("query", ["", "?cpts={theirs}", "?q=Secret", "?q=Agathe"])
def test_lists_hold_the_rows_of_the_cpts_alone_whatever_is_asked(world, name, query):
    address = url(f"{name}_changelist") + query.format(theirs=world.theirs.pk)
    assert NAME not in shown(world.client.get(address)).partition("<main")[2]


def test_filters_do_not_name_another_cpts(world):
    page = shown(world.client.get(url("membership_changelist")))
    assert str(world.theirs) not in page


@pytest.mark.parametrize(
    ("kind", "name", "more"),
    [
        ("member", "membership_change", ()),
        ("member", "membership_history", ()),
        ("member", "membership_delete", ()),
        ("member", "membership_leave", ()),
        ("member", "membership_join", ()),
        ("member", "membership_consent", ()),
        ("event", "communityevent_change", ()),
        ("event", "communityevent_history", ()),
        ("event", "communityevent_delete", ()),
        ("event", "communityevent_sheet", ()),
        ("event", "communityevent_attendance", ()),
        ("event", "communityevent_walk_in", ()),
        ("event", "communityevent_invite", ()),
        ("event", "communityevent_uninvite", ()),
        ("event", "communityevent_invite_group", ()),
        ("event", "communityevent_calendar", ()),
        ("event", "communityevent_signing", ()),
        ("event", "communityevent_guests", ()),
        ("event", "communityevent_join", ("guest",)),
        ("group", "workinggroup_change", ()),
        ("group", "workinggroup_history", ()),
        ("group", "workinggroup_delete", ()),
        ("group", "workinggroup_meeting", ()),
    ],
)
def test_no_page_of_a_foreign_row_opens_and_nothing_is_written(world, kind, name, more):
    keys = [getattr(world.foreign, kind).pk, *(getattr(world.foreign, one).pk for one in more)]
    before, address = everything(), url(name, *keys)
    typed = {
        "end": "2026-11-01",
        "reason": "Départ",
        "start": "2026-11-01",
        "name": "Jean Intrus",
        "names": "Jean Intrus",
        "title": "Réunion",
        "held_on": "2026-12-01",
        "last_name": "Intrus",
        "on": "2026-11-01",
        "remove": world.foreign.guest.pk,
        "post": "yes",
    }
    for answer in (world.client.get(address), world.client.post(address, typed)):
        assert answer.status_code in GONE
        assert answer.status_code != 302 or answer.url == reverse("admin:index")
    assert everything() == before


@pytest.mark.parametrize(
    "name",
    [
        "communityevent_mobilisation",
        "communityevent_agenda",
        "communityevent_year",
        "communityevent_year_csv",
        "communityevent_year_pdf",
        "directories_one",
        "directories_tie",
        "directories_confirm",
        "directories_booklet",
        "directories_offer_booklet",
        "directories_csv",
        "directories_xlsx",
        "directories_import",
        "directories_import_preview",
        "directories_import_apply",
    ],
)
def test_no_page_of_another_cpts_opens(world, name):
    before, address = everything(), url(name, world.theirs.pk)
    file = SimpleUploadedFile("adherents.csv", b"Nom;Profession\nIntrus;infirmier\n")
    typed = {"adherent": world.foreign.member.pk, "defaire": "1", "file": file}
    for answer in (world.client.get(address), world.client.post(address, typed)):
        assert answer.status_code in (404, 405)
    assert everything() == before


def test_directories_and_tools_of_lists_lead_to_the_one_cpts(world):
    answer = world.client.get(url("directories"))
    assert answer.url == url("directories_one", world.mine.pk)
    page = shown(world.client.get(url("communityevent_changelist")))
    assert url("communityevent_mobilisation", world.mine.pk) in page


def test_a_member_is_not_added_to_another_cpts_by_hand(world):
    form = form_of(world.client.get(url("membership_add")))
    sent = {**form, "last_name": "Intrus", "first_name": "Jean", "profession": "60"}
    answer = world.client.post(url("membership_add"), {**sent, "community": world.theirs.pk})
    assert "community" in answer.context["adminform"].form.errors
    assert not Membership.objects.filter(last_name="Intrus").exists()
    world.client.post(url("membership_add"), {**sent, "community": world.mine.pk})
    assert Membership.objects.get(last_name="Intrus").community == world.mine


def test_an_event_and_a_group_are_not_added_to_another_cpts_by_hand(world):
    address = url("communityevent_add") + f"?kind={EventKind.GROUP}"
    form = form_of(world.client.get(address))
    event = {**form, "title": "Soirée intruse", "community": world.theirs.pk}
    answer = world.client.post(address, event)
    assert "community" in answer.context["adminform"].form.errors
    answer = world.client.post(
        address, {**event, "community": world.mine.pk, "group": world.foreign.group.pk}
    )
    assert "group" in answer.context["adminform"].form.errors
    group = {"community": world.theirs.pk, "name": "Groupe intrus", "start": "2026-11-01"}
    answer = world.client.post(url("workinggroup_add"), group)
    assert "community" in answer.context["adminform"].form.errors
    assert not CommunityEvent.objects.filter(title="Soirée intruse").exists()
    assert not WorkingGroup.objects.filter(name="Groupe intrus").exists()


def test_a_row_of_theirs_does_not_leave_for_another_cpts(world):
    group = {
        "community": world.theirs.pk,
        "name": "Déplacé",
        "start": "2026-11-01",
        "version": world.own.group.version,
        **lines("participants"),
    }
    world.client.post(url("workinggroup_change", world.own.group.pk), group)
    world.own.group.refresh_from_db()
    assert world.own.group.community == world.mine


def test_the_fee_is_not_called_from_another_cpts(world):
    before = everything()
    sent = {"community": world.theirs.pk, "year": "2026", "amount": "20"}
    answer = world.client.post(url("membership_fees"), sent)
    assert "community" in answer.context["form"].errors
    assert everything() == before


def test_a_foreign_fee_is_not_noted_as_paid_by_the_action_of_the_list(world):
    MembershipFee.objects.filter(pk=world.foreign.fee.pk).update(year=TODAY.year, paid_on=None)
    sent = {"action": "note_paid", "_selected_action": [world.foreign.member.pk]}
    world.client.post(url("membership_changelist") + "?quand=toutes", sent)
    assert MembershipFee.objects.get(pk=world.foreign.fee.pk).paid_on is None


def test_a_foreign_member_is_neither_invited_nor_put_in_a_group_nor_made_to_lead_it(world):
    address = url("communityevent_invite", world.own.event.pk)
    world.client.post(address, {"who": [f"m{world.foreign.member.pk}"], "names": ""})
    assert not EventGuest.objects.filter(membership=world.foreign.member).exists()
    sent = {
        "name": "Groupe",
        "start": "2026-11-01",
        "community": world.mine.pk,
        "lead": world.foreign.member.pk,
        "version": world.own.group.version,
        **lines("participants", {"membership": world.foreign.member.pk, "guest": ""}),
    }
    answer = world.client.post(url("workinggroup_change", world.own.group.pk), sent)
    assert "lead" in answer.context["adminform"].form.errors
    assert not WorkingGroupMember.objects.filter(membership=world.foreign.member).exists()


def test_pages_of_the_cpts_itself_open(world):
    for name, key in (
        ("membership_change", world.own.member.pk),
        ("communityevent_attendance", world.own.event.pk),
        ("workinggroup_change", world.own.group.pk),
        ("directories_one", world.mine.pk),
        ("communityevent_year", world.mine.pk),
    ):
        assert world.client.get(url(name, key)).status_code == 200


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("community_change", "theirs"),
        ("community_history", "theirs"),
        ("community_delete", "theirs"),
        ("community_board", "theirs"),
        ("community_sheet", "theirs"),
        ("community_report", "theirs"),
        ("community_indicators", "theirs"),
        ("communitymission_change", "mission"),
        ("communitymission_history", "mission"),
        ("communitymission_delete", "mission"),
        ("communitymission_values", "mission"),
    ],
)
def test_no_page_of_the_project_of_another_cpts_opens(world, name, row):
    key = world.theirs.pk if row == "theirs" else world.foreign.mission.pk
    before = world.foreign.mission.history.count(), world.theirs.history.count()
    address = reverse(f"admin:sites_{name}", args=[key])
    for answer in (world.client.get(address), world.client.post(address, {"post": "yes"})):
        assert answer.status_code in GONE
        assert answer.status_code != 302 or answer.url == reverse("admin:index")
    assert (world.foreign.mission.history.count(), world.theirs.history.count()) == before


def test_the_lists_and_the_start_page_tell_of_the_one_cpts(world):
    for address in (
        reverse("admin:sites_community_changelist"),
        reverse("admin:sites_communitymission_changelist"),
        reverse("admin:index"),
    ):
        page = shown(world.client.get(address))
        assert str(world.theirs) not in page
        assert str(world.mine) in page


def test_a_head_keeps_both(world):
    head = signed_in(account(HEAD))
    for row in (world.own, world.foreign):
        assert head.get(url("membership_change", row.member.pk)).status_code == 200
        assert head.get(url("communityevent_sheet", row.event.pk)).status_code == 200
    assert NAME in shown(head.get(url("membership_changelist")))


def test_an_account_without_a_cpts_sees_none(world):
    world.user.community_scopes.all().delete()
    page = shown(world.client.get(url("membership_changelist"))).partition("<main")[2]
    assert NAME not in page
    assert "Bruay" not in page
    assert world.client.get(url("directories_one", world.mine.pk)).status_code == 404


def test_a_provider_is_known_to_whoever_ties_a_member(world):
    provider = CareProviderFactory()
    sent = {"adherent": world.foreign.member.pk, "offreur": provider.pk}
    assert world.client.post(url("directories_confirm", world.mine.pk), sent).status_code == 404
    world.foreign.member.refresh_from_db()
    assert world.foreign.member.provider_id is None


def test_territory_figures_zonings_and_care_offer_are_those_of_the_cpts(world):
    told = {}
    for name, community in (("own", world.mine), ("foreign", world.theirs)):
        commune = TerritoryCommuneFactory(territory=community.territory).commune
        told[name] = [
            ("sites_territory", community.territory),
            ("sites_figure", FigureFactory(territory=community.territory)),
            ("sites_figure", FigureFactory(territory=None, commune=commune)),
            ("sites_zoning", ZoningFactory(commune=commune)),
            ("staffing_careprovider", CarePlaceFactory(commune=commune).provider),
        ]
    for page, row in told["own"]:
        assert world.client.get(reverse(f"admin:{page}_change", args=[row.pk])).status_code == 200
    for page, row in told["foreign"]:
        answer = world.client.get(reverse(f"admin:{page}_change", args=[row.pk]))
        assert answer.status_code == 302
    asked = {"territory": world.theirs.territory.pk}
    assert world.client.get(url("careprovider_offer_csv"), asked).status_code == 404
    answer = world.client.get(
        reverse("admin:sites_diagnosis"), {"territoire": world.theirs.territory.pk}
    )
    assert "territoire" in answer.context["asked"].errors
    provider = told["foreign"][-1][1]
    answer = world.client.get(url("membership_identity"), {"pk": provider.pk})
    assert answer.status_code == 404
