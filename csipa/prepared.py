"""Queries built and put into SQL once, then only run.

Django builds a query and writes its SQL anew at each reading; for one with many conditions that
takes several times what the database needs to answer. What depends on nothing but a few plain
values – a day, some keys – is built once for them and kept by the process: the SQL, never the rows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

_KEPT = 16
"""How many sets of values each query is kept for: today, and the days that somebody looks at."""

_Row = TypeVar("_Row", bound=Model)
_Given = ParamSpec("_Given")


def prepared(build: Callable[_Given, QuerySet[_Row]]) -> Callable[_Given, list[_Row]]:
    """Turn a function that builds a query into one that reads its rows.

    The values given must be hashable and all that the query depends on: one that looks at the
    clock, at an account or at rows read before would keep its first answer. Rows are read anew at
    each call, with whatever they are selected and prefetched with.
    """

    @lru_cache(maxsize=_KEPT)
    def kept(_vendor: str, *args: Any, **named: Any) -> tuple[QuerySet[_Row], Any, Any]:
        rows = build(*args, **named).using(DEFAULT_DB_ALIAS)
        compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        try:
            return rows, compiler, compiler.as_sql()
        except EmptyResultSet:
            return rows, None, None

    @wraps(build)
    def read(*args: _Given.args, **named: _Given.kwargs) -> list[_Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        rows, compiler, statement = kept(connection.vendor, *args, **named)
        found = rows.all()
        if compiler is not None:
            # The kept compiler is of another thread, and is shared: a copy runs, on our connection.
            again = copy.copy(compiler)
            again.connection = connection
            again.as_sql = lambda *_args, **_named: statement
            found.query.get_compiler = lambda *_args, **_named: again  # type: ignore[method-assign]
        return list(found)

    return read
