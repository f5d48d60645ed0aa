"""Writes the proof file: one archive, whose every hash is worked out again as it is made."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils import timezone

from conventions.exchange.reader import SCHEMA_FILE
from conventions.exports import exported, file_name
from conventions.models import Act, Convention, FrozenDocument
from conventions.proof.chronicle import Story, history_data, history_sheet, stories_of
from conventions.proof.facts import (
    Fact,
    checks_sheet,
    copies_data,
    facts_of,
    facts_sheet,
    parties_sheet,
    publications_data,
)
from conventions.proof.index import HOW_TO_CHECK, PATHS, index_page
from conventions.proof.links import chain_data
from conventions.proof.pieces import Piece, Scope, name_of, pieces_of, scope_of
from conventions.review.retention import Told, retention_told
from conventions.rules.file_kinds import holds
from csipa.spreadsheets import Sheet, to_csv

CONTENT_TYPE = "application/zip"
FORMAT = "csipa-preuve/1"
# Before this year a ZIP knows no date; none of its own makes the same bytes every time.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_STORED = (".pdf", ".gz", ".zip", ".jpg", ".png", ".tif")


class ProofRefused(ValueError):
    """A text that binds nobody yet has nothing to prove; the text is French."""


@dataclass(frozen=True)
class Filed:
    """A file of the archive as it was written; `fault` says in French what is wrong with it."""

    path: str
    title: str
    size: int
    sha256: str
    note: str = ""
    expected: str = ""
    fault: str = ""

    @property
    def folder(self) -> str:
        """Return the folder it stands in, empty at the root."""
        return self.path.rpartition("/")[0]


def proof_name(text: Act | Convention) -> str:
    """Return the name of the archive: « preuve-decision-2026-008.zip »."""
    return f"preuve-{file_name(text, 'zip')}"


def write_proof(text: Act | Convention, out: BinaryIO, *, now: dt.datetime) -> list[Filed]:
    """Write the proof file of a signed act, or of a convention whose text is closed, to `out`.

    Returns what was written; whoever makes it reads the faults there. One file at a time is in
    memory. Raises ProofRefused for a text that still changes.
    """
    if refusal := proof_refusal(text):
        raise ProofRefused(refusal)
    scope = scope_of(text)
    today = timezone.localdate(now)
    stories, facts = stories_of(scope), facts_of(scope)
    told = retention_told(text, today=today)
    with zipfile.ZipFile(out, "w") as archive:
        writer = _Writer(archive)
        for piece in pieces_of(scope):
            writer.piece(piece)
        _write_tables(writer, scope, stories, facts)
        _write_data(writer, scope, told)
        links = _json(chain_data(scope, stories))
        writer.add("integrite/chaine.json", "Maillons de la piste d’audit", links)
        page = index_page(scope, writer.filed, stories, facts, told, now=now)
        writer.add("index.html", "Sommaire lisible", page.encode())
        manifest = _json(_manifest(scope, writer.filed, now))
        writer.add(PATHS["manifest"], "Liste des fichiers et de leurs empreintes", manifest)
        sums = "".join(f"{one.sha256}  {one.path}\n" for one in writer.filed)
        writer.add(PATHS["sums"], "Empreintes à vérifier", sums.encode())
    return writer.filed


def proof_refusal(text: Act | Convention) -> str:
    """Return why there is nothing to prove of a text yet, empty when there is; one query."""
    if isinstance(text, Act):
        return "" if text.is_signed else "Cet acte n’est pas signé : il n’a pas encore de preuve."
    signed = Convention.objects.filter(pk=text.pk, annex__act__state="signed").exists()
    if signed or text.sealed or text.documents.exists() or text.signature_date:
        return ""
    return "Le texte de cette convention n’est pas arrêté : elle n’a pas encore de preuve."


class _Writer:
    """Adds files to an archive and keeps what was written of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.filed: list[Filed] = []

    def piece(self, piece: Piece) -> None:
        """Add a file that was kept, altered or not; say so if it is."""
        content = piece.read()
        sha256 = hashlib.sha256(content).hexdigest()
        fault = _fault(piece, content, sha256)
        self.add(piece.path, piece.title, content, piece.note, piece.expected, fault)

    def table(self, path: str, title: str, sheet: Sheet | None) -> None:
        """Add a table, if there is one."""
        if sheet:
            self.add(path, title, to_csv(sheet))

    def add(
        self,
        path: str,
        title: str,
        content: bytes,
        note: str = "",
        expected: str = "",
        fault: str = "",
    ) -> None:
        """Add a file made with the archive, or one that was read."""
        entry = zipfile.ZipInfo(path, _ZIP_DAY)
        entry.external_attr = 0o644 << 16
        stored = path.endswith(_STORED)
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        self._archive.writestr(entry, content)
        sha256 = hashlib.sha256(content).hexdigest()
        self.filed.append(Filed(path, title, len(content), sha256, note, expected, fault))


def _fault(piece: Piece, content: bytes, sha256: str) -> str:
    if sha256 != piece.expected:
        return (
            f"Ce fichier a changé depuis qu’il est gardé : son empreinte était {piece.expected}, "
            f"elle est {sha256}. Ne vous y fiez pas ; cherchez l’original dans une sauvegarde."
        )
    if piece.starts_with is None:
        return ""
    frozen = FrozenDocument.objects.values_list("content", flat=True).get(pk=piece.starts_with)
    if holds(content, bytes(frozen)):
        return ""
    return "Cette copie ne commence plus par les octets du document figé qu’elle dit signer."


def _write_tables(writer: _Writer, scope: Scope, stories: list[Story], facts: list[Fact]) -> None:
    writer.table("signatures/parties.csv", "Qui a signé quel texte, quand", parties_sheet(scope))
    if copies := copies_data(scope):
        writer.add("signatures/constats.json", "Ce que les copies signées montrent", _json(copies))
    if published := publications_data(scope):
        title = "Adresse permanente et vie dans le registre public"
        writer.add("publication/publication.json", title, _json(published))
    title = "Constats de mise en ligne, jour après jour"
    writer.table("publication/constats.csv", title, checks_sheet(scope))
    title = "Chaque enregistrement : qui, quand, quoi"
    writer.table(PATHS["history"], title, history_sheet(stories))
    writer.add("historique/historique.json", f"{title} (données)", _json(history_data(stories)))
    writer.table("historique/faits.csv", "Ce que CSIPA a noté de lui-même", facts_sheet(facts))


def _write_data(writer: _Writer, scope: Scope, told: Told) -> None:
    for text in (*scope.acts, *scope.conventions):
        title = f"{name_of(text)}, au format d’échange csipa-acte/1"
        writer.add(f"donnees/{file_name(text, 'json')}", title, exported(text).encode())
    schema = SCHEMA_FILE.read_bytes()
    writer.add("donnees/csipa-acte-1.schema.json", "Schéma du format d’échange", schema)
    writer.add("conservation.json", "Règle de conservation", _json(_retention(told)))
    writer.add(PATHS["check"], "Comment vérifier", HOW_TO_CHECK.encode())


def _retention(told: Told) -> dict[str, Any]:
    if told.rule is None or told.days is None:
        return {"nature": told.nature, "regle": None}
    rule, days = told.rule, told.days
    return {
        "nature": told.nature,
        "regle": {
            "en_vigueur_depuis": rule.starts_on.isoformat(),
            "duree_utilite_administrative_annees": rule.years,
            "comptee_depuis": rule.get_counted_from_display(),
            "sort_final": rule.fate,
            "communicabilite": rule.access,
            "source": rule.source,
        },
        "comptee_a_partir_du": days.since and days.since.isoformat(),
        "utile_jusqu_au": days.useful_until and days.useful_until.isoformat(),
        "sort_final": days.fate,
        "communicabilite": days.access,
        "communicable_a_partir_du": days.readable_from and days.readable_from.isoformat(),
    }


def _manifest(scope: Scope, filed: list[Filed], now: dt.datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "texte": name_of(scope.text),
        "objet": scope.text.title,
        "fait_le": timezone.localtime(now).isoformat(timespec="seconds"),
        "algorithme": "SHA-256",
        "anomalies": [{"fichier": one.path, "constat": one.fault} for one in filed if one.fault],
        "fichiers": [
            {
                "chemin": one.path,
                "titre": one.title,
                "octets": one.size,
                "sha256": one.sha256,
                "sha256_garde": one.expected or None,
            }
            for one in filed
        ],
    }


def _json(data: Any) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()
