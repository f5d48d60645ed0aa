"""The forms of the figures of the team: a period, and who leaves when. All are sent by GET."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from csipa.admin.periods import NO_DATE, PeriodForm
from csipa.admin.widgets import DateInput
from csipa.french.dates import add_months
from csipa.french.grammar import upper_first
from staffing.documents.need import figure
from staffing.models import Profession

_DAY = dt.timedelta(days=1)
_LONGEST_MONTHS = 120
_WEEK = [MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(60))]
BY_PROFESSION, BY_SITE = "profession", "site"


class YearForm(PeriodForm):
    """A period, both ends included: the last twelve months unless told otherwise."""

    def __init__(self, asked: Mapping[str, str], *, today: dt.date) -> None:
        super().__init__({**self.usual(today), **dict(asked.items())})

    @staticmethod
    def usual(today: dt.date) -> dict[str, str]:
        """Return what is asked for when nothing is."""
        first = add_months(today, -12) + _DAY
        return {"du": first.isoformat(), "au": today.isoformat()}

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or that lasts more than ten years."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and last < first:
            self.add_error("au", "La période finit avant de commencer : échangez les deux dates.")
        elif first and last and last.year - first.year > _LONGEST_MONTHS // 12:
            self.add_error("du", "La période dépasse dix ans : choisissez-en une plus courte.")
        return cleaned

    @property
    def sentence(self) -> str:
        """Return the first thing that is wrong, in one sentence; empty if nothing is."""
        return next((str(errors[0]) for errors in self.errors.values()), "")


class FiguresForm(YearForm):
    """A period, and by what the figures are told."""

    par = forms.ChoiceField(
        label="Détail",
        required=False,
        choices=((BY_PROFESSION, "par profession"), (BY_SITE, "par site")),
    )

    @property
    def by_site(self) -> bool:
        """Tell whether the figures are asked for by site."""
        return self.cleaned_data.get("par") == BY_SITE


class WhatIfForm(forms.Form):
    """Who leaves, and their last day; then, for each of their professions, what is supposed.

    A value out of range is told as wrong, and that of the records is used.
    """

    personne = forms.TypedMultipleChoiceField(
        label="Qui partirait",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cette personne n’est plus au centre."},
    )
    date = forms.DateField(
        label="Dernier jour au centre", widget=DateInput, error_messages={"invalid": NO_DATE}
    )

    def __init__(self, asked: Any, *, people: Sequence[tuple[int, str]], today: dt.date) -> None:
        data = asked.copy()
        data.setdefault("date", today.isoformat())
        super().__init__(data)
        self.fields["personne"].choices = people

    @property
    def sentence(self) -> str:
        """Return the first thing that is wrong, in one sentence; empty if nothing is."""
        return next((str(errors[0]) for errors in self.errors.values()), "")


class AssumptionForm(forms.Form):
    """What is supposed of one profession, on this page alone."""

    heures = forms.DecimalField(
        label="Heures par semaine d’un temps plein",
        max_digits=4,
        decimal_places=2,
        validators=_WEEK,
    )
    minutes = forms.IntegerField(
        label="Minutes par consultation", required=False, min_value=1, max_value=480
    )

    def __init__(self, asked: Mapping[str, str], *, profession: Profession) -> None:
        prefix = f"p{profession.pk}"
        own = {f"{prefix}-heures": _written(profession.weekly_hours)}
        own[f"{prefix}-minutes"] = str(profession.consultation_minutes or "")
        given = {key: asked[key] for key in own if key in asked}
        super().__init__({**own, **given}, prefix=prefix)
        self.profession = profession
        self.fields[
            "heures"
        ].help_text = f"Fiche de la profession : {figure(profession.weekly_hours)} h."
        known = profession.consultation_minutes
        self.fields["minutes"].help_text = (
            f"Fiche de la profession : {known} min." if known else "Inconnues : rien n’est calculé."
        )

    @property
    def title(self) -> str:
        """Return the name of the profession."""
        return upper_first(self.profession.plural)


def supposed(forms_: Iterable[AssumptionForm]) -> tuple[dict[int, Decimal], dict[int, int | None]]:
    """Return the hours and the minutes that valid forms give, by profession."""
    hours, minutes = {}, {}
    for form in forms_:
        if form.is_valid():
            hours[form.profession.pk] = form.cleaned_data["heures"]
            minutes[form.profession.pk] = form.cleaned_data["minutes"]
    return hours, minutes


def _written(value: Decimal) -> str:
    """Return a number as the browser’s number input wants it: « 35 », « 35.5 »."""
    return f"{value.normalize():f}"
