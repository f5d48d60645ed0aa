"""Lists searched word by word, whatever the accents, the case and the signs."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from csipa.french.keys import accent_pattern, search_key

_KEY = "_key"


def is_key(path: str) -> bool:
    """Tell whether a column holds search keys, and no words as people wrote them."""
    return path.endswith(_KEY)


def holds(path: str, word: str) -> Q:
    """Match the rows a column of which holds a word of `search_key`, anywhere in it."""
    if is_key(path):
        return Q(**{f"{path}__contains": word})
    return Q(**{f"{path}__iregex": accent_pattern(word)})


class FoldedSearchMixin:
    """Keeps the rows one of whose `search_fields` holds each word typed, in any order.

    A path that ends with « _key » leads to a column of search keys; others to words as written.
    """

    model: Any
    search_fields: tuple[str, ...]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Return the rows found; none comes twice."""
        for word in search_key(search_term).split():
            said = Q()
            for path in self.search_fields:
                said |= holds(path, word)
            # Asked apart: a path through lines would give a row once for each of them.
            queryset = queryset.filter(pk__in=self.model._base_manager.filter(said).values("pk"))
        return queryset, False
