"""Filters of the lists of events and of working groups."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone

from csipa.admin.responses import whole_number
from staffing.admin.community_rows import listed_communities


class CommunityFilter(admin.SimpleListFilter):
    """The CPTS, read in one query with what their names are made of."""

    title = "CPTS"
    parameter_name = "cpts"

    def lookups(self, request, model_admin):
        """Offer the CPTS of this person; nothing to choose from hides the filter."""
        return [(str(row.pk), str(row)) for row in listed_communities(request)]

    def has_output(self):
        """Show the filter from two CPTS on, and as long as one is chosen."""
        return len(self.lookup_choices) > 1 or bool(self.value())

    def queryset(self, request, queryset):
        """Keep the rows of that CPTS."""
        key = whole_number(self.value() or "")
        return queryset if key is None else queryset.filter(community=key)


class MomentFilter(admin.SimpleListFilter):
    """Events to come, or held."""

    title = "moment"
    parameter_name = "quand"

    def lookups(self, request, model_admin):
        """Offer both sides of today."""
        return (("a-venir", "À venir"), ("passees", "Passées"))

    def queryset(self, request, queryset):
        """Keep the events of that side; one of today is still to come."""
        today = timezone.localdate()
        if self.value() == "a-venir":
            return queryset.filter(held_on__gte=today)
        return queryset.filter(held_on__lt=today) if self.value() == "passees" else queryset
