"""The pages of the number series: their pattern, and what became of each number."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.forms import Media, Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conventions.admin.cancelling_views import PERMISSION, cancel_number_view
from conventions.admin.number_forms import SeriesForm
from conventions.models import NumberSeries
from conventions.review.series import Given, run_of
from conventions.rules.numbering import DEFAULT_PATTERN, NumberError, format_number, transmissible
from csipa.admin import ModelAdmin, Panel, Section, ToolbarLink

LINES_PER_PAGE = 100


@admin.register(NumberSeries)
class NumberSeriesAdmin(ModelAdmin):
    """One series per authority, nature and year."""

    section = Section.SETTINGS
    section_rank = 10
    guide = "signer-et-imprimer#les-séries-de-numéros"
    guides = {"cancel": "signer-et-imprimer#annuler-un-numéro"}
    description = "La forme des numéros d’actes et le dernier donné, par nature et par année."
    views = (("<int:pk>/annuler/", "cancel", cancel_number_view),)
    form = SeriesForm
    list_display = ("authority", "nature", "year", "pattern", "last")
    list_display_links = ("year",)
    list_filter = ("nature", "year")
    ordering = ("-year", "nature", "pk")
    autocomplete_fields = ("authority",)
    fields = ("authority", "nature", "year", "pattern", "preview", "last")
    readonly_fields = ("preview",)

    @admin.display(description="aperçu du prochain numéro")
    def preview(self, series):
        """Show how the next number is printed, and the form in which it is transmitted."""
        pattern = (series and series.pattern) or DEFAULT_PATTERN
        year = (series and series.year) or timezone.localdate().year
        sequence = ((series and series.last) or 0) + 1
        return format_html(
            '<output data-number-preview data-year="{}" data-sequence="{}">{}</output>',
            year,
            sequence,
            _shown(pattern, year, sequence),
        )

    @property
    def media(self):
        """Show the number as the pattern is typed."""
        return super().media + Media(js=[Script("csipa/js/number-pattern.js", defer=True)])

    def get_readonly_fields(self, request, obj=None):
        """Fix the series once it has given a number."""
        names = super().get_readonly_fields(request, obj)
        return [*names, "authority", "nature", "year"] if obj and obj.last else names

    def has_delete_permission(self, request, obj=None):
        """Keep a series that has given a number."""
        return super().has_delete_permission(request, obj) and not (obj and obj.last)

    def get_actions(self, request):
        """Delete series one by one: each tells whether it may be."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def toolbar(self, request, obj):
        """Offer to cancel a number that no act bears."""
        if not request.user.has_perm(PERMISSION):
            return []
        url = reverse("admin:conventions_numberseries_cancel", args=[obj.pk])
        return [ToolbarLink("Annuler un numéro…", url)]

    def panels(self, request, obj):
        """Show what became of each number, the latest first."""
        return [_run_panel(request, obj)]


def _shown(pattern: str, year: int, sequence: int) -> str:
    try:
        number = format_number(pattern, year=year, sequence=sequence)
    except NumberError as error:
        return str(error)
    try:
        return f"« {number} », transmis sous la forme « {transmissible(number)} »"
    except NumberError:
        return f"« {number} », qui ne peut pas être transmis (2 à 15 lettres ou chiffres)"


def _run_panel(request: HttpRequest, series: NumberSeries) -> Panel:
    run = run_of(series)
    page = Paginator(run.places, LINES_PER_PAGE).get_page(request.GET.get("p"))
    start = (page.number - 1) * LINES_PER_PAGE
    context: dict[str, Any] = {
        "series": series,
        "page": page,
        "lines": run.lines(start, start + LINES_PER_PAGE),
        "counts": {state.value: run.count(state) for state in Given},
        "may_cancel": request.user.has_perm(PERMISSION),
    }
    return Panel("admin/conventions/numberseries/_run.html", context)
