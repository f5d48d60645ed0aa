"""The pages of conventions: parties in one order, articles, commitments."""

from __future__ import annotations

from django.contrib import admin

from conventions.actions.commitments import set_commitments
from conventions.actions.ending import settle_end
from conventions.admin.agreeing_views import MAY_NOTE
from conventions.admin.amending_lines import AmendingArticleInline
from conventions.admin.bulk import archive_together, print_together
from conventions.admin.convention_bulk import export_chosen, workbook_link
from conventions.admin.convention_filters import (
    AmendmentFilter,
    EndingFilter,
    PartyFilter,
    PeriodFilter,
    StageFilter,
)
from conventions.admin.convention_inlines import (
    ArticleInline,
    ConventionRecitalInline,
    PartyInline,
)
from conventions.admin.convention_links import (
    GUIDES,
    VIEWS,
    convention_panels,
    convention_toolbar,
)
from conventions.admin.convention_list import ConventionColumns, ConventionList
from conventions.admin.data import data_list
from conventions.admin.ending_links import life_trails
from conventions.admin.locks import convention_lock
from conventions.admin.signature_watch import WatchesSignatures
from conventions.admin.structured import (
    BROUGHT,
    MONEY_LINES,
    PREMISES,
    PREMISES_LINES,
    STRUCTURED,
    is_structured_set,
    structured_fieldsets,
    structured_lines,
)
from conventions.admin.visa_lines import ConventionVisaInline
from conventions.admin_forms import ConventionForm
from conventions.models import Article, Convention, Payer
from csipa.admin import ModelAdmin, Section
from csipa.admin.history import entries, page_trails
from sites.admin.search import TolerantSearchMixin

AUTHORISED = "Acte qui l’autorise"


@admin.register(Convention)
class ConventionAdmin(WatchesSignatures, ConventionColumns, TolerantSearchMixin, ModelAdmin):
    """Conventions, annexed to an act or standing alone."""

    section = Section.ACTS
    section_rank = 2
    guide = "joindre-une-convention"
    guides = GUIDES
    guide_when_locked = "faire-signer-une-convention"
    description = "Conventions : parties, durée, articles, engagements."
    form = ConventionForm
    views = VIEWS
    offers_names = True
    autocomplete_fields = ("site", "parent")
    list_display = (
        "name",
        "site",
        "parties_named",
        "stage",
        "starts",
        "ends",
        "notice_by",
    )
    list_filter = (
        StageFilter,
        EndingFilter,
        "kind",
        "site",
        PartyFilter,
        PeriodFilter,
        AmendmentFilter,
        "renewal",
    )
    ordering = ("-start", "-pk")
    actions = (print_together, archive_together, export_chosen)
    inlines = (
        PartyInline,
        ConventionVisaInline,
        ConventionRecitalInline,
        ArticleInline,
        *MONEY_LINES,
        *PREMISES_LINES,
    )
    layout = (
        "Identité",
        PartyInline,
        "Durée et préavis",
        ConventionVisaInline,
        ConventionRecitalInline,
        "Préambule",
        ArticleInline,
        AmendingArticleInline,
        *MONEY_LINES,
        PREMISES,
        *PREMISES_LINES,
        "Signature",
        AUTHORISED,
        "Convention d’origine",
        BROUGHT,
    )
    readonly_fields = ("premises_shown", "finance_shown")
    fieldsets = (
        ("Identité", {"fields": ("title", "subtitle", ("kind", "reference"), "site")}),
        (
            "Durée et préavis",
            {
                "description": "Le programme suit ces dates et ces délais. Ils ne s’impriment pas "
                "d’eux-mêmes : un article de la convention doit les dire.",
                "fields": (
                    ("start", "end", "signed_after_start"),
                    ("renewal", "renewal_times", "renewal_years"),
                    ("renewal_deadline_value", "renewal_deadline_unit"),
                    ("notice_value", "notice_unit", "notice_form", "notice_to"),
                ),
            },
        ),
        ("Préambule", {"fields": ("preamble",)}),
        (
            PREMISES,
            {
                "description": "Les salles et le matériel se choisissent parmi ceux du site : "
                "choisissez le site et enregistrez, ils se proposent ensuite ici.",
                "fields": (("parcel", "premises_condition"),),
            },
        ),
        (
            "Signature",
            {"fields": (("originals", "signature_place", "signature_date"), "closing")},
        ),
        (
            AUTHORISED,
            {
                "description": "À remplir seulement si l’acte n’est pas dans le registre "
                "d’ici : une convention jointe à un acte le connaît.",
                "fields": (("authorised_by_nature", "authorised_by_number", "authorised_by_date"),),
            },
        ),
        (
            "Convention d’origine",
            {"fields": (("parent", "parent_reference", "parent_relation", "rank"),)},
        ),
        (BROUGHT, {"fields": ("premises_shown", "finance_shown")}),
    )

    @admin.display(description="locaux")
    def premises_shown(self, convention):
        """Show the premises that came with a file."""
        return data_list(convention.premises)

    @admin.display(description="conditions financières")
    def finance_shown(self, convention):
        """Show the financial terms that came with a file."""
        return data_list(convention.finance)

    def get_queryset(self, request):
        """Load the act with each convention."""
        return super().get_queryset(request).select_related("annex__act")

    def get_changelist(self, request, **kwargs):
        """Return the list that reads what its columns show."""
        return ConventionList

    def get_inlines(self, request, obj):
        """Show the price and the premises typed here, or what a file brought of them."""
        closed = bool(self.lock_of(request, obj))
        shown = structured_lines(obj, locked=closed)
        lines = [line for line in self.inlines if line in shown or not is_structured_set(line)]
        if obj is None or not (obj.is_amendment and obj.parent_id):
            return lines
        return [AmendingArticleInline if line is ArticleInline else line for line in lines]

    def panels(self, request, obj):
        """Tell where the convention stands, most urgent first."""
        return convention_panels(self, request, obj)

    def get_fieldsets(self, request, obj=None):
        """Show the premises typed here, or the structured terms that a file brought."""
        closed = bool(self.lock_of(request, obj))
        shown = structured_fieldsets(obj, locked=closed)
        return [one for one in self.fieldsets if one[0] in shown or one[0] not in STRUCTURED]

    def locked_reason(self, request, obj):
        """Close the text once the act is signed."""
        return convention_lock(obj, may_note=request.user.has_perm(MAY_NOTE))

    def _stays_open(self, request, obj) -> bool:
        """Let the page of a text closed while it was typed come back with what was typed."""
        is_save = request.method == "POST" and hasattr(request, "page_edit")
        return is_save or super()._stays_open(request, obj)

    def list_toolbar(self, request):
        """Export what the list shows."""
        return [*super().list_toolbar(request), workbook_link(request)]

    def toolbar(self, request, obj):
        """Print, sign, amend, follow; go to its act."""
        return convention_toolbar(self, request, obj)

    def save_formset(self, request, form, formset, change):
        """Tie articles and payers to their party, once the parties are saved; write the lists."""
        if formset.model not in {Article, Payer}:
            super().save_formset(request, form, formset, change)
            return
        parties = list(form.instance.parties.order_by("position", "pk"))
        written = [line for line in formset.forms if line.has_changed() and line.is_valid()]
        for line in written:
            line.tie(parties)
        super().save_formset(request, form, formset, change)
        if formset.model is Article:
            _write_commitments(written)

    def history_entries(self, request, obj):
        """Tell what was noted of the life of the convention with what was typed of its text."""
        return entries(page_trails(obj, [*self.get_inline_instances(request, obj), *life_trails()]))

    def after_restoring(self, request, row):
        """Work out the end again: terms that come back count."""
        settle_end(convention=row)

    def save_related(self, request, form, formsets, change):
        """Work out the end again once the terms and the lines are saved."""
        super().save_related(request, form, formsets, change)
        settle_end(convention=form.instance)


def _write_commitments(articles):
    """Write the lists of the articles that were changed and kept."""
    for line in articles:
        if line.instance.pk and not line.cleaned_data.get("DELETE"):
            set_commitments(article=line.instance, texts=line.cleaned_data["commitment_lines"])
