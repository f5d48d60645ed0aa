"""The report for the elected in print: one page of figures, then what proves them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from consultations.documents.report_words import (
    Figure,
    beside,
    day,
    figures,
    when,
)
from consultations.rules.report import Step
from consultations.rules.suppression import HIDDEN
from csipa.charts import Series, bar_chart, stacked_bar_chart
from csipa.charts.ribbon import RAISED_FIRST
from csipa.charts.time_axis import SHORT_MONTHS
from csipa.french.dates import MONTHS
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import integer
from csipa.french.typography import typeset
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished
from staffing.rules.capacity import fte_figures

TEMPLATE = "consultations/pdf/report.html"
STYLESHEET = "rapport.css"
TITLE = "Rapport d’activité"
_EMPTY = "–"
# One page holds the drawing, the five figures and a line a site: the more lines, the flatter.
_WIDTH, _HEIGHT, _FLATTEST = 760, 190, 140
_ROWS_AT_EASE, _PER_ROW = 3, 20
_SITES_A_TABLE = 6
_COLUMN = {Step.MONTH: "mois", Step.QUARTER: "trimestre", Step.YEAR: "année"}
_MEASURES = {
    "unscheduled": "Non programmées",
    "without_gp": "Sans médecin traitant",
    "refused": "Demandes refusées",
    "no_show": "Rendez-vous non honorés",
}
_QUARTER = 3
_FEW_COLUMNS = 8
_BY_SITE = "Consultations par site"

Data = dict[str, Any]


def report_context(source: Data) -> Data:
    """Return what the document prints, finished, from `consultations.review.report`."""
    told = f"{TITLE} {when(source)}"
    running = f"{told}, état au {day(source['date'])}"
    return {
        "title": TITLE,
        "window_title": told,
        "dated": source["date"],
        "issuer": typeset(upper_first(source["centre"]["manager"])),
        "centre": _centre(source),
        "when": upper_first(when(source)),
        "on": f"État au {day(source['date'])}",
        # The margin of a page takes bare text: the ending is raised by its letters.
        "running": running.replace("1er", RAISED_FIRST),
        "figures": [_figure(rank, one) for rank, one in enumerate(figures(source), start=1)],
        "chart": _chart(source["chart"]),
        "beside": [(name, typeset(upper_first(told))) for name, told in beside(source)],
        "cautions": [typeset(one) for one in source["cautions"]],
        "detail": [_detail(one) for one in source["detail"]],
        "kinds": _kinds(source["kinds"]),
        "parts": _parts(source["parts"]),
        "completeness": _completeness(source["completeness"]),
        "staff": _staff(source["staff"]),
        "below": integer(source["below"]),
        "hides": _hides(source),
    }


def report_html(source: Data) -> str:
    """Return the HTML of the report."""
    return finished(render_to_string(TEMPLATE, {"report": report_context(source)}))


def render_report(source: Data) -> bytes:
    """Return the PDF, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = dt.date.fromisoformat(source["date"])
    data = Attachment("rapport.json", content, "Données du rapport d’activité", dated)
    return render(report_html(source), stylesheet=STYLESHEET, attachments=[data])


def _centre(source: Data) -> str:
    name = source["centre"]["name"]
    if source["scope"] is None:
        return typeset(upper_first(name))
    return typeset(f"Sites retenus : {enumeration(source['scope'])}")


def _figure(rank: int, one: Figure) -> Data:
    return {
        "rank": str(rank),
        "value": one.value,
        "label": typeset(one.label),
        "details": [typeset(upper_first(detail)) for detail in one.details],
        "source": typeset(one.source),
        "title": typeset(one.title),
        "formula": typeset(upper_first(one.formula)),
        "inputs": [typeset(upper_first(text)) for text in one.inputs],
    }


def _chart(found: Data) -> Data | None:
    """Return the drawing and its table, a line a site; None where nothing was entered."""
    if not found["rows"]:
        return None
    step = Step(found["step"])
    labels = [_column(step, months) for months in found["columns"]]
    rows = [
        {
            "site": typeset(row["site"]),
            "cells": [_number(cell) for cell in row["cells"]] if len(labels) > 1 else [],
            "total": _number(_sum(row["cells"])),
        }
        for row in found["rows"]
    ]
    sums = [_sum(column) for column in zip(*(row["cells"] for row in found["rows"]), strict=True)]
    is_single = len(labels) == 1
    title = f"Consultations par {_COLUMN[step]} et par site" if not is_single else _BY_SITE
    drawn = _drawn(title, labels, found["rows"], sums)
    return {
        "title": title,
        "svg": drawn,
        "labels": [] if is_single else [label.split(" ") for label in labels],
        "is_cut": found["is_cut"] and not is_single,
        "rows": rows,
        "sums": [] if is_single else [_number(total) for total in sums],
        "is_short": len(labels) <= _FEW_COLUMNS,
        "has_sum": len(rows) > 1,
        "total": _number(_sum(sums)),
    }


def _drawn(
    title: str, labels: Sequence[str], rows: Sequence[Data], sums: Sequence[int | None]
) -> str:
    """Return bars cut by site, or a bar a site where the whole period is one column."""
    size = {"width": _WIDTH, "height": _height(len(rows))}
    if len(labels) == 1:
        counts = Series("Consultations", [row["cells"][0] for row in rows])
        names = [row["site"] for row in rows]
        return bar_chart(title=title, labels=names, series=[counts], **size)
    # A site that was not open adds nothing to its column; an empty column stays empty.
    cut = [
        Series(
            row["site"],
            [
                0 if cell is None and total is not None else cell
                for cell, total in zip(row["cells"], sums, strict=True)
            ],
        )
        for row in rows
    ]
    return stacked_bar_chart(title=title, labels=labels, series=cut, **size)


def _height(rows: int) -> int:
    return max(_FLATTEST, _HEIGHT - _PER_ROW * max(0, rows - _ROWS_AT_EASE))


def _column(step: Step, months: Sequence[str]) -> str:
    first = dt.date.fromisoformat(months[0])
    if step is Step.YEAR:
        return str(first.year)
    if step is Step.QUARTER:
        return f"T{(first.month - 1) // _QUARTER + 1} {first.year}"
    return f"{SHORT_MONTHS[first.month - 1]} {first.year}"


def _detail(found: Data) -> Data:
    return {
        "site": typeset(found["site"]),
        "professions": [typeset(upper_first(name)) for name in found["professions"]],
        "rows": [
            {
                "month": _month(row["month"]),
                "cells": [_number(cell) for cell in row["cells"]],
                "total": _number(row["total"]),
            }
            for row in found["rows"]
        ],
        "totals": {
            "cells": [_number(cell) for cell in found["totals"]["cells"]],
            "total": _number(found["totals"]["total"]),
        },
    }


def _kinds(found: Data) -> str:
    """Return « 1 200 consultations sur place, 45 visites à domicile », small counts hidden."""
    told = [
        f"{name} : {_number(cell)}"
        for name, cell in zip(found["names"], found["cells"], strict=True)
    ]
    return typeset(upper_first(enumeration(told))) if told else ""


def _parts(found: Data) -> Data | None:
    if not found["rows"]:
        return None
    return {
        "measures": [_MEASURES[one] for one in found["measures"]],
        "rows": [
            {
                "site": typeset(row["site"]),
                "done": _number(row["done"]),
                "cells": [_number(cell) for cell in row["cells"]],
            }
            for row in found["rows"]
        ],
        "done": _number(found["done"]),
        "totals": [_number(cell) for cell in found["totals"]],
    }


def _completeness(found: Sequence[Data]) -> list[Data]:
    """Return tables of months by sites, few sites each, and what they sum up to."""
    tables = []
    for start in range(0, len(found), _SITES_A_TABLE):
        sites = found[start : start + _SITES_A_TABLE]
        by_month = [{row["month"]: row for row in site["months"]} for site in sites]
        months = sorted({month for rows in by_month for month in rows})
        tables.append(
            {
                "sites": [typeset(site["site"]) for site in sites],
                "rows": [
                    {"month": _month(month), "cells": [_kept(rows.get(month)) for rows in by_month]}
                    for month in months
                ],
                "totals": [_kept(site) for site in sites],
                "late": [integer(site["late"]) for site in sites],
            }
        )
    return tables


def _kept(row: Data | None) -> Data:
    """Return « 20 sur 22 », and whether something is missing."""
    if row is None or not row["expected"]:
        return {"text": _EMPTY, "is_short": False}
    entered = row["expected"] - row["missing"]
    return {
        "text": f"{integer(entered)} sur {integer(row['expected'])}",
        "is_short": bool(row["missing"]),
    }


def _staff(found: Data) -> Data | None:
    if not (Decimal(found["authorised"]) or found["heads"]):
        return None
    names = ("authorised", "open", "deferred", "filled", "vacant")
    return {
        "on": day(found["day"]),
        "name": upper_first(enumeration(found["professions"])),
        "cells": [fte_figures(Decimal(found[name])) for name in names],
        "heads": integer(found["heads"]),
        "stated": [
            typeset(
                f"{upper_first(one['said'])} au {day(one['day'])} ({one['source']}). Calculé à "
                f"cette date : {one['derived']} : {one['verdict']}."
            )
            for one in found["stated"]
        ],
    }


def _hides(source: Data) -> bool:
    """Tell whether a table of the annexes hides a number."""
    tables = [row for one in source["detail"] for row in (*one["rows"], one["totals"])]
    rows = [*tables, *source["parts"]["rows"], source["kinds"]]
    return HIDDEN in source["parts"]["totals"] or any(HIDDEN in row["cells"] for row in rows)


def _number(cell: int | str | None) -> str:
    if cell is None:
        return _EMPTY
    return cell if isinstance(cell, str) else integer(cell)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _month(iso: str) -> str:
    month = dt.date.fromisoformat(iso)
    return f"{upper_first(MONTHS[month.month - 1])} {month.year}"
