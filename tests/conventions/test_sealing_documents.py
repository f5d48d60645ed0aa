"""The seal of the authority on frozen documents: beside their bytes, once, with its field."""

import datetime as dt
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.actions import record_execution, sign_act
from conventions.actions.certifying import certify_act
from conventions.actions.copy_files import withdraw_copy
from conventions.actions.sealing_documents import (
    SealingRefused,
    field_of,
    seal_document,
    sealing_refusals,
)
from conventions.models import Act, FrozenDocument, SignedCopy
from conventions.review.copies import lines_of
from csipa.pdf.checking import check_pdf
from csipa.pdf.signing import empty_fields
from tests.conventions.agreed import closed
from tests.conventions.factories import DAY, NOW, ready_act
from tests.conventions.factories_publication import PublishedDocumentFactory
from tests.pdf.certificates import authority
from tests.pdf.signing_files import configure, day, issued
from tests.pdf.verapdf import failures

pytestmark = pytest.mark.django_db

LATER = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
SEAL = "Communauté d’agglomération d’essai"


@pytest.fixture(autouse=True)
def certificate(settings, tmp_path):
    configure(settings, tmp_path)
    trusted = tmp_path / "root.pem"
    trusted.write_bytes(authority().pem)
    settings.SIGNING_TRUST_ROOTS = [str(trusted)]


@pytest.fixture
def document():
    """The document of an act signed here."""
    draft = ready_act(with_convention=False)
    return sign_act(act=draft, by=None, on=DAY, now=NOW)


def refused(document):
    with pytest.raises(SealingRefused) as error:
        seal_document(document=document, by=None, now=LATER)
    return str(error.value).replace("\u00a0", " ")


def test_the_seal_is_added_after_the_frozen_bytes_which_stay_as_they_are(document):
    before = bytes(document.content)
    copy = seal_document(document=document, by=None, now=LATER)
    kept = FrozenDocument.objects.get(pk=document.pk)
    assert bytes(kept.content) == before
    sealed = bytes(copy.file.content)
    assert sealed.startswith(before)
    assert len(sealed) > len(before)
    assert hashlib.sha256(sealed[: kept.size]).hexdigest() == kept.sha256
    assert document.sha256 in check_pdf(sealed).faithful
    assert (copy.kind, copy.document, copy.act) == ("sealed", document, document.act)
    assert copy.name.endswith("cachet.pdf")
    assert copy.history.count() == 1


def test_what_the_seal_says_is_kept_with_it(document):
    copy = seal_document(document=document, by=None, now=LATER)
    (found,) = lines_of([copy])[0].signatures
    assert (found.signer, found.issuer) == (SEAL, "Autorité d’essai")
    assert found.signed_at == LATER
    assert all([found.intact, found.whole_document, found.trusted, found.seal, found.holds])


def test_the_seal_fills_the_field_of_the_act(document):
    assert empty_fields(bytes(document.content)) == ["signature-1-1"]
    copy = seal_document(document=document, by=None, now=LATER)
    assert empty_fields(bytes(copy.file.content)) == []


def test_the_seal_of_a_convention_leaves_the_fields_of_the_other_parties():
    convention = closed(3)
    document = convention.documents.get()
    names = ["signature-1-1", "signature-1-2", "signature-1-3"]
    assert empty_fields(bytes(document.content)) == names
    copy = seal_document(document=document, by=None, now=LATER)
    assert copy.convention == convention
    assert empty_fields(bytes(copy.file.content)) == names[1:]


def test_the_field_of_a_convention_is_that_of_the_authority_of_its_act():
    draft = ready_act()
    document = sign_act(act=draft, by=None, on=DAY, now=NOW)
    convention = draft.annexes.get().convention
    alone = convention.documents.get()
    first, second = convention.parties.order_by("position", "pk")[:2]
    assert draft.authority_id in {first.organisation_id, second.organisation_id}
    rank = 1 if first.organisation_id == draft.authority_id else 2
    assert field_of(alone) == f"signature-1-{rank}"
    assert field_of(document) == "signature-1-1"


@pytest.mark.verapdf
def test_a_sealed_act_is_still_archivable_and_accessible(document):
    copy = seal_document(document=document, by=None, now=LATER)
    assert failures(bytes(copy.file.content)) == []


def test_a_document_frozen_before_there_were_fields_is_sealed_out_of_sight(document):
    content = bytes(document.content)
    older = FrozenDocument(
        pk=document.pk,
        act=document.act,
        kind="act",
        content=content,
        sha256=document.sha256,
        source=document.source,
        context={"parts": [{"kind": "act", "footer": "Décision n° 1", "signature": {"shown": 1}}]},
    )
    older.context["parts"][0]["secretary"] = None
    assert field_of(older) == ""
    copy = seal_document(document=older, by=None, now=LATER)
    assert empty_fields(bytes(copy.file.content)) == ["signature-1-1"]
    assert lines_of([copy])[0].signatures[0].intact


def test_a_document_is_sealed_once_until_the_copy_is_withdrawn(document):
    copy = seal_document(document=document, by=None, now=LATER)
    assert "porte déjà le cachet" in refused(document)
    withdraw_copy(copy=copy, by=None, now=LATER, reason="Mauvais certificat.")
    seal_document(document=document, by=None, now=LATER)
    assert SignedCopy.objects.filter(document=document).count() == 2


def test_the_certificate_of_an_act_is_sealed_too(document):
    act = Act.objects.get(pk=document.act_id)
    record_execution(
        act=act, by=None, received_on=DAY + dt.timedelta(1), published_on=DAY + dt.timedelta(1)
    )
    made = certify_act(act=act, by=None, on=dt.date(2026, 1, 20), now=LATER, place="Béthune")
    assert empty_fields(bytes(made.content)) == ["signature-1-1"]
    copy = seal_document(document=made, by=None, now=LATER)
    assert copy.act == act
    assert empty_fields(bytes(copy.file.content)) == []


def test_bytes_that_are_no_longer_those_of_the_hash_are_not_sealed(document):
    document.content = bytes(document.content) + b"%"
    assert "n’a plus l’empreinte" in refused(document)


def test_only_documents_that_are_signed_are_sealed():
    copy = PublishedDocumentFactory.build(kind="public", act=None)
    assert sealing_refusals(copy) == [
        "Seuls un acte, une convention et un certificat reçoivent le cachet."
    ]


def test_without_a_good_certificate_nothing_is_sealed(document, settings, tmp_path):
    configure(settings, tmp_path, issued(until=day(2026, 1, 1)))
    assert "a expiré" in refused(document)
    settings.SIGNING_CERTIFICATE = ""
    assert "Aucun certificat" in refused(document)
    assert not SignedCopy.objects.exists()


def test_no_row_is_locked_while_the_seal_is_made(document, monkeypatch):
    asked = []

    def sign(content, **said):
        asked.append(connection.in_atomic_block and len(connection.savepoint_ids))
        return content

    monkeypatch.setattr("conventions.actions.sealing_documents.sign_pdf", sign)
    before = len(connection.savepoint_ids)
    with CaptureQueriesContext(connection):
        seal_document(document=document, by=None, now=LATER)
    assert asked == [before]
