"""The journal of the back office for what pages of ours write: who changed what lately reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

# How the writing of a version begins, one by one or many at once.
_VERSION = re.compile(r'INSERT INTO "\w+_historical')


def journalled(view: View, model: type[Model]) -> View:
    """Note that the row named by `pk` in the address was changed, when the view kept a version.

    A page that refuses, previews, queues a job or gives a file keeps none, and is not noted.
    """

    @wraps(view)
    def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or "pk" not in kwargs:
            return view(request, *args, **kwargs)
        told = []

        def note() -> None:
            if not told:
                told.append(True)
                _note(request, model, kwargs["pk"])

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
            answer = execute(sql, params, many, context)
            if _VERSION.match(sql):
                # Forgotten with what a refusal undoes.
                transaction.on_commit(note, robust=True)
            return answer

        # Versions written many at once send no signal: what is asked of the database tells.
        with connection.execute_wrapper(watch):
            return view(request, *args, **kwargs)

    return noted


def _note(request: HttpRequest, model: type[Model], pk: Any) -> None:
    row = model._base_manager.filter(pk=pk).first()
    if row is not None:
        LogEntry.objects.log_actions(
            user_id=request.user.pk,
            queryset=[row],
            action_flag=CHANGE,
            change_message="",
            single_object=True,
        )
