"""A funnel in finished French: its numbers, its rates and how they come about, its drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.safestring import SafeString

from csipa.charts import FunnelStep, funnel_chart
from csipa.derived import Derived, Input
from csipa.french.grammar import upper_first
from csipa.french.numbers import decimal, integer
from sites.rules.care_professions import BY_CODE, plural_of
from staffing.rules.funnel import Funnel, Step, difference

UNKNOWN = "–"
STATED = "Nombres énoncés"
NAMED = "Par nom"
_CAME = "présents ÷ invités"
_CAME_INVITED = "présents parmi les invités ÷ invités"
_STAYED = "ont adhéré ÷ présents"
_OVERALL = "ont adhéré ÷ invités"
_REST = "ensemble − somme des professions détaillées"


@dataclass(frozen=True)
class Cell:
    """A number of a table: as somebody gave it (`text`), or worked out (`derived`)."""

    text: str = ""
    derived: Derived | None = None


@dataclass(frozen=True)
class FunnelLine:
    """A row of the table by profession: three numbers, then the two rates and the whole one."""

    label: str
    cells: list[Cell]
    rates: list[Derived]
    is_sum: bool = False
    is_rest: bool = False


@dataclass(frozen=True)
class FunnelSide:
    """One way of knowing the funnel, as pages and prints show it."""

    title: str
    note: str
    lines: list[FunnelLine]
    chart: SafeString
    warnings: list[str] = field(default_factory=list)

    @property
    def whole(self) -> FunnelLine:
        """The row of all professions together."""
        return next(line for line in self.lines if line.is_sum)


def rate(part: int | None, whole: int | None, value: Decimal | None, how: How) -> Derived:
    """Return « 46,7 % » with how it is worked out; « – » where a number is unknown."""
    inputs = tuple(
        Input(label, integer(count), how.on, how.source)
        for label, count in zip(how.labels, (part, whole), strict=True)
        if count is not None
    )
    if value is None:
        return Derived("", how.formula, inputs, missing=UNKNOWN)
    return Derived(percent_words(value), how.formula, inputs)


@dataclass(frozen=True)
class How:
    """How a rate is worked out: the formula, what its two numbers are, their day and source."""

    formula: str
    labels: tuple[str, str]
    on: dt.date | None
    source: str


def percent_words(value: Decimal) -> str:
    """Return « 46,7 % », « 20 % »: one decimal, none where it would be zero."""
    places = 0 if decimal(value, 1).endswith(",0") else 1
    return f"{decimal(value, places)}\u00a0%"


def number_words(value: int | None) -> str:
    """Return a number, « – » where it is unknown."""
    return UNKNOWN if value is None else integer(value)


def funnel_rates(funnel: Funnel, on: dt.date | None, source: str) -> list[Derived]:
    """Return who came of the invited, who joined of the present, who joined of the invited."""
    came = _CAME_INVITED if funnel.walk_ins else _CAME
    first = "présents parmi les invités" if funnel.walk_ins else "présents"
    return [
        rate(
            funnel.answered,
            funnel.invited,
            funnel.came,
            How(came, (first, "invités"), on, source),
        ),
        rate(
            funnel.joined,
            funnel.present,
            funnel.stayed,
            How(_STAYED, ("ont adhéré", "présents"), on, source),
        ),
        rate(
            funnel.joined,
            funnel.invited,
            funnel.overall,
            How(_OVERALL, ("ont adhéré", "invités"), on, source),
        ),
    ]


def funnel_side(
    *,
    title: str,
    whole: Funnel,
    parts: Mapping[str, Funnel],
    rest: Funnel,
    on: dt.date,
    source: str,
    is_sum: bool = False,
    counted: str = "",
    note: str = "",
    warnings: list[str] | None = None,
) -> FunnelSide:
    """Return one side of a funnel: the whole, each profession, what they leave out, the drawing.

    `counted` tells how numbers that nobody gave were counted; `is_sum` that the whole is only the
    sum of the professions.
    """
    how = "somme des professions" if is_sum else counted
    lines = [_line("Ensemble", whole, on, source, how=how, is_sum=True)]
    order = {code: rank for rank, code in enumerate(BY_CODE)}
    for code in sorted(parts, key=lambda one: order.get(one, len(order))):
        lines.append(_line(upper_first(plural_of(code)), parts[code], on, source, how=counted))
    if parts and not is_sum and any(rest.at(step) for step in Step):
        lines.append(_rest_line(whole, rest, on, source))
    return FunnelSide(
        title=title,
        note=note,
        lines=lines,
        chart=whole_chart(title, whole),
        warnings=warnings or [],
    )


def whole_chart(title: str, whole: Funnel) -> SafeString:
    """Return the drawing of a funnel."""
    came, stayed = whole.came, whole.stayed
    notes = {
        Step.PRESENT: f"{percent_words(came)} des invités" if came is not None else "",
        Step.JOINED: f"{percent_words(stayed)} des présents" if stayed is not None else "",
    }
    steps = [FunnelStep(step.label, whole.at(step), notes.get(step, "")) for step in Step]
    return funnel_chart(title=title, steps=steps, unit="personnes")


def difference_lines(stated: Funnel, named: Funnel) -> list[Derived]:
    """Return, step by step, how the names differ from what was stated; « – » if unknown."""
    gap = difference(stated, named)
    found = []
    for step in Step:
        value = gap.at(step)
        inputs = tuple(
            Input(label, integer(count))
            for label, funnel in ((NAMED.lower(), named), ("énoncé", stated))
            if (count := funnel.at(step)) is not None
        )
        text = "" if value is None else signed(value)
        found.append(Derived(text, "par nom − énoncé", inputs, missing=UNKNOWN))
    return found


def signed(value: int) -> str:
    """Return a difference with its sign: « +3 », « −7 », « 0 »."""
    return f"+{integer(value)}" if value > 0 else integer(value)


def _line(
    label: str, funnel: Funnel, on: dt.date, source: str, *, how: str, is_sum: bool = False
) -> FunnelLine:
    cells = [_cell(funnel.at(step), how, on, source) for step in Step]
    return FunnelLine(label, cells, funnel_rates(funnel, on, source), is_sum=is_sum)


def _cell(value: int | None, how: str, on: dt.date, source: str) -> Cell:
    if value is None or not how:
        return Cell(number_words(value))
    return Cell(derived=Derived(integer(value), how, (Input("source", source, on),)))


def _rest_line(whole: Funnel, rest: Funnel, on: dt.date, source: str) -> FunnelLine:
    cells = []
    for step in Step:
        value, known = rest.at(step), whole.at(step)
        if value is None or known is None:
            cells.append(Cell(UNKNOWN))
            continue
        inputs = (
            Input("ensemble", integer(known), on, source),
            Input("professions détaillées", integer(known - value), on, source),
        )
        cells.append(Cell(derived=Derived(integer(value), _REST, inputs)))
    unknown = Derived("", "", missing=UNKNOWN)
    return FunnelLine("Profession non détaillée", cells, [unknown] * 3, is_rest=True)
