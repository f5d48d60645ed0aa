"""Template filters of the back office's own pages."""

import re
from collections.abc import Iterator
from contextlib import suppress

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.forms import Media
from django.template import Context
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from csipa.french.dates import MONTHS
from csipa.french.typography import raise_ordinals, typeset, typeset_html
from csipa.richtext.cleaning import clean
from csipa.richtext.fields import RichTextField

register = template.Library()

_DRAWN = "_csipa_navigation"

# Django draws yes, no and unknown as images named after the Python values.
_ICON = re.compile(r'<img src="[^"]*" alt="(True|False|None)"\s*/?>')
_ICON_WORDS = {"True": "Oui", "False": "Non", "None": "–"}
# Django writes the first day of a month as the others.
_FIRST_DAY = re.compile(rf"\b1 (?=(?:{'|'.join(MONTHS)}) \d{{4}}\b)")


@register.filter
def in_words(cell: str) -> SafeString:
    """Return a cell with yes and no in words and « 1er » raised; what is no HTML is escaped."""
    text = raise_ordinals(_FIRST_DAY.sub("1er ", str(conditional_escape(cell))))
    return mark_safe(_ICON.sub(lambda icon: _ICON_WORDS[icon[1]], text))  # noqa: S308 (escaped above)


@register.filter
def shown(field) -> SafeString:
    """Return what a read-only field holds: rich text as it reads, yes and no in words."""
    name, model = field.field["field"], field.form._meta.model
    if isinstance(name, str):
        with suppress(FieldDoesNotExist):
            if isinstance(model._meta.get_field(name), RichTextField):
                return mark_safe(clean(getattr(field.form.instance, name)))  # noqa: S308 (cleaned on the line)
    contents = in_words(field.contents())
    return field.empty_value_display if contents in ("", "None") else contents


@register.filter
def labelled(cells, headers) -> Iterator[SafeString]:
    """Give each cell of a list the name of its column, which narrow screens show beside it."""
    for cell, header in zip(cells, headers, strict=False):
        label = "" if "action-checkbox" in header.get("class_attrib", "") else header["text"]
        name = conditional_escape(str(label)[:1].upper() + str(label)[1:])
        text = in_words(cell)
        for tag in ("<td", "<th"):
            if label and text.startswith(tag):
                text = f'{tag} data-label="{name}"{text.removeprefix(tag)}'
        yield mark_safe(text)  # noqa: S308 (escaped by `in_words`)


@register.filter
def scripts(media: Media | str) -> SafeString:
    """Return the scripts that forms ask for; their looks are in the sheet of the back office."""
    lines = media.render_js() if isinstance(media, Media) else ()
    return format_html_join("\n", "{}", ((line,) for line in lines))


@register.filter
def french(text: str) -> str:
    """Return a sentence of the framework with French quotes, apostrophes and spaces."""
    if isinstance(text, SafeString):
        return mark_safe(typeset_html(text))  # noqa: S308 (it was safe already)
    return typeset(str(text))


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> SafeString:
    """Draw the menu, once a page: the frame shows it at two places."""
    request = context.get("request")
    known = getattr(request, _DRAWN, None)
    if known is None:
        tree = context.template.engine.get_template("admin/_navigation_tree.html")
        with context.push():
            known = tree.render(context)
        if request is not None:
            setattr(request, _DRAWN, known)
    return known
