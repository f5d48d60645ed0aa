"""What somebody who writes a convention may choose from: who signs, which powers, which rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from conventions.models import Act, ActPower, DelegatedSubject, PartyRole
from conventions.review.standing import standing_of, subjects_with_end
from conventions.rules.mandates import Standing
from sites.models import Equipment, Organisation, Representative, Room, Site
from sites.rules.names import search_key


@dataclass
class Holder:
    """Who holds a role, chosen or given by the record of the site, and who may sign for it."""

    role: str
    organisation: Organisation | None = None
    from_site: bool = False
    people: list[Representative] = field(default_factory=list)


def holders_of(
    *, roles: Iterable[str], chosen: dict[str, int | None], site: Site | None, day: dt.date
) -> list[Holder]:
    """Return who holds each role, in the order given, with the people in office on `day`.

    `chosen` gives the key of the organisation of a role; the owner and the manager are those of
    the site when none is chosen. Two queries; load the site with both.
    """
    keys = [key for key in chosen.values() if key]
    known = Organisation.objects.select_related("commune").in_bulk(keys) if keys else {}
    by_default = {PartyRole.OWNER: site.owner, PartyRole.MANAGER: site.manager} if site else {}
    holders = []
    for role in roles:
        organisation = known.get(chosen.get(role) or 0)
        from_site = organisation is None and by_default.get(PartyRole(role)) is not None
        if from_site:
            organisation = by_default[PartyRole(role)]
        holders.append(Holder(role, organisation, from_site))
    people = in_office([one.organisation for one in holders if one.organisation], day)
    for one in holders:
        one.people = people.get(one.organisation.pk, []) if one.organisation else []
    return holders


def in_office(
    organisations: Iterable[Organisation], day: dt.date
) -> dict[int, list[Representative]]:
    """Return who may sign for each organisation on `day`, by its key, first in rank first."""
    rows = Representative.objects.on(day).filter(organisation__in=[one.pk for one in organisations])
    found: dict[int, list[Representative]] = {}
    for person in rows.select_related("organisation").order_by("position", "-start", "pk"):
        found.setdefault(person.organisation_id, []).append(person)
    return found


def powers_in_force(authority: Organisation, *, today: dt.date) -> list[DelegatedSubject]:
    """Return the matters that the council of an authority delegated and that hold on `today`."""
    rows = subjects_with_end(DelegatedSubject.objects.filter(delegation__authority=authority))
    return [
        row
        for row in rows.order_by("pk")
        if standing_of(row.delegation, next_installed_on=row.next_installed_on, day=today)
        is Standing.IN_FORCE
    ]


def usual_powers(
    authority: Organisation, *, kind: str, among: Iterable[DelegatedSubject]
) -> list[DelegatedSubject]:
    """Return, of some matters, those of the last act of the authority on a convention of a kind.

    A council that is renewed delegates the same matters in the same words: these count as well.
    """
    acts = Act.objects.filter(authority=authority, annexes__convention__kind=kind)
    last = ActPower.objects.filter(act__in=acts).order_by("-act_id").first()
    if last is None:
        return []
    used = ActPower.objects.filter(act=last.act_id).values_list("subject__text", flat=True)
    keys = {search_key(text) for text in used}
    return [row for row in among if search_key(row.text) in keys]


def premises_of(site: Site, *, day: dt.date) -> tuple[list[Room], list[Equipment]]:
    """Return the rooms of a site, and the things that it has on `day`."""
    rooms = list(Room.objects.filter(site=site).order_by("position", "pk"))
    things = Equipment.objects.on(day).filter(site=site).order_by("label", "pk")
    return rooms, list(things)
