"""The welcome pack: its lines, the arrivals under way, what the page of an assignment tells."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse

from csipa.admin import ModelAdmin, Section, SitePage, ToolbarLink, register_page
from csipa.admin.contributions import contribute_panels
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from staffing.actions.welcoming import place_item
from staffing.admin import welcome_views
from staffing.models import WelcomeItem

register_page(
    SitePage(
        section=Section.STAFFING,
        section_rank=23,
        title="Accueils en cours",
        route="accueil-des-arrivants/",
        name=welcome_views.NAME,
        view=welcome_views.arrivals_view,
        permissions=welcome_views.VIEW,
        description="Ce qui reste à faire pour chaque personne qui arrive.",
        views=(
            ("<int:pk>/", "checklist", welcome_views.checklist_view),
            ("<int:pk>/preparer/", "prepare", welcome_views.prepare_view),
            ("<int:pk>/pdf/", "pdf", welcome_views.checklist_pdf_view),
            ("ligne/<int:pk>/", "note", welcome_views.note_view),
        ),
        guide="accueillir#suivre-les-accueils",
        guides={"prepare": "accueillir#préparer-une-arrivée"},
    )
)
contribute_panels("staffing.Assignment", welcome_views.welcome_panels)


@admin.register(WelcomeItem)
class WelcomeItemAdmin(ModelAdmin):
    """The lines proposed to each new arrival, in their order."""

    section = Section.STAFFING
    section_rank = 24
    guide = "accueillir#le-dossier-type"
    menu_name = "Dossier d’accueil"
    description = "Ce qui est proposé à chaque arrivée\u00a0: logement, conjoint, formalités."
    views = (("proposer/", "propose", welcome_views.propose_view),)
    list_display = ("label", "theme", "shown_for", "when", "is_withdrawn", "position")
    list_filter = ("theme", "family", "is_withdrawn")
    search_fields = ("label",)
    ordering = ("position", "pk")
    fieldsets = (
        (
            "Ligne",
            {
                "fields": (
                    "label",
                    ("theme", "family"),
                    ("days_after_start", "position"),
                    "is_withdrawn",
                )
            },
        ),
    )

    @admin.display(description="pour", ordering="family")
    def shown_for(self, row):
        """Show whom the line is for."""
        return upper_first(row.get_family_display()) if row.family else "Tous"

    @admin.display(description="échéance", ordering="days_after_start")
    def when(self, row):
        """Show how far from the arrival the line is due."""
        if not row.days_after_start:
            return "Le jour de l’arrivée"
        days = counted(abs(row.days_after_start), "jour", "jours")
        return f"{days} {'avant' if row.days_after_start < 0 else 'après'}"

    def changelist_view(self, request, extra_context=None):
        """Call the list what the menu calls it."""
        context = {"title": self.menu_name, **(extra_context or {})}
        return super().changelist_view(request, context)

    def list_toolbar(self, request):
        """Offer the usual lines; lead to the arrivals under way."""
        links = []
        if self.has_add_permission(request):
            url = reverse("admin:staffing_welcomeitem_propose")
            links.append(ToolbarLink("Proposer un dossier type", url))
        if any(request.user.has_perm(permission) for permission in welcome_views.VIEW):
            links.append(ToolbarLink("Accueils en cours", reverse(f"admin:{welcome_views.NAME}")))
        return links

    def get_actions(self, request):
        """Withdraw or delete lines one by one: most have served."""
        return {}

    def save_model(self, request, obj, form, change):
        """Put the line at the rank asked for; the others move."""
        place_item(item=obj, by=request.user)
