"""A workbook between its preview and its confirmation: in the page itself, signed and compressed.

Nothing of it is kept on the server. The signature ties it to who sent it and to a time, so that
neither another person nor a changed page can have anything else written.
"""

from __future__ import annotations

import datetime as dt

from django.core import signing

from staffing.exchange.reading import Book, Line

_SALT = "staffing.exchange.carried"
DELAY = dt.timedelta(hours=2)


class NotCarried(ValueError):
    """What came back is not what was sent, or too old; the text is one French sentence."""


def carried(book: Book, *, digest: str, person: int) -> str:
    """Return the text that a page carries from the preview to the confirmation."""
    lines = {
        title: [[line.number, line.texts] for line in rows] for title, rows in book.lines.items()
    }
    content = {"lines": lines, "notes": book.notes, "digest": digest, "person": person}
    return signing.dumps(content, salt=_SALT, compress=True)


def taken_back(text: str, *, person: int) -> tuple[Book, str]:
    """Return the workbook and the digest that a page carried. Raises NotCarried."""
    try:
        content = signing.loads(text, salt=_SALT, max_age=DELAY)
    except signing.BadSignature as error:
        raise NotCarried("Cet aperçu a expiré : envoyez de nouveau le fichier.") from error
    if content["person"] != person:
        raise NotCarried("Cet aperçu est celui de quelqu’un d’autre : envoyez le fichier.")
    lines = {
        title: [Line(number, texts) for number, texts in rows]
        for title, rows in content["lines"].items()
    }
    return Book(lines, notes=content["notes"]), content["digest"]
