"""What is kept for ever is kept by the database itself, whoever writes and however.

The constraints are found, not listed: only how a thing gets sealed is told here.
"""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from conventions.models import (
    Act,
    Attendance,
    CancelledNumber,
    ClauseVersion,
    Convention,
    Execution,
    FrozenDocument,
    Meeting,
    NumberSeries,
    SignatureOverride,
)
from csipa.audit.models import Link, Shape, Verification
from csipa.constraints import Refused, Sealed
from tests.admin.factories import factory_of
from tests.conventions.factories import ActFactory
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

GUARDS = [
    (model, constraint)
    for model in apps.get_models()
    for constraint in model._meta.constraints
    if isinstance(constraint, Sealed | Refused)
]
every_guard = pytest.mark.parametrize(
    ("model", "guard"), GUARDS, ids=[guard.name for _, guard in GUARDS]
)
DAY = dt.date(2026, 1, 15)


def _cancelled(act=None):
    return CancelledNumber.objects.create(
        authority=act.authority if act else OrganisationFactory(),
        nature="decision",
        year=2026,
        number="2026_999",
        act=act,
        cancelled_on=DAY,
        reason="Erreur",
    )


def _shape():
    return Shape.objects.create(source="x", columns=["id"], fingerprint="f")


# What has no factory, because only the program ever writes it.
MAKERS = {
    Shape: _shape,
    Link: lambda: Link.objects.create(
        seq=10**9,
        shape=_shape(),
        row=1,
        digest=b"d",
        previous=b"p",
        mac=b"m",
        sealed_at=timezone.now(),
    ),
    Verification: lambda: Verification.objects.create(
        started_at=timezone.now(),
        finished_at=timezone.now(),
        links=0,
        rows=0,
        waiting=0,
        fault_count=0,
    ),
    CancelledNumber: _cancelled,
    Execution: lambda: Execution.objects.create(act=ActFactory()),
    FrozenDocument: lambda: FrozenDocument.objects.create(
        act=ActFactory(),
        kind="act",
        content=b"%PDF",
        sha256="0" * 64,
        size=4,
        source={},
        context={},
        template_version="1",
        created_at=timezone.now(),
    ),
    SignatureOverride: lambda: SignatureOverride.objects.create(
        act=ActFactory(), accepted_at=timezone.now()
    ),
    NumberSeries: lambda: factory_of(NumberSeries)(last=4),
}


def seal(row):
    """Seal what owns a row, as signing does."""
    if isinstance(row, Meeting | Attendance):
        meeting = row if isinstance(row, Meeting) else row.meeting
        Act.objects.filter(pk=ActFactory(meeting=meeting).pk).update(sealed=True)
    elif isinstance(row, ClauseVersion) and row.published_on is None:
        ClauseVersion.objects.filter(pk=row.pk).update(published_on=DAY)
    elif isinstance(row, Execution):
        _cancelled(row.act)
    else:
        middle = getattr(row, "article", None) or getattr(row, "party", None) or row
        for owner in (row, getattr(middle, "act", None), getattr(middle, "convention", None)):
            if isinstance(owner, Act | Convention):
                type(owner).objects.filter(pk=owner.pk).update(sealed=True)
    row.refresh_from_db()


@pytest.fixture
def sealed(model):
    """A row that nothing may change any more."""
    row = MAKERS[model]() if model in MAKERS else factory_of(model)()
    seal(row)
    return row


def refused(guard, write):
    """Tell whether the database refuses a write in the name of the constraint."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        return guard.name in str(error)
    return False


# A value for each kind of column, as the database takes it; the first kind that fits is used.
OTHERS = (
    (models.BinaryField, b"other"),
    (models.JSONField, '{"other": 1}'),
    (models.DateTimeField, "2031-01-01 00:00:00+00:00"),
    (models.DateField, "2031-01-01"),
    (models.TimeField, "03:14:00"),
    (models.DecimalField, "7.77"),
    (models.CharField, "x"),
    (models.TextField, "x"),
)


def other(field, value):
    """Return a value that a column does not hold."""
    if isinstance(field, models.BooleanField):
        return not value
    fits = (one for kind, one in OTHERS if isinstance(field, kind))
    return next(fits, None) or (value or 0) + 1


def guarded_columns(model, guard):
    """Return the columns that the constraint keeps: those of a number series are its own."""
    if isinstance(guard, Refused) and guard.update != "1 = 1":
        return []
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in getattr(guard, "free", ()) and not field.primary_key
    ]


def table(model):
    return connection.ops.quote_name(model._meta.db_table)


def execute(statement, params=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


@every_guard
def test_no_column_of_it_is_ever_changed_even_by_sql(model, guard, sealed):
    key = connection.ops.quote_name(model._meta.pk.column)
    for field in guarded_columns(model, guard):
        column = connection.ops.quote_name(field.column)
        statement = f"UPDATE {table(model)} SET {column} = %s WHERE {key} = %s"
        value = other(field, getattr(sealed, field.attname))
        assert refused(guard, lambda: execute(statement, (value, sealed.pk))), field.name  # noqa: B023


@every_guard
def test_the_program_does_not_change_it_either(model, guard, sealed):
    columns = guarded_columns(model, guard)
    if not columns:
        pytest.skip("kept in part: see the test of the numbers given")
    field = next((one for one in columns if isinstance(one, models.CharField)), columns[0])
    value = "x" if isinstance(field, models.CharField) else getattr(sealed, field.attname)
    rows = model._base_manager.filter(pk=sealed.pk)
    if not getattr(guard, "free", ()) or isinstance(field, models.CharField):
        assert refused(guard, lambda: rows.update(**{field.attname: value}))
        setattr(sealed, field.attname, value)
        assert refused(guard, lambda: models.Model.save(sealed))
        assert refused(guard, lambda: model._base_manager.bulk_update([sealed], [field.name]))


@every_guard
def test_it_is_never_deleted(model, guard, sealed):
    key = connection.ops.quote_name(model._meta.pk.column)
    statement = f"DELETE FROM {table(model)} WHERE {key} = %s"
    assert refused(guard, lambda: execute(statement, (sealed.pk,)))
    rows = model._base_manager.filter(pk=sealed.pk)
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        rows.delete()
    assert rows.exists()


@every_guard
def test_it_is_never_replaced(model, guard, sealed):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone replaces rows while it inserts them")
    names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    key = f'"{model._meta.pk.column}"'
    statement = (
        f"INSERT OR REPLACE INTO {table(model)} ({names}) "
        f"SELECT {names} FROM {table(model)} WHERE {key} = %s"
    )
    assert refused(guard, lambda: execute(statement, (sealed.pk,)))


@every_guard
def test_its_table_is_never_emptied(model, guard, sealed):
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL alone empties a table at once")
    connection.check_constraints()  # what still waits to be checked keeps a table from TRUNCATE
    assert refused(guard, lambda: execute(f"TRUNCATE {table(model)} CASCADE"))
    assert model._base_manager.filter(pk=sealed.pk).exists()


def test_a_number_given_is_neither_taken_back_nor_given_again():
    series = factory_of(NumberSeries)(last=4)
    rows = NumberSeries.objects.filter(pk=series.pk)
    for change in ({"last": 3}, {"year": series.year + 1}, {"nature": "deliberation"}):
        with pytest.raises(IntegrityError, match="grows"), transaction.atomic():
            rows.update(**change)
    rows.update(last=5)
    assert rows.get().last == 5
