"""The pages of conventions: parties in one order, articles, commitments."""

from __future__ import annotations

from textwrap import shorten

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import path, reverse

from conventions.actions.commitments import set_commitments
from conventions.admin import convention_views
from conventions.admin.conclusion import ConclusionInline
from conventions.admin.data import data_list
from conventions.admin.life import convention_life_panel
from conventions.admin.locks import convention_lock
from conventions.admin.rereading import reread_view
from conventions.admin.visa_lines import ConventionVisaInline
from conventions.admin_forms import ArticleForm, ConventionForm, LineForm, PartyForm
from conventions.models import Annex, Article, Commitment, Convention, Party, Recital
from csipa.admin import (
    ModelAdmin,
    OrderedStackedInline,
    Section,
    ToolbarLink,
)


class PartyInline(OrderedStackedInline):
    """The parties, in the order in which they appear everywhere."""

    model = Party
    form = PartyForm
    fields = (("organisation", "representative"), ("short_name", "rank", "group"))
    autocomplete_fields = ("organisation", "representative")
    show_change_link = True
    verbose_name_plural = "parties"


class ArticleInline(OrderedStackedInline):
    """The articles, and the commitments they list."""

    model = Article
    form = ArticleForm
    fields = (
        "title",
        "body",
        "introduction",
        ("committed", "commitment_lines"),
        ("depth", "number"),
    )

    @admin.display(description="engagements de")
    def committed(self, article):
        """Show the party bound by an article that is read only."""
        return article.committed_party

    @admin.display(description="engagements")
    def commitment_lines(self, article):
        """Show the commitments of an article that is read only."""
        return "\n".join(line.text for line in article.commitments.all())

    def get_queryset(self, request):
        """Load the commitments with their article."""
        rows = Commitment.objects.order_by("position", "pk")
        return super().get_queryset(request).prefetch_related(Prefetch("commitments", rows))

    def get_formset(self, request, obj=None, **kwargs):
        """Let every article choose among the parties of this convention, read once."""
        formset = super().get_formset(request, obj, **kwargs)
        parties = (
            list(obj.parties.select_related("organisation").order_by("position", "pk"))
            if (obj)
            else []
        )
        return type("ArticleFormSet", (_WithParties, formset), {"parties": parties})


class _WithParties:
    """A formset that gives its forms the parties of the convention."""

    parties: list = []

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "parties": self.parties}


class ConventionRecitalInline(OrderedStackedInline):
    """Recitals of the convention's own; most have none."""

    model = Recital
    form = LineForm
    fields = ("text",)


@admin.register(Convention)
class ConventionAdmin(ModelAdmin):
    """Conventions, annexed to an act or standing alone."""

    section = Section.ACTS
    section_rank = 2
    description = "Conventions : parties, durée, articles, engagements."
    form = ConventionForm
    offers_names = True
    autocomplete_fields = ("site", "parent")
    list_display = ("name", "kind", "site", "start", "end", "act")
    list_filter = ("kind", "site", "renewal")
    search_fields = (
        "reference",
        "title",
        "subtitle",
        "parties__name",
        "parties__short_name",
        "parties__organisation__official_name",
        "site__name",
    )
    ordering = ("-start", "-pk")
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

    @admin.display(description="convention", ordering="title")
    def name(self, convention):
        """Show the reference and the beginning of the title."""
        return shorten(str(convention), 160, placeholder=" …")

    @admin.display(description="acte")
    def act(self, convention):
        """Show the act to which the convention is annexed."""
        annex = getattr(convention, "annex", None)
        return str(annex.act) if annex else "—"

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

    def get_inlines(self, request, obj):
        """Note the signature of the parties once the text is closed."""
        closed = bool(self.lock_of(request, obj))
        return [i for i in self.inlines if i is not ConclusionInline or closed]

    def panels(self, request, obj):
        """Tell the dates of a convention whose text is closed."""
        return [convention_life_panel(obj)] if self.lock_of(request, obj) else []

    def get_fieldsets(self, request, obj=None):
        """Show the structured terms where a file brought some."""
        if obj and (obj.premises or obj.finance):
            return [*self.fieldsets, self.data_fieldset]
        return self.fieldsets

    def locked_reason(self, request, obj):
        """Close the text once the act is signed."""
        return convention_lock(obj)

    def toolbar(self, request, obj):
        """Print the convention alone; go to its act."""
        locked = bool(self.lock_of(request, obj))
        url = reverse("admin:conventions_convention_document", args=[obj.pk])
        label = "Imprimer (PDF)" if locked else "Aperçu (PDF)"
        export = reverse("admin:conventions_convention_export", args=[obj.pk])
        reread = reverse("admin:conventions_convention_reread", args=[obj.pk])
        links = [
            ToolbarLink(label, url, primary=locked, new_tab=True),
            ToolbarLink("Relire", reread, more=locked),
            ToolbarLink("Exporter (JSON)", export, more=True),
        ]
        if not locked:
            word = reverse("admin:conventions_convention_word", args=[obj.pk])
            links.insert(1, ToolbarLink("Word (.docx)", word, more=True))
        if annex := Annex.objects.filter(convention=obj).select_related("act").first():
            act_url = reverse("admin:conventions_act_change", args=[annex.act_id])
            links.append(ToolbarLink(f"Ouvrir : {annex.act}", act_url))
        return links

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
        views = (
            ("document", convention_views.document_view),
            ("word", convention_views.word_view),
            ("export", convention_views.export_view),
            ("reread", reread_view),
        )
        return [
            *(
                path(
                    f"<int:pk>/{name}/",
                    self.admin_site.admin_view(view),
                    {"page": self},
                    name=f"conventions_convention_{name}",
                )
                for name, view in views
            ),
            *super().get_urls(),
        ]
