"""Organisations: their names in sentences, how they are found, what they refuse."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sites.models import Article, Commune, Gender, Organisation, OrganisationKind
from tests.sites.factories import (
    CommuneFactory,
    OrganisationAliasFactory,
    OrganisationFactory,
    RepresentativeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("article", "gender", "name", "the_name", "of_name", "to_name"),
    [
        pytest.param(
            "le",
            "m",
            "département du Pas-de-Calais",
            "le département du Pas-de-Calais",
            "du département du Pas-de-Calais",
            "au département du Pas-de-Calais",
            id="masculine",
        ),
        pytest.param(
            "l",
            "f",
            "Agence régionale de santé",
            "l’Agence régionale de santé",
            "de l’Agence régionale de santé",
            "à l’Agence régionale de santé",
            id="elided",
        ),
        pytest.param(
            "les",
            "m",
            "Hospices civils",
            "les Hospices civils",
            "des Hospices civils",
            "aux Hospices civils",
            id="plural",
        ),
        pytest.param("none", "f", "APAS 82", "APAS 82", "d’APAS 82", "à APAS 82", id="no article"),
    ],
)
def test_name_takes_its_article_de_and_a(article, gender, name, the_name, of_name, to_name):
    organisation = Organisation(article=article, gender=gender, official_name=name)
    assert organisation.the_name == the_name
    assert organisation.of_name == of_name
    assert organisation.to_name == to_name


@pytest.mark.parametrize(
    ("insee_code", "of_name"),
    [
        ("62620", "de la commune de Norrent-Fontes"),
        ("62454", "de la commune d’Hinges"),
        ("62252", "de la commune de La Couture"),
    ],
)
def test_commune_takes_its_name_from_the_directory(insee_code, of_name):
    commune = Commune.objects.get(pk=insee_code)
    organisation = OrganisationFactory(municipality=True, commune=commune, article=Article.L)
    assert organisation.of_name == of_name
    assert str(organisation) == organisation.official_name.replace("commune", "Commune", 1)


@pytest.mark.parametrize(
    ("values", "short"),
    [
        pytest.param({"agglomeration": True}, "la Communauté d’agglomération", id="feminine"),
        pytest.param({"short_name": "ARS"}, "l’ARS", id="elided initialism"),
        pytest.param({"short_name": "CPTS", "article": "l"}, "la CPTS", id="other first letter"),
        pytest.param({"short_name": "HCL", "article": "les"}, "les HCL", id="plural"),
        pytest.param({"official_name": "association Toit"}, "l’association Toit", id="none"),
    ],
)
def test_short_name_has_an_article_of_its_own(values, short):
    assert OrganisationFactory.build(**values).the_short_name == short


@pytest.mark.parametrize(
    "spelling",
    [
        "La Communauté d'Agglomération de Béthune Bruay, Artois Lys Romane",
        "COMMUNAUTÉ D’AGGLOMÉRATION DE BÉTHUNE-BRUAY ARTOIS-LYS ROMANE",
        "Communauté d'Agglomération Béthune-Bruay Artois Lys Romane",
    ],
)
def test_organisation_is_found_by_any_of_its_spellings(spelling):
    agglomeration = OrganisationFactory(agglomeration=True)
    OrganisationAliasFactory(
        organisation=agglomeration,
        name="Communauté d’agglomération Béthune-Bruay Artois Lys Romane",
    )
    OrganisationFactory()
    assert Organisation.objects.named(spelling).get() == agglomeration


def test_short_name_alone_does_not_name_an_organisation():
    OrganisationFactory(agglomeration=True)
    assert not Organisation.objects.named("Communauté d’agglomération").exists()


@pytest.mark.parametrize("text", ["bethune bruay", "200072460", "2000", "la communauté d'agglo"])
def test_search_reads_names_and_numbers(text):
    agglomeration = OrganisationFactory(agglomeration=True)
    OrganisationFactory()
    assert list(Organisation.objects.search(text)) == [agglomeration]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"kind": "commune"}, "sites_organisation_commune", id="commune of nowhere"),
        pytest.param({"official_name": ""}, "sites_organisation_name", id="no name"),
        pytest.param({"article": "le"}, "sites_organisation_article", id="le and feminine"),
        pytest.param({"gender": ""}, "sites_organisation_article", id="no gender"),
        pytest.param({"siren": "1234"}, "sites_organisation_siren", id="siren"),
        pytest.param({"siret": "1234"}, "sites_organisation_siret", id="siret"),
        pytest.param({"rna": "1234"}, "sites_organisation_rna", id="rna"),
    ],
)
def test_database_refuses_what_must_never_be(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OrganisationFactory(**values)


@pytest.mark.parametrize(
    "number", [{"siren": "200072460"}, {"siret": "73282932000074"}, {"rna": "W622000001"}]
)
def test_number_belongs_to_one_organisation(number):
    OrganisationFactory(**number)
    with pytest.raises(ValidationError, match="Un autre organisme porte déjà"):
        OrganisationFactory.build(**number).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(**number)


def test_commune_is_recorded_once():
    commune = CommuneFactory()
    OrganisationFactory(municipality=True, commune=commune)
    with pytest.raises(ValidationError, match="déjà enregistré"):
        OrganisationFactory.build(municipality=True, commune=commune).full_clean()


def test_second_record_of_one_name_in_one_city_is_refused_on_the_page():
    city = CommuneFactory()
    known = OrganisationFactory(official_name="association Bon Pied", commune=city)
    known.full_clean()
    with pytest.raises(ValidationError, match="complétez plutôt sa fiche"):
        OrganisationFactory.build(official_name="Association Bon-Pied", commune=city).full_clean()
    OrganisationFactory.build(official_name="association Bon Pied").full_clean()


def test_alias_that_names_an_organisation_already_is_refused():
    agglomeration = OrganisationFactory(agglomeration=True)
    alias = OrganisationAliasFactory(name="CABBALR")
    alias.full_clean()
    for name in (agglomeration.official_name.upper(), "la Cabbalr"):
        with pytest.raises(ValidationError, match="désigne déjà"):
            OrganisationAliasFactory.build(organisation=agglomeration, name=name).full_clean()


def test_first_in_rank_of_those_in_office_signs_by_default():
    organisation = OrganisationFactory()
    president = RepresentativeFactory(organisation=organisation, position=2)
    RepresentativeFactory(organisation=organisation, position=1, end=dt.date(2025, 12, 31))
    delegate = RepresentativeFactory(
        organisation=organisation, position=3, on_behalf="Par délégation du Président"
    )
    assert organisation.representative_on(dt.date(2026, 1, 15)) == president
    president.delete()
    assert organisation.representative_on(dt.date(2026, 1, 15)) == delegate


def test_holder_is_the_first_in_rank_who_signs_in_their_own_right():
    organisation = OrganisationFactory()
    handover = dt.date(2026, 4, 17)
    old = RepresentativeFactory(organisation=organisation, position=1, end=handover)
    new = RepresentativeFactory(organisation=organisation, position=1, start=handover)
    RepresentativeFactory(organisation=organisation, position=0, on_behalf="Par délégation")
    assert organisation.holder_on(dt.date(2026, 4, 16)) == old
    assert organisation.holder_on(handover) == new
    assert organisation.holder_on(None) == new
    new.delete()
    assert organisation.holder_on(dt.date(2026, 5, 1)) is None
    assert organisation.holder_on(None) == old


def test_organisation_without_anybody_in_office_has_no_representative():
    organisation = RepresentativeFactory(end=dt.date(2025, 12, 31)).organisation
    day = dt.date(2026, 1, 15)
    assert organisation.representative_on(day) is None
    assert organisation in Organisation.objects.unrepresented_on(day)
    assert organisation in Organisation.objects.represented_on(dt.date(2025, 12, 31))


def test_seat_is_written_in_one_line_with_its_city():
    city = Commune.objects.get(pk="62119")
    organisation = OrganisationFactory.build(
        seat_address="100 avenue de Londres\nCS 40548", seat_postal_code="62411", commune=city
    )
    assert organisation.seat == "100 avenue de Londres, CS 40548, 62411 Béthune"
    assert OrganisationFactory.build(commune=city).seat == ""


def test_only_postal_code_of_the_city_is_filled_in_where_there_is_an_address():
    for address, code in (("100 avenue de Londres", "62400"), ("", "")):
        organisation = OrganisationFactory.build(seat_address=address, commune_id="62119")
        organisation.full_clean()
        assert organisation.seat_postal_code == code


def test_codes_of_legal_forms_are_those_of_the_exchange_format():
    assert set(OrganisationKind.values) == {
        *("epci", "commune", "commune_associee", "cpts", "association", "company", "person"),
        *("state", "ars", "department", "region", "hospital", "social_security", "other"),
        *("msp", "ehpad"),
    }
    assert set(Gender.values) == {"m", "f"}


def test_a_narrow_column_shows_the_short_name_but_of_a_commune():
    agency = OrganisationFactory(official_name="agence régionale de santé", short_name="ARS")
    assert agency.brief_name == "ARS"
    agency.short_name = ""
    assert agency.brief_name == "Agence régionale de santé"
    commune = OrganisationFactory(
        kind=OrganisationKind.COMMUNE, commune=CommuneFactory(), short_name="Commune"
    )
    assert commune.brief_name == str(commune) != "Commune"
