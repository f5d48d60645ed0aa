"""The forms of candidates: their stages, and the assignment of those who are hired."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from csipa.admin.formsets import LineFormSet
from csipa.admin.widgets import DateInput
from sites.models import Gender
from staffing.actions.hiring import Newcomer
from staffing.admin.recruitments_forms import past_day
from staffing.admin_forms import DespiteStateField
from staffing.models import Assignment, Candidate, ContractKind, Person, Post, Stage
from staffing.models.post import FteField
from staffing.rules import recruiting as rules

_LINK = "Affectation déjà saisie"
_LIKELY = 2


class CandidatePageForm(forms.ModelForm):
    """The page of a candidate: how to reach them, and when it was last done."""

    def clean_last_contact_on(self) -> dt.date:
        """Refuse a day to come, which would keep the data longer than the law allows."""
        return past_day(self.cleaned_data["last_contact_on"])


class StepForm(forms.ModelForm):
    """One stage, and the day on which it was reached."""

    def clean_reached_on(self) -> dt.date:
        """Refuse a day to come."""
        return past_day(self.cleaned_data["reached_on"])


class StepFormSet(LineFormSet):
    """The stages of a candidate, in an order that makes sense; a new one counts as an exchange."""

    def clean(self) -> None:
        """Refuse stages that contradict each other, or none at all."""
        super().clean()
        if any(self.errors):
            return
        kept = [
            form
            for form in self.forms
            if form not in self.deleted_forms and form.cleaned_data.get("stage")
        ]
        if not kept:
            raise forms.ValidationError("Gardez au moins une étape\u00a0: le premier contact.")
        steps = [
            rules.Reached(rules.Stage(form.cleaned_data["stage"]), form.cleaned_data["reached_on"])
            for form in kept
        ]
        opened_on = self.instance.recruitment.opened_on
        if fault := rules.steps_fault(steps, opened_on=opened_on):
            raise forms.ValidationError(fault)
        days = [form.cleaned_data["reached_on"] for form in kept if form.has_changed()]
        self.instance.last_contact_on = max([self.instance.last_contact_on, *days])


class HireForm(forms.Form):
    """The assignment of somebody who is hired: one that is there already, or a new one.

    The person is found by the candidate’s name, or created with it.
    """

    hired_on = forms.DateField(
        label="Recruté le",
        widget=DateInput,
        help_text="Le jour de l’accord, qui clôt la candidature.",
    )
    assignment = forms.ModelChoiceField(
        Assignment.objects.none(),
        label=_LINK,
        required=False,
        empty_label="Aucune\u00a0: créer l’affectation ci-dessous",
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Personne déjà connue",
        required=False,
        empty_label="Créer la fiche",
        help_text="Celles qui portent ce nom\u00a0; sinon sa fiche est créée à ce nom.",
    )
    first_name = forms.CharField(label="Prénom", required=False, max_length=80)
    last_name = forms.CharField(label="Nom", required=False, max_length=80)
    gender = forms.ChoiceField(
        label="Genre", required=False, choices=[("", "---------"), *Gender.choices]
    )
    post = forms.ModelChoiceField(Post.objects.none(), label="Poste", required=False)
    fte = FteField().formfield(
        label="ETP", required=False, help_text="Part d’un temps plein\u00a0: 0,5 pour un mi-temps."
    )
    start = forms.DateField(label="Arrivée le", required=False, widget=DateInput)
    end = forms.DateField(
        label="Jusqu’au", required=False, widget=DateInput, help_text="Dernier jour inclus."
    )
    contract = forms.ChoiceField(
        label="Statut", required=False, choices=[("", "---------"), *ContractKind.choices]
    )
    overlap_reason = forms.CharField(
        label="Motif du recouvrement",
        required=False,
        max_length=200,
        help_text="Pour dépasser l’effectif autorisé le temps d’un passage de relais.",
    )
    despite_state = DespiteStateField()

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        """Fill in what the campaign and the candidate tell."""
        campaign = candidate.recruitment
        people = Person.objects.filter(last_name__iexact=candidate.last_name)
        if candidate.first_name:
            people = people.filter(first_name__iexact=candidate.first_name)
        posts = Post.objects.filter(profession=campaign.profession_id).order_by("label")
        known, choices = list(people[:_LIKELY]), list(posts[:_LIKELY])
        post = campaign.post_id or (choices[0].pk if len(choices) == 1 else None)
        hired = next((s for s in candidate.steps.all() if s.stage == Stage.HIRED), None)
        initial = {
            "hired_on": hired.reached_on if hired else timezone.localdate(),
            "first_name": candidate.first_name,
            "last_name": candidate.last_name,
            "person": known[0] if len(known) == 1 else None,
            "post": post,
            "fte": _for_one(campaign.fte),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["hired_on"].disabled = hired is not None
        self.fields["person"].queryset = people
        self.fields["post"].queryset = posts
        self.fields["assignment"].queryset = (
            Assignment.objects.filter(post__profession=campaign.profession_id, candidates=None)
            .select_related("person", "post")
            .order_by("-start", "pk")
        )

    def clean_hired_on(self) -> dt.date:
        """Refuse a day to come."""
        return past_day(self.cleaned_data["hired_on"])

    def clean(self) -> dict[str, Any]:
        """Ask for what a new assignment needs, unless one is chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("assignment"):
            return cleaned
        wanted = {"post": "le poste", "fte": "la part d’un temps plein", "start": "le jour"}
        if not cleaned.get("person"):
            wanted |= {"first_name": "le prénom", "last_name": "le nom", "gender": "le genre"}
        for name, told in wanted.items():
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, f"Donnez {told}, ou choisissez une affectation déjà saisie.")
        return cleaned

    def newcomer(self) -> Newcomer:
        """Return what was asked of the new assignment."""
        values = self.cleaned_data
        return Newcomer(
            post=values["post"],
            fte=values["fte"],
            start=values["start"],
            end=values["end"],
            contract=values["contract"],
            overlap_reason=values["overlap_reason"],
            despite_state=values["despite_state"],
            person=values["person"],
            first_name=values["first_name"],
            last_name=values["last_name"],
            gender=values["gender"],
        )


def _for_one(wanted: Decimal | None) -> str | None:
    """Return the FTE to propose for one person; None when the campaign looks for several."""
    if not wanted or wanted > 1:
        return None
    return format(wanted.normalize(), "f")
