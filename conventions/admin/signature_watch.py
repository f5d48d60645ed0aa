"""Whoever changes the text of a convention is told whose signature falls with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from conventions.actions.agreeing import settle_conclusion
from conventions.models import Convention
from conventions.review.agreeing import Matrix, Row, fallen, matrix_of
from conventions.rules.signed_differences import in_a_sentence
from csipa.french.grammar import de, enumeration, upper_first

_NAMED = 4


class WatchesSignatures:
    """A page on which the text of a convention is typed; it tells which signatures fell."""

    def watched_conventions(self, pk: str) -> Iterable[Convention]:
        """Return the conventions whose text the page of this row holds."""
        return Convention.objects.filter(pk=pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Save the page and settle the signatures together; say which ones fell."""
        if request.method != "POST" or not object_id.isdecimal():
            return super().change_view(request, object_id, form_url, extra_context)
        with transaction.atomic(), _watching(request, self.watched_conventions(object_id)):
            return super().change_view(request, object_id, form_url, extra_context)


def watched(view: Callable[..., HttpResponse], *, path: str = "pk") -> Callable[..., HttpResponse]:
    """Return a view of a convention that tells which signatures fell by what it wrote.

    `path` leads from conventions to the row that the address names: itself, or `annex__act`.
    """

    @wraps(view)
    def watching_view(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, pk, *args, **kwargs)
        with transaction.atomic(), _watching(request, Convention.objects.filter(**{path: pk})):
            return view(request, pk, *args, **kwargs)

    return watching_view


@contextmanager
def _watching(request: HttpRequest, conventions: Iterable[Convention]) -> Iterator[None]:
    today = timezone.localdate()
    signed = conventions.filter(parties__signature__signed_on__isnull=False).distinct()
    before = [matrix_of(convention, today=today) for convention in signed]
    yield
    for matrix in before:
        _settle(request, matrix, today)


def _settle(request: HttpRequest, before: Matrix, today: dt.date) -> None:
    convention = Convention.objects.filter(pk=before.convention.pk).first()
    if convention is None:
        return
    found = fallen(before, matrix_of(convention, today=today))
    if found:
        settle_conclusion(convention=convention, by=request.user, today=today)
        messages.warning(request, told(found))


def told(rows: list[Row]) -> str:
    """Say whose signatures fell, and what made them fall."""
    names = [de(row.name) for row in rows[:_NAMED]]
    if more := len(rows) - len(names):
        names.append(f"de {more} autre{'s' if more > 1 else ''}")
    whose = enumeration(names)
    changes = list(dict.fromkeys(change for row in rows for change in row.changes))
    why = f" : {in_a_sentence(changes)}" if changes else ""
    said = f"la signature {whose} ne vaut plus" if len(rows) == 1 else ""
    said = said or f"les signatures {whose} ne valent plus"
    return f"{upper_first(said)}{why}. Faites signer le nouveau texte."
