"""What the printed directories of a CPTS hold: members who agreed to it, or the care offer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from csipa.french.dates import long_date
from csipa.french.grammar import lower_first, upper_first
from csipa.french.numbers import counted, plural
from sites.models import Community
from sites.rules.care_professions import DOCTOR, name_of, plural_of
from sites.rules.names import search_key
from staffing.documents.booklet import (
    Booklet,
    BookletEntry,
    BookletPart,
    BookletPlace,
    IndexPlace,
)
from staffing.models import CarePlace, CareProvider, MemberRole, Membership
from staffing.review.cover import communes_of, rank_of
from staffing.review.members import members_on
from staffing.review.offer import present_providers

ORGANISATIONS = "Établissements et associations"
OTHERS = "Autres adhérents"
NO_PLACE = "Commune non précisée"
_LAST = (999, "")


@dataclass(frozen=True)
class _Line:
    """Somebody before they are put in order."""

    rank: tuple[int, str]
    label: str
    singular: str
    commune: str
    commune_key: str
    key: str
    name: str
    role: str
    lines: tuple[str, ...]


def members_booklet(community: Community, day: dt.date) -> Booklet:
    """Return the directory of the members of `day` who agreed to be listed; two queries.

    Contacts appear only for those who agreed to that too.
    """
    members = list(members_on(community, day))
    listed = [row for row in members if row.listed]
    left_out = len(members) - len(listed)
    told = counted(len(listed), "adhérent", "adhérents")
    facts = [f"{told}, sur {len(members)}" if left_out else told]
    notes = ["Chacun figure ici avec son accord ; ses coordonnées, s’il l’a accepté aussi."]
    if left_out:
        verb = plural(left_out, "n’a pas donné son accord", "n’ont pas donné leur accord")
        absent = counted(left_out, "adhérent", "adhérents")
        notes.append(f"{absent} {verb} pour figurer à l’annuaire et n’y {_are(left_out)} pas.")
    return _booklet(
        community,
        day,
        title="Annuaire des adhérents",
        lines=[_member_line(row) for row in listed],
        facts=facts,
        notes=notes,
        empty="Aucun adhérent n’a encore donné son accord pour figurer à l’annuaire.",
        communes=community.territory.communes_on(day).count(),
    )


def offer_booklet(community: Community, day: dt.date, *, with_phones: bool) -> Booklet:
    """Return the directory of the care offer of the territory on the last reading; five queries.

    Who works in several communes is listed in each and counted once. `with_phones` adds the
    telephone that the register gives of the place.
    """
    communes = communes_of(community, day)
    offer = present_providers(communes)
    read_on = offer.aggregate(last=Max("seen_on"))["last"]
    places = (
        CarePlace.objects.filter(provider__in=offer, commune__in=communes, gone_on__isnull=True)
        .select_related("provider", "commune")
        .order_by("provider", "pk")
    )
    lines = [_offer_line(group, with_phones=with_phones) for group in _by_commune(places)]
    people = len({line.key for line in lines})
    source = "Source : répertoire partagé des professionnels de santé (RPPS), données ouvertes"
    notes = [f"{source}, extraction du {long_date(read_on)}." if read_on else f"{source}."]
    notes.append("Qui exerce dans plusieurs communes figure dans chacune, et compte une fois.")
    return _booklet(
        community,
        day,
        title="Offre de soins du territoire",
        lines=lines,
        facts=[counted(people, "professionnel", "professionnels")],
        notes=notes,
        empty="Le répertoire n’a pas encore été lu pour les communes de ce territoire.",
        communes=len(communes),
    )


def _are(count: int) -> str:
    return plural(count, "figure", "figurent")


def _member_line(row: Membership) -> _Line:
    if row.organisation_id:
        rank, label, name = _LAST, ORGANISATIONS, str(row.organisation)
    else:
        name = f"{row.last_name.upper()} {row.first_name}".strip()
        known = row.profession
        rank = rank_of(known) if known else (_LAST[0] - 1, "")
        label = upper_first(plural_of(known)) if known else OTHERS
    singular = name_of(row.profession) if row.profession else ""
    role = "" if row.role == MemberRole.MEMBER else row.get_role_display()
    contacts = (_phone(row.phone), row.email) if row.contacts_listed else ()
    commune = row.commune or (row.organisation.commune if row.organisation_id else None)
    return _Line(
        rank,
        label,
        singular,
        commune.name if commune else NO_PLACE,
        commune.search_key if commune else "~",
        f"{search_key(name)} {row.pk}",
        name,
        role,
        (" · ".join(one for one in contacts if one),) if any(contacts) else (),
    )


def _by_commune(places: Iterable[CarePlace]) -> list[list[CarePlace]]:
    """Group the places of each person in each commune."""
    groups: dict[tuple[int, str], list[CarePlace]] = defaultdict(list)
    for place in places:
        groups[place.provider_id, place.commune_id].append(place)
    return list(groups.values())


def _offer_line(places: list[CarePlace], *, with_phones: bool) -> _Line:
    first = places[0]
    provider: CareProvider = first.provider
    told = []
    for place in places:
        parts = [place.name, place.address, _phone(place.phone) if with_phones else ""]
        told.append(", ".join(part for part in parts if part))
    name = f"{provider.last_name.upper()} {provider.first_name}".strip()
    return _Line(
        rank_of(provider.profession),
        upper_first(plural_of(provider.profession)),
        name_of(provider.profession),
        first.commune.name,
        first.commune.search_key,
        f"{provider.search_key} {provider.pk}",
        name,
        _practice(provider),
        tuple(dict.fromkeys(one for one in told if one)),
    )


def _practice(provider: CareProvider) -> str:
    """Return what a doctor practises, empty for the other professions."""
    if provider.general_practice:
        return "médecine générale"
    return lower_first(provider.skills) if provider.profession == DOCTOR else ""


def _phone(number: str) -> str:
    """Return a French number by pairs: « 03 21 00 00 00 »; another one as it is."""
    digits = "".join(sign for sign in number if sign.isdigit())
    if len(digits) != 10 or number.strip().startswith("+"):
        return number
    return "\u00a0".join(digits[at : at + 2] for at in range(0, 10, 2))


def _booklet(
    community: Community,
    day: dt.date,
    *,
    title: str,
    lines: list[_Line],
    facts: list[str],
    notes: list[str],
    empty: str,
    communes: int,
) -> Booklet:
    ordered = sorted(lines, key=lambda one: (one.rank, one.commune_key, one.key))
    parts: list[BookletPart] = []
    by_commune: dict[tuple[str, str], list[tuple[str, BookletEntry, str]]] = defaultdict(list)
    people: dict[str, set[str]] = defaultdict(set)
    for number, line in enumerate(ordered, start=1):
        entry = BookletEntry(f"p{number}", line.name, line.role, line.lines)
        if not parts or parts[-1].label != line.label:
            parts.append(BookletPart(f"partie{len(parts) + 1}", line.label, 0, []))
        places = parts[-1].places
        if not places or places[-1].name != line.commune:
            places.append(BookletPlace(line.commune, []))
        places[-1].entries.append(entry)
        people[line.label].add(line.key)
        by_commune[line.commune_key, line.commune].append((line.key, entry, line.singular))
    index = [
        IndexPlace(name, [(entry, told) for _, entry, told in sorted(rows, key=_first)])
        for (_, name), rows in sorted(by_commune.items())
    ]
    return Booklet(
        title=title,
        community=str(community),
        territory=f"Territoire : {community.territory}",
        communes=counted(communes, "commune", "communes"),
        on=f"Au {long_date(day)}",
        dated=day.isoformat(),
        facts=facts,
        notes=notes,
        empty=empty,
        parts=[
            BookletPart(part.anchor, part.label, len(people[part.label]), part.places)
            for part in parts
        ],
        index=index,
    )


def _first(row: tuple[str, BookletEntry, str]) -> str:
    return row[0]
