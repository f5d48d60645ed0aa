"""Rows whose every text is hostile, and the pages that tell them."""

import contextlib
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.http.response import HttpResponseBase

from tests.matrix.addresses import walk
from tests.matrix.house import MADE_UP, Side
from tests.matrix.visits import Unknown, values_of

# Words of the program, or a form of numbers that it reads: nobody types them.
CODES = MADE_UP | {"kind", "pattern"}
LINK = "javascript:xss()"
# What engines of templates and formats of texts would compute: none of them is ours to run.
TEMPLATES = (
    "{{ 62710554|add:7 }}",
    "{{7*8958651.571}}",
    "{% debug %}",
    "{% load log %}",
    '{% include "admin/base.html" %}',
    "{% now 'Y' %}",
    "{# rien #}",
    "{{ settings.SECRET_KEY }}",
    "{{ request.user.password }}",
    "{{ request.META }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ config.items() }}",
    "${7919*7919}",
    "#{7919*7919}",
    "*{7919*7919}",
    "@(7919*7919)",
    "<%= 7919*7919 %>",
    "[[${7919*7919}]]",
    "%(x)s",
    "%s%n%d",
    "{0.__class__.__init__.__globals__}",
    "{request.user.password}",
    "$x ${x}",
)


def evaluated(page: str) -> list[str]:
    """Return what a page says only if it ran one of them."""
    told = ("62710561", settings.SECRET_KEY, "__globals__': {", "<class '", "&lt;class '")
    return [
        word for word in (*told, "TemplateSyntaxError", "pbkdf2_", "wsgi.input") if word in page
    ]


def texts(model: type[models.Model], least: int) -> list[models.Field]:
    """Return the columns of words of so many signs: neither a choice nor a part of an address."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and field.name not in CODES
        and (field.max_length is None or field.max_length >= least)
    ]


def poison(row: models.Model, long: str, short: str) -> int:
    """Write a payload in every text of a row, past every check of ours; return how many."""
    table = type(row)._base_manager.filter(pk=row.pk)
    done = 0
    for field in texts(type(row), len(short)):
        value = LINK if isinstance(field, models.URLField) else long
        if field.max_length and len(value) > field.max_length:
            value = short
        # Some columns are kept by the database itself: they cannot be poisoned.
        with contextlib.suppress(Exception), transaction.atomic():
            models.QuerySet.update(table, **{field.name: value})
            done += 1
    return done


def filled_side(owner: User) -> Side:
    """Make a row of each model."""
    side = Side("A", words=False, owner=owner)
    side.fill()
    return side


def poisoned_side(owner: User, long: str, short: str) -> Side:
    """Make a row of each model, all of whose texts are hostile."""
    side = filled_side(owner)
    rows = [row for row in side.rows.values() if not isinstance(row, User)]
    assert sum(poison(row, long, short) for row in rows) > 200
    return side


def addresses(side: Side) -> Iterator[tuple[str, str]]:
    """Yield the route of each address that can be filled, and the address."""
    for address in walk():
        with contextlib.suppress(Unknown, KeyError, LookupError):
            yield address.route, address.filled(values_of(address, side))


def finished(answer: HttpResponseBase) -> HttpResponseBase:
    """Read what is sent bit by bit to its end: to close it would close the connection too."""
    if answer.streaming:
        for _ in answer:
            pass
    return answer
