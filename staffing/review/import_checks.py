"""What the records would refuse of an import, found before anything is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from csipa.french.dates import long_date
from staffing.exchange.sheets import (
    ASSIGNMENTS,
    PEOPLE,
    POST_SHARES,
    POSTS,
    PROFESSIONS,
    SHARES,
    TARGETS,
    Table,
)
from staffing.exchange.state import Key
from staffing.models import TargetState
from staffing.rules.capacity import Excess, first_excess, fte_words

Values = dict[str, Any]
Rows = dict[str, dict[Key, Values]]
Found = tuple[Table, Key, str, str]
_WHOLE = Decimal(100)


@dataclass(frozen=True)
class _Authorised:
    start: dt.date
    fte: Decimal


@dataclass(frozen=True)
class _Held:
    key: Key
    start: dt.date
    end: dt.date | None
    fte: Decimal
    overlap_reason: str


def row_faults(table: Table, values: Values) -> Iterator[tuple[str, str]]:
    """Yield the column and the sentence of what a row may not say by itself."""
    for name, (column, is_broken) in _RULES.get(table.title, {}).items():
        if is_broken(values):
            yield column, _message(table, name)


def together_faults(rows: Rows, touched: Sequence[tuple[Table, Key]]) -> Iterator[Found]:
    """Yield what the rows may not say together: table, key, column, sentence.

    Only what an import touches is looked at; the rows are those after it.
    """
    posts = dict.fromkeys(
        key[0] for table, key in touched if table in (POSTS, TARGETS, POST_SHARES, ASSIGNMENTS)
    )
    last = {(table.title, key): rank for rank, (table, key) in enumerate(touched)}
    by_post = _by_post(rows)
    for post in posts:
        yield from _shared_faults(post, rows, by_post[POST_SHARES.title][post], last)
        yield from _capacity_faults(post, by_post, last)
    assignments = dict.fromkeys(key[:3] for table, key in touched if table in (ASSIGNMENTS, SHARES))
    yield from _split_faults(assignments, rows, last)
    yield from _doubled_faults(posts, by_post[ASSIGNMENTS.title], last)


def _by_post(rows: Rows) -> dict[str, dict[str, list[tuple[Key, Values]]]]:
    found: dict[str, dict[str, list[tuple[Key, Values]]]] = {}
    for table in (TARGETS, POST_SHARES, ASSIGNMENTS):
        groups = found.setdefault(table.title, defaultdict(list))
        for key, values in rows[table.title].items():
            groups[key[0]].append((key, values))
    return found


def _shared_faults(post: str, rows: Rows, shares: list, last: dict) -> Iterator[Found]:
    site = rows[POSTS.title][post,]["site"]
    table, key = (POST_SHARES, shares[-1][0]) if shares else (POSTS, (post,))
    if (POST_SHARES.title, key) not in last:
        table, key = POSTS, (post,)
    if site and shares:
        message = (
            f"le poste « {post} » est celui d’un site ({site}) et partagé entre plusieurs : videz "
            "son site, ou retirez les parts."
        )
        yield table, key, "site", message
    total = sum((values["percent"] for _, values in shares), Decimal(0))
    if total > _WHOLE:
        keys = [key for key, _ in shares if (POST_SHARES.title, key) in last]
        where = max(keys, key=lambda key: last[POST_SHARES.title, key])
        yield POST_SHARES, where, "percent", _message(POST_SHARES, "staffing_postshare_sum")


def _capacity_faults(post: str, by_post: dict, last: dict) -> Iterator[Found]:
    targets = [
        _Authorised(values["start"], values["fte"]) for _, values in by_post[TARGETS.title][post]
    ]
    held = [
        _Held(key, values["start"], values["end"], values["fte"], values["overlap_reason"])
        for key, values in by_post[ASSIGNMENTS.title][post]
    ]
    excess = first_excess(targets, held)
    if excess is None:
        return
    table, key = _to_blame(post, excess, held, by_post, last)
    message = (
        f"le {long_date(excess.day)}, le poste « {post} » porterait {fte_words(excess.held)} pour "
        f"{fte_words(excess.authorised)} autorisés : réduisez une quotité, changez les dates, "
        "relevez l’effectif autorisé, ou annoncez un recouvrement avec son motif."
    )
    yield table, key, "fte", message


def _to_blame(
    post: str, excess: Excess, held: list[_Held], by_post: dict, last: dict
) -> tuple[Table, Key]:
    """Return the last line of the file that has to do with the excess."""
    present = [
        (ASSIGNMENTS, one.key)
        for one in held
        if one.start <= excess.day and (one.end is None or one.end >= excess.day)
    ]
    decided = [(TARGETS, key) for key, _ in by_post[TARGETS.title][post]]
    lines = [(table, key) for table, key in present if (table.title, key) in last]
    lines = lines or [(table, key) for table, key in decided if (table.title, key) in last]
    if not lines:
        return present[-1]
    return max(lines, key=lambda line: last[line[0].title, line[1]])


def _split_faults(assignments: Iterable[Key], rows: Rows, last: dict) -> Iterator[Found]:
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    keys: dict[Key, Key] = {}
    for key, values in rows[SHARES.title].items():
        sums[key[:3]] += values["fte"]
        if (SHARES.title, key) in last:
            keys[key[:3]] = key
    for assignment in assignments:
        whole = rows[ASSIGNMENTS.title][assignment]["fte"]
        if sums[assignment] > whole:
            table, key = (
                (SHARES, keys[assignment]) if assignment in keys else (ASSIGNMENTS, assignment)
            )
            message = (
                f"la répartition par site ({fte_words(sums[assignment])}) dépasse l’affectation "
                f"({fte_words(whole)})."
            )
            yield table, key, "fte", message


def _doubled_faults(posts: Iterable[str], held: dict, last: dict) -> Iterator[Found]:
    """Yield assignments of one person on one post that a changed end makes overlap."""
    for post in posts:
        people: dict[Any, list[tuple[Key, Values]]] = defaultdict(list)
        for key, values in held[post]:
            people[key[1]].append((key, values))
        for lines in people.values():
            lines.sort(key=lambda line: line[1]["start"])
            for (earlier, one), (later, other) in pairwise(lines):
                if one["end"] is None or one["end"] >= other["start"]:
                    where = earlier if (ASSIGNMENTS.title, earlier) in last else later
                    message = (
                        "cette personne tient déjà ce poste depuis le "
                        f"{one['start']:%d/%m/%Y} : pour changer cette affectation, gardez sa "
                        "date « Du » ; pour en ajouter une autre, donnez-lui une date de fin."
                    )
                    yield ASSIGNMENTS, where, "start", message


def _message(table: Table, name: str) -> str:
    """Return the sentence of a constraint of the records."""
    constraints = table.model._meta.constraints
    said = next(str(one.violation_error_message) for one in constraints if one.name == name)
    return said.replace("%%", "%")  # Django keeps it as a format


def _no_end_before_start(values: Values) -> bool:
    return values["end"] is not None and values["end"] < values["start"]


def _is_rpps_wrong(values: Values) -> bool:
    rpps = values["rpps"]
    return bool(rpps) and not (len(rpps) == 11 and rpps.isascii() and rpps.isdigit())


_LARGEST_WEEK = 60
_UNEXPLAINED = (TargetState.DEFERRED, TargetState.FROZEN)
# For each table: the name of the constraint, the column to look at, whether a row breaks it.
_RULES: dict[str, dict[str, tuple[str, Any]]] = {
    PROFESSIONS.title: {
        "staffing_profession_hours": (
            "weekly_hours",
            lambda row: not 0 < row["weekly_hours"] <= _LARGEST_WEEK,
        ),
        "staffing_profession_minutes": (
            "consultation_minutes",
            lambda row: row["consultation_minutes"] is not None and row["consultation_minutes"] < 1,
        ),
    },
    TARGETS.title: {
        "staffing_posttarget_closed": (
            "fte",
            lambda row: row["fte"] < 0 or (row["state"] == TargetState.CLOSED) != (row["fte"] == 0),
        ),
        "staffing_posttarget_reason": (
            "reason",
            lambda row: row["state"] in _UNEXPLAINED and not row["reason"],
        ),
    },
    POST_SHARES.title: {
        "staffing_postshare_percent": ("percent", lambda row: not 0 < row["percent"] <= _WHOLE)
    },
    PEOPLE.title: {"staffing_person_rpps": ("rpps", _is_rpps_wrong)},
    ASSIGNMENTS.title: {
        "staffing_assignment_period": ("end", _no_end_before_start),
        "staffing_assignment_fte": ("fte", lambda row: row["fte"] <= 0),
        "staffing_assignment_departure": (
            "departure_reason",
            lambda row: bool(row["departure_reason"]) and row["end"] is None,
        ),
    },
    SHARES.title: {"staffing_assignmentshare_fte": ("fte", lambda row: row["fte"] <= 0)},
}
