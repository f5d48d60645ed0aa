"""Whether acts are in the public register: a filter of their list."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone

from conventions.review.publications import silent, to_publish


class OnlineFilter(admin.SimpleListFilter):
    """Where acts stand in the public register, chosen by the database."""

    title = "en ligne"
    parameter_name = "en_ligne"

    def lookups(self, request, model_admin):
        """Offer the states, and what is still to be published."""
        return [
            ("oui", "Oui"),
            ("non", "Non"),
            ("retire", "Retiré"),
            ("a_publier", "À publier"),
            ("perdu", "Plus vu à son adresse"),
        ]

    def queryset(self, request, queryset):
        """Keep the acts in this state today."""
        asked = self.value()
        if asked == "oui":
            return queryset.filter(publication__isnull=False, publication__withdrawn_at=None)
        if asked == "non":
            return queryset.filter(state="signed", publication=None)
        if asked == "retire":
            return queryset.filter(publication__withdrawn_at__isnull=False)
        if asked == "a_publier":
            waiting = to_publish(today=timezone.localdate())
            return queryset.filter(pk__in=waiting.order_by().values("pk"))
        if asked == "perdu":
            lost = silent(today=timezone.localdate())
            return queryset.filter(pk__in=lost.order_by().values("pk"))
        return queryset
