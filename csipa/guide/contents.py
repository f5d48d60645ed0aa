"""What the guide holds: its parts and its pages, as docs/guide/index.md lists them.

The list is closed. An address names a page of the list or none: nothing that comes from outside
ever becomes the path of a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

FOLDER = Path(settings.BASE_DIR) / "docs" / "guide"
PICTURES = FOLDER / "images"
INDEX = FOLDER / "index.md"

# A part is a heading of the index, a page a line of its list.
_PART = re.compile(r"## (.+)")
_PAGE = re.compile(r"- \[([^\]]+)\]\(([a-z0-9-]+)\.md\)")

# When a file was last written and how long it is: it is read again once one of them changed.
Version = tuple[int, int]


class NoSuchPage(LookupError):
    """The guide has no page of that name."""


@dataclass(frozen=True)
class Entry:
    """A page as the list names it."""

    slug: str
    title: str

    @property
    def path(self) -> Path:
        """The file of the page."""
        return FOLDER / f"{self.slug}.md"


@dataclass(frozen=True)
class Part:
    """A part of the work, and the pages that tell of it."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def slug(self) -> str:
        """Anchor of the part on the page of contents."""
        return slugify(self.title)


@dataclass(frozen=True)
class Place:
    """Where a page stands: its part, and its neighbours there."""

    part: Part
    entry: Entry
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True)
class Contents:
    """The whole list, in the order in which it is read."""

    parts: tuple[Part, ...]

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every page by its slug."""
        return {
            entry.slug: Place(
                part,
                entry,
                part.entries[rank - 1] if rank else None,
                part.entries[rank + 1] if rank + 1 < len(part.entries) else None,
            )
            for part in self.parts
            for rank, entry in enumerate(part.entries)
        }

    @property
    def entries(self) -> list[Entry]:
        """Every page, in order."""
        return [place.entry for place in self.places.values()]

    def place(self, slug: str) -> Place:
        """Return where a page stands; raises NoSuchPage."""
        try:
            return self.places[slug]
        except KeyError:
            raise NoSuchPage(slug) from None


def version_of(path: Path) -> Version:
    """Return what tells one state of a file from another without reading it."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def contents() -> Contents:
    """Return the list, read again when its file changed.

    Every screen asks for it: a tree without its guide, which `checks` tells, has no help and works.
    """
    try:
        return _read(version_of(INDEX))
    except FileNotFoundError:
        return Contents(())


@lru_cache(maxsize=2)
def _read(_version: Version) -> Contents:
    return read_contents(INDEX.read_text(encoding="utf-8"))


def read_contents(source: str) -> Contents:
    """Return the parts and the pages that an index in Markdown lists."""
    parts: list[tuple[str, list[Entry]]] = []
    for line in source.splitlines():
        if found := _PART.fullmatch(line):
            parts.append((found[1], []))
        elif parts and (found := _PAGE.fullmatch(line)):
            parts[-1][1].append(Entry(slug=found[2], title=found[1]))
    return Contents(tuple(Part(title, tuple(entries)) for title, entries in parts))
