"""What a convention says of the records chosen for it."""

import datetime as dt

import pytest

from conventions.exchange.filling import (
    alias_after_article,
    choices_of,
    distinct_aliases,
    facts_from,
    values_from,
)
from sites.models import Commune
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    InstalmentFactory,
    LentEquipmentFactory,
    OccupiedRoomFactory,
    OccupiedSlotFactory,
    PayerFactory,
)
from tests.sites.factories import (
    OrganisationAliasFactory,
    OrganisationFactory,
    SiteFactory,
    TerritoryCommuneFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
START = dt.date(2026, 3, 1)


def words_of(convention):
    """Return the words of the placeholders, their no-break spaces made plain."""
    said = values_from(choices_of(convention, purpose="l’accueil")).words
    return {name: words.replace("\u00a0", " ") for name, words in said.items()}


def commune(code):
    """Return the organisation of a commune of the directory."""
    return OrganisationFactory(
        municipality=True, commune=Commune.objects.get(pk=code), short_name="Commune"
    )


def test_two_communes_are_told_apart_by_their_place_and_others_keep_their_short_name():
    agglomeration = OrganisationFactory(agglomeration=True)
    rows = [agglomeration, commune("62454"), commune("62407"), OrganisationFactory()]
    assert distinct_aliases(rows) == [
        "Communauté d’agglomération",
        "Commune d’Hinges",
        "Commune de Ham-en-Artois",
        "",
    ]
    assert distinct_aliases(rows[:2]) == ["Communauté d’agglomération", "Commune"]


def test_two_bodies_of_one_short_name_are_called_by_their_full_name():
    rows = [OrganisationFactory(official_name=f"maison {n}", short_name="Maison") for n in "ab"]
    assert distinct_aliases(rows) == ["Maison a", "Maison b"]


@pytest.mark.parametrize(
    ("article", "gender", "alias", "told"),
    [
        ("la", "f", "CPTS", "la CPTS"),
        ("l", "f", "ARS", "l’ARS"),
        ("le", "m", "Hôpital", "l’Hôpital"),
        ("les", "f", "Amies", "les Amies"),
        ("none", "f", "APAS 82", "APAS 82"),
        ("la", "f", "La Commune", "la Commune"),
        ("la", "f", "", "la caisse"),
    ],
)
def test_the_name_of_a_party_comes_after_its_article(article, gender, alias, told):
    body = OrganisationFactory(article=article, gender=gender, official_name="caisse")
    assert alias_after_article(body, alias) == told


def test_a_text_names_a_party_as_its_opening_block_does():
    convention = ConventionFactory()
    body = OrganisationFactory(article="la", official_name="caisse primaire", short_name="CPAM")
    party = PartyFactory(convention=convention, organisation=body, role="partner")
    assert words_of(convention)["le partenaire"] == "la CPAM"
    party.short_name = "Caisse"
    party.save()
    assert words_of(convention)["le partenaire"] == "la Caisse"
    assert words_of(convention)["le partenaire, en entier"] == "la caisse primaire"


def test_a_party_that_is_only_informed_is_not_counted():
    convention = ConventionFactory()
    PartyFactory.create_batch(2, convention=convention)
    PartyFactory(convention=convention, rank="informed")
    assert words_of(convention)["nombre de parties"] == "deux"


@pytest.mark.parametrize("named", ["official", "short", "alias"])
def test_the_communes_of_a_health_community_are_those_of_the_territory_of_its_name(named):
    body = OrganisationFactory(
        kind="cpts", official_name="communauté professionnelle Val Fleuri", short_name="CPTS VF"
    )
    names = {"official": body.official_name, "short": "cpts vf", "alias": "Val-Fleuri"}
    OrganisationAliasFactory(organisation=body, name="Val Fleuri")
    TerritoryFactory(name="Autre")
    territory = TerritoryFactory(name=names[named])
    for code in ("62454", "62407", "62620"):
        TerritoryCommuneFactory(territory=territory, commune_id=code)
    TerritoryCommuneFactory(territory=territory, commune_id="62119", end=dt.date(2025, 1, 1))
    convention = ConventionFactory(start=START)
    PartyFactory(convention=convention, organisation=body, role="partner")
    said = words_of(convention)["communes du partenaire"]
    assert said == "les communes de Ham-en-Artois, d’Hinges et de Norrent-Fontes"


def test_without_a_territory_the_communes_are_told_in_general():
    convention = ConventionFactory(start=START)
    body = OrganisationFactory(kind="cpts", official_name="communauté Val Fleuri")
    PartyFactory(convention=convention, organisation=body, role="partner")
    assert words_of(convention)["communes du partenaire"] == "les communes de son territoire"


def test_a_site_gives_its_address_and_its_commune():
    site = SiteFactory(
        name="Hinges", commune_id="62454", address="1 rue Haute\nBâtiment B", postal_code="62232"
    )
    words = words_of(ConventionFactory(site=site))
    assert words["le site"] == "le centre de santé d’Hinges"
    assert words["adresse du site"] == "1 rue Haute, Bâtiment B, 62232 Hinges"
    assert words["de la commune du site"] == "d’Hinges"
    site.address = ""
    site.save()
    assert "adresse du site" not in words_of(ConventionFactory(site=site))


def test_notice_is_given_to_the_other_party_of_two_to_all_the_others_of_three():
    convention = ConventionFactory(
        notice_value=1, notice_unit="months", notice_form="registered", notice_to="all"
    )
    PartyFactory.create_batch(2, convention=convention)
    assert words_of(convention)["destinataire du préavis"] == "à l’autre partie"
    PartyFactory(convention=convention)
    words = words_of(convention)
    assert words["destinataire du préavis"] == "à toutes les autres parties"
    assert words["préavis"] == "un mois"
    assert words["forme du préavis"] == "par lettre recommandée avec avis de réception"


def test_money_rooms_hours_and_things_come_from_their_rows(settings):
    settings.APPEAL_COURT = "tribunal administratif d’Amiens"
    site = SiteFactory()
    convention = ConventionFactory(site=site, start=START)
    payer = PartyFactory(convention=convention, organisation__short_name="Payeuse")
    FinancialTermFactory(convention=convention, mode="instalments", amount=1000, period="")
    InstalmentFactory(convention=convention, percent=100, when="à la signature")
    PayerFactory(party=payer, percent=100)
    OccupiedRoomFactory(convention=convention, room__site=site, room__name="Cabinet", position=1)
    OccupiedSlotFactory(convention=convention)
    LentEquipmentFactory(convention=convention, equipment__site=site, quantity=2)
    words = words_of(convention)
    assert "1 000,00 €" in words["versements"]
    assert "Payeuse" in words["payeurs"]
    assert words["salles"] == "la salle suivante : Cabinet"
    assert words["créneaux"] == "chaque mardi de 14 h à 18 h"
    assert words["matériel"] == "lecteur de carte (2)"
    assert words["objet"] == "l’accueil"
    assert words["tribunal"] == "tribunal administratif d’Amiens"


def test_an_empty_convention_can_be_read():
    facts = facts_from(choices_of(ConventionFactory()))
    assert (facts.parties, facts.site, facts.rooms) == ([], None, [])
