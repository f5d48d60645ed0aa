"""The parts of an act on its page: lines in the order in which they are printed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin

from conventions.admin.meeting_forms import VoteForm
from conventions.admin_forms import LineForm, LinesField, ProvisionForm
from conventions.models import (
    Annex,
    Effect,
    Provision,
    Recital,
    Vote,
)
from conventions.rules.usual_provisions import closing_provisions
from csipa.admin import OrderedStackedInline, OrderedTabularInline, StackedInline


class RecitalInline(OrderedStackedInline):
    """Why the act is taken."""

    model = Recital
    form = LineForm
    fields = ("text",)


class ProvisionInline(OrderedStackedInline):
    """What the act decides."""

    model = Provision
    form = ProvisionForm
    fields = ("label", "text", "item_lines")
    verbose_name_plural = "dispositif"

    @admin.display(description="énumération")
    def item_lines(self, provision):
        """Show the items of a block that is read only."""
        return "\n".join(provision.items)

    def get_formset(self, request, obj=None, **kwargs):
        """Offer, on a new act, the usual blocks."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj is None and request.method == "GET":
            usual = usual_provisions(request.GET.get("body", ""))
            new = {"usual": usual, "extra": len(usual)}
            return type("NewProvisionFormSet", (_Prefilled, formset), new)
        return formset


class _Prefilled:
    """A formset that opens with lines already written."""

    usual: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "initial": self.usual})


class AnnexInline(OrderedStackedInline):
    """What is annexed to the act, and printed after it."""

    model = Annex
    fields = ("title", "number", "convention", "text")
    autocomplete_fields = ("convention",)


class VoteInline(StackedInline):
    """The vote of a collegial body."""

    model = Vote
    form = VoteForm
    max_num = 1
    can_delete = True
    fields = (
        ("in_office", "present", "proxies"),
        ("voting", "expressed"),
        ("votes_for", "votes_against", "abstained"),
        "unanimous",
        "withdrew",
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Type names one a line."""
        if db_field.name == "withdrew":
            label = "N’ont pas pris part au vote"
            return LinesField(label=label, required=False, help_text="Un nom par ligne.")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EffectInline(OrderedTabularInline):
    """What the act does to conventions already concluded."""

    model = Effect
    fields = ("verb", "convention_reference")


def usual_provisions(body: str = "") -> list[dict[str, str]]:
    """Return the blocks of a new act of a body: what it decides, then what closes nearly all."""
    closing = closing_provisions(body, court=settings.APPEAL_COURT)
    lines = [("DÉCIDE", ""), *closing]
    return [{"label": label, "text": text} for label, text in lines]
