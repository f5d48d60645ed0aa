"""The chain of the demonstration begins with it, whatever stood in its place before."""

import pytest
from django.core.management import call_command

from csipa.audit.models import Verification

pytestmark = pytest.mark.django_db


def test_the_anchors_of_a_former_base_are_set_aside_not_lost(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("csipa.demo.build.Demonstration.build", lambda self: None)
    settings.AUDIT_ANCHORS = tmp_path / "anchors.txt"
    former = f"2026-01-15T09:00:00+00:00 5424 {'0' * 64}\n"
    settings.AUDIT_ANCHORS.write_text(former, encoding="ascii")
    call_command("demo")
    assert Verification.objects.get().fault_count == 0
    (aside,) = set(tmp_path.iterdir()) - {settings.AUDIT_ANCHORS}
    assert aside.read_text(encoding="ascii") == former


def test_the_address_that_opens_without_an_account_is_told(monkeypatch, capsys):
    monkeypatch.setattr("csipa.demo.build.Demonstration.build", lambda self: None)
    call_command("demo", "--address", "http://127.0.0.1:8000/")
    assert "http://127.0.0.1:8000/actes/" in capsys.readouterr().out
