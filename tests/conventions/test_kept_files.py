"""The bytes kept with an act are read again and compared with their hash."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from conventions.models import ActState, FrozenDocument
from conventions.review.kept_files import kept_files
from tests.conventions.factories import ActFactory, AnnexFactory, ConventionFactory
from tests.conventions.factories_agreements import SignedCopyFactory, StoredFileFactory
from tests.conventions.factories_publication import PublishedDocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    """A signed act with its document, a certificate, a convention annexed and its scan."""
    act = ActFactory(
        state=ActState.SIGNED, number="2026 008", year=2026, signature_date=dt.date(2026, 1, 15)
    )
    convention = ConventionFactory()
    AnnexFactory(act=act, convention=convention, text="")
    PublishedDocumentFactory(act=act, content=b"%PDF-one")
    PublishedDocumentFactory(act=act, kind="certificate", content=b"%PDF-two")
    PublishedDocumentFactory(
        act=None, convention=convention, kind="convention", content=b"%PDF-three"
    )
    SignedCopyFactory(
        convention=convention, name="scan.pdf", file=StoredFileFactory(content=b"%PDF-scan")
    )
    return act


def test_every_file_of_an_act_and_of_its_conventions_is_read_again(act):
    files = list(kept_files(act))
    assert len(files) == 4
    assert all(file.is_intact for file in files)
    assert files[-1].name.endswith("scan.pdf")


def test_a_convention_has_its_own_files_only(act):
    convention = act.annexes.get().convention
    assert len(list(kept_files(convention))) == 2


def test_one_byte_changed_in_the_database_is_named(act, admin_client):
    FrozenDocument.objects.filter(kind="certificate").update(content=b"%PDF-twO")
    changed = [file.name for file in kept_files(act) if not file.is_intact]
    assert changed == ["certificat"]
    page = admin_client.get(reverse("admin:conventions_act_verify", args=[act.pk]))
    text = page.content.decode()
    assert "1 fichier ne correspond plus" in text
    assert text.count("Modifié</span>") == 1
    assert text.count("Intact</span>") == 3


def test_the_page_says_that_all_is_as_it_was_kept(act, admin_client):
    page = admin_client.get(reverse("admin:conventions_act_verify", args=[act.pk]))
    assert "sont exactement ceux qui ont été gardés" in page.content.decode()
    assert FrozenDocument.objects.get(kind="act").sha256 in page.content.decode()


def test_the_page_of_a_draft_says_when_documents_come(admin_client):
    page = admin_client.get(reverse("admin:conventions_act_verify", args=[ActFactory().pk]))
    assert "Aucun document n’est encore figé" in page.content.decode()


def test_a_signed_act_leads_to_it(act, admin_client):
    page = admin_client.get(reverse("admin:conventions_act_change", args=[act.pk]))
    assert reverse("admin:conventions_act_verify", args=[act.pk]) in page.content.decode()


def test_who_may_not_see_acts_is_refused(act, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("agent", is_staff=True))
    page = client.get(reverse("admin:conventions_act_verify", args=[act.pk]))
    assert page.status_code == 403
