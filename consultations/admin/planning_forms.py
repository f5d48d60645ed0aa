"""Forms of the planning: one session, or several weeks of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Case, Q, When
from django.utils import timezone

from consultations.models import Session, SessionPurpose
from consultations.models.validators import validate_no_person
from consultations.review.booking import Booking, cleaning_of
from consultations.review.scope import REMEMBERED, own_rooms
from consultations.rules.recurrence import WrongSeries, weekly_days
from consultations.rules.sessions import LONGEST_CLEANING, Verdict
from conventions.models import Convention, ConventionKind
from csipa.admin.widgets import DateInput, TimeInput
from csipa.french.dates import WEEKDAYS
from csipa.french.grammar import upper_first
from sites.models import Room, Site
from staffing.models import Person

_LONG_TITLE = 90


class ConventionField(forms.ModelChoiceField):
    """A convention by its reference, else by its title."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, cut where a list would be too wide."""
        name = str(obj)
        return name if len(name) <= _LONG_TITLE else f"{name[:_LONG_TITLE].rstrip()}…"


class BookingForm(forms.Form):
    """A session: where, when, what for, who; the reason is asked only when one is needed.

    With `conventions`, it is held under one of them, in the rooms that they open, and the team of
    the centre is not offered.
    """

    room = forms.ModelChoiceField(Room.objects.none(), label="Salle", empty_label=None)
    purpose = forms.ChoiceField(
        label="Objet",
        choices=[(value, upper_first(label)) for value, label in SessionPurpose.choices],
        help_text="Les soins non programmés se tiennent sous une convention\u00a0: ils ne comptent "
        "pas dans l’activité du CSIPA.",
    )
    convention = ConventionField(
        Convention.objects.none(),
        label="Convention",
        required=False,
        empty_label="Aucune",
        help_text="Pour une permanence de soins non programmés.",
    )
    day = forms.DateField(label="Jour", widget=DateInput())
    starts = forms.TimeField(label="De", widget=TimeInput())
    ends = forms.TimeField(label="À", widget=TimeInput())
    cleaning = forms.IntegerField(
        label="Ménage après la séance, en minutes",
        required=False,
        min_value=0,
        max_value=LONGEST_CLEANING,
        help_text="Vide\u00a0: ce que prévoit la convention, sinon aucun.",
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Membre de l’équipe",
        required=False,
        empty_label="Personne en particulier",
    )
    practitioner = forms.CharField(
        label="Professionnel extérieur",
        required=False,
        max_length=120,
        help_text="Qui n’est pas de l’équipe\u00a0: «\u00a0Docteur Anne Duval\u00a0».",
    )
    title = forms.CharField(
        label="Intitulé",
        required=False,
        max_length=120,
        validators=[validate_no_person],
        help_text="«\u00a0Permanence de la CPTS\u00a0». Jamais rien d’un patient.",
    )
    reason = forms.CharField(
        label="Motif de l’exception",
        required=False,
        max_length=200,
        validators=[validate_no_person],
        help_text="Pourquoi la séance se tient malgré ce qui est signalé.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        site: Site,
        session: Session | None = None,
        conventions: frozenset[int] | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.asks_reason = bool(self["reason"].value())
        today = timezone.localdate()
        rooms = own_rooms(site, conventions, today=today)
        if session is not None:
            rooms |= Room.objects.filter(pk=session.room_id)
        self.fields["room"].queryset = rooms.select_related("site")
        kept = session.convention_id if session else None
        since = today - REMEMBERED
        alive = Q(ends_on__isnull=True) | Q(ends_on__gte=since) | Q(pk=kept)
        # What holds permanences comes first: a lease of the same site is seldom meant.
        is_permanence = Q(kind=ConventionKind.PERMANENCE)
        self.fields["convention"].queryset = (
            Convention.objects.told_alone()
            .filter(alive, site=site)
            .order_by(Case(When(is_permanence, then=0), default=1), "start", "pk")
        )
        present = Q(assignments__end__isnull=True, assignments__isnull=False)
        present |= Q(assignments__end__gte=today) | Q(pk=session.person_id if session else None)
        self.fields["person"].queryset = (
            Person.objects.filter(present).distinct().order_by("last_name", "first_name", "pk")
        )
        if conventions is not None:
            self._narrow(conventions, session)

    def _narrow(self, conventions: frozenset[int], session: Session | None) -> None:
        """Leave what the parties to a convention choose: theirs, and who was already expected."""
        del self.fields["purpose"]
        ours = self.fields["convention"]
        ours.queryset = ours.queryset.filter(pk__in=conventions)
        ours.required, ours.help_text = True, ""
        ours.empty_label = None
        kept = session.person_id if session else None
        if kept is None:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = Person.objects.filter(pk=kept)

    def clean(self) -> dict[str, Any]:
        """Refuse two people for one session, or a convention for one of the centre's own."""
        data: dict[str, Any] = super().clean() or {}
        if "purpose" not in self.fields:
            data["purpose"] = SessionPurpose.UNSCHEDULED.value
        data.setdefault("person", None)
        if data.get("person") and data.get("practitioner"):
            self.add_error(
                "practitioner",
                "Choisissez un membre de l’équipe ou nommez quelqu’un d’autre, pas les deux.",
            )
        is_unscheduled = data.get("purpose") == SessionPurpose.UNSCHEDULED
        if data.get("convention") and not is_unscheduled:
            self.add_error(
                "convention",
                "Une convention va avec une permanence de soins non programmés\u00a0: changez "
                "l’objet, ou laissez «\u00a0Aucune\u00a0».",
            )
        return data

    def booking(self, **changed: Any) -> Booking:
        """Return what is asked for, once the form is valid; `changed` takes the place of some."""
        data = {**self.cleaned_data, **changed}
        cleaning = data["cleaning"]
        if cleaning is None:
            cleaning = cleaning_of(data["convention"])
        names = ("room", "purpose", "day", "starts", "ends", "person", "practitioner")
        names += ("convention", "title", "reason")
        return Booking(cleaning=cleaning, **{name: data[name] for name in names})

    def tell(self, verdicts: Iterable[Verdict]) -> None:
        """Show what stands against the session, each by its field; ask for a reason if one does."""
        for verdict in verdicts:
            if not verdict.refused:
                self.asks_reason = True
                self.add_error("reason", f"{verdict.text} Dites pourquoi.")
            else:
                known = verdict.field if verdict.field in self.fields else None
                self.add_error(known, verdict.text)


class SeriesForm(BookingForm):
    """A session that comes back every week, until a day."""

    last_day = forms.DateField(
        label="Jusqu’au", widget=DateInput(), help_text="Dernier jour inclus, à un an au plus."
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Jours",
        coerce=int,
        choices=[(rank + 1, upper_first(name)) for rank, name in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple(),
    )
    every = forms.IntegerField(label="Toutes les … semaines", min_value=1, max_value=52, initial=1)
    field_order = ("room", "purpose", "convention", "day", "last_day", "every", "weekdays")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["day"].label = "À partir du"

    def clean(self) -> dict[str, Any]:
        """Work out the days; refuse a period that makes no series."""
        data = super().clean()
        self.days = []
        if {"day", "last_day", "weekdays", "every"} <= data.keys():
            try:
                self.days = weekly_days(
                    data["day"],
                    data["last_day"],
                    weekdays=data["weekdays"],
                    every=data["every"],
                )
            except WrongSeries as wrong:
                self.add_error("last_day", str(wrong))
        return data
