"""The form that narrows the two directories of a CPTS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from csipa.french.grammar import upper_first
from sites.models.figure import PROFESSION_CHOICES
from staffing.review.directories import Asked, Tab


class AskedForm(forms.Form):
    """Which rows of the directories: a profession, a commune, words of a name."""

    profession = forms.ChoiceField(
        label="Profession",
        required=False,
        choices=[("", "Toutes"), *((code, upper_first(name)) for code, name in PROFESSION_CHOICES)],
    )
    commune = forms.ChoiceField(label="Commune", required=False)
    nom = forms.CharField(label="Nom ou RPPS", required=False, max_length=80)

    def __init__(self, *args: Any, communes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = [("", "Toutes"), *communes]

    def asked(self, tab: str) -> Asked:
        """Return what is asked for; a value that is not offered asks for nothing."""
        self.is_valid()
        known = self.cleaned_data
        return Asked(
            Tab(tab) if tab in set(Tab) else Tab.ALL,
            known.get("profession", ""),
            known.get("commune", ""),
            known.get("nom", ""),
        )
