"""Writes what stands behind each placeholder, from the facts of a convention."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby

from conventions.rules.endings import ONE_DAY, add_years
from conventions.rules.finance import said
from conventions.rules.placeholders.catalogue import ROLES
from conventions.rules.placeholders.facts import (
    ConventionFacts,
    PartyFacts,
    RoomFacts,
    SiteFacts,
    TermFacts,
)
from conventions.rules.placeholders.filling import Agreement, Values
from conventions.rules.premises import Slot
from conventions.rules.terms import MONTHS, Delay
from csipa.french.dates import WEEKDAYS, add_months, count_days_inclusive, long_date, period
from csipa.french.grammar import Gender, a, de, enumeration
from csipa.french.hours import said_time
from csipa.french.numbers import decimal, in_words, plural
from csipa.french.typography import NBSP

Words = dict[str, str]

_BY_NUMBER = {2: "bipartite", 3: "tripartite", 4: "quadripartite"}
_ANY_ROOM = "les salles nécessaires à cet usage"
_PLANNED_SLOTS = "aux jours et heures que les parties arrêtent par écrit"
_INVENTORY = "celui dont l’inventaire est dressé contradictoirement à la prise d’effet"


def values_of(facts: ConventionFacts) -> Values:
    """Return the words of every placeholder that the facts can fill; the others are left out."""
    roles = {code: name for name, code in ROLES.items()}
    held = [(roles[one.role], one) for one in facts.parties if one.role in roles]
    words = {
        **_all_parties(facts),
        **_site(facts.site),
        **_terms(facts.terms),
        **_renewal(facts.terms),
        **said(facts.finance, facts.payers, facts.terms.start),
        **_premises(facts),
        **_purpose(facts),
    }
    for role, one in held:
        words |= _party(role, one)
    agreements = {role: Agreement(one.gender, one.plural) for role, one in held}
    return Values({name: said for name, said in words.items() if said}, agreements)


def _party(role: str, one: PartyFacts) -> Words:
    words = {
        role: one.alias,
        f"le {role}": one.short,
        f"du {role}": de(one.short),
        f"au {role}": a(one.short),
        f"le {role}, en entier": one.full,
        f"du {role}, en entier": de(one.full),
        f"au {role}, en entier": a(one.full),
    }
    if role == "partenaire":
        words["communes du partenaire"] = _communes(one)
    return words


def _communes(one: PartyFacts) -> str:
    """Return « les communes d’Allouagne et de Lillers », in general terms when none is recorded."""
    if not one.communes:
        return f"les communes de {'leur' if one.plural else 'son'} territoire"
    which = plural(len(one.communes), "la commune", "les communes")
    return f"{which} {enumeration(one.communes)}"


def _all_parties(facts: ConventionFacts) -> Words:
    signing = [one for one in facts.parties if one.signs]
    if not signing:
        return {}
    return {
        "parties": enumeration(one.short for one in signing),
        "parties, en entier": enumeration(one.full for one in signing),
        "cocontractants": enumeration(one.full for one in signing if one.role != "manager"),
        "nombre de parties": in_words(len(signing), Gender.FEMININE),
        "tripartite": _BY_NUMBER.get(len(signing), "multipartite"),
        "exemplaires": in_words(facts.originals) if facts.originals else "",
    }


def _site(site: SiteFacts | None) -> Words:
    if site is None:
        return {}
    bare = re.sub(r"^(?:la |le |l’)", "", site.the_name)
    return {
        "le site": site.the_name,
        "du site": de(site.the_name),
        "au site": a(site.the_name),
        "site": bare,
        "adresse du site": site.address,
        "commune du site": site.commune,
        "de la commune du site": site.of_commune,
        "à la commune du site": site.at_commune,
    }


def _terms(terms: TermFacts) -> Words:
    words = {
        "préavis": delay_in_words(terms.notice) if terms.notice else "",
        "forme du préavis": terms.notice_form if terms.notice else "",
        "destinataire du préavis": terms.notice_to if terms.notice else "",
    }
    if terms.start:
        words["début"] = long_date(terms.start)
        words["période"] = period(terms.start, terms.end)
    if terms.end:
        words["fin"] = long_date(terms.end)
    if terms.start and terms.end:
        words["durée"] = duration_in_words(terms.start, terms.end)
    return words


def _renewal(terms: TermFacts) -> Words:
    times, years = terms.renewal_times, terms.renewal_years
    words = {}
    if times:
        words["reconductions"] = f"{in_words(times, Gender.FEMININE)} fois"
    if years:
        words["durée de la reconduction"] = _counted(years, "an", "ans")
    if times and years and terms.end:
        words["dernier terme"] = long_date(add_years(terms.end, times * years))
    if terms.renewal_deadline:
        words["délai de reconduction"] = delay_in_words(terms.renewal_deadline)
    return words


def _premises(facts: ConventionFacts) -> Words:
    return {
        "salles": _rooms(facts.rooms),
        "créneaux": slots_in_words(facts.slots, rooms=[room.name for room in facts.rooms]),
        "matériel": _equipment(facts.equipment),
    }


def _rooms(rooms: Sequence[RoomFacts]) -> str:
    if not rooms:
        return _ANY_ROOM
    named = [f"{room.name} ({_area(room)})" if room.area else room.name for room in rooms]
    which = plural(len(named), "la salle suivante", "les salles suivantes")
    return f"{which} : {enumeration(named)}"


def _area(room: RoomFacts) -> str:
    assert room.area is not None  # only rooms with an area come here
    figures = decimal(room.area, 2).rstrip("0").rstrip(",")
    return f"{figures}{NBSP}m²"


def _equipment(things: Sequence[tuple[str, int]]) -> str:
    if not things:
        return _INVENTORY
    return enumeration(f"{label} ({count})" if count > 1 else label for label, count in things)


def slots_in_words(slots: Sequence[Slot], rooms: Sequence[str] = ()) -> str:
    """Return « chaque mardi de 9 h à 12 h et de 14 h à 18 h, chaque jeudi de … », by day.

    Each names its room, but where `rooms`, those that the convention opens, are this one only.
    """
    if not slots:
        return _PLANNED_SLOTS
    ordered = sorted(slots, key=lambda one: (one.weekday, one.start, one.end, one.room))
    days = [
        f"chaque {WEEKDAYS[weekday - 1]} {enumeration(_hours(slot, rooms) for slot in same)}"
        for weekday, same in groupby(ordered, key=lambda one: one.weekday)
    ]
    return enumeration(days) if len(days) == len(ordered) else ", ".join(days)


def _hours(slot: Slot, rooms: Sequence[str]) -> str:
    told = f"de {said_time(slot.start)} à {said_time(slot.end)}"
    return f"{told} ({slot.room})" if slot.room and list(rooms) != [slot.room] else told


def _purpose(facts: ConventionFacts) -> Words:
    words = {"tribunal": facts.court}
    if purpose := facts.purpose.strip().rstrip("."):
        words |= {"objet": purpose, "de l’objet": de(purpose), "à l’objet": a(purpose)}
    return words


def delay_in_words(delay: Delay) -> str:
    """Return a delay in words: « quinze jours », « trois mois »."""
    if delay.unit == MONTHS:
        return _counted(delay.value, "mois", "mois")
    return _counted(delay.value, "jour", "jours")


def duration_in_words(start: dt.date, end: dt.date) -> str:
    """Return how long a period lasts, both days included: « un an », « trois mois », in days else.

    Past a year, days alone would tell nobody anything: « deux ans, onze mois et vingt-cinq jours ».
    Raises PeriodReversed.

    >>> duration_in_words(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    'un an'
    """
    total, after = count_days_inclusive(start, end), end + ONE_DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    if add_months(start, months) > after:
        months -= 1
    years, rest = divmod(months, 12)
    days = (after - add_months(start, months)).days
    if days and not years:
        return _counted(total, "jour", "jours")
    if rest and not days:
        return _counted(months, "mois", "mois")
    parts = ((years, "an", "ans"), (rest, "mois", "mois"), (days, "jour", "jours"))
    return enumeration(_counted(*part) for part in parts if part[0])


def _counted(number: int, singular: str, several: str) -> str:
    return f"{in_words(number)} {plural(number, singular, several)}"
