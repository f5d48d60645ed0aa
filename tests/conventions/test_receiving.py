"""Receipts of acts: a good one notes the reception, any other changes nothing."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from conventions.actions import record_execution
from conventions.actions.receiving import ReceiptRefused, import_receipt, import_receipts
from conventions.models import Execution, Receipt, StoredFile
from tests.conventions.factories import ActFactory
from tests.conventions.sending import (
    IDENTIFIER,
    LATER,
    RECEIVED,
    anomaly,
    delivered,
    receipt,
    signed_act,
)

pytestmark = pytest.mark.django_db
OTHER = "062-200072460-20260115-2026_009-AU"


def taken(content, **asked):
    return import_receipt(content=content, by=None, now=LATER, **asked)


def refusal(content, **asked):
    """Return why a receipt is refused, after seeing that nothing was written."""
    before = list(Execution.objects.values_list("pk", "received_on", "receipt_id"))
    files, receipts = StoredFile.objects.count(), Receipt.objects.count()
    with pytest.raises(ReceiptRefused) as refused:
        taken(content, **asked)
    assert list(Execution.objects.values_list("pk", "received_on", "receipt_id")) == before
    assert (StoredFile.objects.count(), Receipt.objects.count()) == (files, receipts)
    return refused.value


def test_a_good_receipt_sets_the_sixteenth_of_january_and_is_kept():
    act, person = signed_act(), User.objects.create_user("marie")
    answer = import_receipt(content=receipt(), by=person, now=LATER)
    execution = Execution.objects.get(act=act)
    assert execution.received_on == dt.date(2026, 1, 16)
    assert execution.receipt_id == IDENTIFIER
    assert execution.history.first().history_user == person
    assert answer.is_new
    assert answer.told == []
    assert bytes(answer.receipt.file.content) == receipt()
    assert act.receipt.received_on == RECEIVED


def test_the_same_receipt_again_changes_nothing():
    act = signed_act()
    first = taken(receipt())
    versions = Execution.objects.get(act=act).history.count()
    again = taken(receipt())
    assert not again.is_new
    assert again.receipt == first.receipt
    assert Execution.objects.get(act=act).history.count() == versions


def test_a_receipt_is_read_in_the_archive_of_an_operator():
    act = signed_act()
    assert bytes(taken(delivered(receipt())).receipt.file.content) == receipt()
    assert Execution.objects.get(act=act).received_on == RECEIVED


def test_the_receipt_of_another_community_is_refused():
    signed_act()
    foreign = receipt(IDENTIFIER.replace("200072460", "216202374"))
    assert "autre collectivité" in str(refusal(foreign))


def test_the_receipt_of_an_act_that_the_register_does_not_hold_is_refused():
    signed_act()
    assert "Aucun acte du registre" in str(refusal(receipt(OTHER, number="2026_009")))


def test_the_receipt_of_another_act_is_refused_on_the_page_of_this_one():
    act = signed_act()
    signed_act(number="2026 009", authority=act.authority)
    refused = refusal(receipt(OTHER, number="2026_009"), act=act)
    assert "n’est pas celui de cet acte" in str(refused)
    assert "2026 009" in str(refused).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"<a/>", "pas un message"),
        (b"%PDF-1.7", "XML"),
        (receipt(received="hier"), "quand"),
        (receipt(number="2026_009"), "se contredit"),
        (receipt(received="2026-01-14"), "avant la signature"),
        (receipt(received="2026-01-21"), "à venir"),
        (anomaly("Document illisible."), "007"),
        (delivered(receipt(), receipt(OTHER, number="2026_009")), "plusieurs accusés"),
    ],
)
def test_what_is_not_its_receipt_is_refused_and_changes_nothing(content, words):
    signed_act()
    assert words in str(refusal(content))


def test_an_anomaly_is_told_with_its_words():
    signed_act()
    told = str(refusal(anomaly("Document illisible.")))
    assert "Document illisible" in told
    assert "2026_008" in told
    assert ".." not in told


def test_a_receipt_older_than_the_sending_asks_to_correct_it():
    act = signed_act()
    record_execution(act=act, by=None, sent_on=dt.date(2026, 1, 17))
    assert "avant l’envoi" in str(refusal(receipt()))


def test_another_day_than_the_one_noted_is_taken_once_confirmed():
    act = signed_act()
    record_execution(act=act, by=None, received_on=dt.date(2026, 1, 19))
    assert refusal(receipt()).to_confirm
    taken(receipt(), confirmed=True)
    assert Execution.objects.get(act=act).received_on == RECEIVED


def test_the_day_already_noted_is_confirmed_by_its_receipt():
    act = signed_act()
    record_execution(act=act, by=None, received_on=RECEIVED)
    assert taken(receipt()).is_new
    assert act.receipt.identifier == IDENTIFIER


def test_a_second_receipt_of_another_day_is_refused():
    signed_act()
    taken(receipt())
    assert "déjà gardé" in str(refusal(receipt(received="2026-01-17")))


def test_two_acts_of_one_identifier_are_told():
    act = signed_act()
    signed_act(number="2026-008", authority=act.authority)
    assert "Plusieurs actes" in str(refusal(receipt()))


def test_a_newer_nomenclature_is_told():
    signed_act()
    assert "ACTES_CLASSIFICATION_DATE" in taken(receipt(classification="2025-01-01")).told[0]


def test_several_receipts_stand_each_by_itself():
    act = signed_act()
    foreign = receipt(IDENTIFIER.replace("200072460", "216202374"))
    content = delivered(receipt(), foreign, b"<a/>")
    outcomes = import_receipts(content=content, name="lot.tar.gz", by=None, now=LATER)
    assert [one.name for one in outcomes] == ["lot.tar.gz (1/2)", "lot.tar.gz (2/2)"]
    assert outcomes[0].taken.act == act
    assert outcomes[1].refused
    assert Receipt.objects.get().act == act


class TestTheCommand:
    def write(self, folder, **files):
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return [folder / name for name in files]

    def test_it_tells_what_became_of_each_file(self, tmp_path):
        act, told, wrong = signed_act(), io.StringIO(), io.StringIO()
        foreign = receipt(IDENTIFIER.replace("200072460", "216202374"))
        files = self.write(tmp_path, good=receipt(), foreign=foreign)
        with pytest.raises(CommandError) as refused:
            call_command("import_receipt", *files, tmp_path / "no", stdout=told, stderr=wrong)
        assert refused.value.returncode == 2
        assert "16 janvier 2026" in told.getvalue().replace("\u00a0", " ")
        assert "autre collectivité" in wrong.getvalue()
        assert "ne peut pas être lu" in wrong.getvalue()
        assert Execution.objects.get(act=act).received_on == RECEIVED

    def test_it_succeeds_when_every_receipt_is_good(self, tmp_path):
        ActFactory()
        signed_act()
        told = io.StringIO()
        call_command("import_receipt", *self.write(tmp_path, good=receipt()), stdout=told)
        call_command("import_receipt", tmp_path / "good", stdout=told)
        assert "déjà notée" in told.getvalue()
