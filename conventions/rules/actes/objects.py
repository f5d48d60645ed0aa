"""The words of an act as they are transmitted: one line of ISO-8859-1, 499 characters at most.

The schema lets 500 characters through, the platforms in between 499, on one line. What that
encoding lacks is written otherwise (’ – œ … and the no-break spaces), never dropped in silence.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST = 499
_CUT = "..."
_UNKNOWN = "?"
_WRITTEN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u2023\u25aa", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        "œ": "oe",
        "Œ": "OE",
        "…": "...",
        "€": "EUR",
        "\u2039": "«",
        "\u203a": "»",
        "\u2044": "/",
    }
)


@dataclass(frozen=True)
class Transmitted:
    """What is sent of a text: `cut` is the end left out, `lost` the signs written « ? »."""

    text: str
    cut: str = ""
    lost: tuple[str, ...] = ()


def transmitted(text: str, *, longest: int = LONGEST) -> Transmitted:
    """Return `text` as it can be sent, cut at a word if it is longer than `longest` (from 4).

    >>> transmitted("Mise à disposition d’un cabinet – cœur de ville…").text
    "Mise à disposition d'un cabinet - coeur de ville..."
    """
    lost: list[str] = []
    written = "".join(
        _in_latin(sign, lost) for sign in unicodedata.normalize("NFC", text).translate(_WRITTEN)
    )
    line = " ".join(written.split())
    kept, cut = _cut(line, longest)
    return Transmitted(kept, cut, tuple(dict.fromkeys(lost)))


def _in_latin(sign: str, lost: list[str]) -> str:
    """Return what stands for one sign in ISO-8859-1; note it in `lost` when nothing does."""
    if sign.isspace() or unicodedata.category(sign) in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if " " < sign <= "~" or "\u00a1" <= sign <= "ÿ":
        return sign
    plain = unicodedata.normalize("NFKD", sign).translate(_WRITTEN)
    kept = "".join(part for part in plain if not unicodedata.combining(part))
    if kept and all(" " <= part <= "~" or "\u00a1" <= part <= "ÿ" for part in kept):
        return kept
    if not kept and unicodedata.combining(sign):
        return ""
    lost.append(sign)
    return _UNKNOWN


def _cut(line: str, longest: int) -> tuple[str, str]:
    if len(line) <= longest:
        return line, ""
    room = longest - len(_CUT)
    end = line.rfind(" ", 0, room + 1)
    end = end if end > 0 else room
    return line[:end].rstrip(" ,;:-") + _CUT, line[end:].strip()
