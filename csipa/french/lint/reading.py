"""Puts every checker to one text, and keeps one remark where several meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from csipa.french.grammar import Gender
from csipa.french.lint.agreement import check as agreement
from csipa.french.lint.agreement import represented
from csipa.french.lint.amounts import check as amounts
from csipa.french.lint.capitals import check as capitals
from csipa.french.lint.dates import check as dates
from csipa.french.lint.elisions import check as elisions
from csipa.french.lint.gaps import check as gaps
from csipa.french.lint.periods import check as periods
from csipa.french.lint.repeats import check as repeats
from csipa.french.lint.rules import Remark, Weight
from csipa.french.lint.signs import check as signs

_CHECKERS: tuple[Callable[[str], Iterator[Remark]], ...] = (
    gaps,
    elisions,
    periods,
    dates,
    agreement,
    capitals,
    repeats,
    amounts,
    signs,
)
_RANK = {Weight.FAULT: 0, Weight.DOUBT: 1, Weight.ADVICE: 2}


def remarks(text: str, *, subject: Gender | None = None) -> list[Remark]:
    """Return what a proof-reader would note in one plain text, in the order of the text.

    `subject` is the gender of whom a fragment speaks when the text does not say (« Représente par
    son maire » below the name of a commune). Takes time linear in the length of the text.
    """
    return list(_read(text, subject))


@lru_cache(maxsize=1024)
def _read(text: str, subject: Gender | None) -> tuple[Remark, ...]:
    """Return `remarks`: a page of a draft reads again texts that did not change since."""
    found = [remark for checker in _CHECKERS for remark in checker(text)]
    found += represented(text, subject)
    return tuple(_apart(found))


def _apart(found: list[Remark]) -> list[Remark]:
    """Keep the heaviest, then the longest, of the remarks that share characters."""
    kept: list[Remark] = []
    taken = bytearray()
    for remark in sorted(found, key=_importance):
        end = max(remark.end, remark.start + 1)
        if len(taken) < end:
            taken.extend(bytes(end - len(taken)))
        if not any(taken[remark.start : end]):
            taken[remark.start : end] = b"\x01" * (end - remark.start)
            kept.append(remark)
    return sorted(kept, key=lambda remark: (remark.start, remark.end))


def _importance(remark: Remark) -> tuple[int, int, int]:
    return _RANK[remark.weight], remark.start - remark.end, remark.start
