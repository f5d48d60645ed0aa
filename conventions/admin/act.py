"""The pages of acts: written from top to bottom as they are printed."""

from __future__ import annotations

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html_join

from conventions.actions.meetings import fill_vote
from conventions.actions.visas import order_visas
from conventions.admin.act_inlines import (
    AnnexInline,
    EffectInline,
    ProvisionInline,
    RecitalInline,
    VoteInline,
)
from conventions.admin.act_links import GUIDES, VIEWS, act_panels, act_toolbar
from conventions.admin.bulk import print_together
from conventions.admin.execution import ExecutionInline
from conventions.admin.life import LifeColumns, StageFilter
from conventions.admin.locks import act_lock
from conventions.admin.meeting_panels import meeting_fields
from conventions.admin.power_lines import ActPowerInline
from conventions.admin.publication_filters import OnlineFilter
from conventions.admin.publication_links import publish_together
from conventions.admin.publication_views import MAY_PUBLISH
from conventions.admin.transmission_views import PERMISSION as MAY_NOTE
from conventions.admin.visa_lines import VisaInline
from conventions.admin.years import YearFilter
from conventions.admin_forms import ActForm
from conventions.models import (
    Act,
    Nature,
)
from conventions.review.powers import delegation_sentences
from csipa.admin import (
    ModelAdmin,
    Section,
    ToolbarLink,
)
from csipa.french.dates import day_list
from csipa.french.numbers import counted
from csipa.french.typography import shortened, typeset
from sites.admin.search import TolerantSearchMixin

MEETING = "Réunion"
VISA_ORDER = "Ordre des visas"
WORDS_OF_SOURCE = "Mots du document d’origine"
WORDS_FIXED = "Mots fixés à la signature"


@admin.register(Act)
class ActAdmin(LifeColumns, TolerantSearchMixin, ModelAdmin):
    """Decisions, deliberations and orders."""

    section = Section.ACTS
    section_rank = 1
    guide = "rediger-une-decision"
    guides = GUIDES
    guide_when_locked = "apres-la-signature"
    description = "Décisions, délibérations et arrêtés : rédiger, signer, imprimer, suivre."
    form = ActForm
    views = VIEWS
    offers_names = True
    autocomplete_fields = ("authority", "signatory", "meeting")
    list_display = ("name", "short_title", "signed", "stage", "enforceable", "appeal")
    list_filter = (StageFilter, OnlineFilter, "nature", "body", ("year", YearFilter))
    list_select_related = ("authority", "execution", "cancellation")
    search_fields = ("number", "title", "heading", "subject_matter")
    actions = (print_together, publish_together)
    inlines = (
        VisaInline,
        RecitalInline,
        ActPowerInline,
        ProvisionInline,
        VoteInline,
        AnnexInline,
        EffectInline,
        ExecutionInline,
    )
    layout = (
        "Identité",
        MEETING,
        VisaInline,
        VISA_ORDER,
        RecitalInline,
        ActPowerInline,
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
        return shortened(act.title, 160)

    @admin.display(description="dates des délibérations de délégation")
    def delegation_days(self, act):
        """Show the dates of an act that is read only."""
        return day_list(act.delegation_days()) if act.delegation_dates else None

    @admin.display(description="visas de délégation")
    def delegation_written(self, act):
        """Show the visas that the records give to a draft."""
        if act.delegation_text:
            return "Vos mots, ci-dessous, prennent leur place."
        lines = delegation_sentences(act) if act.pk else []
        if not lines:
            return "Écrits d’après les compétences exercées et les arrêtés de délégation."
        return format_html_join("", "<p>{}</p>", ((typeset(line),) for line in lines))

    def has_publish_permission(self, request):
        """Offer to put acts online to whom may."""
        return request.user.has_perm(MAY_PUBLISH)

    def get_inlines(self, request, obj):
        """Note the execution of a signed act only, and of none whose number is cancelled."""
        executed = obj is not None and obj.is_signed and not obj.is_cancelled
        return [i for i in self.inlines if i is not ExecutionInline or executed]

    def get_readonly_fields(self, request, obj=None):
        """Close what the form adds to the columns of the act with the rest."""
        names = super().get_readonly_fields(request, obj)
        names = [*names, "delegation_written"]
        return [*names, "delegation_days"] if self.lock_of(request, obj) else names

    def get_ordering(self, request):
        """Put drafts first, then the latest signatures; « draft » sorts before « signed »."""
        return ("state", "-signature_date", "-pk")

    def get_fieldsets(self, request, obj=None):
        """Show the words of a source document, or those fixed at signature."""
        words = WORDS_OF_SOURCE if obj and not obj.drafted_here else WORDS_FIXED
        as_written = bool(obj and obj.as_written)
        written = () if as_written else ("delegation_written",)
        signature = ("signatory", "signature_place")
        if not as_written:
            signature = (*signature, "signature_prevented")
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
                        ("individual", "to_transmit"),
                    )
                },
            ),
            (MEETING, meeting_fields(request, obj)),
            (
                VISA_ORDER,
                {
                    "description": "À chaque enregistrement et à la signature : traités, codes, "
                    "lois et ordonnances, décrets, arrêtés, délibérations, décisions, avis, "
                    "demandes, et du plus ancien au plus récent dans chaque rang. Un visa que le "
                    "programme ne reconnaît pas reste après celui qui le précède. Ôtez la coche "
                    "pour garder votre ordre.",
                    "fields": ("visas_in_order",),
                },
            ),
            (
                "Délégation et formule",
                {"fields": (*written, "delegation_text", "delegation_days", "enacting")},
            ),
            ("Signature", {"fields": signature}),
            *(fixed if as_written else []),
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

    def save_related(self, request, form, formsets, change):
        """Put the visas in legal order once they are saved, where the act asks for it."""
        super().save_related(request, form, formsets, change)
        if not change and form.instance.meeting_id:
            fill_vote(act=form.instance, by=request.user)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            self._order_visas(request, form.instance)

    def _order_visas(self, request, act):
        if moved := order_visas(act=act, by=request.user):
            lines = counted(moved, "ligne déplacée", "lignes déplacées")
            messages.info(request, f"Visas rangés dans l’ordre légal : {lines}.")

    def locked_reason(self, request, obj):
        """Close the text of a signed act."""
        return act_lock(obj, may_note=request.user.has_perm(MAY_NOTE))

    def toolbar(self, request, obj):
        """Preview and sign a draft; print a signed act."""
        return act_toolbar(self, request, obj)

    def panels(self, request, obj):
        """Show above the form what the program knows of the act."""
        return act_panels(self, request, obj)

    def list_toolbar(self, request):
        """Offer the public register, the import of a file, and the annual register."""
        public = ToolbarLink("Registre public", reverse("acts"))
        register = ToolbarLink("Registre annuel…", reverse("admin:conventions_act_register"))
        if not self.has_add_permission(request):
            return [public, register]
        upload = ToolbarLink("Importer un fichier", reverse("admin:conventions_act_import"))
        return [public, register, upload]
