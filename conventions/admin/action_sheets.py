"""Action sheets: entered once, whatever the programmes and the missions of a CPTS they serve."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from conventions.admin.action_sheet_filters import (
    AxisFilter,
    CommunityFilter,
    IndicatorFilter,
    LateFilter,
    ProgrammeFilter,
)
from conventions.admin.action_sheet_forms import ActionSheetForm, free_number
from conventions.admin.action_sheet_inlines import (
    PLAIN_NUMBERS,
    BudgetInline,
    IndicatorInline,
    MissionInline,
    PartnerInline,
    PlaceInline,
    StepInline,
    ValueInline,
)
from conventions.admin.action_sheet_panels import standing_panel, values_panel
from conventions.admin.action_sheet_views import (
    export_links,
    indicators_csv_view,
    pdf_view,
    sheets_csv_view,
    stock_view,
    workbook_view,
)
from conventions.admin.deep_history import deep_trail
from conventions.models import (
    ActionSheet,
    Programme,
    SheetIndicator,
    SheetPlace,
    SheetStep,
    SheetValue,
)
from conventions.review.sheets import ReadSheet
from csipa.admin import FoldedSearchMixin, ModelAdmin, Section, ToolbarLink
from csipa.admin.history import entries, page_trails
from csipa.admin.responses import whole_number
from csipa.admin.scope import OrNone, seen

_LATE = mark_safe('<span class="badge badge-danger">En retard</span>')


class SheetList(ChangeList):
    """The rows of the list, with what the columns read."""

    def get_queryset(self, request, exclude_parameters=None):
        """Load the places and the steps; their indicators are not shown."""
        places = SheetPlace.objects.select_related("programme").order_by("-programme__start", "pk")
        steps = SheetStep.objects.order_by("position", "pk")
        rows = super().get_queryset(request, exclude_parameters)
        return rows.prefetch_related(Prefetch("placements", places), Prefetch("steps", steps))


@admin.register(ActionSheet)
class ActionSheetAdmin(FoldedSearchMixin, ModelAdmin):
    """One action: why, what, who, for whom, where, when, with what, how it is judged."""

    section = Section.PROGRAMMES
    guide = "contrat-local-de-sante"
    guides = {"stock": "contrat-local-de-sante#faire-le-point"}
    # Those of the contract of a territory, or of no programme yet, are everybody’s.
    scoped_by = (OrNone("placements__programme__community"), "missions__mission__community")
    section_rank = 9
    description = (
        "Les actions des programmes\u00a0: pilote, calendrier, budget, indicateurs et avancement."
    )
    form = ActionSheetForm
    list_display = ("title", "numbers", "pilot_shown", "state_shown", "start", "end")
    list_select_related = ("pilot",)
    list_filter = (
        ProgrammeFilter,
        AxisFilter,
        "state",
        ("pilot", admin.RelatedOnlyFieldListFilter),
        LateFilter,
        IndicatorFilter,
        CommunityFilter,
    )
    search_fields = ("title", "placements__number", "pilot__search_key", "public")
    search_help_text = "Intitulé, numéro, pilote ou public."
    ordering = ("title", "pk")
    autocomplete_fields = ("pilot", "territory", "site")
    fieldsets = (
        ("La fiche", {"fields": ("title",)}),
        ("Pourquoi", {"fields": ("context", "goals")}),
        ("Quoi", {"fields": ("description",)}),
        ("Qui", {"fields": (("pilot", "contact"),)}),
        ("Pour qui", {"fields": ("public",)}),
        ("Où", {"fields": (("territory", "place"), "site")}),
        ("Quand", {"fields": (("start", "end"),)}),
        ("Moyens", {"fields": ("means",)}),
        ("Où elle en est", {"fields": (("state", "state_on"), "progress", "sources")}),
    )
    inlines = (
        PlaceInline,
        MissionInline,
        PartnerInline,
        StepInline,
        BudgetInline,
        IndicatorInline,
    )
    layout = (
        "La fiche",
        PlaceInline,
        MissionInline,
        "Pourquoi",
        "Quoi",
        "Qui",
        PartnerInline,
        "Pour qui",
        "Où",
        "Quand",
        StepInline,
        "Moyens",
        BudgetInline,
        IndicatorInline,
        "Où elle en est",
    )
    views = (
        ("<int:pk>/point/", "stock", stock_view),
        ("<int:pk>/pdf/", "pdf", pdf_view),
        ("export/", "workbook", workbook_view),
        ("export/fiches.csv", "sheets_csv", sheets_csv_view),
        ("export/indicateurs.csv", "indicators_csv", indicators_csv_view),
    )

    def get_changelist(self, request, **kwargs):
        """Return the list that loads what the columns read."""
        return SheetList

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Put a new sheet in the programme from whose page it is added."""
        known = super().get_formset_kwargs(request, obj, inline, prefix)
        programme = _asked_programme(request)
        is_new = obj is None or obj.pk is None
        if isinstance(inline, PlaceInline) and programme and is_new and request.method == "GET":
            known["initial"] = [{"programme": programme.pk, "number": free_number(programme)}]
        return known

    def get_inline_instances(self, request, obj=None):
        """Open a line for the programme from whose page the sheet is added."""
        found = super().get_inline_instances(request, obj)
        for inline in found:
            if isinstance(inline, PlaceInline) and obj is None and _asked_programme(request):
                inline.extra = 1
        return found

    def list_toolbar(self, request):
        """Export what the list shows."""
        return [*super().list_toolbar(request), *export_links(request)]

    def toolbar(self, request, obj):
        """Take stock; print."""
        links = []
        if self.has_change_permission(request, obj):
            url = reverse("admin:conventions_actionsheet_stock", args=[obj.pk])
            links.append(ToolbarLink("Faire le point", url, primary=True))
        url = reverse("admin:conventions_actionsheet_pdf", args=[obj.pk])
        return [*links, ToolbarLink("Imprimer (PDF)", url, new_tab=True)]

    def panels(self, request, obj):
        """Tell where the action stands."""
        return [standing_panel(request, obj)]

    def history_entries(self, request, obj):
        """Tell the values of the indicators with the rest."""
        trails = page_trails(obj, self.get_inline_instances(request, obj))
        values = deep_trail(SheetValue, "indicator", SheetIndicator, sheet_id=obj.pk)
        return entries([*trails, values])

    @admin.display(description="numéros")
    def numbers(self, sheet):
        """Show where the sheet stands in its programmes."""
        return format_html_join(
            mark_safe("<br>"),
            "{}, fiche\u00a0{}",
            ((place.programme, place.number) for place in sheet.placements.all()),
        )

    @admin.display(description="pilote", ordering="pilot__search_key")
    def pilot_shown(self, sheet):
        """Show who leads, briefly: the column is narrow."""
        return sheet.pilot.brief_name if sheet.pilot else None

    @admin.display(description="état", ordering="state")
    def state_shown(self, sheet):
        """Show the state, and whether something is late."""
        read = ReadSheet(sheet, timezone.localdate())
        state = format_html('<span class="{}">{}</span>', read.badge, read.state_label)
        return format_html("{} {}", state, _LATE) if read.is_late else state


@admin.register(SheetIndicator)
class SheetIndicatorAdmin(ModelAdmin):
    """An indicator of an action with all its values; it is added on the sheet."""

    section = Section.PROGRAMMES
    first_step = "Un indicateur s’ajoute sur sa fiche-action."
    guide = "contrat-local-de-sante#faire-le-point"
    scoped_by = (
        OrNone("sheet__placements__programme__community"),
        "sheet__missions__mission__community",
    )
    hidden_in_menu = True
    list_display = ("name", "sheet")
    search_fields = ("name",)
    ordering = ("sheet__title", "position", "pk")
    fieldsets = (
        (
            "Indicateur",
            {
                "fields": (
                    ("name", "nature"),
                    ("unit", "direction"),
                    ("baseline", "target", "target_on"),
                    "how",
                )
            },
        ),
    )
    inlines = (ValueInline,)
    formfield_overrides = {**ModelAdmin.formfield_overrides, **PLAIN_NUMBERS}

    def has_add_permission(self, request):
        """Let indicators be added on their sheet only."""
        return False

    def toolbar(self, request, obj):
        """Lead back to the sheet."""
        url = reverse("admin:conventions_actionsheet_change", args=[obj.sheet_id])
        return [ToolbarLink("Revenir à la fiche", url)]

    def panels(self, request, obj):
        """Draw the values over time."""
        return [values_panel(obj)]


def _asked_programme(request):
    """Return the programme that the address names, if there is one."""
    key = whole_number(request.GET.get("programme", ""))
    rows = seen(request, Programme.objects.all())
    return rows.filter(pk=key).first() if key is not None else None
