"""What figures on a territory give when they are put together: shares, densities, gaps.

Conventions are those of French health statistics (DREES, INSEE): densities for 100 000 inhabitants.
Heads and full-time equivalents are never put together; a figure that is missing is named, and how
exactly each was stated (« ≈ », « ≥ », « ≤ ») goes on to what it gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from csipa.derived import Derived, Input
from csipa.french.grammar import enumeration
from csipa.french.numbers import decimal, plural
from sites.rules.indicators import Unit

PER_HEADS = 100_000
_ABOUT, _AT_LEAST, _AT_MOST = "≈", "≥", "≤"
_OPPOSITE = {"": "", _ABOUT: _ABOUT, _AT_LEAST: _AT_MOST, _AT_MOST: _AT_LEAST}
_SINGULAR = {
    Unit.INHABITANTS: "habitant",
    Unit.HEADS: "personne",
    Unit.COMMUNES: "commune",
    Unit.PER_YEAR: "consultation par an et par habitant",
}


class UnitsMixed(ValueError):
    """Two figures whose units cannot go together, such as heads and full-time equivalents."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that goes into others: what it counts, its value, its day, who gives it.

    `label` names what is counted in full (« médecins généralistes libéraux »). `sign` is « ≈ »,
    « ≥ », « ≤ » or nothing. `parts` holds the figures that a sum was made of.
    """

    label: str
    value: Decimal
    unit: Unit
    on: dt.date | None = None
    source: str = ""
    sign: str = ""
    parts: tuple[Known, ...] = field(default=())

    @property
    def written(self) -> str:
        """Return « ≈ 282 000 habitants »."""
        written = said(self.value, self.unit)
        return f"{self.sign}\u00a0{written}" if self.sign else written

    @property
    def inputs(self) -> tuple[Input, ...]:
        """Return what went into it: its parts, or itself."""
        if self.parts:
            return tuple(one for part in self.parts for one in part.inputs)
        return (Input(self.label, self.written, self.on, self.source),)


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure worked out: its number (None when something is missing), its unit, how."""

    derived: Derived
    value: Decimal | None = None
    unit: Unit = Unit.NONE


def bare(value: Decimal) -> str:
    """Return a number as people write it: no useless decimals, at most three."""
    kept = value.quantize(Decimal("0.001")).normalize()
    exponent = kept.as_tuple().exponent
    return decimal(kept, max(0, -exponent) if isinstance(exponent, int) else 0)


def said(value: Decimal, unit: Unit) -> str:
    """Return a value with its unit: « 282 000 habitants », « 30 % », « 1 personne »."""
    if unit is Unit.NONE:
        return bare(value)
    word = plural(value, _SINGULAR.get(unit, unit.value), unit.value)
    return f"{bare(value)}\u00a0{word}"


def share(
    part: Known | None, whole: Known | None, *, formula: str, part_name: str, whole_name: str
) -> Worked:
    """Return `part` ÷ `whole` in percent, to one decimal. Raises UnitsMixed."""
    lacking = _lacking((part, part_name), (whole, whole_name))
    if part is None or whole is None or not whole.value:
        return _unknown(formula, lacking or _nought(whole_name))
    _same_unit(part, whole)
    value = part.value * 100 / whole.value
    # A part that the whole contains pulls the result its own way.
    inside = [one for one in (whole.parts or (whole,)) if one != part]
    sign = combined([part], inside)
    return _worked(
        value, Unit.PERCENT, f"{decimal(value, 1)}\u00a0%", formula, [part, whole], sign=sign
    )


def density(heads: Known | None, population: Known | None, *, who: str) -> Worked:
    """Return the professionals for 100 000 inhabitants, to one decimal. Raises UnitsMixed.

    `who` names those counted (« médecins libéraux et salariés »).
    """
    formula = f"{who} ÷ population × {bare(Decimal(PER_HEADS))} habitants"
    lacking = _lacking((heads, f"le nombre de {who}"), (population, "la population"))
    if heads is None or population is None or not population.value:
        return _unknown(formula, lacking or _nought("la population"))
    _counts(heads, Unit.HEADS)
    _counts(population, Unit.INHABITANTS)
    value = heads.value * PER_HEADS / population.value
    text = f"{decimal(value, 1)} pour 100\u00a0000"
    sign = combined([heads], [population])
    return _worked(value, Unit.NONE, text, formula, [heads, population], sign=sign)


def inhabitants_for_one(heads: Known | None, population: Known | None, *, who: str) -> Worked:
    """Return « 1 pour 1 400 habitants », to the nearest inhabitant. Raises UnitsMixed."""
    formula = f"population ÷ {who}"
    lacking = _lacking((heads, f"le nombre de {who}"), (population, "la population"))
    if heads is None or population is None or not heads.value:
        return _unknown(formula, lacking or f"Aucun parmi les {who}\u00a0: rien à diviser.")
    _counts(heads, Unit.HEADS)
    _counts(population, Unit.INHABITANTS)
    value = population.value / heads.value
    text = f"1 pour {decimal(value, 0)}\u00a0{plural(value, 'habitant', 'habitants')}"
    sign = combined([population], [heads])
    return _worked(value, Unit.INHABITANTS, text, formula, [population, heads], sign=sign)


def practitioners(
    total: Known | None, liberal: Known | None, salaried: Known | None
) -> Known | None:
    """Return the general practitioners to count: the total stated, else liberal and salaried.

    Where only one of the two is known, that one, under its own name.
    """
    if total is not None:
        return total
    if liberal is None or salaried is None:
        return liberal or salaried
    return summed("médecins généralistes libéraux et salariés", [liberal, salaried])


def summed(label: str, parts: Sequence[Known]) -> Known:
    """Return the sum of figures of one unit; `parts` is not empty. Raises UnitsMixed."""
    for part in parts[1:]:
        _same_unit(parts[0], part)
    return Known(
        label,
        sum((part.value for part in parts), Decimal(0)),
        parts[0].unit,
        max((part.on for part in parts if part.on), default=None),
        enumeration(dict.fromkeys(part.source for part in parts if part.source)),
        combined(parts, []),
        tuple(parts),
    )


def undetailed(whole: Known | None, parts: Sequence[Known]) -> Worked:
    """Return how many of the professionals stated together are in no profession stated apart.

    300 stated, 246 detailed: 54 not detailed. A detail that exceeds the whole is told as such.
    """
    formula = "professionnels énoncés ensemble \N{MINUS SIGN} ceux énoncés par profession"
    if whole is None:
        return _unknown(formula, "Il manque le nombre de professionnels, toutes professions.")
    if not parts:
        return _unknown(formula, "Aucune profession n’est énoncée à part.")
    detailed = summed("énoncés par profession", parts)
    _same_unit(whole, detailed)
    value = whole.value - detailed.value
    text = (
        f"{bare(value)}\u00a0{plural(value, 'non détaillé', 'non détaillés')}"
        if value >= 0
        else f"{bare(-value)} de plus dans le détail"
    )
    sign = combined([whole], [detailed])
    return _worked(value, Unit.HEADS, text, formula, [whole, detailed], sign=sign)


def difference(stated: Known, counted: Known, *, formula: str) -> Worked:
    """Return how far `counted` is from `stated`, in units and in percent. Raises UnitsMixed."""
    _same_unit(stated, counted)
    value = counted.value - stated.value
    text = f"{signed(value, 0)}\u00a0{plural(value, _SINGULAR.get(stated.unit, ''), stated.unit)}"
    if stated.value:
        text += f" ({signed(value * 100 / stated.value, 1)}\u00a0%)"
    return _worked(value, stated.unit, text.strip(), formula, [counted, stated])


def signed(value: Decimal, places: int) -> str:
    """Return a number with its sign, a real minus: « +3,2 », « −3,2 », « 0 »."""
    written = decimal(abs(value), places)
    if not any(figure in written for figure in "123456789"):
        return written
    return f"{'+' if value > 0 else chr(0x2212)}{written}"


def combined(growing: Iterable[Known], shrinking: Iterable[Known]) -> str:
    """Return how exact a result is that grows with some figures and shrinks with others.

    « at least » over an exact figure is « at least »; bounds that pull apart are « about ».
    """
    signs = {one.sign for one in growing} | {_OPPOSITE[one.sign] for one in shrinking}
    signs.discard("")
    if not signs:
        return ""
    return signs.pop() if len(signs) == 1 else _ABOUT


def _worked(
    value: Decimal, unit: Unit, text: str, formula: str, known: Sequence[Known], *, sign: str = ""
) -> Worked:
    inputs = tuple(one for figure in known for one in figure.inputs)
    days = {one.on for one in inputs if one.on}
    if len(days) > 1:
        formula += "\u00a0; ces chiffres ne sont pas tous du même jour"
    shown = f"{sign}\u00a0{text}" if sign else text
    return Worked(Derived(shown, formula, inputs), value, unit)


def _unknown(formula: str, missing: str) -> Worked:
    return Worked(Derived("", formula, missing=missing))


def _lacking(*wanted: tuple[Known | None, str]) -> str:
    names = [name for figure, name in wanted if figure is None]
    return f"Il manque {enumeration(names)}." if names else ""


def _nought(name: str) -> str:
    return f"Pas de calcul\u00a0: {name}, c’est zéro."


def _same_unit(one: Known, other: Known) -> None:
    if one.unit is not other.unit:
        raise UnitsMixed(
            f"«\u00a0{one.label}\u00a0» et «\u00a0{other.label}\u00a0» ne se comptent pas dans "
            "la même unité."
        )


def _counts(one: Known, unit: Unit) -> None:
    if one.unit is not unit:
        raise UnitsMixed(f"«\u00a0{one.label}\u00a0» ne se compte pas en {unit.value}.")
