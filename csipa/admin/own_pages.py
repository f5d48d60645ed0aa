"""Pages of ours beside the stock ones: those of a model, and those of no model at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from csipa.admin.journal import journalled
from csipa.admin.navigation import Section

View = Callable[..., HttpResponse]
# Route under the pages of the model, end of the name of the address, view.
OwnView = tuple[str, str, View]


class OwnViewsMixin:
    """Adds the views that a `ModelAdmin` declares to its stock ones.

    Each is called `app_model_name` and receives the page under the keyword `page`. What one writes
    about the row of its address is noted in the journal, as the stock pages note what they write.
    """

    views: tuple[OwnView, ...] = ()

    def get_urls(self):
        """Add the declared views to the stock pages."""
        prefix = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            *(
                path(
                    route,
                    self.admin_site.admin_view(journalled(view, self.model)),
                    {"page": self},
                    name=f"{prefix}_{name}",
                )
                for route, name, view in self.views
            ),
            *super().get_urls(),
        ]


@dataclass(frozen=True)
class SitePage:
    """A page of no single model, with its place in the menu and the permissions that open it.

    `route` and `name` are those of its address; further views live under it and have names that
    begin with its own. Whoever has one of `permissions` may open it and its views – every one of
    them where it `needs_all` –; a view that writes asks for more by itself. `address` names the
    address that the menu leads to where it is not that one. A page `for_all` who are logged in asks
    for no permission, and is led to from the menu of the person, not from the sections. `guide` is
    the page of the user guide that « Aide » leads to, `guides` other ones for some of the views.
    """

    section: Section
    section_rank: int
    title: str
    route: str
    name: str
    view: View
    permissions: tuple[str, ...]
    description: str = ""
    views: tuple[OwnView, ...] = ()
    address: str = ""
    needs_all: bool = False
    for_all: bool = False
    guide: str = ""
    guides: Mapping[str, str] = field(default_factory=dict, hash=False)

    opts = None

    @property
    def admin_site(self):
        """The back office."""
        return admin.site

    @property
    def media(self) -> forms.Media:
        """No script of its own: the widgets of a form bring theirs."""
        return forms.Media()

    def may_open(self, user) -> bool:
        """Tell whether `user` may open the page."""
        if self.for_all:
            return True
        enough = all if self.needs_all else any
        return enough(user.has_perm(permission) for permission in self.permissions)

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the page and of its further views."""
        views = [("", "", self.view)]
        views += [(route, f"_{name}", view) for route, name, view in self.views]
        return [
            path(
                f"{self.route}{route}",
                self.admin_site.admin_view(self._opened(view)),
                {"page": self},
                name=f"{self.name}{end}",
            )
            for route, end, view in views
        ]

    def entry(self) -> dict[str, Any]:
        """Return the line of the menu, as the stock templates expect it."""
        return {
            "name": self.title,
            "object_name": self.name,
            "admin_url": reverse(self.address or f"admin:{self.name}"),
            "add_url": None,
            "view_only": True,
            "perms": {},
        }

    def _opened(self, view: View) -> View:
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.may_open(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return opened


_SITE_PAGES: dict[str, SitePage] = {}


def register_page(page: SitePage) -> SitePage:
    """Add a page to the back office and return it."""
    _SITE_PAGES[page.name] = page
    return page


def site_pages() -> list[SitePage]:
    """Return the pages registered so far."""
    return list(_SITE_PAGES.values())


def own_page(
    request: HttpRequest,
    page: Any,
    template: str,
    context: dict[str, Any],
    row: Any = None,
) -> HttpResponse:
    """Show a page of ours in the frame of the back office.

    `page` is the `ModelAdmin` or the `SitePage` it belongs to; `row` what it is about, which the
    template reads as `original` and under the name of its model. The media of a `form` in
    `context` is added; `title` is expected there. `template` extends `admin/own_page.html`.
    """
    form = context.get("form")
    media = page.media + form.media if form is not None else page.media
    shared = {
        **page.admin_site.each_context(request),
        "page": page,
        "opts": page.opts,
        "original": row,
        "media": media,
        "section": page.section,
    }
    if row is not None:
        shared[row._meta.model_name] = row
    return TemplateResponse(request, template, {**shared, **context})
