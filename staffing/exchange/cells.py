"""Cells of the workbook: from what somebody typed to a value, and back to what people read."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from decimal import Decimal

from csipa.french.dates import NotADate, parse_date
from csipa.french.grammar import enumeration
from csipa.french.numbers import decimal
from sites.rules.names import search_key
from staffing.exchange.sheets import Column, Kind

Value = str | Decimal | int | dt.date | None
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?", re.ASCII)
_YEARS = range(1950, 2101)
_PLACES = 6


class BadCell(ValueError):
    """A cell does not hold what its column expects; the text is one French sentence."""


def parse_cell(column: Column, text: str) -> Value:
    """Return the value that `text` stands for: a code for a choice, None or « » for nothing.

    Dates come in ISO 8601, as 01/06/2024 or in full; numbers with a comma or a point. Raises
    BadCell.
    """
    text = text.strip()
    if not text:
        if column.required:
            raise BadCell(f"« {column.heading} » est à remplir.")
        return "" if column.kind in (Kind.TEXT, Kind.CHOICE) else None
    parsers = {Kind.NUMBER: _number, Kind.WHOLE: _whole, Kind.DATE: _date}
    if column.kind is Kind.CHOICE:
        return _choice(column, text)
    return parsers[column.kind](text) if column.kind in parsers else text


def told(column: Column, value: Value) -> str:
    """Return a value as people read it, « vide » for nothing."""
    if value is None or value == "":
        return "vide"
    if column.choices is not None:
        return str(column.choices(value).label)
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        written = decimal(value, _PLACES)
        return written.rstrip("0").rstrip(",")
    return str(value)


def _number(text: str) -> Decimal:
    bare = re.sub(r"\s", "", text).removesuffix("%")
    if _NUMBER.fullmatch(bare) is None:
        raise BadCell(f"« {text} » n’est pas un nombre ; écrivez par exemple 0,5.")
    return Decimal(bare.replace(",", "."))


def _whole(text: str) -> int:
    number = _number(text)
    if number != number.to_integral_value():
        raise BadCell(f"« {text} » n’est pas un nombre entier.")
    return int(number)


def _date(text: str) -> dt.date:
    day: dt.date | None = None
    with suppress(NotADate):
        day = parse_date(text)
    if day is None or day.year not in _YEARS:
        raise BadCell(f"« {text} » n’est pas une date ; écrivez par exemple 01/06/2024.")
    return day


def _choice(column: Column, text: str) -> str:
    if column.choices is None:
        return text
    key = search_key(text)
    for choice in column.choices:
        if key in (search_key(str(choice.label)), search_key(choice.value)):
            return str(choice.value)
    for short, value in column.short_forms:
        if key == search_key(short):
            return str(value)
    allowed = enumeration((f"« {label} »" for label in column.choices.labels), "ou")
    raise BadCell(f"« {text} » n’est pas un choix de cette colonne : {allowed}.")
