"""Zonings: the class of a commune or of a living area, for a profession, since a day."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.urls import reverse

from csipa.admin import ModelAdmin, Section, ToolbarLink
from csipa.french.grammar import upper_first
from sites.actions.zonings import open_zonings
from sites.admin.many_zonings import many_view
from sites.models import Territory, TerritoryKind, Zoning
from sites.rules.care_professions import plural_of
from sites.rules.periods import periods_overlap

_BOTH = (
    "Choisissez soit la commune, soit le territoire de vie-santé que l’arrêté classe\u00a0: l’un "
    "des deux, et un seul."
)


class ZoningForm(forms.ModelForm):
    """A class, compared with the others of the same place."""

    class Meta:
        model = Zoning
        fields = ("commune", "territory", "profession", "zone", "start", "end", "source")

    def clean(self):
        """Refuse a class of no place or of two, and one that meets another of the same place."""
        cleaned = super().clean() or {}
        commune, territory = cleaned.get("commune"), cleaned.get("territory")
        if bool(commune) == bool(territory) and not {"commune", "territory"} & set(self.errors):
            self.add_error("commune", _BOTH)
        elif not self.errors and (other := self._other(cleaned)):
            self.add_error(
                "start", f"Un autre zonage de ce lieu est en vigueur alors\u00a0: {other}."
            )
        return cleaned

    def _other(self, cleaned):
        """Return the words of another class in force during the same days, if any.

        Before a new class, that of before ends; without an end, it stops before the next.
        """
        asked = Zoning(start=cleaned["start"], end=cleaned.get("end"))
        others = Zoning.objects.filter(
            commune=cleaned.get("commune"),
            territory=cleaned.get("territory"),
            profession=cleaned.get("profession"),
        ).exclude(pk=self.instance.pk)
        if self.instance.pk is None:
            others = others.filter(start__gt=asked.start) if asked.end else others.none()
        found = (one for one in others if periods_overlap(asked, one))
        return next((one.get_zone_display() for one in found), "")


@admin.register(Zoning)
class ZoningAdmin(ModelAdmin):
    """A class of the zoning."""

    section = Section.TERRITORY
    section_rank = 17
    guide = "diagnostic#le-zonage"
    scoped_by = (
        "commune__memberships__territory",
        "territory__memberships__commune__memberships__territory",
    )
    description = "Communes et territoires de vie-santé classés par l’agence, et depuis quand."
    form = ZoningForm
    list_display = ("place", "class_name", "who", "start", "end", "source")
    list_filter = ("zone", "profession", "start")
    search_fields = ("commune__name", "commune__insee_code", "territory__name", "source")
    search_help_text = "Commune, territoire ou arrêté."
    ordering = ("-start", "commune__search_key", "territory__name", "pk")
    list_select_related = ("commune", "territory")
    autocomplete_fields = ("commune",)
    fieldsets = (
        ("Lieu classé", {"fields": (("commune", "territory"),)}),
        ("Classe", {"fields": (("profession", "zone"), ("start", "end"), "source")}),
    )
    views = (("plusieurs/", "many", many_view),)

    def list_toolbar(self, request):
        """Offer to class several communes at once."""
        links = super().list_toolbar(request)
        if self.has_add_permission(request):
            address = reverse("admin:sites_zoning_many")
            links.append(ToolbarLink("Classer plusieurs communes", address))
        return links

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer living areas only: other territories are not classed."""
        if db_field.name == "territory":
            areas = Territory.objects.filter(kind=TerritoryKind.TVS).order_by("name")
            kwargs.setdefault("queryset", areas)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Write a new class through the action, which ends the one before it."""
        if change:
            super().save_model(request, obj, form, change)
            return
        opened = open_zonings(rows=[obj], by=request.user)
        if opened.ended:
            self.message_user(request, str(opened))

    @admin.display(description="commune ou territoire", ordering="commune__search_key")
    def place(self, zoning):
        """Return what is classed."""
        return zoning.commune or zoning.territory

    @admin.display(description="classe", ordering="zone")
    def class_name(self, zoning):
        """Return the class in full."""
        return upper_first(zoning.get_zone_display())

    @admin.display(description="profession", ordering="profession")
    def who(self, zoning):
        """Return the profession in the plural."""
        return upper_first(plural_of(zoning.profession))
