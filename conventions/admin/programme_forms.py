"""The forms of programmes: axes and objectives, numbers, what the next programme takes over."""

from __future__ import annotations

from typing import Any

from django import forms

from conventions.actions.objectives import objective_lines
from conventions.admin_forms import LinesField
from conventions.models import Axis, Programme, SheetPlace, SheetState
from conventions.rules.programme_lines import Line, Scheme, read_lines
from csipa.admin.formsets import OrderedFormSet
from csipa.french.grammar import enumeration

_OVER = {SheetState.DONE, SheetState.DROPPED}


class AxisForm(forms.ModelForm):
    """An axis and its objectives, typed one a line."""

    objective_lines = LinesField(
        label="Objectifs opérationnels",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-no-names": ""}),
        show_hidden_initial=True,
        help_text="Un par ligne\u00a0: «\u00a01.1 Accueillir de nouveaux médecins\u00a0». Sans "
        "numéro, l’objectif prend le suivant de son axe.",
    )
    lines: list[Line]

    class Meta:
        model = Axis
        fields = ("code", "title", "summary")
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = []
        if self.instance.pk:
            self.initial["objective_lines"] = objective_lines(self.instance)

    @property
    def seen(self) -> list[str]:
        """Return the objectives that the person had before them."""
        name = self.add_initial_prefix("objective_lines")
        return self.fields["objective_lines"].to_python(self.data.get(name, ""))

    def clean(self) -> dict[str, Any]:
        """Read the objectives; refuse to drop one that sheets stand under."""
        cleaned = super().clean() or {}
        if "objective_lines" not in cleaned:
            return cleaned
        try:
            self.lines = read_lines(cleaned["objective_lines"], axis=cleaned.get("code", ""))
        except ValueError as fault:
            self.add_error("objective_lines", str(fault))
            return cleaned
        self._check_dropped()
        return cleaned

    def _check_dropped(self) -> None:
        if not self.instance.pk or "objective_lines" not in self.changed_data:
            return
        kept = {line.code for line in self.lines}, {line.title for line in self.lines}
        gone = [
            row
            for row in self.instance.objectives.all()
            if row.code not in kept[0] and row.title not in kept[1]
        ]
        held = SheetPlace.objects.filter(objective__in=gone).select_related("objective")
        names = sorted({f"«\u00a0{place.objective}\u00a0»" for place in held})
        if names:
            self.add_error(
                "objective_lines",
                f"Des fiches-actions relèvent de {enumeration(names)}\u00a0: changez d’abord leur "
                "place, puis retirez cet objectif.",
            )


class AxisFormSet(OrderedFormSet):
    """The axes of a programme; one that sheets stand under does not go."""

    def clean(self) -> None:
        """Refuse, in one sentence, to delete an axis in use."""
        super().clean()
        gone = [form.instance for form in self.deleted_forms if form.instance.pk]
        held = SheetPlace.objects.filter(axis__in=gone).select_related("axis").first()
        if held is not None:
            raise forms.ValidationError(
                f"Des fiches-actions relèvent de l’axe «\u00a0{held.axis}\u00a0»\u00a0: changez "
                "d’abord leur place, puis supprimez-le."
            )


class RenumberForm(forms.Form):
    """How the sheets are to be numbered."""

    scheme = forms.ChoiceField(
        label="Numérotation",
        choices=(
            (Scheme.STRAIGHT.value, "À la suite dans tout le programme\u00a0: 1, 2, 3…"),
            (Scheme.BY_AXIS.value, "Sous chaque axe ou objectif\u00a0: 1.1, 1.2, 2.1…"),
        ),
        widget=forms.RadioSelect,
        initial=Scheme.STRAIGHT.value,
    )


class CarryForm(forms.Form):
    """Into which programme, and what of this one it takes over."""

    into = forms.ModelChoiceField(
        Programme.objects.none(),
        label="Programme suivant",
        empty_label="Choisissez…",
        help_text="S’il n’existe pas encore, ajoutez-le d’abord à la liste des programmes.",
        error_messages={"required": "Choisissez le programme qui reprend ces fiches."},
    )
    axes = forms.BooleanField(
        label="Reprendre aussi les axes et les objectifs", required=False, initial=True
    )
    sheets = forms.MultipleChoiceField(
        label="Fiches à reprendre", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, programme: Programme, places: list[SheetPlace], **kw: Any):
        super().__init__(*args, **kw)
        others = Programme.objects.exclude(pk=programme.pk).order_by("-start", "name")
        self.fields["into"].queryset = others
        if "into" not in self.initial:
            following = others.filter(previous=programme).first()
            self.initial["into"] = following and following.pk
        self.fields["sheets"].choices = [
            (
                str(place.sheet_id),
                f"{place.number}. {place.sheet} ({place.sheet.get_state_display()})",
            )
            for place in places
        ]
        self.initial.setdefault(
            "sheets",
            [str(place.sheet_id) for place in places if place.sheet.state not in _OVER],
        )
