"""Packages for the State: what is in them, how they are numbered, what is noted of them."""

import datetime as dt
import io
import json

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from conventions.actions import import_file, record_execution
from conventions.actions.transmitting import TransmittingRefused, make_transmission, note_sent
from conventions.exchange.actes import schema_faults
from conventions.exchange.actes_archive import archive_members
from conventions.exchange.writer import to_json
from conventions.models import Execution, StoredFile, Transmission
from tests.conventions.factories import ActFactory
from tests.conventions.sending import (
    ACT_PDF,
    IDENTIFIER,
    LATER,
    RECEIVED,
    SIGNED,
    numbered_decision,
    signed_act,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 1, 20)


def packed(act, **asked):
    return make_transmission(act=act, by=None, now=LATER, **asked)


class TestTheDecision:
    """Decision 2026 008, imported as the register of the house has it."""

    @pytest.fixture
    def act(self):
        content = to_json(numbered_decision()).encode()
        return import_file(content=content, by=None, now=LATER, replace=False).act

    def test_its_package_bears_its_identifier_and_is_valid(self, act, tmp_path):
        call_command("export_actes", "2026 008", output=tmp_path, stdout=io.StringIO())
        made = Transmission.objects.get()
        assert made.identifier == IDENTIFIER
        names = {path.name for path in tmp_path.iterdir()}
        day = made.day.strftime("%Y%m%d")
        assert names == {
            f"EACT--200072460--{day}-1.tar.gz",
            f"EACT--200072460--{day}-1.xml",
            f"{IDENTIFIER}-1-1_0.xml",
            f"99_AU-{IDENTIFIER}-1-1_1.pdf",
            f"22_CO-{IDENTIFIER}-1-1_2.pdf",
            f"{IDENTIFIER}.json",
        }
        for message in tmp_path.glob("*.xml"):
            assert schema_faults(message.read_bytes()) == []
        frozen = bytes(act.documents.get(kind="act").content)
        assert (tmp_path / f"99_AU-{IDENTIFIER}-1-1_1.pdf").read_bytes() == frozen
        fields = json.loads((tmp_path / f"{IDENTIFIER}.json").read_text(encoding="utf-8"))
        assert fields["number"] == "2026_008"
        assert fields["subject_matter"] == "8.2"
        assert fields["document"]["type"] == "99_AU"
        assert [annex["type"] for annex in fields["annexes"]] == ["22_CO"]


def test_a_package_holds_envelope_message_act_and_annexes_in_order():
    made = packed(signed_act())
    members = archive_members(bytes(made.file.content))
    assert [name for name, _ in members] == [
        "EACT--200072460--20260120-1.xml",
        f"{IDENTIFIER}-1-1_0.xml",
        f"99_AU-{IDENTIFIER}-1-1_1.pdf",
        f"22_CO-{IDENTIFIER}-1-1_2.pdf",
    ]
    assert members[2][1] == ACT_PDF
    assert made.fields["object"] == "Signature d'une convention - accueil"


def test_packages_of_a_day_are_numbered_and_those_of_the_next_start_again(settings):
    settings.ACTES_OPERATOR = "SLO"
    act = signed_act()
    assert [packed(act).rank for _ in range(3)] == [1, 2, 3]
    next_day = make_transmission(act=act, by=None, now=LATER + dt.timedelta(days=1))
    assert (next_day.rank, next_day.name) == (1, "SLO-EACT--200072460--20260121-1.tar.gz")


def test_the_last_package_of_a_year_keeps_its_year():
    made = make_transmission(
        act=signed_act(), by=None, now=dt.datetime(2026, 12, 31, 10, tzinfo=dt.UTC)
    )
    assert made.name == "EACT--200072460--20261231-1.tar.gz"


def test_two_senders_have_each_their_own_count():
    packed(signed_act())
    other = signed_act(authority__siren="216202374", convention=False)
    assert packed(other).rank == 1


def test_nothing_is_made_of_an_act_that_lacks_something():
    with pytest.raises(TransmittingRefused) as refused:
        packed(ActFactory(subject_matter=""))
    assert len(refused.value.reasons) >= 3
    assert not Transmission.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_package_is_kept_for_ever():
    made = packed(signed_act())
    for change in (made.delete, lambda: Transmission.objects.update(rank=7)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_making_a_package_says_nothing_of_its_sending():
    act = signed_act()
    packed(act)
    assert not Execution.objects.filter(act=act, sent_on__isnull=False).exists()


class TestNotingTheSending:
    def test_the_day_is_the_one_that_the_person_gives(self):
        act, person = signed_act(), User.objects.create_user("marie")
        note_sent(act=act, on=SIGNED, by=person, today=TODAY)
        execution = Execution.objects.get(act=act)
        assert execution.sent_on == SIGNED
        assert execution.history.first().history_user == person

    @pytest.mark.parametrize(
        ("on", "words"),
        [
            (dt.date(2026, 1, 21), "à venir"),
            (dt.date(2026, 1, 14), "L’acte est du"),
            (dt.date(2026, 1, 17), "L’acte est reçu le"),
        ],
    )
    def test_a_day_that_cannot_be_is_refused(self, on, words):
        act = signed_act()
        record_execution(act=act, by=None, received_on=RECEIVED)
        with pytest.raises(TransmittingRefused, match=words):
            note_sent(act=act, on=on, by=None, today=TODAY)
        assert Execution.objects.get(act=act).sent_on is None

    def test_a_draft_was_never_sent(self):
        with pytest.raises(TransmittingRefused, match="pas signé"):
            note_sent(act=ActFactory(), on=SIGNED, by=None, today=TODAY)


class TestTheCommand:
    def test_it_tells_every_fault_and_writes_nothing(self, tmp_path):
        ActFactory(number="2026 031", subject_matter="")
        folder = tmp_path / "out"
        with pytest.raises(CommandError) as refused:
            call_command("export_actes", "2026 031", output=folder)
        assert refused.value.returncode == 2
        assert "n’est pas signé" in str(refused.value)
        assert "matière" in str(refused.value)
        assert not folder.exists()

    def test_it_says_that_a_number_is_unknown(self, tmp_path):
        with pytest.raises(CommandError, match="Aucun acte"):
            call_command("export_actes", "2026 999", output=tmp_path)

    def test_a_folder_that_cannot_be_written_makes_no_package(self, tmp_path):
        signed_act()
        (tmp_path / "taken").write_bytes(b"")
        with pytest.raises(CommandError, match="ne s’écrit pas"):
            call_command("export_actes", "2026 008", output=tmp_path / "taken")
        assert not Transmission.objects.exists()

    def test_it_may_leave_the_annexes_out(self, tmp_path):
        signed_act()
        told = io.StringIO()
        call_command("export_actes", "2026 008", output=tmp_path, without_annexes=True, stdout=told)
        assert not list(tmp_path.glob("22_CO*"))
        assert "À voir" in told.getvalue()
