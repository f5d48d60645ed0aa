"""« Réglages de la saisie »: what each site records, and within what delay."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consultations.actions.recording_lines import add_lines
from consultations.models import RecordingLine, SiteRecording
from consultations.review.proposed_lines import proposed_lines
from csipa.admin import ModelAdmin, OrderedStackedInline, Section, ToolbarLink, own_page
from csipa.admin.history import Entry, entries, page_trails
from csipa.admin.responses import change_page, editable, whole_numbers
from csipa.french.numbers import counted
from sites.models import Site
from sites.review.scope import sites_of


class LineInline(OrderedStackedInline):
    """The lines of the site; they belong to the site, not to its settings."""

    model = RecordingLine
    fields = (("profession", "kind"), ("start", "end"), "by_person")

    def __init__(self, parent_model: type, admin_site: Any) -> None:
        super().__init__(Site, admin_site)

    def is_locked(self, request: HttpRequest, obj: Any) -> bool:
        """Follow the settings, which have no lock."""
        return False


@require_http_methods(["GET", "POST"])
def propose_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the lines that the site lacks; add those that are chosen."""
    recording = editable(request, page, pk)
    if not request.user.has_perm("consultations.add_recordingline"):
        raise PermissionDenied
    found = proposed_lines(recording.site, today=timezone.localdate())
    if request.method == "POST":
        chosen = set(whole_numbers(request.POST.getlist("profession")))
        wanted = [one.profession for one in found if one.profession.pk in chosen]
        if new := add_lines(recording.site, wanted, by=request.user):
            messages.success(request, f"{counted(len(new), 'ligne ajoutée', 'lignes ajoutées')}.")
        else:
            messages.warning(request, "Aucune ligne n’est choisie : rien n’est ajouté.")
        return change_page(page, recording)
    context = {"title": f"Lignes proposées pour {recording.site}", "proposed": found}
    template = "admin/consultations/proposed_lines.html"
    return own_page(request, page, template, context, recording)


@admin.register(SiteRecording)
class SiteRecordingAdmin(ModelAdmin):
    """One page for each site: its lines, what it counts beside consultations, its delays."""

    section = Section.ACTIVITY
    section_rank = 15
    guide = "reglages-de-la-saisie"
    description = "Les lignes de chaque site, ce qu’il compte, et dans quel délai."
    inlines = (LineInline,)
    views = (("<int:pk>/lignes/", "lines", propose_view),)
    list_display = ("site", "shown_lines", "entry_days", "closing_days", "publishes_sessions")
    list_filter = ("publishes_sessions",)
    search_fields = ("site__name",)
    search_help_text = "Nom du site."
    ordering = ("-site__kind", "site__search_key")
    fieldsets = (
        ("Site", {"fields": ("site",)}),
        (
            "Chiffres demandés en plus des consultations",
            {
                "fields": (
                    ("shows_unscheduled", "shows_without_gp"),
                    ("shows_refused", "shows_no_show"),
                    "shows_hours",
                )
            },
        ),
        ("Délais", {"fields": (("entry_days", "closing_days"),)}),
        ("Publication", {"fields": ("publishes_sessions",)}),
    )
    layout = ("Site", LineInline, "Chiffres demandés en plus des consultations", "Délais")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SiteRecording]:
        """Keep the sites of the account, and how many lines each has."""
        rows = super().get_queryset(request).filter(site__in=sites_of(request.user))
        return rows.select_related("site").annotate(lines=Count("site__recording_lines"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the settings with their site."""
        fixed = ["site"] if obj is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple:
        """Show lines once the site is known."""
        return () if obj is None else self.inlines

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Hand its site to the lines."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        return {**given, "instance": self.lines_owner(obj)}

    def lines_owner(self, obj: SiteRecording) -> Any:
        """Return the site: the lines are its own, not those of its settings."""
        return obj.site

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the sites that have no settings yet."""
        if db_field.name == "site":
            kwargs["queryset"] = _without_settings(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def toolbar(self, request: HttpRequest, obj: SiteRecording) -> list[ToolbarLink]:
        """Offer the lines that the site lacks, and its week."""
        links = [ToolbarLink("Ouvrir la saisie", f"{reverse('saisie')}?sites={obj.site_id}")]
        if request.user.has_perm("consultations.add_recordingline"):
            address = reverse("admin:consultations_siterecording_lines", args=[obj.pk])
            links.insert(0, ToolbarLink("Proposer les lignes", address))
        return links

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Offer the sites that follow the usual settings."""
        links = super().list_toolbar(request)
        if not self.has_add_permission(request):
            return links
        address = reverse("admin:consultations_siterecording_add")
        return links + [
            ToolbarLink(f"Régler {site.name}", f"{address}?{urlencode({'site': site.pk})}")
            for site in _without_settings(request)
        ]

    def response_add(
        self, request: HttpRequest, obj: SiteRecording, post_url_continue: Any = None
    ) -> HttpResponse:
        """Go on with the lines, which come once the settings are there."""
        if "_addanother" not in request.POST and self.has_change_permission(request, obj):
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)

    def history_entries(self, request: HttpRequest, obj: SiteRecording) -> list[Entry]:
        """Return the saves of the settings and of the lines of the site."""
        inlines = self.get_inline_instances(request, obj)
        return entries(page_trails(obj, inlines, owner=self.lines_owner(obj)))

    @admin.display(description="lignes", ordering="lines")
    def shown_lines(self, row: SiteRecording) -> int:
        """Show how many lines the site records, past ones included."""
        return row.lines


def _without_settings(request: HttpRequest) -> QuerySet[Site]:
    free = sites_of(request.user).filter(recording__isnull=True)
    return free.order_by("-kind", "search_key")
