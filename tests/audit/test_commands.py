"""`verify` and `seal_audit_trail`, as a scheduler runs them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from conventions.models import Act
from tests.conventions.factories import ActFactory

pytestmark = pytest.mark.django_db


def run(*arguments):
    """Run `verify`; return its code and what it says."""
    out = StringIO()
    try:
        call_command("verify", *arguments, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_sealing_tells_how_many_rows_and_the_end():
    ActFactory()
    out = StringIO()
    call_command("seal_audit_trail", stdout=out)
    assert "lignes scellées. Fin de la chaîne" in out.getvalue()


def test_a_sound_trail_ends_well():
    ActFactory()
    call_command("seal_audit_trail", stdout=StringIO())
    code, told = run()
    assert code == 0
    assert told.startswith("Aucune anomalie")


def test_a_fault_is_told_in_french_and_by_the_code():
    ActFactory(number="2026 008")
    call_command("seal_audit_trail", stdout=StringIO())
    Act.history.model.objects.update(title="x")
    code, told = run()
    assert code == 1
    assert "– Décision n° 2026 008" in told
    assert "2\u00a0anomalies trouvées" in told


def test_json_says_the_same():
    ActFactory(number="2026 008")
    call_command("seal_audit_trail", stdout=StringIO())
    Act.history.model.objects.update(title="x")
    code, told = run("--json", "--since", "2020-01-01", "--source", "conventions.Act")
    data = json.loads(told)
    assert (code, data["sound"], data["fault_count"]) == (1, False, 2)
    assert {fault["code"] for fault in data["faults"]} == {"row", "live"}
    assert data["scope"] == "actes, depuis le 1er\u00a0janvier\u00a02020"


def test_an_unknown_source_is_refused_in_words():
    with pytest.raises(CommandError, match="Aucune table suivie ne s’appelle nothing"):
        run("--source", "nothing")


def test_rows_without_version_are_taken_up_before_the_first_link():
    act = ActFactory()
    Act.objects.update(title="y")
    Act.history.model.objects.all().delete()
    out = StringIO()
    call_command("seal_audit_trail", "--take-stock", stdout=out)
    assert out.getvalue().startswith("1\u00a0fiche reprise dans l’historique.")
    assert act.history.get().title == "y"
    assert run()[0] == 0


def test_nothing_is_taken_up_once_the_chain_has_begun():
    ActFactory()
    call_command("seal_audit_trail", stdout=StringIO())
    Act.objects.update(title="y")
    with pytest.raises(CommandError, match="La chaîne est déjà commencée"):
        call_command("seal_audit_trail", "--take-stock", stdout=StringIO())
    assert run()[0] == 1
