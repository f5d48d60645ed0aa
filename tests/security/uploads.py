"""Every form that takes a file: where it is sent, with what beside it."""

import functools
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import get_resolver, reverse

from conventions.actions import sign_act
from conventions.models import Act
from tests.conventions.agreed import agreed, parties_of
from tests.conventions.factories import DAY, NOW, ready_act
from tests.sites.factories import TerritoryCommuneFactory
from tests.sites.factories_territory import CommunityFactory

OURS = ("csipa.", "sites.", "staffing.", "conventions.", "consultations.")


@dataclass(frozen=True)
class Door:
    """Where a form is sent: the address, the fields beside the file, the extension it takes."""

    file: str
    extension: str
    place: Callable[[], tuple[str, dict[str, Any]]]
    # A worker reads it later: its refusal is then the sentence of a job.
    later: bool = False


def _named(name, **fields):
    return lambda: (reverse(name), fields)


def signed_act():
    """Return an act signed here."""
    draft = ready_act(with_convention=False)
    sign_act(act=draft, by=None, on=DAY, now=NOW)
    return Act.objects.get(pk=draft.pk)


def _of_act(name, **fields):
    return lambda: (reverse(name, args=[signed_act().pk]), fields)


def _of_convention():
    convention = agreed(2)
    fields = {"kind": "scan", "parties": [parties_of(convention)[0].pk]}
    return reverse("admin:conventions_convention_copies", args=[convention.pk]), fields


def _of_community():
    key = CommunityFactory().pk
    return reverse("admin:staffing_directories_import_preview", args=[key]), {}


def _of_register():
    territory = TerritoryCommuneFactory().territory
    return reverse("admin:staffing_register"), {"territory": territory.pk, "as_of": "2026-09-23"}


SOURCE = {"source": "Fichier de la préfecture"}
DOORS = {
    "CommunesFileForm": Door("file", "csv", _named("admin:sites_commune_import")),
    "PopulationsForm": Door(
        "file", "csv", _named("admin:sites_communepopulation_import", **SOURCE)
    ),
    "OutlinesForm": Door("file", "geojson", _named("admin:sites_communeoutline_import", **SOURCE)),
    "RegisterForm": Door("file", "zip", _of_register, later=True),
    "MembersFileForm": Door("file", "xlsx", _of_community),
    "WorkbookForm": Door("file", "xlsx", _named("admin:staffing_exchange_preview")),
    "FileForm": Door("file", "xlsx", _named("admin:consultations_import_preview")),
    "ImportForm": Door("file", "pdf", _named("admin:conventions_act_import")),
    "ImportTextsForm": Door("file", "json", _named("admin:conventions_legaltext_import")),
    "ActCopyForm": Door("file", "pdf", _of_act("admin:conventions_act_copies", kind="scan")),
    "CopyForm": Door("file", "pdf", _of_convention),
    "ReceiptForm": Door("file", "xml", _of_act("admin:conventions_act_received")),
    "ReceiptsForm": Door("files", "zip", _named("admin:conventions_receipts")),
    "VerifyForm": Door("file", "pdf", _named("verify")),
}
# What the forms of two pages share: no page shows it alone.
PARTS = {"SentCopyForm"}


def forms_with_files() -> dict[str, type[forms.BaseForm]]:
    """Return every form of ours with a field that takes a file, by its name."""
    # Loads every view, hence every form.
    assert get_resolver().url_patterns
    found, waiting = {}, [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        fields = getattr(kind, "base_fields", {}).values()
        if kind.__module__.startswith(OURS) and any(isinstance(f, forms.FileField) for f in fields):
            found[kind.__name__] = kind
    return {name: kind for name, kind in found.items() if name not in PARTS}


@functools.cache
def bomb() -> bytes:
    """Return an archive of some kB whose one file unpacks to 300 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as inside,
    ):
        for _ in range(300):
            inside.write(bytes(1_000_000))
    return out.getvalue()


HTML = b"<!doctype html><html><script>alert(document.domain)</script></html>"
HOSTILE = {
    "page": HTML,
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    # An image to one reader, a page to another.
    "polyglot": b"GIF89a/*" + HTML + b"*/=1;",
    "entities": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "zeros": bytes(2000),
    "nothing": b"",
    "half an archive": b"PK\x03\x04" + b"\xff" * 200,
    "half a document": b"%PDF-1.7\n1 0 obj <</Type/Catalog" + HTML,
    "nested": b"[" * 100_000,
    "number": b'{"format": ' + b"9" * 6000 + b"}",
}
NAMES = (
    "../../../tmp/x.{}",
    "..\\..\\x.{}",
    'a\r\nSet-Cookie: x=1\r\n".{}',
    "a\u202egnp.{}",
    "<img src=x onerror=alert(1)>.{}",
    "=cmd|' /C calc'!A0.{}",
    "n" * 300 + ".{}",
)
