"""A funnel: what is left at each step of a number of people, one bar under the other.

Centred bars, as wide as their number; between two of them, how much of the one goes on to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from csipa.charts import looks
from csipa.charts.data import UNKNOWN, written
from csipa.charts.frame import TEXT, coordinate
from csipa.charts.geometry import text_width

WIDTH = 440
_BAR = 34
_GAP = 30
_TOP = 4


@dataclass(frozen=True)
class FunnelStep:
    """A step: its name, its number, None where it is unknown, and what is said before it.

    `note` tells how much of the step before goes on to this one, as finished words.
    """

    label: str
    value: int | None
    note: str = ""


def funnel_chart(
    *, title: str, steps: Sequence[FunnelStep], unit: str = "", width: int = WIDTH
) -> SafeString:
    """Return a funnel as SVG, sizes in CSS pixels; without any known number, a sentence.

    Bars go by the largest number, wherever it stands. Raises ValueError for a negative number.
    """
    known = [step.value for step in steps if step.value is not None]
    if any(value < 0 for value in known):
        raise ValueError("a funnel has no negative number")
    if not known:
        return SafeString(render_to_string("csipa/charts/_empty.html", {"title": title}))
    texts = [f"{step.label}\u00a0: {written(step.value, 0)}" for step in steps]
    left = max(text_width(text, TEXT) for text in texts) + 16
    context = {
        "title": title,
        "description": _description(steps, unit),
        "width": str(width),
        "height": coordinate(2 * _TOP + len(steps) * _BAR + (len(steps) - 1) * _GAP),
        "size": str(TEXT),
        "colour": looks.colour(0),
        "rows": [
            _row(rank, text, step, max(known), left, width)
            for rank, (text, step) in enumerate(zip(texts, steps, strict=True))
        ],
    }
    return SafeString(render_to_string("csipa/charts/funnel.svg", context).strip())


def _row(
    rank: int, text: str, step: FunnelStep, most: int, left: float, width: int
) -> dict[str, str | bool]:
    room = width - left - 4
    share = (step.value or 0) / most if most else 0.0
    bar = max(room * share, 1.5) if step.value is not None else room
    y = _TOP + rank * (_BAR + _GAP)
    middle = left + room / 2
    return {
        "text": text,
        "is_known": step.value is not None,
        "x": coordinate(middle - bar / 2),
        "y": coordinate(y),
        "bar": coordinate(bar),
        "bar_height": str(_BAR),
        "text_y": coordinate(y + _BAR / 2),
        "note": step.note,
        "note_x": coordinate(middle),
        "note_y": coordinate(y - _GAP / 2),
    }


def _description(steps: Sequence[FunnelStep], unit: str) -> str:
    """Return what the funnel says, in sentences, for those who do not see it."""
    told = []
    for step in steps:
        value = written(step.value, 0, unit) if step.value is not None else UNKNOWN
        note = f" ({step.note})" if step.note else ""
        told.append(f"{step.label}\u00a0: {value}{note}.")
    return " ".join(told)
