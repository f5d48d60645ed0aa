"""The forms of meetings of committees: a new one, who came, what became of a decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from conventions.actions.committees import Came
from conventions.admin_forms import LinesField
from conventions.models import (
    Committee,
    CommitteeAttendance,
    CommitteeDecision,
    CommitteeMeeting,
    SeatStatus,
)
from csipa.admin.seen import SeenForm
from csipa.admin.widgets import DateInput, TimeInput
from csipa.french.grammar import upper_first


class _CommitteeField(forms.ModelChoiceField):
    """Committees bear the same names in several programmes: both are shown."""

    def label_from_instance(self, row: Any) -> str:
        """Return « Comité de pilotage – CLS »."""
        return f"{row} – {row.programme}"


class OpenForm(forms.Form):
    """A new meeting; its members are those in office on the day."""

    committee = _CommitteeField(
        label="Instance",
        queryset=Committee.objects.select_related("programme").order_by("programme__name", "name"),
    )
    held_on = forms.DateField(label="Réunion du", widget=DateInput)
    held_at = forms.TimeField(label="Heure", required=False, widget=TimeInput)
    place = forms.CharField(
        label="Lieu",
        required=False,
        max_length=CommitteeMeeting._meta.get_field("place").max_length,
    )
    agenda = forms.CharField(
        label="Ordre du jour",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Un point par ligne.",
    )


class CameForm(SeenForm):
    """Whether one member came; the person who came, where it is another."""

    status = forms.ChoiceField(
        label="Présence",
        choices=[(value, upper_first(label)) for value, label in SeatStatus.choices],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label="Personne venue",
        required=False,
        max_length=CommitteeAttendance._meta.get_field("name").max_length,
    )

    def __init__(self, data: Any = None, *, line: CommitteeAttendance) -> None:
        initial = {"status": line.status, "name": line.name}
        super().__init__(data, prefix=f"m{line.pk}", initial=initial)
        self.line = line

    @property
    def seen_status(self) -> str:
        """Return the input that carries the presence shown: its choices are laid out by hand."""
        return self["status"].as_hidden(only_initial=True)

    @property
    def came(self) -> Came:
        """Return what was noted, once the form is valid."""
        return Came(self.cleaned_data["status"], self.cleaned_data["name"])


class GuestsForm(SeenForm):
    """Who came from outside."""

    guests = LinesField(
        label="Invités et autres personnes présentes",
        required=False,
        help_text="Une personne par ligne : « Mme Agnès Roussel, association Santé ».",
    )

    def clean_guests(self) -> list[str]:
        """Refuse a name that the list cannot hold."""
        longest = CommitteeAttendance._meta.get_field("name").max_length or 0
        for name in self.cleaned_data["guests"]:
            if len(name) > longest:
                raise forms.ValidationError(
                    f"« {name[:40]}… » est trop long : {longest} signes au plus par personne."
                )
        return self.cleaned_data["guests"]


class FollowForm(forms.Form):
    """What became of a decision."""

    done_on = forms.DateField(label="Suivie d’effet le", widget=DateInput)
    outcome = forms.CharField(
        label="Suite donnée",
        required=False,
        max_length=CommitteeDecision._meta.get_field("outcome").max_length,
        help_text="Ce qui a été fait.",
    )

    def __init__(self, data: Any = None, *, decision: CommitteeDecision, today: dt.date) -> None:
        initial = {"done_on": today, "outcome": decision.outcome}
        super().__init__(data, auto_id=f"id_d{decision.pk}_%s", initial=initial)
