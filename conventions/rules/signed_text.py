"""What binds each party that signs a convention: its text, its digest, and what changed since.

A party signs the common text and what is said of itself. When somebody else's representative or
seat is corrected, the parties that already signed agreed to nothing new: their signatures hold
(Code civil art. 1128 and 1172: a contract rests on what its parties consented to). Any change of
the common text touches them all.

The spelling that the program settles by itself when it prints – kinds of space and of apostrophe,
quotation marks, dashes, the space before a colon – binds nobody: a signature does not fall because
a straight apostrophe was made a curled one. These few substitutions are written here, and not
taken from the typography of the program, because a digest must come out the same in ten years:
change them, or what is left out of the text, and you must change FORMAT too.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

Data = dict[str, Any]

FORMAT = "csipa-signature/1"
# How the register files a convention, and what its own signature adds to it: not what is agreed.
# A number or the act that authorises it is often given after the parties received their copy.
_NOT_AGREED = frozenset({"format", "state", "kind", "reference", "authorised_by", "signature"})
# What everyone is told of each party; the rest of a party concerns that party alone.
_OF_EVERYONE = ("name", "short_name", "rank", "group")
_SIGNATORY = "signatory"

_SPELLING = (
    (re.compile(r"«\s*|(?<!\s)\s*»|»|[“”„]"), '"'),
    (re.compile("[’\u2018\u02bc]"), "'"),
    (re.compile("[\u2010\u2011\u2013\u2014\u2212]"), "-"),
    (re.compile("…"), "..."),
    (re.compile(r"\s+"), " "),
    (re.compile(r" (?=[:;!?%€])"), ""),
)


class NoSuchParty(LookupError):
    """The convention has no party of that rank."""


def signed_text(convention: Mapping[str, Any], rank: int) -> Data:
    """Return what binds the party of that rank, from 1, in a convention of the exchange format.

    Raises NoSuchParty.
    """
    parties = convention.get("parties") or []
    if not 1 <= rank <= len(parties):
        raise NoSuchParty(rank)
    agreed = {key: value for key, value in convention.items() if key not in _NOT_AGREED}
    # Whether it is signed late is told of the signatures, not by those who sign.
    period = dict(agreed.get("period") or {})
    period.pop("signed_after_start", None)
    agreed |= {"period": period, "parties": [_told_to_all(party) for party in parties]}
    own = {key: value for key, value in parties[rank - 1].items() if key not in _OF_EVERYONE}
    text = {"format": FORMAT, "rank": rank, "common": agreed, "own": own}
    canonical: Data = _canonical(text)
    return canonical


def signs(party: Mapping[str, Any]) -> bool:
    """Tell whether a party is one of those that sign; a rank that is not said means it does."""
    return (party.get("rank") or _SIGNATORY) == _SIGNATORY


def digest(text: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of a text that `signed_text` gave.

    It is that of its UTF-8 JSON, keys sorted, no space between tokens: anyone can work it out
    again from what is kept.
    """
    return hashlib.sha256(canonical_bytes(text)).hexdigest()


def canonical_bytes(text: Mapping[str, Any]) -> bytes:
    """Return the bytes under whose SHA-256 a text that `signed_text` gave is kept."""
    return json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _told_to_all(party: Mapping[str, Any]) -> Data:
    told = {key: party.get(key) for key in _OF_EVERYONE}
    return {**told, "rank": party.get("rank") or _SIGNATORY}


def _canonical(value: Any) -> Any:
    """Return a value in its one form: what is absent, null or empty is left out everywhere."""
    if isinstance(value, str):
        return spelt(value) or None
    if isinstance(value, Mapping):
        kept = {key: _canonical(_as_printed(key, held)) for key, held in value.items()}
        return {key: held for key, held in kept.items() if held is not None and held != {}}
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value] or None
    return value


def _as_printed(key: str, value: Any) -> Any:
    """Return a value as it prints: the number of an article is a text or an integer in a file."""
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if key == "number" and is_count else value


def spelt(text: str) -> str:
    """Return a text without what typography alone changes.

    >>> spelt("l’accord\u00a0: « oui »") == spelt("l'accord: \\"oui\\"")
    True
    """
    text = unicodedata.normalize("NFC", text)
    for pattern, replacement in _SPELLING:
        text = pattern.sub(replacement, text)
    return text.strip()
