"""Which lines a site could record: professions that consult there, and have no line yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from consultations.models import ActivityKind, RecordingLine
from consultations.review.recorded_lines import works_at
from csipa.french.grammar import upper_first
from sites.models import Activity, Site
from staffing.models import Assignment, Profession


@dataclass(frozen=True)
class ProposedLine:
    """A profession that could have a line of consultations, and why, as a French sentence."""

    profession: Profession
    reason: str


def proposed_lines(site: Site, *, today: dt.date) -> list[ProposedLine]:
    """Return the lines that a site lacks, in the order of professions; four queries or so.

    A profession that consults has a line where its opening hours are, from `today` on, or where
    somebody is assigned. One without consultation hours of its own (a secretary) has none.
    """
    consulting = Profession.objects.exclude(activity="").order_by("position", "search_key")
    recorded = RecordingLine.objects.filter(site=site, kind=ActivityKind.CONSULTATION)
    hours = site.opening_hours.filter(Q(end__isnull=True) | Q(end__gte=today))
    open_for = set(hours.values_list("activity", flat=True))
    assigned = _assigned_at(site, today)
    found = []
    for profession in consulting.exclude(pk__in=recorded.values("profession")):
        if profession.activity in open_for:
            hours_name = upper_first(str(Activity(profession.activity).label))
            reason = f"Le site a des horaires « {hours_name} »."
        elif profession.pk in assigned:
            reason = "Quelqu’un y est affecté."
        else:
            continue
        found.append(ProposedLine(profession, reason))
    return found


def _assigned_at(site: Site, today: dt.date) -> set[int]:
    """Return the professions of those who work at a site on `today` or later."""
    rows = Assignment.objects.filter(Q(end__isnull=True) | Q(end__gte=today))
    rows = rows.select_related("post").prefetch_related("shares", "post__shares")
    return {row.post.profession_id for row in rows if works_at(row, site.pk)}
