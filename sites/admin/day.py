"""The day that a page is asked for, in its address."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils import timezone

from csipa.admin.widgets import DateInput


class DayForm(forms.Form):
    """A day to look at; today unless another is given."""

    jour = forms.DateField(
        label="À la date du",
        required=False,
        widget=DateInput(),
        validators=[MinValueValidator(dt.date(1900, 1, 1)), MaxValueValidator(dt.date(2999, 1, 1))],
    )


def asked_day(request: HttpRequest) -> tuple[DayForm, dt.date]:
    """Return the form to show and the day asked for; today when none or a bad one is given."""
    today = timezone.localdate()
    if "jour" not in request.GET:
        return DayForm(initial={"jour": today}), today
    form = DayForm(request.GET)
    return form, (form.cleaned_data["jour"] or today) if form.is_valid() else today
