"""What the sessions came to: both ledgers over a period, and one convention at a time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from consultations.documents.session_review import render_review
from consultations.documents.session_words import category_lines, total_words
from consultations.review.ledgers import read_ledgers
from consultations.review.scope import sessions_of
from consultations.review.session_review import SessionReview, review_sessions
from consultations.review.session_review_words import review_words
from consultations.rules.ledgers import CSIPA_LABEL, PLACE_LABEL, PLACE_WORDS, SNP_LABEL
from consultations.rules.months import add_months
from conventions.models import Convention
from conventions.review.terms import with_terms
from csipa.admin import own_page
from csipa.admin.responses import PDF, file_response
from csipa.french.dates import MONTHS
from csipa.french.grammar import upper_first
from csipa.pdf.door import PdfError
from sites.review.scope import sites_of

TEMPLATES = "admin/consultations/sessions"
VIEW_CONVENTION = "conventions.view_convention"
VIEW_CENTRE = "consultations.view_activitycount"
_MONTH = "%Y-%m"
_USUAL = 11  # months before this one: a year in all
_LONGEST = 120


class PeriodForm(forms.Form):
    """Whole months, and whether both ledgers are wanted together too."""

    de = forms.DateField(
        label="De",
        input_formats=[_MONTH],
        widget=forms.DateInput({"type": "month"}, format=_MONTH),
        error_messages={"invalid": "Écrivez un mois, comme 2026-01."},
    )
    a = forms.DateField(
        label="À",
        input_formats=[_MONTH],
        widget=forms.DateInput({"type": "month"}, format=_MONTH),
        error_messages={"invalid": "Écrivez un mois, comme 2026-06."},
    )
    lieu = forms.BooleanField(label="Ajouter l’activité du lieu", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts, or that is too long to be read."""
        data = super().clean() or {}
        first, last = data.get("de"), data.get("a")
        if first and last and last < first:
            self.add_error("a", "La période finit avant de commencer.")
        elif first and last and add_months(first, _LONGEST) <= last:
            self.add_error("a", "Demandez dix ans au plus.")
        return data


@require_GET
def ledgers_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Show both ledgers side by side over some months, then the sessions by month and place."""
    today = timezone.localdate()
    usual = {"de": add_months(today, -_USUAL), "a": today.replace(day=1)}
    data = request.GET if "de" in request.GET else _typed(usual)
    form = PeriodForm(data)
    of_sites = request.user.has_perm(VIEW_CENTRE)
    if not of_sites:
        del form.fields["lieu"]
    context: dict[str, Any] = {"title": "Décomptes des permanences", "asked": form}
    if form.is_valid():
        first, last = form.cleaned_data["de"], form.cleaned_data["a"]
        sites, sessions = sites_of(request.user), sessions_of(request.user)
        found = read_ledgers(sites, sessions, first=first, last=last, now=timezone.now())
        context |= {
            "found": found,
            "csipa_label": upper_first(CSIPA_LABEL) if of_sites else "",
            "snp_label": upper_first(SNP_LABEL),
            "whole": total_words(found.snp),
            "categories": category_lines(found.snp),
            "months": [(_month(key), total_words(one)) for key, one in found.by_month.items()],
            "sites": [(key, total_words(one)) for key, one in found.by_site.items()],
            "conventions": [
                (key, reverse(f"admin:{page.name}_review", args=[key.pk]), total_words(one))
                for key, one in found.by_convention.items()
            ],
        }
        if form.cleaned_data.get("lieu"):
            context["place"] = (upper_first(PLACE_LABEL), found.ledgers.of_the_place, PLACE_WORDS)
    return own_page(request, page, f"{TEMPLATES}/ledgers.html", context)


def _typed(months: dict[str, dt.date]) -> dict[str, str]:
    return {name: day.strftime(_MONTH) for name, day in months.items()}


def _month(day: dt.date) -> str:
    return upper_first(f"{MONTHS[day.month - 1]} {day.year}")


@require_GET
def review_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what the sessions of a convention came to."""
    found = _review(request, pk)
    context = {
        "title": "Bilan d’une permanence",
        "review": review_words(found, today=timezone.localdate()),
        "pdf": reverse(f"admin:{page.name}_review_pdf", args=[pk]),
        "convention_url": (
            reverse("admin:conventions_convention_change", args=[pk])
            if request.user.has_perm(VIEW_CONVENTION)
            else ""
        ),
    }
    return own_page(request, page, f"{TEMPLATES}/review.html", context)


@require_GET
def review_pdf_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the same on one A4 page."""
    found = _review(request, pk)
    try:
        content = render_review(review_words(found, today=timezone.localdate()))
    except PdfError as error:
        messages.error(request, str(error))
        return redirect(f"admin:{page.name}_review", pk)
    return file_response(content, PDF, f"bilan-permanence-{pk}.pdf", "inline")


def _review(request: HttpRequest, pk: int) -> SessionReview:
    convention = get_object_or_404(with_terms(Convention.objects.all()), pk=pk)
    found = review_sessions(convention, sessions_of(request.user), now=timezone.now())
    if found is None:
        raise Http404
    return found
