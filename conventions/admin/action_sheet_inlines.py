"""The lines of the page of an action sheet."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.db import models

from conventions.admin.action_sheet_forms import PlaceForm, PlaceFormSet
from conventions.models import (
    SheetBudget,
    SheetIndicator,
    SheetMission,
    SheetPartner,
    SheetPlace,
    SheetStep,
    SheetValue,
)
from csipa.admin import OrderedStackedInline, TabularInline
from sites.models import CommunityMission


class PlaceInline(TabularInline):
    """The programmes that the sheet is part of."""

    model = SheetPlace
    form = PlaceForm
    formset = PlaceFormSet
    fields = ("programme", "spot", "number")
    verbose_name_plural = "programmes"
    ordering = ("-programme__start", "pk")

    def get_queryset(self, request):
        """Load what tells where each place is."""
        return super().get_queryset(request).select_related("axis", "objective", "programme")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Offer no new programme here: the names need the room."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "programme":
            field.widget.can_add_related = False
        return field

    @admin.display(description="axe ou objectif")
    def spot(self, place):
        """Show the axis or objective of a place that is read only."""
        return place.objective or place.axis


class MissionInline(TabularInline):
    """The missions of CPTS that the sheet serves as well."""

    model = SheetMission
    fields = ("mission",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer the missions under the name of their CPTS."""
        kwargs["queryset"] = CommunityMission.objects.select_related(
            "community__organisation"
        ).order_by("community__organisation__search_key", "pk")
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.label_from_instance = lambda row: f"{row.community}\u00a0: {row}"
        return field

    def get_queryset(self, request):
        """Load the CPTS of each mission."""
        return super().get_queryset(request).select_related("mission__community__organisation")


class PartnerInline(OrderedStackedInline):
    """Who takes part."""

    model = SheetPartner
    fields = (("organisation", "name", "part"),)
    autocomplete_fields = ("organisation",)


class StepInline(OrderedStackedInline):
    """The calendar."""

    model = SheetStep
    fields = ("title", ("due_on", "done_on"))
    verbose_name_plural = "étapes du calendrier"


class BudgetInline(OrderedStackedInline):
    """Who pays what, and what is spent."""

    model = SheetBudget
    fields = (("year", "payer", "payer_name"), ("planned", "spent", "purpose"))
    autocomplete_fields = ("payer",)


class PlainNumberInput(forms.NumberInput):
    """The input of a measure, which shows no more decimals than needed."""

    def format_value(self, value: object) -> str | None:
        """Return « 8000 » for 8000.000."""
        return (
            f"{value.normalize():f}" if isinstance(value, Decimal) else super().format_value(value)
        )


PLAIN_NUMBERS = {models.DecimalField: {"widget": PlainNumberInput({"step": "any"})}}


class IndicatorInline(OrderedStackedInline):
    """How the action is judged; values are noted when stock is taken."""

    model = SheetIndicator
    fields = (
        ("name", "nature"),
        ("unit", "baseline", "target", "target_on", "direction"),
        "how",
    )
    show_change_link = True
    verbose_name_plural = "indicateurs"
    formfield_overrides = {**OrderedStackedInline.formfield_overrides, **PLAIN_NUMBERS}


class ValueInline(TabularInline):
    """The values of an indicator, the latest first."""

    model = SheetValue
    fields = ("as_of", "precision", "value", "source", "source_date")
    ordering = ("-as_of",)
    formfield_overrides = {**TabularInline.formfield_overrides, **PLAIN_NUMBERS}
