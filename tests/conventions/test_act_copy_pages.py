"""« Signatures et cachet »: what each person may do, what the page says, nothing else offered."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conventions.actions import sign_act
from conventions.actions.filing_acts import original_of
from conventions.models import Act, SignedCopy
from tests.conventions.agreed import closed
from tests.conventions.factories import DAY, NOW, ready_act
from tests.conventions.files import PNG, pdf
from tests.conventions.pages import address, shown, staff
from tests.pdf.certificates import person, signed
from tests.pdf.signing_files import configure, issued

pytestmark = pytest.mark.django_db

UNTIL = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)


@pytest.fixture
def act():
    """An act signed here."""
    draft = ready_act(with_convention=False)
    sign_act(act=draft, by=None, on=DAY, now=NOW)
    return Act.objects.get(pk=draft.pk)


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


@pytest.fixture
def certificate(settings, tmp_path):
    configure(settings, tmp_path)


def copies(text):
    return address("act_copies" if isinstance(text, Act) else "convention_copies", text)


def seal(client, text):
    model = "act" if isinstance(text, Act) else "convention"
    url = reverse(f"admin:conventions_{model}_seal", args=[text.pk, text.documents.get().pk])
    return client.post(url, follow=True)


@pytest.mark.usefixtures("certificate")
@pytest.mark.parametrize("made", ["act", "convention"])
def test_a_document_is_sealed_at_a_button_and_the_page_says_what_the_seal_proves(
    manager, act, made
):
    text = act if made == "act" else closed()
    page = shown(manager.get(copies(text)))
    assert "Cachet : certificat de Communauté d’agglomération d’essai" in page
    assert "valable jusqu’au 1<sup>er</sup> janvier 2045" in page
    assert "Apposer le cachet" in page
    page = shown(seal(manager, text))
    assert "Cachet apposé : " in page
    assert "Cachet intact, sur tout le document." in page
    assert "autorité que ce serveur ne connaît pas" in page
    assert "Apposer le cachet" not in page
    copy = SignedCopy.objects.get()
    answer = manager.get(f"{copies(text)}{copy.pk}/")
    assert answer.content.startswith(bytes(text.documents.get().content))
    assert "porte déjà le cachet" in shown(seal(manager, text))


def test_nothing_is_offered_without_a_certificate(manager, act, settings):
    settings.SIGNING_CERTIFICATE = ""
    page = shown(manager.get(copies(act)))
    assert "Aucun certificat n’est configuré" in page
    assert "SIGNING_CERTIFICATE" in page
    assert "Apposer le cachet" not in page
    assert "Aucun certificat" in shown(seal(manager, act))
    assert not SignedCopy.objects.exists()


def test_a_certificate_that_does_not_do_is_told(manager, act, settings, tmp_path):
    configure(settings, tmp_path, passphrase="autre")
    page = shown(manager.get(copies(act)))
    assert "mot de passe du certificat de signature est faux" in page
    assert str(tmp_path) not in page
    configure(settings, tmp_path, issued(own=True, until=UNTIL))
    page = shown(manager.get(copies(act)))
    assert "se garantit lui-même" in page
    assert "demandez le suivant" in page


@pytest.mark.usefixtures("certificate")
def test_who_may_not_seal_is_offered_nothing_and_refused(client, act):
    client.force_login(staff("view_act", "change_execution"))
    page = client.get(copies(act))
    assert page.status_code == 200
    assert "Apposer le cachet" not in shown(page)
    assert seal(client, act).status_code == 403
    client.force_login(staff("view_act", "seal_document"))
    assert "Apposer le cachet" in shown(client.get(copies(act)))
    assert seal(client, act).status_code == 200
    copy = SignedCopy.objects.get()
    withdraw = f"{copies(act)}{copy.pk}/retirer/"
    client.force_login(staff("view_act", "change_execution"))
    assert client.post(withdraw, {"reason": "x"}).status_code == 403


def test_a_scan_is_filed_and_the_original_noted_on_the_same_page(manager, act):
    sent = {
        "kind": "scan",
        "file": SimpleUploadedFile("scan.png", PNG),
        "original_on": "2026-01-20",
    }
    page = shown(manager.post(copies(act), sent, follow=True))
    assert "Copie déposée : scan.png." in page
    assert "Détenu depuis le 20 janvier 2026." in page
    change = shown(manager.get(address("act_change", act)))
    assert "Original signé à la main détenu depuis le 20 janvier 2026." in change
    assert "Sa copie numérisée est déposée." in change
    original = address("act_original", act)
    page = shown(
        manager.post(
            original, {"original_on": "", "initial-original_on": "2026-01-20"}, follow=True
        )
    )
    assert "Original noté absent." in page
    assert original_of(act) is None
    page = shown(manager.post(original, {"original_on": "2999-01-01"}, follow=True))
    assert "encore à venir" in page


def test_a_pdf_signed_elsewhere_is_shown_as_such(manager, act):
    content = signed(pdf(), person())
    sent = {"kind": "electronic", "file": SimpleUploadedFile("copie.pdf", content)}
    page = shown(manager.post(copies(act), sent, follow=True))
    assert "Signé ailleurs" in page
    assert "Camille Martin" in page
    refused = manager.post(
        copies(act), {"kind": "electronic", "file": SimpleUploadedFile("x.pdf", pdf())}
    )
    assert refused.status_code == 200
    assert "aucune signature électronique" in shown(refused)


@pytest.mark.parametrize("may_note", [True, False])
def test_a_signed_act_tells_a_reader_only_what_a_reader_may_do(client, act, may_note):
    rights = ["view_act", "view_execution", *(["change_execution"] if may_note else [])]
    client.force_login(staff(*rights))
    text = shown(client.get(reverse("admin:conventions_act_change", args=[act.pk])))
    assert "son texte ne change plus" in text
    assert ("Vous pouvez encore noter son exécution" in text) is may_note
    assert ("Déposer une copie" in text) is may_note


def test_a_reader_sees_the_copies_and_files_none(client, act):
    client.force_login(staff("view_act"))
    assert "Déposer une copie" not in shown(client.get(copies(act)))
    assert client.post(copies(act), {}).status_code == 403
    assert client.post(address("act_original", act), {}).status_code == 403
    client.force_login(staff("view_convention"))
    assert client.get(copies(act)).status_code == 403


def test_the_page_asks_a_fixed_number_of_queries(
    manager, act, django_assert_max_num_queries, certificate
):
    seal(manager, act)
    with django_assert_max_num_queries(32):
        manager.get(copies(act))


def test_a_day_of_the_original_noted_meanwhile_is_told_and_stays(manager, act):
    original = address("act_original", act)
    manager.post(original, {"original_on": "2026-01-20", "initial-original_on": ""})
    typed = {"original_on": "2026-01-22", "initial-original_on": ""}
    page = shown(manager.post(original, typed, follow=True))
    assert "quelqu’un d’autre a écrit ici « 20 janvier 2026 »" in page
    assert original_of(act) == dt.date(2026, 1, 20)
