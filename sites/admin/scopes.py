"""« Sites des comptes »: the sites that each account works for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from csipa.admin import ModelAdmin, Section, ToolbarLink, register_scope
from csipa.admin.contributions import contribute_links
from sites.models import SiteScope
from sites.review.scope import communities_of, sites_of, territories_of


@admin.register(SiteScope)
class SiteScopeAdmin(ModelAdmin):
    """One row for each site of an account; the page of the account shows its own."""

    section = Section.SETTINGS
    section_rank = 14
    guide = "reglages-de-la-saisie#qui-travaille-pour-quel-site"
    description = "Les sites que chaque compte saisit et consulte."
    list_display = ("user", "site")
    list_filter = (
        ("user", admin.RelatedOnlyFieldListFilter),
        ("site", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("user", "site")
    search_fields = ("user__username", "user__last_name", "user__first_name", "site__name")
    search_help_text = "Nom du compte, nom du site."
    ordering = ("user__username", "-site__kind", "site__search_key")
    fields = (("user", "site"),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SiteScope]:
        """Return every row: who may see them may see accounts."""
        return super().get_queryset(request).select_related("user", "site")

    def locked_reason(self, request: HttpRequest, obj: SiteScope) -> str:
        """Keep one’s own sites from oneself."""
        if request.user.is_superuser or obj.user_id != request.user.pk:
            return ""
        return "Ce site est l’un des vôtres\u00a0: un autre administrateur peut le changer."

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the accounts in use but one’s own; a superuser works for every site."""
        if db_field.name == "user":
            manager = db_field.remote_field.model.objects
            accounts = manager.filter(is_active=True, is_superuser=False).order_by("username")
            mine = () if request.user.is_superuser else (request.user.pk,)
            kwargs["queryset"] = accounts.exclude(pk__in=mine)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def scope_links(request: HttpRequest, row: Any) -> list[ToolbarLink]:
    """Return the way from the page of an account to its sites."""
    if row.is_superuser or not request.user.has_perm("sites.view_sitescope"):
        return []
    address = reverse("admin:sites_sitescope_changelist")
    return [
        ToolbarLink("Sites de ce compte", f"{address}?{urlencode({'user__id__exact': row.pk})}")
    ]


register_scope("sites.Site", sites_of)
register_scope("sites.Community", communities_of)
register_scope("sites.Territory", territories_of)
contribute_links("auth.User", scope_links)
