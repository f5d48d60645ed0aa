"""What a page carries from a preview to its confirmation: in the page itself, signed, compressed.

Nothing of it is kept on the server. The signature ties it to who sent it and to a time, so that
neither another person nor a changed page can have anything else written.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core import signing

DELAY = dt.timedelta(hours=2)


class NotCarried(ValueError):
    """What came back is not what was sent, or too old; the text is one French sentence."""


def signed(content: dict[str, Any], *, salt: str, person: int) -> str:
    """Return the text that a page carries; `content` is what JSON can hold."""
    return signing.dumps({**content, "person": person}, salt=salt, compress=True)


def unsigned(text: str, *, salt: str, person: int) -> dict[str, Any]:
    """Return the content that a page carried. Raises NotCarried."""
    try:
        content = signing.loads(text, salt=salt, max_age=DELAY)
    except signing.BadSignature as error:
        raise NotCarried("Cet aperçu a expiré : envoyez de nouveau le fichier.") from error
    if content["person"] != person:
        raise NotCarried("Cet aperçu est celui de quelqu’un d’autre : envoyez le fichier.")
    return content
