"""Cells of the week grid, written together; nothing is overwritten without being seen.

On PostgreSQL the row of the month makes the writers of one month wait for each other; SQLite has
one writer at a time. The sums of the month follow by themselves (`csipa.totals`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from consultations.documents.grid_words import account_words
from consultations.models import KEY, KEY_SQL, NUMBERS, ActivityCount, MonthLock
from consultations.review.counts import key_of, state_of
from consultations.rules.cells import CellKey, Measure, Value
from consultations.rules.merging import BLANK_ROW, Change, RowState, merge
from consultations.rules.months import MonthState, first_day, last_day
from csipa.upsert import keep_history, versioned_upsert

LOCKED = "Ce mois est clos\u00a0: ses chiffres ne changent plus. Demandez qu’il soit rouvert."
NOT_YET = "Ce jour n’est pas encore venu\u00a0: il se saisira ce jour-là."
_VALUES = (
    "site",
    "date",
    "profession",
    "person",
    "kind",
    *NUMBERS,
    "closed",
    "confirmed",
    "comment",
    "author",
    "entered_at",
    "changed_at",
)


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody else changed: what it shows now, who typed it and when."""

    change: Change
    theirs: Value
    by: str
    at: dt.datetime | None


@dataclass
class Outcome:
    """What became of each change; `states` are the rows as they now stand."""

    saved: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: list[tuple[Change, str]] = field(default_factory=list)
    states: dict[CellKey, RowState] = field(default_factory=dict)


@transaction.atomic
def record(
    changes: Sequence[Change],
    *,
    by: Any,
    now: dt.datetime,
    today: dt.date,
    comments: Mapping[CellKey, str] | None = None,
) -> Outcome:
    """Write what may be written of `changes`, and tell what became of each.

    Those of a month that is closed, or of a day to come, are refused; those of a cell that changed
    since it was shown are conflicts. At most eight statements, whatever the number of cells.
    `comments`, already checked, go to rows none of whose cells is refused or a conflict.
    """
    outcome = Outcome()
    comments = comments or {}
    wanted = _wanted(changes, comments, outcome, today)
    rows = _read(wanted)
    written = []
    for key in sorted(wanted):
        row = rows.get(key)
        before = state_of(row) if row else BLANK_ROW
        merged = merge(before, wanted[key])
        outcome.saved += merged.applied
        outcome.refused += merged.refused
        outcome.conflicts += [_conflict(change, row, before) for change in merged.conflicts]
        outcome.states[key] = merged.state
        confirmed = any(change.confirmed for change in merged.applied)
        kept = row.comment if row else ""
        is_whole = not (merged.refused or merged.conflicts)
        comment = comments.get(key, kept) if is_whole else kept
        if (
            merged.state != before
            or comment != kept
            or (confirmed and row is not None and not row.confirmed)
        ):
            row = row or unwritten(key, version=0, entered_at=now)
            row.comment = comment
            _fill(
                row,
                merged.state,
                confirmed=confirmed or _still_confirmed(row, before, merged.state),
            )
            row.version, row.author, row.changed_at = row.version + 1, by, now
            written.append(row)
    _write(written, by=by, now=now)
    return outcome


def _wanted(
    changes: Iterable[Change], rows: Collection[CellKey], outcome: Outcome, today: dt.date
) -> dict[CellKey, list[Change]]:
    """Return the changes that may be tried, by row, once their months are held.

    `rows` may be written too, with no change of their own.
    """
    changes = list(changes)
    keys = [*(change.key for change in changes), *rows]
    locked = _locked({(key.site, key.month) for key in keys})
    wanted: dict[CellKey, list[Change]] = {}
    for change in changes:
        if change.key.date > today:
            outcome.refused.append((change, NOT_YET))
        elif (change.key.site, change.key.month) in locked:
            outcome.refused.append((change, LOCKED))
        else:
            wanted.setdefault(change.key, []).append(change)
    for key in rows:
        if key.date <= today and (key.site, key.month) not in locked:
            wanted.setdefault(key, [])
    return wanted


def hold_months(months: set[tuple[int, dt.date]]) -> dict[tuple[int, dt.date], MonthLock]:
    """Return the rows of months of sites, made if need be, held until the transaction ends."""
    if not months:
        return {}
    asked = Q()
    for site, month in months:
        asked |= Q(site=site, month=month)
    held = MonthLock.objects.filter(asked).select_for_update().order_by("site_id", "month")
    found = {(row.site_id, row.month): row for row in held}
    missing = sorted(months - found.keys())
    if not missing:
        return found
    MonthLock.objects.bulk_create(
        [
            MonthLock(site_id=site, month=first_day(month), last_day=last_day(month))
            for site, month in missing
        ],
        ignore_conflicts=True,
    )
    rows = {(row.site_id, row.month): row for row in held.all()}
    # Two writers may have made the same row: whoever holds it second finds its history written.
    made = [rows[key] for key in missing]
    known = set(
        MonthLock.history.filter(id__in=[row.pk for row in made]).values_list("id", flat=True)
    )
    MonthLock.history.bulk_history_create([row for row in made if row.pk not in known])
    return rows


def _locked(months: set[tuple[int, dt.date]]) -> set[tuple[int, dt.date]]:
    held = hold_months(months)
    return {key for key, row in held.items() if row.state != MonthState.OPEN.value}


def _read(wanted: Iterable[CellKey]) -> dict[CellKey, ActivityCount]:
    """Return the rows that exist, in one query: by days and sites, then told apart by key."""
    keys = set(wanted)
    if not keys:
        return {}
    rows = ActivityCount.objects.filter(
        site__in={key.site for key in keys}, date__in={key.date for key in keys}
    ).select_related("author")
    return {key: row for row in rows if (key := key_of(row)) in keys}


def unwritten(key: CellKey, **values: Any) -> ActivityCount:
    """Return the row of a cell that nobody has written yet, not saved."""
    return ActivityCount(
        site_id=key.site,
        date=key.date,
        profession_id=key.profession,
        person_id=key.person or None,
        kind=key.kind,
        **values,
    )


def _still_confirmed(row: ActivityCount, before: RowState, after: RowState) -> bool:
    """Tell whether what somebody confirmed is still all there: other figures were only added."""
    kept = all(after.numbers.get(name) == number for name, number in before.numbers.items())
    return row.confirmed and kept


def _fill(row: ActivityCount, state: RowState, *, confirmed: bool) -> None:
    for measure in Measure:
        setattr(row, measure.value, state.numbers.get(measure))
    row.closed = state.closed
    row.confirmed = confirmed


def _conflict(change: Change, row: ActivityCount | None, state: RowState) -> Conflict:
    name = account_words(row.author if row else None)
    return Conflict(change, state.value(change.measure), name, row.changed_at if row else None)


def _write(rows: list[ActivityCount], *, by: Any, now: dt.datetime) -> None:
    created = [row for row in rows if row.version == 1]
    versioned_upsert(rows, conflict=KEY_SQL, values=_VALUES, key=lambda found: found, returning=KEY)
    keep_history(created, by=by, now=now, changed=False)
    keep_history([row for row in rows if row.version > 1], by=by, now=now, changed=True)
