"""The forms of the models of conventions."""

from __future__ import annotations

from typing import Any

from django import forms

from conventions.admin.placeholder_picker import ChecksPlaceholders
from conventions.admin_forms import LinesField
from conventions.models import ConventionTemplate, Renewal


class TemplateForm(ChecksPlaceholders, forms.ModelForm):
    """A model; its parties and its clauses are edited below it."""

    decision_recitals = LinesField(
        label="Considérants",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un considérant par ligne.",
    )
    with_placeholders = (
        "title",
        "subtitle",
        "preamble",
        "decision_title",
        "decision_recitals",
        "decision_provision",
    )

    class Meta:
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "title": forms.Textarea(attrs={"rows": 2}),
            "subtitle": forms.Textarea(attrs={"rows": 1}),
            "decision_title": forms.Textarea(attrs={"rows": 2}),
            "decision_provision": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "subject_matter" in self.fields:
            self.fields["subject_matter"].help_text = "Code de la matière de l’acte : « 8.2 »."

    def clean(self) -> dict[str, Any] | None:
        """Refuse a number without its unit, and terms of a renewal that there is not."""
        cleaned = super().clean() or {}
        for value, unit in (
            ("notice_value", "notice_unit"),
            ("renewal_deadline_value", "renewal_deadline_unit"),
        ):
            if cleaned.get(value) and not cleaned.get(unit):
                self.add_error(unit, "Choisissez l’unité : jours ou mois.")
        if cleaned.get("renewal") not in (Renewal.TACIT, Renewal.EXPRESS):
            for name in ("renewal_times", "renewal_years", "renewal_deadline_value"):
                if cleaned.get(name):
                    self.add_error(name, "Sans reconduction, laissez ce champ vide.")
        return cleaned


class CopyForm(forms.ModelForm):
    """The name of a copy: two models never bear the same."""

    class Meta:
        model = ConventionTemplate
        fields = ("name",)
        labels = {"name": "Nom de la copie"}
