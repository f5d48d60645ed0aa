"""Forms of events: the event by kind, its counts, walk-ins, memberships, who to invite."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from csipa.admin.formsets import LineFormSet
from csipa.admin.widgets import DateInput
from csipa.french.grammar import upper_first
from sites.models.figure import PROFESSION_CHOICES
from sites.rules.care_professions import BY_CODE
from sites.rules.names import search_key
from staffing.actions.events import Named
from staffing.models import CommunityEvent, EventCount, EventGuest, EventKind

ALL_PROFESSIONS = "Toutes professions ensemble"
_ANY = [("", "Non précisée"), *((code, upper_first(one.name)) for code, one in BY_CODE.items())]
_MOST_NAMES = 300


class EventForm(forms.ModelForm):
    """An event; only the columns of its kind are on the page."""

    asked_kind = ""

    class Meta:
        model = CommunityEvent
        fields = "__all__"  # noqa: DJ007 – the page declares them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.kind = self.asked_kind
            if "community" in self.fields and not self.initial.get("community"):
                only = list(self.fields["community"].queryset.values_list("pk", flat=True)[:2])
                if len(only) == 1:
                    self.initial["community"] = only[0]
        elif "group" in self.fields:
            groups = self.fields["group"].queryset
            self.fields["group"].queryset = groups.filter(community=self.instance.community_id)

    def clean(self) -> dict[str, Any]:
        """Keep what belongs to the kind alone; the group is one of the same CPTS."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind", self.instance.kind)
        if kind != EventKind.GROUP and "group" in cleaned:
            cleaned["group"] = None
        if kind != EventKind.TRAINING and "trainer" in cleaned:
            cleaned["trainer"] = ""
        group, community = cleaned.get("group"), cleaned.get("community")
        if group and community and group.community_id != community.pk:
            self.add_error("group", "Ce groupe de travail est celui d’une autre CPTS.")
        return cleaned


class CountForm(forms.ModelForm):
    """Numbers of one profession, or of all together."""

    class Meta:
        model = EventCount
        fields = ("profession", "invited", "present", "joined")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "profession" in self.fields:
            choices = [(code, upper_first(label)) for code, label in PROFESSION_CHOICES]
            self.fields["profession"].choices = [("", ALL_PROFESSIONS), *choices]
            self.fields["profession"].help_text = ""


class CountFormSet(LineFormSet):
    """The counts of an event: each profession once."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        """Tell that a profession is on two lines."""
        return "Une profession ne se compte qu’une fois\u00a0: réunissez les deux lignes."


class WalkInForm(forms.Form):
    """Somebody who came without being invited."""

    name = forms.CharField(label="Prénom et nom", max_length=200)
    profession = forms.ChoiceField(label="Profession", required=False, choices=_ANY)


class JoinForm(forms.Form):
    """The membership of a guest known by a name alone."""

    first_name = forms.CharField(label="Prénom", max_length=120, required=False)
    last_name = forms.CharField(label="Nom", max_length=120)
    profession = forms.ChoiceField(label="Profession", required=False, choices=_ANY)
    on = forms.DateField(label="A adhéré le", widget=DateInput())
    is_another = forms.BooleanField(
        label="C’est une autre personne que l’adhérent du même nom", required=False
    )

    def __init__(self, *args: Any, guest: EventGuest, **kwargs: Any) -> None:
        first, _, last = guest.name.partition(" ")
        known = {
            "first_name": first if last else "",
            "last_name": last or first,
            "profession": guest.profession,
            "on": guest.event.held_on,
        }
        super().__init__(*args, initial=known, **kwargs)


class ChoiceForm(forms.Form):
    """Which people to choose from: profession, commune, part of a name."""

    profession = forms.ChoiceField(label="Profession", required=False)
    commune = forms.ChoiceField(label="Commune", required=False)
    nom = forms.CharField(label="Nom", max_length=80, required=False)

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        professions = [(code, upper_first(label)) for code, label in PROFESSION_CHOICES]
        self.fields["profession"].choices = [("", "Toutes"), *professions]
        self.fields["commune"].choices = [("", "Toutes"), *communes]


class NamesForm(forms.Form):
    """People known by a name alone, one a line, « nom ; profession »."""

    names = forms.CharField(
        label="Autres personnes, une par ligne",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="La profession peut suivre un point-virgule\u00a0: "
        "«\u00a0Camille Roussel\u00a0; infirmier\u00a0».",
    )

    def clean_names(self) -> list[Named]:
        """Return the people typed; tell the professions that are not in the list."""
        known = {search_key(one.name): code for code, one in BY_CODE.items()}
        known |= {search_key(one.plural): code for code, one in BY_CODE.items()}
        found, wrong = [], []
        for line in self.cleaned_data["names"].splitlines():
            name, _, profession = (part.strip() for part in line.partition(";"))
            if not name:
                continue
            code = known.get(search_key(profession), "")
            if profession and not code:
                wrong.append(profession)
            found.append(Named(name[:200], code))
        if wrong:
            raise ValidationError(
                f"Profession inconnue\u00a0: {', '.join(dict.fromkeys(wrong))}. Écrivez-la comme "
                "dans la liste des professions, ou laissez-la de côté."
            )
        if len(found) > _MOST_NAMES:
            raise ValidationError(f"Donnez {_MOST_NAMES} noms au plus à la fois.")
        return found


class MeetingForm(forms.Form):
    """The next meeting of a working group."""

    title = forms.CharField(label="Intitulé", max_length=200)
    held_on = forms.DateField(label="Date", widget=DateInput())
    starts_at = forms.TimeField(
        label="Heure", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label="Durée en minutes", required=False, min_value=1, max_value=1440
    )
    place = forms.CharField(label="Lieu", max_length=200, required=False)
    agenda = forms.CharField(
        label="Ordre du jour", required=False, widget=forms.Textarea({"rows": 4})
    )


def past_day(text: str, otherwise: dt.date) -> dt.date:
    """Return the day of a text, `otherwise` for no day or one to come."""
    try:
        day = forms.DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y"]).clean(text)
    except ValidationError:
        return otherwise
    return day if day <= timezone.localdate() else otherwise
