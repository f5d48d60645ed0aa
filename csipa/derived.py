"""A figure worked out from others, with how: its formula, and what went into it, each dated.

Pages show it under the figure (hover, focus or tap) and prints as a numbered note; both read the
same object, so that neither can tell something else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from csipa.french.dates import long_date


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that went into another: what it is, its value as written, its day, its source."""

    label: str
    value: str
    on: dt.date | None = None
    source: str = ""

    @property
    def sentence(self) -> str:
        """Return « population : 282 000 habitants, 1er septembre 2025, Concours pluripro »."""
        said = [self.value, long_date(self.on) if self.on else "", self.source]
        return f"{self.label}\u00a0: " + ", ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure as people read it (`text`, unit included) and how it was worked out.

    `text` is empty when something is missing; `missing` then says what, in one sentence.
    """

    text: str
    formula: str
    inputs: tuple[Input, ...] = field(default=())
    missing: str = ""

    @property
    def note(self) -> str:
        """Return the whole explanation in one paragraph, for printed notes."""
        inputs = "\u00a0; ".join(one.sentence for one in self.inputs)
        return f"{self.formula} – {inputs}" if inputs else self.formula


class Notes:
    """The notes of a print, numbered from 1 as figures call for them; each is told once."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def number(self, figure: Derived) -> int | None:
        """Return the number of the note of a figure, None for one that is missing."""
        if not figure.text:
            return None
        if figure.note not in self.texts:
            self.texts.append(figure.note)
        return self.texts.index(figure.note) + 1
