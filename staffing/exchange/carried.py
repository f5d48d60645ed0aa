"""A workbook between its preview and its confirmation, in the page itself (`csipa.carried`)."""

from __future__ import annotations

from csipa.carried import DELAY, NotCarried, signed, unsigned
from staffing.exchange.reading import Book, Line

__all__ = ["DELAY", "NotCarried", "carried", "taken_back"]
_SALT = "staffing.exchange.carried"


def carried(book: Book, *, digest: str, person: int) -> str:
    """Return the text that a page carries from the preview to the confirmation."""
    lines = {
        title: [[line.number, line.texts] for line in rows] for title, rows in book.lines.items()
    }
    content = {"lines": lines, "notes": book.notes, "digest": digest}
    return signed(content, salt=_SALT, person=person)


def taken_back(text: str, *, person: int) -> tuple[Book, str]:
    """Return the workbook and the digest that a page carried. Raises NotCarried."""
    content = unsigned(text, salt=_SALT, person=person)
    lines = {
        title: [Line(number, texts) for number, texts in rows]
        for title, rows in content["lines"].items()
    }
    return Book(lines, notes=content["notes"]), content["digest"]
