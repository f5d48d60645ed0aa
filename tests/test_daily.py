"""The command of every night: each chore apart, one line each, and never two runs at once."""

import io
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command, get_commands

from csipa.jobs.models import ChoreRun
from csipa.management.commands import daily
from csipa.management.commands.daily import CHORES, alone

pytestmark = pytest.mark.django_db


def run(*args):
    """Run the command; return what it says, its no-break spaces made plain."""
    out = io.StringIO()
    try:
        call_command("daily", *args, stdout=out, no_color=True)
    finally:
        run.said = out.getvalue().replace("\u00a0", " ")
    return run.said


@pytest.fixture(autouse=True)
def _own_lock(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """Keep the connection whose transaction the test is in: PostgreSQL would end it there."""
    monkeypatch.setattr(daily, "close_old_connections", lambda: None)


@pytest.fixture
def ran(monkeypatch):
    """Replace what the chores do; note which ran. `faults` tells what some raise."""
    asked, faults = [], {}

    def call(name, *args, stdout, stderr):
        asked.append((name, *args))
        stdout.write(f"– détail de {name}\n{name} a fini.\n")
        if name in faults:
            raise faults[name]

    monkeypatch.setattr(daily, "call_command", call)
    asked.append(faults)
    return asked


def names(ran):
    return [one[0] for one in ran[1:]]


def test_every_chore_is_a_command_and_takes_its_arguments():
    commands = get_commands()
    assert {chore.command for chore in CHORES} <= set(commands)
    assert len({chore.command for chore in CHORES}) == len(CHORES)
    for chore in CHORES:
        module = commands[chore.command]
        loaded = __import__(f"{module}.management.commands.{chore.command}", fromlist=["Command"])
        parser = loaded.Command().create_parser("manage.py", chore.command)
        parser.parse_args(list(chore.arguments))


def test_each_chore_tells_one_line(ran):
    said = run()
    assert names(ran) == [chore.command for chore in CHORES]
    assert said.splitlines() == [f"{one.label} : {one.command} a fini." for one in CHORES]


def test_one_that_fails_holds_back_no_other_and_all_it_said_is_told(ran):
    ran[0].update(
        check_publications=CommandError("deux actes\nnon vus"),
        verify=SystemExit(1),
        send_digest=ValueError("secret"),
    )
    with pytest.raises(CommandError, match=r"3.tâches ont échoué") as failed:
        run()
    assert failed.value.returncode == 1
    assert names(ran) == [chore.command for chore in CHORES]
    assert "Actes en ligne : ÉCHEC – deux actes non vus\n    – détail de check_pub" in run.said
    assert "Vérification de l’intégrité : ÉCHEC – verify a fini." in run.said
    assert "erreur inattendue (ValueError), voir le journal" in run.said
    assert "secret" not in run.said
    assert "--only check_publications verify send_digest" in str(failed.value)


def test_how_each_chore_ended_is_kept_for_the_state_of_the_service(ran):
    ran[0].update(verify=CommandError("deux lignes\nchangées"))
    with pytest.raises(CommandError):
        run()
    kept = {one.command: one for one in ChoreRun.objects.all()}
    assert set(kept) == {chore.command for chore in CHORES}
    assert all(one.finished_at >= one.started_at for one in kept.values())
    assert (kept["verify"].succeeded, kept["verify"].said) == (False, "deux lignes changées")
    assert (kept["purge_jobs"].succeeded, kept["purge_jobs"].said) == (True, "purge_jobs a fini.")


def test_a_chore_that_leaves_without_a_fault_has_not_failed(ran):
    ran[0].update(verify=SystemExit(0))
    assert "ÉCHEC" not in run()


def test_only_what_is_asked_is_done_in_the_usual_order(ran):
    run("--only", "verify", "purge_jobs")
    assert names(ran) == ["purge_jobs", "verify"]
    with pytest.raises(CommandError, match=r"invalid choice|choix"):
        run("--only", "migrate")


def test_a_second_run_does_nothing_while_the_first_goes_on(ran, tmp_path):
    hold = (
        "import fcntl, sys; held = open(sys.argv[1], 'a'); fcntl.flock(held, fcntl.LOCK_EX);"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "daily.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CommandError, match="Un autre passage est en cours") as refused:
            run()
        assert refused.value.returncode == 3
        assert names(ran) == []
        other.stdin.close()
    run()
    assert names(ran)


def test_a_run_that_broke_leaves_no_lock_behind(tmp_path):
    path = tmp_path / "some" / "lock"

    def broken():
        with alone(path):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with alone(path) as is_alone, alone(path) as again:
        assert (is_alone, again) == (True, False)


def test_the_real_chores_run_on_an_empty_database(settings, tmp_path):
    settings.AUDIT_ANCHORS = str(tmp_path / "anchors.txt")
    said = run("--only", *[one.command for one in CHORES if one.command != "verify"])
    assert "Actes en ligne : Aucun acte en ligne." in said
    assert "Récapitulatifs par courrier : Aucun message à envoyer." in said
