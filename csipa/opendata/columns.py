"""Columns of an open table: what each holds, and what its cells must satisfy.

Types and constraints are those of Table Schema (Frictionless Data), by which re-users check files.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlsplit

from csipa.spreadsheets import neutral

HIDDEN = "s"
"""A number withheld to protect people: a missing value that says why it is missing, never 0."""

MISSING = ("", HIDDEN)
Value = str | int | Decimal | dt.date | None
# Controls and halves of signs: workbooks are XML, which cannot hold them.
_UNWRITTEN = frozenset({"Cc", "Cs"})
_SPACES = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\ufeff": None, "\ufffe": None, "\uffff": None}
)


class Kind(StrEnum):
    """What the cells of a column are, in the words of Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One column. `pattern` is matched against a whole cell; `lowest` and `highest` are included.

    `uri` says that a text is an absolute address; `withheld` that « s » may stand for a number.
    """

    name: str
    title: str
    description: str
    example: str
    kind: Kind = Kind.STRING
    required: bool = False
    unique: bool = False
    uri: bool = False
    withheld: bool = False
    pattern: str = ""
    values: tuple[str, ...] = ()
    lowest: int | None = None
    highest: int | None = None

    def fault(self, value: Value) -> str:
        """Say in French why a cell may not be written in this column; empty if it may."""
        if value is None or value == "":
            return f"« {self.title} » est vide" if self.required else ""
        if value == HIDDEN and self.withheld:
            return ""
        if not self._is_of_kind(value):
            return f"« {self.title} » n’est pas du type attendu"
        if isinstance(value, str):
            return self._text_fault(neutral(value))
        if not isinstance(value, dt.date) and not self._is_within(value):
            return f"« {self.title} » sort des bornes permises"
        return ""

    def _is_of_kind(self, value: Value) -> bool:
        if isinstance(value, bool | dt.datetime):
            return False
        if self.kind is Kind.NUMBER:
            return isinstance(value, int | Decimal)
        kinds = {Kind.STRING: str, Kind.INTEGER: int, Kind.DATE: dt.date}
        return isinstance(value, kinds[self.kind])

    def _is_within(self, value: int | Decimal) -> bool:
        low, high = self.lowest, self.highest
        return (low is None or value >= low) and (high is None or value <= high)

    def _text_fault(self, text: str) -> str:
        if self.pattern and not re.fullmatch(self.pattern, text):
            return f"« {self.title} » n’a pas la forme attendue"
        if self.values and text not in self.values:
            return f"« {self.title} » n’est pas une des valeurs permises"
        if self.uri and not _is_address(text):
            return f"« {self.title} » n’est pas une adresse complète"
        return ""


def plain(value: Value) -> Value:
    """Return a cell as open files hold it: ordinary spaces, one kind of line end, no control sign.

    Re-users look words up: « 1 » and « h » must be parted by the space that they type.
    """
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).translate(_SPACES)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _UNWRITTEN)
    return "".join(kept).strip()


def written(value: Value) -> str:
    """Return the text of a cell in a CSV: ISO days, decimal points, no useless zero."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"  # + 0: never « -0 »
    return neutral(value) if isinstance(value, str) else str(value)


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and text.isascii()
