"""`manage.py import_rpps`, also killed in its middle."""

import os
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from staffing.exchange.register.fictitious import FictitiousPlace, population
from staffing.models import CareProvider, RegisterImport
from tests.jobs.test_worker import ROOT, WAIT, shared
from tests.sites.factories import CommuneFactory, TerritoryCommuneFactory, TerritoryFactory
from tests.staffing.register_files import write

__all__ = ["shared"]
_SLOW = (
    "import sys, time; from staffing.actions import register_import as r; "
    "import django.core.management as m; old = r.checkpoint; r.BATCH = 50; "
    "r.import_register.__kwdefaults__['batch'] = 50; "
    "r.checkpoint = lambda *a, **k: (old(*a, **k), time.sleep(0.3)); "
    "m.call_command(*sys.argv[1:])"
)
_START = "import django; django.setup(); "


@pytest.fixture
def territory():
    return TerritoryCommuneFactory().territory


def place(territory, rank=0):
    return FictitiousPlace(rank, territory.memberships.get().commune_id)


@pytest.mark.django_db
def test_the_command_tells_how_far_it_is_then_what_changed(tmp_path, territory, capsys):
    path = write(tmp_path, [place(territory)])
    for named in (territory.name.upper(), territory.code or territory.name, str(territory.pk)):
        call_command("import_rpps", path, territory=named)
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "répertoire extrait le 23 septembre 2026" in said
    assert "50 % – Recherche des professionnels : 1 ligne lue, 1 retenue." in said
    assert "1 nouveau." in said
    assert "déjà lu pour ce territoire" in said


@pytest.mark.django_db
def test_an_unknown_territory_is_told_with_those_known(tmp_path, territory):
    path = write(tmp_path, [place(territory)])
    with pytest.raises(CommandError, match=territory.name) as refused:
        call_command("import_rpps", path, territory="Nulle-Part")
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_a_name_that_two_territories_have_is_not_guessed(tmp_path, territory):
    TerritoryFactory(name=territory.name, kind="cls")
    path = write(tmp_path, [place(territory)])
    with pytest.raises(CommandError, match="Plusieurs territoires"):
        call_command("import_rpps", path, territory=territory.name)


@pytest.mark.django_db
def test_a_wrong_file_ends_with_code_two(tmp_path, territory):
    path = tmp_path / "rpps.txt"
    path.write_text("a;b;c\n")
    with pytest.raises(CommandError, match="manque"):
        call_command("import_rpps", path, territory=territory.name)


@pytest.mark.django_db(transaction=True)
def test_a_reading_killed_outright_goes_on_where_it_was(shared, tmp_path):
    communes = CommuneFactory.create_batch(3)
    territory = TerritoryFactory()
    for commune in communes[:2]:
        TerritoryCommuneFactory(territory=territory, commune=commune)
    path = write(tmp_path, population([(one.pk, "62190") for one in communes], 600))
    address = shared()
    settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "csipa.settings"}
    first = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _START + _SLOW,
            "import_rpps",
            str(path),
            f"--territory={territory.pk}",
        ],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + WAIT
    while not RegisterImport.objects.filter(lines_read__gte=100).exists():
        assert time.monotonic() < end, "It did not begin."
        assert first.poll() is None, "It ended too early."
        time.sleep(0.02)
    first.kill()
    first.wait()
    reading = RegisterImport.objects.get()
    assert reading.state == "reading"
    reached = reading.lines_read
    assert not CareProvider.objects.exists()

    call_command("import_rpps", path, territory=str(territory.pk))
    reading.refresh_from_db()
    assert reading.state == "done"
    assert RegisterImport.objects.count() == 1
    assert 100 <= reached < reading.lines_read == len(path.read_text().splitlines()) - 1
    found = list(
        CareProvider.objects.order_by("national_id").values_list(
            "national_id", "places", "care_places__key"
        )
    )
    CareProvider.objects.all().delete()
    RegisterImport.objects.all().delete()
    call_command("import_rpps", path, territory=str(territory.pk))
    assert sorted(found) == sorted(
        CareProvider.objects.values_list("national_id", "places", "care_places__key")
    )
