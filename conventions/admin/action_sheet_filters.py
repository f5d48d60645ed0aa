"""What the list of action sheets can be narrowed by."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone

from conventions.models import ActionSheet, Axis, Programme, SheetIndicator
from conventions.review.sheets import late_sql
from csipa.admin.responses import whole_number
from csipa.admin.scope import seen
from sites.models import Community

PROGRAMME, AXIS, LATE, INDICATOR, COMMUNITY = "programme", "axe", "retard", "indicateur", "cpts"
WITHOUT = "sans"


class ProgrammeFilter(admin.SimpleListFilter):
    """The programme that the sheets are part of."""

    title = "programme"
    parameter_name = PROGRAMME

    def lookups(self, request, model_admin):
        """Offer the programmes that one works on, the latest first, and none."""
        rows = seen(request, Programme.objects.order_by("-start", "name"))
        return [*((str(row.pk), str(row)) for row in rows), (WITHOUT, "Aucun programme")]

    def queryset(self, request, queryset):
        """Keep its sheets."""
        if self.value() == WITHOUT:
            return queryset.filter(placements__isnull=True)
        key = whole_number(self.value() or "")
        if key is None:
            return queryset
        return queryset.filter(pk__in=ActionSheet.objects.filter(placements__programme=key))


class AxisFilter(admin.SimpleListFilter):
    """The axis, once a programme is chosen."""

    title = "axe"
    parameter_name = AXIS

    def lookups(self, request, model_admin):
        """Offer the axes of the programme chosen; of all of them otherwise."""
        rows = Axis.objects.select_related("programme").order_by("programme", "position", "pk")
        rows = rows.filter(programme__in=seen(request, Programme.objects.all()))
        key = whole_number(request.GET.get(PROGRAMME, ""))
        if key is not None:
            return [(str(row.pk), str(row)) for row in rows.filter(programme=key)]
        return [(str(row.pk), f"{row.programme}\u00a0: {row}") for row in rows]

    def queryset(self, request, queryset):
        """Keep the sheets under it."""
        key = whole_number(self.value() or "")
        if key is None:
            return queryset
        return queryset.filter(pk__in=ActionSheet.objects.filter(placements__axis=key))


class CommunityFilter(admin.SimpleListFilter):
    """The CPTS of which the sheets serve a mission."""

    title = "CPTS servie"
    parameter_name = COMMUNITY

    def lookups(self, request, model_admin):
        """Offer the CPTS that sheets serve and that one works on."""
        rows = seen(request, Community.objects.filter(missions__sheets__isnull=False)).distinct()
        return [(str(row.pk), str(row)) for row in rows.select_related("organisation")]

    def queryset(self, request, queryset):
        """Keep the sheets that serve one of its missions."""
        key = whole_number(self.value() or "")
        if key is None:
            return queryset
        served = ActionSheet.objects.filter(missions__mission__community=key)
        return queryset.filter(pk__in=served)


class LateFilter(admin.SimpleListFilter):
    """Whether the action or a step of it is late today."""

    title = "retard"
    parameter_name = LATE

    def lookups(self, request, model_admin):
        """Offer both answers."""
        return (("oui", "En retard"), ("non", "Sans retard"))

    def queryset(self, request, queryset):
        """Ask the database."""
        late = late_sql(timezone.localdate())
        if self.value() == "oui":
            return queryset.filter(late)
        return queryset.exclude(late) if self.value() == "non" else queryset


class IndicatorFilter(admin.SimpleListFilter):
    """Whether the action is judged by anything."""

    title = "indicateurs"
    parameter_name = INDICATOR

    def lookups(self, request, model_admin):
        """Offer the sheets without any, and those whose indicators have no value."""
        return ((WITHOUT, "Sans indicateur"), ("vides", "Sans aucune valeur"))

    def queryset(self, request, queryset):
        """Keep them."""
        rows = SheetIndicator.objects.filter(sheet=OuterRef("pk"))
        if self.value() == WITHOUT:
            return queryset.filter(~Exists(rows))
        if self.value() == "vides":
            valued = rows.filter(values__isnull=False)
            return queryset.filter(Exists(rows) & ~Exists(valued))
        return queryset
