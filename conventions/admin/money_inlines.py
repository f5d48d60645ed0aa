"""The price of a convention on its page: terms, instalments, payers."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from conventions.admin.money_forms import (
    FinancialTermForm,
    FinancialTermFormSet,
    InstalmentForm,
    InstalmentFormSet,
    PayerForm,
    PayerFormSet,
)
from conventions.models import FinancialTerm, Instalment, Payer
from csipa.admin import OrderedStackedInline, StackedInline, TabularInline


class FinancialTermInline(StackedInline):
    """The price itself; most conventions have one line here, that says they are free."""

    model = FinancialTerm
    form = FinancialTermForm
    formset = FinancialTermFormSet
    max_num = 1
    fields = (
        ("mode", "amount", "period"),
        ("starts_after_months", "valued_at"),
        ("unit_amount", "unit"),
        ("index_name", "index_quarter", "review_date"),
    )

    @property
    def media(self):
        """Add the script that leaves out of sight what the mode has no use for."""
        return super().media + forms.Media(js=["csipa/js/price.js"])

    def get_extra(self, request, obj=None, **kwargs):
        """Open the only line at once."""
        return 0 if obj and hasattr(obj, "financial_term") else 1


class InstalmentInline(OrderedStackedInline):
    """When an amount is paid in several times."""

    model = Instalment
    form = InstalmentForm
    formset = InstalmentFormSet
    fields = (("percent", "amount"), ("due_on", "when"))


class PayerInline(TabularInline):
    """Who pays, and which share; a payer alone pays all."""

    model = Payer
    form = PayerForm
    formset = PayerFormSet
    fields = ("payer", "percent", "amount")
    verbose_name_plural = "payeurs"
    ordering = ("position", "party__position", "pk")

    @admin.display(description="partie")
    def payer(self, row):
        """Show the party of a line that is read only."""
        return row.party

    def get_queryset(self, request):
        """Load the party with its organisation, whose name it takes."""
        return super().get_queryset(request).select_related("party__organisation")

    def get_formset(self, request, obj=None, **kwargs):
        """Let every line choose among the parties of this convention, read once."""
        formset = super().get_formset(request, obj, **kwargs)
        rows = obj.parties.select_related("organisation").order_by("position", "pk") if obj else ()
        return type("PayerLines", (formset,), {"parties": list(rows)})
