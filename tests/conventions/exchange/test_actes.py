"""Messages of the exchange with the State: what is written is valid, what is read is mistrusted."""

import dataclasses
import datetime as dt
import shutil

import pytest
from lxml import etree

from conventions.exchange.actes import (
    INSEE,
    NAMESPACE,
    SCHEMA_FILE,
    AnomalyRead,
    Message,
    MessageError,
    act_message,
    envelope,
    is_message,
    read_message,
    schema_faults,
)
from conventions.rules.actes.names import read_identifier
from conventions.rules.actes.senders import Sender
from tests.conventions.sending import IDENTIFIER, RECEIVED, anomaly, receipt

MESSAGE = Message(
    identifier=read_identifier(IDENTIFIER),
    headings=(8, 2),
    object="Santé : signature d'une convention",
    classification=dt.date(2017, 11, 13),
    document=f"99_AU-{IDENTIFIER}-1-1_1.pdf",
    annexes=(f"22_CO-{IDENTIFIER}-1-1_2.pdf",),
)
SENDER = Sender(
    siren="200072460",
    department="062",
    arrondissement="2",
    nature="46",
    contact_name="Anne Lœuillet",
    contact_phone="03 21 00 00 00",
    emails=("actes@agglo.fr", "greffe@agglo.fr"),
)
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<ARActe xmlns="%s">&b;</ARActe>"""


def sent(**values):
    return act_message(dataclasses.replace(MESSAGE, **values))


def actes(name):
    return f"{{{NAMESPACE}}}{name}"


def test_the_message_of_an_act_says_what_is_known_of_it_and_is_valid():
    content = sent()
    root = etree.fromstring(content)
    assert schema_faults(content) == []
    assert root.tag == actes("Acte")
    assert root.get(actes("Date")) == "2026-01-15"
    assert root.get(actes("NumeroInterne")) == "2026_008"
    assert root.get(actes("CodeNatureActe")) == "6"
    assert root.find(actes("CodeMatiere1")).get(actes("CodeMatiere")) == "8"
    assert root.find(actes("CodeMatiere2")).get(actes("CodeMatiere")) == "2"
    assert root.findtext(actes("Objet")) == "Santé : signature d'une convention"
    assert root.find(actes("Annexes")).get(actes("Nombre")) == "1"
    assert root.findtext(actes("DocumentPapier")) == "N"


def test_messages_are_latin_1_and_the_same_to_the_byte():
    content = sent()
    assert content.startswith(b"<?xml version='1.0' encoding='ISO-8859-1'?>")
    assert "Santé".encode("iso-8859-1") in content
    assert content == sent()


def test_an_act_without_annex_says_that_it_has_none():
    content = sent(annexes=())
    assert schema_faults(content) == []
    assert etree.fromstring(content).find(actes("Annexes")).get(actes("Nombre")) == "0"


def test_further_levels_of_a_heading_are_sent():
    content = sent(headings=(3, 5, 1))
    assert schema_faults(content) == []
    third = etree.fromstring(content).find(actes("CodeMatiere3"))
    assert third.get(actes("CodeMatiere")) == "1"


def test_the_envelope_says_who_sends_and_is_valid():
    content = envelope(SENDER, [f"{IDENTIFIER}-1-1_0.xml"])
    root = etree.fromstring(content)
    assert schema_faults(content) == []
    identity = root.find(f".//{actes('IDCL')}")
    assert identity.get(f"{{{INSEE}}}SIREN") == "200072460"
    assert identity.get(actes("Departement")) == "062"
    assert identity.get(actes("Arrondissement")) == "2"
    assert identity.get(actes("Nature")) == "46"
    assert root.findtext(f".//{actes('Nom')}") == "Anne Loeuillet"
    assert len(root.find(actes("AdressesRetour"))) == 2
    assert root.findtext(f".//{actes('NomFichier')}") == f"{IDENTIFIER}-1-1_0.xml"


def test_an_envelope_without_anybody_to_call_is_valid():
    nobody = dataclasses.replace(SENDER, contact_name="", contact_phone="")
    content = envelope(nobody, [f"{IDENTIFIER}-1-1_0.xml"])
    assert schema_faults(content) == []
    assert b"Referent" not in content


@pytest.mark.parametrize(
    "values",
    [
        {"headings": (8,)},
        {"object": ""},
        {"object": "a" * 500},
        {"object": "deux\nlignes"},
        {"object": "d’une"},
        {"document": "acte.pdf"},
        {"document": f"99_AR-{IDENTIFIER}-1-1_1.pdf"},
        {"annexes": (f"22_CO-{IDENTIFIER}-1-1_1.pdf",)},
        {"identifier": dataclasses.replace(MESSAGE.identifier, number="2026 008")},
        {"identifier": dataclasses.replace(MESSAGE.identifier, number="2026-008")},
        {"identifier": dataclasses.replace(MESSAGE.identifier, number="8")},
    ],
)
def test_the_schema_refuses_what_is_refused_further_on(values):
    assert schema_faults(sent(**values))


def test_an_envelope_that_nobody_can_answer_is_refused():
    assert schema_faults(envelope(dataclasses.replace(SENDER, emails=()), ["x.xml"]))


def test_a_schema_of_the_settings_is_asked_too(settings, tmp_path):
    shutil.copy(SCHEMA_FILE.parent / "insee-siren.xsd", tmp_path)
    stricter = SCHEMA_FILE.read_text(encoding="utf-8").replace('"499"', '"10"')
    (tmp_path / "own.xsd").write_text(stricter, encoding="utf-8")
    settings.ACTES_SCHEMA = str(tmp_path / "own.xsd")
    assert schema_faults(sent(object="Dix signes")) == []
    assert schema_faults(sent())


def test_a_schema_of_the_settings_that_cannot_be_read_is_told(settings, tmp_path):
    for name in ("nowhere.xsd", "empty.xsd"):
        (tmp_path / "empty.xsd").write_bytes(b"")
        settings.ACTES_SCHEMA = str(tmp_path / name)
        assert "ACTES_SCHEMA" in schema_faults(sent())[0]


def test_a_receipt_gives_the_identifier_the_day_and_the_nomenclature():
    content = receipt()
    assert schema_faults(content) == []
    read = read_message(content)
    assert read.identifier == IDENTIFIER
    assert read.received_on == RECEIVED
    assert read.classification == dt.date(2017, 11, 13)
    assert read.content == content


def test_a_receipt_whose_attributes_are_not_qualified_is_read():
    bare = receipt().replace(b"actes:IDActe", b"IDActe").replace(b"actes:Date", b"Date")
    assert read_message(bare).identifier == IDENTIFIER


def test_an_anomaly_gives_its_nature_and_its_words():
    assert read_message(anomaly("Illisible.")) == AnomalyRead("007", "Illisible.", "2026_008")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a",
        b"%PDF-1.7",
        b"<ARActe/>",
        b"\xff\xfe\x00",
        receipt("062-200072460-20260115-2026 008-AU"),
        receipt(""),
        receipt(received="hier"),
        receipt(number="2026_009"),
        receipt(date="2026-01-14"),
        sent(),
        LAUGHS % NAMESPACE.encode(),
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">' + receipt().split(b"?>", 1)[1],
        b" " * (2 * 1024 * 1024 + 1),
    ],
)
def test_what_is_no_receipt_is_refused_in_french(content):
    with pytest.raises(MessageError) as refused:
        read_message(content)
    assert str(refused.value).endswith(".")


def test_receipts_and_anomalies_are_told_from_the_rest():
    assert is_message(receipt())
    assert is_message(anomaly())
    assert not is_message(sent())
    assert not is_message(b"<a/>")
    assert not is_message(b"nothing")
