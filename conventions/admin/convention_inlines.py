"""The lines of the page of a convention: its parties, its articles, its recitals."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Prefetch

from conventions.admin_forms import ArticleForm, LineForm, PartyForm
from conventions.models import Article, Commitment, Party, Recital
from csipa.admin import OrderedStackedInline


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
