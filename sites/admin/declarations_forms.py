"""What is typed before the letter to the agency is printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from csipa.admin.widgets import DateInput
from csipa.french.grammar import upper_first
from sites.models import SendingMeans, SubstantialChange
from sites.review.declaration_letters import centre_of
from sites.rules.declarations import USUAL_ENCLOSURES


class LetterForm(forms.Form):
    """Where and when the letter is written, how it goes, what goes with it; nothing is kept."""

    lieu = forms.CharField(label="Fait à", required=False, max_length=80)
    date = forms.DateField(label="Le", required=False, widget=DateInput)
    moyen = forms.ChoiceField(
        label="Moyen d’envoi",
        required=False,
        choices=[(means.value, upper_first(str(means.label))) for means in SendingMeans],
        help_text="Il donne une date certaine à la réception.",
    )
    pieces = forms.CharField(
        label="Pièces jointes",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Une par ligne. Celles proposées sont usuelles\u00a0: le code n’en exige aucune.",
    )

    def __init__(self, data: Any = None, *, change: SubstantialChange) -> None:
        manager = centre_of(change).manager
        place = manager.commune.name if manager and manager.commune else ""
        super().__init__(
            data,
            initial={
                "lieu": place,
                "date": change.sent_on or timezone.localdate(),
                "moyen": change.means or SendingMeans.REGISTERED,
                "pieces": "\n".join(USUAL_ENCLOSURES[change.nature]),
            },
        )

    def words(self) -> dict[str, Any]:
        """Return what the letter takes; what was not understood counts as not typed."""
        self.is_valid()
        typed = self.cleaned_data if self.is_bound else self.initial
        day: dt.date = typed.get("date") or timezone.localdate()
        return {
            "dated": day,
            "place": typed.get("lieu", ""),
            "means": typed.get("moyen", ""),
            "enclosures": typed.get("pieces", "").splitlines(),
        }


class ProposalForm(forms.Form):
    """A change that the records show, as a button sends it back."""

    site = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    nature = forms.CharField(max_length=16)
    day = forms.DateField()


class SetAsideForm(ProposalForm):
    """The same, and why it need not be told."""

    reason = forms.CharField(label="Raison", max_length=300)
