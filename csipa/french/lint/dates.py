"""Dates: those that do not exist, a wrong weekday, « 1 janvier », « 15/01/26 », « 15 JAN. 2026 ».

Source: *Lexique* of the Imprimerie nationale: day in figures, month in full and in lower case, year
in four figures; « 1er » for the first day only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.dates import MONTHS, WEEKDAYS, long_date
from csipa.french.lint.calendar import MONTH, WEEKDAY, day_of, month_of, real_date
from csipa.french.lint.rules import SPACE, Remark

_BEFORE = r"(?<![\w/.,°-])"
_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WRITTEN = re.compile(
    rf"{_BEFORE}(?:(?P<weekday>{WEEKDAY}){SPACE})?(?P<day>1er|\d{{1,2}}){SPACE}(?P<month>{MONTH})"
    rf"(?:{SPACE}(?P<year>[12]\d{{3}}))?(?!\w)",
    re.IGNORECASE,
)
_FIRST_OF_TWO = re.compile(
    rf"\b(?P<before>du|le|les|des){SPACE}0?1(?={SPACE}(?:au|et){SPACE}\d{{1,2}}{SPACE}{MONTH})",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"(?<![\w/.°-])(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)"
    r"(?P<year>\d{4}|\d{2})(?![\w/-]|\.\d)"
)
_SHORT = {
    "jan": 1, "janv": 1, "fév": 2, "févr": 2, "fev": 2, "fevr": 2, "avr": 4, "juil": 7,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "déc": 12, "dec": 12,
}  # fmt: skip
_SHORTENED = re.compile(
    rf"{_BEFORE}(?P<day>\d{{1,2}}|1er){SPACE}(?P<month>{'|'.join(_SHORT)})(?:\.|\b){SPACE}"
    r"(?P<year>[12]\d{3})\b",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(rf"[nN][°º]{SPACE}?$")


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each date that is wrong, or not written as an act writes it."""
    for found in _WRITTEN.finditer(text):
        yield from _written(found, text)
    for found in _FIRST_OF_TWO.finditer(text):
        replacement = f"{found['before']} 1er"
        message = f"Le premier jour du mois s’écrit « 1er » : « {replacement} »."
        yield Remark("date-first", found.start(), found.end(), message, replacement)
    yield from _in_figures(text)
    for found in _SHORTENED.finditer(text):
        month = _SHORT[found["month"].lower()]
        written = _in_full(int(found["year"]), month, day_of(found["day"]))
        message = "Le mois s’écrit en toutes lettres."
        yield Remark("date-form", found.start(), found.end(), message, written)


def _written(found: re.Match[str], text: str) -> Iterator[Remark]:
    """Check one date whose month is written in full."""
    day, month = day_of(found["day"]), month_of(found["month"])
    year = int(found["year"]) if found["year"] else None
    exists = real_date(year, month, day) if year else 1 <= day <= _LAST_DAY[month - 1]
    if not exists:
        message = f"Le {found['day']} {MONTHS[month - 1]}{f' {year}' if year else ''} n’existe pas."
        yield Remark("date-impossible", found.start("day"), found.end(), message)
        return
    if found["weekday"] and year and (remark := _weekday(found, year, month, day)):
        yield remark
    elif found["day"] in {"1", "01"}:
        replacement = "1er" + text[found.end("day") : found.end("month")]
        message = "Le premier jour du mois s’écrit « 1er »."
        yield Remark("date-first", found.start("day"), found.end("month"), message, replacement)
    elif found["day"].startswith("0"):
        replacement = str(day) + text[found.end("day") : found.end("month")]
        message = "Le jour s’écrit sans zéro."
        yield Remark("date-form", found.start("day"), found.end("month"), message, replacement)
    elif found["month"].istitle():
        replacement = found["day"] + text[found.end("day") : found.start("month")]
        replacement += found["month"].lower()
        message = "Les noms de mois s’écrivent sans capitale."
        yield Remark("date-form", found.start("day"), found.end("month"), message, replacement)


def _weekday(found: re.Match[str], year: int, month: int, day: int) -> Remark | None:
    real = real_date(year, month, day)
    if real is None or WEEKDAYS[real.weekday()] == found["weekday"].lower():
        return None
    message = f"Le {long_date(real)} est un {WEEKDAYS[real.weekday()]}."
    return Remark("date-weekday", found.start(), found.end(), message)


def _in_figures(text: str) -> Iterator[Remark]:
    """Give the dates in figures; a number that follows « n° » is none, nor is a version."""
    for found in _FIGURES.finditer(text):
        if _NUMBER_BEFORE.search(text[max(0, found.start() - 4) : found.start()]):
            continue
        if found["sign"] != "/" and len(found["year"]) == 2:
            continue
        year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
        day, month = int(found["day"]), int(found["month"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            message = "Dans un acte, la date s’écrit en toutes lettres."
            written = _in_full(year, month, day)
            yield Remark("date-figures", found.start(), found.end(), message, written)


def _in_full(year: int, month: int, day: int) -> str | None:
    real = real_date(year, month, day)
    return long_date(real) if real else None
