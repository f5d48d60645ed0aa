"""The forms of action sheets: the sheet, its places in programmes, and the stock taken of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from conventions.actions.taking_stock import Measured, Stock
from conventions.models import (
    Axis,
    Objective,
    Programme,
    SheetPlace,
    SheetState,
    SheetValue,
)
from conventions.review.sheets import Measure, ReadSheet
from conventions.rules.programme_lines import place_fault
from conventions.rules.sheet_states import State, state_fault
from csipa.admin.formsets import LineFormSet
from csipa.admin.widgets import DateInput

_NO_PLACE = "Directement sous le programme"
_NO_NUMBER = (
    "Cette valeur n’est pas un nombre\u00a0: écrivez «\u00a012\u00a0» ou «\u00a012,5\u00a0»."
)


class ActionSheetForm(forms.ModelForm):
    """An action; a state that its dates cannot bear is refused."""

    class Meta:
        widgets = {
            "context": forms.Textarea(attrs={"rows": 4}),
            "goals": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 5}),
            "means": forms.Textarea(attrs={"rows": 3}),
            "progress": forms.Textarea(attrs={"rows": 4}),
        }

    def clean(self) -> dict[str, Any]:
        """Date a state just chosen; ask for the end of an action that is done."""
        cleaned = super().clean() or {}
        today = timezone.localdate()
        if "state" in self.changed_data and "state_on" in cleaned and not cleaned["state_on"]:
            cleaned["state_on"] = today
        known = {"state", "state_on", "start", "end"} <= cleaned.keys()
        if known and {"state", "state_on", "end"} & set(self.changed_data):
            fault = state_fault(
                State(cleaned["state"]),
                start=cleaned["start"],
                end=cleaned["end"],
                state_on=cleaned["state_on"] or today,
                today=today,
            )
            if fault:
                self.add_error("state", fault)
        return cleaned


def spot_choices() -> list[tuple[str, Any]]:
    """Return the axes and objectives by programme, the latest first; two queries."""
    axes = Axis.objects.select_related("programme").prefetch_related("objectives")
    groups: dict[Programme, list[tuple[str, str]]] = {}
    for axis in axes.order_by("-programme__start", "programme", "position", "pk"):
        found = groups.setdefault(axis.programme, [])
        found.append((f"axis-{axis.pk}", str(axis)))
        rows = sorted(axis.objectives.all(), key=lambda row: (row.position, row.pk))
        found += [(f"objective-{row.pk}", f"\u00a0\u00a0{row}") for row in rows]
    return [("", _NO_PLACE), *((str(programme), found) for programme, found in groups.items())]


class PlaceForm(forms.ModelForm):
    """A place in a programme: under which axis or objective, with which number."""

    spot = forms.ChoiceField(
        label="Axe ou objectif", required=False, show_hidden_initial=True, choices=[]
    )

    class Meta:
        model = SheetPlace
        fields = ("programme", "number")

    def __init__(self, *args: Any, spots: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False
        if "spot" in self.fields:
            self.fields["spot"].choices = spots
            self.initial["spot"] = self._present()

    def _present(self) -> str:
        if self.instance.objective_id:
            return f"objective-{self.instance.objective_id}"
        return f"axis-{self.instance.axis_id}" if self.instance.axis_id else ""

    def clean(self) -> dict[str, Any]:
        """Tie the axis and the objective chosen; refuse those of another programme."""
        cleaned = super().clean() or {}
        programme = cleaned.get("programme")
        if programme is None:
            return cleaned
        if "spot" in self.changed_data:
            self._tie(cleaned.get("spot", ""))
        axis, objective = self.instance.axis, self.instance.objective
        fault = place_fault(
            programme=programme.pk,
            axis_programme=axis and axis.programme_id,
            axis=axis and axis.pk,
            objective_axis=objective and objective.axis_id,
            has_objective=objective is not None,
        )
        if fault:
            self.add_error("spot", fault)
        if not cleaned.get("number"):
            cleaned["number"] = free_number(programme)
        return cleaned

    def _tie(self, spot: str) -> None:
        kind, _, key = spot.partition("-")
        objective = Objective.objects.filter(pk=key).first() if kind == "objective" else None
        axis = objective.axis if objective else None
        if kind == "axis":
            axis = Axis.objects.filter(pk=key).first()
        self.instance.axis, self.instance.objective = axis, objective


def free_number(programme: Programme) -> str:
    """Return the first whole number that no sheet of the programme bears."""
    taken = set(programme.placements.values_list("number", flat=True))
    return next(str(rank) for rank in range(1, len(taken) + 2) if str(rank) not in taken)


class PlaceFormSet(LineFormSet):
    """The places of a sheet; the choices are read once for all."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Give each line the axes and objectives."""
        if not hasattr(self, "spots"):
            self.spots = spot_choices()
        return {**super().get_form_kwargs(index), "spots": self.spots}

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        """Put a new place last in its programme."""
        form.instance.position = form.instance.programme.placements.count() + 1
        return super().save_new(form, commit=commit)


class StockForm(forms.Form):
    """Where an action stands on a day: its state, what is new, steps done, values."""

    state = forms.ChoiceField(label="État", choices=SheetState.choices)
    state_on = forms.DateField(label="Constaté le", widget=DateInput)
    end = forms.DateField(
        label="Dernier jour de l’action",
        required=False,
        widget=DateInput,
        help_text="À donner pour une action réalisée.",
    )
    progress = forms.CharField(
        label="Ce qu’il y a de nouveau", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, data: Any = None, *, sheet: ReadSheet, today: dt.date) -> None:
        row = sheet.row
        initial = {
            "state": row.state,
            "state_on": today,
            "end": row.end,
            "progress": row.progress,
        }
        super().__init__(data, initial=initial)
        self.sheet, self.today = sheet, today
        for step in sheet.steps:
            self.fields[f"step_{step.pk}"] = forms.DateField(
                label=f"«\u00a0{step.title}\u00a0», faite le",
                required=False,
                widget=DateInput,
                initial=step.done_on,
            )
        for measure in sheet.measures:
            self._add_measure(measure)

    def _add_measure(self, measure: Measure) -> None:
        key, name = measure.row.pk, measure.row.name
        unit = f" ({measure.row.unit})" if measure.row.unit else ""
        self.fields[f"value_{key}"] = forms.DecimalField(
            label=f"Valeur{unit}",
            required=False,
            localize=True,
            max_digits=14,
            decimal_places=3,
            error_messages={"invalid": _NO_NUMBER},
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "aria-label": f"{name}, valeur{unit}"}
            ),
        )
        self.fields[f"as_of_{key}"] = forms.DateField(
            label="À la date du",
            required=False,
            initial=self.today,
            widget=DateInput(attrs={"aria-label": f"{name}, à la date du"}),
        )
        last = measure.judged.latest
        self.fields[f"source_{key}"] = forms.CharField(
            label="Source",
            required=False,
            max_length=SheetValue._meta.get_field("source").max_length,
            initial=last.source if last else "",
            widget=forms.TextInput(attrs={"aria-label": f"{name}, source"}),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the day and the source of each value typed."""
        cleaned = super().clean() or {}
        for measure in self.sheet.measures:
            key = measure.row.pk
            if cleaned.get(f"value_{key}") is None:
                continue
            if not cleaned.get(f"as_of_{key}") and f"as_of_{key}" not in self.errors:
                self.add_error(f"as_of_{key}", "Donnez le jour sur lequel porte cette valeur.")
            if not cleaned.get(f"source_{key}"):
                self.add_error(f"source_{key}", "Dites d’où vient cette valeur.")
        return cleaned

    @property
    def head(self) -> list[forms.BoundField]:
        """Return the fields on the action itself."""
        return [self[name] for name in ("state", "state_on", "end", "progress")]

    @property
    def steps(self) -> list[tuple[Any, forms.BoundField]]:
        """Return each step with its field."""
        return [(step, self[f"step_{step.pk}"]) for step in self.sheet.steps]

    @property
    def measures(self) -> list[tuple[Measure, list[forms.BoundField]]]:
        """Return each indicator with its fields."""
        names = ("value", "as_of", "source")
        return [
            (measure, [self[f"{name}_{measure.row.pk}"] for name in names])
            for measure in self.sheet.measures
        ]

    @property
    def stock(self) -> Stock:
        """Return what was told, once the form is valid; untouched steps are left out."""
        cleaned = self.cleaned_data
        return Stock(
            state=cleaned["state"],
            state_on=cleaned["state_on"],
            progress=cleaned["progress"],
            end=cleaned["end"],
            done={
                step.pk: cleaned[f"step_{step.pk}"]
                for step in self.sheet.steps
                if f"step_{step.pk}" in self.changed_data
            },
            values=[
                Measured(
                    key,
                    cleaned[f"value_{key}"],
                    cleaned[f"as_of_{key}"],
                    cleaned[f"source_{key}"],
                )
                for key in (measure.row.pk for measure in self.sheet.measures)
                if cleaned.get(f"value_{key}") is not None
            ],
        )
