"""Forms of posts, people and assignments: what rows say together is checked before any is written.

The database holds the same rules; here they are said in a sentence, in the right place.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone

from csipa.admin.formsets import LineFormSet
from csipa.admin.seen import OfVersion
from csipa.admin.widgets import FORMFIELD_OVERRIDES, DateInput
from sites.admin_forms import PairwiseFormSet
from sites.rules.periods import periods_overlap
from staffing.models import (
    Absence,
    Assignment,
    DepartureReason,
    Post,
    PostTarget,
    Profession,
)
from staffing.models.post import FteField
from staffing.review.absences import absence_clash
from staffing.review.assigning import (
    post_shares_refusal,
    shares_refusal,
    state_refusal,
    twice_refusal,
)
from staffing.review.capacity import assignment_excess, targets_excess
from staffing.rules.professions import usual_plural


class FteInput(forms.NumberInput):
    """The input of full-time equivalents, which shows no more decimals than needed."""

    def format_value(self, value: Any) -> str | None:
        """Return « 0.5 » where the column holds 0.500; what was typed stays as it was."""
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        shown: str | None = super().format_value(value)
        return shown


FTE_OVERRIDES = {**FORMFIELD_OVERRIDES, FteField: {"widget": FteInput}}


class KeptLines(LineFormSet):
    """Lines of which those that stay are read together.

    `measure` is what their rule adds up; lines that grow are written first where the rule asks for
    enough (`growing_first`), last where it asks for no more than a whole.
    """

    measure = "fte"
    growing_first = False

    def kept(self) -> list[Any]:
        """Return the rows as the page leaves them, without those deleted or still empty."""
        return [
            form.instance
            for form in self.forms
            if form not in self.deleted_forms and (form.instance.pk or form.has_changed())
        ]

    def clean(self) -> None:
        """Refuse lines that do not go together."""
        super().clean()
        if not any(self.errors) and (told := self.refusal(self.kept())):
            raise forms.ValidationError(told)

    def refusal(self, rows: list[Any]) -> str:
        """Return why `rows` do not go together, as a French sentence; empty if they do."""
        return ""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 – Django's signature
        """Save in an order that never breaks what holds before and after the whole."""
        count = self.initial_form_count()

        def rank(form: Any) -> Any:
            if form in self.deleted_forms:
                return (self.growing_first, 0)
            growth = form.cleaned_data[self.measure] - (form.initial.get(self.measure) or 0)
            return (not self.growing_first, -growth if self.growing_first else growth)

        self.forms[:count] = sorted(self.forms[:count], key=rank)
        return super().save(commit)


class TargetFormSet(KeptLines):
    """What a post is authorised for over time: never less than those who hold it."""

    growing_first = True

    def refusal(self, rows: list[PostTarget]) -> str:
        """Tell the first day on which more people are there than authorised."""
        post: Post = self.instance
        return targets_excess(post, rows)


class PostShareFormSet(KeptLines):
    """The parts of the sites that share a post: 100 % at most, and none where it has a site."""

    measure = "percent"

    def refusal(self, rows: list[Any]) -> str:
        """Tell what does not go together."""
        return post_shares_refusal(self.instance.site, [row.percent for row in rows])


class AssignmentShareFormSet(KeptLines):
    """The parts of an assignment that sites receive: no more than the whole."""

    def refusal(self, rows: list[Any]) -> str:
        """Tell by how much the parts pass the whole."""
        whole = self.instance.fte
        return shares_refusal(whole, [row.fte for row in rows]) if whole is not None else ""


class AbsenceFormSet(PairwiseFormSet):
    """Absences of one person: no day is in two of them."""

    def clash(self, earlier: models.Model, later: models.Model) -> str:
        """Tell that the days are already there."""
        if periods_overlap(earlier, later):
            return "Une autre absence de cette personne couvre déjà une partie de ces jours."
        return ""


class ProfessionForm(forms.ModelForm):
    """A profession; its plural is proposed where none is written."""

    class Meta:
        model = Profession
        fields = "__all__"  # noqa: DJ007 – the page declares them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "plural" in self.fields:
            self.fields["plural"].required = False
            self.fields["plural"].help_text = "Vide\u00a0: déduit du nom."

    def clean(self) -> dict[str, Any] | None:
        """Write the usual plural where none is given."""
        cleaned = super().clean() or self.cleaned_data
        if "plural" in self.fields and not cleaned.get("plural"):
            cleaned["plural"] = usual_plural(cleaned.get("name", ""))
        return cleaned


class DespiteStateField(forms.BooleanField):
    """The box that confirms an assignment to a post that is not open to recruitment."""

    def __init__(self, **kwargs: Any) -> None:
        known = {
            "label": "Affecter bien que le poste ne soit pas ouvert au recrutement",
            "required": False,
        }
        super().__init__(**known | kwargs)


class AssignmentForm(forms.ModelForm):
    """An assignment, checked against what its post is authorised for and who holds it.

    A post that is not open takes nobody new unless the box is ticked.
    """

    despite_state = DespiteStateField()

    class Meta:
        model = Assignment
        fields = "__all__"  # noqa: DJ007 – the page declares them

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        told = twice_refusal(self.instance) or assignment_excess(self.instance)
        if told:
            self.add_error(None, told)
        elif told := self._state_refusal():
            self.add_error("despite_state", told)

    def _state_refusal(self) -> str:
        """Tell that somebody new comes to a post that is not open, unless that is confirmed."""
        row = self.instance
        is_new = row.pk is None or not {"post", "start"}.isdisjoint(self.changed_data)
        confirmed = self.cleaned_data.get("despite_state")
        return state_refusal(row.post_id, row.start) if is_new and not confirmed else ""


class AbsenceForm(forms.ModelForm):
    """Days on which somebody is away; nothing else can be said."""

    class Meta:
        model = Absence
        fields = ("person", "start", "end")

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and (told := absence_clash(self.instance)):
            self.add_error(None, told)


class TargetForm(forms.ModelForm):
    """What a post is authorised for from a day on."""

    class Meta:
        model = PostTarget
        fields = ("start", "fte", "state", "act_number", "act_date", "reason")
        widgets = {"start": DateInput(), "act_date": DateInput(), "fte": FteInput()}


class DepartureForm(OfVersion):
    """The last day of an assignment, and why it ends."""

    end = forms.DateField(label="Dernier jour", widget=DateInput(), help_text="Jour inclus.")
    departure_reason = forms.ChoiceField(
        label="Motif",
        choices=[
            ("", "---------"),
            *(pair for pair in DepartureReason.choices if pair[0] != DepartureReason.CHANGE),
        ],
        help_text="Rien de la santé de la personne ne se note ici.",
    )


class FteChangeForm(forms.Form):
    """Another part of a full time, and since when."""

    fte = forms.DecimalField(
        label="Nouvelle quotité (ETP)",
        min_value=0,
        max_digits=6,
        decimal_places=3,
        help_text="Part d’un temps plein\u00a0: 0,5 pour un mi-temps.",
    )
    on = forms.DateField(label="À partir du", widget=DateInput())
    overlap_reason = forms.CharField(
        label="Motif du recouvrement",
        required=False,
        max_length=200,
        help_text="Pour dépasser l’effectif autorisé le temps d’un passage de relais.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
