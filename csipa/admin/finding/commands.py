"""Where one may go and what one may begin: pages of the menu, « Ajouter … », one’s own pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from csipa.admin.finding.asking import SHOWN, Group, Line
from csipa.admin.finding.declared import findable
from csipa.admin.finding.ranking import BEGINNING, EXACT_NAME, INSIDE, WORDS
from csipa.admin.finding.words import Asked
from csipa.admin.own_pages import SitePage, site_pages
from csipa.french.grammar import upper_first
from csipa.french.keys import search_key

TITLE = "Pages et commandes"
OWN = "Votre compte"
MOST_MAIN = 8
_OWN_NAME = "search"


@dataclass(frozen=True)
class Command:
    """A page to open or a thing to begin, with the words under which people look for it.

    `about` is a sentence whose words find it too, after all else. `main` puts it among those that
    an empty box offers, the lowest first.
    """

    title: str
    section: str = ""
    url: str = ""
    words: str = ""
    about: str = ""
    action: str = ""
    main: int = 0
    adds: bool = False

    @property
    def line(self) -> Line:
        """The command as a result: its part of the menu stands for its kind."""
        return Line(self.section, self.title, "", self.url, self.action)

    def rank(self, asked: Asked) -> int | None:
        """Return how well the command answers, None if it does not."""
        name, others = _key(self.title), _key(f"{self.words} {self.section}")
        phrase = " ".join(asked.phrase)
        is_called = not self.adds and f" {phrase} " in f" {_key(self.words)} "
        if name == phrase or is_called:
            return EXACT_NAME
        if name.startswith(phrase):
            return BEGINNING
        if _begins_words(f"{name} {others}", asked.words):
            return WORDS
        told = _key(self.about)
        return INSIDE if _begins_words(f"{name} {others} {told}", asked.words) else None


@dataclass(frozen=True)
class Called:
    """What a page of the menu is called besides its name."""

    words: str = ""
    title: str = ""
    main: int = 0


Source = Callable[[HttpRequest], list[Command]]

# The names of pages are always the same, and read at each letter typed.
_key = lru_cache(maxsize=1024)(search_key)

_CALLED: dict[str, Called] = {}
_SOURCES: list[Source] = []
THEME = Command(
    "Changer de thème",
    OWN,
    words="clair sombre nuit couleurs contraste",
    action="theme",
    main=95,
)


def call_page(name: str, words: str = "", *, title: str = "", main: int = 0) -> None:
    """Say what else a page is called: by the name of a `SitePage`, or the label of a model."""
    _CALLED[name.lower()] = Called(words, title, main)


def register_commands(source: Source) -> None:
    """Add the commands of `source(request)`, which checks by itself what the person may do."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def commands(request: HttpRequest, *, scripted: bool = True) -> list[Command]:
    """Return all that the person may open or begin; without scripts, addresses alone. No query."""
    found = [*_of_menu(request), *_of_person(), *(c for s in _SOURCES for c in s(request))]
    return [*found, THEME] if scripted else found


def found_commands(request: HttpRequest, asked: Asked, *, scripted: bool) -> list[Group]:
    """Return the commands that answer, the best first, as one group; none: no group."""
    told = [(command.rank(asked), command) for command in commands(request, scripted=scripted)]
    kept = [(rank, command) for rank, command in told if rank is not None]
    if not kept:
        return []
    kept.sort(key=lambda pair: (pair[0], pair[1].adds))
    lines = tuple(command.line for _, command in kept[:SHOWN])
    return [Group(TITLE, lines, len(lines), kept[0][0])]


def main_commands(request: HttpRequest, *, scripted: bool) -> list[Group]:
    """Return what an empty box offers: the first of the work, then what is about oneself."""
    kept = [command for command in commands(request, scripted=scripted) if command.main]
    kept.sort(key=lambda command: command.main)
    work = [command for command in kept if command.section != OWN][:MOST_MAIN]
    lines = tuple(command.line for command in (*work, *(one for one in kept if one.section == OWN)))
    return [Group(TITLE, lines, len(lines), WORDS)] if lines else []


def _of_menu(request: HttpRequest) -> list[Command]:
    found = []
    for part in admin.site.get_app_list(request):
        for entry in part["models"]:
            found += _of_entry(part["name"], entry)
    return found


def _of_entry(section: str, entry: dict[str, Any]) -> list[Command]:
    model = entry.get("model")
    name = model._meta.label_lower if model else entry["object_name"].lower()
    called = _CALLED.get(name, Called())
    found = []
    if entry["admin_url"]:
        command = Command(
            called.title or upper_first(entry["name"]),
            section,
            entry["admin_url"],
            f"{called.words} {entry['name']}",
            entry["description"],
            main=called.main,
        )
        found.append(command)
    if entry["add_url"]:
        found.append(_adding(section, entry, model))
    return found


def _adding(section: str, entry: dict[str, Any], model: Any) -> Command:
    """Return the command that adds a row, by the name that its app gives it."""
    declared, noun = findable(model), str(model._meta.verbose_name)
    called = _CALLED.get(f"{model._meta.label_lower}.add", Called())
    title = called.title or (declared.new if declared else "") or f"Ajouter\u00a0: {noun}"
    words = f"ajouter nouveau nouvelle creer {noun} {called.words}"
    return Command(title, section, entry["add_url"], words, main=called.main, adds=True)


def _of_person() -> list[Command]:
    """Return the pages of one’s own, which anybody logged in may open."""
    return [_own(page) for page in site_pages() if page.for_all and page.name != _OWN_NAME]


def _own(page: SitePage) -> Command:
    called = _CALLED.get(page.name, Called())
    address = reverse(f"admin:{page.name}")
    return Command(page.title, OWN, address, called.words, page.description, main=called.main)


def _begins_words(key: str, words: tuple[str, ...]) -> bool:
    """Tell whether each of `words` begins a word of a key."""
    return all(f" {word}" in f" {key}" for word in words)
