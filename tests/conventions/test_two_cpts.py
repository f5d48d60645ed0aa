"""A coordinator reads the programmes, sheets and committees of their CPTS, and no other’s."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse

from conventions.admin.home import told_of_programmes
from conventions.models import CommitteeDecision, ProgrammeKind
from csipa.roles.catalogue import HEAD, MANAGER
from tests.conventions.factories_programmes import (
    AxisFactory,
    CommitteeDecisionFactory,
    CommitteeFactory,
    CommitteeMeetingFactory,
    CommitteeMemberFactory,
    ProgrammeFactory,
    SheetMissionFactory,
    SheetPlaceFactory,
)
from tests.conventions.pages import shown
from tests.sites.factories import OrganisationFactory, SiteFactory
from tests.sites.factories_territory import CommunityMissionFactory, CommunityScopeFactory
from tests.two_cpts import account, signed_in, two_cpts

pytestmark = pytest.mark.django_db
OURS, THEIRS, CONTRACT = "Projet de Bruay", "Projet de Wattrelos", "Contrat de l’Artois"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


def carried(name, community, organisation):
    """Return a programme with an axis, a sheet that an organisation pilots, and a late decision."""
    kind = ProgrammeKind.CPTS if community else ProgrammeKind.CLS
    row = ProgrammeFactory(kind=kind, name=name, community=community, start=None, end=None)
    place = SheetPlaceFactory(programme=row, axis=AxisFactory(programme=row, title=f"Axe {name}"))
    place.sheet.title, place.sheet.pilot = f"Fiche {name}", organisation
    place.sheet.save()
    if community:
        mission = CommunityMissionFactory(community=community)
        SheetMissionFactory(sheet=place.sheet, mission=mission)
    committee = CommitteeFactory(programme=row, name=f"Comité {name}")
    CommitteeMemberFactory(committee=committee, organisation=organisation)
    meeting = CommitteeMeetingFactory(committee=committee, held_on=TODAY)
    decision = CommitteeDecisionFactory(
        meeting=meeting, text=f"Suite {name}", due_on=TODAY - dt.timedelta(days=9)
    )
    return SimpleNamespace(row=row, sheet=place.sheet, committee=committee, decision=decision)


@pytest.fixture
def world(db):
    """Two CPTS with a project each, the contract of a territory, and one partner everywhere."""
    found, partner = two_cpts(), OrganisationFactory()
    return SimpleNamespace(
        **vars(found),
        partner=partner,
        own=carried(OURS, found.mine, partner),
        foreign=carried(THEIRS, found.theirs, partner),
        contract=carried(CONTRACT, None, partner),
    )


def url(name, *args, **query):
    found = reverse(f"admin:conventions_{name}", args=args)
    return f"{found}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


@pytest.mark.parametrize(
    "name",
    [
        "actionsheet_changelist",
        "actionsheet_sheets_csv",
        "committee_changelist",
        "committeemeeting_changelist",
        "decisions",
        "programme_changelist",
        "progress",
    ],
)
def test_lists_and_exports_tell_of_the_one_cpts_and_of_what_is_everybodys(world, name):
    page = shown(world.client.get(url(name)))
    assert THEIRS not in page
    assert OURS in page
    assert CONTRACT in page
    assert THEIRS in shown(signed_in(account(HEAD)).get(url(name)))


def test_the_page_of_a_foreign_sheet_does_not_open(world):
    for name in ("actionsheet_change", "actionsheet_history", "actionsheet_pdf"):
        assert world.client.get(url(name, world.foreign.sheet.pk)).status_code in (302, 404)
        assert world.client.get(url(name, world.own.sheet.pk)).status_code == 200


def test_the_filters_of_sheets_offer_the_one_cpts(world):
    page = world.client.get(url("actionsheet_changelist"))
    specs = page.context["cl"].filter_specs
    told = {one.title: one.lookup_choices for one in specs if hasattr(one, "lookup_choices")}
    assert [key for key, _ in told["CPTS servie"]] == [str(world.mine.pk)]
    assert str(world.foreign.row.pk) not in [key for key, _ in told["programme"]]
    assert not any(THEIRS in name for _, name in told["axe"])


def test_the_progress_of_a_foreign_programme_is_not_shown(world):
    page = world.client.get(url("progress", programme=world.foreign.row.pk))
    assert page.context["board"].programme != world.foreign.row
    assert THEIRS not in shown(page)


def test_the_place_of_an_organisation_leaves_foreign_committees_out(world):
    page = shown(world.client.get(url("committee_place", organisme=world.partner.pk)))
    assert f"Comité {OURS}" in page
    assert THEIRS not in page
    panel = shown(
        world.client.get(reverse("admin:sites_organisation_change", args=[world.partner.pk]))
    )
    assert f"Fiche {OURS}" in panel
    assert THEIRS not in panel


def test_the_start_page_tells_of_the_one_cpts(world):
    told = told_of_programmes(world.user, today=TODAY)
    assert {task.text for task in told.tasks} == {f"Suite {OURS}", f"Suite {CONTRACT}"}
    figures = {figure.label: figure.value for figure in told.figures}
    assert figures == {"fiches-actions en cours": "2", "décisions à suivre": "2"}
    for name in ("admin:index", "admin:to_do"):
        assert THEIRS not in shown(world.client.get(reverse(name)))


@pytest.fixture
def narrowed(world):
    """Return the client of a manager to whom one CPTS was given."""
    user = account(MANAGER)
    CommunityScopeFactory(user=user, community=world.mine)
    return signed_in(user)


def test_a_foreign_decision_is_not_noted_as_followed(world, narrowed):
    sent = {"done_on": TODAY.isoformat(), "outcome": "Faite"}
    for name in ("decisions_follow", "decisions_reopen"):
        assert narrowed.post(url(name, world.foreign.decision.pk), sent).status_code == 404
    assert CommitteeDecision.objects.get(pk=world.foreign.decision.pk).done_on is None


def test_a_meeting_of_a_foreign_committee_is_not_opened_by_hand(world, narrowed):
    sent = {"committee": world.foreign.committee.pk, "held_on": "2026-12-01"}
    answer = narrowed.post(reverse("admin:conventions_committeemeeting_add"), sent)
    assert "committee" in answer.context["form"].errors
    assert world.foreign.committee.meetings.count() == 1


def test_sheets_are_not_carried_into_a_foreign_programme(world, narrowed):
    sent = {"into": world.foreign.row.pk, "sheets": [world.own.sheet.pk]}
    answer = narrowed.post(url("programme_carry", world.own.row.pk), sent)
    assert "into" in answer.context["form"].errors
    assert world.foreign.row.placements.count() == 1


def test_a_site_shows_a_narrowed_account_the_sheets_of_its_cpts(world, narrowed):
    site = SiteFactory()
    for one in (world.own, world.foreign):
        one.sheet.site = site
        one.sheet.save()
    page = shown(narrowed.get(reverse("admin:sites_site_change", args=[site.pk])))
    assert f"Fiche {OURS}" in page
    assert THEIRS not in page
