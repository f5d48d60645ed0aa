"""« Départs en retraite attendus » of a territory: by year, with how each figure was found."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from csipa.admin import own_page
from csipa.admin.responses import visible
from csipa.admin.widgets import DateInput
from csipa.charts import Series, bar_chart
from sites.review.retirements import SPREAD_WORDS, Forecast, read_forecast
from sites.rules.retirements import Spread

TEMPLATE = "admin/sites/territory/retirements.html"
PERMISSION = "sites.view_figure"


class ForecastForm(forms.Form):
    """Which figures, and where departures stand in the years that they were stated for."""

    au = forms.DateField(label="Chiffres connus au", required=False, widget=DateInput)
    repartition = forms.ChoiceField(
        label="Les départs énoncés sont",
        required=False,
        choices=[(spread.value, words) for spread, words in SPREAD_WORDS.items()],
    )


@require_GET
def retirements_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show what is expected, by year."""
    territory = visible(request, page, pk)
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    asked = request.GET.get("repartition", "")
    spread = Spread(asked) if asked in set(Spread) else Spread.EVEN
    day = _day(request.GET.get("au", ""))
    found = read_forecast(territory, day, spread)
    context = {
        "title": "Départs en retraite attendus",
        "found": found,
        "spread_words": SPREAD_WORDS[spread],
        "asked": ForecastForm({"au": day.isoformat(), "repartition": spread.value}),
        "rows": [(year, [one.cells.get(year) for one in found.series]) for year in found.years],
        "chart": _chart(found),
        "bound_chart": _bound_chart(found),
        "add": _add(request, territory.pk, day),
    }
    return own_page(request, page, TEMPLATE, context, territory)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _chart(found: Forecast) -> str:
    if not found.series:
        return ""
    return bar_chart(
        title="Départs en retraite attendus par année",
        description=f"Les départs énoncés sont {SPREAD_WORDS[found.spread]}.",
        labels=[str(year) for year in found.years],
        series=[
            Series(one.label, [_tenths(one.years.get(year)) for year in found.years])
            for one in found.series
        ],
        unit="départs",
        height=240,
    )


def _bound_chart(found: Forecast) -> str:
    if found.seniors is None:
        return ""
    departures = [_tenths(one) for one in found.seniors.years.values()]
    return bar_chart(
        title="Départs de généralistes à 65 ans, au plus, par année",
        labels=[str(year) for year in found.seniors.years],
        series=[Series(found.seniors.label, departures)],
        unit="départs au plus",
        height=240,
    )


def _tenths(departures: Decimal | None) -> Decimal | None:
    """Return a number of departures as the table writes it; None outside its years."""
    return None if departures is None else departures.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _add(request: HttpRequest, territory: int, day: dt.date) -> str:
    if not request.user.has_perm("sites.add_figure"):
        return ""
    address = reverse("admin:sites_figure_add")
    return f"{address}?territory={territory}&as_of={day.isoformat()}&measure=retirements"
