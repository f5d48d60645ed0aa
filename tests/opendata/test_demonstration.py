"""The demonstration as open data: every table holds something, is valid and names nobody."""

import datetime as dt
import re

import pytest
from django.db import transaction

from csipa.demo.build import Demonstration
from csipa.opendata.datasets import Reading, declared
from sites.models import Organisation, Representative
from staffing.models import Candidate, Person
from tests.conftest import quick_bytes
from tests.conventions.scdl import breaches
from tests.opendata.checking import faults_of
from tests.opendata.tables import csv_again, csv_of, rows_of, sheet_of

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker):
    """Return what each table of the demonstration says, in both its files, by name."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("conventions.documents.render_pdf", quick_bytes)
        Demonstration(now=NOW).build()
        yield {table.name: _both(table) for table in declared()}
        transaction.set_rollback(True)


def _both(table):
    """Return a table as CSV, the table, and the CSV that its workbook makes again."""
    again = csv_again(sheet_of(table, Reading(NOW.date())), table.delimiter)
    return csv_of(table, Reading(NOW.date())), table, again


@pytest.mark.parametrize("name", [table.name for table in declared()])
def test_a_table_of_the_demonstration_is_full_and_valid(files, name):
    content, table, again = files[name]
    assert rows_of(content, table.delimiter)
    assert faults_of(content, table) == []
    assert again == content


def test_every_row_of_the_strict_file_is_in_the_standard(files):
    content, *_ = files["deliberations"]
    assert [fault for row in rows_of(content) for fault in breaches(row)] == []
    numbers = {row["DELIB_ID"] for row in rows_of(content)}
    assert {"2026 008", "2026/CC001"} <= numbers
    assert "2026_A001" not in numbers


def test_no_file_names_anybody_but_in_the_object_of_a_public_act(files):
    """An object is what the register shows: words are struck out of it act by act."""
    names = _names()
    assert len(names) > 10
    for name, (content, table, _) in files.items():
        for row in rows_of(content, table.delimiter):
            told = " ".join(cell for column, cell in row.items() if column != "DELIB_OBJET")
            for one in names:
                assert not re.search(rf"\b{re.escape(one)}\b", told, re.IGNORECASE), (name, one)


def _names():
    """Return the names of everybody that the demonstration knows."""
    rows = [*Person.objects.all(), *Candidate.objects.all(), *Representative.objects.all()]
    people = Organisation.objects.filter(kind="person")
    return {row.last_name for row in rows} | {row.official_name for row in people}
