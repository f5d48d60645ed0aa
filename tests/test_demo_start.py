"""The first start of a fresh machine: the demonstration, its documents, who may log in."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from conventions.models import Act
from csipa.audit.actions import seal, verify

pytestmark = pytest.mark.django_db


def test_the_first_start_prints_the_documents_and_says_who_logs_in(tmp_path):
    out = StringIO()
    call_command(
        "demo", "--if-empty", "--documents", tmp_path, "--address", "http://x/", stdout=out
    )
    assert (tmp_path / "decision-2026-008.pdf").read_bytes().startswith(b"%PDF")
    assert "gestionnaire" in out.getvalue()
    call_command("demo", "--if-empty", stdout=out)
    assert Act.objects.filter(number="2026 008").count() == 1
    # Everything in it was written with its history, and is sealed or waits to be.
    seal(now=timezone.now())
    report = verify(now=timezone.now())
    assert (report.faults, report.waiting) == ([], 0)
    assert report.links > report.rows > 1000
