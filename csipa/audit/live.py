"""Compares each row to its latest version: what was written around the program is seen there.

A model may name in `not_in_history` columns that change without a version, with why: they follow
from other rows, or say nothing that somebody decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, Model, OuterRef

from csipa.audit.canonical import written
from csipa.audit.naming import name_of
from csipa.audit.report import Fault, Report
from csipa.french.grammar import enumeration

CHUNK = 500
# Somebody may save between the reading of a row and that of its versions.
_TRIES = 3


@dataclass(frozen=True)
class _Followed:
    """A model, the model of its versions, the columns that both have."""

    model: Any
    versions: Any
    key: str
    columns: tuple[str, ...]


def check_live(report: Report, model: type[Model], *, since: dt.datetime | None) -> Iterator[int]:
    """Compare the rows of a model to their versions; yield how many rows each piece had.

    Three queries for 500 rows, and one for the rows that are gone.
    """
    followed = _followed(model)
    rows = model._base_manager.order_by("pk")
    if since is not None:
        grown = followed.versions.filter(history_date__gte=since).values(followed.key)
        rows = rows.filter(pk__in=grown)
    last = None
    while keys := _keys(rows, last):
        last = keys[-1]
        for key in _suspects(followed, keys):
            _confirm(report, followed, key)
        report.rows += len(keys)
        yield len(keys)
    for key in _gone(followed, since).iterator():
        if not model._base_manager.filter(pk=key).exists():
            report.add(
                _fault(
                    "erased", followed, key, "la ligne a été effacée sans passer par le programme"
                )
            )


def suspects(model: type[Model]) -> Iterator[list[Any]]:
    """Yield the keys of the rows of a model that are not as their latest version, piece by piece.

    Pieces without any are left out.
    """
    followed = _followed(model)
    last = None
    while keys := _keys(model._base_manager.order_by("pk"), last):
        last = keys[-1]
        if found := _suspects(followed, keys):
            yield found


def _followed(model: Any) -> _Followed:
    versions = model.history.model._base_manager
    known = {field.attname for field in versions.model._meta.concrete_fields}
    apart = getattr(model, "not_in_history", {})
    columns = tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.attname in known and field.name not in apart
    )
    return _Followed(model, versions, model._meta.pk.attname, columns)


def _keys(rows: Any, last: Any) -> list[Any]:
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", flat=True)[:CHUNK])


def _suspects(followed: _Followed, keys: Sequence[Any]) -> list[Any]:
    """Return the keys of rows that are not as their latest version, or have none."""
    latest = _latest(followed, keys)
    columns = followed.columns
    place = columns.index(followed.key)
    live = followed.model._base_manager.filter(pk__in=keys).values_list(*columns)
    return [row[place] for row in live if not _agrees(row, latest.get(row[place]))]


def _latest(followed: _Followed, keys: Sequence[Any]) -> dict[Any, tuple]:
    """Return the latest version of each key: its columns, then its type."""
    newest = (
        followed.versions.filter(**{f"{followed.key}__in": keys})
        .order_by()
        .values(followed.key)
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    columns = followed.columns
    place = columns.index(followed.key)
    found = followed.versions.filter(pk__in=[row["newest"] for row in newest])
    return {row[place]: row for row in found.values_list(*columns, "history_type")}


def _agrees(row: tuple, version: tuple | None) -> bool:
    if version is None or version[-1] == "-":
        return False
    return row == version[:-1] or [*map(written, row)] == [*map(written, version[:-1])]


def _confirm(report: Report, followed: _Followed, key: Any) -> None:
    """Read a suspect row again, and note what is wrong with it if it still is."""
    row: tuple | None = None
    version: tuple | None = None
    for _ in range(_TRIES):
        found = followed.model._base_manager.filter(pk=key).values_list(*followed.columns)
        row = found.first()
        if row is None:
            return
        version = _latest(followed, [key]).get(key)
        if _agrees(row, version):
            return
    if row is None:
        return
    if version is None:
        what = "la ligne n’a pas d’historique\u00a0: elle a été écrite sans passer par le programme"
        report.add(_fault("no-history", followed, key, what))
    elif version[-1] == "-":
        what = "la ligne existe, alors que son historique la dit supprimée"
        report.add(_fault("deleted", followed, key, what))
    else:
        report.add(_fault("live", followed, key, _difference(followed, row, version)))


def _difference(followed: _Followed, row: tuple, version: tuple) -> str:
    pairs = zip(followed.columns, row, version, strict=False)
    names = [name for name, now, then in pairs if written(now) != written(then)]
    fields = {field.attname: field.verbose_name for field in followed.model._meta.concrete_fields}
    told = enumeration(f"«\u00a0{fields[name]}\u00a0»" for name in names)
    column = "colonne" if len(names) == 1 else "colonnes"
    return f"la fiche diffère de sa dernière version connue ({column} {told})"


def _gone(followed: _Followed, since: dt.datetime | None) -> Any:
    """Return the keys of rows that are gone, while their latest version is no deletion."""
    name = followed.key
    same = {name: OuterRef(name)}
    later = followed.versions.filter(**same, pk__gt=OuterRef("pk"))
    live = followed.model._base_manager.filter(pk=OuterRef(name))
    rows = followed.versions.filter(~Exists(live), ~Exists(later)).exclude(history_type="-")
    if since is not None:
        rows = rows.filter(history_date__gte=since)
    return rows.order_by("pk").values_list(name, flat=True)


def _fault(code: str, followed: _Followed, key: Any, what: str) -> Fault:
    model = followed.model
    return Fault(code, f"{name_of(model, key)}\u00a0: {what}.", model._meta.label_lower, str(key))
