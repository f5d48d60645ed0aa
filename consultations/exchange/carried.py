"""A table of counts between its preview and its confirmation, in the page itself."""

from __future__ import annotations

from typing import Any

from consultations.exchange.activity_table import Row, Table
from csipa.carried import signed, unsigned

_SALT = "consultations.exchange.carried"
LARGEST = 6_000_000
"""Characters that a page carries at most."""


def packed(table: Table) -> dict[str, Any]:
    """Return a table as JSON can hold it."""
    return {
        "rows": [[row.number, row.texts, list(row.faults)] for row in table.rows],
        "notes": table.notes,
    }


def unpacked(content: dict[str, Any]) -> Table:
    """Return the table that `packed` was given."""
    rows = [
        Row(number, texts, tuple((column, why) for column, why in faults))
        for number, texts, faults in content["rows"]
    ]
    return Table(rows, content["notes"])


def carried(table: Table, *, replace: bool, digest: str, person: int) -> str:
    """Return the text that a page carries from the preview to the confirmation."""
    content = {**packed(table), "replace": replace, "digest": digest}
    return signed(content, salt=_SALT, person=person)


def taken_back(text: str, *, person: int) -> tuple[Table, bool, str]:
    """Return the table, whether it replaces, and the digest of its plan. Raises NotCarried."""
    content = unsigned(text, salt=_SALT, person=person)
    return unpacked(content), content["replace"], content["digest"]
