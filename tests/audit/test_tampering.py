"""One byte changed in the database or in a stored file: `verify` names it."""

import datetime as dt
import hashlib

import pytest
from django.conf import settings

from conventions.models import Act, FrozenDocument, StoredFile, Visa
from csipa.audit.actions import seal, verify
from csipa.audit.models import Link
from csipa.audit.sealing import unlinked
from csipa.audit.sources import Source
from csipa.french.numbers import integer
from tests.conventions.factories import ActFactory, VisaFactory
from tests.conventions.factories_agreements import StoredFileFactory
from tests.conventions.factories_publication import PublishedDocumentFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 1, 16, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def act():
    """Return a signed act of three versions, with a frozen document; everything is sealed."""
    act = ActFactory(number="2026 008", title="Tenue d’une permanence")
    act.title = "Tenue d’une permanence de soins"
    act.save()
    VisaFactory(act=act)
    PublishedDocumentFactory(act=act)
    StoredFileFactory()
    seal(now=NOW)
    return act


def faults():
    """Return the sentences of what is wrong."""
    return [fault.text for fault in verify(now=NOW).faults]


def only_fault():
    """Return the sentence of the one thing that is wrong."""
    (told,) = faults()
    return told


def version(act):
    """Return the key of the first version of an act."""
    return act.history.order_by("pk").first().pk


def test_nothing_is_wrong_with_what_nobody_touched(act):
    assert faults() == []


def test_a_changed_version_is_named(act, tamper):
    tamper(
        "conventions_historicalact",
        "UPDATE conventions_historicalact SET title = %s WHERE history_id = %s",
        "Tenue d’une permanencE",
        version(act),
    )
    assert only_fault() == (
        f"Décision n° 2026 008\u00a0: la ligne {integer(version(act))} de l’historique des actes "
        "a été modifiée depuis qu’elle a été scellée."
    )


def test_a_changed_author_or_moment_of_a_version_is_named(act, tamper):
    tamper(
        "conventions_historicalact",
        "UPDATE conventions_historicalact SET history_date = %s WHERE history_id = %s",
        NOW - dt.timedelta(days=400),
        version(act),
    )
    assert "l’historique des actes a été modifiée" in only_fault()


def test_a_row_changed_around_the_program_is_named_with_its_column(act, tamper):
    tamper("conventions_act", "UPDATE conventions_act SET title = %s WHERE id = %s", "x", act.pk)
    told = only_fault()
    assert told.startswith("Décision n° 2026 008")
    assert "diffère de sa dernière version connue (colonne «\u00a0" in told


def test_one_byte_of_a_frozen_document_is_named(act, tamper):
    document = FrozenDocument.objects.get(act=act)
    bytes_now = bytearray(document.content)
    bytes_now[5] ^= 1
    tamper(
        "conventions_frozendocument",
        "UPDATE conventions_frozendocument SET content = %s WHERE id = %s",
        bytes(bytes_now),
        document.pk,
    )
    told = only_fault()
    assert told.startswith("Décision n° 2026 008\u00a0: document figé")
    assert f"empreinte notée {document.sha256[:12]}…" in told
    assert f"lue {hashlib.sha256(bytes_now).hexdigest()[:12]}…" in told


def test_bytes_changed_with_the_hash_beside_them_are_named_too(act, tamper):
    document = FrozenDocument.objects.get(act=act)
    forged = document.content + b"%forged"
    tamper(
        "conventions_frozendocument",
        "UPDATE conventions_frozendocument SET content = %s, sha256 = %s, size = %s WHERE id = %s",
        forged,
        hashlib.sha256(forged).hexdigest(),
        len(forged),
        document.pk,
    )
    told = only_fault()
    assert told.startswith("Décision n° 2026 008\u00a0: document figé")
    assert "la ligne a été modifiée depuis qu’elle a été scellée" in told


def test_one_byte_of_a_filed_document_is_named(act, tamper):
    stored = StoredFile.objects.get()
    tamper(
        "conventions_storedfile",
        "UPDATE conventions_storedfile SET content = %s WHERE id = %s",
        stored.content[:-1] + b"X",
        stored.pk,
    )
    assert "un octet au moins a changé" in only_fault()


def test_bytes_that_are_not_sealed_yet_are_read_as_well(act, tamper):
    stored = StoredFileFactory()
    tamper(
        "conventions_storedfile",
        "UPDATE conventions_storedfile SET content = %s WHERE id = %s",
        b"x",
        stored.pk,
    )
    assert "un octet au moins a changé" in only_fault()


def test_a_deleted_version_is_named(act, tamper):
    key = version(act)
    tamper(
        "conventions_historicalact",
        "DELETE FROM conventions_historicalact WHERE history_id = %s",
        key,
    )
    assert only_fault() == f"La ligne {integer(key)} de l’historique des actes a été effacée."


def test_a_deleted_file_is_named(act, tamper):
    tamper("conventions_storedfile", "DELETE FROM conventions_storedfile")
    assert only_fault().startswith("Fichier déposé de clé")


def test_a_row_deleted_around_the_program_is_named(act, tamper):
    visa = Visa.objects.get(act=act)
    tamper("conventions_visa", "DELETE FROM conventions_visa WHERE id = %s", visa.pk)
    told = only_fault()
    assert told.startswith("Décision n° 2026 008")
    assert "visa" in told.lower()
    assert told.endswith("effacée sans passer par le programme.")


def test_a_row_written_around_the_program_is_named(act, tamper):
    columns = [f.column for f in Visa._meta.concrete_fields if f.name not in ("id", "position")]
    names = ", ".join(f'"{name}"' for name in columns)
    tamper(
        "conventions_visa",
        f"INSERT INTO conventions_visa (position, {names}) "
        f"SELECT 99, {names} FROM conventions_visa",
    )
    assert "la ligne n’a pas d’historique" in only_fault()


def test_a_deletion_that_left_the_row_is_named(act, tamper):
    visa = Visa.objects.get(act=act)
    last = visa.history.first()
    tamper(
        "conventions_historicalvisa",
        "UPDATE conventions_historicalvisa SET history_type = '-' WHERE history_id = %s",
        last.pk,
    )
    found = faults()
    assert len(found) == 2
    assert any("son historique la dit supprimée" in told for told in found)


def test_two_versions_swapped_are_both_named(act, tamper):
    first, second = act.history.order_by("pk").values_list("pk", flat=True)[:2]
    for before, after in ((first, -1), (second, first), (-1, second)):
        tamper(
            "conventions_historicalact",
            "UPDATE conventions_historicalact SET history_id = %s WHERE history_id = %s",
            after,
            before,
        )
    found = faults()
    assert sum("de l’historique des actes a été modifiée" in told for told in found) == 2


def test_a_link_changed_without_the_key_is_named_with_its_row(act, tamper):
    """The row, its digest and even a signature of another key are put in agreement."""
    source = Source(Act.history.model)
    key = version(act)
    link = Link.objects.filter(shape__source=source.label, row=key).get()
    tamper(
        "audit_link",
        "UPDATE audit_link SET digest = %s, mac = %s WHERE seq = %s",
        hashlib.sha256(b"forged").digest(),
        hashlib.sha256(b"another key").digest(),
        link.seq,
    )
    found = faults()
    assert any(
        told.startswith(f"Le maillon {integer(link.seq)} (Décision n° 2026 008")
        and "sans la clé" in told
        for told in found
    )
    assert any(told.startswith(f"Le maillon {integer(link.seq + 1)} (") for told in found)


def test_a_missing_link_is_numbered(act, tamper):
    tamper("audit_link", "DELETE FROM audit_link WHERE seq = 2")
    assert only_fault() == "Maillon 2 absent\u00a0: la chaîne a été coupée."


def test_the_reason_of_a_link_cannot_be_rewritten(act, tamper):
    tamper("audit_link", "UPDATE audit_link SET reason = 'oubli' WHERE seq = 3")
    assert "Le maillon 3 " in only_fault()


def test_a_tail_that_was_cut_is_seen_by_its_anchor(act, tamper):
    last = Link.objects.order_by("-seq").first().seq
    tamper("audit_link", "DELETE FROM audit_link WHERE seq > %s", last - 2)
    told = only_fault()
    assert told.startswith("La chaîne a perdu sa fin ou a été refaite\u00a0: l’ancre du")
    assert str(settings.AUDIT_ANCHORS) in told


def test_a_tail_cut_and_sealed_again_is_seen_by_its_anchor(act, tamper):
    first = Link.objects.get(shape__source=Source(StoredFile).label).seq
    tamper("audit_link", "DELETE FROM audit_link WHERE seq >= %s", first)
    tamper("conventions_storedfile", "UPDATE conventions_storedfile SET content_type = 'text/html'")
    later = NOW + dt.timedelta(days=2)
    seal(now=later)
    assert unlinked(Source(StoredFile)).count() == 0
    assert "La chaîne a perdu sa fin ou a été refaite" in only_fault()


def test_a_verification_remembers_the_end_it_has_seen(act, tamper):
    assert faults() == []
    settings.AUDIT_ANCHORS.unlink()
    last = Link.objects.order_by("-seq").first().seq
    tamper("audit_link", "DELETE FROM audit_link WHERE seq > %s", last - 2)
    assert "n’est plus celle que la vérification du 16\u00a0janvier\u00a02026 a lue" in only_fault()


def test_another_key_is_told_once(act, settings):
    settings.AUDIT_KEY = "another"
    assert only_fault().startswith("Aucun maillon ne porte la signature de la clé en service.")


def test_a_line_of_the_anchors_that_cannot_be_read_is_told(act):
    with settings.AUDIT_ANCHORS.open("a") as file:
        file.write("n’importe quoi\n")
    assert only_fault().startswith("Fichier d’ancres\u00a0: 1\u00a0ligne illisible")


@pytest.mark.parametrize("number", ["9" * 30, "9" * 6000])
def test_an_anchor_whose_number_no_chain_reaches_is_told_and_stops_nothing(act, number):
    with settings.AUDIT_ANCHORS.open("a") as anchors:
        anchors.write(f"2026-01-16T09:00:00+00:00 {number} {'ab' * 32}\n")
    report = verify(now=NOW)
    assert {fault.code for fault in report.faults} == {"anchor-file"}


def test_anchors_that_cannot_be_opened_are_told_and_stop_nothing(act, caplog):
    settings.AUDIT_ANCHORS.unlink()
    settings.AUDIT_ANCHORS.mkdir()
    report = verify(now=NOW)
    assert {fault.code for fault in report.faults} == {"anchor-file"}
    assert "cannot read the anchors" in caplog.text
