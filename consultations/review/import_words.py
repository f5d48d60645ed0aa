"""Lines of an import as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultations.models import ActivityKind
from consultations.review.import_plan import Entry, Fate
from csipa.french.dates import long_date
from sites.models import Site
from staffing.models import Person, Profession

_COLUMNS = {
    "done": "consultations",
    "unscheduled": "non programmées",
    "without_gp": "sans médecin traitant",
    "refused": "refus faute de créneau",
    "no_show": "rendez-vous non honorés",
    "hours": "heures tenues",
    "comment": "remarque",
}
_MARKS = {"": "vide", "f": "fermé"}


@dataclass(frozen=True)
class ToldEntry:
    """A line: where it stands, and each value that changes: name, before, after."""

    line: int
    label: str
    is_new: bool
    values: list[tuple[str, str, str]]


def told_entries(entries: Sequence[Entry]) -> list[ToldEntry]:
    """Return lines in words; three queries."""
    sites = Site.objects.in_bulk({one.key.site for one in entries})
    professions = Profession.objects.in_bulk({one.key.profession for one in entries})
    people = Person.objects.in_bulk({one.key.person for one in entries if one.key.person})
    found = []
    for one in entries:
        key = one.key
        parts = [
            sites[key.site].name,
            long_date(key.date, weekday=True),
            professions[key.profession].name,
        ]
        if key.person:
            parts.append(str(people[key.person]))
        if key.kind != ActivityKind.CONSULTATION:
            parts.append(str(ActivityKind(key.kind).label))
        values = [
            (_COLUMNS[column], _MARKS.get(old, old), _MARKS.get(new, new))
            for column, old, new in one.differences
        ]
        found.append(ToldEntry(one.line, ", ".join(parts), one.fate is Fate.NEW, values))
    return found
