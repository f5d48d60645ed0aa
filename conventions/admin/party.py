"""The page of one party: what its line on the convention has no room for."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse

from conventions.admin.agreeing_views import MAY_NOTE
from conventions.admin.locks import convention_lock
from conventions.admin.signature_watch import WatchesSignatures
from conventions.admin_forms import PartyForm
from conventions.models import Convention, EmpoweringAct, Party
from csipa.admin import ModelAdmin, OrderedTabularInline, Section, ToolbarLink


class EmpoweringActInline(OrderedTabularInline):
    """The acts by which the party lets its representative sign."""

    model = EmpoweringAct
    fields = ("nature", "number", "date")


@admin.register(Party)
class PartyAdmin(WatchesSignatures, ModelAdmin):
    """Reached from the convention; a party is added there, in its place."""

    section = Section.ACTS
    first_step = "Une partie s’ajoute sur la page de sa convention."
    guide = "faire-signer-une-convention"
    hidden_in_menu = True
    form = PartyForm
    offers_names = True
    autocomplete_fields = ("organisation", "representative")
    list_display = ("organisation", "convention", "representative")
    search_fields = ("name", "short_name", "organisation__official_name")
    ordering = ("-convention_id", "position")
    inlines = (EmpoweringActInline,)
    fieldsets = (
        (None, {"fields": ("organisation", "representative", "rank", "group", "short_name")}),
        (
            "Mots du document d’origine",
            {
                "classes": ("collapse",),
                "description": "Employés tels quels si la case est cochée ; sinon tout vient des "
                "fiches.",
                "fields": (
                    "as_written",
                    "name",
                    "legal_form",
                    ("siren", "siret", "rna", "insee_code"),
                    "seat",
                    "representative_introduction",
                    ("representative_title", "representative_first_name"),
                    ("representative_last_name", "representative_gender"),
                    "representative_capacity",
                ),
            },
        ),
    )

    def has_add_permission(self, request):
        """Let parties be added on their convention only."""
        return False

    def watched_conventions(self, pk):
        """Return the convention of the party."""
        return Convention.objects.filter(parties=pk)

    def locked_reason(self, request, obj):
        """Follow the lock of the convention."""
        return convention_lock(obj.convention, may_note=request.user.has_perm(MAY_NOTE))

    def toolbar(self, request, obj):
        """Lead back to the convention."""
        url = reverse("admin:conventions_convention_change", args=[obj.convention_id])
        return [ToolbarLink("Retour à la convention", url)]
