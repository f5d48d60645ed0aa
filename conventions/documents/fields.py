"""Where a document may be signed electronically: one field a signature block, named and told.

The name of a field is what a signature is later placed by; its label is what a screen reader says
of it. A draft has none: nobody signs a draft.
"""

from __future__ import annotations

from conventions.documents.wording import Data, text
from csipa.french.grammar import de

AUTHORITY = "l’autorité"


def place_fields(parts: list[Data]) -> None:
    """Give each signature block of the printed parts its field, `signature-<part>-<block>`."""
    for place, part in enumerate(parts, 1):
        for rank, block in enumerate(_blocks(part), 1):
            block["field"] = field_of(f"signature-{place}-{rank}", _signer(block))


def field_of(name: str, signer: str) -> Data:
    """Return a field: its name, and « Signature de la Présidente » or of whoever signs."""
    return {"id": name, "label": text(f"Signature {de(signer or AUTHORITY)}")}


def without_fields(part: Data) -> Data:
    """Copy a printed part for a paper that nobody signs: a register, a public copy."""
    bare = dict(part)
    for key in ("signature", "secretary"):
        if isinstance(part.get(key), dict):
            bare[key] = {**part[key], "field": None}
    if "signatures" in part:
        bare["signatures"] = [{**block, "field": None} for block in part["signatures"]]
    return bare


def field_names(context: Data) -> list[list[str]]:
    """Return the names of the fields of a printed context, part by part."""
    return [
        [block["field"]["id"] for block in _blocks(part) if block.get("field")]
        for part in context.get("parts") or []
    ]


def _blocks(part: Data) -> list[Data]:
    if part["kind"] == "act":
        signature = part["signature"] if part["signature"]["shown"] else None
        return [block for block in (signature, part["secretary"]) if signature and block]
    return part["signatures"] if part["kind"] == "convention" else []


def _signer(block: Data) -> str:
    """Return who signs in a block: a person, for a party when there is one, else the party."""
    name = block.get("name") or block.get("signer") or ""
    party = block.get("party") or ""
    if name and party and name != party:
        return f"{name}, pour {party}"
    return name or party or " ".join(block.get("lines") or [])
