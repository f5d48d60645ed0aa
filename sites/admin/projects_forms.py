"""The form on which every promise of a health project is looked at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from csipa.admin.seen import SeenForm
from csipa.admin.widgets import DateInput
from sites.actions.projects import Found
from sites.models import FindingState
from sites.review.promises import Line

_NOTHING = ("", "Rien à noter ce jour")


class DayForm(forms.Form):
    """The day on which the promises are looked at, today if none is understood."""

    le = forms.DateField(label="Au", required=False, widget=DateInput)

    def day(self, *, today: dt.date) -> dt.date:
        """Return the day asked, never later than today."""
        asked = self.cleaned_data.get("le") if self.is_valid() else None
        return min(asked or today, today)


class FindingForm(SeenForm):
    """What is found about one promise on a day; empty for nothing new."""

    state = forms.ChoiceField(
        label="Constat", required=False, choices=[_NOTHING, *FindingState.choices]
    )
    reason = forms.CharField(
        label="Explication",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, *, line: Line, day: dt.date) -> None:
        noted = line.stated if line.stated and line.stated.found_on == day else None
        super().__init__(
            data,
            prefix=f"c{line.commitment.pk}",
            initial={"state": noted.state, "reason": noted.reason} if noted else None,
        )
        self.line = line

    def clean(self) -> dict[str, Any]:
        """Ask why a promise is not kept, and what an explanation is about."""
        cleaned = super().clean() or {}
        state, reason = cleaned.get("state"), cleaned.get("reason")
        if state in (FindingState.NOT_KEPT, FindingState.PARTLY) and not reason:
            self.add_error("reason", "Expliquez pourquoi, et ce qui est prévu pour y remédier.")
        if reason and not state and "state" not in self.errors:
            self.add_error("state", "Choisissez le constat que cette explication accompagne.")
        return cleaned

    @property
    def found(self) -> Found | None:
        """Return what was typed, once the form is valid; None for nothing noted that day."""
        cleaned = self.cleaned_data
        return Found(cleaned["state"], cleaned["reason"]) if cleaned["state"] else None
