"""How each kind of record is found: declared by the apps, next to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from csipa.french.grammar import upper_first
from csipa.french.keys import search_key


@dataclass(frozen=True)
class Told:
    """A record in a line of results: what it is, its name, and what tells it from others."""

    kind: str
    title: str
    about: str = ""


# Former names of some rows, by key, where one of the words is in none of the present ones.
FormerNames = Callable[[Sequence[Any], Sequence[str]], Mapping[Any, str]]


@dataclass(frozen=True)
class Findable:
    """How a kind of record is found, and told.

    Which rows answer is the business of its page alone: those that its list shows to the person,
    searched as its list searches. What is declared here puts them in order (`codes`: numbers,
    compared without their signs; `names`: columns of words, or of keys where they end with
    « _key ») and tells them, once `load` has read what that takes. `called` are words that name
    the kind and need not be in the row; a kind looked for `only_named` answers to those words
    alone. `new` is what adding one is called.
    """

    model: type[Model]
    rank: int
    plural: str
    tell: Callable[[Any], Told]
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    ordering: tuple[str, ...] = ("pk",)
    load: Callable[[QuerySet], QuerySet] = QuerySet.all
    called: str = ""
    only_named: bool = False
    view: str = "change"
    list_query: Mapping[str, str] = field(default_factory=dict)
    former: FormerNames | None = None
    new: str = ""

    @property
    def page(self) -> admin.ModelAdmin:
        """The page of its rows."""
        return admin.site.get_model_admin(self.model)

    @property
    def title(self) -> str:
        """The heading of its results."""
        return upper_first(self.plural)

    @property
    def kinds(self) -> frozenset[str]:
        """The words that name the kind, by `search_key`."""
        return frozenset(search_key(self.called).split())

    def address(self, row: Model) -> str:
        """Return the address of the page of a row."""
        return reverse(self._name(self.view), args=[row.pk])

    @property
    def list_address(self) -> str:
        """The address of its list."""
        return reverse(self._name("changelist"))

    def may_be_seen(self, request: HttpRequest) -> bool:
        """Tell whether the person may open its list."""
        return bool(self.page.has_view_permission(request))

    def _name(self, view: str) -> str:
        options = self.model._meta
        return f"admin:{options.app_label}_{options.model_name}_{view}"


_FINDABLES: dict[type[Model], Findable] = {}


def register_findable(model: type[Model], rank: int, plural: str, **declared: Any) -> None:
    """Declare how the rows of a model are found; `rank` orders the kinds that answer as well."""
    _FINDABLES[model] = Findable(model, rank, plural, **declared)


def findables() -> list[Findable]:
    """Return the kinds declared so far, in their order."""
    return sorted(_FINDABLES.values(), key=lambda one: one.rank)


def findable(model: type[Model]) -> Findable | None:
    """Return how a model is found, None where nobody declared it."""
    return _FINDABLES.get(model)


def joined(*parts: Any) -> str:
    """Return what is known of a record on one line."""
    return " · ".join(str(part) for part in parts if part)


def lacking(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text lacks one of some words of `search_key`."""
    key = search_key(text)
    return not all(word in key for word in words)
