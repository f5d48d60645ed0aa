"""The day on which the parties signed a convention, typed on its page once its text is closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from conventions.actions.concluding import conclusion_refusals
from conventions.models import Conclusion
from csipa.admin import StackedInline


class ConclusionForm(forms.ModelForm):
    """The day and, for a signature ahead of the act, its reason."""

    class Meta:
        widgets = {"early_reason": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any] | None:
        """Refuse a day on which the act did not allow the parties to sign yet."""
        cleaned = super().clean() or {}
        if "signed_on" in cleaned:
            reasons = conclusion_refusals(
                self.instance.convention,
                signed_on=cleaned["signed_on"],
                early_reason=cleaned.get("early_reason", ""),
                today=timezone.localdate(),
            )
            for reason in reasons:
                self.add_error("signed_on", reason)
        return cleaned


class ConclusionInline(StackedInline):
    """The signature of the parties: the only part of the page that stays open."""

    model = Conclusion
    form = ConclusionForm
    max_num = 1
    can_delete = False
    open_when_locked = True
    fields = ("signed_on", "early_reason")

    def get_extra(self, request, obj=None, **kwargs):
        """Open the only line at once."""
        return 0 if obj and hasattr(obj, "conclusion") else 1
