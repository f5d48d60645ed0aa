"""The year of a series as a filter that never reads the whole list."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import FieldListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _


def _end(rows: QuerySet, order: str) -> QuerySet:
    return rows.order_by(order).values(order.removeprefix("-"))[:1]


class YearFilter(FieldListFilter):
    """Offers the years from the first to the last that rows have: two look-ups in an index."""

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: Any,
        model_admin: Any,
        field_path: str,
    ) -> None:
        self.chosen = params.get(field_path, [""])[-1]
        rows = model_admin.get_queryset(request).filter(**{f"{field_path}__isnull": False})
        ends = (Subquery(_end(rows, name)) for name in (field_path, f"-{field_path}"))
        found = rows.order_by().values_list(*ends)[:1]
        self.years = [year for first, last in found for year in range(last, first - 1, -1)]
        super().__init__(field, request, params, model, model_admin, field_path)

    def expected_parameters(self) -> list[str]:
        """Return the name of the year in the address."""
        return [self.field_path]

    def has_output(self) -> bool:
        """Show what there is to choose between."""
        return len(self.years) > 1 or bool(self.chosen)

    def choices(self, changelist: ChangeList) -> Any:
        """Offer all, then each year, the latest first."""
        yield {
            "selected": not self.chosen,
            "query_string": changelist.get_query_string(remove=[self.field_path]),
            "display": _("All"),
        }
        for year in self.years:
            yield {
                "selected": self.chosen == str(year),
                "query_string": changelist.get_query_string({self.field_path: str(year)}),
                "display": str(year),
            }
