"""« Offre de soins »: who offers care, as the national register tells; nobody types it here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from csipa.admin import ModelAdmin, Section, TabularInline, ToolbarLink
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import integer
from sites.rules.care_professions import name_of
from sites.rules.names import search_key
from staffing.admin.care_offer_filters import FILTERS
from staffing.admin.care_offer_views import CONTACTS, VIEWS
from staffing.models import CarePlace, CareProvider

_FEW_COMMUNES = 3


class CarePlaceInline(TabularInline):
    """The places of a person, present ones first; contacts for those who may see them."""

    model = CarePlace
    fields = ("commune", "structure", "practice", "first_recourse", "gone_on")
    readonly_fields = ("structure", "practice", "contact")
    extra = 0

    @admin.display(description="structure")
    def structure(self, place: CarePlace) -> str:
        """Show the name and the address."""
        return ", ".join(part for part in (place.name, place.address) if part)

    @admin.display(description="exercice")
    def practice(self, place: CarePlace) -> str:
        """Show the mode and the sector."""
        return ", ".join(part for part in (place.mode_label, place.sector_label) if part)

    @admin.display(description="coordonnées")
    def contact(self, place: CarePlace) -> str:
        """Show the phone and the e-mail."""
        return ", ".join(part for part in (place.phone, place.email) if part)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Add phones and e-mails for those who may see them."""
        return (*self.fields, "contact") if request.user.has_perm(CONTACTS) else self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[CarePlace]:
        """Put first the places where they still work."""
        places = super().get_queryset(request).select_related("commune")
        return places.order_by("gone_on", "commune__search_key", "pk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Places come from the register."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Places come from the register."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Places come from the register."""
        return False


@admin.register(CareProvider)
class CareProviderAdmin(ModelAdmin):
    """Read only: the register is the source."""

    section = Section.NETWORK
    first_step = (
        "Les professionnels viennent du répertoire national : commencez par « Lecture du "
        "répertoire »."
    )
    section_rank = 7
    guide = "offre-de-soins"
    guides = {"offer": "offre-de-soins#lire-loffre"}
    scoped_by = ("care_places__commune__memberships__territory",)
    description = "Les professionnels que le répertoire national trouve dans le territoire."
    actions = None
    list_display = ("person", "profession_name", "where", "standing")
    list_filter = FILTERS
    search_fields = ("search_key", "rpps")
    ordering = ("search_key", "pk")
    fieldsets = (
        (
            "Professionnel",
            {
                "fields": (
                    "title",
                    "last_name",
                    "first_name",
                    "profession_name",
                    "general_practice",
                    "skills",
                    "rpps",
                    "places",
                )
            },
        ),
        ("Au répertoire", {"fields": ("first_seen_on", "seen_on", "left_on")}),
    )
    readonly_fields = ("profession_name",)
    inlines = (CarePlaceInline,)
    views = VIEWS

    def get_queryset(self, request: HttpRequest) -> QuerySet[CareProvider]:
        """Read the present places with their communes."""
        places = CarePlace.objects.filter(gone_on__isnull=True).select_related("commune")
        shown = Prefetch(
            "care_places",
            queryset=places.order_by("commune__search_key", "pk"),
            to_attr="present_places",
        )
        return super().get_queryset(request).prefetch_related(shown)

    def hidden_in_history(self, request: HttpRequest) -> set[str]:
        """Hide the contacts of the places from those who may not see them."""
        return set() if request.user.has_perm(CONTACTS) else {"email", "phone"}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find each word in the name, accents and hyphens aside, or the RPPS number."""
        term = search_key(search_term) or search_term
        return super().get_search_results(request, queryset, term)

    @admin.display(description="nom", ordering="search_key")
    def person(self, provider: CareProvider) -> str:
        """Show the name, the last name first."""
        return f"{provider.last_name} {provider.first_name}".strip()

    @admin.display(description="profession", ordering="profession")
    def profession_name(self, provider: CareProvider) -> str:
        """Show the profession, and the speciality of a doctor."""
        name = upper_first(name_of(provider.profession))
        return f"{name} – {provider.skills}" if provider.skills else name

    @admin.display(description="lieux d’exercice")
    def where(self, provider: CareProvider) -> str:
        """Show the communes and the modes of the present places."""
        places = provider.present_places
        communes = list(dict.fromkeys(place.commune.name for place in places))
        modes = dict.fromkeys(place.mode_label.lower() for place in places if place.mode_label)
        more = len(communes) - _FEW_COMMUNES
        shown = [*communes[:_FEW_COMMUNES], *([f"{integer(more)} autres"] if more > 0 else [])]
        told = enumeration(shown)
        return f"{told} ({enumeration(modes)})" if told and modes else told

    @admin.display(description="au répertoire", ordering="left_on")
    def standing(self, provider: CareProvider) -> str:
        """Show since when they are no longer found, or when they were last seen."""
        if provider.left_on:
            return f"absent depuis le {long_date(provider.left_on)}"
        return f"vu le {long_date(provider.seen_on)}"

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Lead to the summary by territory."""
        return [
            ToolbarLink("Synthèse par territoire", reverse("admin:staffing_careprovider_offer"))
        ]

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Lead to the membership that runs today, or to a new one filled from this page."""
        user = request.user
        today = timezone.localdate()
        if not user.has_perm("staffing.view_membership"):
            return []
        running = obj.memberships.on(today).order_by("start", "pk").first()
        if running is not None:
            url = reverse("admin:staffing_membership_change", args=[running.pk])
            return [ToolbarLink("Voir l’adhésion", url)]
        if obj.left_on or not user.has_perm("staffing.add_membership"):
            return []
        url = reverse("admin:staffing_membership_add")
        return [ToolbarLink("Ajouter comme adhérent", f"{url}?provider={obj.pk}")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come from the register."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People come from the register."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People leave when the register no longer has them."""
        return False
