"""Numbered notes at the end of a print: how each derived figure was worked out."""

from __future__ import annotations

from typing import Any

from csipa.derived import Derived
from csipa.french.grammar import upper_first
from csipa.french.typography import typeset

Data = dict[str, Any]


def figure_source(figure: Derived) -> Data:
    """Return a derived figure as data ready for JSON."""
    return {
        "text": figure.text,
        "missing": figure.missing,
        "formula": figure.formula,
        "inputs": [one.sentence for one in figure.inputs],
    }


class Notes:
    """The notes in the order of the figures that call them; the same note is told once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, tuple[str, ...]], int] = {}

    def number(self, source: Data) -> str:
        """Return the number of the note of a figure; empty without a text or a formula."""
        if not source["text"] or not source["formula"]:
            return ""
        key = (source["formula"], tuple(source["inputs"]))
        return str(self._numbers.setdefault(key, len(self._numbers) + 1))

    def figure(self, source: Data) -> Data:
        """Return a figure as printed: its text and its note, or what it lacks and no note."""
        if not source["text"]:
            return {"text": "", "note": "", "missing": typeset(source["missing"])}
        return {"text": typeset(source["text"]), "note": self.number(source), "missing": ""}

    def told(self) -> list[Data]:
        """Return the notes as they are printed."""
        return [
            {
                "number": str(number),
                "formula": typeset(upper_first(formula)),
                "inputs": [typeset(upper_first(one)) for one in inputs],
            }
            for (formula, inputs), number in self._numbers.items()
        ]
