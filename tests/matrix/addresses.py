"""Every address that the program answers, read from the resolver itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Model
from django.urls import URLResolver, get_resolver

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# The stock pages of a model, by the end of their name.
STOCK = ("changelist", "add", "history", "delete", "change")
# Addresses that have no name: what they are.
UNNAMED = {
    "": "start",
    "admin/": "admin:index",
    "admin/login/": "admin:login",
    "admin/logout/": "admin:logout",
    "admin/password_change/": "admin:password_change",
    "admin/<url>": "admin:unknown",
}


@dataclass(frozen=True)
class Address:
    """One address: its route, its name and, for the page of a model, whose page it is."""

    route: str
    name: str
    model: type[Model] | None = None
    page: str = ""

    @property
    def arguments(self) -> list[str]:
        """The names of what stands in the route for a value, in order."""
        return _ARGUMENT.findall(self.route)

    @property
    def is_stock(self) -> bool:
        """Tell whether Django's own page of a model answers."""
        return self.model is not None and self.page in STOCK

    def filled(self, values: dict[str, object]) -> str:
        """Return the address with its values; a KeyError names the one that is missing."""
        return "/" + _ARGUMENT.sub(lambda found: str(values[found[1]]), self.route)


def walk(resolver: URLResolver | None = None) -> list[Address]:
    """Return every address, each route once."""
    models = {
        f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry
    }
    found: dict[str, Address] = {}
    for route, name in _routes(resolver or get_resolver(), "", ""):
        plain = re.sub(r"\^?\(\?P<app_label>[^)]*\)/\$", "<app_label>/", route).replace("^", "")
        plain = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", plain).removesuffix("$")
        address = _address(plain, name or UNNAMED.get(plain, ""), models)
        found.setdefault(plain, address)
    return list(found.values())


def _address(route: str, name: str, models: dict[str, type[Model]]) -> Address:
    if name.startswith("admin:"):
        words = name.removeprefix("admin:").split("_", 2)
        if len(words) == 3 and (model := models.get("_".join(words[:2]))):
            return Address(route, name, model, words[2])
    elif not name and route.endswith("/<path:object_id>/"):
        app, model = route.split("/")[1:3]
        return Address(route, "admin:old_change", models[f"{app}_{model}"], "old")
    return Address(route, name or route)


def _routes(resolver: URLResolver, route: str, namespace: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _routes(entry, f"{route}{entry.pattern}", inner)
        else:
            yield f"{route}{entry.pattern}", f"{namespace}{entry.name}" if entry.name else ""
