"""The way from a screen to the page of the guide that tells how its work is done."""

from __future__ import annotations

from typing import Any

from django import template

from csipa.guide.contents import NoSuchPage, contents
from csipa.guide.reading import address_of
from csipa.guide.screens import guide_of

register = template.Library()


@register.inclusion_tag("admin/guide/_help.html", takes_context=True)
def help_link(context: Any, page: str = "") -> dict[str, str]:
    """Show « Aide », which leads to `page` or to what the address says; nothing where none does."""
    request = context.get("request")
    page = page or guide_of(getattr(request, "resolver_match", None))
    slug, _, anchor = page.partition("#")
    try:
        title = contents().place(slug).entry.title if slug else ""
    except NoSuchPage:
        title = ""
    return {"title": title, "address": address_of(slug, anchor) if title else ""}
