"""The forms about numbers: cancelling one, settling a series, choosing a register."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from conventions.models import Act, NumberSeries
from conventions.review.registers import years_of
from conventions.rules.registers import DELIBERATIONS, ORDERS
from csipa.admin.widgets import DateInput
from sites.models import Organisation


class CancellingForm(forms.Form):
    """Since when a number is cancelled, and why."""

    cancelled_on = forms.DateField(label="Annulé le", widget=DateInput())
    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il reste visible avec le numéro, et s’imprime au registre : « n° … : annulé "
        "(motif) ».",
    )

    def clean_cancelled_on(self) -> dt.date:
        """Refuse a day to come."""
        day: dt.date = self.cleaned_data["cancelled_on"]
        if day > timezone.localdate():
            raise ValidationError("Ce jour est à venir.")
        return day


class NumberCancellingForm(CancellingForm):
    """Which number of a series is cancelled though no act bears it."""

    sequence = forms.IntegerField(
        label="Rang dans la série",
        required=False,
        min_value=1,
        help_text="Vide : le prochain numéro est pris et annulé aussitôt. Sinon, le rang d’un "
        "numéro manquant.",
    )
    field_order = ("sequence",)


class SeriesForm(forms.ModelForm):
    """A series: its pattern may change at any time, its last number only grows."""

    class Meta:
        model = NumberSeries
        fields = ("authority", "nature", "year", "pattern", "last")
        widgets = {"pattern": forms.TextInput(attrs={"data-number-pattern": ""})}

    def clean_last(self) -> int:
        """Refuse to go back, or to stand before a number that an act bears."""
        last: int = self.cleaned_data["last"]
        given = self.initial.get("last") or 0
        if last < given:
            raise ValidationError(
                f"Le numéro {given} est déjà donné : le dernier numéro ne peut que monter."
            )
        return last

    def clean(self) -> dict[str, Any] | None:
        """Refuse a last number below one that an act entered by hand already bears."""
        cleaned = super().clean() or {}
        of_series = {name: cleaned.get(name) for name in ("authority", "nature", "year")}
        if self.instance.pk:
            of_series = {name: getattr(self.instance, name) for name in of_series}
        if None not in of_series.values() and "last" in cleaned:
            ranked = Act.objects.signed().filter(sequence__gt=cleaned["last"], **of_series)
            if bearer := ranked.order_by("-sequence").first():
                self.add_error(
                    "last",
                    f"« {bearer} » porte le rang {bearer.sequence} : la série continue après lui.",
                )
        return cleaned


class RegisterForm(forms.Form):
    """Which register to print."""

    authority = forms.ModelChoiceField(Organisation.objects.none(), label="Collectivité")
    year = forms.TypedChoiceField(label="Année", coerce=int)
    kind = forms.ChoiceField(
        label="Registre",
        choices=(
            (DELIBERATIONS, "délibérations et décisions déléguées"),
            (ORDERS, "arrêtés"),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = Act.objects.signed().order_by().values("authority")
        authorities = Organisation.objects.filter(pk__in=signed).order_by("search_key", "pk")
        years = {year for authority in authorities for year in years_of(authority)}
        self.fields["authority"].queryset = authorities
        self.fields["authority"].empty_label = None
        self.fields["year"].choices = [(year, year) for year in sorted(years, reverse=True)]
