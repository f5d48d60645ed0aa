"""Periods: « du 26 janvier 28 avril » lacks its « au », « période du 3 mars » its end.

Source: *Guide de légistique*: a period is said by its two ends, both of them expressly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.lint.calendar import DAY, MONTH, WEEKDAY, day_of, month_of, real_date
from csipa.french.lint.rules import SPACE, Remark

_YEAR = r"[12]\d{3}"
_ONE = rf"(?:{WEEKDAY}{SPACE})?{DAY}(?:{SPACE}{MONTH}(?:{SPACE}{_YEAR})?)?"
_WITHOUT_TO = re.compile(
    rf"\bdu{SPACE}(?P<first>{_ONE})(?P<gap>{SPACE})(?P<second>(?:{WEEKDAY}{SPACE})?{DAY}{SPACE}"
    rf"{MONTH})\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"\bpériode{SPACE}(?:allant{SPACE}|courant{SPACE})?du{SPACE}(?:{WEEKDAY}{SPACE})?{DAY}{SPACE}"
    rf"{MONTH}(?:{SPACE}{_YEAR})?",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\b(?:au|jusqu)\b", re.IGNORECASE)
_WHOLE = re.compile(
    rf"\bdu{SPACE}(?:{WEEKDAY}{SPACE})?(?P<day>{DAY}){SPACE}(?P<month>{MONTH})"
    rf"(?:{SPACE}(?P<year>{_YEAR}))?{SPACE}au{SPACE}(?:{WEEKDAY}{SPACE})?(?P<last>{DAY}){SPACE}"
    rf"(?P<last_month>{MONTH}){SPACE}(?P<last_year>{_YEAR})",
    re.IGNORECASE,
)


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each period that lacks « au » or its end, or runs backwards."""
    incomplete = [found.span() for found in _WITHOUT_TO.finditer(text)]
    for found in _WITHOUT_TO.finditer(text):
        whole = f"du {found['first']} au {found['second']}"
        start = found.start()
        replacement = text[start : found.end("first")] + " au " + found["second"]
        message = f"Une période se dit par ses deux bornes : « {whole} »."
        yield Remark("period", start, found.end(), message, replacement)
    for found in _OPEN.finditer(text):
        rest = re.split(r"[.;\n]", text[found.end() : found.end() + 160])[0]
        known = any(start < found.end() and found.start() < end for start, end in incomplete)
        if not known and not _CLOSED.search(rest):
            message = "La période n’a pas de fin : dites « au … », ou « à compter du … »."
            yield Remark("period-open", found.start(), found.end(), message)
    yield from _reversed(text)


def _reversed(text: str) -> Iterator[Remark]:
    for found in _WHOLE.finditer(text):
        last_year = int(found["last_year"])
        first = real_date(
            int(found["year"] or last_year), month_of(found["month"]), day_of(found["day"])
        )
        last = real_date(last_year, month_of(found["last_month"]), day_of(found["last"]))
        if first and last and last < first:
            cure = "" if found["year"] else " Écrivez aussi l’année de la première date."
            message = f"La période finit avant de commencer.{cure}"
            yield Remark("period-reversed", found.start(), found.end(), message)
