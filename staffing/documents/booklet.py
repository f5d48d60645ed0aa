"""Directories as a booklet: a cover, people by profession and commune, an index by commune."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.template.loader import render_to_string

from csipa.french.typography import NBSP
from csipa.pdf.door import render

TEMPLATE = "staffing/pdf/booklet.html"
STYLESHEET = "annuaire.css"


@dataclass(frozen=True)
class BookletEntry:
    """Somebody of the directory; `anchor` is where the index leads, `lines` what is told."""

    anchor: str
    name: str
    role: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class BookletPlace:
    """The people of a profession in a commune."""

    name: str
    entries: list[BookletEntry]


@dataclass(frozen=True)
class BookletPart:
    """A profession, with how many people it lists."""

    anchor: str
    label: str
    count: int
    places: list[BookletPlace]


@dataclass(frozen=True)
class IndexPlace:
    """A commune of the index: its people, each with their profession in the singular."""

    name: str
    entries: list[tuple[BookletEntry, str]]


@dataclass(frozen=True)
class Booklet:
    """A whole directory in finished French; `dated` is in ISO 8601.

    `facts` stand on the cover; `notes` at the end: what the directory leaves out, and its sources.
    """

    title: str
    community: str
    territory: str
    communes: str
    on: str
    dated: str
    facts: list[str]
    notes: list[str]
    empty: str
    parts: list[BookletPart] = field(default_factory=list)
    index: list[IndexPlace] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Return how many lines the directory has, its index aside."""
        return sum(len(place.entries) for part in self.parts for place in part.places)


def booklet_html(booklet: Booklet) -> str:
    """Return the HTML of a directory."""
    running = f"{booklet.title}{NBSP}– {booklet.community}"
    return render_to_string(TEMPLATE, {"booklet": booklet, "running": running})


def render_booklet(booklet: Booklet) -> bytes:
    """Return the PDF of a directory, A5; same content, same bytes. Raises PdfError."""
    return render(booklet_html(booklet), stylesheet=STYLESHEET)
