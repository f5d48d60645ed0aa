"""Communes: grammar, constraints, and what a code or a name may mean."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sites.models import AmbiguousCommune, AmbiguousCommuneCode, Commune, UnknownCommune
from tests.sites.factories import CommuneAliasFactory, CommuneFactory, PostalCodeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("insee_code", "de", "a"),
    [
        pytest.param("62023", "d’Allouagne", "à Allouagne", id="vowel"),
        pytest.param("62407", "de Ham-en-Artois", "à Ham-en-Artois", id="aspirated h"),
        pytest.param("62454", "d’Hinges", "à Hinges", id="mute h"),
        pytest.param("62252", "de La Couture", "à La Couture", id="article La"),
    ],
)
def test_commune_takes_de_and_a_by_its_type_of_name(insee_code, de, a):
    commune = Commune.objects.get(pk=insee_code)
    assert (commune.de, commune.a) == (de, a)


def test_commune_with_a_masculine_article_contracts():
    touquet = Commune(name="Le Touquet-Paris-Plage", tncc=2)
    assert (touquet.de, touquet.a) == ("du Touquet-Paris-Plage", "au Touquet-Paris-Plage")


def test_code_with_two_meanings_is_never_settled_by_guessing():
    with pytest.raises(AmbiguousCommuneCode) as caught:
        Commune.objects.resolve_code("62190")
    assert str(caught.value) == (
        "62190 est le code INSEE de Busnes et le code postal d’Ames, d’Auchy-au-Bois, de Bourecq, "
        "d’Ecquedecques, de Ham-en-Artois, de Lespesses, de Lières et de Lillers. "
        "Indiquez le nom de la commune."
    )
    assert [commune.name for commune in caught.value.communes][:2] == ["Busnes", "Ames"]


def test_both_meanings_of_a_code_can_be_asked_for():
    meanings = Commune.objects.meanings_of("62190")
    assert meanings.by_insee.name == "Busnes"
    assert "Lillers" in [commune.name for commune in meanings.by_postal_code]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("62713", "Robecq", id="insee code alone"),
        pytest.param("62157", "Allouagne", id="postal code of one commune"),
        pytest.param("Lillers (62190)", "Lillers", id="name and postal code"),
        pytest.param("62190 Busnes", "Busnes", id="insee code and name"),
        pytest.param("lambres", "Lambres-lez-Aire", id="former name"),
        pytest.param("ST FLORIS", "Saint-Floris", id="short spelling"),
        pytest.param("noeux les mines", "Nœux-les-Mines", id="without ligature"),
    ],
)
def test_text_that_means_one_commune_gives_it(text, name):
    assert Commune.objects.resolve(text).name == name


@pytest.mark.parametrize("text", ["62999", "Atlantis", "Robecq (62190)", ""])
def test_text_that_means_no_commune_is_told(text):
    with pytest.raises(UnknownCommune, match=r"aucune|Aucune"):
        Commune.objects.resolve(text)


def test_name_of_two_communes_asks_for_the_code():
    CommuneFactory(insee_code="02001", name="Robecq")
    with pytest.raises(AmbiguousCommune, match=r"Robecq \(02001\) ou Robecq \(62713\)"):
        Commune.objects.resolve("Robecq")


def test_code_of_one_commune_under_both_readings_is_not_ambiguous():
    commune = CommuneFactory(insee_code="02002")
    PostalCodeFactory(commune=commune, code="02002")
    assert Commune.objects.resolve_code("02002") == commune


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("norrent font", {"Norrent-Fontes"}, id="two beginnings"),
        pytest.param("lieres", {"Lières"}, id="without accent"),
        pytest.param("6219", {"Busnes", "Lillers"}, id="beginning of a code"),
        pytest.param("lambres 62120", {"Lambres-lez-Aire"}, id="name and postal code"),
        pytest.param("atlantis", set(), id="nowhere"),
    ],
)
def test_search_forgives_accents_and_reads_every_code(text, names):
    found = [commune.name for commune in Commune.objects.search(text)]
    assert names <= set(found)
    assert len(found) == len(set(found))
    assert found or not names


def test_empty_search_gives_every_commune():
    assert Commune.objects.search(" ").count() == 100


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"insee_code": "2C004"}, "sites_commune_insee_code", id="insee code"),
        pytest.param({"tncc": 9}, "sites_commune_tncc", id="tncc"),
        pytest.param({"siren": "12345678"}, "sites_commune_siren", id="siren"),
        pytest.param({"population": None}, "sites_commune_population_year", id="year alone"),
        pytest.param({"latitude": 50}, "sites_commune_point", id="latitude alone"),
    ],
)
def test_database_refuses_what_must_never_be(values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CommuneFactory(**values)


def test_two_communes_do_not_share_a_siren():
    CommuneFactory(siren="200072460")
    with pytest.raises(IntegrityError), transaction.atomic():
        CommuneFactory(siren="200072460")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"siren": "200072461"}, "siren", id="key of the siren"),
        pytest.param({"name": "Touquet", "tncc": 2}, "tncc", id="article missing"),
        pytest.param({"department": "62"}, "department", id="department of elsewhere"),
    ],
)
def test_page_refuses_what_the_database_cannot_see(values, field):
    with pytest.raises(ValidationError) as caught:
        CommuneFactory.build(insee_code="02003", **values).full_clean()
    assert list(caught.value.message_dict) == [field]


def test_codes_typed_with_spaces_are_stored_compact():
    commune = CommuneFactory.build(insee_code=" 02 004", siren="200 072 460")
    commune.full_clean()
    assert (commune.insee_code, commune.siren) == ("02004", "200072460")


def test_alias_renamed_is_found_under_its_new_name():
    alias = CommuneAliasFactory(name="Vieux-Bourg")
    alias.name = "Grand-Bourg"
    alias.save()
    assert Commune.objects.named("grand bourg").get() == alias.commune
    assert not Commune.objects.named("vieux bourg").exists()
