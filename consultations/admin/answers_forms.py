"""What is asked of the page of answers; sent by GET, so that an answer has an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from consultations.models import ActivityKind
from consultations.review.answers_table import DIMENSION_NAMES, MEASURES, Shown
from consultations.rules.months import add_months, last_day
from consultations.rules.pivot import Dimension
from csipa.admin.periods import NO_DATE, PeriodForm
from csipa.french.grammar import upper_first

_LONGEST_YEARS = 10
_YEARS = range(1900, 2101)
_NO_SITE = "Ce site n’est pas de ceux pour lesquels vous travaillez."


class AnswersForm(PeriodForm):
    """A period, both ends included, what to narrow it to, and what to show by what."""

    mesure = forms.ChoiceField(
        label="Chiffre", choices=[(one.slug, upper_first(one.label)) for one in MEASURES.values()]
    )
    lignes = forms.ChoiceField(
        label="En lignes", choices=[(one.value, name) for one, name in DIMENSION_NAMES.items()]
    )
    colonnes = forms.ChoiceField(
        label="En colonnes",
        required=False,
        choices=[
            ("aucune", "Aucune"),
            *((one.value, name) for one, name in DIMENSION_NAMES.items()),
        ],
    )
    site = forms.TypedMultipleChoiceField(
        label="Sites",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _NO_SITE},
    )
    profession = forms.TypedMultipleChoiceField(
        label="Professions",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cette profession n’existe plus."},
    )
    nature = forms.MultipleChoiceField(
        label="Natures",
        required=False,
        choices=[(value, upper_first(str(label))) for value, label in ActivityKind.choices],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cette nature n’existe pas."},
    )
    lieu = forms.BooleanField(
        label="Ajouter une ligne « activité du lieu » (CSIPA + SNP)", required=False
    )
    personnes = forms.BooleanField(label="Détailler par personne", required=False)

    def __init__(
        self,
        asked: QueryDict,
        *,
        today: dt.date,
        sites: Sequence[tuple[int, str]],
        professions: Sequence[tuple[int, str]],
        sees_people: bool,
    ) -> None:
        data = asked.copy()
        for name, value in self.usual(today).items():
            data.setdefault(name, value)
        super().__init__(data)
        self.fields["site"].choices = sites
        self.fields["profession"].choices = professions
        if not sees_people:
            del self.fields["personnes"]

    @staticmethod
    def usual(today: dt.date) -> dict[str, str]:
        """Return what is asked for when nothing is: twelve whole months, this one included."""
        first = add_months(today, -11)
        return {
            "du": first.isoformat(),
            "au": last_day(today).isoformat(),
            "mesure": "consultations",
            "lignes": Dimension.MONTH.value,
            "colonnes": Dimension.SITE.value,
        }

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or that lasts more than ten years."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("du"), cleaned.get("au")
        if first and last and last < first:
            self.add_error("au", "La période finit avant de commencer : échangez les deux dates.")
        elif first and last and last.year - first.year > _LONGEST_YEARS:
            self.add_error("du", "La période dépasse dix ans : choisissez-en une plus courte.")
        elif first and last and {first.year, last.year} - set(_YEARS):
            self.add_error("du", NO_DATE)
        return cleaned

    @property
    def sentence(self) -> str:
        """Return the first thing that is wrong, in one sentence; empty if nothing is."""
        return next((str(errors[0]) for errors in self.errors.values()), "")

    @property
    def rows(self) -> Dimension:
        """The dimension in rows."""
        return Dimension(self.cleaned_data["lignes"])

    @property
    def columns(self) -> Dimension | None:
        """The dimension in columns; None for none, or for that of the rows."""
        asked = self.cleaned_data["colonnes"]
        if asked in ("", "aucune", self.cleaned_data["lignes"]):
            return None
        return Dimension(asked)

    @property
    def shown(self) -> Shown:
        """The measure."""
        return MEASURES[self.cleaned_data["mesure"]]
