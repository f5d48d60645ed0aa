"""What happened to a signed act, typed on its page: the only part that stays open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from conventions.models import Execution
from conventions.review.timeline import execution_faults
from csipa.admin import StackedInline


class ExecutionForm(forms.ModelForm):
    """The dates of one act.

    A date that cannot be is refused when the act was signed here: its signature is certain, so the
    date is a slip. An imported act keeps what its source says, which its page shows in red.
    """

    def clean(self) -> dict[str, Any] | None:
        """Refuse impossible dates, each on its own field."""
        cleaned = super().clean() or {}
        act = self.instance.act
        if act.drafted_here:
            typed = {name: value for name, value in cleaned.items() if name in self.fields}
            proposed = Execution(**{**typed, "act": act})
            faults = execution_faults(act, proposed, today=timezone.localdate())
            for column, fault in faults.items():
                self.add_error(column if column in self.fields else None, fault)
        return cleaned


class ExecutionInline(StackedInline):
    """The dates of transmission, publication and appeal; none is ever filled in."""

    model = Execution
    form = ExecutionForm
    max_num = 1
    can_delete = False
    open_when_locked = True
    fieldsets = (
        (
            "Contrôle de légalité",
            {"fields": (("sent_on", "received_on", "completed_on"), "receipt_id")},
        ),
        ("Publicité", {"fields": (("published_on", "notified_on", "reported_on"),)}),
        ("Recours gracieux", {"fields": (("informal_appeal_on", "informal_reply_on"),)}),
    )

    def get_extra(self, request, obj=None, **kwargs):
        """Open the only line at once."""
        return 0 if obj and hasattr(obj, "execution") else 1
