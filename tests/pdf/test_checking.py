"""A PDF from anybody: what its signatures prove, and that a hostile file only gets a sentence."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import subprocess
import sys
import time

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pypdf import PdfReader, PdfWriter

from csipa.pdf import checking
from csipa.pdf.checking import (
    FileRefused,
    NothingCarried,
    SignatureFound,
    carried_file,
    check_pdf,
)
from tests.pdf import certificates, made

NOW = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
PLAIN = made.with_embedded([])


def sha256(content):
    """Return the hash of a file."""
    return hashlib.sha256(content).hexdigest()


def trusting(settings, tmp_path, *identities):
    """Believe these authorities."""
    path = tmp_path / "roots.pem"
    path.write_bytes(b"".join(identity.pem for identity in identities))
    settings.SIGNING_TRUST_ROOTS = [str(path)]


@pytest.fixture
def trusted(settings, tmp_path):
    """Believe the authority of the tests."""
    trusting(settings, tmp_path, certificates.authority())


@pytest.fixture(scope="module")
def signed():
    """A file signed by somebody, with a timestamp."""
    return certificates.signed(PLAIN, certificates.person(), timestamped=True)


def test_a_file_without_signature_has_none_and_no_earlier_revision():
    checked = check_pdf(PLAIN)
    assert checked.readable
    assert (checked.signatures, checked.unread, checked.revisions) == ((), 0, ())
    assert checked.sha256 == sha256(PLAIN)


def test_a_signature_tells_who_and_when_and_proves_the_bytes_it_was_put_on(signed, trusted):
    checked = check_pdf(signed)
    (found,) = checked.signatures
    assert (found.signer, found.issuer) == ("Camille Martin", "Autorité d’essai")
    assert found.organisation == "Communauté d’agglomération d’essai"
    assert found.timestamped
    assert abs(found.signed_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert (found.intact, found.whole_document, found.trusted, found.seal) == (
        True,
        True,
        True,
        False,
    )
    assert checked.revisions == (sha256(PLAIN),)
    assert checked.faithful == {sha256(PLAIN)}
    assert signed.startswith(PLAIN)


def test_without_a_list_of_authorities_nobody_is_trusted_and_that_is_told(signed):
    checked = check_pdf(signed)
    assert not checked.roots_known
    assert checked.signatures[0].intact
    assert not checked.signatures[0].trusted


def test_another_authority_of_the_same_trade_is_not_trusted(signed, settings, tmp_path):
    trusting(settings, tmp_path, certificates.authority("Une autre autorité"))
    checked = check_pdf(signed)
    assert checked.roots_known
    assert not checked.signatures[0].trusted


def test_a_list_of_authorities_that_is_missing_stops_nothing(signed, settings, tmp_path):
    settings.SIGNING_TRUST_ROOTS = [str(tmp_path / "absent.pem")]
    checked = check_pdf(signed)
    assert checked.readable
    assert not checked.roots_known


def test_a_list_of_authorities_that_is_none_is_not_the_fault_of_the_file(
    signed, settings, tmp_path
):
    path = tmp_path / "roots.pem"
    path.write_bytes(b"not a certificate")
    settings.SIGNING_TRUST_ROOTS = [str(path)]
    checked = check_pdf(signed)
    assert checked.readable
    assert not checked.roots_known


def test_a_seal_after_a_signature_leaves_it_valid_on_the_file_as_it_was(signed, trusted):
    checked = check_pdf(certificates.signed(signed, certificates.seal(), field="Cachet"))
    person, seal = checked.signatures
    assert (person.whole_document, person.later_changes, person.holds) == (False, "allowed", True)
    assert (seal.whole_document, seal.seal, seal.trusted) == (True, True, True)
    assert checked.revisions == (sha256(PLAIN), sha256(signed))
    assert checked.faithful == {sha256(PLAIN), sha256(signed)}


def test_one_byte_changed_breaks_the_signature_and_the_proof(signed, trusted):
    altered = bytearray(signed)
    altered[PLAIN.index(b"/MediaBox [0 0 200") + 14] ^= 1
    checked = check_pdf(bytes(altered))
    assert not checked.signatures[0].intact
    assert not checked.signatures[0].trusted
    assert sha256(PLAIN) not in checked.revisions


def test_a_page_changed_after_the_signature_is_suspicious(signed, trusted):
    writer = PdfWriter(io.BytesIO(signed), incremental=True)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    checked = check_pdf(out.getvalue())
    assert checked.signatures[0].later_changes == "suspicious"
    assert not checked.signatures[0].holds
    assert sha256(PLAIN) in checked.revisions
    assert not checked.faithful


def test_a_page_changed_before_the_signature_is_no_copy_of_the_document(trusted):
    writer = PdfWriter(io.BytesIO(PLAIN), incremental=True)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    checked = check_pdf(certificates.signed(out.getvalue(), certificates.person()))
    assert checked.signatures[0].holds
    assert checked.revisions[0] == sha256(PLAIN)
    assert sha256(PLAIN) not in checked.faithful


def turned(writer):
    """Turn the first page."""
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = generic.NumberObject(90)
    writer.update_container(page)


def noted(writer):
    """Put a note on the first page, over its text."""
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200))),
            pdf_name("/Contents"): generic.pdf_string("Autre texte"),
        }
    )
    page[pdf_name("/Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def opening(writer):
    """Have the file do something when it opens."""
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/URI"), pdf_name("/URI"): generic.pdf_string("http://x")}
    )
    writer.update_root()


@pytest.mark.parametrize("change", [turned, noted, opening])
def test_what_the_signer_changed_while_signing_is_seen(change, trusted):
    checked = check_pdf(certificates.signed(PLAIN, certificates.person(), change=change))
    assert checked.signatures[0].holds
    assert checked.revisions == (sha256(PLAIN),)
    assert not checked.faithful


def test_bytes_added_without_a_signature_prove_nothing():
    checked = check_pdf(PLAIN + b"% something else\n")
    assert checked.revisions == (sha256(PLAIN),)
    assert not checked.faithful


def test_a_certificate_that_expired_before_the_check_is_not_trusted(trusted):
    signed = certificates.signed(PLAIN, certificates.person(expired=True))
    (found,) = check_pdf(signed, now=NOW).signatures
    assert (found.intact, found.expired, found.trusted) == (True, True, False)


def test_a_timestamp_proves_that_the_signature_is_older_than_the_end_of_its_certificate(trusted):
    before = dt.datetime(2020, 6, 1, tzinfo=dt.UTC)
    signed = certificates.signed(
        PLAIN, certificates.person(expired=True), timestamped=True, at=before
    )
    (found,) = check_pdf(signed, now=NOW).signatures
    assert (found.expired, found.trusted, found.signed_at) == (True, True, before)


def test_a_timestamp_later_than_the_end_of_the_certificate_saves_nothing(trusted):
    after = dt.datetime(2022, 6, 1, tzinfo=dt.UTC)
    signed = certificates.signed(
        PLAIN, certificates.person(expired=True), timestamped=True, at=after
    )
    assert not check_pdf(signed, now=NOW).signatures[0].trusted


def test_a_signature_is_kept_as_data_and_read_again(signed):
    (found,) = check_pdf(signed).signatures
    assert SignatureFound.from_data(json.loads(json.dumps(found.as_data()))) == found


def test_names_without_invisible_signs_are_told(trusted):
    hidden = certificates.person("Camille\u202e nitraM")
    (found,) = check_pdf(certificates.signed(PLAIN, hidden)).signatures
    assert found.signer == "Camille nitraM"


LOOP = made.pdf_of(
    {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> "
        b"/Names << /EmbeddedFiles 6 0 R >> >>",
        2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        5: b"<< /T (a) /Kids [5 0 R] /Parent 5 0 R >>",
        6: b"<< /Kids [6 0 R] >>",
    }
)
ENDLESS = PLAIN.replace(b"trailer\n<< ", b"trailer\n<< /Prev %d " % PLAIN.rindex(b"xref\n0"))
NESTED = made.pdf_of({1: b"[" * 60_000 + b"]" * 60_000})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "pas un PDF"),
        (b"PK\x03\x04", "pas un PDF"),
        (b"%PDF-1.7\n", "endommagé"),
        (PLAIN[: len(PLAIN) // 2], "endommagé"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 400, "endommagé"),
        (NESTED, "endommagé"),
    ],
)
def test_what_is_no_pdf_gets_a_sentence(content, told):
    checked = check_pdf(content)
    assert not checked.readable
    assert told in checked.problem
    assert checked.sha256 == sha256(content)


@pytest.mark.parametrize("content", [LOOP, ENDLESS], ids=["objects", "tables"])
def test_a_loop_ends(content):
    start = time.monotonic()
    checked = check_pdf(content)
    assert time.monotonic() - start < 2 * checking.SECONDS
    assert not checked.signatures
    with pytest.raises(FileRefused):
        carried_file(content, "acte.json")


def test_an_encrypted_file_is_told_as_such():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PLAIN)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "protégé" in check_pdf(out.getvalue()).problem


def test_a_file_larger_than_allowed_is_not_read(monkeypatch):
    monkeypatch.setattr(checking, "LARGEST_FILE", len(PLAIN) - 1)
    monkeypatch.setattr(checking.subprocess, "Popen", None)
    assert "dépasse" in check_pdf(PLAIN).problem


def test_a_reading_that_lasts_is_stopped(monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0.01)
    told = _with_child(monkeypatch, "import time; time.sleep(60)")
    assert "trop de calcul" in told


def test_a_reading_that_eats_all_memory_is_stopped(monkeypatch):
    told = _with_child(monkeypatch, "raise SystemExit(1)")
    assert "trop de mémoire" in told


def test_too_many_readings_at_once_ask_to_come_back(monkeypatch):
    monkeypatch.setattr(checking, "PATIENCE", 0.01)
    taken = [checking._turns.acquire() for _ in range(checking.AT_ONCE)]
    try:
        assert "réessayez" in check_pdf(PLAIN).problem
    finally:
        for _ in taken:
            checking._turns.release()


def _with_child(monkeypatch, code):
    """Check a file with a child process that runs `code` instead."""
    popen = subprocess.Popen

    def started(command, **options):
        return popen([sys.executable, "-c", code], **options)

    monkeypatch.setattr(checking.subprocess, "Popen", started)
    return check_pdf(PLAIN).problem


def test_the_child_knows_nothing_of_the_environment_of_the_server(monkeypatch):
    popen, environments = subprocess.Popen, []

    def started(command, **options):
        environments.append(options["env"])
        return popen(command, **options)

    monkeypatch.setattr(checking.subprocess, "Popen", started)
    check_pdf(PLAIN)
    assert environments == [{"LC_ALL": "C.UTF-8"}]


def test_a_file_is_found_by_its_name_whatever_its_encoding():
    for written in (made.plain, made.utf16):
        content = made.with_embedded([("plan.txt", b"1"), ("acte.json", b"{}")], written=written)
        assert carried_file(content, "acte.json").content == b"{}"


def test_a_file_that_is_not_there_is_told_apart():
    with pytest.raises(NothingCarried):
        carried_file(made.with_embedded([("plan.txt", b"1")]), "acte.json")


def test_two_files_of_one_name_are_refused_even_in_two_encodings():
    content = made.with_embedded([("acte.json", b"1"), ("acte.json", b"2")])
    with pytest.raises(FileRefused, match="plusieurs"):
        carried_file(content, "acte.json")


@pytest.mark.parametrize("size", [6_000_000, 200_000_000])
def test_a_stream_that_swells_is_refused(size):
    content = made.with_embedded([("acte.json", b" " * size)])
    with pytest.raises(FileRefused, match="trop volumineux"):
        carried_file(content, "acte.json")


def test_a_tree_of_names_without_end_is_refused():
    kids = b" ".join(b"6 0 R" for _ in range(10_000))
    content = made.pdf_of(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 6 0 R >> >>",
            2: b"<< /Type /Pages /Kids [] /Count 0 >>",
            6: b"<< /Kids [" + kids + b"] >>",
        }
    )
    with pytest.raises(FileRefused, match="endommagé"):
        carried_file(content, "acte.json")
