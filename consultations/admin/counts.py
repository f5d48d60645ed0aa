"""« Décomptes »: the rows as they were typed; they change through the week grid alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from consultations.models import ActivityCount, ActivityKind, MonthlyTotal
from consultations.review.grid_checks import SEE_PEOPLE
from consultations.rules.cells import Measure, write_value
from consultations.rules.months import last_day, months_between, read_written_month, written_month
from consultations.rules.weeks import Week
from csipa.admin import ModelAdmin, Section, ToolbarLink
from csipa.admin.responses import whole_number
from csipa.french.dates import MONTHS
from csipa.french.grammar import upper_first
from sites.review.scope import sites_of
from staffing.models import Profession

_KINDS = {
    ActivityKind.CONSULTATION: "Sur place",
    ActivityKind.HOME_VISIT: "Domicile",
    ActivityKind.REMOTE: "À distance",
}


class _Filter(admin.SimpleListFilter):
    """A filter that never reads the counts to know what to offer."""

    def has_output(self) -> bool:
        """Show what there is to choose."""
        return bool(self.lookup_choices)


class MonthFilter(_Filter):
    """The month, from the first to the last that have sums: a range of days, served by an index."""

    title = "mois"
    parameter_name = "mois"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the months, the latest first."""
        span = MonthlyTotal.objects.aggregate(first=Min("month"), last=Max("month"))
        if span["first"] is None:
            return []
        months = months_between(span["first"], span["last"])
        return [
            (written_month(month), f"{upper_first(MONTHS[month.month - 1])} {month.year}")
            for month in reversed(list(months))
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows of the month."""
        month = read_written_month(self.value() or "")
        return queryset if month is None else queryset.filter(date__range=(month, last_day(month)))


class SiteFilter(_Filter):
    """One of the sites of the account."""

    title = "site"
    parameter_name = "site"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        """Offer the sites, the centre first."""
        sites = sites_of(request.user).order_by("-kind", "search_key")
        return [(site.pk, site.name) for site in sites]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows of the site."""
        key = whole_number(self.value() or "")
        return queryset if key is None else queryset.filter(site=key)


class ProfessionFilter(_Filter):
    """One of the professions that consult."""

    title = "profession"
    parameter_name = "profession"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        """Offer the professions in their usual order."""
        rows = Profession.objects.exclude(activity="").order_by("position", "search_key")
        return [(row.pk, upper_first(row.name)) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows of the profession."""
        key = whole_number(self.value() or "")
        return queryset if key is None else queryset.filter(profession=key)


@admin.register(ActivityCount)
class ActivityCountAdmin(ModelAdmin):
    """The list of what was typed, with the history of each row; nothing is changed here."""

    section = Section.ACTIVITY
    first_step = (
        "Les décomptes se tapent dans la saisie de la semaine, ou s’importent d’un fichier."
    )
    section_rank = 13
    guide = "saisir-la-semaine"
    scoped_by = ("site",)
    description = "Ce qui a été saisi, ligne par ligne, avec son historique."
    list_filter = (MonthFilter, SiteFilter, ProfessionFilter, "kind")
    list_max_show_all = 0
    ordering = ("-date", "-id")
    sortable_by = ("shown_day",)
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave writing to the week grid, which asks and keeps track."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave writing to the week grid."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave writing to the week grid."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ActivityCount]:
        """Keep the sites of the account, and the rows of people for who may see them."""
        rows = super().get_queryset(request)
        return rows if _sees_people(request) else rows.filter(person__isnull=True)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns; that of people for who may see them."""
        who = ("person",) if _sees_people(request) else ()
        return (
            *("shown_day", "site", "profession", *who, "shown_kind", "shown_done"),
            *("shown_unscheduled", "shown_without_gp", "shown_refused", "shown_no_show"),
            "shown_hours",
        )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        """Return what the page of a row tells."""
        who = (("profession", "person"),) if _sees_people(request) else ("profession",)
        return (
            *(("site", "date"), *who, "shown_kind", ("shown_done", "unscheduled", "without_gp")),
            *(("refused", "no_show", "shown_hours"), "comment", "confirmed"),
            *("author", ("entered_at", "changed_at")),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show everything, change nothing."""
        names = (field.name for field in self.opts.concrete_fields)
        return (*names, "shown_kind", "shown_done", "shown_hours")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, and say what it leaves out."""
        context = {"description": self.description}
        if not _sees_people(request):
            context["description"] += " Les lignes par personne ne sont pas montrées."
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def toolbar(self, request: HttpRequest, obj: ActivityCount) -> list[ToolbarLink]:
        """Lead to the week in which the row is changed."""
        query = urlencode({"semaine": str(Week.of(obj.date)), "sites": obj.site_id})
        return [ToolbarLink("Ouvrir la semaine", f"{reverse('saisie')}?{query}")]

    @admin.display(description="jour", ordering="date")
    def shown_day(self, row: ActivityCount) -> str:
        """Show the day in few signs: the table is wide."""
        return f"{row.date:%d/%m/%Y}"

    @admin.display(description="nature", ordering="kind")
    def shown_kind(self, row: ActivityCount) -> str:
        """Show the kind in a word or two."""
        return _KINDS[row.kind]

    @admin.display(description="consultations")
    def shown_done(self, row: ActivityCount) -> str | int | None:
        """Show the number, or that the day was closed."""
        return "Fermé" if row.closed else row.done

    @admin.display(description="non programmées")
    def shown_unscheduled(self, row: ActivityCount) -> int | None:
        """Show the unscheduled ones."""
        return row.unscheduled

    @admin.display(description="sans médecin")
    def shown_without_gp(self, row: ActivityCount) -> int | None:
        """Show those without a GP."""
        return row.without_gp

    @admin.display(description="refus")
    def shown_refused(self, row: ActivityCount) -> int | None:
        """Show the demands refused for lack of slot."""
        return row.refused

    @admin.display(description="absents")
    def shown_no_show(self, row: ActivityCount) -> int | None:
        """Show the appointments not kept."""
        return row.no_show

    @admin.display(description="heures")
    def shown_hours(self, row: ActivityCount) -> str | None:
        """Show « 7h30 »."""
        held = row.minutes_held
        return None if held is None else write_value(held, Measure.MINUTES)


def _sees_people(request: HttpRequest) -> bool:
    return request.user.has_perm(SEE_PEOPLE)
