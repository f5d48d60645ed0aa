"""The list of those invited to an event, as a table for a spreadsheet or for a mailing."""

from __future__ import annotations

from csipa.french.grammar import upper_first
from csipa.spreadsheets import Cell, Sheet
from staffing.models import CarePlace, CommunityEvent, EventGuest
from staffing.review.event_sheet import guest_lines

_PRESENCE = {True: "présent", False: "absent", None: ""}


def guest_sheet(event: CommunityEvent, *, with_contacts: bool) -> Sheet:
    """Return the people invited; their contacts only for whoever may see those of members.

    A member’s contact is the one that they gave; of anybody else, the one that the register
    publishes for a place of practice. Four queries, two without contacts.
    """
    headings = ["Nom", "Profession", "Commune", "Invitation", "Présence", "A adhéré le"]
    contacts = _contacts(event) if with_contacts else {}
    if with_contacts:
        headings += ["Courriel", "Téléphone"]
    rows: list[list[Cell]] = []
    for line in guest_lines(event):
        row: list[Cell] = [
            line.name,
            upper_first(line.profession),
            line.commune,
            "venu sans invitation" if line.walk_in else "invité",
            _PRESENCE[line.present],
            line.joined_on,
        ]
        if with_contacts:
            row += contacts.get(line.pk, ("", ""))
        rows.append(row)
    return Sheet("Invités", headings, rows)


def signing_people(event: CommunityEvent) -> list[tuple[str, str]]:
    """Return the names and professions of a signing sheet, by last name; two queries."""
    return [(line.name, line.profession) for line in guest_lines(event) if not line.walk_in]


def _contacts(event: CommunityEvent) -> dict[int, tuple[str, str]]:
    """Return the electronic address and the telephone of each guest."""
    guests = EventGuest.objects.filter(event=event).select_related("membership")
    rows = list(guests)
    places: dict[int, tuple[str, str]] = {}
    asked = [row.provider_id for row in rows if row.provider_id and not row.membership_id]
    published = CarePlace.objects.filter(provider__in=asked, gone_on__isnull=True)
    for place in published.order_by("-first_recourse", "pk"):
        email, phone = places.get(place.provider_id, ("", ""))
        places[place.provider_id] = (email or place.email, phone or place.phone)
    return {
        row.pk: (row.membership.email, row.membership.phone)
        if row.membership
        else places.get(row.provider_id or 0, ("", ""))
        for row in rows
    }
