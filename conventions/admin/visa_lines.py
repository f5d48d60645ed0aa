"""The visas on the page of an act or a convention: typed, or taken from what they cite."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conventions.admin.library_forms import VisaForm
from conventions.exchange.visas import VISA_RELATIONS
from conventions.exchange.wording import visa_words
from conventions.models import Act, LegalText, TextState, Visa
from csipa.admin import OrderedStackedInline

_SHAPES = {
    TextState.VERIFIED: ("badge", "✓"),
    TextState.TO_REVIEW: ("badge", "○"),
    TextState.OBSOLETE: ("badge badge-danger", "✕"),
}
_AS_TYPED = "Tel qu’écrit ci-dessus."
_NEW_LINE = "Enregistrez : les mots du visa s’affichent ici."


class LabelledChoice(forms.ModelChoiceField):
    """What a line cites, named shortly: its whole words stand below, on the same line."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name of a text and its state, or the reference of an act."""
        is_signed_act = isinstance(obj, Act) and obj.is_signed
        label: str = obj.reference if is_signed_act else obj.choice_label
        return label


def state_badge(text: LegalText) -> SafeString:
    """Return the state of a text as a word with its shape."""
    look, shape = _SHAPES[TextState(text.state)]
    return _badge(look, shape, text.get_state_display())


def force_badge(act: Act) -> SafeString | str:
    """Return what keeps an act of the register from being relied on; nothing when it is in force.

    Reads `act.cancellation` and `act.execution`.
    """
    if hasattr(act, "cancellation"):
        return _badge("badge badge-danger", "✕", "annulé")
    if not act.is_signed:
        return _badge("badge badge-danger", "○", "pas encore signé")
    return "" if act.enforceable_on() else _badge("badge", "○", "pas encore exécutoire")


def _badge(look: str, shape: str, word: str) -> SafeString:
    html = '<span class="{}"><span aria-hidden="true">{} </span>{}</span>'
    return format_html(html, look, shape, word)


class VisaLines(OrderedStackedInline):
    """Visas: a text of the library, an act of the register, or words typed."""

    model = Visa
    form = VisaForm
    autocomplete_fields = ("legal_text", "cited_act")
    readonly_fields = ("printed",)
    fieldsets = (
        (None, {"fields": (("legal_text", "cited_act"), "text", "printed")}),
        (
            "Référence d’un acte absent du registre (facultatif)",
            {
                "classes": ("collapse",),
                "fields": (("cited_nature", "cited_number"), ("cited_date", "cited_authority")),
            },
        ),
    )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Remember whether this person may add to the library."""
        self.may_keep = request.user.has_perm("conventions.add_legaltext")
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load what the lines cite with them."""
        return (
            super()
            .get_queryset(request)
            .select_related(
                *("act", "convention", "legal_text__replaced_by"),
                *(*VISA_RELATIONS, "cited_act__execution", "cited_act__cancellation"),
            )
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Tell choices apart by their words."""
        if db_field.name in self.autocomplete_fields:
            kwargs["form_class"] = LabelledChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave the whole width to what is cited: its page is not opened from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in self.autocomplete_fields:
            widget = field.widget
            widget.can_add_related = widget.can_change_related = widget.can_view_related = False
        return field

    @admin.display(description="imprimé")
    def printed(self, visa: Visa) -> SafeString | str:
        """Show the words that will be printed, and what to know of what they cite."""
        if visa.pk is None:
            return _NEW_LINE
        if visa.legal_text is None and visa.cited_act is None:
            return self._keep_link(visa)
        words = visa_words(visa).get("text", visa.text)
        return format_html("{} {}", words, _about(visa))

    def _keep_link(self, visa: Visa) -> SafeString | str:
        """Offer to make a text of the library of a visa typed on an open act."""
        owner = visa.act or visa.convention
        if not self.may_keep or owner.as_written or owner.sealed:
            return _AS_TYPED
        url = reverse("admin:conventions_legaltext_keep", args=[visa.pk])
        return format_html('{} <a href="{}">Ajouter à la bibliothèque</a>', _AS_TYPED, url)


def _about(visa: Visa) -> SafeString | str:
    """Return what to know of what a line cites before it is signed."""
    if text := visa.legal_text:
        return format_html("{} {}", state_badge(text), _instead(text))
    return force_badge(visa.cited_act) if visa.cited_act else ""


def _instead(text: LegalText) -> SafeString | str:
    if text.state != TextState.OBSOLETE or not text.replaced_by:
        return ""
    return format_html("Remplacé par : {}.", text.replaced_by)


class VisaInline(VisaLines):
    """What the act rests on."""

    fk_name = "act"


class ConventionVisaInline(VisaLines):
    """Visas of the convention's own; most have none."""
