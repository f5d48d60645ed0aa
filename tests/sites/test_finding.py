"""Places, organisations and communes from the search box: by their codes, and by former names."""

import pytest

from sites.models import Site, SiteKind
from tests.admin.finding.asking import ask, found, line
from tests.sites.factories import (
    CommuneAliasFactory,
    CommuneFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    PostalCodeFactory,
    RepresentativeFactory,
    SiteFactory,
)
from tests.sites.factories_territory import CommunityFactory

pytestmark = pytest.mark.django_db


def test_site_is_found_by_a_name_it_bore(admin_client):
    site = SiteFactory(name="Les Tilleuls")
    site.name = "Les Érables"
    site.save()
    shown = line(admin_client, "tilleuls", "Sites")
    assert shown.title == "Centre de santé Les Érables"
    assert shown.about.startswith("autre nom\u00a0: Les Tilleuls · ouvert")
    assert "autre nom" not in line(admin_client, "erables", "Sites").about


def test_names_of_other_sites_are_told_of_none(admin_client):
    """The history of each row is its own, also where several rows of one answer were renamed."""
    for before, now in (("Tilleuls Nord", "Érables"), ("Tilleuls Sud", "Ormes")):
        site = SiteFactory(name=before)
        site.name = now
        site.save()
    lines = next(g for g in ask(admin_client, "tilleuls").groups if g.title == "Sites").lines
    told = {one.title: one.about.split(" · ")[0] for one in lines}
    assert told == {
        "Centre de santé Érables": "autre nom\u00a0: Tilleuls Nord",
        "Centre de santé Ormes": "autre nom\u00a0: Tilleuls Sud",
    }


def test_kind_of_site_is_a_word_like_another(admin_client):
    SiteFactory(antenna=True, name="Robecq-le-Vieux")
    SiteFactory(name="Robecq-le-Neuf")
    assert found(admin_client, "antenne robecq", "Sites") == ["Antenne Robecq-le-Vieux"]
    assert set(Site.objects.search("ant")) == set(Site.objects.filter(kind=SiteKind.ANTENNA))


def test_organisation_is_found_by_another_spelling_and_by_a_name_it_bore(admin_client):
    body = OrganisationFactory(official_name="association Bon Pied")
    body.official_name = "association Bon Œil"
    body.save()
    OrganisationAliasFactory(organisation=body, name="Société mutuelle du Lys")
    for typed, told in (
        ("bon pied", "association Bon Pied"),
        ("mutuelle lys", "Société mutuelle du Lys"),
    ):
        shown = line(admin_client, typed, "Organismes")
        assert shown.title == "Association Bon Œil"
        assert f"autre nom\u00a0: {told}" in shown.about
    assert "autre nom" not in line(admin_client, "bon oeil", "Organismes").about


def test_organisation_is_found_by_its_number(admin_client):
    OrganisationFactory(official_name="association Bon Pied", siren="200072460")
    for typed in ("200072460", "200 072 460", "SIREN 200072460"):
        assert found(admin_client, typed, "Organismes") == ["Association Bon Pied"], typed


def test_commune_is_found_by_its_codes_and_its_former_name(admin_client):
    commune = CommuneFactory(insee_code="02998", name="Val-de-Lys")
    PostalCodeFactory(commune=commune, code="02345")
    CommuneAliasFactory(commune=commune, name="Saint-Éloi-sur-Lys")
    for typed in ("02998", "02345", "val de lys", "VAL DE LYS"):
        assert line(admin_client, typed, "Communes").about == (
            "code INSEE 02998 · code postal 02345"
        ), typed
    assert line(admin_client, "st eloi sur lys", "Communes").about.startswith(
        "autre nom\u00a0: Saint-Éloi-sur-Lys"
    )


def test_representative_is_found_by_name_capacity_and_organisation(admin_client):
    body = OrganisationFactory(official_name="association Bon Pied")
    RepresentativeFactory(organisation=body)
    shown = line(admin_client, "dhelin présidente bon pied", "Représentants")
    assert (shown.kind, shown.title) == ("représentante", "Maëlle DHÉLIN")
    assert shown.about == "présidente · Association Bon Pied"


def test_cpts_leads_to_its_dashboard(admin_client):
    body = OrganisationFactory(official_name="CPTS du Val", short_name="CPTS du Val")
    community = CommunityFactory(organisation=body)
    shown = line(admin_client, "cpts val", "CPTS")
    assert shown.url == f"/admin/sites/community/{community.pk}/tableau/"
