"""Filing signed copies: bytes kept once, names never trusted, nothing erased."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from pypdf import PdfWriter

from conventions.actions.closing import close_text
from conventions.actions.copy_files import FilingRefused, withdraw_copy
from conventions.actions.filing import Copy, file_copy
from conventions.models import Conclusion, PartySignature, SignedCopy, StoredFile
from conventions.review.agreeing import matrix_of
from conventions.review.copies import filed_copies, lines_of
from tests.conventions.agreed import DAY, LATER, TODAY, agreed, note, parties_of
from tests.conventions.files import PNG, pdf, signed_pdf
from tests.pdf.certificates import person, signed

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 2, 1, 9, 0, tzinfo=dt.UTC)


def filed(convention, content=None, *, ranks=(1,), name="scan.pdf", **fields):
    parties = [parties_of(convention)[rank - 1].pk for rank in ranks]
    values = {"kind": "scan", "content": content or pdf(), "name": name, "parties": parties}
    return file_copy(convention=convention, copy=Copy(**values | fields), by=None, now=NOW)


def refused(convention, content=None, **fields):
    with pytest.raises(FilingRefused) as found:
        filed(convention, content, **fields)
    return [(field, text.replace("\u00a0", " ")) for field, text in found.value.faults]


def closed(parties=2):
    """Return a convention whose text is closed, and the bytes of its frozen document."""
    convention = agreed(parties, annexed=False, reference="C-1")
    document = close_text(convention=convention, by=None, now=NOW)
    return convention, bytes(document.content)


def test_a_scan_is_kept_with_who_signed_it_and_what_it_is():
    convention = agreed(3)
    user = User.objects.create_user("agent")
    parties = [party.pk for party in parties_of(convention)[:2]]
    copy = Copy(content=PNG, name="Photo.JPEG", kind="scan", parties=parties, received_on=DAY)
    made = file_copy(convention=convention, copy=copy, by=user, now=NOW).copy
    assert (made.name, made.file.content_type) == ("Photo.png", "image/png")
    assert bytes(StoredFile.objects.get().content) == PNG
    assert (made.file.size, made.file.stored_by) == (len(PNG), user)
    assert {party.pk for party in made.parties.all()} == set(parties)
    assert {version.history_user for version in SignedCopy.history.all()} == {user}


def test_the_days_given_with_a_copy_are_noted_for_those_who_signed_it():
    convention = agreed(2)
    filed(convention, ranks=(1, 2), received_on=LATER, signed_on=DAY, original_on=LATER)
    rows = PartySignature.objects.all()
    assert [(row.received_on, row.signed_on, row.original_on) for row in rows] == [
        (LATER, DAY, LATER)
    ] * 2
    assert Conclusion.objects.get().signed_on == DAY


def test_a_day_already_known_is_left_as_it_is():
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY, "original_on": DAY}))
    filed(convention, signed_on=LATER, original_on=LATER)
    row = PartySignature.objects.get()
    assert (row.signed_on, row.original_on) == (DAY, DAY)


def test_a_day_that_is_refused_keeps_the_copy_out_too():
    convention = agreed(2)
    early = dt.date(2026, 1, 15)
    ((field, text),) = refused(convention, signed_on=early)
    assert field == "signed_on"
    assert "n’est exécutoire que" in text
    assert not SignedCopy.objects.exists()
    filed(convention, signed_on=early, early_reason="Urgence.")
    assert PartySignature.objects.get().early_reason == "Urgence."


def test_every_reason_is_told_at_once():
    faults = refused(
        agreed(2), b"MZ un programme", ranks=(), kind="fax", received_on=dt.date(2026, 2, 2)
    )
    assert [field for field, _ in faults] == ["file", "kind", "parties", "received_on"]


def test_only_those_who_sign_this_convention_can_have_signed_the_copy():
    stranger = parties_of(agreed(2))[0].pk
    assert [field for field, _ in refused(agreed(2), parties=[stranger])] == ["parties"]


def test_the_same_file_twice_is_said():
    convention = agreed(2)
    filed(convention, name="scan.pdf")
    ((field, text),) = refused(convention, name="autre nom.pdf")
    assert field == "file"
    assert "déjà déposé avec cette convention : « scan.pdf »" in text


def test_the_same_file_with_two_conventions_is_kept_once_and_told():
    filed(agreed(2))
    other = filed(agreed(2))
    assert StoredFile.objects.count() == 1
    assert "déposé aussi avec" in other.doubts[0]


def test_a_pdf_signed_over_the_frozen_bytes_proves_what_was_signed():
    convention, frozen = closed()
    made = filed(convention, signed(frozen, person(), at=NOW), kind="electronic")
    first, last = (text.replace("\u00a0", " ") for text in made.told)
    assert first.startswith("Signature de Camille Martin, le ")
    assert first.endswith(
        "intacte ; certificat délivré par Autorité d’essai, autorité non vérifiée."
    )
    assert last == "Il contient le document figé octet pour octet."
    assert made.doubts == []
    (listed,) = filed_copies(convention)
    assert listed.holds_frozen
    assert listed.document == convention.documents.get()
    (kept,) = lines_of([listed])[0].signatures
    assert (kept.signer, kept.intact, kept.whole_document) == ("Camille Martin", True, True)


def test_a_signed_pdf_that_is_not_made_of_the_frozen_one_is_to_be_looked_at():
    convention, _ = closed()
    made = filed(convention, signed_pdf(tail=b"% ajout"), kind="electronic")
    doubts = [doubt.replace("\u00a0", " ") for doubt in made.doubts]
    assert "1 signature de ce PDF ne peut pas être lue" in doubts[0]
    assert [doubt[:36] for doubt in doubts[1:]] == [
        "Quelque chose a été ajouté à ce PDF ",
        "Signé ailleurs : ce PDF n’est pas fa",
    ]
    (listed,) = filed_copies(convention)
    assert not listed.holds_frozen
    assert listed.document is None
    assert lines_of([listed])[0].is_elsewhere


def test_something_else_than_signatures_after_the_frozen_bytes_is_said():
    convention, frozen = closed()
    writer = PdfWriter(io.BytesIO(frozen), incremental=True)
    writer.pages[0].rotate(90)
    changed = io.BytesIO()
    writer.write(changed)
    made = filed(convention, signed(changed.getvalue(), person()), kind="electronic")
    assert any("Autre chose que des signatures" in doubt for doubt in made.doubts)


def test_a_signature_over_bytes_that_changed_is_worth_nothing():
    convention, frozen = closed()
    content = bytearray(signed(frozen, person()))
    content[len(frozen) + 5] ^= 1
    made = filed(convention, bytes(content), kind="electronic")
    assert made.doubts


def test_a_signed_pdf_of_an_open_text_proves_no_text():
    made = filed(agreed(2), signed(pdf(), person()), kind="electronic")
    assert "n’est pas arrêté" in made.doubts[0]


@pytest.mark.parametrize("kind", ["scan", "electronic"])
def test_the_frozen_document_sent_back_unsigned_is_refused(kind):
    convention, frozen = closed()
    ((_, text),) = refused(convention, frozen, kind=kind)
    assert "que personne n’a encore signé" in text


def test_a_pdf_without_a_signature_is_no_electronic_copy():
    ((field, text),) = refused(agreed(2), kind="electronic")
    assert field == "file"
    assert "aucune signature électronique" in text


def test_a_copy_is_withdrawn_with_a_reason_and_never_erased():
    convention = agreed(2)
    copy = filed(convention, signed_on=DAY).copy
    with pytest.raises(FilingRefused, match="pourquoi"):
        withdraw_copy(copy=copy, by=None, now=NOW, reason="  ")
    withdraw_copy(copy=copy, by=None, now=NOW, reason="Mauvaise page. ")
    copy.refresh_from_db()
    assert (copy.withdrawn_at, copy.withdrawn_reason) == (NOW, "Mauvaise page.")
    assert StoredFile.objects.exists()
    assert matrix_of(convention, today=TODAY).rows[0].is_valid
    with pytest.raises(FilingRefused, match="déjà retirée"):
        withdraw_copy(copy=copy, by=None, now=NOW, reason="Encore.")
    again = filed(convention)
    assert again.doubts == ["Ce fichier avait déjà été déposé ici, puis retiré."]
    assert [row.pk for row in filed_copies(convention)] == [again.copy.pk, copy.pk]


def test_the_bytes_of_a_file_are_kept_for_ever():
    filed(agreed(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.update(content=b"autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.get().delete()


def test_the_copies_of_a_convention_are_read_without_their_bytes(django_assert_num_queries):
    convention, frozen = closed(3)
    for number, content in enumerate((signed_pdf(frozen), pdf(2), pdf(3), PNG), start=1):
        filed(convention, content, name=f"{number}.pdf", ranks=(1, 2, 3))
    with django_assert_num_queries(3):
        copies = filed_copies(convention)
        assert [len(copy.parties.all()) for copy in copies] == [3] * 4
        assert copies[0].file.size == len(PNG)
        assert all(str(party) for copy in copies for party in copy.parties.all())
    assert [copy.holds_frozen for copy in copies] == [False, False, False, True]
