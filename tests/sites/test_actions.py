"""Importing a directory of communes: what is created, changed, kept, refused."""

import pytest

from sites.actions import ImportedCommunes, import_communes
from sites.models import Commune, Organisation, PostalCode
from sites.rules.communes_csv import FaultyFile, parse_communes
from tests.sites.factories import CommuneFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

HEADING = "insee_code,name,tncc,siren,postal_codes,population,department\n"
BUSNES = "62190,Busnes,0,216201905,62350,1243,62\n"


def rows_of(*lines):
    return parse_communes((HEADING + "".join(lines)).encode())


def test_new_commune_is_created_with_its_codes_and_its_history(admin_user):
    done = import_communes(rows=rows_of("02001,Abbécourt,1,,02300 02301,500,02\n"), by=admin_user)
    assert done == ImportedCommunes(created=1, updated=0, unchanged=0)
    commune = Commune.objects.named("abbecourt").get()
    assert [code.code for code in commune.postal_codes.order_by("code")] == ["02300", "02301"]
    first = commune.history.get()
    assert (first.history_type, first.history_user) == ("+", admin_user)
    assert first.history_change_reason == "Import du répertoire des communes"


def test_second_import_of_one_file_changes_nothing():
    rows = rows_of(BUSNES, "02001,Abbécourt,1,,02300,500,02\n")
    import_communes(rows=rows)
    before = Commune.history.count() + PostalCode.history.count()
    assert import_communes(rows=rows) == ImportedCommunes(created=0, updated=0, unchanged=2)
    assert Commune.history.count() + PostalCode.history.count() == before


def test_commune_outside_the_file_is_left_alone():
    import_communes(rows=rows_of(BUSNES))
    assert Commune.objects.count() == 100


def test_changed_commune_is_updated_and_its_change_kept(admin_user):
    changed = BUSNES.replace("1243", "1250").replace("62350", "62350/62351")
    done = import_communes(rows=rows_of(changed), population_year=2024, by=admin_user)
    assert done == ImportedCommunes(created=0, updated=1, unchanged=0)
    busnes = Commune.objects.get(pk="62190")
    assert (busnes.population, busnes.population_year) == (1250, 2024)
    assert busnes.postal_codes.count() == 2
    assert [row.population for row in busnes.history.all()[:2]] == [1250, 1243]
    assert busnes.history.first().history_user == admin_user


def test_postal_code_that_changed_alone_counts_as_an_update(admin_user):
    done = import_communes(rows=rows_of(BUSNES.replace("62350", "62351")), by=admin_user)
    assert done.updated == 1
    assert PostalCode.objects.get(commune="62190").code == "62351"
    deleted = PostalCode.history.get(history_type="-")
    assert (deleted.code, deleted.history_user) == ("62350", admin_user)


@pytest.mark.parametrize(
    ("population", "given", "year"),
    [
        pytest.param("1243", None, 2023, id="same population keeps its year"),
        pytest.param("1250", None, None, id="new population of unknown year"),
        pytest.param("1250", 2024, 2024, id="new population of known year"),
        pytest.param("", 2024, None, id="no population, no year"),
    ],
)
def test_year_of_the_population_is_never_invented(population, given, year):
    rows = rows_of(BUSNES.replace("1243", population))
    import_communes(rows=rows, population_year=given)
    assert Commune.objects.get(pk="62190").population_year == year


def test_renamed_commune_and_its_organisation_keep_their_former_name():
    organisation = OrganisationFactory(municipality=True, commune=Commune.objects.get(pk="62190"))
    for _ in range(2):
        import_communes(rows=rows_of(BUSNES.replace("Busnes", "Busnes-sur-Clarence")))
    assert Commune.objects.resolve("Busnes").name == "Busnes-sur-Clarence"
    organisation.refresh_from_db()
    assert organisation.official_name == "commune de Busnes-sur-Clarence"
    assert Organisation.objects.named("La Commune de Busnes").get() == organisation
    assert organisation.aliases.count() == 1


def test_siren_of_a_commune_outside_the_file_is_refused_before_anything_is_written():
    CommuneFactory(insee_code="02009", name="Margival", siren="200072460")
    rows = rows_of(BUSNES.replace("1243", "1"), "02001,Abbécourt,1,200072460,02300,500,02\n")
    with pytest.raises(FaultyFile) as caught:
        import_communes(rows=rows)
    assert str(caught.value) == (
        "ligne 3\u00a0: le SIREN 200072460 est déjà celui de Margival (02009)."
    )
    assert Commune.objects.get(pk="62190").population == 1243
