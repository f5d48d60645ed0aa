"""What was typed in the week grid: read, checked, written, and told cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from consultations.actions.recording import LOCKED, Conflict, Outcome, record
from consultations.documents.grid_words import conflict_words, moment_words
from consultations.models import MonthLock
from consultations.review.grid import Reader, read_grid
from consultations.review.grid_checks import SEE_PEOPLE, Checks, read_checks
from consultations.review.guardrails import Guardrails, bounds_for, question
from consultations.review.months import lock_sentence, reopeners
from consultations.review.recorded_lines import read_grounds
from consultations.rules.answers import Answer, Fate, Theirs
from consultations.rules.cell_names import NotACell, read_cell_name
from consultations.rules.cells import (
    CellKey,
    Mark,
    Measure,
    NotAValue,
    Value,
    read_value,
    write_value,
)
from consultations.rules.merging import Change
from consultations.rules.weeks import Week
from sites.models import Site
from sites.review.scope import sites_of

MOST_MONTHS = 200
TOO_MANY_MONTHS = f"Trop de mois à la fois\u00a0: {MOST_MONTHS} au plus, un par site."
_Cell = tuple[CellKey, Measure]


@dataclass(frozen=True)
class TypedCell:
    """A cell as it comes back: its name, what was typed, what it showed before."""

    name: str
    value: str
    base: str = ""
    confirmed: bool = False


def save_cells(
    typed: Iterable[TypedCell], *, by: Any, now: dt.datetime, today: dt.date
) -> list[Answer]:
    """Write what may be written for the account `by`, and tell what became of each cell.

    Cells of sites that are not theirs, of lines or people that are not recorded, of closed days
    and of closed months are refused; a cell given twice counts once, as it was given last.
    """
    cells = {cell.name: cell for cell in typed}
    read, answers = _read(cells.values())
    checks = read_checks((key for key, _ in read), by=by)
    usual = _usual(checks, [key for key, _ in read])
    changes = []
    held = set(sorted({(key.site, key.month) for key, _ in read})[:MOST_MONTHS])
    for (key, measure), (cell, change) in read.items():
        if (key.site, key.month) not in held:
            answers[cell.name] = _refused(cell, checks, change, TOO_MANY_MONTHS)
        elif message := checks.refusal(key, measure):
            answers[cell.name] = _refused(cell, checks, change, message)
        elif message := _question(change, usual):
            kept = write_value(checks.state(key).value(measure), measure)
            ask = Answer(cell.name, Fate.QUESTION, cell.value, cell.base, kept, message)
            answers[cell.name] = ask
        else:
            changes.append(change)
    # What is erased goes first: a line is marked closed once its other figures are gone.
    changes.sort(key=lambda change: change.value is not Mark.BLANK)
    outcome = record(changes, by=by, now=now, today=today)
    names = {pair: cell for pair, (cell, _) in read.items()}
    answers |= _told(outcome, names, checks, now)
    return [answers[name] for name in cells]


def _question(change: Change, usual: Guardrails) -> str:
    return "" if change.confirmed else question(change, usual.get(change.key))


def _usual(checks: Checks, keys: list[CellKey]) -> Guardrails:
    """Return what is usual for some rows; no query where there is none to ask about."""
    days = [key.date for key in keys if key.site in checks.grounds]
    if not days:
        return Guardrails({}, {}, {})
    return bounds_for(checks.grounds.values(), min(days), max(days))


def close_day(
    site: Site, day: dt.date, *, by: Any, now: dt.datetime, today: dt.date
) -> list[Answer]:
    """Mark closed every line of a site on which nothing is entered on `day`."""
    week = Week.of(day)
    grounds = read_grounds(sites_of(by).filter(pk=site.pk), first=week.first, last=week.last)
    reader = Reader(today, by.has_perm(SEE_PEOPLE), may_write=True)
    grid = read_grid(grounds, week, reader, chosen=day)
    cells = [cell for one in grid.sites for row in one.rows for cell in row.cells]
    lines: dict[str, list[bool]] = {}
    for cell in cells:
        if cell.day == day and not cell.is_readonly and not cell.is_shown_only:
            name = cell.name.removesuffix(cell.measure.value)
            lines.setdefault(name, []).append(cell.value is Mark.BLANK)
    typed = [
        TypedCell(f"{name}{Measure.DONE.value}", Mark.CLOSED.value)
        for name, blank in lines.items()
        if all(blank)
    ]
    return save_cells(typed, by=by, now=now, today=today)


def _read(
    cells: Iterable[TypedCell],
) -> tuple[dict[_Cell, tuple[TypedCell, Change]], dict[str, Answer]]:
    read: dict[_Cell, tuple[TypedCell, Change]] = {}
    answers: dict[str, Answer] = {}
    for cell in cells:
        try:
            key, measure = read_cell_name(cell.name)
            value = read_value(cell.value, measure)
            base = _base(cell.base, measure)
        except (NotACell, NotAValue) as error:
            answers[cell.name] = Answer(
                cell.name, Fate.REFUSED, cell.value, cell.base, cell.base, str(error)
            )
        else:
            read[key, measure] = (cell, Change(key, measure, value, base, cell.confirmed))
    return read, answers


def _base(text: str, measure: Measure) -> Value:
    try:
        return read_value(text, measure)
    except NotAValue:
        raise NotACell(
            "La page ne dit pas ce que cette case contenait\u00a0: rechargez-la."
        ) from None


def _refused(cell: TypedCell, checks: Checks, change: Change, message: str) -> Answer:
    kept = checks.state(change.key).value(change.measure)
    if change.key.site not in checks.grounds or (change.key.person and not checks.sees_people):
        kept = change.base if change.base is not None else Mark.BLANK
    return Answer(
        cell.name, Fate.REFUSED, cell.value, cell.base, write_value(kept, change.measure), message
    )


def _told(
    outcome: Outcome, names: dict[_Cell, TypedCell], checks: Checks, now: dt.datetime
) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for change in outcome.saved:
        cell = names[change.key, change.measure]
        state = outcome.states[change.key]
        kept = write_value(state.value(change.measure), change.measure)
        found[cell.name] = Answer(cell.name, Fate.SAVED, cell.value, cell.base, kept)
    for conflict in outcome.conflicts:
        cell = names[conflict.change.key, conflict.change.measure]
        found[cell.name] = _conflict(cell, conflict, now)
    locked = _lock_sentences(change for change, told in outcome.refused if told == LOCKED)
    for change, message in outcome.refused:
        cell = names[change.key, change.measure]
        said = locked.get((change.key.site, change.key.month), message)
        found[cell.name] = _refused(cell, checks, change, said if message == LOCKED else message)
    return found


def _conflict(cell: TypedCell, conflict: Conflict, now: dt.datetime) -> Answer:
    measure = conflict.change.measure
    mine = write_value(conflict.change.value, measure)
    theirs = write_value(conflict.theirs, measure)
    at = moment_words(conflict.at, now=now) if conflict.at else ""
    return Answer(
        cell.name,
        Fate.CONFLICT,
        cell.value,
        cell.base,
        theirs,
        conflict_words(mine, theirs, conflict.by, at),
        Theirs(theirs, conflict.by, at),
    )


def _lock_sentences(changes: Iterable[Change]) -> dict[tuple[int, dt.date], str]:
    months = {(change.key.site, change.key.month) for change in changes}
    if not months:
        return {}
    who = reopeners()
    locks = MonthLock.objects.filter(
        site__in={site for site, _ in months}, month__in={month for _, month in months}
    ).select_related("site")
    return {(lock.site_id, lock.month): lock_sentence(lock, who) for lock in locks}
