"""The form of a stated figure: it tells the unit, and refuses what goes together badly."""

from __future__ import annotations

from typing import Any

from django import forms

from csipa.french.grammar import upper_first
from sites.models import Figure
from sites.models.figure import PROFESSION_CHOICES
from sites.rules.indicators import MEANINGS, Measure, Unit

# What only comes whole; full-time equivalents and rates have decimals.
_WHOLE = {Unit.INHABITANTS: "habitants", Unit.HEADS: "personnes", Unit.COMMUNES: "communes"}
_WITH_PROFESSION = (Measure.PROFESSIONALS, Measure.RETIREMENTS)


def measure_choices() -> list[tuple[str, str]]:
    """Return the measures with their unit: « Médecins généralistes libéraux – personnes »."""
    return [
        ("", "À choisir"),
        *(
            (
                measure.value,
                upper_first(meaning.label) + (f" – {meaning.unit}" if meaning.unit else ""),
            )
            for measure, meaning in MEANINGS.items()
        ),
    ]


class FigureForm(forms.ModelForm):
    """A figure as somebody stated it."""

    class Meta:
        model = Figure
        fields = (
            *("territory", "commune", "measure", "profession", "years", "label"),
            *("value", "precision", "as_of", "source", "source_date", "comment"),
        )
        labels = {"years": "En combien d’années", "label": "Nom de l’autre chiffre"}
        help_texts = {
            "measure": "L’unité suit le tiret\u00a0: des personnes ne sont pas des ETP.",
            "years": "Pour des départs en retraite seulement.",
            "label": "Seulement pour «\u00a0autre chiffre\u00a0», avec son unité.",
            "value": "Dans l’unité de ce qui est dit\u00a0; de 0 à 100 pour une part.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.value is not None:
            self.initial["value"] = f"{self.instance.value.normalize():f}"
        if "measure" in self.fields:
            self.fields["measure"].choices = measure_choices()
        if "profession" in self.fields:
            choices = [(value, upper_first(name)) for value, name in PROFESSION_CHOICES]
            self.fields["profession"].choices = [("", "Toutes"), *choices]

    def clean(self) -> dict[str, Any]:
        """Say on each field what does not go with what is stated."""
        cleaned = super().clean() or {}
        self._check_place(cleaned)
        try:
            measure = Measure(cleaned.get("measure") or "")
        except ValueError:
            return cleaned
        self._check_value(measure, cleaned)
        self._check_details(measure, cleaned)
        return cleaned

    def _check_place(self, cleaned: dict[str, Any]) -> None:
        if not {"territory", "commune"} <= set(self.fields):
            return
        if bool(cleaned.get("territory")) == bool(cleaned.get("commune")) and not (
            {"territory", "commune"} & set(self.errors)
        ):
            self.add_error(
                "territory",
                "Choisissez soit le territoire, soit la commune dont parle le chiffre\u00a0: l’un "
                "des deux, et un seul.",
            )

    def _check_value(self, measure: Measure, cleaned: dict[str, Any]) -> None:
        value, unit = cleaned.get("value"), MEANINGS[measure].unit
        if value is None:
            return
        if value < 0:
            self.add_error("value", "Un chiffre n’est pas négatif.")
        elif unit is Unit.PERCENT and value > 100:
            self.add_error("value", "Une part va de 0 à 100\u00a0%.")
        elif unit in _WHOLE and value != value.to_integral_value():
            told = f"Des {_WHOLE[unit]} se comptent en nombres entiers."
            if measure is Measure.GP_SALARIED:
                told += " Pour des ETP, choisissez la ligne «\u00a0en ETP\u00a0»."
            self.add_error("value", told)

    def _check_details(self, measure: Measure, cleaned: dict[str, Any]) -> None:
        if cleaned.get("profession") and measure not in _WITH_PROFESSION:
            self.add_error(
                "profession",
                "La profession ne se précise que pour des professionnels de santé ou des départs "
                "en retraite\u00a0: laissez-la vide.",
            )
        years = cleaned.get("years")
        if measure is Measure.RETIREMENTS and not years and "years" not in self.errors:
            self.add_error("years", "Dites en combien d’années ces départs sont attendus.")
        elif measure is not Measure.RETIREMENTS and years is not None:
            self.add_error(
                "years",
                "Seuls des départs en retraite se comptent sur des années\u00a0: laissez vide.",
            )
        label = cleaned.get("label")
        if measure is Measure.OTHER and not label:
            self.add_error("label", "Donnez le nom de cet autre chiffre, avec son unité.")
        elif measure is not Measure.OTHER and label:
            self.add_error(
                "label",
                "Seul un «\u00a0autre chiffre\u00a0» porte un libellé\u00a0: laissez-le vide, ou "
                "écrivez-le en remarque.",
            )
