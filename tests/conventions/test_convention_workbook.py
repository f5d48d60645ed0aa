"""The list of conventions as a workbook: real dates and sums, and text that stays text."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from conventions.models import Convention
from conventions.review.convention_sheets import convention_sheets
from csipa.admin.responses import XLSX
from csipa.spreadsheets import Sheet, to_xlsx
from tests.conventions.factories import ConventionFactory
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    FulfilmentFactory,
    PayerFactory,
    TrackingFactory,
)
from tests.conventions.following import commitment, followed_convention
from tests.conventions.holding import amendment, closed, in_force
from tests.conventions.pages import address, staff
from tests.sites.factories import CommuneFactory, SiteFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, timezone=None: TODAY)


@pytest.fixture
def manager(client):
    """Somebody who may do everything."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def opened(content):
    """Return the sheets of a workbook, each as its rows by heading, and the book."""
    book = load_workbook(io.BytesIO(content))
    tables = {}
    for page in book:
        headings, *rows = [[cell.value for cell in row] for row in page.iter_rows()]
        tables[page.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return tables, book


def tables_of(conventions=None):
    rows = Convention.objects.order_by("pk") if conventions is None else conventions
    return opened(to_xlsx(convention_sheets(rows, today=TODAY)))[0]


def references(content):
    return [row["Référence"] for row in opened(content)[0]["Conventions"]]


def rented(**fields):
    """Return a convention with a rent of 300 euros from its second month on, and one payer."""
    dates = {"start": dt.date(2026, 1, 1), "end": dt.date(2026, 12, 31)}
    convention = followed_convention(
        signed=False,
        signature_date=dt.date(2025, 12, 20),
        **{**dates, "ends_on": dates["end"]},
        **fields,
    )
    FinancialTermFactory(convention=convention, starts_after_months=1)
    PayerFactory(party=convention.parties.last(), percent="100")
    line = commitment(convention, "remettre")
    TrackingFactory(commitment=line, periodicity="quarterly", proof="rapport")
    FulfilmentFactory(commitment=line, done_on=dt.date(2026, 2, 15))
    return closed(convention)


def test_a_convention_is_a_row_of_real_dates_and_numbers():
    commune = CommuneFactory(name="Norrent-Fontes")
    convention = rented(
        reference="C-1",
        title="Locaux",
        kind="premises",
        notice_value=15,
        notice_unit="days",
        renewal="amendment",
        site=SiteFactory(name="Antenne du bourg", commune=commune),
    )
    amendment(convention)
    (row, second) = tables_of()["Conventions"]
    assert {name: row[name] for name in ("Référence", "Nature", "Titre", "Type", "Site")} == {
        "Référence": "C-1",
        "Nature": "Convention",
        "Titre": "Locaux",
        "Type": "Mise à disposition de locaux",
        "Site": "Antenne du bourg",
    }
    assert (row["Commune"], row["État"]) == ("Norrent-Fontes", "En vigueur")
    assert row["Parties"] == "La CPTS, L’agglomération, La commune"
    assert row["Prend effet le"] == dt.datetime(2026, 1, 1)  # noqa: DTZ001 – as openpyxl reads days
    assert row["Prend fin le"].date() == dt.date(2026, 12, 31)
    assert row["Dernier jour utile du préavis"].date() == dt.date(2026, 12, 16)
    assert (row["Jours restants"], row["Avenants"]) == (304, 1)
    assert row["Préavis"].replace("\u00a0", " ") == "15 jours"
    assert (row["Cause de la fin"], row["Prolongation"]) == ("Terme prévu", "Par avenant")
    assert Decimal(str(row["Total dû (€)"])) == Decimal(3300)
    assert second["Nature"].replace("\u00a0", " ") == "Avenant n° 1 à C-1"
    assert second["Total dû (€)"] is None


def test_commitments_and_sums_have_a_sheet_each():
    rented(reference="C-1")
    tables = tables_of()
    lines = {row["Engagement"]: row for row in tables["Engagements"]}
    assert len(lines) == 12
    due = lines["remettre le bilan de la consultation"]
    assert (due["Convention"], due["Partie"]) == ("C-1", "L’agglomération")
    assert (due["Périodicité"], due["Preuve attendue"]) == ("Chaque trimestre", "rapport")
    assert due["Tenu le"].date() == dt.date(2026, 2, 15)
    assert due["État"] == "Fait"
    payments = tables["Sommes dues"]
    assert len(payments) == 11
    assert {(row["Payeur"], row["Montant (€)"]) for row in payments} == {("La commune", 300)}
    assert payments[0]["Échéance"].date() == dt.date(2026, 2, 1)


def test_a_draft_has_no_days_left_and_says_that_it_is_a_draft():
    ConventionFactory(reference="P", start=TODAY, end=dt.date(2026, 4, 28))
    (row,) = tables_of()["Conventions"]
    assert (row["État"], row["Jours restants"]) == ("Projet", None)


def test_heads_stay_in_sight_and_columns_are_wide_enough():
    in_force(reference="C-1", title="Une convention au titre long " * 10)
    book = opened(to_xlsx(convention_sheets(Convention.objects.all(), today=TODAY)))[1]
    for page in book:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref
        assert page["A1"].font.bold
    widths = book["Conventions"].column_dimensions
    assert len("Référence") < widths["A"].width < widths["C"].width <= 60
    dates = {cell.number_format for cell in book["Conventions"]["J"][1:]}
    assert dates == {"DD/MM/YYYY"}


@pytest.mark.parametrize("typed", ["=1+1", "+33 3", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_what_somebody_typed_is_never_a_formula(typed):
    in_force(reference=typed, title=typed)
    content = to_xlsx(convention_sheets(Convention.objects.all(), today=TODAY))
    (row,) = opened(content)[0]["Conventions"]
    assert (row["Référence"], row["Titre"]) == (typed, typed)
    cell = load_workbook(io.BytesIO(content))["Conventions"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_signs_that_no_workbook_holds_are_left_out():
    content = to_xlsx([Sheet("Essai", ["Texte"], [["a\x0bb\x00c\nd"]])])
    assert load_workbook(io.BytesIO(content))["Essai"]["A2"].value == "abc\nd"


def test_the_list_is_exported_as_it_is_filtered_and_sorted(manager):
    for reference in ("A", "C", "B"):
        in_force(reference=reference, kind="grant")
    in_force(reference="D")
    ConventionFactory(reference="P", kind="grant")
    asked = {"kind__exact": "grant", "etat": "in_force", "o": "-1", "p": "7"}
    page = manager.get(address("convention_changelist"), {**asked, "p": "1"})
    link = f"{address('convention_workbook')}?kind__exact=grant&amp;etat=in_force&amp;o=-1&amp;p=1"
    assert link in page.content.decode()
    response = manager.get(address("convention_workbook"), {**asked, "p": "1"})
    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"] == 'attachment; filename="conventions-2026-03-02.xlsx"'
    assert references(response.content) == ["C", "B", "A"]


def test_the_export_holds_what_the_other_pages_of_the_list_show(manager, monkeypatch):
    monkeypatch.setattr("conventions.admin.convention.ConventionAdmin.list_per_page", 2)
    for rank in range(5):
        in_force(reference=f"C-{rank}")
    assert len(references(manager.get(address("convention_workbook")).content)) == 5


def test_a_question_that_means_nothing_leads_back_to_the_list(manager):
    response = manager.get(address("convention_workbook"), {"kind__nothing": "x"})
    assert response.status_code in (302, 400)


def test_those_chosen_are_exported(manager):
    rows = [in_force(reference=f"C-{rank}") for rank in range(3)]
    chosen = {"action": "export_chosen", "_selected_action": [rows[0].pk, rows[2].pk]}
    response = manager.post(address("convention_changelist"), chosen)
    assert sorted(references(response.content)) == ["C-0", "C-2"]


def test_whoever_may_not_see_conventions_exports_none(client):
    client.force_login(staff("view_act"))
    assert client.get(address("convention_workbook")).status_code == 403


def test_the_workbook_takes_as_many_queries_for_one_convention_as_for_many():
    def queries():
        with CaptureQueriesContext(connection) as captured:
            convention_sheets(Convention.objects.all(), today=TODAY)
        return len(captured)

    def write(rank):
        convention = rented(reference=f"C-{rank}", site=SiteFactory())
        amendment(convention, reference=f"A-{rank}")

    write(1)
    few = queries()
    for rank in range(2, 8):
        write(rank)
    assert queries() == few <= 11
