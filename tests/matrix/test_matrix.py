"""Every address of the resolver, asked as every role: what it opens, what it lets write."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import get_resolver, path

from csipa.roles.catalogue import ROLES
from csipa.urls import urlpatterns as ours
from tests.matrix.addresses import Address, walk
from tests.matrix.asking import Answer, ask, unread_pages
from tests.matrix.closed import CLOSED, CLOSED_SENT
from tests.matrix.conftest import Matrix
from tests.matrix.expected import (
    KEPT,
    KEPT_TABLES,
    LEADING,
    forgotten,
    is_free,
    may_read,
    may_send,
    plain,
    unexpected,
)
from tests.matrix.opens import OPENS
from tests.matrix.people import BARE, NOBODY, OUTSIDE, SUPER, Someone
from tests.matrix.visits import Unknown, values_of

pytestmark = pytest.mark.django_db

EVERYBODY = (*OUTSIDE, BARE, *(role.name for role in ROLES))
HOUSE_WIDE = [role.name for role in ROLES if role.bound == "house"]


def told(faults: list[str]) -> str:
    """Return all the faults together, one a line."""
    return "\n".join([f"{len(faults)} :", *faults])


def test_every_address_has_an_entry_and_every_entry_an_address():
    addresses = walk()
    assert len(addresses) > 600
    missing = [found for address in addresses if (found := unexpected(address))]
    assert not missing, told(missing)
    assert not forgotten(addresses), "Plus aucune adresse ne porte ce nom : l’ôter de expected.py."


def test_every_address_can_be_filled_with_a_row_of_each_side(matrix):
    faults = []
    for address in matrix.addresses:
        for side in (matrix.a, matrix.b):
            try:
                values_of(address, side)
            except Unknown as unknown:
                faults.append(str(unknown))
    assert not faults, told(faults)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_person_reads_what_their_role_opens_and_nothing_else(matrix, name):
    with unread_pages():
        faults = reading_faults(matrix, matrix.people[name], matrix.addresses)
    assert not faults, told(faults)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_person_sends_where_their_role_lets_them_and_nowhere_else(matrix, name):
    with unread_pages():
        faults = sending_faults(matrix, matrix.people[name], matrix.addresses)
    assert not faults, told(faults)


@pytest.mark.parametrize(("post", "known"), [(False, CLOSED), (True, CLOSED_SENT)])
def test_whoever_has_every_right_is_refused_nothing_but_what_is_closed_to_all(matrix, post, known):
    """A cell refused to them would prove nothing of the others."""
    closed = {
        plain(address)
        for address in matrix.addresses
        if not is_free(address) and matrix.truth(address, post=post).is_refused
    }
    assert closed == known


def reading_faults(matrix: Matrix, someone: Someone, addresses: list[Address]) -> list[str]:
    """Return what is wrong with what somebody is answered when they read each address."""
    faults, client = [], someone.browser
    for address in addresses:
        answer = ask(client, matrix.url(address, matrix.a))
        if writes := _kept(address, answer):
            faults.append(f"GET /{address.route} écrit {writes}")
        if is_free(address):
            continue
        if may_read(address, someone):
            truth = matrix.truth(address)
            leads = someone.is_bound and plain(address) in LEADING and answer.status == 302
            if answer.status != truth.status and not leads:
                faults.append(f"GET /{address.route} : {answer} au lieu de {truth}")
        elif not (answer.is_refused or answer.status == 405):
            faults.append(f"GET /{address.route} : {answer} au lieu d’un refus")
    return faults


def sending_faults(matrix: Matrix, someone: Someone, addresses: list[Address]) -> list[str]:
    """Return what is wrong with what somebody is answered when they send an empty form."""
    faults, client = [], someone.browser
    for address in addresses:
        if is_free(address):
            continue
        answer = ask(client, matrix.url(address, matrix.a), matrix.form(address), post=True)
        if may_send(address, someone):
            truth = matrix.truth(address, post=True)
            if answer.status != truth.status:
                faults.append(f"POST /{address.route} : {answer} au lieu de {truth}")
        else:
            if not (answer.is_refused or answer.status == 405):
                faults.append(f"POST /{address.route} : {answer} au lieu d’un refus")
            if writes := _kept(address, answer):
                faults.append(f"POST /{address.route} écrit {writes}")
    return faults


def _kept(address: Address, answer: Answer) -> list[str]:
    """Return the tables that an answer wrote, but those that keep who came."""
    return [] if plain(address) in KEPT else sorted({*answer.writes} - KEPT_TABLES)


# The matrix can fail ---------------------------------------------------------------------------


def leak(request):
    """Show something to whoever asks."""
    return HttpResponse("tout")


LEAKING = type("Leaking", (), {"urlpatterns": [*ours, path("fuite/", leak, name="fuite")]})


def test_an_address_added_without_an_entry_is_pointed_out():
    with override_settings(ROOT_URLCONF=LEAKING):
        found = [unexpected(address) for address in walk(get_resolver(LEAKING))]
    (message,) = filter(None, found)
    assert "fuite" in message
    assert "OPENS" in message


@pytest.mark.parametrize("name", [NOBODY, BARE, HOUSE_WIDE[-1]])
def test_a_view_that_asks_for_no_permission_is_caught(matrix, monkeypatch, name):
    monkeypatch.setitem(OPENS, "conventions.view_act", "fuite")
    address = Address("fuite/", "fuite")
    with override_settings(ROOT_URLCONF=LEAKING):
        (fault,) = reading_faults(matrix, matrix.people[name], [address])
    assert "au lieu d’un refus" in fault


def test_a_page_closed_to_those_who_may_is_caught(matrix):
    address = Address("rien/", "admin:conventions_act_changelist")
    matrix.truths["rien/", False] = Answer(200)
    assert reading_faults(matrix, matrix.people[SUPER], [address])
    del matrix.truths["rien/", False]
