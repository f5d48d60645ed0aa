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


_REPORTED = {
    "council": "",
    "municipal_council": "",
    "board": "",
    "bureau": "qu’il est rendu compte de la présente délibération au conseil communautaire lors "
    "de sa prochaine réunion.",
    "mayor": "qu’il est rendu compte de la présente décision au conseil municipal lors de sa "
    "prochaine réunion.",
}
_TOLD = (
    "que la présente décision est portée à la connaissance du conseil communautaire lors de sa "
    "prochaine réunion."
)


def usual_provisions(body: str = "") -> list[dict[str, str]]:
    """Return the blocks that close nearly every act of a body (CGCT L. 5211-10; CJA R. 421-1)."""
    told = _REPORTED.get(body, _TOLD)
    return [
        {"label": "DÉCIDE", "text": ""},
        *([{"label": "PRÉCISE", "text": told}] if told else []),
        {
            "label": "INFORME",
            "text": "qu’elle peut être contestée, dans les deux mois qui suivent sa publication, "
            "par un recours gracieux adressé à son auteur ou par un recours contentieux porté "
            f"devant le {settings.APPEAL_COURT}.",
        },
    ]
