"""Whether somebody holds more than one full time, all posts together."""

from __future__ import annotations

from csipa.french.dates import period
from csipa.french.grammar import enumeration
from staffing.models import Assignment, Person
from staffing.rules.capacity import fte_words, stretches_above


def overwork_words(person: Person) -> str:
    """Return when `person` holds more than one full time, as a French sentence; else empty.

    One query. It is no error: some add up two posts for a few days. Somebody has to know.
    """
    lines = Assignment.objects.filter(person=person)
    told = [f"{fte_words(one.fte)} {period(one.start, one.end)}" for one in stretches_above(lines)]
    if not told:
        return ""
    return (
        f"{person} compte plus d’un temps plein, tous postes ensemble\u00a0: {enumeration(told)}. "
        "Vérifiez ses quotités."
    )
