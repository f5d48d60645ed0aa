"""Signed copies of acts: scans of the paper, signed PDFs, and the original that is held."""

import datetime as dt

import pytest

from conventions.actions import sign_act
from conventions.actions.copy_files import FilingRefused
from conventions.actions.filing_acts import ActCopy, file_act_copy, note_original, original_of
from conventions.models import Act, Execution, SignedCopy, StoredFile
from conventions.review.copies import filed_copies, lines_of
from tests.conventions.factories import DAY, NOW, ready_act
from tests.conventions.files import PNG, pdf
from tests.pdf.certificates import person, signed

pytestmark = pytest.mark.django_db

LATER = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
TODAY = dt.date(2026, 2, 1)
HELD = dt.date(2026, 1, 20)


@pytest.fixture
def act():
    """An act signed here."""
    draft = ready_act(with_convention=False)
    sign_act(act=draft, by=None, on=DAY, now=NOW)
    return Act.objects.get(pk=draft.pk)


def filed(act, content=PNG, **fields):
    values = {"kind": "scan", "content": content, "name": "scan.png"}
    return file_act_copy(act=act, copy=ActCopy(**values | fields), by=None, now=LATER)


def refused(act, content=PNG, **fields):
    with pytest.raises(FilingRefused) as found:
        filed(act, content, **fields)
    return [(field, text.replace("\u00a0", " ")) for field, text in found.value.faults]


def test_a_scan_of_the_paper_is_kept_and_the_original_noted(act):
    made = filed(act, original_on=HELD, received_on=HELD)
    assert (made.copy.act, made.copy.convention, made.copy.kind) == (act, None, "scan")
    assert (made.told, made.doubts) == ([], [])
    assert bytes(StoredFile.objects.get().content) == PNG
    assert original_of(act) == HELD
    filed(act, pdf(), name="autre.pdf", original_on=TODAY)
    assert original_of(act) == HELD


def test_a_pdf_signed_over_the_frozen_document_is_tied_to_it(act):
    document = act.documents.get()
    made = filed(act, signed(bytes(document.content), person()), kind="electronic")
    assert made.copy.document == document
    assert made.doubts == []
    (line,) = lines_of(filed_copies(act))
    assert line.copy.holds_frozen
    assert not line.is_elsewhere
    assert line.signatures[0].signer == "Camille Martin"


def test_a_pdf_signed_elsewhere_is_kept_with_a_warning(act):
    made = filed(act, signed(pdf(), person()), kind="electronic")
    assert made.copy.document is None
    assert made.doubts[0].startswith("Signé ailleurs")
    assert lines_of(filed_copies(act))[0].is_elsewhere


def test_what_is_no_signed_copy_is_refused(act):
    content = bytes(act.documents.get().content)
    assert "que personne n’a encore signé" in refused(act, content)[0][1]
    assert "aucune signature électronique" in refused(act, pdf(), kind="electronic")[0][1]
    assert [field for field, _ in refused(act, kind="sealed")] == ["kind"]
    filed(act)
    assert "déjà déposé avec cet acte : « scan.png »" in refused(act)[0][1]


def test_days_that_cannot_be_are_refused(act):
    late, early = dt.date(2026, 2, 2), dt.date(2026, 1, 14)
    assert "encore à venir" in refused(act, received_on=late)[0][1]
    assert "n’est signé que le 15 janvier 2026" in refused(act, original_on=early)[0][1]
    assert not SignedCopy.objects.exists()


def test_a_draft_has_nothing_to_sign():
    draft = ready_act(with_convention=False)
    assert refused(draft)[0][1].startswith("Cet acte n’a pas encore de document")
    with pytest.raises(FilingRefused, match="pas encore de document"):
        note_original(act=draft, since=HELD, by=None, today=TODAY)


def test_the_original_is_noted_and_taken_back(act):
    note_original(act=act, since=HELD, by=None, today=TODAY)
    assert original_of(act) == HELD
    assert Execution.history.first().history_change_reason == "Original signé à la main"
    note_original(act=act, since=None, by=None, today=TODAY)
    assert original_of(act) is None
    with pytest.raises(FilingRefused, match="encore à venir"):
        note_original(act=act, since=dt.date(2027, 1, 1), by=None, today=TODAY)
