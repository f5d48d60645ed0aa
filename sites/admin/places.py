"""Sites, their rooms, equipment and opening hours."""

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from csipa.admin import (
    ModelAdmin,
    OrderedTabularInline,
    Section,
    StackedInline,
    ToolbarLink,
)
from sites.admin.closing import warn_of_closing
from sites.admin.openings import hours_view, site_panels, timeline_view
from sites.admin.search import TolerantSearchMixin
from sites.admin.sheet import sheet_view
from sites.admin_forms import ADDRESS_WIDGET, LimitWaiverFormSet, OpeningHoursFormSet
from sites.models import (
    Closure,
    Equipment,
    LimitWaiver,
    OpeningHours,
    Room,
    Site,
    SiteKind,
    SiteState,
)
from sites.rules.antennas import Standing, read_hours
from sites.rules.opening_words import said_minutes

TRAVEL = "Trajet depuis le centre"


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
    fields = (("weekday", "opens_at", "closes_at"), ("activity", "start", "end"))
    ordering = ("weekday", "opens_at", "activity", "start")


class ClosureInline(StackedInline):
    """Days on which the site, or one of its activities, receives nobody."""

    model = Closure
    fields = (("start", "end", "activity"), "reason")
    ordering = ("-start", "pk")


class LimitWaiverInline(StackedInline):
    """Why an antenna may pass over one of its limits."""

    model = LimitWaiver
    formset = LimitWaiverFormSet
    fields = (("limit", "start", "end"), "reason", ("decided_by", "decided_on"))
    ordering = ("limit", "start", "pk")
    formfield_overrides = {**StackedInline.formfield_overrides, **ADDRESS_WIDGET}


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
    guide = "sites"
    guides = {"hours": "sites#les-horaires", "timeline": "sites#la-chronologie"}
    scoped_by = ("pk",)
    description = (
        "Le centre et ses antennes : adresse, dates, locaux, matériel, horaires, fermetures."
    )
    list_display = ("name", "kind", "commune", "state", "opened_on", "weekly_hours", "owner")
    list_filter = (StateFilter, "kind")
    ordering = ("-kind", "search_key")
    search_help_text = "Nom, commune ou numéro FINESS."
    autocomplete_fields = ("commune", "parent", "owner", "manager")
    formfield_overrides = {**ModelAdmin.formfield_overrides, **ADDRESS_WIDGET}
    fieldsets = (
        ("Identité", {"fields": ("name", ("kind", "parent"), "finess")}),
        ("Adresse", {"fields": ("address", ("postal_code", "commune"))}),
        ("Ouverture", {"fields": (("planned_on", "opened_on", "closed_on"),)}),
        (TRAVEL, {"fields": (("travel_minutes", "travel_source"),)}),
        ("Locaux", {"fields": (("owner", "manager"),)}),
    )
    inlines = (OpeningHoursInline, ClosureInline, LimitWaiverInline, RoomInline, EquipmentInline)
    layout = (
        "Identité",
        "Adresse",
        "Ouverture",
        OpeningHoursInline,
        ClosureInline,
        TRAVEL,
        LimitWaiverInline,
        "Locaux",
        RoomInline,
        EquipmentInline,
    )
    views = (
        ("chronologie/", "timeline", timeline_view),
        ("<int:pk>/horaires/", "hours", hours_view),
        ("<int:pk>/fiche/", "sheet", sheet_view),
    )

    def get_queryset(self, request):
        """Load the hours and the waivers of today."""
        today = timezone.localdate()
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("opening_hours", OpeningHours.objects.on(today), to_attr="hours_now"),
                Prefetch("limit_waivers", LimitWaiver.objects.on(today), to_attr="waivers_now"),
            )
        )

    def get_fieldsets(self, request, obj=None):
        """Leave out the travel from the centre on the page of a centre."""
        declared = super().get_fieldsets(request, obj)
        if obj is None or obj.kind == SiteKind.ANTENNA:
            return declared
        return [(name, options) for name, options in declared if name != TRAVEL]

    def get_inlines(self, request, obj):
        """Leave out the waivers on the page of a centre, which has no such limit."""
        declared = super().get_inlines(request, obj)
        if obj is None or obj.kind == SiteKind.ANTENNA:
            return declared
        return [inline for inline in declared if inline is not LimitWaiverInline]

    def toolbar(self, request, obj):
        """Lead to the printed sheet and to the timeline."""
        return [
            ToolbarLink(
                "Fiche du site", reverse("admin:sites_site_sheet", args=[obj.pk]), new_tab=True
            ),
            ToolbarLink("Horaires", reverse("admin:sites_site_hours", args=[obj.pk])),
        ]

    def list_toolbar(self, request):
        """Lead to the timeline."""
        return [
            *super().list_toolbar(request),
            ToolbarLink("Chronologie des ouvertures", reverse("admin:sites_site_timeline")),
        ]

    def panels(self, request, obj):
        """Tell the hours of the site, its limits, its openings."""
        return [*super().panels(request, obj), *site_panels(obj)]

    def save_model(self, request, obj, form, change):
        """Remember whether a day of closing was typed."""
        super().save_model(request, obj, form, change)
        request.closes_site = "closed_on" in form.changed_data and obj.closed_on is not None

    def response_add(self, request, obj, post_url_continue=None):
        """Answer, and warn of what a closing leaves."""
        return self._warned(request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request, obj):
        """Answer, and warn of what a closing leaves."""
        return self._warned(request, obj, super().response_change(request, obj))

    def _warned(self, request, obj, response):
        if request.closes_site:
            warn_of_closing(request, obj)
        return response

    def _create_formsets(self, request, obj, change):
        """Let the hours know the waivers typed with them."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        waivers = next((one for one in formsets if isinstance(one, LimitWaiverFormSet)), None)
        for formset in formsets:
            if isinstance(formset, OpeningHoursFormSet):
                formset.waivers = waivers
        return formsets, inlines

    @admin.display(description="état")
    def state(self, site):
        """Return the state of today in words."""
        return site.state_on(timezone.localdate()).label

    @admin.display(description="heures par semaine")
    def weekly_hours(self, site):
        """Return the hours of today’s week; for an antenna, told when they pass its limit."""
        reading = read_hours(site.hours_now, site.waivers_now, timezone.localdate())
        if not reading.value:
            return None
        told = said_minutes(reading.value)
        if site.kind != SiteKind.ANTENNA or reading.standing is Standing.WITHIN:
            return told
        admitted = "admis" if reading.standing is Standing.WAIVED else "au-delà de la limite"
        return f"{told} ({admitted})"
