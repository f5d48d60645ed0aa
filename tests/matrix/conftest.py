"""The house, made once for each file of the matrix and taken back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import override_settings

from tests.conftest import quick_bytes
from tests.matrix.addresses import Address, walk
from tests.matrix.asking import Answer, ask, known_people, quick_prints, quiet_machine, unread_pages
from tests.matrix.house import Side
from tests.matrix.people import SUPER, Someone, everybody
from tests.matrix.visits import FORMS, query_of, values_of

# Long work is asked for, never done.
ASKED_FOR = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@dataclass
class Matrix:
    """Two sides, somebody of each role, every address, and what the superuser is answered."""

    a: Side
    b: Side
    people: dict[str, Someone]
    addresses: list[Address] = field(default_factory=walk)
    truths: dict[tuple[str, bool], Answer] = field(default_factory=dict)
    forms: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @staticmethod
    def form(address: Address) -> dict[str, str]:
        """Return what is sent to an address: an empty form, but where it would ask for nothing."""
        return FORMS.get(address.name, {})

    def url(self, address: Address, side: Side) -> str:
        """Return an address filled with the rows of a side."""
        query = urlencode(query_of(address, side))
        return address.filled(values_of(address, side)) + (f"?{query}" if query else "")

    def truth(self, address: Address, *, post: bool = False) -> Answer:
        """Return what the superuser is answered about side A, asked once."""
        key = address.route, post
        if key not in self.truths:
            client, url = self.people[SUPER].browser, self.url(address, self.a)
            with unread_pages():
                self.truths[key] = ask(client, url, self.form(address) if post else None, post=post)
        return self.truths[key]


@pytest.fixture(scope="module")
def matrix(django_db_setup, django_db_blocker) -> Iterator[Matrix]:
    """Make both sides and everybody; lay no PDF out."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        quick_prints(),
        known_people(),
        quiet_machine(),
        override_settings(TASKS=ASKED_FOR),
        transaction.atomic(),
    ):
        patch.setattr("conventions.documents.render_pdf", quick_bytes)
        owner = User.objects.create_superuser("super", password="x")
        other = User.objects.create_user("other", is_staff=True)
        a, b = Side("A", words=False, owner=owner), Side("B", words=True, owner=other)
        a.fill()
        b.fill()
        yield Matrix(a, b, everybody(a))
        transaction.set_rollback(True)
