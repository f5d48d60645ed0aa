"""What the list of conventions may be asked for: each filter is one or two words of the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from conventions.models import ParentRelation
from conventions.review.terms import in_stage, stage_sql
from conventions.rules.convention_stages import ConventionStage
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first

ALIVE = tuple(stage for stage in ConventionStage if not stage.is_over)


class StageFilter(admin.SimpleListFilter):
    """Where the convention stands, chosen by the database."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        """Offer every stage, in the order of the life of a convention."""
        return [(stage.value, upper_first(stage.label)) for stage in ConventionStage]

    def queryset(self, request, queryset):
        """Keep the conventions that stand there today."""
        if self.value() not in set(ConventionStage):
            return queryset
        return in_stage(queryset, ConventionStage(self.value()), today=timezone.localdate())


class EndingFilter(admin.SimpleListFilter):
    """How soon the convention really ends."""

    title = "prend fin"
    parameter_name = "fin"
    _NEVER = "jamais"

    def lookups(self, request, model_admin):
        """Offer one, two and three months, and what has no end."""
        within = [(days, f"Dans {days} jours ou moins") for days in ("30", "60", "90")]
        return [*within, (self._NEVER, "Sans fin fixée")]

    def queryset(self, request, queryset):
        """Keep the conventions not over yet that end by then; drafts bind nobody."""
        if self.value() not in ("30", "60", "90", self._NEVER):
            return queryset
        today = timezone.localdate()
        binding = [stage for stage in ALIVE if stage is not ConventionStage.DRAFT]
        alive = queryset.alias(stage_now=stage_sql(today)).filter(stage_now__in=binding)
        if self.value() == self._NEVER:
            return alive.filter(ends_on=None)
        return alive.filter(ends_on__lte=today + dt.timedelta(days=int(self.value())))


class AmendmentFilter(admin.SimpleListFilter):
    """Amendments are found through the convention that they amend, unless they are asked for."""

    title = "avenants"
    parameter_name = "avenants"

    def lookups(self, request, model_admin):
        """Offer to show them too, or them alone."""
        return [("avec", "Montrés"), ("seuls", "Seuls")]

    def choices(self, changelist):
        """Say what happens when nothing is asked."""
        hidden, *others = super().choices(changelist)
        yield {**hidden, "display": "Cachés"}
        yield from others

    def queryset(self, request, queryset):
        """Leave the amendments out, or keep nothing else."""
        if self.value() == "avec":
            return queryset
        if self.value() == "seuls":
            return queryset.filter(parent_relation=ParentRelation.AMENDMENT)
        return queryset.told_alone()


class TypedFilter(admin.ListFilter):
    """A filter whose value is typed: a small form that keeps the rest of the question."""

    template = "admin/conventions/convention/_typed_filter.html"
    inputs: tuple[tuple[str, str, str], ...] = ()

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]

    def typed(self, name: str) -> str:
        """Return what was typed, without the spaces around it."""
        return self.used_parameters.get(name, "").strip()

    def has_output(self) -> bool:
        """Show the filter always."""
        return True

    def expected_parameters(self) -> list[str]:
        """Return the words of the address that are ours."""
        return [name for name, _, _ in self.inputs]

    def choices(self, changelist) -> Iterator[dict[str, Any]]:
        """Return the inputs of the form, then the rest of the question as hidden ones."""
        for name, label, kind in self.inputs:
            yield {"name": name, "label": label, "type": kind, "value": self.typed(name)}
        for name, value in changelist.params.items():
            if name not in self.expected_parameters():
                yield {"name": name, "type": "hidden", "value": value}

    @property
    def summary(self) -> str:
        """Return in a few words what is asked, empty for nothing."""
        raise NotImplementedError


class PartyFilter(TypedFilter):
    """A party, by any of its names or its commune."""

    title = "partie"
    inputs = (("partie", "Nom de la partie", "search"),)

    @property
    def summary(self) -> str:
        """Return what is looked for."""
        return self.typed("partie")

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """Keep the conventions one party of which answers to what was typed."""
        asked = self.typed("partie")
        return queryset.with_party(asked) if asked else queryset


class PeriodFilter(TypedFilter):
    """A day, or a period on one day of which at least the convention holds."""

    title = "période"
    inputs = (
        ("du", "En vigueur le, ou à partir du", "date"),
        ("au", "Jusqu’au (facultatif)", "date"),
    )

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day asked, None when no day was understood."""
        typed = [_day(self.typed(name)) for name in self.expected_parameters()]
        days = sorted(filter(None, typed))
        return (days[0], days[-1]) if days else None

    @property
    def summary(self) -> str:
        """Return the days asked."""
        if self.days is None:
            return ""
        first, last = self.days
        return long_date(first) if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """Keep the conventions that hold on that day, or on one of that period."""
        return queryset.held_between(*self.days) if self.days else queryset


def _day(text: str) -> dt.date | None:
    """Return a day typed as ISO 8601 asks, None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None
