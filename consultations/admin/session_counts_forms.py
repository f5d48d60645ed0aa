"""The form of a session counted: a number a category, and lines of communes."""

from __future__ import annotations

from typing import Any

from django import forms

from consultations.models import SessionCount
from consultations.rules.session_counts import EXPLANATIONS, LABELS, LARGEST, Category, Counted
from csipa.french.grammar import upper_first
from sites.models import AmbiguousCommune, Commune, UnknownCommune

COMMUNES_LIST = "communes-known"
# As many lines as a session usually sees communes, and some more when all are taken.
_LINES, _SPARE = 10, 4


def _number(label: str, *, required: bool = False, help_text: str = "") -> forms.IntegerField:
    field = forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=LARGEST,
        help_text=help_text,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    field.error_messages["invalid"] = "Écrivez un nombre entier."
    return field


class CountForm(forms.Form):
    """What one session counted; an empty category counts nobody."""

    done = _number("Consultations", required=True)
    no_show = _number("Rendez-vous non honorés")
    without_gp = _number(upper_first(LABELS[Category.WITHOUT_GP]))
    gp_beyond_48h = _number(upper_first(LABELS[Category.GP_BEYOND_48H]))
    gp_away = _number(upper_first(LABELS[Category.GP_AWAY]))
    resident = _number(upper_first(LABELS[Category.RESIDENT]))
    comment = forms.CharField(
        label="Remarque",
        max_length=200,
        required=False,
        help_text="Sur la séance seulement\u00a0: jamais rien d’un patient.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category in Category:
            self.fields[category.value].help_text = EXPLANATIONS[category]
        self.fields[
            "resident"
        ].help_text += " Laissez vide\u00a0: le nombre viendra des communes notées plus bas."

    def categories(self) -> list[forms.BoundField]:
        """Return the four categories, in their order."""
        return [self[one.value] for one in Category]


class HomeForm(forms.Form):
    """A commune, by name or code, and a number of consultations."""

    commune = forms.CharField(
        label="Commune",
        required=False,
        widget=forms.TextInput({"list": COMMUNES_LIST, "autocomplete": "off"}),
    )
    number = forms.IntegerField(
        label="Consultations",
        required=False,
        min_value=1,
        max_value=LARGEST,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        line = int(self.prefix.rpartition("-")[2]) + 1
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, ligne {line}"

    def clean_commune(self) -> str:
        """Return the INSEE code of what was typed, empty for an empty line."""
        text = self.cleaned_data["commune"].strip()
        if not text or text in self.known:
            return self.known.get(text, "")
        try:
            return Commune.objects.resolve(text).pk
        except (UnknownCommune, AmbiguousCommune) as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Refuse half a line."""
        data = super().clean() or {}
        if not self.errors and bool(data.get("commune")) != bool(data.get("number")):
            raise forms.ValidationError("Écrivez la commune et son nombre, ou videz la ligne.")
        return data


class HomeFormSet(forms.BaseFormSet):
    """The communes of a session, each once."""

    def communes(self) -> dict[str, int]:
        """Return the numbers by INSEE code."""
        lines = [form.cleaned_data for form in self.forms if form.cleaned_data.get("commune")]
        return {line["commune"]: line["number"] for line in lines}

    def clean(self) -> None:
        """Refuse a commune on two lines, on the second one."""
        seen: set[str] = set()
        for form in self.forms:
            code = form.cleaned_data.get("commune") if form.is_valid() else ""
            if code and code in seen:
                form.add_error("commune", "Cette commune a déjà sa ligne\u00a0: réunissez-les.")
            seen.add(code or "")

    def wrong_lines(self) -> list[tuple[int, str]]:
        """Return what is wrong, line by line, numbered from 1."""
        return [
            (rank, said)
            for rank, form in enumerate(self.forms, start=1)
            for found in form.errors.values()
            for said in found
        ]


def homes_formset(
    data: Any, count: SessionCount | None, known: dict[str, str], names: dict[str, str]
) -> HomeFormSet:
    """Return the lines of a count; `known` are codes by label, `names` labels by code."""
    stored = list(count.communes.order_by("-number", "commune__search_key")) if count else []
    initial = [{"commune": names[one.commune_id], "number": one.number} for one in stored]
    extra = max(_LINES - len(initial), _SPARE)
    formset = forms.formset_factory(HomeForm, formset=HomeFormSet, extra=extra)
    return formset(data, initial=initial, prefix="communes", form_kwargs={"known": known})


def first_values(count: SessionCount | None, version: int) -> dict[str, Any]:
    """Return what the form shows of what is recorded."""
    if count is None:
        return {"version": version}
    names = ("done", "no_show", "comment", *(one.value for one in Category))
    return {"version": version, **{name: getattr(count, name) for name in names}}


def typed_count(data: dict[str, Any], communes: dict[str, int]) -> Counted:
    """Return what was typed; an empty number of residents is left to the communes."""
    numbers = {one.value: data[one.value] or 0 for one in Category}
    numbers[Category.RESIDENT.value] = data["resident"]
    return Counted(done=data["done"], no_show=data["no_show"] or 0, communes=communes, **numbers)
