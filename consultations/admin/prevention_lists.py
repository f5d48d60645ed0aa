"""What lists of actions and of meetings share: their year, copies of a row, a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Max, Min, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import OrderedTabularInline, ToolbarLink
from csipa.admin.responses import XLSX, file_response, list_page, listed, whole_number
from csipa.spreadsheets import Sheet, to_xlsx
from sites.review.scope import sites_of

COPY = "copie"


class YearFilter(admin.SimpleListFilter):
    """The year in which it was held; a range of dates, which an index serves."""

    title = "année"
    parameter_name = "annee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the years that have rows, the latest first."""
        rows = model_admin.get_queryset(request)
        span = rows.aggregate(first=Min("date"), last=Max("date"))
        if span["first"] is None:
            return []
        years = range(span["last"].year, span["first"].year - 1, -1)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the rows of the year."""
        year = whole_number(self.value() or "")
        if year is None or not dt.MINYEAR <= year <= dt.MAXYEAR:
            return queryset
        return queryset.filter(date__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))


class CopiedInline(OrderedTabularInline):
    """Lines that come with the copy of a row; `copied` names their columns."""

    copied: tuple[str, ...] = ()

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Make room for the lines copied."""
        return len(self.copies(request)) if obj is None else self.extra

    def copies(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the lines of the row that the page copies; none once the page comes back."""
        page = self.admin_site._registry.get(self.parent_model)
        source = page.copied_from(request) if request.method == "GET" and page else None
        if source is None:
            return []
        lines = self.model._default_manager.filter(**{self.fk_field: source})
        return list(lines.order_by("position", "pk").values(*self.copied))

    @property
    def fk_field(self) -> str:
        """Return the column that leads to the parent."""
        return next(
            field.name
            for field in self.opts.concrete_fields
            if field.related_model is self.parent_model
        )


class CopiedMixin:
    """« Refaire »: the page to add a row, filled from one that was held; nothing is written yet."""

    copied: tuple[str, ...] = ()
    copy_label = "Refaire"
    copy_last_label = "Refaire la dernière"

    def copied_from(self, request: HttpRequest) -> Model | None:
        """Return the row that the page copies, among those this person may see; one query."""
        key = whole_number(request.GET.get(COPY, ""))
        if key is None:
            return None
        known = request.__dict__.setdefault("copied_rows", {})
        if key not in known:
            known[key] = self.get_queryset(request).filter(pk=key).first()
        return known[key]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill the page from the row copied."""
        source = self.copied_from(request)
        if source is None:
            return super().get_changeform_initial_data(request)
        return {name: getattr(source, self.opts.get_field(name).attname) for name in self.copied}

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Fill the lines too."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if (
            obj.pk is None
            and isinstance(inline, CopiedInline)
            and (lines := inline.copies(request))
        ):
            given["initial"] = lines
        return given

    def toolbar(self, request: HttpRequest, obj: Any) -> list[ToolbarLink]:
        """Offer to hold it again."""
        if not self.has_add_permission(request):
            return []
        return [ToolbarLink(self.copy_label, self._copy_address(obj.pk))]

    def list_toolbar(self, request: HttpRequest) -> list[ToolbarLink]:
        """Offer to hold the last one again, and the list as a workbook."""
        links = super().list_toolbar(request)
        last = self.get_queryset(request).order_by("-date", "-pk").values_list("pk", flat=True)
        if self.has_add_permission(request) and (key := last.first()) is not None:
            links.append(ToolbarLink(self.copy_last_label, self._copy_address(key)))
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_workbook")
        question = request.GET.urlencode()
        links.append(
            ToolbarLink("Exporter la liste", f"{address}?{question}" if question else address)
        )
        return links

    def _copy_address(self, key: int) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add") + f"?{COPY}={key}"


class OwnSitesMixin:
    """Only the sites that the account works for may be chosen."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer those sites, the centre first."""
        if db_field.name == "site":
            kwargs["queryset"] = sites_of(request.user).order_by("-kind", "search_key")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def workbook_view(name: str, sheet: Callable[[QuerySet], Sheet]) -> Callable[..., HttpResponse]:
    """Return the view that sends every row that the list shows under the same question.

    `name` begins the name of the file; `sheet` makes the table of rows.
    """

    @require_GET
    def view(request: HttpRequest, page: Any) -> HttpResponse:
        rows = listed(request, page)
        if rows is None:
            return list_page(page)
        content = to_xlsx([sheet(rows)])
        today = timezone.localdate()
        return file_response(content, XLSX, f"{name}-{today.isoformat()}.xlsx", "attachment")

    return view
