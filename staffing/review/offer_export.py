"""The care offer of a territory as tables for a spreadsheet."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch

from csipa.spreadsheets import Cell, Sheet
from sites.models import Territory
from sites.rules.care_professions import name_of
from staffing.models import CarePlace, CareProvider
from staffing.review.offer import places_on
from staffing.review.offer_summary import Summary

_SHARES = "0.00"
_CONTACTS = ("Téléphone", "Courriel")


def people_sheet(territory: Territory, day: dt.date, *, contacts: bool) -> Sheet:
    """Return a line a place of the territory on a day; phones and e-mails with `contacts` only.

    Three queries.
    """
    communes = territory.communes_on(day).values_list("pk", flat=True)
    places = places_on(list(communes), day).select_related("commune").order_by("commune__name")
    people = CareProvider.objects.filter(care_places__in=places.order_by()).distinct()
    shown = Prefetch("care_places", queryset=places, to_attr="shown_places")
    headings = (
        "Identifiant national",
        "Nom",
        "Prénom",
        "Profession",
        "Médecine générale",
        "Savoir-faire",
        "Lieux d’exercice",
        "Commune",
        "Mode",
        "Secteur",
        "Premier recours",
        "Structure",
        "Adresse",
        "Code postal",
        "Vu le",
        *(_CONTACTS if contacts else ()),
    )
    rows = [
        _row(person, place, contacts=contacts)
        for person in people.prefetch_related(shown)
        for place in person.shown_places
    ]
    return Sheet("Professionnels", headings, rows, decimals=_SHARES)


def summary_sheets(summary: Summary) -> list[Sheet]:
    """Return the tables of the page: by profession, then by commune."""
    figures = ("Personnes", "dont libérales", "dont salariées", "Parts (1/n)")
    return [
        Sheet(
            title,
            (first, *figures),
            [
                (one.label, one.exact_heads, one.liberal, one.salaried, one.exact_shares)
                for one in lines
            ],
            decimals=_SHARES,
        )
        for title, first, lines in (
            ("Par profession", "Profession", summary.professions),
            (summary.asked_label, "Commune", summary.communes),
        )
    ]


def _row(person: CareProvider, place: CarePlace, *, contacts: bool) -> tuple[Cell, ...]:
    return (
        person.national_id,
        person.last_name,
        person.first_name,
        name_of(person.profession),
        "oui" if person.general_practice else "",
        person.skills,
        person.places,
        place.commune.name,
        place.mode_label,
        place.sector_label,
        "oui" if place.first_recourse else "non",
        place.name,
        place.address,
        place.postal_code,
        person.seen_on,
        *((place.phone, place.email) if contacts else ()),
    )
