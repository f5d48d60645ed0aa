"""Finds the row of counts that a line of a file stands for, and what the line says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from consultations.exchange.activity_table import Row
from consultations.models import ActivityKind, MonthLock, MonthState
from consultations.rules.cells import CellKey, Mark, Measure, NotAValue, Value, read_value
from consultations.rules.privacy import refused_comment
from csipa.french.dates import NotADate, long_date, parse_date
from csipa.french.grammar import enumeration
from sites.models import Site
from sites.rules.names import did_you_mean, search_key, site_key
from staffing.models import Person, Profession

MEASURES = {
    "done": Measure.DONE,
    "unscheduled": Measure.UNSCHEDULED,
    "without_gp": Measure.WITHOUT_GP,
    "refused": Measure.REFUSED,
    "no_show": Measure.NO_SHOW,
    "hours": Measure.MINUTES,
}
"""Columns of the file that are cells of the grid."""
_YEARS = range(2000, 2101)
_LONGEST_COMMENT = 200


class BadLine(ValueError):
    """A line may not be imported: the column, then why, as a French sentence."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class Said:
    """What a line says: the row, its values (none for an empty cell), its comment."""

    key: CellKey
    values: dict[Measure, Value]
    comment: str


class Matching:
    """The sites, professions and people that lines may name, read once: four queries.

    `sites` are those that the account works for; `sees_people` whether lines may name somebody.
    """

    def __init__(self, sites: QuerySet[Site], *, sees_people: bool, today: dt.date) -> None:
        self.today = today
        self.sees_people = sees_people
        mine = set(sites.values_list("pk", flat=True))
        every = list(Site.objects.all())
        self.sites = {site_key(row.name): row for row in every if row.pk in mine}
        self.other_sites = {site_key(row.name) for row in every if row.pk not in mine}
        self.professions: dict[str, Profession] = {}
        for one in Profession.objects.all():
            for name in (one.plural, one.feminine, one.name):
                if name:
                    self.professions[search_key(name)] = one
        self.people: dict[str, list[Person]] = {}
        for person in Person.objects.all() if sees_people else ():
            for said in (str(person), f"{person.last_name} {person.first_name}", person.rpps):
                if said:
                    self.people.setdefault(search_key(said), []).append(person)
        locks = MonthLock.objects.exclude(state=MonthState.OPEN).values_list("site", "month")
        self.locked = set(locks)
        self._read: dict[tuple[str, str], Any] = {}

    def read(self, row: Row) -> tuple[Said | None, list[BadLine]]:
        """Return what a line says, None with everything that is wrong."""
        faults = [BadLine(column, why) for column, why in row.faults]
        found = self._found(row, faults)
        values = _values(row, faults)
        site, day = found.get("site"), found.get("date")
        if site is not None and day is not None:
            faults += self._place(site, day)
        if not faults:
            faults += _emptiness(values, found["comment"])
        if faults:
            return None, faults
        person = found["person"] and found["person"].pk
        key = CellKey.of(site.pk, day, found["profession"].pk, found["kind"], person)
        return Said(key, values, found["comment"]), []

    def _found(self, row: Row, faults: list[BadLine]) -> dict[str, Any]:
        """Return what the columns that tell the row stand for; add to `faults`."""
        found: dict[str, Any] = {}
        unreadable = {fault.column for fault in faults}
        for column, reader in (
            ("date", self._day),
            ("site", self._site),
            ("profession", self._profession),
            ("person", self._person),
            ("kind", _kind),
            ("comment", _comment),
        ):
            if column in unreadable:
                continue
            told = self._once(column, row.texts.get(column, ""), reader)
            if isinstance(told, ValueError):
                faults.append(BadLine(column, str(told)))
            else:
                found[column] = told
        return found

    def _once(self, column: str, text: str, reader: Callable[[str], Any]) -> Any:
        """Return what a text stands for, or why it stands for nothing, found out once a file."""
        if (column, text) not in self._read:
            try:
                self._read[column, text] = reader(text)
            except ValueError as error:
                self._read[column, text] = error
        return self._read[column, text]

    def _day(self, text: str) -> dt.date:
        if not text:
            raise ValueError("à remplir.")
        day: dt.date | None = None
        with suppress(NotADate):
            day = parse_date(text)
        if day is None or day.year not in _YEARS:
            raise ValueError(f"« {text} » n’est pas une date ; écrivez par exemple 01/06/2024.")
        if day > self.today:
            raise ValueError(f"le {long_date(day)} n’est pas encore venu.")
        return day

    def _site(self, text: str) -> Site:
        if not text:
            raise ValueError("à remplir.")
        key = site_key(text)
        if key in self.sites:
            return self.sites[key]
        if key in self.other_sites:
            raise ValueError(f"le site « {text} » n’est pas de ceux pour lesquels vous travaillez.")
        near = did_you_mean(text, [site.name for site in self.sites.values()], site_key)
        raise ValueError(f"le site « {text} » n’est pas connu{near}")

    def _profession(self, text: str) -> Profession:
        if not text:
            raise ValueError("à remplir.")
        if found := self.professions.get(search_key(text)):
            return found
        names = dict.fromkeys(one.name for one in self.professions.values())
        raise ValueError(f"la profession « {text} » n’est pas connue{did_you_mean(text, names)}")

    def _person(self, text: str) -> Person | None:
        if not text:
            return None
        if not self.sees_people:
            raise ValueError(
                "votre compte ne voit pas les chiffres par personne : laissez cette case vide."
            )
        found = {one.pk: one for one in self.people.get(search_key(text), [])}
        if len(found) > 1:
            raise ValueError(
                f"plusieurs personnes s’appellent « {text} » : écrivez le numéro RPPS."
            )
        if not found:
            names = dict.fromkeys(str(one) for people in self.people.values() for one in people)
            raise ValueError(f"« {text} » n’est pas de l’équipe{did_you_mean(text, names)}")
        return next(iter(found.values()))

    def _place(self, site: Site, day: dt.date) -> Iterable[BadLine]:
        if site.opened_on is None or day < site.opened_on:
            opened = f"ouvre le {long_date(site.opened_on)}" if site.opened_on else "n’ouvre pas"
            yield BadLine("date", f"{site.name} {opened} : pas de décompte le {long_date(day)}.")
        elif site.closed_on is not None and day >= site.closed_on:
            yield BadLine("date", f"{site.name} est fermé depuis le {long_date(site.closed_on)}.")
        if (site.pk, day.replace(day=1)) in self.locked:
            yield BadLine("date", "ce mois est clos : faites-le rouvrir, avec un motif.")


def _kind(text: str) -> str:
    if not text:
        return str(ActivityKind.CONSULTATION.value)
    key = search_key(text)
    for kind in ActivityKind:
        if key in (search_key(str(kind.label)), search_key(kind.value)):
            return str(kind.value)
    allowed = enumeration((f"« {label} »" for label in ActivityKind.labels), "ou")
    raise ValueError(f"« {text} » n’est pas une nature : {allowed}.")


def _comment(text: str) -> str:
    if reason := refused_comment(text):
        raise ValueError(reason)
    if len(text) > _LONGEST_COMMENT:
        raise ValueError(f"cette remarque dépasse {_LONGEST_COMMENT} caractères : abrégez-la.")
    return text


def _values(row: Row, faults: list[BadLine]) -> dict[Measure, Value]:
    """Return the values of a line, none for an empty cell; add to `faults`."""
    values: dict[Measure, Value] = {}
    for column, measure in MEASURES.items():
        if not (text := row.texts.get(column, "")):
            continue
        if measure is not Measure.MINUTES:  # as some spreadsheets write whole numbers
            text = text.removesuffix(",0").removesuffix(".0")
        try:
            values[measure] = read_value(text, measure)
        except NotAValue as error:
            faults.append(BadLine(column, str(error)))
    return values


def _emptiness(values: dict[Measure, Value], comment: str) -> Iterable[BadLine]:
    if not values and not comment:
        yield BadLine("done", "cette ligne ne dit rien : donnez un nombre, 0 ou f.")
    closed = {value is Mark.CLOSED for value in values.values()}
    if len(closed) > 1:
        yield BadLine("done", "un jour fermé (f) n’a pas d’autre chiffre.")
