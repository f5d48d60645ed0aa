"""What changed between two states of a row, field by field, in French."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils import timezone

from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import decimal, integer
from csipa.richtext.cleaning import to_text
from csipa.richtext.fields import RichTextField

EMPTY = "vide"
# Fields that tell nothing to a reader: a counter, and keys worked out from a name beside them.
SILENT = {"version", "search_key", "short_key"}
# Fields that no page carries or tells of.
SECRET = {"password"}
# From this length on, a text is compared word by word and only what surrounds a change is shown.
LONG_TEXT = 60
# Words and the spaces between them, on each side of a change.
CONTEXT_WORDS = 12
_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a compared text; `kind` is kept, removed, added or cut (not shown)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field: its label, both values in French, and for long texts the comparison.

    `is_first` says that there was no state before: the row is new.
    """

    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()
    is_first: bool = False

    @property
    def was_empty(self) -> bool:
        """Tell whether there was nothing before."""
        return self.old == EMPTY

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is left."""
        return self.new == EMPTY


def moment(when: dt.datetime) -> str:
    """Return « 12 mars 2026 à 14 h 05 », in the time zone of the centre."""
    local = timezone.localtime(when)
    return f"{long_date(local.date())} à {local.hour}\u00a0h\u00a0{local.minute:02d}"


def in_french(field: models.Field, value, related: dict) -> str:
    """Return the value of a field as French people read it.

    `related` maps (model, key) to the label of a row that a foreign key points to; a row that is
    gone is shown by its number.
    """
    if _is_empty(value):
        return EMPTY
    if isinstance(field, RichTextField):
        return to_text(value)
    if field.many_to_one or field.one_to_one:
        model = field.remote_field.model
        return related.get((model, value), f"n°\u00a0{value} (supprimé)")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain_value(value)


def _plain_value(value) -> str:
    """Return a value without a field's help; the order matters, bool is an int."""
    match value:
        case bool():
            return "oui" if value else "non"
        case dt.datetime():
            return moment(value)
        case dt.date():
            return long_date(value)
        case dt.time():
            return f"{value.hour}\u00a0h\u00a0{value.minute:02d}"
        case int():
            # A figure of four digits may be a year, and « 2 026 » is none.
            return str(value) if abs(value) < 10_000 else integer(value)
        case Decimal():
            return decimal(value, max(0, -value.as_tuple().exponent))
        case list():
            return "\n".join(str(item) for item in value)
        case _:
            return str(value)


def _is_empty(value) -> bool:
    return value is None or value in ("", [], {})


def compared_fields(model: type[models.Model], *, without: set[str]) -> list[models.Field]:
    """Return the fields worth comparing, in their order on the model."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in without | SILENT
    ]


def field_changes(old, new, fields: list[models.Field], related: dict) -> list[Change]:
    """Return what differs between two states; `old` is None for a row that is new."""
    changes = []
    for field in fields:
        before = getattr(old, field.attname) if old is not None else None
        after = getattr(new, field.attname)
        if before == after or (_is_empty(before) and _is_empty(after)):
            continue
        if old is None and after is False:
            continue
        changes.append(_change(field, before, after, related, is_first=old is None))
    return changes


def _change(field, before, after, related, *, is_first: bool) -> Change:
    """Describe one field that differs."""
    old, new = in_french(field, before, related), in_french(field, after, related)
    is_text = isinstance(after, str | list) and not field.flatchoices and EMPTY not in (old, new)
    pieces = word_pieces(old, new) if is_text and len(old) + len(new) > LONG_TEXT else ()
    return Change(upper_first(str(field.verbose_name)), old, new, pieces, is_first)


def relation_change(field, before: list, after: list, related: dict) -> Change:
    """Describe a list of rows that differs: what left it and what came, by name."""

    def named(keys) -> str:
        model = field.remote_field.model
        return ", ".join(sorted(related.get((model, key), f"n°\u00a0{key}") for key in keys))

    gone, come = named(set(before) - set(after)), named(set(after) - set(before))
    pieces = [Piece("removed", gone)] if gone else []
    if come:
        pieces += [Piece("kept", " ")] if gone else []
        pieces.append(Piece("added", come))
    return Change(upper_first(str(field.verbose_name)), gone, come, tuple(pieces))


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word; long stretches that stay are cut to their ends."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            is_first, is_last = i == 0, j == len(before)
            pieces += _shortened(before[i:j], is_first=is_first, is_last=is_last)
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(before[i:j])))
        if k < m:
            pieces.append(Piece("added", "".join(after[k:m])))
    return tuple(pieces)


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    """Keep of a stretch that stays only the words beside a change."""
    head = 0 if is_first else CONTEXT_WORDS
    tail = 0 if is_last else CONTEXT_WORDS
    if len(words) <= head + tail + 2:
        return [Piece("kept", "".join(words))]
    pieces = [Piece("cut", "[…]")]
    if head:
        pieces.insert(0, Piece("kept", "".join(words[:head])))
    if tail:
        pieces.append(Piece("kept", "".join(words[-tail:])))
    return pieces
