"""No text of the database becomes a formula in a file that a spreadsheet opens."""

import ast
import csv
import datetime as dt
import io
import re
import sys
import zipfile
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from consultations.admin import importing
from consultations.exchange import activity_table
from conventions.actions import sign_act
from conventions.proof import yearly
from conventions.proof.yearly import prove_year
from csipa import spreadsheets
from csipa.opendata import producing
from csipa.opendata.datasets import published
from csipa.spreadsheets import FORMULA_SIGNS, Sheet, neutral, to_csv, to_xlsx
from csipa.tables import Format, read_table
from staffing.exchange import workbook
from tests.conventions.factories import DAY, NOW, ready_act
from tests.security.poison import addresses, poisoned_side
from tests.security.sources import modules

pytestmark = pytest.mark.django_db

WRITERS = {"to_csv", "to_xlsx", "to_workbook", "write_csv", "produce_csv", "produce_xlsx"}
WRITERS |= {"write_proof"}
LIBRARY = {"writer", "DictWriter", "Workbook"}
# The places that begin a table: they, and no other, neutralise what somebody typed.
DOORS = {
    "csipa.spreadsheets.to_csv",
    "csipa.spreadsheets.to_xlsx",
    "csipa.opendata.producing._write",
    "consultations.exchange.activity_table._line",
    "staffing.exchange.workbook.to_workbook",
}
# The command writes in a folder what the page sends.
SAME = {"conventions.management.commands.proof_file.handle"}
EXPORTS = re.compile(r"csv|xlsx|export|tableur|workbook|donnees|/invites/$")
# What these send nothing without.
ASKED = {
    "decomptes.csv": {"first": "2026-01-01", "last": "2026-12-31"},
    "adherents.csv": {"complet": ""},
    "adherents.xlsx": {"complet": ""},
}
# A number: no formula, although it may begin with a minus.
NUMBER = re.compile(r"[+-]?\d[\d\u00a0\u202f ]*([.,]\d+)?")
PAYLOAD = "=1+1"


def calls():
    """Yield which function of which module calls what, by its name; unnamed at the top."""
    for file, tree in modules():
        yield from _calls(tree, file.removesuffix(".py").replace("/", "."), "")


def _calls(node, module, owner):
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Call):
            yield f"{module}.{owner}", ast.unparse(inner.func).rpartition(".")[2]
        if isinstance(inner, ast.FunctionDef):
            yield from _calls(inner, module, inner.name)
        else:
            yield from _calls(inner, module, owner)


class Frames:
    """Notes which functions were at work each time a table was begun."""

    def __init__(self):
        self.seen = set()

    def note(self, function):
        """Return a function that notes who asked for it."""

        def noted(*args, **kwargs):
            frame = sys._getframe(1)
            while frame:
                code = frame.f_code
                self.seen.add(f"{frame.f_globals.get('__name__')}.{code.co_name}")
                frame = frame.f_back
            return function(*args, **kwargs)

        return noted


@pytest.fixture
def frames(monkeypatch):
    """Watch the places that begin a table."""
    seen = Frames()

    class Csv:
        writer = staticmethod(seen.note(csv.writer))

    for module in (spreadsheets, producing, activity_table):
        monkeypatch.setattr(module, "csv", Csv)
    for module in (spreadsheets, workbook):
        monkeypatch.setattr(module, "Workbook", seen.note(module.Workbook))
    # What it yields is asked for later, when nobody is at work any more.
    monkeypatch.setattr(importing, "write_csv", seen.note(importing.write_csv))
    return seen


def archived(content):
    """Yield the name and the bytes of each table of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".csv", ".xlsx")):
                yield name, archive.read(name)


def files_of(answer):
    """Yield the name and the bytes of each table of an answer, those of an archive too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    if content[:4] == b"PK\x03\x04" and "spreadsheet" not in kind:
        yield from archived(content)
    elif "spreadsheet" in kind or kind.startswith("text/csv"):
        yield kind, content


def live_cells(name, content):
    """Return the cells of a table that a spreadsheet would compute, and how many hold the sign."""
    if content[:2] == b"PK":
        cells = [
            cell
            for page in load_workbook(io.BytesIO(content)).worksheets
            for row in page.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        texts = [cell for cell in cells if isinstance(cell.value, str)]
        typed = [cell for cell in texts if cell.value.startswith(FORMULA_SIGNS)]
        live = [cell for cell in cells if cell.data_type == "f"]
        live += [cell for cell in typed if not cell.quotePrefix]
        return [(name, cell.coordinate, cell.value) for cell in live], len(typed)
    text = content.decode("utf-8-sig")
    delimiter = max(";,", key=text.partition("\r\n")[0].count)
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
             for cell in row]  # fmt: skip
    live = [cell for cell in cells if cell.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(cell)]
    return [(name, "", cell) for cell in live], sum(f"'{PAYLOAD}" in cell for cell in cells)


def made(steps):
    """Return what a job makes."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value.stream


def proofs_of_a_year(owner):
    """Return the archive of the archives of what was signed in a year."""
    job = prove_year(year=DAY.year, by=owner, now=timezone.now())
    with made(yearly.run(job)) as stream, zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                yield name, archive.read(name)
            elif name.endswith(".zip"):
                yield from archived(archive.read(name))


def test_a_table_is_begun_in_one_of_few_places():
    assert {owner for owner, called in calls() if called in LIBRARY} == DOORS


def test_no_export_holds_a_live_formula(admin_user, frames):
    act = ready_act(with_convention=False, title=PAYLOAD)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    side = poisoned_side(admin_user, PAYLOAD, PAYLOAD)
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    asked = [address for route, address in addresses(side) if EXPORTS.search(route)]
    asked += [reverse("open-data-csv", args=[one.name]) for one in published()]
    asked += [reverse("open-data-xlsx", args=[one.name]) for one in published()]
    asked.append(reverse("admin:conventions_act_proof", args=[act.pk]))
    live, typed = [], {}
    for address in asked:
        for name, content in files_of(client.get(address, ASKED.get(address.rpartition("/")[2]))):
            found, typed[address, name] = live_cells(name, content)
            live += [(address, *cell) for cell in found]
    for name, content in proofs_of_a_year(admin_user):
        found, typed["year", name] = live_cells(name, content)
        live += found
    assert live == []
    # The payload reached the files: what is not alive was there.
    assert sum(map(bool, typed.values())) >= 20
    # Each function that makes a table was at work: one more must be asked for here.
    callers = {owner for owner, called in calls() if called in WRITERS | LIBRARY}
    assert callers - frames.seen == SAME


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_a_text_stays_a_text_whatever_it_begins_with(sign):
    typed = f"{sign}1+1"
    sheet = Sheet("=1", [typed], [[typed], [f"\x01{typed}"], [f"\x00{typed}"]])
    for content in (to_csv(sheet), to_xlsx([sheet])):
        assert live_cells("", content)[0] == []
    cells = [cell for (cell,) in load_workbook(io.BytesIO(to_xlsx([sheet]))).active.iter_rows()]
    assert [cell.quotePrefix for cell in cells] == [True] * 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert neutral(typed) == f"'{typed}"


def test_numbers_and_days_stay_what_they_are():
    row = [-12, Decimal("-3.50"), dt.date(2026, 1, 2), 0]
    sheet = Sheet("Nombres", "abcd", [row])
    assert to_csv(sheet).decode("utf-8-sig").splitlines()[1] == "-12;-3,50;02/01/2026;0"
    cells = load_workbook(io.BytesIO(to_xlsx([sheet]))).active[2]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "n"]
    assert [cell.value for cell in cells][:2] == [-12, -3.5]


@pytest.mark.parametrize("sign", [sign for sign in FORMULA_SIGNS if sign.strip()])
def test_what_we_wrote_is_read_again_as_it_was_typed(sign):
    form = Format({"nom": "nom"}, ["nom"], str.lower, 10_000, 10, 100_000)
    sheet = Sheet("Noms", ["nom"], [[f"{sign}1 place"]])
    assert [row.texts for row in read_table(to_csv(sheet), form).rows] == [
        {"nom": f"{sign}1 place"}
    ]
    assert [row.texts for row in read_table(to_xlsx([sheet]), form).rows] == [
        {"nom": f"{sign}1 place"}
    ]
