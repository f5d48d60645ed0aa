"""What the address of the list asks for, and the one address of each answer."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from conventions.models import Nature
from conventions.review.public_register import LONGEST_QUERY, Wanted
from conventions.rules.matters import matter_order

_YEARS = range(1900, 2200)
# The code of a theme: two levels at most.
_THEME_LEVELS = (1, 2)
_MOST_PAGES = 9999


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of the list: what is wanted and the number of the page, from 1."""

    wanted: Wanted
    page: int = 1

    def address(self, page: int | None = None) -> str:
        """Return the address of this page of the list, or of another."""
        query = self.query(page)
        return f"{reverse('acts')}?{query}" if query else reverse("acts")

    def query(self, page: int | None = None) -> str:
        """Return what follows the « ? » of the address; empty fields are left out."""
        wanted, number = self.wanted, page or self.page
        fields = {
            "q": wanted.query,
            "annee": wanted.year or "",
            "nature": wanted.nature,
            "theme": wanted.theme,
            "page": number if number > 1 else "",
        }
        return urlencode({name: value for name, value in fields.items() if value})


def asked(given: QueryDict) -> Asked:
    """Read an address; a value that no act can have is left out."""
    nature, theme = given.get("nature", ""), given.get("theme", "").strip()
    year, page = _figures(given.get("annee", "")), _figures(given.get("page", ""))
    wanted = Wanted(
        query=" ".join(given.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY].strip(),
        year=year if year in _YEARS else None,
        nature=nature if nature in Nature.values else "",
        theme=theme if _is_theme(theme) else "",
    )
    return Asked(wanted, page=page if 1 <= page <= _MOST_PAGES else 1)


def _figures(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _is_theme(theme: str) -> bool:
    levels = matter_order(theme)
    return len(levels) in _THEME_LEVELS and ".".join(map(str, levels)) == theme
