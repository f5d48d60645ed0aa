"""What is said of a row that is no longer as it was linked, and of the bytes it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from csipa.audit.naming import name_of, thing_of
from csipa.audit.report import Fault, Report
from csipa.audit.sealing import unlinked
from csipa.audit.sources import Source
from csipa.french.grammar import de, upper_first
from csipa.french.numbers import integer

# By what names models keep a file, its hash and its size.
_CONTENT, _SHA256, _SIZE = "content", "sha256", "size"
_SHORT = 12


def history_name(source: Source) -> str:
    """Return « l’historique des actes »."""
    return f"l’historique {de(f'les {source.thing._meta.verbose_name_plural}')}"


def row_name(source: Source, key: int) -> str:
    """Name a row: « Décision n° 2026 008 : la ligne 12 de l’historique des actes »."""
    model, pk = thing_of(source, key)
    if not source.is_history:
        return name_of(model, pk)
    line = f"la ligne {integer(key)} de {history_name(source)}"
    return f"{name_of(model, pk)}\u00a0: {line}" if pk is not None else upper_first(line)


def changed(source: Source, key: int, values: Mapping[str, Any]) -> Fault:
    """Return the fault of a row whose digest is no longer that of its link."""
    what = bytes_fault(values) if source.holds_bytes else ""
    code = "bytes" if what else "row"
    return _fault(code, source, key, what or "a été modifiée depuis qu’elle a été scellée")


def gone(source: Source, key: int) -> Fault:
    """Return the fault of a linked row that is no longer there."""
    if source.is_history:
        return _fault("gone", source, key, "a été effacée")
    kind = upper_first(str(source.model._meta.verbose_name))
    text = f"{kind} de clé {key}\u00a0: la ligne a été effacée."
    return Fault("gone", text, source.model._meta.label_lower, str(key))


def back(source: Source, key: int) -> Fault:
    """Return the fault of a row that was deleted with a reason, and is there again."""
    return _fault("back", source, key, "est revenue, alors que sa suppression est scellée")


def bytes_fault(values: Mapping[str, Any]) -> str:
    """Say how the bytes of a row differ from the hash and the size it notes; empty if they do not.

    Empty too for a row that notes no hash.
    """
    if _CONTENT not in values or _SHA256 not in values:
        return ""
    content, noted = bytes(values[_CONTENT]), values[_SHA256]
    found = hashlib.sha256(content).hexdigest()
    if found != noted:
        return (
            f"un octet au moins a changé (empreinte notée {noted[:_SHORT]}…, lue {found[:_SHORT]}…)"
        )
    size = values.get(_SIZE)
    if size is not None and size != len(content):
        return (
            f"la taille notée ({integer(size)} octets) n’est pas celle du fichier "
            f"({integer(len(content))} octets)"
        )
    return ""


def check_waiting(report: Report, source: Source) -> None:
    """Count the rows that are not linked yet; the bytes of those that hold files are read."""
    waiting = unlinked(source)
    report.waiting += waiting.count()
    if not source.holds_bytes:
        return
    columns = source.columns
    for values in waiting.values_list(*columns).iterator(chunk_size=1):
        told = dict(zip(columns, values, strict=True))
        if what := bytes_fault(told):
            report.add(_fault("bytes", source, told[source.model._meta.pk.attname], what))


def _fault(code: str, source: Source, key: int, what: str) -> Fault:
    model, pk = thing_of(source, key)
    name = row_name(source, key)
    # « la ligne 12 … a été modifiée », but « document figé « … » : un octet a changé ».
    joined = f"{name} {what}." if source.is_history else f"{name}\u00a0: {_as_row(what)}."
    return Fault(code, joined, model._meta.label_lower, "" if pk is None else str(pk))


def _as_row(what: str) -> str:
    return what if what.startswith(("un octet", "la taille")) else f"la ligne {what}"
