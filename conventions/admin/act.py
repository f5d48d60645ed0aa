"""The pages of acts: written from top to bottom as they are printed."""

from __future__ import annotations

from textwrap import shorten

from django.conf import settings
from django.contrib import admin
from django.db.models import Case, Value, When
from django.urls import path, reverse

from conventions.admin import act_views
from conventions.admin.locks import act_lock
from conventions.admin_forms import ActForm, LineForm, LinesField, ProvisionForm
from conventions.models import (
    Act,
    Annex,
    Effect,
    Execution,
    Nature,
    Provision,
    Recital,
    Visa,
    Vote,
)
from csipa.admin import (
    ModelAdmin,
    OrderedStackedInline,
    OrderedTabularInline,
    Section,
    StackedInline,
    ToolbarLink,
)
from csipa.french.dates import day_list

WORDS_OF_SOURCE = "Mots du document d’origine"
WORDS_FIXED = "Mots fixés à la signature"


class VisaInline(OrderedStackedInline):
    """What the act rests on."""

    model = Visa
    form = LineForm
    fieldsets = (
        (None, {"fields": ("text",)}),
        (
            "Acte cité (facultatif)",
            {
                "classes": ("collapse",),
                "fields": (("cited_nature", "cited_number"), ("cited_date", "cited_authority")),
            },
        ),
    )


class RecitalInline(OrderedStackedInline):
    """Why the act is taken."""

    model = Recital
    form = LineForm
    fields = ("text",)


class ProvisionInline(OrderedStackedInline):
    """What the act decides."""

    model = Provision
    form = ProvisionForm
    fields = ("label", "text", "item_lines")
    verbose_name_plural = "dispositif"

    @admin.display(description="énumération")
    def item_lines(self, provision):
        """Show the items of a block that is read only."""
        return "\n".join(provision.items)

    def get_formset(self, request, obj=None, **kwargs):
        """Offer, on a new act, the three usual blocks of a decision."""
        formset = super().get_formset(request, obj, **kwargs)
        if obj is None and request.method == "GET":
            usual = usual_provisions()
            return type("NewProvisionFormSet", (_Prefilled, formset), {"usual": usual, "extra": 3})
        return formset


class _Prefilled:
    """A formset that opens with lines already written."""

    usual: list = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "initial": self.usual})


class AnnexInline(OrderedStackedInline):
    """What is annexed to the act, and printed after it."""

    model = Annex
    fields = ("title", "number", "convention", "text")
    autocomplete_fields = ("convention",)


class VoteInline(StackedInline):
    """The vote of a collegial body."""

    model = Vote
    max_num = 1
    can_delete = True
    fields = (
        ("in_office", "present", "proxies"),
        ("voting", "expressed"),
        ("votes_for", "votes_against", "abstained"),
        "unanimous",
        "withdrew",
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Type names one a line."""
        if db_field.name == "withdrew":
            label = "N’ont pas pris part au vote"
            return LinesField(label=label, required=False, help_text="Un nom par ligne.")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EffectInline(OrderedTabularInline):
    """What the act does to conventions already concluded."""

    model = Effect
    fields = ("verb", "convention_reference")


class ExecutionInline(StackedInline):
    """What happened to the act once signed: the only part that stays open."""

    model = Execution
    max_num = 1
    can_delete = False
    open_when_locked = True

    def get_extra(self, request, obj=None, **kwargs):
        """Open the only line at once."""
        return 0 if obj and hasattr(obj, "execution") else 1

    fields = (
        ("sent_on", "received_on", "receipt_id"),
        ("published_on", "notified_on", "reported_on"),
    )


def usual_provisions() -> list[dict[str, str]]:
    """Return the blocks that close nearly every decision (CGCT L. 5211-10; CJA R. 421-1)."""
    return [
        {"label": "DÉCIDE", "text": ""},
        {
            "label": "PRÉCISE",
            "text": "que la présente décision sera portée à la connaissance du conseil "
            "communautaire lors de sa prochaine réunion.",
        },
        {
            "label": "INFORME",
            "text": "qu’elle peut être contestée, dans les deux mois qui suivent sa publication, "
            "par un recours gracieux adressé à son auteur ou par un recours contentieux porté "
            f"devant le {settings.APPEAL_COURT}.",
        },
    ]


@admin.register(Act)
class ActAdmin(ModelAdmin):
    """Decisions, deliberations and orders."""

    section = Section.ACTS
    section_rank = 1
    description = "Décisions, délibérations et arrêtés : rédiger, signer, imprimer, suivre."
    form = ActForm
    offers_names = True
    autocomplete_fields = ("authority", "signatory")
    list_display = ("name", "short_title", "authority", "signature_date", "state")
    list_filter = ("state", "nature", "body", "year")
    search_fields = ("number", "title", "heading", "subject_matter")
    inlines = (
        VisaInline,
        RecitalInline,
        ProvisionInline,
        VoteInline,
        AnnexInline,
        EffectInline,
        ExecutionInline,
    )
    layout = (
        "Identité",
        VisaInline,
        RecitalInline,
        "Délégation et formule",
        ProvisionInline,
        VoteInline,
        "Signature",
        AnnexInline,
        EffectInline,
        WORDS_OF_SOURCE,
        WORDS_FIXED,
        ExecutionInline,
    )

    @admin.display(description="acte", ordering="number")
    def name(self, act):
        """Show the number, or that there is none yet."""
        return str(act)

    @admin.display(description="objet", ordering="title")
    def short_title(self, act):
        """Show the beginning of the object."""
        return shorten(act.title, 160, placeholder=" …")

    @admin.display(description="dates des délibérations de délégation")
    def delegation_days(self, act):
        """Show the dates of an act that is read only."""
        return day_list(act.delegation_days()) if act.delegation_dates else None

    def get_inlines(self, request, obj):
        """Note the execution of a signed act only."""
        return [i for i in self.inlines if i is not ExecutionInline or (obj and obj.is_signed)]

    def get_readonly_fields(self, request, obj=None):
        """Close what the form adds to the columns of the act with the rest."""
        names = super().get_readonly_fields(request, obj)
        return [*names, "delegation_days"] if self.lock_of(request, obj) else names

    def get_ordering(self, request):
        """Put drafts first, then the latest signatures."""
        drafts_first = Case(When(state="draft", then=Value(0)), default=Value(1))
        return (drafts_first, "-signature_date", "-pk")

    def get_fieldsets(self, request, obj=None):
        """Show the words of a source document, or those fixed at signature."""
        words = WORDS_OF_SOURCE if obj and not obj.drafted_here else WORDS_FIXED
        fixed = [
            (
                words,
                {
                    "fields": (
                        "as_written",
                        ("authority_name", "authority_siren", "authority_insee_code"),
                        ("signature_first_name", "signature_last_name", "signature_gender"),
                        ("signature_capacity", "signature_on_behalf", "signature_prevented"),
                    )
                },
            )
        ]
        return [
            (
                "Identité",
                {
                    "fields": (
                        ("nature", "body"),
                        "authority",
                        "heading",
                        "title",
                        ("subject_matter", "number"),
                    )
                },
            ),
            (
                "Délégation et formule",
                {"fields": ("delegation_text", "delegation_days", "enacting")},
            ),
            ("Signature", {"fields": ("signatory", "signature_place")}),
            *(fixed if obj and obj.as_written else []),
        ]

    def get_changeform_initial_data(self, request):
        """Open a new act as the last one was: authority, body, signatory, place."""
        initial = {"nature": Nature.DECISION, "enacting": "Le président,"}
        if last := Act.objects.filter(as_written=False).order_by("-pk").first() or (
            Act.objects.order_by("-pk").first()
        ):
            initial |= {
                "authority": last.authority_id,
                "body": last.body,
                "signatory": last.signatory_id,
                "signature_place": last.signature_place,
                "enacting": last.enacting or initial["enacting"],
            }
        return {**initial, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        """Write nothing of a signed act but the version of its page."""
        if not obj.is_signed:
            super().save_model(request, obj, form, change)
        elif any(formset.has_changed() for formset in request.page_edit.formsets):
            obj.version += 1
            obj.save(update_fields=["version"])

    def locked_reason(self, request, obj):
        """Close the text of a signed act."""
        return act_lock(obj)

    def toolbar(self, request, obj):
        """Preview and sign a draft; print a signed act."""
        links = [_link("Exporter (JSON)", "export", obj)]
        if obj.is_signed:
            links.insert(0, _link("Imprimer (PDF)", "document", obj, primary=True, new_tab=True))
        else:
            links.insert(0, _link("Aperçu (PDF)", "document", obj, new_tab=True))
            if self.has_change_permission(request, obj):
                links.append(_link("Joindre une convention", "annex", obj))
                links.append(_link("Signer…", "sign", obj, primary=True))
        for annex in obj.annexes.exclude(convention=None).select_related("convention"):
            url = reverse("admin:conventions_convention_change", args=[annex.convention_id])
            links.append(ToolbarLink(f"Ouvrir : {annex.title}", url))
        return links

    def list_toolbar(self, request):
        """Offer the import of a file."""
        if not self.has_add_permission(request):
            return []
        return [ToolbarLink("Importer un fichier", reverse("admin:conventions_act_import"))]

    def get_urls(self):
        """Add the views of acts to the stock ones."""
        views = (
            ("importer/", "import", act_views.import_view),
            ("<int:pk>/document/", "document", act_views.document_view),
            ("<int:pk>/export/", "export", act_views.export_view),
            ("<int:pk>/convention/", "annex", act_views.annex_view),
            ("<int:pk>/signer/", "sign", act_views.sign_view),
        )
        return [
            *(
                path(
                    route,
                    self.admin_site.admin_view(view),
                    {"page": self},
                    name=f"conventions_act_{name}",
                )
                for route, name, view in views
            ),
            *super().get_urls(),
        ]


def _link(
    label: str, name: str, act: Act, *, primary: bool = False, new_tab: bool = False
) -> ToolbarLink:
    url = reverse(f"admin:conventions_act_{name}", args=[act.pk])
    return ToolbarLink(label, url, primary=primary, new_tab=new_tab)
