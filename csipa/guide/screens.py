"""Which page of the guide a screen leads to, and which screens a page tells of.

A page of the back office says it itself: `guide` for all its addresses, `guides` for those, by the
end of their name, that another page tells of; a view of no such page is `csipa.admin.guided`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.urls import ResolverMatch, reverse

from csipa.admin import SitePage
from csipa.admin.own_pages import site_pages
from csipa.french.grammar import upper_first


@dataclass(frozen=True)
class Screen:
    """A screen that somebody may open: what the menu calls it, and its address."""

    name: str
    url: str


def guide_of(match: ResolverMatch | None) -> str:
    """Return the page of the guide that tells of an address, as « slug » or « slug#anchor »."""
    if match is None:
        return ""
    if own := getattr(match.func, "guide", ""):
        return str(own)
    page = match.kwargs.get("page") or getattr(match.func, "model_admin", None)
    if page is None:
        return ""
    end = (match.url_name or "").removeprefix(_prefix(page))
    shared = {} if isinstance(page, SitePage) else page.shared_guides
    return str(page.guides.get(end) or shared.get(end, page.guide))


def pages() -> Iterator[Any]:
    """Yield every page of the back office: those of models, and those of none."""
    yield from site_pages()
    yield from admin.site._registry.values()


def screens_of(slug: str, request: HttpRequest) -> list[Screen]:
    """Return the screens that a page of the guide tells of and that the person may open."""
    found = [_screen(page, request) for page in pages() if _tells_of(page, slug)]
    return sorted(filter(None, found), key=lambda screen: screen.name)


def _tells_of(page: Any, slug: str) -> bool:
    return bool(page.guide.partition("#")[0] == slug)


def _screen(page: Any, request: HttpRequest) -> Screen | None:
    """Return the first address of a page; None where the person may not open it."""
    user: AbstractBaseUser | AnonymousUser = request.user
    if isinstance(page, SitePage):
        entry = page.entry()
        return Screen(page.title, entry["admin_url"]) if page.may_open(user) else None
    hidden = page.hidden_in_menu or not page.has_module_permission(request)
    if hidden or not page.has_view_or_change_permission(request):
        return None
    name = page.menu_name or upper_first(str(page.opts.verbose_name_plural))
    return Screen(name, reverse(f"admin:{_prefix(page)}changelist"))


def _prefix(page: Any) -> str:
    """Return what the names of the addresses of a page begin with."""
    if isinstance(page, SitePage):
        return f"{page.name}_"
    return f"{page.opts.app_label}_{page.opts.model_name}_"
