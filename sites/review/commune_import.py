"""What a directory of communes would change, found before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from csipa.french.numbers import counted, integer
from sites.models import Commune, PostalCode
from sites.rules.communes_csv import CommuneRow, FaultyFile, LineFault
from sites.rules.names import search_key

COLUMNS = ("name", "tncc", "siren", "department", "population", "population_year")
_HEADINGS = {"name": "Nom", "tncc": "Article du nom", "siren": "SIREN", "department": "Département"}

Values = dict[str, Any]


@dataclass(frozen=True)
class CommuneDifference:
    """A value that changes, as people read it; empty where there was, or will be, none."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class CommuneChange:
    """A commune with the values of the file; `before` holds those it had, None if it is new."""

    commune: Commune
    before: Values | None
    codes: tuple[str, ...]
    codes_before: tuple[str, ...]

    @property
    def has_new_values(self) -> bool:
        """Tell whether the commune itself changes, and not only its postal codes."""
        return self.before is not None and self.before != values_of(self.commune)

    @property
    def differences(self) -> list[CommuneDifference]:
        """Return what changes, value by value; what a new commune holds."""
        old, new = self.before or {}, values_of(self.commune)
        pairs = [(name, _said(old.get(key)), _said(new[key])) for key, name in _HEADINGS.items()]
        pairs.append(("Population", _inhabitants(old), _inhabitants(new)))
        pairs.append(("Codes postaux", ", ".join(self.codes_before), ", ".join(self.codes)))
        return [CommuneDifference(*pair) for pair in pairs if pair[1] != pair[2]]


@dataclass(frozen=True)
class CommunePlan:
    """What would be created and changed, and how many communes are the same already."""

    changes: list[CommuneChange]
    unchanged: int

    @property
    def added(self) -> list[CommuneChange]:
        """Return the communes that are not known yet."""
        return [one for one in self.changes if one.before is None]

    @property
    def changed(self) -> list[CommuneChange]:
        """Return those that are known with other values, or other postal codes."""
        return [one for one in self.changes if one.before is not None]

    @property
    def digest(self) -> str:
        """Return a fingerprint of what would be written and over what."""
        told = [
            (one.commune.pk, values_of(one.commune), one.before, one.codes, one.codes_before)
            for one in self.changes
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def __str__(self) -> str:
        return (
            f"{counted(len(self.added), 'commune créée', 'communes créées')}, "
            f"{counted(len(self.changed), 'mise à jour', 'mises à jour')}, "
            f"{counted(self.unchanged, 'inchangée', 'inchangées')}"
        )


def plan_communes(rows: Sequence[CommuneRow], *, population_year: int | None = None) -> CommunePlan:
    """Return what the rows of a file would change; three queries, more for thousands of rows.

    Raises FaultyFile when a SIREN belongs to a commune outside the file.
    """
    _refuse_borrowed_sirens(rows)
    keys = [row.insee_code for row in rows]
    known = Commune.objects.in_bulk(keys)
    codes_before: dict[str, list[str]] = {}
    for commune, code in _codes(keys):
        codes_before.setdefault(commune, []).append(code)
    changes = []
    for row in rows:
        commune = known.get(row.insee_code)
        before = values_of(commune) if commune else None
        commune = commune or Commune(pk=row.insee_code)
        _fill(commune, row, population_year)
        codes = tuple(sorted(set(row.postal_codes)))
        former = tuple(sorted(codes_before.get(row.insee_code, ())))
        if before != values_of(commune) or codes != former:
            changes.append(CommuneChange(commune, before, codes, former))
    return CommunePlan(changes, len(rows) - len(changes))


def values_of(commune: Commune) -> Values:
    """Return what a file says of a commune, postal codes aside."""
    return {column: getattr(commune, column) for column in COLUMNS}


def _codes(keys: Sequence[str]) -> Iterable[tuple[str, str]]:
    rows = PostalCode.objects.filter(commune__in=keys)
    return rows.values_list("commune_id", "code")


def _fill(commune: Commune, row: CommuneRow, population_year: int | None) -> None:
    """Give a commune the values of its row."""
    if population_year is None and row.population == commune.population:
        population_year = commune.population_year
    commune.population_year = population_year if row.population is not None else None
    for column in ("name", "tncc", "siren", "department", "population"):
        setattr(commune, column, getattr(row, column))
    # `bulk_update` writes the attribute as it stands: it does not call the column's `pre_save`.
    commune.search_key = search_key(commune.name)


def _refuse_borrowed_sirens(rows: Sequence[CommuneRow]) -> None:
    lines = {row.siren: row.line for row in rows if row.siren}
    owners = Commune.objects.filter(siren__in=lines).exclude(
        pk__in=[row.insee_code for row in rows]
    )
    faults = [
        LineFault(
            lines[owner.siren],
            f"le SIREN {owner.siren} est déjà celui {owner.de} ({owner.pk}).",
        )
        for owner in owners
    ]
    if faults:
        raise FaultyFile(sorted(faults, key=lambda fault: fault.line))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _inhabitants(values: Values) -> str:
    if values.get("population") is None:
        return ""
    year = values["population_year"]
    return f"{integer(values['population'])} ({year})" if year else integer(values["population"])
