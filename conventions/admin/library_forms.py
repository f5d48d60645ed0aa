"""The forms of the library of visas, and of the visas that take their words from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from conventions.admin_forms import LineForm
from conventions.models import LegalText, TextState, Visa
from conventions.rules.visas import name_of_text, visa_date, visa_kind
from csipa.admin.uploads import Largest
from csipa.admin.widgets import DateInput
from csipa.french.grammar import upper_first


class LegalTextForm(forms.ModelForm):
    """A text of the library; changing the words of a checked one asks for a new check."""

    must_be_reviewed = False

    class Meta:
        widgets = {
            "wording": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_wording(self) -> str:
        """Refuse words that do not begin as a visa does."""
        words: str = self.cleaned_data["wording"].strip()
        if not words.startswith("Vu "):
            raise forms.ValidationError("Un visa commence par « Vu ».")
        return words

    def clean(self) -> dict[str, Any] | None:
        """Keep state, replacement and check consistent."""
        cleaned = super().clean() or {}
        replacement = cleaned.get("replaced_by")
        if replacement and _leads_to(replacement, self.instance):
            self.add_error("replaced_by", "Ce texte est lui-même remplacé par celui de cette page.")
        elif replacement:
            cleaned["state"] = TextState.OBSOLETE
        checked = self.instance.pk and self.initial.get("state") == TextState.VERIFIED
        reworded = {"wording", "kind", "date"} & set(self.changed_data)
        if checked and reworded and "verified_on" not in self.changed_data:
            self.must_be_reviewed = cleaned.get("state") == TextState.VERIFIED
        if self.must_be_reviewed:
            cleaned["state"] = TextState.TO_REVIEW
        return cleaned


def _leads_to(text: LegalText | None, target: LegalText) -> bool:
    """Tell whether the replacements of `text` come back to `target`; one query a step."""
    seen: set[int] = set()
    while text is not None and text.pk not in seen:
        if text.pk == target.pk:
            return True
        seen.add(text.pk)
        text = text.replaced_by
    return False


def _not_to_come(day: dt.date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError("Cette date est à venir : donnez le jour de la vérification.")


class VerifyForm(forms.Form):
    """The day on which texts were checked; it is always typed."""

    verified_on = forms.DateField(
        label="Vérifiés le",
        widget=DateInput(),
        validators=[_not_to_come],
        help_text="Le jour où vous avez relu ces textes, sur Légifrance par exemple.",
    )


_TEXTS = Largest(5)


class ImportTextsForm(forms.Form):
    """A file of texts; without one, the list that comes with the program."""

    file = forms.FileField(
        label="Fichier (facultatif)",
        required=False,
        validators=[_TEXTS],
        help_text="Un fichier csipa-visas/1 (JSON). Sans fichier : la liste fournie avec le "
        "programme. "
        f"{_TEXTS.told}",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )


class KeepForm(forms.ModelForm):
    """A visa typed by hand that becomes a text of the library."""

    class Meta:
        model = LegalText
        fields = ("name", "kind", "date")
        widgets = {"date": DateInput()}

    def __init__(self, *args: Any, visa: Visa, **kwargs: Any) -> None:
        guessed = {
            "name": upper_first(name_of_text(visa.text).replace("'", "’"))[:200],
            "kind": visa_kind(visa.text, visa.cited_nature),
            "date": visa.cited_date or visa_date(visa.text),
        }
        super().__init__(*args, initial=guessed, **kwargs)


class VisaForm(LineForm):
    """One visa: words typed, or what it cites, which gives them."""

    class Meta(LineForm.Meta):
        model = Visa
        fields = ("text", "legal_text", "cited_act")

    def clean_cited_act(self) -> Any:
        """Refuse an act that would cite itself."""
        cited = self.cleaned_data["cited_act"]
        if cited and cited.pk == self.instance.act_id:
            raise forms.ValidationError("Un acte ne se vise pas lui-même : choisissez-en un autre.")
        return cited
