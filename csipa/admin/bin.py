"""The bin: what was deleted, by whom, when; each thing can be looked at, and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import CharField, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from csipa.admin.differences import moment
from csipa.admin.history import history_manager, line_name, person, shown_state
from csipa.admin.navigation import Section
from csipa.admin.own_pages import SitePage, own_page, register_page
from csipa.admin.paging import BoundedPaginator
from csipa.admin.restoring import (
    Kind,
    RestoringRefused,
    address_of,
    family_of,
    kind_of,
    kinds,
    restore_deleted,
    with_deletions,
)
from csipa.admin.scope import in_scope, narrowed_versions
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted

PER_PAGE = 50
# Older deletions are shown on request: the histories are read from the latest one on.
SHOWN_FOR = dt.timedelta(days=365)
FORBIDDEN = "Votre compte ne permet pas de restaurer cette fiche."


@dataclass(frozen=True)
class Deleted:
    """One thing of the bin."""

    what: str
    name: str
    of: str
    by: str
    when: str
    url: str


def may_restore(request: HttpRequest, kind: Kind) -> bool:
    """Tell whether this person may bring back rows of a kind: whoever may add and delete them."""
    user, options = request.user, kind.model._meta
    if kind.link:
        inline = next(one for one in kind.page.inlines if one.model is kind.model)
        stock = inline(kind.page.model, kind.page.admin_site)
        if not kind.page.has_change_permission(request):
            return False
        return stock.has_add_permission(request, None) and stock.has_delete_permission(request)
    return all(
        user.has_perm(f"{options.app_label}.{verb}_{options.model_name}")
        for verb in ("add", "delete")
        if verb in options.default_permissions
    )


def versions_seen(request: HttpRequest, kind: Kind) -> models.QuerySet:
    """Return the deletions of a kind that this person may know of."""
    versions = narrowed_versions(request, kind.model, kind.versions)
    if kind.link:
        owners = kind.page.get_queryset(request).order_by().values("pk")
        versions = versions.filter(**{f"{kind.link}__in": owners})
    return versions


@require_GET
def bin_view(request: HttpRequest, page: SitePage) -> HttpResponse:
    """List what was deleted, newest first; a few queries for each kind of thing on the page."""
    open_kinds = [kind for kind in kinds() if may_restore(request, kind)]
    open_kinds.sort(key=lambda kind: str(kind.model._meta.verbose_name_plural))
    chosen = request.GET.get("quoi", "")
    since = None if "tout" in request.GET else timezone.now() - SHOWN_FOR
    wanted = [kind for kind in open_kinds if chosen in ("", kind.model._meta.label_lower)]
    found = _union(request, with_deletions(wanted, since), since)
    pages = BoundedPaginator(found, PER_PAGE) if found is not None else Paginator([], PER_PAGE)
    shown = pages.get_page(request.GET.get("p"))
    context = {
        "title": "Corbeille",
        "rows": _told(list(shown.object_list)),
        "listed": shown,
        "kinds": [
            (kind.model._meta.label_lower, upper_first(str(kind.model._meta.verbose_name_plural)))
            for kind in open_kinds
        ],
        "chosen": chosen,
        "is_all": since is None,
    }
    return own_page(request, page, "admin/bin.html", context)


def _union(request: HttpRequest, wanted: list[Kind], since: dt.datetime | None) -> Any:
    parts = []
    for kind in wanted:
        versions = versions_seen(request, kind)
        if since is not None:
            versions = versions.filter(history_date__gte=since)
        label = Value(kind.model._meta.label_lower, output_field=CharField())
        parts.append(versions.order_by().values_list(label, "history_id", "history_date"))
    if not parts:
        return None
    return parts[0].union(*parts[1:], all=True).order_by("-history_date", "-history_id")


def _told(found: list[tuple[str, int, dt.datetime]]) -> list[Deleted]:
    """Describe the deletions of one page; for each kind, a query and one more by relation."""
    keys: dict[str, list[int]] = {}
    for label, key, _ in found:
        keys.setdefault(label, []).append(key)
    known: dict[tuple[str, int], Deleted] = {}
    for label, wanted in keys.items():
        kind = kind_of(label)
        if kind is None:
            continue
        rows = history_manager(kind.model).filter(pk__in=wanted).select_related("history_user")
        names = _owner_names(kind, rows)
        own_names = _own_names(kind, rows)
        for row in rows:
            known[label, row.pk] = Deleted(
                what=upper_first(str(kind.model._meta.verbose_name)),
                name=own_names[row.pk],
                of=names.get(getattr(row, f"{kind.link}_id"), "") if kind.link else "",
                by=person(row.history_user),
                when=moment(row.history_date),
                url=address_of(row),
            )
    return [known[label, key] for label, key, _ in found if (label, key) in known]


def _own_names(kind: Kind, rows: Any) -> dict[int, str]:
    """Return how each version is named: as its row named itself, a line by its rank."""
    if kind.link:
        return {row.pk: line_name(row) for row in rows}
    instances = {row.pk: row.instance for row in rows}
    for relation in kind.model._meta.concrete_fields:
        if relation.many_to_one or relation.one_to_one:
            _relate(relation, instances.values())
    what = upper_first(str(kind.model._meta.verbose_name))
    return {row.pk: _named(instances[row.pk], what) or line_name(row) for row in rows}


def _relate(relation: Any, instances: Iterable[models.Model]) -> None:
    """Give rows made from versions what one of their relations points to; one query."""
    wanted = {key for row in instances if (key := getattr(row, relation.attname)) is not None}
    if not wanted:
        return
    rows = relation.remote_field.model._base_manager.select_related()
    found = rows.in_bulk(wanted, field_name=relation.target_field.name)
    for row in instances:
        if related := found.get(getattr(row, relation.attname)):
            setattr(row, relation.name, related)


def _named(row: models.Model, what: str) -> str:
    """Return « Absence de Camille Roux », « Acte « Décision » »; empty where it has no name now."""
    try:
        said = upper_first(str(row))
    except ObjectDoesNotExist:
        return ""
    if not said or said.startswith(f"{type(row).__name__} object ("):
        return ""
    return said if said.lower().startswith(what.lower()) else f"{what} «\u00a0{said}\u00a0»"


def _owner_names(kind: Kind, rows: Any) -> dict[Any, str]:
    if not kind.link:
        return {}
    owners = kind.page.model._base_manager
    relations = [f.name for f in kind.page.model._meta.concrete_fields if f.many_to_one]
    owners = owners.select_related(*relations) if relations else owners
    found = owners.in_bulk({getattr(row, f"{kind.link}_id") for row in rows})
    return {key: str(row) for key, row in found.items()}


@require_http_methods(["GET", "POST"])
def thing_view(request: HttpRequest, label: str, key: int, page: SitePage) -> HttpResponse:
    """Show what would come back, and bring it back on request."""
    kind = kind_of(label)
    if kind is None:
        raise Http404
    if not may_restore(request, kind):
        raise PermissionDenied
    version = versions_seen(request, kind).filter(pk=key).select_related("history_user").first()
    if version is None:
        messages.info(request, "Cette fiche n’est plus dans la corbeille.")
        return redirect("admin:bin")
    refusal = ""
    if request.method == "POST":
        try:
            row = _restore(request, kind, version)
        except RestoringRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, format_html("Restauré\u00a0: {}.", row))
            return redirect(_landing(request, kind, row))
    lines: dict[type[models.Model], int] = {}
    for one in family_of(version)[1:]:
        lines[one.instance_type] = lines.get(one.instance_type, 0) + 1
    context = {
        "title": _own_names(kind, [version])[version.pk],
        "what": kind.model._meta.verbose_name,
        "by": person(version.history_user),
        "when": moment(version.history_date),
        "values": shown_state(version, kind.page.hidden_in_history(request)),
        "lines": [
            counted(n, str(m._meta.verbose_name), str(m._meta.verbose_name_plural))
            for m, n in lines.items()
        ],
        "refusal": refusal,
    }
    return own_page(request, page, "admin/bin_thing.html", context)


@transaction.atomic
def _restore(request: HttpRequest, kind: Kind, version: Any) -> models.Model:
    """Bring a row back, unless this person could not have added it where it comes back."""
    for one in family_of(version)[1:]:
        options = one.instance_type._meta
        right = f"{options.app_label}.add_{options.model_name}"
        if "add" in options.default_permissions and not request.user.has_perm(right):
            raise RestoringRefused(
                f"Votre compte ne permet pas d’ajouter\u00a0: {options.verbose_name}."
            )
    row = restore_deleted(version=version, by=request.user, now=timezone.now())
    owner = getattr(row, kind.link) if kind.link else row
    inside = kind.page.get_queryset(request).filter(pk=owner.pk).exists() and in_scope(request, row)
    if not inside or (kind.link and kind.page.lock_of(request, owner)):
        raise RestoringRefused(FORBIDDEN)
    if kind.link and not kind.page.has_change_permission(request, owner):
        raise RestoringRefused(FORBIDDEN)
    kind.page.after_restoring(request, owner)
    return row


def _landing(request: HttpRequest, kind: Kind, row: Any) -> str:
    shown = getattr(row, kind.link) if kind.link else row
    name = f"admin:{shown._meta.app_label}_{shown._meta.model_name}_change"
    if not kind.page.has_view_permission(request, shown):
        return reverse("admin:bin")
    return reverse(name, args=[shown.pk])


def _openers() -> tuple[str, ...]:
    """Return the permissions that open the bin: those to delete something that may come back."""
    return tuple(
        f"{kind.model._meta.app_label}.delete_{kind.model._meta.model_name}" for kind in kinds()
    )


BIN = register_page(
    SitePage(
        section=Section.SETTINGS,
        section_rank=50,
        title="Corbeille",
        route="corbeille/",
        name="bin",
        view=bin_view,
        permissions=_openers(),
        description="Ce qui a été supprimé, par qui, quand, et comment le faire revenir.",
        views=(("<str:label>/<int:key>/", "thing", thing_view),),
        guide="corbeille",
    )
)
