"""The forms of delegations and orders, and the choice of the matters that an act uses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models.functions import Coalesce
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from conventions.models import DelegatedSubject, DelegationOrder, Mandate
from conventions.review.standing import (
    standing_of,
    standing_words,
    subjects_with_end,
)
from csipa.admin.choices import SharedChoiceIterator, SharedModelChoiceField
from csipa.admin.formsets import OrderedFormSet
from csipa.french.dates import long_date
from csipa.french.grammar import Gender
from sites.models import Organisation

_OTHER_AUTHORITY = "Cette matière est déléguée par le conseil d’une autre collectivité."
_OTHER_MANDATE = (
    "Une matière vient d’une délégation donnée sous un autre mandat : elle a pris ou prendra fin "
    "avec lui. Choisissez les matières déléguées sous le mandat de cet arrêté."
)


def delegation_label(subject: DelegatedSubject) -> str:
    """Return the deliberation of a matter, to whom it delegates and what it is worth today.

    The row comes from `subjects_with_end`.
    """
    delegation = subject.delegation
    worth = standing_of(
        delegation, next_installed_on=subject.next_installed_on, day=timezone.localdate()
    )
    to = delegation.get_delegate_display()
    return f"{delegation}, {to} – {standing_words(worth, Gender.FEMININE)}"


def subjects_of(authority: Any) -> Any:
    """Return the matters to choose from, the latest deliberations first; all without authority."""
    rows = DelegatedSubject.objects.all()
    if authority:
        rows = rows.filter(delegation__authority=authority)
    day = Coalesce("delegation__act__signature_date", "delegation__date")
    return subjects_with_end(rows).order_by(day.desc(), "-delegation__pk", "position", "pk")


class _ByDelegation:
    """Goes through matters under the deliberation that delegates each."""

    def __iter__(self) -> Iterator[Any]:
        if getattr(self.field, "empty_label", None) is not None:
            yield ("", self.field.empty_label)
        for label, group in groupby(self._rows(), key=delegation_label):
            yield (label, [self.choice(row) for row in group])


class SharedByDelegation(_ByDelegation, SharedChoiceIterator):
    """The same rows for every line of a page."""

    def _rows(self) -> list[DelegatedSubject]:
        return self.shared()


class OwnByDelegation(_ByDelegation, ModelChoiceIterator):
    """The rows of one field."""

    def _rows(self) -> Any:
        return self.queryset


class SubjectField(SharedModelChoiceField):
    """The choice of a delegated matter, read once for all lines."""

    iterator = SharedByDelegation

    def label_from_instance(self, obj: DelegatedSubject) -> str:
        """Return the matter."""
        return obj.text


class SubjectsField(forms.ModelMultipleChoiceField):
    """Delegated matters as boxes to tick."""

    iterator = OwnByDelegation
    widget = forms.CheckboxSelectMultiple(attrs={"class": "boxes"})

    def label_from_instance(self, obj: DelegatedSubject) -> str:
        """Return the matter."""
        return obj.text


class MandateField(forms.ModelChoiceField):
    """The choice of a mandate, with the body whose council it is."""

    def label_from_instance(self, obj: Mandate) -> str:
        """Return the day the council was installed, and the body."""
        return f"Conseil installé le {long_date(obj.installed_on)} – {obj.authority}"


class ActPowerFormSet(OrderedFormSet):
    """The matters that an act uses, delegated by the council of the body that takes it."""

    def clean(self) -> None:
        """Refuse a matter delegated by the council of another body."""
        super().clean()
        authority = self.instance.authority_id
        # The lines of a signed act are shown only: they hold keys and are never changed.
        for form in (form for form in self.forms if form.has_changed() and form.is_valid()):
            subject = form.cleaned_data.get("subject")
            if authority and subject and subject.delegation.authority_id != authority:
                form.add_error("subject", _OTHER_AUTHORITY)


class OrderForm(forms.ModelForm):
    """An order: to whom, and what it delegates."""

    subjects = SubjectsField(
        queryset=DelegatedSubject.objects.none(),
        label="Matières du conseil subdéléguées",
        required=False,
        help_text="Celles que l’arrêté confie au délégataire, parmi les matières que le conseil a "
        "déléguées.",
    )

    class Meta:
        model = DelegationOrder
        fields = (
            "authority",
            "mandate",
            "act",
            "number",
            "date",
            "enforceable_on",
            "ended_on",
            "delegate",
            "kind",
            "domain",
            "subjects",
        )
        widgets = {"domain": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "subjects" in self.fields:
            authority = self.instance.authority_id or self.initial.get("authority")
            self.fields["subjects"].queryset = subjects_of(None if self.is_bound else authority)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a delegate or a matter of another body."""
        cleaned = super().clean() or {}
        authority: Organisation | None = cleaned.get("authority")
        delegate = cleaned.get("delegate")
        if authority and delegate and delegate.organisation_id != authority.pk:
            self.add_error("delegate", f"{delegate} ne représente pas cette collectivité.")
        foreign = [
            subject
            for subject in cleaned.get("subjects") or []
            if authority and subject.delegation.authority_id != authority.pk
        ]
        if foreign:
            self.add_error("subjects", _OTHER_AUTHORITY)
        elif self._matters_of_another_mandate(cleaned):
            self.add_error("subjects", _OTHER_MANDATE)
        return cleaned

    @staticmethod
    def _matters_of_another_mandate(cleaned: dict[str, Any]) -> bool:
        """Tell whether a matter falls with another council (CGCT L. 5211-10 and L. 2122-22)."""
        mandate: Mandate | None = cleaned.get("mandate")
        subjects = cleaned.get("subjects") or []
        return mandate is not None and any(
            subject.delegation.mandate_id != mandate.pk for subject in subjects
        )
