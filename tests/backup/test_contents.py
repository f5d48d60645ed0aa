"""The hash of a table sees every change, and nothing that only a database adds."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection

from csipa.backup.contents import _same, contents, different
from csipa.backup.tables import Column, Table, kind_of, tables
from tests.consultations.factories import UserFactory

pytestmark = pytest.mark.django_db


def held(*names):
    """Return what tables hold, read on the connection of the test."""
    connection.ensure_connection()
    wanted = [table for table in tables(connection) if table.name in names]
    return list(contents(connection.connection, wanted))


def test_every_column_of_every_table_can_be_compared_between_databases():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            assert kind_of(field)
    found = {table.name for table in tables(connection)}
    assert {model._meta.db_table for model in apps.get_models() if model._meta.managed} <= found


def test_the_hash_is_that_of_the_same_rows_whatever_their_order_of_writing():
    UserFactory(pk=900_001, username="une")
    UserFactory(pk=900_002, username="deux")
    names = dict(User.objects.values_list("pk", "first_name"))
    before = held("auth_user")
    User.objects.filter(pk=900_001).update(first_name="Zoé")
    assert different(before, held("auth_user")) == ["auth_user"]
    rows = list(User.objects.filter(pk__gte=900_001).order_by("-pk").values())
    User.objects.filter(pk__gte=900_001).delete()
    User.objects.bulk_create(User(**{**row, "first_name": names[row["id"]]}) for row in rows)
    assert different(before, held("auth_user")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"last_login": None}, {"last_login": "2026-01-01T00:00:00Z"}),
        ({"last_login": "2026-01-01T00:00:00Z"}, {"last_login": "2026-01-01T00:00:00.000001Z"}),
        ({"first_name": "a", "last_name": "bc"}, {"first_name": "ab", "last_name": "c"}),
        ({"first_name": "1:a|"}, {"first_name": "1:a| "}),
        ({"first_name": "-"}, {"first_name": ""}),
        ({"is_staff": True}, {"is_staff": False}),
        ({"first_name": "\u00e9"}, {"first_name": "e\u0301"}),
    ],
)
def test_two_rows_that_differ_have_two_hashes(one, other):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(**one)
    before = held("auth_user")
    User.objects.filter(pk=user.pk).update(**other)
    assert different(before, held("auth_user")) == ["auth_user"]
    User.objects.filter(pk=user.pk).update(**one)
    assert different(before, held("auth_user")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": [2]}', '{"b":[2],"a":1}'),
        ("1.0", "1"),
        ("1.50", "1.5"),
        ("1e2", "100"),
        ('"\\u00e9"', '"é"'),
    ],
)
def test_json_is_what_it_says_not_how_a_database_writes_it(one, other):
    assert _same(one) == _same(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", '"1"'), ("[1,2]", "[2,1]"), ("null", '""'), ("{}", "[]"), ("0", "false")],
)
def test_json_that_says_something_else_is_something_else(one, other):
    assert _same(one) != _same(other)


def test_a_missing_table_is_a_difference():
    some = held("auth_user", "auth_group")
    assert different(some, some[:1]) == [some[1].table.name]
    assert Table("a", ("id",), (Column("id", "whole"),)) != Table("a", ("id",), ())
