"""What may be typed where, looked at before anything is written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consultations.models import ActivityCount, RecordingLine
from consultations.review.counts import key_of, state_of
from consultations.review.recorded_lines import NOT_IN_FORCE, Ground, read_grounds
from consultations.rules.cells import CellKey, Measure
from consultations.rules.closed_days import FOR_GOOD, NOT_YET
from consultations.rules.merging import BLANK_ROW, RowState
from consultations.rules.weeks import Week
from csipa.french.grammar import upper_first
from sites.review.scope import sites_of

SEE_PEOPLE = "consultations.see_people"
# A day that is only said closed is asked about; on these there was no site, or no such line.
OUT_OF_TIME = (NOT_YET, FOR_GOOD, NOT_IN_FORCE)
NOT_YOURS = "Vous ne saisissez pas l’activité de ce site\u00a0: demandez qu’il vous soit confié."
NO_LINE = "Cette ligne ne se saisit plus à ce site\u00a0: rechargez la page."
NOT_ASKED = "Ce site ne demande plus ce chiffre\u00a0: rechargez la page."
NO_PERSON = (
    "Personne de ce nom n’est affecté à cette ligne cette semaine-là\u00a0: rechargez la page."
)
BY_PERSON = "Cette ligne se saisit personne par personne\u00a0: rechargez la page."
HIDDEN = "Les chiffres d’une personne se saisissent avec le droit de les voir\u00a0: demandez-le."


@dataclass(frozen=True)
class Checks:
    """What is known of the sites and weeks that some cells speak of."""

    grounds: dict[int, Ground]
    sees_people: bool
    counts: list[ActivityCount]

    @cached_property
    def states(self) -> dict[CellKey, RowState]:
        """What each row now says."""
        return {key_of(row): state_of(row) for row in self.counts}

    def state(self, key: CellKey) -> RowState:
        """Return what a row now says."""
        return self.states.get(key, BLANK_ROW)

    def line_of(self, key: CellKey) -> RecordingLine | None:
        """Return the line of a row, None where the site has no such line in these weeks."""
        ground = self.grounds.get(key.site)
        for line in ground.lines if ground else ():
            if (line.profession_id, line.kind) == (key.profession, key.kind):
                return line
        return None

    def refusal(self, key: CellKey, measure: Measure) -> str:
        """Return why nothing may be typed in a cell, as a sentence; empty if it may."""
        if message := self.row_refusal(key):
            return message
        ground, line = self.grounds[key.site], self.line_of(key)
        if measure not in ground.measures:
            return NOT_ASKED
        shut = ground.why_not_asked(line, key.date) if line else ""
        is_out = shut in OUT_OF_TIME and self.state(key).is_blank
        return f"Rien ne se saisit ce jour-là\u00a0: {shut}." if is_out else ""

    def row_refusal(self, key: CellKey) -> str:
        """Return why a row is not one that this account writes, as a sentence; empty if it is."""
        if key.site not in self.grounds:
            return NOT_YOURS
        line = self.line_of(key)
        if line is None:
            return NO_LINE
        if key.person and not self.sees_people:
            return HIDDEN
        week = Week.of(key.date)
        rows = self.grounds[key.site].rows_of(
            line,
            week.first,
            week.last,
            counted=self._counted[key.site, key.profession, key.kind, week],
            sees_people=self.sees_people,
        )
        if any(row.person_key == key.person and not row.is_sum for row in rows):
            return ""
        return upper_first(NO_PERSON if key.person else BY_PERSON)

    @cached_property
    def _counted(self) -> defaultdict[Any, list[Any]]:
        found = defaultdict(list)
        for row in self.counts:
            if not state_of(row).is_blank:
                week = Week.of(row.date)
                found[row.site_id, row.profession_id, row.kind, week].append(row.person)
        return found


def read_checks(keys: Iterable[CellKey], *, by: Any) -> Checks:
    """Return what is known of the sites and weeks of `keys`; at most ten queries."""
    keys = list(keys)
    weeks = {Week.of(key.date) for key in keys}
    if not weeks:
        return Checks({}, sees_people=False, counts=[])
    wanted = sites_of(by).filter(pk__in={key.site for key in keys})
    grounds = read_grounds(wanted, first=min(weeks).first, last=max(weeks).last)
    days: set[dt.date] = {day for week in weeks for day in week.days}
    counts = ActivityCount.objects.filter(
        site__in=[ground.site.pk for ground in grounds], date__in=days
    ).select_related("person")
    return Checks(
        {ground.site.pk: ground for ground in grounds}, by.has_perm(SEE_PEOPLE), list(counts)
    )
