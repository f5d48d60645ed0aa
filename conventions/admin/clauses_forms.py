"""The forms of the library of clauses: a wording being prepared, and its publication."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone

from conventions.admin.placeholder_picker import ChecksPlaceholders
from conventions.admin_forms import LinesField
from conventions.models import Clause, ClauseVersion
from csipa.admin.formsets import LineFormSet
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date


class DraftForm(ChecksPlaceholders, forms.ModelForm):
    """One wording of a clause, until it is published."""

    commitments = LinesField(
        label="Engagements",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un engagement par ligne, sans tiret ni point-virgule.",
    )
    with_placeholders = ("title", "introduction", "body", "commitments")

    class Meta:
        model = ClauseVersion
        fields = ("title", "introduction", "body", "role", "commitments")
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1}),
            "introduction": forms.Textarea(attrs={"rows": 1}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.fields["role"].help_text = "De quelle partie l’article énumère les engagements."

    def clean(self) -> dict[str, Any] | None:
        """Refuse commitments that nobody takes, and an article that says nothing."""
        cleaned = super().clean() or {}
        if cleaned.get("commitments") and not cleaned.get("role"):
            self.add_error("role", "Dites quelle partie prend ces engagements.")
        said = cleaned.get("body") or cleaned.get("commitments") or cleaned.get("introduction")
        if cleaned.get("title") and not said and "body" not in self.errors:
            self.add_error("body", "Écrivez ce que dit l’article, ou les engagements d’une partie.")
        return cleaned


class DraftFormSet(LineFormSet):
    """The only wording in preparation; a new one takes the next number."""

    def save_new(self, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 – Django's signature
        """Number the wording after those that exist."""
        clause: Clause = self.instance
        last = clause.versions.aggregate(last=Max("number"))["last"] or 0
        form.instance.number = last + 1
        return super().save_new(form, commit)


class PublishForm(forms.Form):
    """From which day a wording is written in new conventions, and what it changes."""

    published_on = forms.DateField(label="Publiée le", widget=DateInput())
    change_note = forms.CharField(
        label="Ce qui change",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-no-names": ""}),
        help_text="En une phrase, et pourquoi : on le lira ici dans cinq ans.",
    )

    def __init__(self, *args: Any, draft: ClauseVersion, after: ClauseVersion | None) -> None:
        start = {"published_on": timezone.localdate(), "change_note": draft.change_note}
        super().__init__(*args, initial=start)
        self.after = after

    def clean_published_on(self) -> dt.date:
        """Refuse a day to come, or before the previous wording was published."""
        day: dt.date = self.cleaned_data["published_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                "Cette date est à venir : donnez au plus tard celle du jour."
            )
        if self.after and self.after.published_on and day < self.after.published_on:
            raise forms.ValidationError(
                f"La version {self.after.number} a été publiée le "
                f"{long_date(self.after.published_on)} : celle-ci vient après."
            )
        return day
