"""A document of the register is imported back from its own PDF, signed or not; nothing else is."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from conventions.actions import import_file, sign_act
from conventions.documents.context import act_context
from conventions.documents.printing import render_pdf
from conventions.documents.public_copy import (
    HeldBack,
    public_context,
    public_pdf,
    public_source,
)
from conventions.exchange.compare import pruned
from conventions.exchange.faults import ExchangeError
from conventions.exports import exported
from conventions.models import Act, FrozenDocument
from conventions.rules.redaction import REMOVED
from tests.conventions import acts
from tests.conventions.factories import DAY, NOW, ready_act
from tests.pdf import certificates
from tests.pdf.made import with_embedded

pytestmark = pytest.mark.django_db


def take(content):
    """Import the bytes of a file."""
    return import_file(content=content, by=None, now=NOW)


def refusal(content):
    """Return why the bytes of a file are refused."""
    with pytest.raises(ExchangeError) as caught:
        take(content)
    assert not Act.objects.exists()
    return str(caught.value)


@pytest.fixture(scope="module")
def decision_pdf():
    """The frozen document of a decision, as another installation made it."""
    data = pruned(acts.decision())
    return render_pdf(act_context(data, draft=False, drafted_here=False), data)


def test_the_frozen_document_of_an_act_gives_the_act_back(decision_pdf, quick_pdf):
    act = take(decision_pdf).act
    assert act.number == acts.decision()["number"]
    assert pruned(json.loads(exported(act))) == pruned(acts.decision())
    assert FrozenDocument.objects.filter(act=act, kind="act").count() == 1


def test_an_act_signed_here_goes_to_an_empty_register_and_back():
    with transaction.atomic():
        act = ready_act()
        document = sign_act(act=act, by=None, on=DAY, now=NOW)
        frozen, written = bytes(document.content), exported(Act.objects.get(pk=act.pk))
        transaction.set_rollback(True)
    assert not Act.objects.exists()
    imported = take(frozen).act
    assert pruned(json.loads(exported(imported))) == pruned(json.loads(written))


def test_a_copy_signed_electronically_gives_the_same_act(decision_pdf, quick_pdf):
    signed = certificates.signed(decision_pdf, certificates.person())
    act = take(signed).act
    assert pruned(json.loads(exported(act))) == pruned(acts.decision())


def test_the_document_of_a_convention_alone_gives_the_convention_back(quick_pdf):
    data = json.dumps(acts.convention()).encode()
    convention = take(with_embedded([("acte.json", data)])).convention
    assert pruned(json.loads(exported(convention))) == pruned(acts.convention())


def test_a_pdf_that_carries_nothing_is_refused_with_what_to_do():
    told = refusal(with_embedded([]))
    assert "ne porte pas de fichier" in told
    assert "importez le document figé" in told


def test_another_attachment_is_not_taken_for_the_act():
    other = json.dumps(acts.decision()).encode()
    assert "ne porte pas" in refusal(with_embedded([("plan.json", other)]))


def test_two_attachments_of_the_same_name_are_refused():
    one = json.dumps(acts.decision()).encode()
    two = json.dumps(acts.arrete()).encode()
    content = with_embedded([("acte.json", one), ("acte.json", two)])
    assert "plusieurs fichiers du même nom" in refusal(content)


def test_a_public_copy_without_some_words_is_refused():
    data = acts.decision()
    data["title"] = f"Convention avec {REMOVED}"
    content = with_embedded([("acte.json", json.dumps(data, ensure_ascii=False).encode())])
    assert "copie publique" in refusal(content)


def test_a_public_copy_without_an_annex_is_refused():
    data = pruned(acts.decision())
    held_back = [HeldBack(1, "secret des affaires")]
    source = public_source(data, [], held_back)
    context = public_context(data, [], held_back, drafted_here=False)
    assert "copie publique" in refusal(public_pdf(context, source, []))


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (b"{", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"format": "autre"}', "format"),
        (b"[" * 100_000, "imbriqué"),
    ],
)
def test_what_a_pdf_carries_is_checked_like_a_file(inside, told):
    assert told in refusal(with_embedded([("acte.json", inside)]))


def test_an_encrypted_pdf_is_refused():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(with_embedded([("acte.json", b"{}")]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "protégé" in refusal(out.getvalue())


def test_an_attachment_that_swells_is_refused():
    content = with_embedded([("acte.json", b" " * 40_000_000)])
    assert len(content) < 100_000
    assert "trop volumineux" in refusal(content)


def test_the_command_takes_a_pdf(decision_pdf, quick_pdf, tmp_path, capsys):
    path = tmp_path / "decision.pdf"
    path.write_bytes(decision_pdf)
    call_command("import_act", path)
    assert "Import réussi" in capsys.readouterr().out
    assert Act.objects.get().number == acts.decision()["number"]


def test_the_command_refuses_a_scan_and_says_what_to_do(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(with_embedded([]))
    with pytest.raises(CommandError, match="ne porte pas de fichier") as caught:
        call_command("import_act", path)
    assert caught.value.returncode == 2


def test_the_page_takes_a_pdf_and_tells_it_can(decision_pdf, quick_pdf, admin_client):
    page = reverse("admin:conventions_act_import")
    assert "PDF d’un document figé" in admin_client.get(page).content.decode()
    file = SimpleUploadedFile("decision.pdf", decision_pdf, content_type="application/pdf")
    shown = admin_client.post(page, {"file": file})
    answer = admin_client.post(page, {"apercu": shown.context["carried"]})
    assert answer.status_code == 302
    assert Act.objects.get().number == acts.decision()["number"]


def test_the_page_shows_why_a_pdf_is_refused(admin_client):
    file = SimpleUploadedFile("scan.pdf", with_embedded([]), content_type="application/pdf")
    answer = admin_client.post(reverse("admin:conventions_act_import"), {"file": file})
    assert "ne porte pas de fichier" in answer.content.decode()
    assert not Act.objects.exists()
