"""The bytes of a Word document: what it says of itself, and nothing that changes by itself."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part

from conventions.documents.word.skeleton import LANGUAGE
from conventions.documents.wording import Data

# The first day that a ZIP archive can tell; a draft without a date has none to give.
_EPOCH = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>CSIPA</Application></Properties>'
)
# The stock template carries the picture of its own first page, and styles for Word 2010.
_DROPPED = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)


def finished_bytes(document: WordDocument, context: Data) -> bytes:
    """Return the file of a document: same document and context, same bytes."""
    _write_properties(document, context)
    _tidy(document)
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _write_properties(document: WordDocument, context: Data) -> None:
    properties = document.core_properties
    day = context["dated"]
    dated = dt.datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else _EPOCH
    properties.title = context["title"][:255]
    properties.subject = context["description"][:255]
    properties.author = properties.last_modified_by = context["author"][:255]
    properties.language = LANGUAGE
    properties.created = properties.modified = dated
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1


def _tidy(document: WordDocument) -> None:
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype in _DROPPED]:
            del rels[key]
    for rel in document.part.package.rels.values():
        if rel.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES and isinstance(
            rel.target_part, Part
        ):
            rel.target_part._blob = _APPLICATION.encode()


def _undated(written: io.BytesIO) -> bytes:
    """Write the archive again without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
