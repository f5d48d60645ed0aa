"""Sites, their rooms, equipment and opening hours."""

from django.contrib import admin
from django.utils import timezone

from csipa.admin import ModelAdmin, OrderedTabularInline, Section, StackedInline
from sites.admin.search import TolerantSearchMixin
from sites.admin_forms import ADDRESS_WIDGET, OpeningHoursFormSet
from sites.models import Equipment, OpeningHours, Room, Site, SiteState


class RoomInline(OrderedTabularInline):
    """Rooms of the site."""

    model = Room
    fields = ("name", "area")


class EquipmentInline(StackedInline):
    """What is installed at the site, and who lends it."""

    model = Equipment
    fields = (("label", "quantity"), ("room", "lent_by"), ("start", "end"))
    autocomplete_fields = ("lent_by",)
    ordering = ("label", "pk")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer the rooms of this site only; a new site has none yet."""
        if db_field.name == "room":
            site = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Room.objects.filter(site=site).order_by("position", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OpeningHoursInline(StackedInline):
    """When the site opens, activity by activity."""

    model = OpeningHours
    formset = OpeningHoursFormSet
    fields = (("weekday", "activity"), ("opens_at", "closes_at"), ("start", "end"))
    ordering = ("weekday", "opens_at", "activity", "start")


class StateFilter(admin.SimpleListFilter):
    """What the site is today."""

    title = "état aujourd’hui"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        """Offer the three states."""
        return SiteState.choices

    def queryset(self, request, queryset):
        """Ask the QuerySet."""
        if self.value() not in SiteState.values:
            return queryset
        return queryset.in_state(self.value(), timezone.localdate())


@admin.register(Site)
class SiteAdmin(TolerantSearchMixin, ModelAdmin):
    """The centre or one of its antennas."""

    section = Section.SITES
    section_rank = 10
    description = "Le centre et ses antennes\u00a0: adresse, dates, locaux, matériel, horaires."
    list_display = ("name", "kind", "commune", "state", "opened_on", "owner")
    list_filter = (StateFilter, "kind")
    ordering = ("-kind", "search_key")
    search_help_text = "Nom, commune ou numéro FINESS."
    autocomplete_fields = ("commune", "parent", "owner", "manager")
    formfield_overrides = {**ModelAdmin.formfield_overrides, **ADDRESS_WIDGET}
    fieldsets = (
        ("Identité", {"fields": ("name", ("kind", "parent"), "finess")}),
        ("Adresse", {"fields": ("address", ("postal_code", "commune"))}),
        ("Ouverture", {"fields": (("planned_on", "opened_on", "closed_on"),)}),
        ("Locaux", {"fields": (("owner", "manager"),)}),
    )
    inlines = (OpeningHoursInline, RoomInline, EquipmentInline)
    layout = (
        "Identité",
        "Adresse",
        "Ouverture",
        OpeningHoursInline,
        "Locaux",
        RoomInline,
        EquipmentInline,
    )

    @admin.display(description="état")
    def state(self, site):
        """Return the state of today in words."""
        return site.state_on(timezone.localdate()).label
