"""The pages of the guide as the screen shows them, kept in memory until their file changes."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django.templatetags.static import static
from django.urls import reverse

from csipa.guide.contents import Contents, Entry, Version, contents, version_of
from csipa.guide.markup import Medium, Written, write
from csipa.guide.pictures import STATIC, size_of

ADDRESS = "admin:guide_page"
# Beyond, a picture is one of a telephone: it is shown narrower than the text.
TALL = 1.5


def address_of(slug: str, anchor: str = "") -> str:
    """Return the address of a page of the guide, at one of its headings if it is named."""
    page = reverse(ADDRESS, args=[slug])
    return f"{page}#{anchor}" if anchor else page


def read(entry: Entry) -> Written:
    """Return a page of the list; it is written again once its file, or the list, changed."""
    return _written(entry, version_of(entry.path), contents())


@lru_cache(maxsize=256)
def _written(entry: Entry, _version: Version, _listed: Contents) -> Written:
    return write(entry.path.read_text(encoding="utf-8"), ON_SCREEN)


def _page(slug: str, anchor: str) -> str | None:
    return address_of(slug, anchor) if slug in contents().places else None


def _picture(name: str, alternative: str) -> str:
    """Write a picture that leads to itself in full size; its room is kept before it comes."""
    width, height = size_of(name)
    source = static(f"{STATIC}/{name}")
    shape = "tall" if height > TALL * width else "wide"
    return (
        f'<p class="guide-picture guide-picture-{shape}"><a href="{escape(source)}">'
        f'<img src="{escape(source)}" alt="{escape(alternative)}" width="{width}" '
        f'height="{height}" loading="lazy" decoding="async">'
        '<span class="visually-hidden"> (voir en grand)</span></a></p>\n'
    )


ON_SCREEN = Medium(page=_page, picture=_picture)
