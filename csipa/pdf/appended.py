"""What was appended to a PDF: signatures and their evidence only, or something else as well.

The library compares revisions that already have a form. A document frozen without one gets its
form together with its first signature: that first step is compared here.
"""

from __future__ import annotations

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    CatalogModificationRule,
    DiffResult,
    ModificationLevel,
    StandardDiffPolicy,
)
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON

_OF_SIGNING = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
# The first signature of a document may certify it, which the catalog says (/Perms, ISO 32000-1
# §12.8.4); the library compares only what follows such a signature.
_BEFORE_CERTIFYING = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}),
        *(
            rule
            for rule in DEFAULT_DIFF_POLICY.global_rules
            if not isinstance(rule, CatalogModificationRule)
        ),
    ],
    form_rule=DEFAULT_DIFF_POLICY.form_rule,
)


def only_signed_since(reader: PdfFileReader, number: int) -> bool:
    """Tell whether all that follows revision `number` are signatures and their evidence.

    Nothing after it is no signature: the answer is then False. Raises what the library raises.
    """
    last = reader.xrefs.total_revisions - 1
    if number >= last:
        return False
    if "/AcroForm" not in reader.get_historical_resolver(number).root:
        number += 1
        if not _only_form_added(reader, number):
            return False
    certified = "/Perms" in reader.get_historical_resolver(number).root
    policy = DEFAULT_DIFF_POLICY if certified else _BEFORE_CERTIFYING
    changes = policy.review_file(reader, number)
    return (
        isinstance(changes, DiffResult)
        and changes.modification_level <= ModificationLevel.FORM_FILLING
    )


def _only_form_added(reader: PdfFileReader, number: int) -> bool:
    """Tell whether revision `number` leaves what the one before shows as it was."""
    before = reader.get_historical_resolver(number - 1)
    after = reader.get_historical_resolver(number)
    if before.root_ref != after.root_ref or set(reader.xrefs.refs_freed_in_revision(number)):
        return False
    rewritten = _rewritten(reader, number)
    return all(_harmless(before, after, reference) for reference in rewritten)


def _rewritten(reader: PdfFileReader, number: int) -> list[generic.Reference]:
    """Return the objects that revision `number` writes again."""
    return [
        reference
        for reference in reader.xrefs.explicit_refs_in_revision(number)
        if reader.xrefs.get_introducing_revision(reference) < number
    ]


def _harmless(
    before: HistoricalResolver, after: HistoricalResolver, reference: generic.Reference
) -> bool:
    """Tell whether an object written again still shows the same."""
    old, new = before.get_object(reference), after.get_object(reference)
    if _written(old) == _written(new):
        return True
    if not isinstance(old, generic.DictionaryObject) or type(old) is not type(new):
        return False
    if old.get("/Type") == "/Metadata" or _is_information(before, reference):
        return True
    changed = {key for key in {*old, *new} if _written(_raw(old, key)) != _written(_raw(new, key))}
    if reference == before.root_ref:
        return changed <= _OF_SIGNING
    return old.get("/Type") == "/Page" and changed == {"/Annots"} and _only_fields_added(old, new)


def _only_fields_added(old: generic.DictionaryObject, new: generic.DictionaryObject) -> bool:
    """Tell whether the notes of a page are those of before, and fields of signatures."""
    kept, now = list(map(_written, _notes(old))), list(map(_written, _notes(new)))
    added = [note.get_object() for note in _notes(new)[len(kept) :]]
    return now[: len(kept)] == kept and all(
        note.get("/Subtype") == "/Widget" and note.get("/FT") == "/Sig" for note in added
    )


def _notes(page: generic.DictionaryObject) -> list[generic.PdfObject]:
    """Return the notes of a page, as the page lists them."""
    notes = page.get("/Annots", [])
    return [notes.raw_get(rank) for rank in range(len(notes))]


def _is_information(revision: HistoricalResolver, reference: generic.Reference) -> bool:
    """Tell whether an object is the information dictionary, which no page shows."""
    try:
        return revision.trailer_view.raw_get("/Info").reference == reference
    except (KeyError, AttributeError):
        return False


def _raw(value: generic.DictionaryObject, key: str) -> generic.PdfObject:
    """Return an entry without following it, or the null object."""
    return value.raw_get(key) if key in value else generic.NullObject()


def _written(value: generic.PdfObject) -> bytes:
    """Return an object as a file holds it, to compare two of them."""
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()
