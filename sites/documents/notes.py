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

    def figure(self, source: Data) -> Data:
        """Return a figure as printed: its text and its note, or what it lacks and no note."""
        if not source["text"]:
            return {"text": "", "note": "", "missing": typeset(source["missing"])}
        key = (source["formula"], tuple(source["inputs"]))
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return {"text": typeset(source["text"]), "note": str(number), "missing": ""}

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
