"""Anybody checks a file: what it is to the register, and nothing more than they may know."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conventions import views_verify
from conventions.models import ActState, CancelledNumber, DocumentKind, Publication
from conventions.review.verifying import Verdict, answer_of
from csipa.pdf.checking import check_pdf
from tests.conventions.factories import (
    NOW,
    ActFactory,
    AnnexFactory,
    ConventionFactory,
)
from tests.conventions.factories_agreements import SignedCopyFactory, StoredFileFactory
from tests.conventions.factories_publication import PublicationFactory, PublishedDocumentFactory
from tests.pdf import certificates, made

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
FILE = made.with_embedded([("acte.json", b"{}")])
OTHER = made.with_embedded([("acte.json", b"[]")])


def signed_act():
    """Return a signed act that anybody may read once it is online."""
    return ActFactory(
        state=ActState.SIGNED,
        number="2026 008",
        year=2026,
        sequence=8,
        signature_date=dt.date(2026, 1, 15),
        title="Convention de mise à disposition",
    )


@pytest.fixture
def frozen():
    """The frozen document of a signed act, whose bytes are FILE."""
    return PublishedDocumentFactory(act=signed_act(), content=FILE)


@pytest.fixture
def online(frozen):
    """The same document, in the public register."""
    return PublicationFactory(act=frozen.act, document=frozen)


def told(content, person=NOBODY):
    """Return the answer about the bytes of a file."""
    return answer_of(hashlib.sha256(content).hexdigest(), person, check_pdf(content))


def sent(client, content, **said):
    """Send a file to the page."""
    file = SimpleUploadedFile("acte.pdf", content, content_type="application/pdf")
    return client.post(reverse("verify"), {"file": file, **said})


def test_a_document_of_the_public_register_is_named_with_its_address(online):
    answer = told(FILE)
    assert answer.verdict is Verdict.DOCUMENT
    assert online.act.reference in answer.told[0]
    assert answer.address == reverse("act", args=[online.address])
    assert not answer.inside


def test_a_document_that_is_not_public_is_authentic_and_no_more(frozen):
    answer = told(FILE)
    assert answer.verdict is Verdict.DOCUMENT
    assert frozen.act.number not in " ".join(answer.told)
    assert frozen.act.title not in " ".join(answer.told)
    assert (answer.address, answer.inside) == ("", "")


def test_the_house_is_told_which_document_it_is(frozen, admin_user):
    answer = told(FILE, admin_user)
    assert any(frozen.act.reference in line for line in answer.told)
    assert answer.inside == reverse("admin:conventions_act_change", args=[frozen.act_id])


@pytest.mark.parametrize(("right", "inside"), [("view_act", True), ("view_convention", False)])
def test_only_who_may_see_acts_is_told(frozen, django_user_model, right, inside):
    person = django_user_model.objects.create_user("agent", password="x", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename=right))
    answer = told(FILE, person)
    assert bool(answer.inside) is inside
    assert any(frozen.act.reference in line for line in answer.told) is inside


def test_a_signed_file_that_begins_with_the_document_is_its_signed_copy(online):
    signed = certificates.signed(FILE, certificates.person())
    answer = told(signed)
    assert answer.verdict is Verdict.SIGNED
    assert answer.unsigned == online.document.sha256
    assert answer.sha256 == hashlib.sha256(signed).hexdigest()
    assert answer.address
    assert not answer.vouched


def test_a_trusted_authority_or_the_register_vouches_for_a_signed_copy(online, settings, tmp_path):
    signed = certificates.signed(FILE, certificates.person())
    path = tmp_path / "roots.pem"
    path.write_bytes(certificates.authority().pem)
    settings.SIGNING_TRUST_ROOTS = [str(path)]
    assert told(signed).vouched
    settings.SIGNING_TRUST_ROOTS = []
    SignedCopyFactory(file=StoredFileFactory(content=signed))
    assert told(signed).vouched


def test_something_else_after_the_document_is_a_warning(online):
    for content in (FILE + b"% more\n", FILE + b"startxref\n0\n%%EOF\n"):
        answer = told(content)
        assert answer.verdict is Verdict.EXTENDED
        assert answer.unsigned == online.document.sha256


def test_one_byte_makes_a_file_unknown(online):
    changed = FILE.replace(b"[0 0 200 200]", b"[0 0 200 201]")
    answer = told(changed)
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.told == []


def test_the_public_copy_says_that_it_is_one_and_hides_the_hash_of_the_original(frozen):
    copy = PublishedDocumentFactory(act=frozen.act, kind=DocumentKind.PUBLIC_COPY, content=OTHER)
    PublicationFactory(act=frozen.act, document=copy)
    answer = told(OTHER)
    assert "copie publique" in answer.told[0]
    assert answer.address
    assert frozen.sha256 not in str(answer)


def test_the_original_of_a_public_copy_is_not_tied_to_the_act(frozen):
    copy = PublishedDocumentFactory(act=frozen.act, kind=DocumentKind.PUBLIC_COPY, content=OTHER)
    PublicationFactory(act=frozen.act, document=copy)
    answer = told(FILE)
    assert answer.verdict is Verdict.DOCUMENT
    assert frozen.act.number not in str(answer.told)
    assert not answer.address


def test_a_copy_that_was_replaced_sends_to_the_one_online(online):
    PublishedDocumentFactory(act=online.act, kind=DocumentKind.PUBLIC_COPY, content=OTHER)
    answer = told(OTHER)
    assert "ancienne copie publique" in answer.told[0]
    assert answer.address


def test_an_act_withdrawn_from_the_register_is_no_longer_named(online):
    Publication.objects.filter(pk=online.pk).update(
        withdrawn_at=NOW + dt.timedelta(days=1), withdrawn_reason="Erreur"
    )
    answer = told(FILE)
    assert "retiré du registre public" in answer.told[0]
    assert online.act.number not in str(answer.told)
    assert not answer.address


def test_a_certificate_of_a_public_act_names_it_and_an_older_one_says_so(online):
    PublishedDocumentFactory(act=online.act, kind=DocumentKind.CERTIFICATE, content=OTHER)
    assert "certificat de caractère exécutoire" in told(OTHER).told[0]
    assert len(told(OTHER).told) == 1
    PublishedDocumentFactory(act=online.act, kind=DocumentKind.CERTIFICATE, content=b"%PDF-newer")
    assert "plus récent" in told(OTHER).told[1]


def test_the_convention_of_a_public_act_is_tied_to_it_unless_words_are_missing(online):
    convention = ConventionFactory()
    AnnexFactory(act=online.act, convention=convention, text="")
    PublishedDocumentFactory(
        act=None, convention=convention, kind=DocumentKind.CONVENTION, content=OTHER
    )
    assert "annexée" in told(OTHER).told[0]
    copy = PublishedDocumentFactory(
        act=online.act, kind=DocumentKind.PUBLIC_COPY, content=b"%PDF-copy"
    )
    Publication.objects.filter(pk=online.pk).update(document=copy)
    assert "annexée" not in str(told(OTHER).told)


def test_a_cancelled_number_is_told_whoever_asks(frozen):
    act = frozen.act
    CancelledNumber.objects.create(
        authority=act.authority,
        nature=act.nature,
        year=2026,
        sequence=1,
        number=act.number,
        act=act,
        cancelled_on=dt.date(2026, 2, 1),
        reason="Doublon",
    )
    answer = told(FILE)
    assert "annulé" in answer.told[-1]
    assert act.number not in str(answer.told)


def test_a_filed_copy_is_known_and_one_set_aside_says_so():
    copy = SignedCopyFactory(file=StoredFileFactory(content=b"%PDF-scan"))
    assert told(b"%PDF-scan").verdict is Verdict.COPY
    assert "conserve" in told(b"%PDF-scan").told[0]
    copy.withdrawn_at, copy.withdrawn_reason = NOW, "Page manquante"
    copy.save()
    assert "a retiré cette copie" in told(b"%PDF-scan").told[0]


def test_the_answers_take_few_queries(online, django_assert_max_num_queries):
    signed = certificates.signed(FILE, certificates.person())
    checked = check_pdf(signed)
    with django_assert_max_num_queries(7):
        answer_of(checked.sha256, NOBODY, checked)


def test_the_page_answers_without_an_account(online, client):
    page = sent(client, FILE)
    assert page.status_code == 200
    text = page.content.decode()
    assert "document authentique de la collectivité" in text
    assert reverse("act", args=[online.address]) in text
    assert "no-store" in page["Cache-Control"]


def test_the_page_shows_who_signed_and_that_nobody_vouches_for_the_name(online, client):
    text = sent(client, certificates.signed(FILE, certificates.person())).content.decode()
    assert "identité n’est pas vérifiée" in text
    assert "Camille Martin" in text
    assert "autorité non vérifiée" in text
    assert online.document.sha256 in text


def test_a_printed_hash_is_checked_by_its_address(online, client):
    printed = f"{online.document.sha256[:32].upper()} {online.document.sha256[32:]}"
    text = client.get(reverse("verify"), {"empreinte": printed}).content.decode()
    assert "empreinte d’un document que la collectivité conserve" in text
    assert reverse("act", args=[online.address]) in text


def test_an_unknown_hash_says_what_that_means(client):
    text = client.get(reverse("verify"), {"empreinte": "0" * 64}).content.decode()
    assert "Cette empreinte est inconnue" in text
    assert "Une seule différence suffit" in text


@pytest.mark.parametrize("typed", ["abc", "g" * 64, "0" * 65, "<script>"])
def test_what_is_no_hash_is_told(client, typed):
    page = client.get(reverse("verify"), {"empreinte": typed})
    assert page.status_code == 200
    assert "64 signes" in page.content.decode()
    assert "inconnue" not in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_nothing_sent_asks_for_something(client):
    assert "Choisissez un fichier" in client.post(reverse("verify")).content.decode()


def test_an_empty_file_or_a_text_is_unknown(client):
    for content in (b"", b"bonjour"):
        assert "inconnu" in sent(client, content).content.decode()


def test_a_file_announced_too_large_is_not_even_received(client):
    page = client.generic("POST", reverse("verify"), b"x", CONTENT_LENGTH=str(60_000_000))
    assert page.status_code == 413
    assert "dépasse" in page.content.decode()


def test_a_file_too_large_is_not_read(client, monkeypatch):
    monkeypatch.setattr(views_verify, "LARGEST_FILE", 10)
    assert "dépasse" in sent(client, FILE).content.decode()


def test_a_file_from_another_site_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert sent(strict, FILE).status_code == 403


def test_nothing_is_kept_of_what_is_sent(client, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    sent(client, FILE)
    assert list(tmp_path.iterdir()) == []


def test_the_page_is_among_the_public_ones(client):
    page = client.get(reverse("verify"))
    assert page.status_code == 200
    assert 'aria-current="page">Vérifier' in page.content.decode()
    assert client.put(reverse("verify")).status_code == 405
