"""The pages of conventions: parties in one order, articles, commitments."""

from __future__ import annotations

from django.contrib import admin

from conventions.actions.commitments import set_commitments
from conventions.admin.bulk import archive_together, print_together
from conventions.admin.conclusion import ConclusionInline
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
    convention_panels,
    convention_toolbar,
    convention_urls,
)
from conventions.admin.convention_list import ConventionColumns, ConventionList
from conventions.admin.data import data_list
from conventions.admin.locks import convention_lock
from conventions.admin.visa_lines import ConventionVisaInline
from conventions.admin_forms import ConventionForm
from conventions.models import Article, Convention
from csipa.admin import ModelAdmin, Section
from sites.admin.search import TolerantSearchMixin


@admin.register(Convention)
class ConventionAdmin(ConventionColumns, TolerantSearchMixin, ModelAdmin):
    """Conventions, annexed to an act or standing alone."""

    section = Section.ACTS
    section_rank = 2
    description = "Conventions : parties, durée, articles, engagements."
    form = ConventionForm
    offers_names = True
    autocomplete_fields = ("site", "parent")
    list_display = (
        "name",
        "kind",
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
    actions = (print_together, archive_together)
    inlines = (
        PartyInline,
        ConventionVisaInline,
        ConventionRecitalInline,
        ArticleInline,
        ConclusionInline,
    )
    layout = (
        "Identité",
        PartyInline,
        "Durée et préavis",
        ConventionVisaInline,
        ConventionRecitalInline,
        "Préambule",
        ArticleInline,
        "Signature",
        ConclusionInline,
        "Convention d’origine",
        "Locaux et conditions financières",
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
            "Signature",
            {"fields": (("originals", "signature_place", "signature_date"), "closing")},
        ),
        (
            "Convention d’origine",
            {
                "fields": (
                    ("parent", "parent_reference", "parent_relation", "rank"),
                    ("authorised_by_nature", "authorised_by_number", "authorised_by_date"),
                )
            },
        ),
    )
    data_fieldset = (
        "Locaux et conditions financières",
        {"fields": ("premises_shown", "finance_shown")},
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
        """Note the signature of the parties once the text is closed."""
        closed = bool(self.lock_of(request, obj))
        return [i for i in self.inlines if i is not ConclusionInline or closed]

    def panels(self, request, obj):
        """Tell where the convention stands, most urgent first."""
        return convention_panels(self, request, obj)

    def get_fieldsets(self, request, obj=None):
        """Show the structured terms where a file brought some."""
        if obj and (obj.premises or obj.finance):
            return [*self.fieldsets, self.data_fieldset]
        return self.fieldsets

    def locked_reason(self, request, obj):
        """Close the text once the act is signed."""
        return convention_lock(obj)

    def toolbar(self, request, obj):
        """Print, sign, amend, follow; go to its act."""
        return convention_toolbar(self, request, obj)

    def save_formset(self, request, form, formset, change):
        """Tie each article to the party it binds, once the parties are saved; write its lines."""
        if formset.model is not Article:
            super().save_formset(request, form, formset, change)
            return
        parties = list(form.instance.parties.order_by("position", "pk"))
        written = [line for line in formset.forms if line.has_changed() and line.is_valid()]
        for line in written:
            line.instance.committed_party = line.committed_party(parties)
        super().save_formset(request, form, formset, change)
        for line in written:
            if line.instance.pk and not line.cleaned_data.get("DELETE"):
                set_commitments(article=line.instance, texts=line.cleaned_data["commitment_lines"])

    def get_urls(self):
        """Add the views of conventions to the stock ones."""
        return [*convention_urls(self), *super().get_urls()]
