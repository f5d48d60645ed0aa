"""The list of conventions as a manager works: where each stands, until when one may act."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Prefetch, QuerySet, Value
from django.db.models.functions import StrIndex
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from conventions.models import Convention, Party
from conventions.review.courses import amendments_of
from conventions.review.terms import Terms, stage_sql, terms_of, with_terms
from conventions.review.watched import party_names
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.watch import Level, distance, level_of
from csipa.admin import ToolbarLink
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.french.typography import shortened

_PARTIES_SHOWN = 3
_NEAR = (Level.DAYS_30, Level.DAYS_60, Level.DAYS_90)
_BADGES = {
    ConventionStage.DRAFT: "badge badge-draft",
    ConventionStage.TO_SIGN: "badge badge-to-do",
    ConventionStage.SIGNED: "badge badge-done",
    ConventionStage.IN_FORCE: "badge badge-done",
}


def stage_badge(stage: ConventionStage) -> str:
    """Return the classes of the badge that shows a stage."""
    return _BADGES.get(stage, "badge badge-over")


def with_listed(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    """Return conventions with what the columns read; three more queries for them all."""
    parties = Party.objects.select_related("organisation").order_by("position", "pk")
    return (
        with_terms(conventions)
        .select_related("site")
        .prefetch_related(Prefetch("parties", parties))
    )


class ConventionList(ChangeList):
    """The rows of the list, with what the columns read; the stage is sorted as a life goes."""

    def get_queryset(self, request, exclude_parameters=None):
        """Return the rows asked for."""
        return with_listed(super().get_queryset(request, exclude_parameters))

    def get_ordering_field(self, field_name):
        """Return what sorts a column."""
        if field_name == "stage":
            order = Value(" ".join(ConventionStage))
            return StrIndex(order, stage_sql(timezone.localdate()))
        return super().get_ordering_field(field_name)


class ConventionColumns:
    """The columns, none of which costs a query, and the buttons above them."""

    def list_toolbar(self, request):
        """Lead to what parties owe, to the rooms in use; write from a model, as most begin."""
        owed = reverse("admin:conventions_convention_obligations")
        rooms = reverse("admin:conventions_convention_occupation")
        links = [ToolbarLink("Engagements", owed), ToolbarLink("Occupation des salles", rooms)]
        if self.has_add_permission(request):
            url = reverse("admin:conventions_convention_write")
            links.insert(0, ToolbarLink("Écrire d’après un modèle", url, primary=True))
        return links

    @admin.display(description="convention", ordering="reference")
    def name(self, convention):
        """Show reference, beginning of the title, type, and how many amendments there are."""
        title = shortened(convention.title, 140)
        reference = convention.reference or ("Avenant" if convention.is_amendment else "")
        count = len(amendments_of(convention))
        told = [convention.get_kind_display(), counted(count, "avenant", "avenants") * bool(count)]
        more = " · ".join(filter(None, told))
        return format_html(
            "{}{}{}",
            format_html('<span class="list-reference">{}</span> ', reference) if reference else "",
            format_html('<span class="list-title">{}</span>', title),
            format_html(' <span class="list-more">{}</span>', more) if more else "",
        )

    @admin.display(description="parties")
    def parties_named(self, convention):
        """Show the short names of the first parties, and how many others there are."""
        names = party_names(convention)
        others = len(names) - _PARTIES_SHOWN
        if others > 1:
            names = [*names[:_PARTIES_SHOWN], f"{others} autres"]
        return " · ".join(names) or None

    @admin.display(description="état", ordering="pk")
    def stage(self, convention):
        """Show where the convention stands, in words."""
        now = _terms(convention).stage
        return format_html('<span class="{}">{}</span>', stage_badge(now), upper_first(now.label))

    @admin.display(description="prend effet", ordering="start")
    def starts(self, convention):
        """Show the first day."""
        return _day(convention.start)

    @admin.display(description="prend fin", ordering=F("ends_on").asc(nulls_last=True))
    def ends(self, convention):
        """Show the last day, whatever sets it, and how far it is while the convention holds."""
        terms = _terms(convention)
        if terms.ends_on is None:
            return None if convention.start is None else "sans fin fixée"
        alive = not terms.stage.is_over and terms.stage is not ConventionStage.DRAFT
        return _dated(terms.ends_on) if alive else _day(terms.ends_on)

    @admin.display(description="préavis jusqu’au")
    def notice_by(self, convention):
        """Show the last useful day of a notice, while it is still to come."""
        terms = _terms(convention)
        day = terms.notice_by
        if day is None or day < timezone.localdate() or terms.stage is ConventionStage.DRAFT:
            return None
        return _dated(day)


def _terms(convention: Convention) -> Terms:
    """Return what the convention holds today, read once a row."""
    known: dict[str, Any] = convention.__dict__
    if "terms_today" not in known:
        known["terms_today"] = terms_of(convention, today=timezone.localdate())
    return known["terms_today"]


def _day(day):
    return f"{day:%d/%m/%Y}" if day else None


def _dated(day) -> SafeString:
    """Return a day to come and how far it is; the nearest stand out, by their mark too."""
    today = timezone.localdate()
    level = level_of(day, today=today)
    kind = f"level level-{level}" if level in _NEAR else "list-more"
    words = distance(day, today=today)
    return format_html('<span>{} <span class="{}">{}</span></span>', _day(day), kind, words)
