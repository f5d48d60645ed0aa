"""Brings back what was deleted, from its last version: same key, same values, with its lines.

What pages delete may come back: rows that have a page, and lines of a page. A model may say in
`not_restored`, in French, why its rows never do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib import admin
from django.db import IntegrityError, connection, connections, models, router, transaction
from django.db.models import Exists, OuterRef, Q
from django.forms.models import _get_foreign_key
from django.urls import reverse

from csipa.admin.history import history_manager, line_name, seen_relations, with_relations
from csipa.constraints import refusal_of
from csipa.french.grammar import enumeration, upper_first

# A deletion and what falls with it are written one after the other within this delay.
SAME_DELETION = dt.timedelta(seconds=5)
REASON = "Restauré"


class RestoringRefused(ValueError):
    """What was deleted cannot come back; the text says why, and what to do."""


@dataclass(frozen=True)
class Kind:
    """Rows that may come back: those of a page, or with `link` the lines of the page of another."""

    model: type[models.Model]
    page: Any
    link: str = ""

    @property
    def versions(self) -> models.QuerySet:
        """The deletions of rows that are still gone, whose owner is there."""
        key = self.model._meta.pk.attname
        versions = history_manager(self.model)
        same = {key: OuterRef(key)}
        live = self.model._base_manager.filter(pk=OuterRef(key))
        later = versions.filter(**same, history_id__gt=OuterRef("history_id"))
        gone = versions.filter(~Exists(live), ~Exists(later), history_type="-")
        for field in _owners(self.model):
            owner = field.remote_field.model._base_manager.filter(pk=OuterRef(field.attname))
            gone = gone.filter(Q(**{f"{field.attname}__isnull": True}) | Exists(owner))
        return gone


def _owners(model: type[models.Model]) -> Iterator[models.ForeignKey]:
    """Yield the links to rows that a row of `model` falls with."""
    for field in model._meta.concrete_fields:
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            yield field


def kept_out(model: type[models.Model]) -> str:
    """Return why the rows of a model never come back, as a French sentence; empty if they may."""
    return str(getattr(model, "not_restored", ""))


def is_restorable(model: type[models.Model]) -> bool:
    """Tell whether a deleted row of `model` may come back."""
    return history_manager(model) is not None and not kept_out(model)


def kinds() -> list[Kind]:
    """Return all that may come back; lines that have a page of their own come as its rows."""
    return list(_kinds(len(admin.site._registry)))


@lru_cache(maxsize=1)
def _kinds(pages: int) -> tuple[Kind, ...]:
    """Return `kinds`, worked out once all `pages` are there."""
    found = {
        model: Kind(model, page)
        for model, page in admin.site._registry.items()
        if is_restorable(model)
    }
    for model, page in admin.site._registry.items():
        for inline in page.inlines:
            link = _get_foreign_key(model, inline.model, fk_name=inline.fk_name, can_fail=True)
            if link is not None and is_restorable(inline.model) and is_restorable(model):
                found.setdefault(inline.model, Kind(inline.model, page, link.name))
    return tuple(found.values())


def with_deletions(asked: Iterable[Kind], since: dt.datetime | None) -> list[Kind]:
    """Return those of some kinds of which something was deleted, since a moment; one query.

    Most have nothing: what is in the bin is then read in the histories of a few kinds alone.
    """
    asked = list(asked)
    quote = connection.ops.quote_name
    late = "" if since is None else f" AND {quote('history_date')} >= %s"
    parts = [
        f"SELECT {rank} WHERE EXISTS (SELECT 1 FROM {quote(_table(kind))} "  # noqa: S608 – names of our own tables
        f"WHERE {quote('history_type')} = '-'{late})"
        for rank, kind in enumerate(asked)
    ]
    if not parts:
        return []
    moments = [] if since is None else [connection.ops.adapt_datetimefield_value(since)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), moments * len(parts))
        return [asked[rank] for (rank,) in cursor.fetchall()]


def _table(kind: Kind) -> str:
    return str(history_manager(kind.model).model._meta.db_table)


def kind_of(label: str) -> Kind | None:
    """Return what may come back of the model named `label` (« sites.site »), None for no such."""
    return next((kind for kind in kinds() if kind.model._meta.label_lower == label), None)


def address_of_deleted(model: type[models.Model], key: Any, user: Any) -> str:
    """Return the page that brings back a row just deleted; empty where this account may not."""
    kind = kind_of(model._meta.label_lower)
    right = f"{model._meta.app_label}.add_{model._meta.model_name}"
    if kind is None or not user.has_perm(right):
        return ""
    version = kind.versions.filter(**{model._meta.pk.attname: key}).first()
    return address_of(version) if version else ""


def address_of(version: Any) -> str:
    """Return the page of a deletion in the bin."""
    label = version.instance_type._meta.label_lower
    return reverse("admin:bin_thing", args=[label, version.pk])


def family_of(version: Any) -> list[Any]:
    """Return the deletion `version` and those that fell with it, owners first.

    A row that had been deleted on its own before is not of the family.
    """
    found, waiting, known = [], [version], {(version.instance_type, _key(version))}
    while waiting:
        owner = waiting.pop(0)
        found.append(owner)
        for line in _fallen_with(owner):
            if (line.instance_type, _key(line)) not in known:
                known.add((line.instance_type, _key(line)))
                waiting.append(line)
    by_model: dict[type[models.Model], list] = {}
    for one in found:
        by_model.setdefault(type(one), []).append(one)
    for rows in by_model.values():
        with_relations(rows)
    return found


def _key(version: Any) -> Any:
    return getattr(version, version.instance_type._meta.pk.attname)


def _fallen_with(owner: Any) -> Iterator[Any]:
    for relation in owner.instance_type._meta.related_objects:
        manager = history_manager(relation.related_model)
        if manager is None or relation.on_delete is not models.CASCADE:
            continue
        rows = Kind(relation.related_model, None)
        key = rows.model._meta.pk.attname
        live = rows.model._base_manager.filter(pk=OuterRef(key))
        later = manager.filter(**{key: OuterRef(key)}, history_id__gt=OuterRef("history_id"))
        yield from manager.filter(
            ~Exists(live),
            ~Exists(later),
            history_type="-",
            history_user_id=owner.history_user_id,
            history_date__gte=owner.history_date - SAME_DELETION,
            history_date__lte=owner.history_date + SAME_DELETION,
            **{relation.field.attname: _key(owner)},
        ).order_by("history_id")


@transaction.atomic
def restore_deleted(*, version: Any, by: Any, now: dt.datetime) -> models.Model:
    """Bring back the row of the deletion `version`, with its lines; return it.

    All or nothing. Raises RestoringRefused when it is back already, when something it belongs to
    is gone, or when a rule of the database no longer lets it in.
    """
    model = version.instance_type
    if why := kept_out(model):
        raise RestoringRefused(why)
    if model._base_manager.filter(pk=_key(version)).exists():
        raise RestoringRefused("Cette fiche est déjà revenue.")
    family = family_of(version)
    _refuse_what_lacks(family)
    using = router.db_for_write(model)
    try:
        with transaction.atomic(using=using):
            rows = [_insert(one, by=by, now=now) for one in family]
            # Links between rows of the family are checked now, not when the request ends.
            connections[using].check_constraints()
    except IntegrityError as error:
        told = refusal_of(error)
        raise RestoringRefused(
            told
            or "Une autre fiche a pris sa place depuis\u00a0: changez-la ou supprimez-la d’abord."
        ) from error
    return rows[0]


def _insert(version: Any, *, by: Any, now: dt.datetime) -> Any:
    """Write one row as its last version has it; what its model does when it is saved is done."""
    row = version.instance
    row._state.adding = True
    row._history_user, row._history_date, row._change_reason = by, now, REASON
    models.Model.save(row, force_insert=True)
    for name, keys in seen_relations(version).items():
        if keys:
            row._change_reason = REASON
            getattr(row, name).set(keys)
    return row


def _refuse_what_lacks(family: list[Any]) -> None:
    """Refuse when a row that one of the family points to is gone, and does not come back too."""
    coming = {(one.instance_type, _key(one)) for one in family}
    lacks: dict[str, None] = {}
    for one in family:
        for field in one.instance_type._meta.concrete_fields:
            key = getattr(one, field.attname)
            if field.remote_field is None or key is None:
                continue
            target = field.remote_field.model
            if (target, key) in coming or target._base_manager.filter(pk=key).exists():
                continue
            lacks[f"{field.verbose_name} ({_gone_name(target, key)})"] = None
    if lacks:
        what = enumeration(list(lacks))
        raise RestoringRefused(
            f"Ce que la fiche désigne n’existe plus\u00a0: {what}. Restaurez-le d’abord."
        )


def _gone_name(model: type[models.Model], key: Any) -> str:
    """Name a row that is gone by its last version, else by its number."""
    manager = history_manager(model)
    name = model._meta.pk.attname
    last = manager.filter(**{name: key}).order_by("history_id").last() if manager else None
    return (
        line_name(last) if last else f"{upper_first(str(model._meta.verbose_name))} n°\u00a0{key}"
    )
