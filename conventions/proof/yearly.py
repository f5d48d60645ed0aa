"""The proof files of a whole year as one job: a file a text, then an archive of them all."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Generator
from typing import Any, BinaryIO

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.db.models.functions import ExtractYear

from conventions.models import Act, Convention
from conventions.proof.archive import CONTENT_TYPE, ProofRefused, proof_name, write_proof
from conventions.proof.pieces import name_of
from csipa.french.numbers import counted
from csipa.jobs.actions import enqueue
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step, register
from csipa.jobs.models import Job, JobPart
from csipa.spreadsheets import Sheet, to_csv

KIND = "conventions.proof_year"
PERMISSIONS = ("conventions.view_act", "conventions.view_convention")
"""What a proof file shows: whoever takes one may see acts and conventions."""

_SPOOL = 8 * 1024 * 1024
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_MODELS: dict[str, type[Act] | type[Convention]] = {"act": Act, "convention": Convention}
_HEADINGS = ("Fichier", "Texte", "Objet", "Octets", "SHA-256", "Fichiers altérés")


def years_to_prove() -> list[int]:
    """Return the years in which something was signed, the latest first; two queries."""
    acts = Act.objects.signed().exclude(signature_date=None)
    years = set(acts.annotate(on=ExtractYear("signature_date")).values_list("on", flat=True))
    signed = Convention.objects.filter(conclusion__signed_on__isnull=False)
    rows = signed.annotate(on=ExtractYear("conclusion__signed_on"))
    return sorted(years | set(rows.values_list("on", flat=True)), reverse=True)


def texts_of(year: int) -> list[str]:
    """Return what was signed in a year: « act-12 », « convention-3 », in order; two queries."""
    acts = Act.objects.signed().filter(signature_date__year=year)
    keys = acts.order_by("signature_date", "pk").values_list("pk", flat=True)
    signed = Q(conclusion__signed_on__year=year)
    signed |= Q(signature_date__year=year, conclusion=None)
    rows = Convention.objects.filter(signed).roots().order_by("start", "pk")
    found = [f"convention-{pk}" for pk in rows.values_list("pk", flat=True)]
    return [*(f"act-{pk}" for pk in keys), *found]


def prove_year(*, year: int, by: AbstractBaseUser, now: dt.datetime) -> Job:
    """Queue the proof files of a year. Raises PermissionDenied."""
    if not by.has_perms(PERMISSIONS):
        raise PermissionDenied
    return enqueue(
        kind=KIND,
        label=f"Dossiers de preuve de l’année {year}",
        parameters={"year": year, "texts": texts_of(year)},
        by=by,
        now=now,
    )


def run(job: Job) -> Generator[Step, None, Produced]:
    """Make each file once, on the moment the job was asked for, then put them together."""
    keys: list[str] = job.parameters["texts"]
    if not keys:
        raise JobFailed("Rien n’a été signé cette année-là : choisissez une autre année.")
    made = set(job.parts.values_list("key", flat=True))
    for rank, key in enumerate(keys, start=1):
        if key not in made:
            _make(job, key)
        yield Step(rank, 2 * len(keys), f"Dossier {rank} sur {len(keys)}.")
    notes = dict(job.parts.values_list("key", "note"))
    present = [(key, notes[key]) for key in keys if not notes[key].get("refused")]
    out: BinaryIO = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for rank, (key, note) in enumerate(present, start=1):
            content = bytes(job.parts.values_list("content", flat=True).get(key=key))
            _add(archive, note["file"], content)
            yield Step(len(keys) + rank, 2 * len(keys), f"Assemblage : {rank} sur {len(present)}.")
        _add(archive, "liste.csv", to_csv(_list([note for _, note in present])))
        sums = "".join(f"{note['sha256']}  {note['file']}\n" for _, note in present)
        _add(archive, "empreintes.sha256", sums.encode())
    out.seek(0)
    name = f"preuves-{job.parameters['year']}.zip"
    return Produced(name, CONTENT_TYPE, out, _message([note for _, note in present], len(keys)))


def _make(job: Job, key: str) -> None:
    model, _, pk = key.partition("-")
    text = _MODELS[model].objects.filter(pk=pk).first()
    out = io.BytesIO()
    try:
        filed = write_proof(text, out, now=job.created_at) if text else None
    except ProofRefused:
        filed = None
    if text is None or filed is None:
        JobPart.objects.create(job=job, key=key, note={"refused": True})
        return
    content = out.getvalue()
    stem = proof_name(text).removesuffix(".zip")
    note = {
        # Two authorities may give one number: the key keeps their files apart.
        "file": f"{stem}-{text.pk}.zip",
        "name": name_of(text),
        "title": text.title,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "faults": sum(bool(one.fault) for one in filed),
    }
    JobPart.objects.create(job=job, key=key, note=note, content=content)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_DAY)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _list(notes: list[dict[str, Any]]) -> Sheet:
    columns = ("file", "name", "title", "size", "sha256", "faults")
    return Sheet("Dossiers", _HEADINGS, [[note[column] for column in columns] for note in notes])


def _message(notes: list[dict[str, Any]], asked: int) -> str:
    said = [counted(len(notes), "dossier de preuve", "dossiers de preuve")]
    if gone := asked - len(notes):
        said.append(counted(gone, "texte disparu entre-temps", "textes disparus entre-temps"))
    altered = [note["name"] for note in notes if note["faults"]]
    if altered:
        said.append(f"ATTENTION, des fichiers ne correspondent plus : {', '.join(altered[:5])}")
    return f"{' ; '.join(said)}."[:500]


register(Kind(KIND, run, PERMISSIONS[0]))
