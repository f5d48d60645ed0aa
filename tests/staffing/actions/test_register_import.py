"""A file of the register read for a territory."""

import dataclasses
import datetime as dt
import zipfile

import pytest
from django.contrib.auth.models import User

from staffing.actions.register_apply import NotPlausible
from staffing.actions.register_batches import ReadElsewhere
from staffing.actions.register_import import import_register
from staffing.actions.register_start import RegisterRefused, start_reading
from staffing.exchange.register.fictitious import (
    CARDIOLOGY,
    HEADINGS,
    FictitiousPlace,
    national_id,
    population,
)
from staffing.models import (
    CarePlace,
    CareProvider,
    ImportState,
    RegisterImport,
    RegisterStagedPlace,
)
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory
from tests.staffing.register_files import LATER, NOW, finish, read, write, write_skills

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = dt.date(2026, 9, 23), dt.date(2026, 10, 23)


@pytest.fixture
def communes():
    return CommuneFactory.create_batch(3)


@pytest.fixture
def territory(communes):
    """A territory of the first two communes."""
    made = TerritoryFactory()
    for commune in communes[:2]:
        TerritoryCommuneFactory(territory=made, commune=commune)
    return made


def at(rank, commune, **values):
    return FictitiousPlace(rank, commune.pk, "62190", **values)


def rows():
    """Everything a reading may change, with its history."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (CareProvider, CarePlace, CareProvider.history.model, CarePlace.history.model)
    ]


def test_who_works_in_the_territory_enters_the_directory(tmp_path, communes, territory):
    here, _, elsewhere = communes
    nurse = at(1, here, profession="60", mode="S", sector="SA01", skill=None)
    path = write(tmp_path, [at(0, here), nurse, at(2, elsewhere)], mark=True)
    done = read(path, territory, by=User.objects.create_user("coordination"))
    assert done.added == 2
    doctor = CareProvider.objects.get(national_id=national_id(0))
    assert doctor.general_practice
    assert doctor.skills == "Médecine générale"
    assert (doctor.seen_on, doctor.first_seen_on, doctor.left_on) == (SEPTEMBER, SEPTEMBER, None)
    place = doctor.care_places.get()
    assert (place.commune, place.mode, place.sector_label) == (here, "L", "Cabinet individuel")
    version = doctor.history.get()
    assert version.history_user.username == "coordination"
    assert version.history_change_reason == "Répertoire extrait le 23\u00a0septembre\u00a02026"
    reading = RegisterImport.objects.get()
    assert reading.state == ImportState.DONE
    assert (reading.lines_read, reading.lines_kept, reading.lines_bad) == (3, 2, 0)
    assert not RegisterStagedPlace.objects.exists()


def test_a_doctor_shares_their_time_between_all_their_places(tmp_path, communes, territory):
    here, there, elsewhere = communes
    places = [
        at(0, here, structure=1),
        at(0, there, structure=2),
        at(0, elsewhere, structure=3),
        at(0, elsewhere, structure=4, sector="SA01"),  # a hospital is not first recourse
    ]
    read(write(tmp_path, places), territory)
    doctor = CareProvider.objects.get()
    assert doctor.places == 3
    assert doctor.care_places.count() == 2


def test_two_lines_for_one_place_are_one_place(tmp_path, communes, territory):
    here = communes[0]
    other = dataclasses.replace(at(0, here), skill=CARDIOLOGY)
    read(write(tmp_path, [at(0, here), other]), territory)
    doctor = CareProvider.objects.get()
    assert doctor.places == doctor.care_places.count() == 1
    assert not doctor.general_practice


def test_a_student_is_left_out(tmp_path, communes, territory):
    read(write(tmp_path, [at(0, communes[0], category="E")]), territory)
    assert not CareProvider.objects.exists()


def test_an_arrondissement_is_its_commune(tmp_path):
    paris = CommuneFactory(insee_code="75056")
    territory = TerritoryCommuneFactory(commune=paris).territory
    read(write(tmp_path, [FictitiousPlace(0, "75112", "75012")]), territory)
    assert CarePlace.objects.get().commune == paris


def test_only_the_communes_of_that_day_count(tmp_path, communes):
    membership = TerritoryCommuneFactory(commune=communes[0])
    TerritoryCommuneFactory(
        territory=membership.territory, commune=communes[1], end=dt.date(2026, 1, 1)
    )
    read(write(tmp_path, [at(0, communes[0]), at(1, communes[1])]), membership.territory)
    assert [one.commune for one in CarePlace.objects.all()] == [communes[0]]


def test_the_same_file_twice_changes_nothing(tmp_path, communes, territory):
    path = write(tmp_path, population([(one.pk, "62190") for one in communes], 40))
    read(path, territory)
    before, readings = rows(), RegisterImport.objects.count()
    assert str(read(path, territory)).startswith("Rien n’a changé")
    assert rows() == before
    assert RegisterImport.objects.count() == readings


def test_the_same_content_in_another_order_changes_nothing(tmp_path, communes, territory):
    places = list(population([(one.pk, "62190") for one in communes], 40))
    read(write(tmp_path, places), territory)
    before = rows()
    done = read(write(tmp_path, reversed(places), mark=True), territory)
    assert (done.added, done.changed, done.left, done.back) == (0, 0, 0, 0)
    assert rows() == before


def test_a_later_file_with_the_same_people_only_says_when_they_were_seen(
    tmp_path, communes, territory
):
    places = [at(0, communes[0])]
    read(write(tmp_path, places), territory)
    done = read(write(tmp_path, places, name=LATER), territory)
    doctor = CareProvider.objects.get()
    assert doctor.seen_on == OCTOBER
    assert doctor.history.count() == 1
    assert done.changed == 0


def test_who_left_then_came_back(tmp_path, communes, territory):
    here = communes[0]
    read(write(tmp_path, [at(0, here), at(1, here)]), territory)
    done = read(write(tmp_path, [at(1, here)], name=LATER), territory)
    assert (done.left, done.added, done.changed) == (1, 0, 0)
    doctor = CareProvider.objects.get(national_id=national_id(0))
    assert doctor.left_on == OCTOBER
    assert doctor.seen_on == SEPTEMBER
    assert doctor.care_places.get().gone_on == OCTOBER
    assert doctor.history.count() == 2

    path = write(tmp_path, [at(0, here), at(1, here)], name=LATER.replace("1023", "1101"))
    assert read(path, territory).back == 1
    doctor.refresh_from_db()
    assert doctor.left_on is None
    assert doctor.care_places.get().gone_on is None
    assert doctor.history.count() == 3


def test_a_place_left_closes_alone(tmp_path, communes, territory):
    here, there, _ = communes
    both = [at(0, here, structure=1), at(0, there, structure=2)]
    read(write(tmp_path, both), territory)
    done = read(write(tmp_path, both[:1], name=LATER), territory)
    assert (done.changed, done.left) == (1, 0)
    assert CareProvider.objects.get().places == 1
    assert CarePlace.objects.get(commune=there).gone_on == OCTOBER


def test_who_works_in_another_followed_territory_stays_present(tmp_path, communes, territory):
    here, _, elsewhere = communes
    other = TerritoryCommuneFactory(commune=elsewhere).territory
    places = [at(0, here, structure=1), at(0, elsewhere, structure=2)]
    path = write(tmp_path, places)
    read(path, territory)
    read(path, other)
    done = read(write(tmp_path, places[1:], name=LATER), territory)
    doctor = CareProvider.objects.get()
    assert done.left == 0
    assert doctor.left_on is None
    assert doctor.care_places.get(gone_on__isnull=True).commune == elsewhere
    # The other territory is then read from the older file: it may not undo what is known since.
    assert read(path, other).changed == 0


def test_an_older_file_is_refused(tmp_path, communes, territory):
    read(write(tmp_path, [at(0, communes[0])], name=LATER), territory)
    with pytest.raises(RegisterRefused, match="23\u00a0octobre\u00a02026"):
        read(write(tmp_path, [at(0, communes[0])]), territory)


def test_an_older_file_is_refused_for_a_territory_that_shares_a_commune(
    tmp_path, communes, territory
):
    wider = TerritoryCommuneFactory(commune=communes[0]).territory
    read(write(tmp_path, [at(0, communes[0])], name=LATER), wider)
    with pytest.raises(RegisterRefused):
        read(write(tmp_path, [at(0, communes[0])]), territory)


def test_a_file_without_specialities_does_not_guess(tmp_path, communes, territory):
    places = [at(0, communes[0]), at(1, communes[0], skill=CARDIOLOGY)]
    done = read(write(tmp_path, places, skills=False), territory)
    assert "savoir-faire manquent" in str(done)
    assert not CareProvider.objects.filter(general_practice=True).exists()


def test_the_separate_file_tells_general_practitioners(tmp_path, communes, territory):
    places = [at(0, communes[0]), at(1, communes[0], skill=CARDIOLOGY)]
    path = write(tmp_path, places, skills=False)
    done = read(path, territory, skills=write_skills(tmp_path, places))
    assert not done.note
    found = dict(CareProvider.objects.values_list("national_id", "general_practice"))
    assert found == {national_id(0): True, national_id(1): False}


def test_what_was_known_of_specialities_outlives_a_file_without_them(tmp_path, communes, territory):
    places = [at(0, communes[0])]
    read(write(tmp_path, places), territory)
    read(write(tmp_path, places, name=LATER, skills=False), territory)
    assert CareProvider.objects.get().general_practice


def test_a_zip_is_read_with_its_specialities(tmp_path, communes, territory):
    places = [at(0, communes[0])]
    text, special = write(tmp_path, places, skills=False), write_skills(tmp_path, places)
    path = tmp_path / "PS_LibreAcces_202609230000.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(text, text.name)
        archive.write(special, special.name)
        archive.writestr("PS_LibreAcces_Dipl_AutExerc_202609230000.txt", "x|")
    assert read(path, territory, batch=1).added == 1
    assert CareProvider.objects.get().general_practice


def test_bad_lines_are_told_with_their_number(tmp_path, communes, territory):
    path = write(tmp_path, [at(0, communes[0]), at(1, communes[0])])
    lines = path.read_bytes().split(b"\r\n")
    lines[1:1] = [b"trop|court", b"X" * 200_000]
    lines[4] = lines[4].replace(b"EXEMPLE", b"MOD\xc8LE").replace(b"MOD\xc3\x88LE", b"MOD\xc8LE")
    path.write_bytes(b"\r\n".join(lines))
    assert read(path, territory).added == 2
    reading = RegisterImport.objects.get()
    assert reading.lines_bad == 2
    assert [fault["line"] for fault in reading.faults] == [2, 3, 5]
    assert "UTF-8" in reading.faults[2]["text"]


def test_a_file_with_too_many_bad_lines_changes_nothing(tmp_path, communes, territory):
    path = write(tmp_path, [at(0, communes[0])])
    path.write_bytes(path.read_bytes() + b"abc\r\n" * 150)
    with pytest.raises(RegisterRefused, match="150 lignes sur 151"):
        read(path, territory)
    assert RegisterImport.objects.get().state == ImportState.FAILED
    assert not CareProvider.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "manque"),
        (b"finess;etalab\r\n", "manque"),
        ("|".join(HEADINGS).encode() + b"|\r\n8|x", "coupée"),
    ],
)
def test_what_is_no_whole_file_of_the_register_is_refused(tmp_path, territory, content, told):
    path = tmp_path / "PS_LibreAcces_Personne_activite_202609230000.txt"
    path.write_bytes(content)
    with pytest.raises(RegisterRefused, match=told):
        read(path, territory)
    assert not RegisterImport.objects.exists()


def test_the_day_is_asked_when_the_name_does_not_tell_it(tmp_path, communes, territory):
    path = write(tmp_path, [at(0, communes[0])], name="rpps.txt")
    with pytest.raises(RegisterRefused, match="indiquez ce jour"):
        read(path, territory)
    assert read(path, territory, as_of=SEPTEMBER).added == 1
    with pytest.raises(RegisterRefused, match="à venir"):
        read(path, territory, as_of=dt.date(2041, 1, 1))


def test_a_territory_without_communes_is_refused(tmp_path, communes):
    with pytest.raises(RegisterRefused, match="aucune commune"):
        read(write(tmp_path, [at(0, communes[0])]), TerritoryFactory())


def test_a_missing_file_is_refused(tmp_path, territory):
    with pytest.raises(RegisterRefused, match="ne se lit pas"):
        read(tmp_path / "rien.txt", territory)


def test_when_most_would_leave_one_is_asked(tmp_path, communes, territory):
    many = list(population([(communes[0].pk, "62190")], 30))
    read(write(tmp_path, many), territory)
    path = write(tmp_path, many[:5], name=LATER)
    with pytest.raises(NotPlausible, match="25\u00a0personnes sur 30"):
        read(path, territory)
    assert not CareProvider.objects.filter(left_on__isnull=False).exists()
    assert read(path, territory, accept_departures=True).left == 25


@pytest.mark.parametrize("stopped_after", range(1, 9))
def test_a_reading_stopped_anywhere_goes_on_where_it_was(
    tmp_path, communes, territory, stopped_after
):
    codes = [(one.pk, "62190") for one in communes]
    path = write(tmp_path, population(codes, 24))
    started = start_reading(path=path, territory=territory, now=NOW)
    steps = import_register(started, batch=7)
    for _ in range(stopped_after):
        next(steps)
    steps.close()

    again = start_reading(path=path, territory=territory, now=NOW)
    assert again.resumed
    assert again.reading.pk == started.reading.pk
    done = finish(import_register(again, batch=7))
    assert done.added == CareProvider.objects.count()
    assert again.reading.lines_read == len(path.read_text().splitlines()) - 1
    found = {
        one.national_id: (one.places, one.care_places.count()) for one in CareProvider.objects.all()
    }
    CareProvider.objects.all().delete()
    RegisterImport.objects.all().delete()
    read(path, territory)
    assert found == {
        one.national_id: (one.places, one.care_places.count()) for one in CareProvider.objects.all()
    }


def test_two_processes_do_not_read_the_same_file_twice(tmp_path, communes, territory):
    path = write(tmp_path, population([(one.pk, "62190") for one in communes], 24))
    first = import_register(start_reading(path=path, territory=territory, now=NOW), batch=5)
    second = import_register(start_reading(path=path, territory=territory, now=NOW), batch=5)
    next(first)
    with pytest.raises(ReadElsewhere):
        next(second)
    assert finish(first).added == CareProvider.objects.count()


def test_another_file_takes_the_place_of_a_reading_left_open(tmp_path, communes, territory):
    places = list(population([(one.pk, "62190") for one in communes], 24))
    left = import_register(
        start_reading(path=write(tmp_path, places), territory=territory, now=NOW), batch=5
    )
    next(left)
    assert read(write(tmp_path, places, name=LATER), territory).added
    assert [one.state for one in RegisterImport.objects.order_by("as_of")] == ["failed", "done"]
    with pytest.raises(ReadElsewhere):
        next(left)


def test_new_communes_are_read_from_the_same_file(tmp_path, communes, territory):
    path = write(tmp_path, [at(0, communes[0]), at(1, communes[2])])
    read(path, territory)
    RegisterImport.objects.update(started_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    TerritoryCommuneFactory(territory=territory, commune=communes[2])
    assert read(path, territory).added == 1


def test_queries_do_not_grow_with_people(
    tmp_path, communes, territory, django_assert_max_num_queries
):
    path = write(tmp_path, population([(communes[0].pk, "62190")], 200))
    with django_assert_max_num_queries(60):
        read(path, territory)
