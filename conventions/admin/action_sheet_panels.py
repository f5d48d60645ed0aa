"""What the pages of an action sheet and of its indicators tell above their form."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from conventions.models import ActionSheet, SheetIndicator
from conventions.review.sheet_sites import facts_of
from conventions.review.sheets import ReadSheet, read_sheet
from csipa.admin import Panel
from csipa.charts import Series, line_chart
from csipa.french.grammar import enumeration

_TEMPLATES = "admin/conventions/actionsheet"


def standing_panel(request: HttpRequest, sheet: ActionSheet) -> Panel:
    """Return where an action stands: late steps, budget, indicators, what is still to write."""
    today = timezone.localdate()
    read = read_sheet(
        ActionSheet.objects.select_related("pilot", "site").get(pk=sheet.pk), today=today
    )
    facts = facts_of([read.row.site], today=today) if read.row.site else {}
    context = {
        "read": read,
        "facts": list(facts.values()),
        "lacks": enumeration(lacks_of(read)),
        "may_see_programmes": request.user.has_perm("conventions.view_programme"),
        "may_see_communities": request.user.has_perm("sites.view_community"),
        "may_see_indicators": request.user.has_perm("conventions.view_sheetindicator"),
    }
    return Panel(f"{_TEMPLATES}/_standing.html", context)


def lacks_of(read: ReadSheet) -> list[str]:
    """Return what a sheet still lacks to be followed, as French nouns."""
    row = read.row
    wanted = (
        (read.places or read.missions, "un programme ou une mission servie"),
        (row.context, "le constat"),
        (row.description, "la description"),
        (row.pilot_id, "le pilote"),
        (row.public, "le public visé"),
        (row.territory_id or row.site_id or row.place, "le lieu"),
        (read.steps, "les étapes"),
        (read.measures, "un indicateur"),
    )
    return [words for present, words in wanted if not present]


def values_panel(indicator: SheetIndicator) -> Panel:
    """Return the values of an indicator over time, beside its target."""
    values = list(indicator.values.order_by("as_of"))
    chart = ""
    if len(values) > 1:
        series = [Series("valeur", [one.value for one in values])]
        if indicator.target is not None:
            series.append(Series("cible", [indicator.target] * len(values)))
        chart = line_chart(
            title=indicator.name,
            labels=[f"{one.as_of:%d/%m/%y}" for one in values],
            series=series,
            unit=indicator.unit,
            height=220,
        )
    sheet = read_sheet(indicator.sheet, today=timezone.localdate())
    measure = next(one for one in sheet.measures if one.row.pk == indicator.pk)
    return Panel(
        f"{_TEMPLATES}/_values.html", {"chart": chart, "measures": [measure], "sheet": sheet}
    )
