"""Action sheets as tables for a spreadsheet: the sheets, their indicators, budgets and steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from conventions.review.sheets import Measure, ReadSheet
from csipa.french.grammar import upper_first
from csipa.spreadsheets import Cell, Sheet

_SHEETS = (
    "Numéros",
    "Programmes",
    "Axes ou objectifs",
    "Intitulé",
    "État",
    "Constaté le",
    "En retard",
    "Pilote",
    "Personne référente",
    "Partenaires",
    "Public visé",
    "Territoire",
    "Site",
    "Début",
    "Fin",
    "Missions de CPTS",
    "Prévu (€)",
    "Dépensé connu (€)",
    "Indicateurs",
    "Où elle en est",
)
_INDICATORS = (
    "Fiche",
    "Indicateur",
    "Nature",
    "Unité",
    "Mode de calcul et source",
    "Valeur de départ",
    "Cible",
    "Cible attendue le",
    "À la date du",
    "Précision",
    "Valeur",
    "Source",
    "Où il en est aujourd’hui",
)
_BUDGETS = ("Fiche", "Année", "Financeur", "Prévu (€)", "Dépensé (€)", "Pour")
_STEPS = ("Fiche", "Étape", "Prévue pour le", "Faite le", "En retard")
_FIGURES = "#,##0.###"


def sheets_table(sheets: Sequence[ReadSheet]) -> Sheet:
    """Return one line a sheet; an unknown amount or day is empty, never a zero."""
    return Sheet("Fiches-actions", _SHEETS, [_row(sheet) for sheet in sheets])


def indicators_table(sheets: Sequence[ReadSheet]) -> Sheet:
    """Return one line a value, by day; an indicator without a value has one line."""
    rows = [
        row
        for sheet in sheets
        for measure in sheet.measures
        for row in _values(str(sheet.row), measure)
    ]
    return Sheet("Indicateurs", _INDICATORS, rows, decimals=_FIGURES)


def all_tables(sheets: Sequence[ReadSheet]) -> list[Sheet]:
    """Return the tables of a whole workbook."""
    budgets = [
        (str(sheet.row), line.year, line.payer, line.planned, line.spent, row.purpose)
        for sheet in sheets
        for line, row in zip(sheet.budget.lines, sheet.row.budget.all(), strict=True)
    ]
    steps = [
        (
            str(sheet.row),
            step.title,
            step.due_on,
            step.done_on,
            "oui" if step in sheet.late_steps else "",
        )
        for sheet in sheets
        for step in sheet.steps
    ]
    return [
        sheets_table(sheets),
        indicators_table(sheets),
        Sheet("Financements", _BUDGETS, budgets),
        Sheet("Étapes", _STEPS, steps),
    ]


def _row(sheet: ReadSheet) -> list[Cell]:
    row, whole = sheet.row, sheet.budget.whole
    return [
        _joined(place.number for place in sheet.places),
        _joined(place.programme for place in sheet.places),
        _joined(place.objective or place.axis or "–" for place in sheet.places),
        row.title,
        sheet.state_label,
        row.state_on,
        "oui" if sheet.is_late else "",
        str(row.pilot or ""),
        row.contact,
        _joined(sheet.partners),
        row.public,
        _joined(filter(None, (str(row.territory or ""), row.place))),
        str(row.site or ""),
        row.start,
        row.end,
        _joined(f"{one.mission.community}\u00a0: {one.mission}" for one in sheet.missions),
        whole.planned if whole.lines else None,
        whole.spent,
        len(sheet.measures),
        row.progress,
    ]


def _values(name: str, measure: Measure) -> list[list[Cell]]:
    row = measure.row
    head: list[Cell] = [
        name,
        row.name,
        measure.nature,
        row.unit,
        row.how,
        row.baseline,
        row.target,
        row.target_on,
    ]
    reach = upper_first(measure.judged.reach.label)
    if not measure.values:
        return [[*head, None, "", None, "", reach]]
    return [
        [
            *head,
            value.as_of,
            value.get_precision_display(),
            Decimal(value.value),
            value.source,
            reach,
        ]
        for value in measure.values
    ]


def _joined(items: Iterable[object]) -> str:
    return "\u00a0; ".join(str(item) for item in items)
