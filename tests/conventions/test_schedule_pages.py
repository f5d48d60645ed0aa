"""The page of a schedule: totals, dues, reviews, files."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from conventions.actions.ending import settle_end
from conventions.actions.sealing import fix_words
from conventions.documents.schedule import (
    render_schedule,
    render_schedule_html,
    schedule_context,
)
from conventions.models import Convention, RentReview
from conventions.review.ledger import ledger_of, load_priced
from conventions.review.ledger_sheets import ledger_source
from csipa.spreadsheets import Sheet, to_csv, to_xlsx
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    PayerFactory,
    RentReviewFactory,
)
from tests.conventions.pages import address, shown, staff
from tests.pdf.verapdf import failures

pytestmark = pytest.mark.django_db

START, END = dt.date(2024, 2, 1), dt.date(2026, 1, 31)
REVIEW = {"reviewed_on": "2025-02-01", "base_value": "140.59", "new_value": "145.17"}


@pytest.fixture
def convention():
    """Return a signed rent of 300 € a month over two years, shared by two parties."""
    row = ConventionFactory(start=START, end=END, reference="C-1", title="Prêt d’un cabinet")
    parties = [PartyFactory(convention=row, short_name=name) for name in ("Alpha", "=Bêta")]
    FinancialTermFactory(convention=row, starts_after_months=1, index_name="IRL", index_quarter="2")
    for party, percent in zip(parties, ("60", "40"), strict=True):
        PayerFactory(party=party, percent=percent)
    settle_end(convention=row)
    return row


@pytest.fixture
def signed(convention):
    """Return the same, its text closed."""
    fix_words([convention], None)
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    return Convention.objects.get(pk=convention.pk)


def test_the_page_tells_totals_dues_and_reviews(admin_client, signed):
    page = shown(admin_client.get(address("convention_schedule", signed)))
    assert "3 300,00 €" in page
    assert "6 900,00 €" in page
    assert "Loyer de mars 2024" in page
    assert "Alpha : <span" in page
    assert "2e trimestre" in page.replace("<sup>e</sup>", "e")
    assert "Noter la révision" in page
    assert "passée" in page


def test_a_draft_says_what_it_will_make_due_and_has_no_review(admin_client, convention):
    page = shown(admin_client.get(address("convention_schedule", convention)))
    assert "est un projet" in page
    assert "Noter la révision" not in page


def test_a_convention_without_a_price_says_where_to_type_one(admin_client):
    row = ConventionFactory()
    assert "ne dit rien de son prix" in shown(admin_client.get(address("convention_schedule", row)))
    assert "Échéancier" not in shown(admin_client.get(address("convention_change", row)))


def test_the_page_of_the_convention_leads_to_its_schedule(admin_client, signed):
    page = shown(admin_client.get(address("convention_change", signed)))
    assert address("convention_schedule", signed) in page
    assert "300,00 € par mois" in page


def test_a_review_is_noted_and_taken_back_on_the_page(admin_client, signed):
    url = address("convention_review", signed)
    page = shown(admin_client.post(url, REVIEW, follow=True))
    assert "Loyer révisé au 1er février 2025 : 309,77 €" in page
    assert "309,77 €" in page
    review = RentReview.objects.get()
    undo = f"{url}{review.pk}/"
    assert "annulée" in shown(admin_client.post(undo, follow=True))
    assert not RentReview.objects.exists()


def test_a_review_refused_is_told_in_its_form(admin_client, signed):
    answer = admin_client.post(
        address("convention_review", signed), {**REVIEW, "reviewed_on": "2027-01-01"}
    )
    assert "a pris fin le 31 janvier 2026" in shown(answer)
    answer = admin_client.post(address("convention_review", signed), {**REVIEW, "new_value": ""})
    assert "Ce champ est obligatoire" in shown(answer)
    assert not RentReview.objects.exists()


def test_reviews_ask_for_the_right_to_change_and_for_a_post(client, signed):
    url = address("convention_review", signed)
    client.force_login(staff("view_convention"))
    page = shown(client.get(address("convention_schedule", signed)))
    assert "Noter la révision" not in page
    assert client.post(url, REVIEW).status_code == 403
    review = RentReviewFactory(convention=signed)
    assert client.post(f"{url}{review.pk}/").status_code == 403
    client.force_login(staff("view_convention", "change_convention"))
    assert client.get(url).status_code == 405
    assert client.get(f"{url}{review.pk}/").status_code == 405
    stranger = RentReviewFactory()
    assert client.post(f"{url}{stranger.pk}/").status_code == 404
    assert RentReview.objects.count() == 2


@pytest.mark.parametrize("name", ["schedule", "schedule_pdf", "schedule_xlsx", "schedule_csv"])
def test_the_schedule_is_for_those_who_may_see_conventions(client, signed, name):
    client.force_login(staff())
    assert client.get(address(f"convention_{name}", signed)).status_code == 403
    client.force_login(staff("view_convention"))
    assert client.get(address(f"convention_{name}", signed)).status_code == 200


def test_units_are_estimated_on_the_page(admin_client):
    row = ConventionFactory(start=START)
    FinancialTermFactory(
        convention=row, mode="per_act", amount=None, period="", unit_amount="60.50", unit="séance"
    )
    url = address("convention_schedule", row)
    assert "selon ce qui est fait" in shown(admin_client.get(url))
    assert "2,5 × 60,50 € = 151,25 €" in shown(admin_client.get(url, {"quantite": "2,5"}))
    assert "151,25" not in shown(admin_client.get(url, {"quantite": "-1"}))


def test_the_workbook_holds_real_dates_and_amounts(admin_client, signed):
    RentReviewFactory(convention=signed, reviewed_on=dt.date(2025, 2, 1), amount="309.77")
    answer = admin_client.get(address("convention_schedule_xlsx", signed))
    assert answer["Content-Disposition"] == 'attachment; filename="echeancier-convention-C-1.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Échéancier", "Révisions"]
    first = [cell.value for cell in book["Échéancier"][2]]
    assert first[0].date() == dt.date(2024, 3, 1)
    assert first[2:5] == ["Loyer de mars 2024", "Alpha", 180]
    assert sum(cell.value for cell in book["Échéancier"]["E"][1:]) == pytest.approx(
        300 * 11 + 309.77 * 12
    )
    named = book["Échéancier"]["D3"]
    assert (named.value, named.data_type) == ("=Bêta", "s")


def test_the_text_for_spreadsheets_is_french_and_runs_no_formula(admin_client, signed):
    content = admin_client.get(address("convention_schedule_csv", signed)).content
    lines = content.decode("utf-8-sig").splitlines()
    assert content.startswith("\ufeff".encode())
    assert lines[1] == "01/03/2024;;Loyer de mars 2024;Alpha;180,00;;01/03/2024;31/03/2024"
    assert lines[2].split(";")[3] == "'=Bêta"


def test_any_text_is_a_text_in_a_workbook():
    sheet = Sheet("Feuille [1]: test/trop long pour un onglet", ("A", "B"), [("+1", None), ("", 3)])
    book = load_workbook(io.BytesIO(to_xlsx([sheet])))
    page = book.worksheets[0]
    assert page.title == "Feuille 1 testtrop long pour un"
    assert [cell.value for cell in page["A"]] == ["A", "+1", None]
    assert page["B3"].value == 3
    assert to_csv(sheet).decode("utf-8-sig").splitlines()[1] == "'+1;"


def source_of(convention, **values):
    """Return the data of a schedule as it is printed in March 2026."""
    ledger = ledger_of(load_priced(convention.pk), today=dt.date(2026, 3, 1), months=12)
    return {**ledger_source(ledger, today=dt.date(2026, 3, 1)), **values}


def test_the_document_says_what_the_page_says(admin_client, signed):
    RentReviewFactory(convention=signed, reviewed_on=dt.date(2025, 2, 1), amount="309.77")
    answer = admin_client.get(address("convention_schedule_pdf", signed))
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    words = " ".join(page.extract_text() for page in pages).replace("\u00a0", " ")
    for said in ("Échéancier", "Prêt d’un cabinet", "Total : 7 017,24 €.", "309,77 €", "Alpha"):
        assert said in words


def test_the_document_of_a_draft_says_so(convention):
    html = render_schedule_html(schedule_context(source_of(convention)))
    assert "projet.svg" in html


def test_a_schedule_prints_the_same_bytes_twice(signed):
    source = source_of(signed)
    assert render_schedule(schedule_context(source), source) == render_schedule(
        schedule_context(source), source
    )


@pytest.mark.verapdf
def test_a_schedule_is_archivable_and_accessible(signed):
    RentReviewFactory(convention=signed, reviewed_on=dt.date(2025, 2, 1), amount="309.77")
    source = source_of(signed)
    assert failures(render_schedule(schedule_context(source), source)) == []
