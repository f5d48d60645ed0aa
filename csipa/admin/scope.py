"""What part of the rows an account works on: told once, held at every door of the back office.

An app says which rows of a model an account works on (`register_scope`), and a page which relations
lead from its rows to that model (`ModelAdmin.scoped_by`). The list, the page of a row, its history,
its deletion and its actions then know those rows alone; so do the foreign keys that point to them,
their autocomplete and the filters of lists, on every other page. What is typed in an address or in
a form sent by hand goes through the same doors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.forms.models import _get_foreign_key
from django.http import HttpRequest

from csipa.admin.choices import OneSelect

ScopeSource = Callable[[Any], QuerySet]
OWN = "pk"
"""The path of a model that is a scope itself."""
LISTED = 500
"""Up to how many keys a scope is read and listed in a question; above, it is asked inside it."""

_SOURCES: dict[str, ScopeSource] = {}


class OrNone(str):
    """A path of which the rows that lead nowhere are everybody’s."""

    __slots__ = ()


def register_scope(model_label: str, source: ScopeSource) -> None:
    """Declare which rows of a model (« sites.Site ») `source(user)` says an account works on.

    A source that answers with every row, unfiltered, says that nothing is narrowed.
    """
    _SOURCES[model_label] = source


def paths_of(model: type[Model]) -> tuple[str, ...]:
    """Return the paths that lead from a model to scopes; none if everybody sees all of it."""
    page = admin.site._registry.get(model)
    declared = getattr(page, "scoped_by", ())
    return declared or ((OWN,) if model._meta.label in _SOURCES else ())


def narrowed(request: HttpRequest, rows: QuerySet, paths: Iterable[str]) -> QuerySet:
    """Return those of `rows` that any of `paths` leads to; `rows` themselves where all are seen.

    Each scope is asked once a request, in the few queries that its source makes and one more.
    """
    found = Q(pk__in=())
    for path in paths:
        model, many = _target(rows.model, path)
        keys = _keys(request, model)
        if keys is None:
            return rows
        inside = Q(**{f"{path}__in": keys})
        if isinstance(path, OrNone):
            inside |= Q(**{f"{path}__isnull": True})
        if many:
            inside = Q(pk__in=rows.model._base_manager.filter(inside).values("pk"))
        found |= inside
    return rows.filter(found) if paths else rows


def seen(request: HttpRequest, rows: QuerySet) -> QuerySet:
    """Return those of `rows` that this person works on, by the paths of their model."""
    return narrowed(request, rows, paths_of(rows.model))


def narrowed_versions(request: HttpRequest, model: type[Model], versions: QuerySet) -> QuerySet:
    """Return those of `versions`, of rows of `model`, that lead to what this person works on.

    A version of a row that is gone leads where the row did by its own columns alone: whoever works
    on a part finds none of those that only other rows would place, nor of the scopes themselves.
    """
    found, paths = Q(pk__in=()), paths_of(model)
    for path in paths:
        target, many = _target(model, path)
        keys = _keys(request, target)
        if keys is None:
            return versions
        if path != OWN and not many:
            found |= Q(**{f"{path}__in": keys})
            if isinstance(path, OrNone):
                found |= Q(**{f"{path}__isnull": True})
    return versions.filter(found) if paths else versions


def in_scope(request: HttpRequest, row: Model) -> bool:
    """Tell whether this person works on a saved row, by the paths of its model."""
    paths = paths_of(type(row))
    known = type(row)._base_manager.filter(pk=row.pk)
    return not paths or narrowed(request, known, paths).exists()


def _target(model: type[Model], path: str) -> tuple[type[Model], bool]:
    """Return the model a path leads to, and whether it may lead to several of its rows."""
    many = False
    for name in () if path == OWN else path.split(LOOKUP_SEP):
        relation = model._meta.get_field(name)
        many = many or bool(relation.many_to_many or relation.one_to_many)
        model = relation.related_model
    return model, many


def _keys(request: HttpRequest, model: type[Model]) -> list | QuerySet | None:
    """Return the keys of the rows of a scope, None for every row; read once a request."""
    known = request.__dict__.setdefault("scope_keys", {})
    label = model._meta.label
    if label not in known:
        if label not in _SOURCES:
            raise ImproperlyConfigured(f"{label} is no scope: nobody registered it.")
        rows = _SOURCES[label](request.user)
        if not rows.query.where and not rows.query.is_sliced:
            known[label] = None
        else:
            keys = rows.order_by().values_list("pk", flat=True)
            read = list(keys[: LISTED + 1])
            known[label] = read if len(read) <= LISTED else keys
    return known[label]


class ScopedChoices:
    """Narrows the choices of foreign keys, on a page and in its lines, to what a person works on.

    What a row already points to stays among its choices: it could not be saved again without.
    """

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer, and accept, the rows of the scope."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(
            db_field, request, **self._narrowed_choices(db_field, request, kwargs)
        )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer, and accept, the rows of the scope."""
        return super().formfield_for_manytomany(
            db_field, request, **self._narrowed_choices(db_field, request, kwargs)
        )

    def _narrowed_choices(self, db_field, request, given: dict[str, Any]) -> dict[str, Any]:
        paths = paths_of(db_field.related_model)
        if not paths:
            return given
        rows = given.get("queryset")
        if rows is None:
            rows = self.get_field_queryset(given.get("using"), db_field, request)
        if rows is None:
            rows = db_field.related_model._default_manager.all()
        inside = narrowed(request, rows, paths)
        if inside is rows:
            return given
        kept = self._shown_rows(request)
        if kept is not None:
            chosen = kept.filter(**{f"{db_field.name}__isnull": False}).values(db_field.name)
            inside = rows.filter(Q(pk__in=inside.order_by().values("pk")) | Q(pk__in=chosen))
        return {**given, "queryset": inside}

    def _shown_rows(self, request) -> QuerySet | None:
        """Return the rows that the page of an object edits; None on a page that adds one."""
        match = request.resolver_match
        key = match.kwargs.get("object_id") if match else None
        if key is None:
            return None
        rows = self.model._base_manager
        parent = getattr(self, "parent_model", None)
        if parent is None:
            return rows.filter(pk=unquote(key))
        link = _get_foreign_key(parent, self.model, fk_name=self.fk_name)
        return rows.filter(**{link.name: unquote(key)})


class ScopeMixin(ScopedChoices):
    """Keeps every page of a model to the rows that a person works on.

    `scoped_by` names the relations that lead to a scope; a row is seen if any of them does.
    """

    scoped_by: tuple[str, ...] = ()

    def get_queryset(self, request):
        """Return the rows of the scope."""
        return narrowed(request, super().get_queryset(request), self.scoped_by)

    def save_related(self, request, form, formsets, change):
        """Save the lines; refuse, and undo, what would have left the scope of whoever saves it."""
        super().save_related(request, form, formsets, change)
        if self.scoped_by:
            saved = self.model._base_manager.filter(pk=form.instance.pk)
            inside = narrowed(request, saved, self.scoped_by)
            if inside is not saved and not inside.exists():
                raise PermissionDenied


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """The stock filter by a relation, which offers what a person works on."""

    def field_choices(self, field, request, model_admin):
        """Return the choices of the scope, in the order of their own page."""
        paths = paths_of(field.related_model)
        rows = field.related_model._default_manager.all()
        inside = narrowed(request, rows, paths)
        limit = {} if inside is rows else {"pk__in": inside.order_by().values("pk")}
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=limit)


class UsedRelatedFilter(admin.RelatedOnlyFieldListFilter):
    """The stock filter by the rows that the list points to, each looked up by itself.

    The stock one reads the whole list to know them. Only for a key of the rows themselves.
    """

    def field_choices(self, field, request, model_admin):
        """Return what a row of the list points to, in the order of its own page."""
        pointing = model_admin.get_queryset(request).filter(**{field.name: OuterRef("pk")})
        ordering = self.field_admin_ordering(field, request, model_admin)
        used = Q(Exists(pointing.order_by()))
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=used)


admin.FieldListFilter.register(
    lambda field: field.remote_field, ScopedRelatedFilter, take_priority=True
)
