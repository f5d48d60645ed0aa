"""A file is what its bytes say; a signature is found, a damaged file is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules import file_kinds
from conventions.rules.file_kinds import (
    PDF,
    FileKind,
    electronic_fault,
    holds,
    kind_of,
    safe_name,
)
from tests.conventions.files import JPEG, PNG, TIFF, pdf, signed_pdf


@pytest.mark.parametrize(
    ("content", "kind", "pages"),
    [
        (pdf(3), PDF, 3),
        (PNG, "image/png", None),
        (JPEG, "image/jpeg", None),
        (JPEG + b"\x00\x00", "image/jpeg", None),
        (TIFF, "image/tiff", None),
        (b"MM\x00*" + b"\x00" * 20, "image/tiff", None),
    ],
)
def test_a_file_is_told_by_its_first_bytes(content, kind, pages):
    found = kind_of(content)
    assert (found.content_type, found.pages, found.fault) == (kind, pages, "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"MZ\x90\x00 un programme", "ni un PDF, ni une image"),
        (b"<html>%PDF-1.7</html>", "ni un PDF, ni une image"),
        (b"PK\x03\x04 un tableur", "ni un PDF, ni une image"),
        (b"%PDF-1.7\n%%EOF\n", "endommagé"),
        (pdf()[:200], "endommagé"),
        (pdf(pages=0), "aucune page"),
        (pdf(password="secret"), "mot de passe"),
        (PNG[:-6], "incomplète"),
        (JPEG[:-2], "incomplète"),
    ],
)
def test_what_cannot_be_filed_is_refused_with_what_to_do(content, said):
    assert said in kind_of(content).fault


def test_what_weighs_too_much_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(file_kinds, "LARGEST", 5 * 1024 * 1024)
    assert kind_of(b"%PDF-" + b"\x00" * (5 * 1024 * 1024 - 5)).fault != ""
    too_much = kind_of(b"%PDF-" + b"\x00" * (6 * 1024 * 1024)).fault
    assert "6,0 Mo" in too_much.replace("\u00a0", " ")


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reading(content):
    for start in (b"", b"%PDF-1.4\n", pdf()[:300]):
        assert isinstance(kind_of(start + content), FileKind)


def test_a_signature_is_found_and_its_reach_told():
    assert kind_of(pdf()).signatures == 0
    signed = kind_of(signed_pdf())
    assert (signed.signatures, signed.is_whole, signed.fault) == (1, True, "")
    assert not kind_of(signed_pdf(tail=b"% ajout")).is_whole
    assert kind_of(signed_pdf(tail=b"\r\n")).is_whole


def test_a_time_stamp_signs_nothing():
    stamped = kind_of(signed_pdf(kind="ETSI.RFC3161"))
    assert stamped.signatures == 0
    assert electronic_fault(stamped)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (signed_pdf(), ""),
        (pdf(), "aucune signature électronique"),
        (PNG, "est un PDF"),
    ],
)
def test_an_electronic_copy_is_a_pdf_that_holds_a_signature(content, said):
    fault = electronic_fault(kind_of(content))
    assert said in fault
    assert bool(said) == bool(fault)


def test_a_frozen_document_is_known_under_the_signature_that_was_added_to_it():
    frozen = pdf(2)
    assert holds(signed_pdf(frozen), frozen)
    assert not holds(frozen, frozen)
    assert not holds(signed_pdf(pdf(3)), frozen)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Convention signée.pdf", "Convention signée.pdf"),
        ("scan.PDF.exe", "scan.PDF.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Bureau\\scan 1.jpg", "scan 1.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("retourné\u202efdp.exe", "retournéfdp.pdf"),
        ('guillemets".pdf', "guillemets.pdf"),
        ("", "copie.pdf"),
        ("...", "copie.pdf"),
        ("x" * 300, "x" * 120 + ".pdf"),
    ],
)
def test_a_name_harms_nowhere_and_says_what_the_file_is(name, kept):
    assert safe_name(name, FileKind(PDF)) == kept


@given(st.text())
def test_any_name_becomes_one_that_can_be_kept_and_sent(name):
    kept = safe_name(name, FileKind("image/png"))
    assert kept.endswith(".png")
    assert 5 <= len(kept) <= 124
    assert not set(kept) & set('/\\"\r\n\x00:;')
    assert safe_name(kept, FileKind("image/png")) == kept
