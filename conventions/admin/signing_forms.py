"""What is asked of whoever signs an act: the day, the remarks read, a reason to pass over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import cached_property

from conventions.review.open_findings import fingerprint
from conventions.rules.finding import Finding
from csipa.admin.widgets import DateInput

# The remarks that an act leaves open if it is signed on a day; on none in particular for None.
Look = Callable[[dt.date | None], list[Finding]]


class SigningForm(forms.Form):
    """The day on which an act is signed, always typed, and what is accepted with it.

    The remarks confirmed are those that were shown: others found meanwhile ask for another look.
    """

    signed_on = forms.DateField(
        label="Date de signature",
        widget=DateInput(),
        help_text="Celle qui sera imprimée : « Fait à …, le … ».",
    )
    findings_read = forms.BooleanField(
        label="J’ai lu ces remarques et je signe l’acte tel qu’il est", required=False
    )
    findings_shown = forms.CharField(required=False, widget=forms.HiddenInput())
    reason = forms.CharField(
        label="Motif pour passer outre",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Gardé avec l’acte, sous votre nom : il ne pourra être ni modifié ni supprimé.",
    )

    def __init__(self, *args: Any, look: Look, can_override: bool, **kwargs: Any) -> None:
        """Take what finds the remarks of a day, and whether the person may pass over."""
        super().__init__(*args, **kwargs)
        self.look = look
        if not can_override:
            del self.fields["reason"]

    @property
    def only_checks(self) -> bool:
        """Tell whether the powers of the day are asked for, and nothing is to be signed yet."""
        return "check" in self.data

    @property
    def day(self) -> dt.date | None:
        """Return the day typed, None while there is none that can be read."""
        return self.cleaned_data.get("signed_on") if self.is_bound and self.is_valid_day() else None

    @cached_property
    def findings(self) -> list[Finding]:
        """Return the remarks that the day typed leaves open."""
        return self.look(self.day)

    @cached_property
    def current(self) -> str:
        """Return what names the remarks that are open now."""
        return fingerprint(self.findings)

    def is_valid_day(self) -> bool:
        """Tell whether the day was typed as a date."""
        return "signed_on" not in self.errors

    def clean(self) -> dict[str, Any]:
        """Ask that the remarks be read, and be those that were shown."""
        cleaned = super().clean() or {}
        if not self.only_checks and self.findings:
            if not cleaned.get("findings_read"):
                self.add_error("findings_read", "Cochez cette case après avoir lu les remarques.")
            elif cleaned.get("findings_shown") != self.current:
                self.add_error(
                    "findings_read", "Les remarques ont changé : relisez-les, puis cochez."
                )
        return cleaned

    def accepted(self) -> dict[str, Any]:
        """Return what `sign_act` takes beside the act."""
        return {
            "on": self.cleaned_data["signed_on"],
            "reason": self.cleaned_data.get("reason", ""),
            "findings_accepted": self.findings,
        }
