"""A period asked for on a page, both ends included."""

from __future__ import annotations

from django import forms

from csipa.admin.widgets import DateInput

NO_DATE = "Cette date n’existe pas\u00a0: choisissez-en une autre."
_MESSAGES = {
    "invalid": NO_DATE,
    "required": "Donnez les deux dates de la période.",
}


class PeriodForm(forms.Form):
    """The two days of a period, under the names that addresses give them.

    What a page accepts as a period is its own to check.
    """

    du = forms.DateField(label="Du", widget=DateInput, error_messages=_MESSAGES)
    au = forms.DateField(label="Au (inclus)", widget=DateInput, error_messages=_MESSAGES)
