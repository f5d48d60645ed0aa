"""The powers that an act uses, on its page, and what each is worth today."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conventions.admin.power_forms import ActPowerFormSet, SubjectField, subjects_of
from conventions.models import ActPower
from conventions.review.standing import powers_with_end, standing_of, standing_words
from conventions.rules.mandates import Standing
from csipa.admin import OrderedStackedInline
from csipa.french.grammar import Gender

_SHAPES = {Standing.IN_FORCE: ("badge", "✓"), Standing.NOT_YET: ("badge", "○")}
_NO_LONGER = ("badge badge-danger", "✕")


def state_badge(worth: Standing, gender: Gender) -> SafeString:
    """Return what a power is worth as words with a shape."""
    look, shape = _SHAPES.get(worth, _NO_LONGER)
    html = '<span class="{}"><span aria-hidden="true">{} </span>{}</span>'
    return format_html(html, look, shape, standing_words(worth, gender))


class ActPowerInline(OrderedStackedInline):
    """The delegated matters that an act makes use of; its visas of delegation come from them."""

    model = ActPower
    formset = ActPowerFormSet
    fields = ("subject", "given_by")
    readonly_fields = ("given_by",)

    def get_queryset(self, request):
        """Read each matter with its delegation."""
        return powers_with_end(super().get_queryset(request))

    def get_formset(self, request, obj=None, **kwargs):
        """Offer the matters delegated by the council of the body that takes the act."""
        request.act_authority = obj.authority_id if obj else None
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Offer the matters under the deliberation that delegates each."""
        if db_field.name == "subject":
            kwargs["form_class"] = SubjectField
            kwargs["queryset"] = subjects_of(request.act_authority)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="déléguée par")
    def given_by(self, power: ActPower) -> SafeString | str:
        """Show the deliberation and what it is worth today."""
        if power.pk is None:
            return "Enregistrez : la délibération s’affiche ici."
        delegation = power.subject.delegation
        worth = standing_of(
            delegation, next_installed_on=power.next_installed_on, day=timezone.localdate()
        )
        return format_html("{} {}", delegation, state_badge(worth, Gender.FEMININE))
