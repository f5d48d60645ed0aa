"""The two addresses that machines watch."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from csipa.operation import probes


def test_a_process_that_answers_is_alive_without_a_database(client):
    answer = client.get("/healthz")  # no database in this test: a query would fail
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_a_house_up_to_date_is_ready_for_one_query_a_call(client, django_assert_num_queries):
    assert client.get("/readyz").json() == {"database": True, "migrations": True}
    with django_assert_num_queries(1):
        assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_schema_that_waits_for_a_migration_is_not_ready_until_it_is_applied(monkeypatch):
    client = Client()
    monkeypatch.setattr(probes, "_waiting", lambda: True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)
    monkeypatch.setattr(probes, "_waiting", lambda: False)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_database_that_is_gone_is_told_and_its_return_too(client, monkeypatch):
    def gone():
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", gone)
        broken.setattr(connection, "close", lambda: None)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"database": False})
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_a_probe_needs_neither_the_name_of_the_site_nor_https(client, settings, address):
    settings.ALLOWED_HOSTS = ["csipa.exemple.fr"]
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(address, headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_a_probe_only_asks(client):
    assert client.post("/healthz").status_code == 405
