"""Where acts and conventions stand: columns and filter of the list, panel of the page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conventions.models import Act, Convention
from conventions.review.stages import enforceable_sql, in_stage, stage
from conventions.review.timeline import (
    act_dates,
    timeline_of,
    timeline_of_convention,
)
from conventions.rules.stages import Stage
from conventions.rules.timeline import AGREEMENT, LIFE, REVIEW, Step, Timeline
from csipa.admin import Panel
from csipa.french.grammar import upper_first
from csipa.french.numbers import plural

TEMPLATE = "admin/conventions/act/_timeline.html"
_TITLES = {LIFE: "L’acte", AGREEMENT: "La convention", REVIEW: "Recours et contrôle"}
_TO_DO = {Stage.TO_TRANSMIT, Stage.SENT, Stage.TO_PUBLISH, Stage.UNDATED}


class StageFilter(admin.SimpleListFilter):
    """Where the act stands, chosen by the database."""

    title = "étape"
    parameter_name = "etape"

    def lookups(self, request, model_admin):
        """Offer every stage, in the order in which an act goes through them."""
        return [(name.value, upper_first(name.label)) for name in Stage]

    def queryset(self, request, queryset):
        """Keep the acts that stand there today."""
        if self.value() not in set(Stage):
            return queryset
        return in_stage(queryset, Stage(self.value()), today=timezone.localdate())


class LifeColumns:
    """The columns of the list of acts that follow from their dates; they cost no query."""

    @admin.display(description="signé le", ordering="signature_date")
    def signed(self, act):
        """Show the day of signature."""
        return act.signature_date

    @admin.display(description="étape")
    def stage(self, act):
        """Show what is still to be done, in words."""
        now = stage(act, today=timezone.localdate())
        kind = "badge badge-to-do" if now in _TO_DO else "badge"
        return format_html('<span class="{}">{}</span>', kind, upper_first(now.label))

    @admin.display(description="exécutoire le", ordering=enforceable_sql())
    def enforceable(self, act):
        """Show the day the act took force."""
        return act_dates(act).enforceable

    @admin.display(description="recours jusqu’au", ordering="execution__published_on")
    def appeal(self, act):
        """Show the likely last day to go to court."""
        return act_dates(act).appeal_until


def life_panel(page: Any, request: HttpRequest, act: Act) -> Panel:
    """Return the life of an act; folded while it is a draft whose dates all can be."""
    today = timezone.localdate()
    line = timeline_of(act, today=today)
    may_note = act.is_signed and page.has_change_permission(request, act)
    context = {
        "title": "Dates et délais",
        "note_url": "#section-execution" if may_note else "",
        "send_url": _sending(act),
        "is_open": act.is_signed or bool(line.faults),
    }
    return Panel(TEMPLATE, {**context, **_told(line)})


def _sending(act: Act) -> str:
    """Return the address where an act is sent to the State, empty when it is not to be."""
    if not (act.is_signed and act.to_transmit) or act.is_cancelled:
        return ""
    return reverse("admin:conventions_act_transmission", args=[act.pk])


def convention_life_panel(convention: Convention) -> Panel:
    """Return the life of a convention, after what lets its parties sign it."""
    today = timezone.localdate()
    line = timeline_of_convention(convention, today=today)
    context = {"title": "Dates et délais", "note_url": "", "is_open": True}
    return Panel(TEMPLATE, {**context, **_told(line)})


def _told(line: Timeline) -> dict[str, Any]:
    """Return the groups of steps that the panel shows, and how many days cannot be."""
    several = len({step.subject for step in line.steps if step.part == AGREEMENT}) > 1
    groups = [
        {"title": _title(part, subject if several else ""), "steps": list(steps)}
        for (part, subject), steps in groupby(line.steps, key=_group)
    ]
    count = len(line.faults)
    wrong = plural(count, "date impossible", "dates impossibles")
    return {"groups": groups, "faults": f"{count} {wrong}" if count else ""}


def _group(step: Step) -> tuple[str, str]:
    return step.part, step.subject


def _title(part: str, subject: str) -> str:
    return f"{_TITLES[part]} {subject}" if subject else _TITLES[part]
