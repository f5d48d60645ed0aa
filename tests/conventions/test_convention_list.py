"""The list of conventions: what it shows, what it can be asked, in how many queries."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.models import OrganisationAlias
from tests.conventions.factories import AnnexFactory, ConventionFactory
from tests.conventions.holding import amendment, in_force
from tests.conventions.pages import address, shown
from tests.conventions.review.lives import signed_act
from tests.sites.factories import (
    CommuneFactory,
    OrganisationFactory,
    RepresentativeFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def manager(client):
    """Somebody who may do everything."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def found(client, **asked):
    """Return the references of the rows shown."""
    response = client.get(address("convention_changelist"), asked)
    assert response.status_code == 200
    return [row.reference for row in response.context["cl"].result_list]


def test_each_row_tells_where_the_convention_stands_and_until_when_to_act(manager):
    site = SiteFactory(name="Norrent-Fontes")
    names = ("CPTS", "commune", "ARS", "agglomération", "association")
    root = in_force(
        reference="C-1",
        title="Permanence de soins",
        site=site,
        notice_value=15,
        notice_unit="days",
        parties=[{"short_name": name} for name in names],
    )
    amendment(root)
    page = shown(manager.get(address("convention_changelist")))
    for words in (
        *("C-1", "Permanence de soins", "1 avenant", "Partenariat", "Norrent-Fontes"),
        *("En vigueur", "26/01/2026", "28/04/2026", "dans 58 jours"),
        *("13/04/2026", "dans 43 jours"),
        "CPTS · Commune · ARS · 2 autres",
    ):
        assert words.lower() in page.lower(), words


def test_a_draft_and_what_is_over_call_for_nothing(manager):
    ConventionFactory(start=TODAY, end=dt.date(2026, 4, 28), notice_value=15)
    in_force(start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31), notice_value=15)
    page = shown(manager.get(address("convention_changelist")))
    assert "Projet" in page
    assert "Échue" in page
    assert "dans 58 jours" not in page
    assert "13/04/2026" not in page


@pytest.mark.parametrize(
    ("words", "found_by"),
    [
        ("csipa-2026", True),
        ("evaluation", True),
        ("EVALUATION soins", True),
        ("norrent fontes", True),
        ("st hilaire", True),
        ("val de lys", True),
        ("cpts", True),
        ("communauté pro", True),
        ("hopital", True),
        ("écoles", True),
        ("hinges", False),
        ("cpts hinges", False),
    ],
)
def test_a_search_forgives_accents_and_reads_sites_parties_and_communes(manager, words, found_by):
    commune = CommuneFactory(name="Saint-Hilaire-Cottes")
    health = OrganisationFactory(
        kind="cpts",
        official_name="communauté professionnelle territoriale de santé",
        short_name="CPTS",
    )
    OrganisationAlias.objects.create(organisation=health, name="CPTS du Val de Lys")
    in_force(
        reference="CSIPA-2026-01",
        title="Convention d’évaluation des soins",
        subtitle="Un projet d’écoles",
        site=SiteFactory(name="Norrent-Fontes", commune=commune),
        parties=[{"organisation": health}, {"as_written": True, "name": "Hôpital local"}],
    )
    in_force(reference="AUTRE")
    assert ("CSIPA-2026-01" in found(manager, q=words)) is found_by
    assert "AUTRE" not in found(manager, q=words)


def test_amendments_are_hidden_and_find_their_convention(manager):
    root = in_force(reference="C-1")
    amendment(root, reference="C-1-A1", title="Horaires d’été")
    in_force(reference="C-9", parent_relation="amendment", parent_reference="ancienne")
    assert set(found(manager)) == {"C-1", "C-9"}
    assert found(manager, q="été") == ["C-1"]
    assert set(found(manager, avenants="avec")) == {"C-1", "C-1-A1", "C-9"}
    assert set(found(manager, avenants="seuls")) == {"C-1-A1", "C-9"}
    assert set(found(manager, avenants="avec", q="été")) == {"C-1", "C-1-A1"}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("draft", ["projet"]),
        ("in_force", ["court"]),
        ("to_sign", ["a-signer"]),
        ("expired", ["echue"]),
        ("void", []),
        ("surprise", ["projet", "court", "a-signer", "echue"]),
    ],
)
def test_conventions_are_chosen_by_their_stage(manager, stage, expected):
    ConventionFactory(reference="projet")
    in_force(reference="court")
    in_force(reference="a-signer", signature_date=None)
    in_force(reference="echue", start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31))
    assert set(found(manager, etat=stage)) == set(expected)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("30", {"30"}),
        ("60", {"30", "31", "60"}),
        ("90", {"30", "31", "60"}),
        ("jamais", {"sans"}),
        ("autre", {"30", "31", "60", "91", "sans", "hier", "projet"}),
    ],
)
def test_conventions_are_chosen_by_how_soon_they_end(manager, asked, expected):
    for days in (30, 31, 60, 91):
        in_force(reference=str(days), end=TODAY + dt.timedelta(days=days))
    in_force(reference="sans", end=None)
    in_force(reference="hier", end=TODAY - dt.timedelta(days=1))
    ConventionFactory(reference="projet", end=TODAY)
    assert set(found(manager, fin=asked)) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"du": "2026-03-01"}, {"C-1", "sans"}),
        ({"du": "2026-04-28"}, {"C-1", "sans"}),
        ({"du": "2026-04-29"}, {"sans"}),
        ({"du": "2025-06-01", "au": "2026-01-26"}, {"C-1", "C-0"}),
        ({"au": "2026-01-26", "du": "2025-06-01"}, {"C-1", "C-0"}),
        ({"au": "2026-01-25"}, set()),
        ({"du": "31/02/2026", "au": "n’importe"}, {"C-0", "C-1", "sans", "projet"}),
        ({"du": "2026-02-31"}, {"C-0", "C-1", "sans", "projet"}),
    ],
)
def test_conventions_are_chosen_by_the_days_on_which_they_hold(manager, asked, expected):
    in_force(reference="C-0", start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31))
    in_force(reference="C-1")
    in_force(reference="sans", start=TODAY, end=None)
    ConventionFactory(reference="projet", start=TODAY, end=TODAY)
    assert set(found(manager, **asked)) == expected


def test_the_conventions_of_a_cancelled_act_hold_on_no_day(manager):
    cancelled = in_force(reference="C-1")
    act = signed_act(cancelled_on=dt.date(2026, 2, 1))
    AnnexFactory(act=act, text="", convention=cancelled)
    assert found(manager, du="2026-03-01") == []
    assert found(manager, etat="void") == ["C-1"]


def test_conventions_are_chosen_by_a_party_and_the_rest_of_the_question_stays(manager):
    lens = {"organisation": OrganisationFactory(official_name="hôpital de Lens")}
    in_force(reference="C-1", parties=[lens])
    in_force(reference="C-2", kind="grant", parties=[lens])
    in_force(reference="C-3")
    assert set(found(manager, partie="hopital lens")) == {"C-1", "C-2"}
    assert found(manager, partie="  ") == ["C-3", "C-2", "C-1"]
    page = shown(manager.get(address("convention_changelist"), {"partie": "lens", "etat": "draft"}))
    assert '<input type="hidden" name="etat" value="draft">' in page
    assert 'id="filter-partie" value="lens"' in page


@pytest.mark.parametrize("column", range(1, 8))
def test_the_database_sorts_every_column_that_can_be(manager, column):
    in_force(reference="B", end=None)
    in_force(reference="A")
    ConventionFactory(reference="C", start=None)
    for way in ("", "-"):
        assert sorted(found(manager, o=f"{way}{column}")) == ["A", "B", "C"]


def test_stages_are_sorted_as_a_convention_goes_through_them(manager):
    in_force(reference="echue", start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31))
    in_force(reference="court")
    ConventionFactory(reference="projet")
    in_force(reference="a-signer", signature_date=None)
    assert found(manager, o="4") == ["projet", "a-signer", "court", "echue"]
    assert found(manager, o="-4") == ["echue", "court", "a-signer", "projet"]


def test_what_has_no_end_comes_after_what_ends(manager):
    in_force(reference="sans", end=None)
    in_force(reference="avril")
    in_force(reference="mars", end=dt.date(2026, 3, 31))
    assert found(manager, o="6") == ["mars", "avril", "sans"]


def many(count, place, party):
    """Write conventions with a party, a site and an amendment each."""
    for rank in range(count):
        root = in_force(reference=f"C-{rank}-{count}", site=place, parties=[party])
        amendment(root, reference=f"A-{rank}-{count}")


@pytest.mark.parametrize("asked", [{}, {"q": "c cpts"}, {"fin": "60", "partie": "a", "o": "4"}])
def test_the_list_takes_the_same_few_queries_for_200_conventions(manager, asked, monkeypatch):
    monkeypatch.setattr("conventions.admin.convention.ConventionAdmin.list_per_page", 200)
    place, organisation = SiteFactory(), OrganisationFactory(short_name="CPTS")
    person = RepresentativeFactory(organisation=organisation)
    party = {"organisation": organisation, "representative": person}

    def queries(expected):
        manager.get(address("convention_changelist"), asked)
        with CaptureQueriesContext(connection) as captured:
            assert len(found(manager, **asked)) == expected
        return len(captured)

    many(1, place, party)
    few = queries(1)
    many(199, place, party)
    assert queries(200) == few <= 14
