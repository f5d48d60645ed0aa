"""Whether the article of a convention still says what its clause made it say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

_SIGN_OF_A_LIST = " ;.,"


def wording_digest(
    *, title: str, introduction: str, body: str, commitments: Sequence[str] = ()
) -> str:
    """Return the SHA-256, in hexadecimal, of what an article says.

    Kept when a clause writes the article (`Article.clause_digest`), it tells later whether somebody
    reworded it by hand. Spaces, and the sign that ends a commitment in its list, say nothing.

    >>> one = wording_digest(title="Litiges", introduction="", body="<p>Un accord.</p>")
    >>> one == wording_digest(title=" Litiges", introduction="", body="<p>Un\\u00a0accord.</p>")
    True
    """
    words: list[str | list[str]] = [_plain(title), _plain(introduction), _plain(body)]
    words.append([_plain(line).rstrip(_SIGN_OF_A_LIST) for line in commitments])
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def _plain(text: str) -> str:
    return " ".join(text.split())
