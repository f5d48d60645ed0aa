"""The forms of campaigns: their page, their closing, the candidates who come."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Min
from django.utils import timezone

from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date
from csipa.french.numbers import counted
from staffing.actions.recruiting import sequel_fault
from staffing.models import CandidateStep, Outcome, Recruitment, Stage
from staffing.review.recruiting import Counts, fte_hired
from staffing.rules import recruiting as rules


def past_day(day: dt.date) -> dt.date:
    """Refuse a day to come: only what happened is noted."""
    if day > timezone.localdate():
        raise forms.ValidationError("Cette date est à venir\u00a0: notez ce qui a eu lieu.")
    return day


class RecruitmentForm(forms.ModelForm):
    """The page of a campaign; how it ends is said on a page of its own."""

    def clean(self) -> dict[str, Any] | None:
        """Compare the post, the days and the sequel with what is known."""
        cleaned = super().clean() or {}
        post, profession = cleaned.get("post"), cleaned.get("profession")
        if post and profession and post.profession_id != profession.pk:
            self.add_error(
                "post",
                f"Ce poste est d’une autre profession\u00a0: {post.profession}. Changez l’un ou "
                "l’autre.",
            )
        self._check_names(cleaned)
        self._check_opening(cleaned.get("opened_on"))
        sequel = cleaned.get("followed_by")
        if sequel and self.instance.pk and cleaned.get("opened_on"):
            self.instance.opened_on = cleaned["opened_on"]
            if fault := sequel_fault(recruitment=self.instance, sequel=sequel):
                self.add_error("followed_by", fault)
        return cleaned

    def _check_names(self, cleaned: dict[str, Any]) -> None:
        """Refuse a candidate’s name where it would outlive their data."""
        if self.instance.pk is None:
            return
        names = list(self.instance.candidates.values_list("last_name", flat=True))
        for field in ("title", "lesson"):
            if fault := rules.naming_fault(cleaned.get(field) or "", names):
                self.add_error(field, fault)

    def _check_opening(self, opened_on: dt.date | None) -> None:
        """Refuse an opening after the first step of a candidate."""
        if opened_on is None or self.instance.pk is None:
            return
        steps = CandidateStep.objects.filter(candidate__recruitment=self.instance)
        first = steps.aggregate(first=Min("reached_on"))["first"]
        if first is not None and first < opened_on:
            self.add_error(
                "opened_on",
                f"Un candidat s’est manifesté dès le {long_date(first)}\u00a0: la campagne ouvre "
                "ce jour-là ou avant.",
            )


class ClosingForm(forms.Form):
    """The day on which a campaign ends, what it gave, and what is learnt from it."""

    closed_on = forms.DateField(label="Close le", widget=DateInput)
    outcome = forms.ChoiceField(
        label="Issue",
        choices=[choice for choice in Outcome.choices if choice[0] != Outcome.RUNNING],
    )
    reject_open = forms.BooleanField(required=False)
    lesson = forms.CharField(
        label="Ce qu’on en retient",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sans nommer personne.",
    )
    followed_by = forms.ModelChoiceField(
        Recruitment.objects.none(),
        label="Suivie par",
        required=False,
        help_text="La campagne qui prend la suite, pour la même profession ou une autre.",
    )

    def __init__(self, *args: Any, recruitment: Recruitment, counts: Counts, **kwargs: Any) -> None:
        """Propose the outcome that the facts suggest."""
        proposed = rules.proposed_outcome(
            candidates=counts.candidates,
            hired=counts.hired,
            fte_sought=recruitment.fte,
            fte_hired=fte_hired(recruitment),
        )
        initial = {
            "closed_on": timezone.localdate(),
            "outcome": proposed.value,
            "lesson": recruitment.lesson,
            "followed_by": recruitment.followed_by_id,
        }
        super().__init__(*args, initial=initial, **kwargs)
        later = Recruitment.objects.filter(opened_on__gte=recruitment.opened_on)
        self.fields["followed_by"].queryset = later.exclude(pk=recruitment.pk).order_by("opened_on")
        if counts.waiting:
            waiting = counted(counts.waiting, "candidat sans réponse", "candidats sans réponse")
            self.fields["reject_open"].label = f"Noter non retenus\u00a0: {waiting}"
        else:
            del self.fields["reject_open"]

    def clean_closed_on(self) -> dt.date:
        """Refuse a day to come."""
        return past_day(self.cleaned_data["closed_on"])


class CandidateForm(forms.Form):
    """Somebody in touch about a campaign; nothing more is asked than how to reach them."""

    first_name = forms.CharField(label="Prénom", required=False, max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Courriel", required=False)
    phone = forms.CharField(label="Téléphone", required=False, max_length=20)
    stage = forms.ChoiceField(
        label="Étape",
        choices=[choice for choice in Stage.choices if choice[0] != Stage.HIRED],
        initial=Stage.CONTACT,
    )
    on = forms.DateField(label="Le", widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose today."""
        super().__init__(*args, **{"initial": {"on": timezone.localdate()}, **kwargs})

    def clean_on(self) -> dt.date:
        """Refuse a day to come."""
        return past_day(self.cleaned_data["on"])
