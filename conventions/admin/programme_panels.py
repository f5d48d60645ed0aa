"""What the page of a programme tells above its form: its contract, its tree of sheets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from conventions.models import ConventionKind, Programme, ProgrammeKind
from conventions.review.programme_parties import parties_of
from conventions.review.programme_tree import Tree, read_tree
from conventions.review.sheet_sites import facts_of
from csipa.admin import Panel, ToolbarLink

_TEMPLATES = "admin/conventions/programme"
_ADD_SHEET = "conventions.add_actionsheet"


def programme_toolbar(page: Any, request: HttpRequest, programme: Programme) -> list[ToolbarLink]:
    """Return the buttons of a programme."""
    links = []
    may_change = page.has_change_permission(request, programme)
    if request.user.has_perm("conventions.view_actionsheet"):
        links.append(
            ToolbarLink("Livret (PDF)", _url("booklet", programme), primary=True, new_tab=True)
        )
        address = f"{_list()}?programme={programme.pk}"
        links.append(ToolbarLink("Liste des fiches", address, more=True))
    if may_change:
        # The form comes after the tree, which may be long.
        links.append(ToolbarLink("Modifier", "#section-identite"))
    if may_change and request.user.has_perm("conventions.change_actionsheet"):
        links.append(ToolbarLink("Renuméroter les fiches", _url("renumber", programme), more=True))
        links.append(
            ToolbarLink("Reprendre dans le programme suivant", _url("carry", programme), more=True)
        )
    return links


def tree_panel(request: HttpRequest, programme: Programme) -> Panel | None:
    """Return the tree of a programme, for whoever may read its sheets."""
    if not request.user.has_perm("conventions.view_actionsheet"):
        return None
    today = timezone.localdate()
    tree = read_tree(programme, today=today)
    add = ""
    if request.user.has_perm(_ADD_SHEET):
        add = f"{reverse('admin:conventions_actionsheet_add')}?programme={programme.pk}"
    context = {
        "tree": tree,
        "facts": _facts(tree, today),
        "add": add,
        "is_roadmap": programme.kind == ProgrammeKind.ROADMAP,
        "followed_by": list(programme.followed_by.order_by("start")),
        "programme": programme,
    }
    return Panel(f"{_TEMPLATES}/_tree.html", context)


def contract_panel(request: HttpRequest, programme: Programme) -> Panel | None:
    """Return the two ranks of parties of the contract, or how to write it."""
    if not request.user.has_perm("conventions.view_convention"):
        return None
    if programme.convention_id is not None:
        convention = programme.convention
        address = reverse("admin:conventions_convention_change", args=[convention.pk])
        context = {"parties": parties_of(convention), "convention": convention, "url": address}
        return Panel(f"{_TEMPLATES}/_contract.html", context)
    is_contract = programme.kind in {ProgrammeKind.CLS, ProgrammeKind.CLSM, ProgrammeKind.CPTS}
    if not is_contract or not request.user.has_perm("conventions.change_programme"):
        return None
    if not request.user.has_perm("conventions.add_convention"):
        return Panel(f"{_TEMPLATES}/_contract.html", {})
    known = {"kind": ConventionKind.CLS.value} if programme.kind == ProgrammeKind.CLS else {}
    known |= {"title": programme.name}
    if programme.start:
        known["start"] = programme.start.isoformat()
    if programme.end:
        known["end"] = programme.end.isoformat()
    context = {
        "write": reverse("admin:conventions_convention_write"),
        "add": f"{reverse('admin:conventions_convention_add')}?{urlencode(known)}",
    }
    return Panel(f"{_TEMPLATES}/_contract.html", context)


def _facts(tree: Tree, today: Any) -> dict[int, Any]:
    """Return the real figures of the centres and antennas that the sheets are tied to."""
    sites = {entry.sheet.row.site_id: entry.sheet.row.site for entry in tree.entries}
    sites.pop(None, None)
    return facts_of(sites.values(), today=today) if sites else {}


def _url(name: str, programme: Programme) -> str:
    return reverse(f"admin:conventions_programme_{name}", args=[programme.pk])


def _list() -> str:
    return reverse("admin:conventions_actionsheet_changelist")
