"""Territories and the communes that make them."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from csipa.admin import ModelAdmin, Section, TabularInline, ToolbarLink
from csipa.admin.scope import OWN
from sites.admin.figures import FigureInline
from sites.admin.pasted_communes import paste_view
from sites.admin.retirements import PERMISSION as SEE_FIGURES
from sites.admin.retirements import retirements_view
from sites.admin_forms import TerritoryCommuneFormSet
from sites.models import Territory, TerritoryCommune


class TerritoryCommuneInline(TabularInline):
    """Member communes, with the days of their membership."""

    model = TerritoryCommune
    formset = TerritoryCommuneFormSet
    fields = ("commune", "start", "end")
    autocomplete_fields = ("commune",)
    ordering = ("commune__search_key", "start")


@admin.register(Territory)
class TerritoryAdmin(ModelAdmin):
    """A territory and its communes."""

    section = Section.TERRITORY
    section_rank = 10
    guide = "communes#les-territoires"
    guides = {
        "paste": "carte-et-populations#coller-une-liste-de-communes",
        "retirements": "carte-et-populations#les-départs-en-retraite",
    }
    scoped_by = (OWN,)
    description = "Les ensembles de communes\u00a0: intercommunalité, CPTS, contrat local de santé."
    list_display = ("name", "kind", "code", "commune_count")
    list_filter = ("kind",)
    search_fields = ("name", "code")
    ordering = ("name",)
    fieldsets = (("Identité", {"fields": (("kind", "code"), "name", "carrier")}),)
    autocomplete_fields = ("carrier",)
    inlines = (TerritoryCommuneInline, FigureInline)
    views = (
        ("<int:pk>/communes/coller/", "paste", paste_view),
        ("<int:pk>/departs/", "retirements", retirements_view),
    )

    def toolbar(self, request, obj):
        """Lead to the list to paste and to the retirements expected."""
        links = super().toolbar(request, obj)
        if request.user.has_perm(SEE_FIGURES):
            address = reverse("admin:sites_territory_retirements", args=[obj.pk])
            links.append(ToolbarLink("Départs en retraite attendus", address))
        may_add = request.user.has_perm("sites.add_territorycommune")
        if may_add and self.has_change_permission(request, obj):
            address = reverse("admin:sites_territory_paste", args=[obj.pk])
            links.append(ToolbarLink("Coller une liste de communes", address))
        return links

    def get_queryset(self, request):
        """Count the communes of today."""
        return super().get_queryset(request).with_commune_count(timezone.localdate())

    @admin.display(description="communes", ordering="commune_count")
    def commune_count(self, territory):
        """Return the number of member communes today."""
        return territory.commune_count
