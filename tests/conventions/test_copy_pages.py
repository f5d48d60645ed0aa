"""Signed copies on their page: filed, given back unchanged and harmless, withdrawn, never lost."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from conventions.models import PartySignature, SignedCopy, StoredFile
from conventions.rules import file_kinds
from tests.conventions.agreed import DAY, agreed, closed, parties_of
from tests.conventions.factories_agreements import SignedCopyFactory
from tests.conventions.files import PNG, pdf, signed_pdf
from tests.conventions.pages import address, shown, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def copies(convention):
    return address("convention_copies", convention)


def send(client, convention, content=None, *, name="scan.pdf", ranks=(1,), **fields):
    """Send a file as a browser does, with a type that means nothing."""
    data = {
        "kind": "scan",
        "file": SimpleUploadedFile(name, content or pdf(), "text/html"),
        "parties": [parties_of(convention)[rank - 1].pk for rank in ranks],
        **fields,
    }
    return client.post(copies(convention), data)


def link(convention, copy, name="copy"):
    return f"{copies(convention)}{copy.pk}/" + ("retirer/" if name == "withdraw" else "")


def test_a_copy_is_filed_with_the_days_that_it_proves(manager):
    convention = agreed(2)
    sent = send(manager, convention, ranks=(1, 2), signed_on="2026-01-20", original_on="2026-01-22")
    assert sent.status_code == 302
    page = shown(manager.get(copies(convention)))
    assert "Copie déposée : scan.pdf." in page
    assert "Signé par : Association Sport 1, Association Sport 2." in page
    assert list(PartySignature.objects.values_list("signed_on", flat=True)) == [DAY, DAY]
    matrix = shown(manager.get(address("convention_signatures", convention)))
    assert "Signatures et cachet (1)" in matrix


def test_a_copy_comes_back_byte_for_byte_and_is_never_opened_by_the_browser(manager):
    convention = agreed(2)
    send(manager, convention, PNG, name="Scan à l’accueil.html")
    copy = SignedCopy.objects.get()
    answer = manager.get(link(convention, copy))
    assert answer.content == PNG
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "Scan%20%C3%A0%20l%E2%80%99accueil.png" in answer["Content-Disposition"]
    assert "private" in answer["Cache-Control"]


def test_a_name_made_to_break_a_header_is_disarmed(manager):
    convention = agreed(2)
    send(manager, convention, name='x";\r\nSet-Cookie: a=b;.pdf')
    answer = manager.get(link(convention, SignedCopy.objects.get()))
    assert "Set-Cookie" not in answer.headers
    assert answer["Content-Disposition"].count('"') in (0, 2)


@pytest.mark.parametrize(
    ("content", "fields", "said"),
    [
        (b"<script>alert(1)</script>", {}, "ni un PDF, ni une image"),
        (pdf(), {"kind": "electronic"}, "aucune signature électronique"),
        (pdf(), {"ranks": ()}, "Choisissez les parties"),
        (pdf(), {"kind": "fax"}, "Sélectionnez un choix valide"),
        (pdf(), {"received_on": "2999-01-01"}, "encore à venir"),
        (pdf(), {"signed_on": "2026-01-15"}, "n’est exécutoire que"),
    ],
)
def test_what_is_refused_is_told_by_its_field_and_nothing_is_kept(manager, content, fields, said):
    answer = send(manager, agreed(2), content, **fields)
    assert answer.status_code == 200
    assert said in shown(answer)
    assert not StoredFile.objects.exists()
    assert not PartySignature.objects.exists()


def test_an_early_signature_is_filed_with_its_reason(manager):
    convention = agreed(2)
    refused = send(manager, convention, signed_on="2026-01-15")
    assert 'name="early_reason"' in shown(refused)
    sent = send(manager, convention, signed_on="2026-01-15", early_reason="Urgence.")
    assert sent.status_code == 302
    assert PartySignature.objects.get().early_reason == "Urgence."


def test_a_file_too_large_is_refused_before_it_is_read(manager, monkeypatch):
    monkeypatch.setattr("conventions.admin.filing_views.LARGEST", 100)
    monkeypatch.setattr(file_kinds, "LARGEST", 100)
    assert "Ce fichier pèse" in shown(send(manager, agreed(2)))


def test_the_page_without_a_file_asks_for_one(manager):
    convention = agreed(2)
    answer = manager.post(copies(convention), {"kind": "scan"})
    assert answer.status_code == 200
    assert "Ce champ est obligatoire" in shown(answer)


def test_a_pdf_signed_over_the_frozen_document_says_so_for_good(manager):
    convention = closed()
    frozen = bytes(convention.documents.get().content)
    send(manager, convention, signed_pdf(frozen), kind="electronic")
    said = shown(manager.get(copies(convention)))
    assert "Il contient le document figé octet pour octet." in said
    later = shown(manager.get(copies(convention)))
    assert "Contient le document figé</span>" in later


def test_a_copy_is_withdrawn_with_a_reason_and_stays_readable(manager):
    convention = agreed(2)
    send(manager, convention)
    copy = SignedCopy.objects.get()
    assert manager.post(link(convention, copy, "withdraw"), {"reason": " "}).status_code == 302
    assert "Dites pourquoi cette copie est retirée." in shown(manager.get(copies(convention)))
    manager.post(link(convention, copy, "withdraw"), {"reason": "Page 2 manquante."})
    page = shown(manager.get(copies(convention)))
    assert "Page 2 manquante." in page
    assert "Retirée" in page
    assert manager.get(link(convention, copy)).status_code == 200
    assert SignedCopy.history.first().history_user == User.objects.get()


def test_a_copy_is_only_reached_through_its_own_convention(manager):
    convention, other = agreed(2), agreed(2)
    send(manager, convention)
    copy = SignedCopy.objects.get()
    assert manager.get(link(other, copy)).status_code == 404
    assert manager.post(link(other, copy, "withdraw"), {"reason": "x"}).status_code == 404


def test_a_reader_takes_a_copy_and_changes_nothing(client):
    copy = SignedCopyFactory(convention=agreed(2))
    client.force_login(staff("view_convention"))
    page = shown(client.get(copies(copy.convention)))
    assert "Déposer" not in page.replace("Déposé le", "").replace("Copies déposées", "")
    assert "Retirer" not in page
    assert client.get(link(copy.convention, copy)).status_code == 200
    assert send(client, copy.convention).status_code == 403
    assert client.post(link(copy.convention, copy, "withdraw"), {"reason": "x"}).status_code == 403
    copy.refresh_from_db()
    assert copy.withdrawn_at is None


def test_who_sees_no_convention_sees_no_copy(client):
    copy = SignedCopyFactory(convention=agreed(2))
    client.force_login(staff("view_act"))
    assert client.get(link(copy.convention, copy)).status_code == 403
    client.logout()
    assert client.get(link(copy.convention, copy)).status_code == 302


def test_withdrawing_takes_a_post(manager):
    copy = SignedCopyFactory(convention=agreed(2))
    assert manager.get(link(copy.convention, copy, "withdraw")).status_code == 405


def test_the_page_costs_the_same_whatever_the_number_of_copies(
    manager, django_assert_max_num_queries
):
    def cost(count):
        convention = agreed(3)
        for number in range(count):
            copy = SignedCopyFactory(convention=convention, received_on=dt.date(2026, 1, 1))
            copy.parties.set(parties_of(convention)[: 1 + number % 3])
        with django_assert_max_num_queries(60) as captured:
            manager.get(copies(convention))
        return len(captured)

    cost(1)
    assert cost(2) == cost(12)
