"""What is asked of whoever ends a convention: who, when, who was told, from which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect

from conventions.actions.terminating import (
    LONGEST_REASON,
    WHOLE,
    Decision,
    Faults,
    Letter,
    is_computed,
)
from conventions.models import Act, Convention, Party, Termination, TerminationKind
from conventions.review.obligations import party_label
from conventions.review.terminations import parties_to_tell, setting_of, signatories
from conventions.rules.terminations import Setting, said_delay
from csipa.admin.widgets import DateInput
from csipa.french.grammar import upper_first

_WAYS = (
    (TerminationKind.NOTICE.value, "une partie y met fin"),
    (TerminationKind.AGREEMENT.value, "toutes les parties en sont d’accord"),
)


class ActField(forms.ModelChoiceField):
    """The choice of an act, by number, day and object."""

    def label_from_instance(self, obj: Act) -> str:
        """Return what a list of choices shows."""
        return obj.choice_label


class PartyField(forms.ModelChoiceField):
    """The choice of a party, by the name the text gives it."""

    def label_from_instance(self, obj: Party) -> str:
        """Return the short name of the party."""
        return upper_first(party_label(obj))


@dataclass(frozen=True)
class LetterRow:
    """The line of a party: when the letter was sent, when it was received, what cannot be."""

    party: Party
    name: str
    sent_on: forms.BoundField
    received_on: forms.BoundField
    faults: list[str]


class TerminationForm(forms.Form):
    """How a convention is ended; every signatory has a line, that of the giver is not read.

    `kind` is asked for unless it is a denunciation. `existing` is what is noted already.
    """

    kind = forms.ChoiceField(
        label="Comment", choices=_WAYS, widget=forms.RadioSelect, initial=_WAYS[0][0]
    )
    given_by = PartyField(
        Party.objects.none(), label="À l’initiative de", required=False, empty_label="—"
    )
    given_on = forms.DateField(label="Date de la lettre, ou de l’accord", widget=DateInput())
    effect_on = forms.DateField(
        label="Dernier jour de la convention", required=False, widget=DateInput()
    )
    short_notice_reason = forms.CharField(
        label="Motif d’une fin avant celle du préavis",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label="Motif",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Facultatif ; imprimé dans les lettres.",
    )
    act = ActField(
        Act.objects.all(),
        label="Acte qui l’autorise",
        required=False,
        help_text="Facultatif. L’acte peut aussi être préparé une fois la résiliation notée.",
    )
    correction = forms.CharField(
        label="Motif de la correction", required=False, max_length=LONGEST_REASON
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def __init__(
        self,
        *args: Any,
        convention: Convention,
        existing: Termination | None,
        admin_site: AdminSite,
        denounces: bool = False,
        over: bool = False,
        **kwargs: Any,
    ) -> None:
        self.convention, self.existing = convention, existing
        self.setting = setting_of(convention)
        self.parties = list(signatories(convention))
        kwargs["initial"] = _initial(existing, self.setting)
        super().__init__(*args, **kwargs)
        self.fields["given_by"].queryset = signatories(convention)
        relation = Termination._meta.get_field("act")
        self.fields["act"].widget = AutocompleteSelect(relation, admin_site)
        self.fields["act"].widget.choices = self.fields["act"].choices
        self.fields["effect_on"].help_text = _help(self.setting)
        if denounces:
            for name in ("kind", "effect_on", "short_notice_reason"):
                del self.fields[name]
            self.fields["given_on"].label = "Date de la lettre"
            self.fields["given_by"].required = True
        if not over:
            del self.fields["correction"]
        for party in self.parties:
            for name, label in (("sent", "Envoyée le"), ("received", "Reçue le")):
                self.fields[f"{name}_{party.pk}"] = forms.DateField(
                    label=label, required=False, widget=DateInput()
                )
        self.told_faults: dict[int, list[str]] = {}

    @property
    def only_computes(self) -> bool:
        """Tell whether the effect is asked for, and nothing is to be written yet."""
        return "check" in self.data

    def rows(self) -> list[LetterRow]:
        """Return a line for each signatory, in the order of the parties."""
        return [
            LetterRow(
                party,
                upper_first(party_label(party)),
                self[f"sent_{party.pk}"],
                self[f"received_{party.pk}"],
                self.told_faults.get(party.pk, []),
            )
            for party in self.parties
        ]

    def decision(self) -> Decision:
        """Return what was typed, once the form is valid."""
        typed = self.cleaned_data
        return Decision(
            kind=typed.get("kind") or TerminationKind.DENUNCIATION.value,
            given_on=typed["given_on"],
            given_by=typed["given_by"],
            letters=[
                Letter(
                    party=party.pk,
                    sent_on=typed[f"sent_{party.pk}"],
                    received_on=typed[f"received_{party.pk}"],
                )
                for party in self.parties
            ],
            effect_on=typed.get("effect_on"),
            reason=typed["reason"],
            short_notice_reason=typed.get("short_notice_reason", ""),
            act=typed["act"],
        )

    def tell(self, faults: Faults) -> None:
        """Show each fault beside what it is about."""
        told = parties_to_tell(self.convention, self.cleaned_data.get("given_by"))
        for column, sentences in faults.items():
            if column.startswith("told-"):
                party = told[int(column.removeprefix("told-"))]
                self.told_faults[party.pk] = sentences
                self.add_error(None, "Les dates d’une lettre sont à corriger.")
            else:
                field = column if column in self.fields else None
                self.add_error(field if column != WHOLE else None, sentences)


class CancellingForm(forms.Form):
    """Why an end, or a renewal, is taken back; `IDS` tell it from the form beside it."""

    IDS = "id_cancel_%s"

    reason = forms.CharField(label="Motif", max_length=LONGEST_REASON)
    version = forms.IntegerField(widget=forms.HiddenInput(), required=False, min_value=0)


def _initial(existing: Termination | None, setting: Setting) -> dict[str, Any]:
    """Return what the form shows first: what is noted, its last day only when it was chosen."""
    if existing is None:
        return {"version": 0}
    letters = existing.notices.all()
    return {
        "kind": existing.kind,
        "given_by": existing.given_by_id,
        "given_on": existing.given_on,
        "effect_on": None if is_computed(existing, setting) else existing.effect_on,
        "short_notice_reason": existing.short_notice_reason,
        "reason": existing.reason,
        "act": existing.act_id,
        "version": existing.version,
        **{f"sent_{row.party_id}": row.sent_on for row in letters},
        **{f"received_{row.party_id}": row.received_on for row in letters},
    }


def _help(setting: Setting) -> str:
    if setting.notice is None:
        return "La convention ne prévoit pas de préavis : vérifiez ce qu’elle permet."
    return f"Vide : à la fin du préavis ({said_delay(setting.notice)})."
