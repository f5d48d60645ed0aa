"""The forms of commitments: how each is followed, what was done, what the board shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from conventions.actions.following import Follow
from conventions.models import Fulfilment, Periodicity, Tracking
from conventions.review.obligations import Obligation
from conventions.rules.obligations import ObligationState
from conventions.rules.periodicities import periodicity_in
from csipa.admin.seen import SeenForm
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from sites.rules.names import search_key

RUNNING, OVER, DRAFTS, ALL = "", "terminees", "projets", "toutes"
SOON = "soon"


class FollowForm(SeenForm):
    """How one commitment is followed; its words are shown beside, they are not a field."""

    periodicity = forms.ChoiceField(label="Périodicité", choices=Periodicity)
    first_due_on = forms.DateField(label="Échéance (la première)", required=False, widget=DateInput)
    proof = forms.CharField(
        label="Preuve attendue",
        required=False,
        max_length=Tracking._meta.get_field("proof").max_length,
    )

    def __init__(self, data: Any = None, *, line: Obligation) -> None:
        initial = {
            "periodicity": line.periodicity,
            "first_due_on": line.first_due_on,
            "proof": line.proof,
        }
        super().__init__(data, prefix=f"c{line.commitment_pk}", initial=initial)
        self.line = line
        said = periodicity_in(line.text)
        if said and said != line.periodicity:
            self.fields["periodicity"].help_text = f"D’après ses mots : {Periodicity(said).label}."

    def clean(self) -> dict[str, Any]:
        """Ask for the day of what is due once; refuse one that the convention does not reach."""
        cleaned = super().clean() or {}
        often, day = cleaned.get("periodicity"), cleaned.get("first_due_on")
        end: dt.date | None = self.line.convention.ends_on
        if often == Periodicity.CONTINUOUS:
            cleaned["first_due_on"] = None
        elif often == Periodicity.ONCE and not day and "first_due_on" not in self.errors:
            self.add_error("first_due_on", "Donnez la date à laquelle l’engagement doit être tenu.")
        elif day and end and day > end and "first_due_on" in self.changed_data:
            self.add_error(
                "first_due_on",
                f"La convention prend fin le {long_date(end)} : donnez une échéance qui ne vient "
                "pas après.",
            )
        return cleaned

    @property
    def follow(self) -> Follow:
        """Return what was asked for, once the form is valid."""
        cleaned = self.cleaned_data
        return Follow(cleaned["periodicity"], cleaned["first_due_on"], cleaned["proof"])


class DoneForm(forms.Form):
    """One time that a commitment was honoured."""

    done_on = forms.DateField(label="Fait le", widget=DateInput)
    proof = forms.CharField(
        label="Preuve",
        required=False,
        max_length=Fulfilment._meta.get_field("proof").max_length,
        help_text="Ce qui le montre : « courriel du 3 mars », « compte rendu ».",
    )

    def __init__(self, data: Any = None, *, commitment: int, today: dt.date) -> None:
        super().__init__(data, auto_id=f"id_done_{commitment}_%s", initial={"done_on": today})


class BoardForm(forms.Form):
    """What the board shows; the choices are those of what it found."""

    etape = forms.ChoiceField(
        label="Conventions",
        required=False,
        choices=(
            (RUNNING, "En cours"),
            (OVER, "Terminées"),
            (DRAFTS, "Projets"),
            (ALL, "Toutes"),
        ),
    )
    etat = forms.ChoiceField(label="État", required=False)
    organisme = forms.ChoiceField(label="Partie", required=False)
    site = forms.ChoiceField(label="Site", required=False)
    convention = forms.ChoiceField(label="Convention", required=False)

    def __init__(self, data: Any, *, found: Sequence[Obligation]) -> None:
        super().__init__(data)
        states = [(state.value, upper_first(state.label)) for state in ObligationState]
        states.insert(1, (SOON, "À faire sous 30 jours"))
        parties = ((line.organisation_pk or 0, line.organisation) for line in found)
        sites = ((line.convention.site_id, line.convention.site) for line in found)
        titles = ((line.convention.pk, line.convention) for line in found)
        self.fields["etat"].choices = [("", "Tous"), *states]
        self.fields["organisme"].choices = [("", "Toutes"), *_choices(parties)]
        self.fields["site"].choices = [("", "Tous"), *_choices(sites)]
        self.fields["convention"].choices = [("", "Toutes"), *_choices(titles)]

    def kept(self, found: Iterable[Obligation]) -> list[Obligation]:
        """Return the obligations asked for; a choice that does not exist asks for nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return [line for line in found if _answers(line, asked)]


def _choices(pairs: Iterable[tuple[int | None, Any]]) -> list[tuple[str, str]]:
    named = {str(key): upper_first(str(row)) for key, row in pairs if key is not None}
    return sorted(named.items(), key=lambda pair: (pair[0] == "0", search_key(pair[1])))


def _answers(line: Obligation, asked: dict[str, Any]) -> bool:
    """Tell whether an obligation answers to every filter."""
    wanted = asked.get("etat")
    if wanted and not (line.soon if wanted == SOON else line.state == wanted):
        return False
    keys = {
        "organisme": line.organisation_pk or 0,
        "site": line.convention.site_id,
        "convention": line.convention.pk,
    }
    return all(not asked.get(name) or asked[name] == str(key) for name, key in keys.items())
