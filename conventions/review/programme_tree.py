"""A programme as one tree: axes, objectives, and the sheets under each, with where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from conventions.models import ActionSheet, Axis, Objective, Programme, SheetPlace
from conventions.review.placements import ordered
from conventions.review.seen import of_communities
from conventions.review.sheets import BADGES, ReadSheet, late_sql, loaded
from conventions.rules.sheet_states import State
from csipa.french.grammar import enumeration
from csipa.french.numbers import counted
from csipa.prepared import prepared


@dataclass(frozen=True)
class Entry:
    """A sheet at its place."""

    place: SheetPlace
    sheet: ReadSheet


@dataclass
class Node:
    """An objective, or an axis: the sheets right under it, and the objectives of an axis."""

    row: Axis | Objective
    entries: list[Entry] = field(default_factory=list)
    objectives: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Entry]:
        """Go through the sheets of the node and of what is under it, in order."""
        yield from self.entries
        for node in self.objectives:
            yield from node.walk()


@dataclass(frozen=True)
class Tree:
    """A programme; `loose` holds the sheets under no axis."""

    programme: Programme
    axes: list[Node]
    loose: list[Entry]

    @property
    def entries(self) -> list[Entry]:
        """Return every sheet in the order of the tree."""
        return [*(entry for node in self.axes for entry in node.walk()), *self.loose]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Return each state that a sheet is in: its words, its class, how many sheets."""
        states = [entry.sheet.state for entry in self.entries]
        labels = {entry.sheet.state: entry.sheet.state_label for entry in self.entries}
        return [(labels[one], BADGES[one], states.count(one)) for one in State if one in labels]

    @property
    def late(self) -> list[Entry]:
        """Return the sheets that are late."""
        return [entry for entry in self.entries if entry.sheet.is_late]

    @property
    def unmeasured(self) -> list[Entry]:
        """Return the sheets without any indicator."""
        return [entry for entry in self.entries if not entry.sheet.measures]

    @property
    def summary(self) -> str:
        """Return « 3 axes, 7 objectifs et 12 fiches-actions »."""
        objectives = sum(len(node.objectives) for node in self.axes)
        told = [
            counted(len(self.axes), "axe", "axes") if self.axes else "",
            counted(objectives, "objectif", "objectifs") if objectives else "",
            counted(len(self.entries), "fiche-action", "fiches-actions"),
        ]
        return enumeration([one for one in told if one])


@prepared
def running_programmes(
    today: dt.date, *, communities: tuple[int, ...] | None = None
) -> QuerySet[Programme]:
    """Return the programmes in force that hold sheets, with `sheet_count` and `late_count`.

    The one that began last comes first. Of the projects of CPTS, those of `communities` alone, if
    it is given. One query.
    """
    late = ActionSheet.objects.filter(late_sql(today)).values("pk")
    counted_rows = Programme.objects.on(today).annotate(
        sheet_count=Count("placements"),
        late_count=Count("placements", Q(placements__sheet__in=late)),
    )
    found = counted_rows.filter(of_communities("community", communities), sheet_count__gt=0)
    return found.order_by("-start", "name")


def read_tree(programme: Programme, *, today: dt.date) -> Tree:
    """Return a programme with its sheets, read in a fixed number of queries."""
    nodes = {
        axis.pk: Node(axis)
        for axis in programme.axes.order_by("position", "pk").prefetch_related("objectives")
    }
    under = {}
    for node in nodes.values():
        for row in sorted(node.row.objectives.all(), key=lambda one: (one.position, one.pk)):
            under[row.pk] = Node(row)
            node.objectives.append(under[row.pk])
    loose: list[Entry] = []
    places = ordered(programme.placements.all()).select_related(
        "axis", "objective", "sheet__pilot", "sheet__territory", "sheet__site__commune"
    )
    rows = list(places)
    loaded([place.sheet for place in rows])
    for place in rows:
        entry = Entry(place, ReadSheet(place.sheet, today))
        node = under.get(place.objective_id) or nodes.get(place.axis_id)
        (node.entries if node else loose).append(entry)
    return Tree(programme, list(nodes.values()), loose)
