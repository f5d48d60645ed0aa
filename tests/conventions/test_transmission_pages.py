"""The pages on which an act is sent to the State and its receipt dropped."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conventions.actions import record_execution
from conventions.actions.cancelling import cancel_act
from conventions.actions.receiving import import_receipt
from conventions.actions.transmitting import make_transmission
from conventions.exchange.actes_archive import archive_members
from conventions.models import Execution, Receipt, Transmission
from tests.conventions.factories import ActFactory
from tests.conventions.pages import address, shown, staff
from tests.conventions.sending import (
    ACT_PDF,
    IDENTIFIER,
    LATER,
    RECEIVED,
    SIGNED,
    anomaly,
    delivered,
    receipt,
    signed_act,
)

pytestmark = pytest.mark.django_db
RECEIPTS = "/admin/actes/accuses/"


@pytest.fixture
def act():
    return signed_act()


@pytest.fixture
def sender(client):
    user = staff("view_act", "change_execution")
    client.force_login(user)
    return user


@pytest.fixture
def reader(client):
    user = staff("view_act")
    client.force_login(user)
    return user


def upload(content, name="recu.xml"):
    return SimpleUploadedFile(name, content, "application/xml")


def ticked(act, *, send=True, kind="22_CO"):
    key = act.annexes.get().pk
    return {f"kind_{key}": kind, **({f"send_{key}": "on"} if send else {})}


def test_the_page_tells_what_will_be_sent(client, sender, act):
    page = shown(client.get(address("act_transmission", act)))
    for words in (
        "L’acte peut être transmis.",
        IDENTIFIER,
        "Signature d&#x27;une convention - accueil",
        "8.2 Aide sociale",
        "communauté d’agglomération",
        "Document figé de l’acte",
        "Préparer le paquet",
        "22_CO – Convention",
        "Aucun paquet n’est encore préparé",
    ):
        assert words in page


def test_every_fault_of_a_draft_is_shown_and_nothing_can_be_made(client, sender):
    draft = ActFactory(subject_matter="")
    page = shown(client.get(address("act_transmission", draft)))
    assert "L’acte n’est pas signé." in page
    assert "La matière de l’acte n’est pas donnée." in page
    assert "Préparer le paquet" not in page
    answer = client.post(address("act_transmission", draft))
    assert "Aucun paquet n’est fait" in shown(answer)
    assert not Transmission.objects.exists()


def test_the_page_of_a_draft_leads_to_what_it_lacks(client):
    client.force_login(staff("view_act", "change_act", "change_execution"))
    for draft, leads in ((ActFactory(), True), (ActFactory(to_transmit=False), False)):
        page = client.get(address("act_change", draft)).content.decode()
        assert (address("act_transmission", draft) in page) is leads


def test_an_act_that_was_received_has_nothing_more_to_send(client, sender, act):
    record_execution(act=act, by=None, received_on=RECEIVED)
    page = shown(client.get(address("act_transmission", act)))
    assert "il n’y a plus rien à envoyer" in page
    assert "L’acte peut être transmis." not in page


def test_a_cancelled_act_is_not_told_to_be_mended(client, sender):
    act = signed_act()
    cancel_act(act=act, by=None, on=SIGNED, reason="Numéro pris par erreur.")
    page = shown(client.get(address("act_transmission", act)))
    assert "Il n’y a rien à transmettre." in page
    assert "Réglez d’abord" not in page
    assert "C’est lui qui donne" not in page


def test_a_refused_day_is_told_at_the_top_of_the_page(client, sender, act):
    answer = shown(client.post(address("act_sent", act), {"on": "2026-01-01"}))
    assert '<a href="#sent-title">Envoi</a>' in answer


def test_a_package_is_made_with_the_annexes_that_are_ticked(client, sender, act):
    client.post(address("act_transmission", act), ticked(act, kind="32_DP"))
    client.post(address("act_transmission", act), ticked(act, send=False))
    first, second = Transmission.objects.order_by("pk")
    assert first.made_by == sender
    assert [annex["type"] for annex in first.fields["annexes"]] == ["32_DP"]
    assert second.fields["annexes"] == []
    page = shown(client.get(address("act_transmission", act)))
    assert first.name in page
    assert second.name in page


def test_a_type_that_is_not_in_the_list_makes_nothing(client, sender, act):
    answer = client.post(address("act_transmission", act), ticked(act, kind="99_ZZ"))
    assert answer.status_code == 200
    assert not Transmission.objects.exists()


def test_the_package_and_each_of_its_files_are_downloaded(client, reader, act):
    made = make_transmission(act=act, by=None, now=LATER)
    whole = client.get(reverse("admin:conventions_act_package", args=[act.pk, made.pk]))
    assert whole.content == bytes(made.file.content)
    assert made.name in whole["Content-Disposition"]
    for rank, (name, content) in enumerate(archive_members(whole.content)):
        one = client.get(
            reverse("admin:conventions_act_package_file", args=[act.pk, made.pk, rank])
        )
        assert one.content == content
        assert one["Content-Disposition"] == f'attachment; filename="{name}"'
    page = shown(client.get(address("act_transmission", act)))
    assert f"99_AU-{IDENTIFIER}-1-1_1.pdf" in page
    assert (
        client.get(
            reverse("admin:conventions_act_package_file", args=[act.pk, made.pk, 9])
        ).status_code
        == 404
    )


def test_the_package_of_another_act_is_not_found(client, reader, act):
    made = make_transmission(act=act, by=None, now=LATER)
    other = signed_act(number="2026 009", authority=act.authority)
    wrong = reverse("admin:conventions_act_package", args=[other.pk, made.pk])
    assert client.get(wrong).status_code == 404


def test_the_day_of_sending_is_typed_and_never_proposed(client, sender, act):
    page = shown(client.get(address("act_transmission", act)))
    assert timezone.localdate().isoformat() not in page
    client.post(address("act_sent", act), {"on": SIGNED.isoformat()})
    assert Execution.objects.get(act=act).sent_on == SIGNED
    typed = {"on": "2026-01-01", "initial-on": SIGNED.isoformat()}
    refused = client.post(address("act_sent", act), typed)
    assert "n’a pas pu être transmis" in shown(refused)
    assert Execution.objects.get(act=act).sent_on == SIGNED


def test_a_receipt_is_dropped_then_given_back(client, sender, act):
    answer = client.post(address("act_received", act), {"file": upload(receipt())}, follow=True)
    assert "Accusé du 16 janvier 2026 noté." in shown(answer)
    assert Execution.objects.get(act=act).received_on == RECEIVED
    back = client.get(address("act_receipt", act))
    assert back.content == receipt()
    assert "attachment" in back["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            receipt(IDENTIFIER.replace("2026_008", "2026_009"), number="2026_009"),
            "pas celui de cet",
        ),
        (anomaly("Document illisible."), "Document illisible"),
        (b"<a", "XML"),
    ],
)
def test_what_is_not_the_receipt_of_this_act_is_refused_on_its_page(
    client, sender, act, content, words
):
    answer = client.post(address("act_received", act), {"file": upload(content)})
    assert words in shown(answer)
    assert not Receipt.objects.exists()
    assert not Execution.objects.filter(act=act).exists()


def test_another_day_than_the_one_noted_asks_to_confirm(client, sender, act):
    record_execution(act=act, by=None, received_on=LATER.date())
    asked = client.post(address("act_received", act), {"file": upload(receipt())})
    assert "Prendre la date de l’accusé" in shown(asked)
    assert not Receipt.objects.exists()
    client.post(address("act_received", act), {"file": upload(receipt()), "confirmed": "on"})
    assert Execution.objects.get(act=act).received_on == RECEIVED


def test_several_files_are_dropped_and_told_line_by_line(client, sender, act):
    foreign = receipt(IDENTIFIER.replace("200072460", "216202374"))
    files = [upload(delivered(receipt()), "bon.tar.gz"), upload(foreign, "autre.xml")]
    page = shown(client.post(RECEIPTS, {"files": files}))
    assert "bon.tar.gz" in page
    assert "autre.xml" in page
    assert "autre collectivité" in page
    assert Receipt.objects.get().act == act
    again = shown(client.post(RECEIPTS, {"files": [upload(receipt())]}))
    assert "Déjà gardé" in again


def test_the_page_of_receipts_asks_for_a_file(client, sender):
    page = shown(client.post(RECEIPTS, {}))
    assert "Rien n’est déposé" in page


def test_acts_sent_without_a_receipt_are_awaited_until_it_comes(client, sender, act):
    assert "Aucun acte envoyé n’attend" in shown(client.get(RECEIPTS))
    record_execution(act=act, by=None, sent_on=SIGNED)
    link = address("act_transmission", act)
    assert link in shown(client.get(RECEIPTS))
    import_receipt(content=receipt(), by=None, now=LATER)
    page = shown(client.get(RECEIPTS))
    assert "Aucun acte envoyé n’attend" in page
    assert IDENTIFIER in page


def test_who_may_only_read_sees_and_writes_nothing(client, reader, act):
    page = shown(client.get(address("act_transmission", act)))
    assert IDENTIFIER in page
    assert 'type="file"' not in page
    assert "package_form" not in page
    for name, data in (
        ("act_transmission", ticked(act)),
        ("act_sent", {"on": "2026-01-15"}),
        ("act_received", {"file": upload(receipt())}),
    ):
        assert client.post(address(name, act), data).status_code == 403
    assert client.get(RECEIPTS).status_code == 403
    assert not Transmission.objects.exists()
    assert not Execution.objects.exists()


def test_writing_is_for_posts_and_reading_for_people_logged_in(client, act):
    assert client.get(address("act_transmission", act)).status_code == 302
    client.force_login(staff("view_act", "change_execution"))
    assert client.get(address("act_sent", act)).status_code == 405
    assert client.get(address("act_received", act)).status_code == 405


def test_the_page_of_a_signed_act_leads_there_twice(client, sender, act):
    link = address("act_transmission", act)
    assert shown(client.get(address("act_change", act))).count(f'href="{link}"') == 2


def test_the_page_asks_few_queries_whatever_its_packages(
    client, sender, act, django_assert_max_num_queries
):
    for _ in range(4):
        make_transmission(act=act, by=sender, now=LATER)
    with django_assert_max_num_queries(18):
        client.get(address("act_transmission", act))


def test_the_document_that_is_sent_is_the_frozen_one(client, sender, act):
    client.post(address("act_transmission", act), ticked(act))
    members = dict(archive_members(bytes(Transmission.objects.get().file.content)))
    assert members[f"99_AU-{IDENTIFIER}-1-1_1.pdf"] == ACT_PDF


def test_a_day_of_sending_noted_meanwhile_is_told_and_stays(client, sender, act):
    page = address("act_sent", act)
    client.post(page, {"on": SIGNED.isoformat(), "initial-on": ""})
    answer = client.post(page, {"on": RECEIVED.isoformat(), "initial-on": ""})
    assert "quelqu’un d’autre a écrit ici" in shown(answer)
    assert Execution.objects.get(act=act).sent_on == SIGNED
