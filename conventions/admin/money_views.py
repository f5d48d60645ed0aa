"""The schedule of a convention: what is due, when, by whom; its reviews, noted and to be noted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from conventions.actions.reviewing import ReviewRefused, review_rent, undo_review
from conventions.admin.money_forms import EstimateForm, ReviewForm
from conventions.exports import file_name
from conventions.models import Convention, RentReview
from conventions.review.ledger import (
    Ledger,
    has_price,
    is_review_day_unread,
    ledger_of,
    load_priced,
    said_in_short,
)
from conventions.review.ledger_sheets import ledger_sheets, printed_ledger
from conventions.rules.schedule import estimate
from csipa.admin import Panel, own_page
from csipa.admin.responses import PDF, XLSX, file_response, visible
from csipa.french.dates import long_date
from csipa.french.numbers import amount, decimal
from csipa.pdf.door import PdfError
from csipa.spreadsheets import CSV, to_csv, to_xlsx

PANEL = "admin/conventions/convention/money_panel.html"
PERMISSION = "conventions.change_convention"
MONTHS = (12, 36)
"""How far a convention without end may be looked at, in months; the first unless asked."""


@require_GET
def schedule_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what a convention makes due, and the reviews of its rent."""
    return _shown(request, page, visible(request, page, pk))


@require_POST
def review_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Note a review: the rent is worked out from the values of the index."""
    convention = _reviewable(request, page, pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            review = review_rent(convention=convention, by=request.user, **form.cleaned_data)
        except ReviewRefused as refused:
            form.add_error("reviewed_on", str(refused))
        else:
            day = long_date(review.reviewed_on)
            messages.success(request, f"Loyer révisé au {day} : {amount(review.amount)}.")
            return _to_schedule(convention)
    return _shown(request, page, convention, refused=form)


@require_POST
def undo_review_view(request: HttpRequest, pk: int, review: int, page: Any) -> HttpResponse:
    """Take back the last review, noted by mistake."""
    convention = _reviewable(request, page, pk)
    row = get_object_or_404(RentReview, convention=convention, pk=review)
    try:
        undo_review(review=row, by=request.user)
    except ReviewRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Révision au {long_date(row.reviewed_on)} annulée.")
    return _to_schedule(convention)


@require_GET
def schedule_pdf_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the schedule as a PDF."""
    convention = visible(request, page, pk)
    try:
        content = printed_ledger(_ledger(request, convention), today=timezone.localdate())
    except PdfError as error:
        messages.error(request, str(error))
        return _to_schedule(convention)
    return file_response(content, PDF, _name(convention, "pdf"), "inline")


@require_GET
def schedule_xlsx_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send the schedule as a workbook."""
    convention = visible(request, page, pk)
    content = to_xlsx(ledger_sheets(_ledger(request, convention)))
    return file_response(content, XLSX, _name(convention, "xlsx"), "attachment")


@require_GET
def schedule_csv_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Send what is due as a text that any spreadsheet opens."""
    convention = visible(request, page, pk)
    content = to_csv(ledger_sheets(_ledger(request, convention))[0])
    return file_response(content, CSV, _name(convention, "csv"), "attachment")


def has_money(convention: Convention) -> bool:
    """Tell whether the convention, or an amendment of it, says what it costs; three queries."""
    typed = convention.finance or hasattr(convention, "financial_term")
    return bool(typed) or convention.children.exclude(finance={}).exists()


def money_panel(convention: Convention) -> Panel | None:
    """Tell the price of a convention, its next due day and review; None where it says none."""
    if not has_money(convention):
        return None
    row = load_priced(convention.pk)
    said = said_in_short(row, today=timezone.localdate())
    return Panel(PANEL, {"convention": convention, "said": said}) if said else None


def _shown(
    request: HttpRequest, page: Any, convention: Convention, refused: ReviewForm | None = None
) -> HttpResponse:
    ledger = _ledger(request, convention)
    may_review = _may_review(request, convention, ledger)
    context = {
        "title": "Échéancier",
        "form": (refused or _review_form(ledger)) if may_review else None,
        "has_errors": refused is not None,
        "ledger": ledger,
        "has_price": has_price(ledger.convention),
        "today": timezone.localdate(),
        "months": _months(request),
        "choices": MONTHS,
        "estimate": _estimate(request, ledger),
        "is_draft": not _is_closed(convention),
        "review_unread": is_review_day_unread(ledger.convention),
    }
    return own_page(
        request, page, "admin/conventions/convention/schedule.html", context, convention
    )


def _ledger(request: HttpRequest, convention: Convention) -> Ledger:
    row = load_priced(convention.pk)
    return ledger_of(row, today=timezone.localdate(), months=_months(request))


def _months(request: HttpRequest) -> int:
    asked = request.GET.get("mois", "")
    return next((months for months in MONTHS if str(months) == asked), MONTHS[0])


def _estimate(request: HttpRequest, ledger: Ledger) -> dict[str, Any] | None:
    """Return what a number of units would cost, for what is paid by the unit."""
    if not ledger.is_by_unit:
        return None
    form = EstimateForm(request.GET if "quantite" in request.GET else None)
    worth: Decimal | None = None
    said = ""
    if form.is_valid():
        quantity = form.cleaned_data["quantite"]
        worth = estimate(ledger.finance, quantity)
        said = decimal(quantity, 3).rstrip("0").rstrip(",")
    return {"form": form, "amount": worth, "quantity": said}


def _review_form(ledger: Ledger) -> ReviewForm:
    """Return the form, filled with what is known: the day, and the last value of the index."""
    waiting = ledger.next_review
    last = ledger.done[-1] if ledger.done else None
    return ReviewForm(
        initial={
            "reviewed_on": waiting.review.day if waiting else None,
            "base_value": last.new_value if last else None,
        }
    )


def _is_closed(convention: Convention) -> bool:
    return Convention.objects.closed().filter(pk=convention.pk).exists()


def _may_review(request: HttpRequest, convention: Convention, ledger: Ledger) -> bool:
    """Tell whether this person may review a rent that follows an index."""
    followed = ledger.finance.is_periodic and bool(ledger.finance.index.name)
    return followed and request.user.has_perm(PERMISSION) and _is_closed(convention)


def _reviewable(request: HttpRequest, page: Any, pk: int) -> Convention:
    convention: Convention = visible(request, page, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return convention


def _to_schedule(convention: Convention) -> HttpResponse:
    return redirect("admin:conventions_convention_schedule", convention.pk)


def _name(convention: Convention, extension: str) -> str:
    return f"echeancier-{file_name(convention, extension)}"
