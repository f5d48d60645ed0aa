"""The proof file: what it holds, its hashes, and how loudly it says that a document changed."""

import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from conventions.actions import sign_act
from conventions.models import Act, DocumentKind, RetentionRule
from conventions.proof.archive import ProofRefused, write_proof
from csipa.audit.actions import seal
from tests.conventions.agreed import agreed
from tests.conventions.factories import DAY, NOW, ActFactory, ConventionFactory, ready_act
from tests.conventions.factories_agreements import SignedCopyFactory, StoredFileFactory
from tests.conventions.factories_publication import (
    PublicationCheckFactory,
    PublicationFactory,
    PublishedDocumentFactory,
    ReceiptFactory,
    RetentionRuleFactory,
    TransmissionFactory,
)

pytestmark = pytest.mark.django_db
MADE = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)


def signed_act(**fields):
    """Return a signed act without laying anything out."""
    values = {"state": "signed", "number": "2026 008", "signature_date": DAY, **fields}
    return ActFactory(**values)


def proof(text, now=MADE):
    """Return the archive of a text, open, and what was written."""
    out = io.BytesIO()
    filed = write_proof(text, out, now=now)
    return zipfile.ZipFile(out), filed


def read(archive, path):
    """Return the text of a file, its no-break spaces made plain."""
    return archive.read(path).decode("utf-8-sig").replace("\u00a0", " ").replace("&nbsp;", " ")


def check_sums(archive):
    """Check the list of hashes as `sha256sum -c` does; return the paths it names."""
    named = []
    for line in archive.read("integrite/empreintes.sha256").decode().splitlines():
        sha256, path = line.split("  ", 1)
        assert hashlib.sha256(archive.read(path)).hexdigest() == sha256, path
        named.append(path)
    return named


def full_act():
    """Return a signed act that was sent, received, published, seen and copied."""
    act = signed_act()
    document = PublishedDocumentFactory(act=act)
    public = PublishedDocumentFactory(
        act=act, kind=DocumentKind.PUBLIC_COPY, content=b"%PDF-1.7 public"
    )
    publication = PublicationFactory(act=act, document=public, address="2026-decision-2026-008")
    PublicationCheckFactory(publication=publication, sha256=public.sha256)
    TransmissionFactory(act=act, rank=1)
    ReceiptFactory(act=act, file=StoredFileFactory(content_type="application/xml"))
    content = bytes(document.content) + b"signature"
    SignedCopyFactory(
        convention=None,
        act=act,
        kind="electronic",
        document=document,
        name="../../Décision signée.pdf",
        file=StoredFileFactory(content=content),
        signatures=[{"signer": "Camille Martin"}],
    )
    # The rule that the program ships, where migrations were run: the same either way.
    RetentionRule.objects.filter(nature="decision").delete()
    RetentionRuleFactory(nature="decision", starts_on=dt.date(2009, 8, 28))
    return act


def test_an_act_comes_with_all_that_proves_it():
    archive, filed = proof(full_act())
    assert archive.namelist() == [
        "documents/01-acte-et-annexes.pdf",
        "publication/02-copie-publique.pdf",
        "signatures/01-Decision-signee.pdf",
        "transmission/01-EACT-200072460-20260115-1.tar.gz",
        *[name for name in archive.namelist() if name.startswith("transmission/acc")],
        "signatures/constats.json",
        "publication/publication.json",
        "publication/constats.csv",
        "historique/historique.csv",
        "historique/historique.json",
        "historique/faits.csv",
        "donnees/decision-2026-008.json",
        "donnees/csipa-acte-1.schema.json",
        "conservation.json",
        "integrite/VERIFIER.txt",
        "integrite/chaine.json",
        "index.html",
        "manifeste.json",
        "integrite/empreintes.sha256",
    ]
    assert not [one.fault for one in filed if one.fault]
    assert sorted([*check_sums(archive), "integrite/empreintes.sha256"]) == sorted(
        archive.namelist()
    )


def test_the_index_tells_what_each_file_is_and_what_happened():
    archive, _ = proof(full_act())
    page = read(archive, "index.html")
    assert "<h1>Décision n° 2026 008</h1>" in page
    assert "chaque document gardé est intact" in page
    assert 'href="documents/01-acte-et-annexes.pdf"' in page
    assert "Accusé de réception importé : reçu le 16 janvier 2026" in page
    assert "Conservation définitive" in page
    assert "/actes/2026-decision-2026-008/" in page
    assert "Signature trouvée : Camille Martin." in page
    assert "<script" not in page
    assert " src=" not in page


def test_the_data_say_the_same_as_the_page():
    archive, _ = proof(full_act())
    kept = json.loads(archive.read("conservation.json"))
    assert (kept["sort_final"], kept["communicabilite"]) == ("C", "AR038")
    assert kept["utile_jusqu_au"] == "2027-01-14"
    manifest = json.loads(archive.read("manifeste.json"))
    assert manifest["anomalies"] == []
    assert manifest["fichiers"][0]["sha256"] == manifest["fichiers"][0]["sha256_garde"]
    published = json.loads(archive.read("publication/publication.json"))
    assert published[0]["adresse"].endswith("/actes/2026-decision-2026-008/")
    exchanged = json.loads(archive.read("donnees/decision-2026-008.json"))
    assert exchanged["number"] == "2026 008"


def test_the_same_rows_make_the_same_bytes():
    act = full_act()
    first, second = io.BytesIO(), io.BytesIO()
    write_proof(act, first, now=MADE)
    write_proof(Act.objects.get(pk=act.pk), second, now=MADE)
    assert first.getvalue() == second.getvalue()


def test_an_altered_document_is_put_in_with_a_glaring_warning():
    act = signed_act()
    PublishedDocumentFactory(act=act, sha256="0" * 64)
    archive, filed = proof(act)
    (altered,) = [one for one in filed if one.fault]
    assert altered.path in archive.namelist()
    page = read(archive, "index.html")
    assert 'role="alert"' in page
    assert "1 fichier ne correspond plus à ce qui était gardé" in page
    assert "son empreinte était 000000" in page
    assert "intact" not in page
    (told,) = json.loads(archive.read("manifeste.json"))["anomalies"]
    assert told["fichier"] == "documents/01-acte-et-annexes.pdf"
    check_sums(archive)


def test_a_copy_that_no_longer_begins_with_what_it_signed_is_told():
    act = signed_act()
    document = PublishedDocumentFactory(act=act)
    other = StoredFileFactory(content=b"%PDF-1.4 another document, altogether")
    SignedCopyFactory(convention=None, act=act, document=document, file=other)
    _, filed = proof(act)
    (wrong,) = [one for one in filed if one.fault]
    assert "ne commence plus par les octets du document figé" in wrong.fault


def test_what_people_typed_cannot_become_markup_nor_a_formula():
    act = signed_act(title="<script>alert(1)</script>")
    PublishedDocumentFactory(act=act)
    act._change_reason = "=1+1"
    act.save()
    archive, _ = proof(act)
    assert "<script" not in read(archive, "index.html")
    assert ";=1+1" not in read(archive, "historique/historique.csv")
    assert ";'=1+1" in read(archive, "historique/historique.csv")


def test_the_links_of_the_audit_trail_bear_on_what_the_file_holds(settings, tmp_path):
    settings.AUDIT_ANCHORS = str(tmp_path / "anchors.txt")
    act = full_act()
    signed_act(number="2026 009")
    sealed = seal(now=MADE)
    archive, _ = proof(act)
    chain = json.loads(archive.read("integrite/chaine.json"))
    sources = {link["source"] for link in chain["maillons"]}
    assert {"conventions.historicalact", "conventions.frozendocument"} <= sources
    assert "conventions.storedfile" in sources
    acts = [one for one in chain["maillons"] if one["source"] == "conventions.historicalact"]
    assert {one["ligne"] for one in acts} == set(act.history.values_list("pk", flat=True))
    numbers = [one["numero"] for one in chain["maillons"]]
    assert numbers == sorted(set(numbers))
    assert chain["fin_de_la_chaine"]["numero"] == sealed.linked >= numbers[-1]


def test_a_convention_comes_with_the_act_that_authorises_it():
    convention = agreed(2)
    archive, _ = proof(convention)
    names = archive.namelist()
    assert sum(name.startswith("donnees/") for name in names) == 3
    assert "<h1>Convention" in read(archive, "index.html")
    check_sums(archive)


def test_an_act_signed_here_has_its_document_and_its_convention():
    act = ready_act()
    document = sign_act(act=act, by=None, on=DAY, now=NOW)
    archive, filed = proof(Act.objects.get())
    assert hashlib.sha256(archive.read(filed[0].path)).hexdigest() == document.sha256
    assert not [one.fault for one in filed if one.fault]
    assert "Document figé" in read(archive, "historique/faits.csv")


@pytest.mark.parametrize("draft", [ActFactory, ConventionFactory])
def test_a_draft_has_no_proof_yet(draft):
    out = io.BytesIO()
    with pytest.raises(ProofRefused, match="n’a pas encore de preuve"):
        write_proof(draft(), out, now=MADE)
    assert out.getvalue() == b""


def test_the_command_writes_the_file_and_refuses_what_it_cannot_find(tmp_path, capsys):
    PublishedDocumentFactory(act=signed_act())
    path = tmp_path / "preuve.zip"
    call_command("proof_file", "2026 008", "-o", str(path))
    assert zipfile.ZipFile(path).testzip() is None
    assert "fichiers." in capsys.readouterr().out.replace("\u00a0", " ")
    with pytest.raises(CommandError, match="Aucun acte") as refused:
        call_command("proof_file", "9999 999", "-o", str(tmp_path / "rien.zip"))
    assert refused.value.returncode == 2
    assert [one.name for one in tmp_path.iterdir()] == ["preuve.zip"]


def test_the_command_fails_when_a_document_was_altered_but_writes_the_file(tmp_path):
    PublishedDocumentFactory(act=signed_act(), sha256="0" * 64)
    path = tmp_path / "preuve.zip"
    with pytest.raises(CommandError, match="a changé depuis") as refused:
        call_command("proof_file", "2026 008", "-o", str(path))
    assert refused.value.returncode == 1
    assert path.exists()
