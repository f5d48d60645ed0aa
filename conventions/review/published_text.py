"""What an act online says, in plain text, read from the data its public document was made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from conventions.models import Body
from conventions.rules.matters import matter_name
from conventions.rules.search_stems import PublicText
from csipa.french.dates import long_date
from csipa.richtext import to_text

# Keys of `csipa-acte/1` whose words are printed; the others are codes, days or figures.
_KEYS = (
    "text label items recitals title subtitle preamble body introduction closing name short_name "
    "first_name last_name capacity on_behalf seat place address withdrew reference use"
)
_PRINTED = frozenset(_KEYS.split())
_ANNEXED = "annexed"
_RICH = frozenset({"body", "preamble", _ANNEXED})
# Told apart, with more weight.
_APART = frozenset({"number", "title", "heading", "subject_matter", "authority"})


def public_text(source: dict[str, Any]) -> PublicText:
    """Return what the search reads of a public document, from its `csipa-acte/1` data.

    What was struck out of the public copy is not in its data, and so is never found.
    """
    authority = source.get("authority") or {}
    matter = matter_name(str(source.get("subject_matter") or ""))
    body = [
        part for key, value in source.items() if key not in _APART for part in _words(value, key)
    ]
    return PublicText(
        number=str(source.get("number") or ""),
        title=str(source.get("title") or ""),
        headings=tuple(filter(None, (str(source.get("heading") or ""), matter))),
        body=tuple(filter(None, (*body, *_signed_on(source), str(authority.get("name") or "")))),
    )


def _words(value: Any, key: str) -> Iterator[str]:
    """Yield each printed text under `value`, whatever its depth, in the order of the file.

    The text of an annex is rich, that of a visa or a provision plain, under the same key.
    """
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _words(inner, _ANNEXED if (key, name) == ("annexes", "text") else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, key)
    elif isinstance(value, str) and key in _PRINTED | _RICH and value not in Body.values:
        yield to_text(value) if key in _RICH else value


def _signed_on(source: dict[str, Any]) -> Iterator[str]:
    """Yield « 15 janvier 2026 », so that an act is found by its day."""
    if day := (source.get("signature") or {}).get("date"):
        yield long_date(dt.date.fromisoformat(day))
