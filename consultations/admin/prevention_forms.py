"""Forms of prevention actions and team meetings: lengths of time as people write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from consultations.models import MeetingAttendance, PreventionAction, TeamMeeting
from consultations.rules.cells import DAY_MINUTES
from consultations.rules.prevention import CASES, refused_profession
from csipa.french.hours import NotALength, read_length, said_length
from sites.models import HealthCommitment
from sites.review.promises import projects_in_force

_MINUTE = dt.timedelta(minutes=1)
_MOST_MINUTES = 5000 * 60


class LengthField(forms.CharField):
    """A length of time typed « 2 h 30 » and kept in minutes; empty is None, not zero."""

    def __init__(self, *args: Any, most_minutes: int = _MOST_MINUTES, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 10, "autocomplete": "off"}))
        super().__init__(*args, **kwargs)
        self.most_minutes = most_minutes

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as people write them; what was typed stays as it was typed."""
        return said_length(value * _MINUTE) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Return the minutes; raise ValidationError."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            minutes = read_length(text) // _MINUTE
        except NotALength as refused:
            raise ValidationError(str(refused)) from None
        if minutes > self.most_minutes:
            most = said_length(self.most_minutes * _MINUTE)
            raise ValidationError(f"Cette durée est trop longue : {most} au plus.")
        return minutes

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare minutes, whatever the way of writing them."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class CommitmentField(forms.ModelChoiceField):
    """The promises of the health projects in force, by edition."""

    def label_from_instance(self, obj: HealthCommitment) -> str:
        """Return « Édition 1 : Accueillir sans rendez-vous »."""
        return f"Édition {obj.project.edition} : {obj.text}"


def commitments_for(row: Any) -> QuerySet[HealthCommitment]:
    """Return the promises in force today, and the one that a row is linked to."""
    in_force = Q(project__in=projects_in_force(timezone.localdate()))
    return (
        HealthCommitment.objects.filter(in_force | Q(pk=row.commitment_id))
        .select_related("project")
        .order_by("-project__edition", "position", "pk")
    )


class _LinkedForm(forms.ModelForm):
    """A form with a link to a promise of the health project."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "commitment" in self.fields:
            self.fields["commitment"].queryset = commitments_for(self.instance)


class ActionForm(_LinkedForm):
    """An action; the time is that of the team, all together."""

    minutes = LengthField(
        label="Temps de l’équipe",
        help_text="Tous ensemble, préparation comprise : « 6 h » pour deux personnes trois heures.",
    )

    class Meta:
        model = PreventionAction
        fields = "__all__"  # noqa: DJ007 – the page names its fields
        field_classes = {"commitment": CommitmentField}


class MeetingForm(_LinkedForm):
    """A meeting; how many cases were looked at is asked of meetings on cases alone."""

    minutes = LengthField(
        label="Durée",
        most_minutes=DAY_MINUTES,
        help_text="« 1 h 30 », « 1,5 » ou « 90 min ».",
    )

    class Meta:
        model = TeamMeeting
        fields = "__all__"  # noqa: DJ007 – the page names its fields
        field_classes = {"commitment": CommitmentField}

    def clean(self) -> dict[str, Any]:
        """Refuse a number of cases where none were the subject."""
        cleaned = super().clean() or {}
        if cleaned.get("cases") and cleaned.get("kind") not in (None, CASES):
            self.add_error(
                "cases",
                "Ce nombre est celui des situations complexes : choisissez cet objet, ou laissez "
                "vide.",
            )
        return cleaned


class AttendanceForm(forms.ModelForm):
    """How many of a profession came; nobody is named."""

    class Meta:
        model = MeetingAttendance
        fields = ("profession", "other", "number")

    def clean_other(self) -> str:
        """Refuse what looks like a name."""
        other = self.cleaned_data["other"]
        if reason := refused_profession(other):
            raise ValidationError(reason)
        return other
