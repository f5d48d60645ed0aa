"""Asks an address and keeps what matters of the answer: what it says and what it writes."""

from __future__ import annotations

import gc
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.contrib.auth import middleware
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from csipa.admin import CsipaAdminSite
from tests.conftest import blank_page

REFUSED = frozenset({401, 403, 404, 410})
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
# Under what a browser of `people.py` says who asks.
WHO = "matrix.user"
# What any request may write: who is there, and when they came.
FREE = frozenset({"django_session", "auth_user"})


@dataclass
class Answer:
    """What an address answered."""

    status: int
    to: str = ""
    text: str = ""
    writes: list[str] = field(default_factory=list)
    response: Any = None

    @property
    def is_refused(self) -> bool:
        """Tell whether it refuses, sends to the door, or says at the start page what is not."""
        return self.status in REFUSED or self.is_door or self.is_absent

    @property
    def is_door(self) -> bool:
        """Tell whether it sends to the login page."""
        return self.status in {301, 302} and "/login" in self.to

    @property
    def is_absent(self) -> bool:
        """Tell whether it says, as the stock pages do, that there is no such row."""
        return self.status == 302 and self.to == reverse("admin:index")

    def __str__(self) -> str:
        """Return it in a word, for the list of faults."""
        return f"{self.status} {self.to}".strip()


def ask(
    client: Client,
    address: str,
    data: Any = None,
    *,
    post: bool = False,
    then: Callable[[], object] = lambda: None,
) -> Answer:
    """Ask an address; all that it writes is noted, seen by `then`, and taken back."""
    writes: list[str] = []
    cookies = deepcopy(client.cookies)
    with transaction.atomic(), connection.execute_wrapper(_noting(writes)):
        response = (client.post if post else client.get)(address, data)
        text = text_of(response)
        then()
        transaction.set_rollback(True)
    client.cookies = cookies  # as before, if it logged out
    return Answer(
        response.status_code, response.headers.get("Location", ""), text, writes, response
    )


def text_of(response: HttpResponse) -> str:
    """Return what an answer says, whatever its kind; workbooks and ZIP files are opened."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b" ".join(packed.read(name) for name in packed.namelist())
    said = content.decode("utf-8", errors="replace")
    return f"{said} {response.headers.get('Content-Disposition', '')}"


def _noting(writes: list[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := _WRITE.match(sql)) and found[1] not in FREE:
            writes.append(found[1])
        return execute(sql, params, many, context)

    return note


@contextmanager
def quick_prints() -> Iterator[None]:
    """Lay no PDF out: a blank page, with the words that it would have shown behind it."""

    def render(html: str, **_: Any) -> bytes:
        return blank_page() + html.encode()

    class Worker:
        def exchange(self, _header: Any, parts: list[bytes]) -> bytes:
            return blank_page() + b" ".join(parts)

    @contextmanager
    def worker(_pool: Any) -> Iterator[Worker]:
        yield Worker()

    with mock.patch("csipa.pdf.door._Pool.worker", worker):
        yield


@contextmanager
def known_people() -> Iterator[None]:
    """Read the rights of whoever asks once, not at each request; the login tests do without."""
    stock, known = middleware.get_user, {}

    def get_user(request: Any) -> Any:
        key = request.META.get(WHO)
        if key is None:
            return stock(request)
        if key not in known:
            known[key] = User.objects.get(pk=key)
            known[key].has_perm("")
        return copy(known[key])

    with mock.patch.object(middleware, "get_user", get_user):
        yield


@contextmanager
def quiet_machine() -> Iterator[None]:
    """Write no line a request, and look no more at the memory that the suite already holds."""
    logging.disable(logging.CRITICAL)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        logging.disable(logging.NOTSET)


@contextmanager
def pages_without_menu() -> Iterator[None]:
    """Lay pages out without the menu, which is built anew at each request and looked at apart."""
    with mock.patch.object(CsipaAdminSite, "get_app_list", return_value=[]):
        yield


@contextmanager
def unread_pages() -> Iterator[None]:
    """Lay no page out either, nor its menu, where only what the view decides is looked at."""
    blank = property(lambda _page: "")
    with (
        mock.patch.object(SimpleTemplateResponse, "rendered_content", blank),
        pages_without_menu(),
    ):
        yield


def is_own_door(answer: Answer) -> bool:
    """Tell whether the answer is the login page itself."""
    return answer.to.startswith(reverse("admin:login"))
