"""A two-way table of one measure, as pages and files show it; small counts hidden if asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from consultations.review.answers import AnswerRow, Answers, rows_by
from consultations.rules.cells import Measure
from consultations.rules.pivot import NOTHING, Dimension, DimensionValue, Pivot
from consultations.rules.suppression import HIDDEN, Hidden, hidden_in_table
from csipa.french.numbers import integer
from staffing.documents.need import figure

UNKNOWN = "–"
_HOUR = Decimal(60)
_TENTH = Decimal("0.1")
Number = int | Decimal | None

DIMENSION_NAMES = {
    Dimension.MONTH: "Mois",
    Dimension.SITE: "Site",
    Dimension.PROFESSION: "Profession",
    Dimension.KIND: "Nature",
}


@dataclass(frozen=True)
class Shown:
    """A measure that a table can show: how it is read from a row, and in what unit.

    `parts` are the counts of people that its number would tell: where one is hidden, so is it.
    `adds` says that its parts add up to its total.
    """

    slug: str
    label: str
    value: Callable[[AnswerRow], Number]
    parts: tuple[Measure, ...]
    unit: str = ""
    adds: bool = False

    @property
    def is_percentage(self) -> bool:
        """Tell whether it is a share."""
        return self.unit == "%"

    def number(self, row: AnswerRow) -> Number:
        """Return the number of a row, to one decimal unless whole; None where it is unknown."""
        value = self.value(row)
        if value is None or isinstance(value, int):
            return value
        return value.quantize(_TENTH, rounding=ROUND_HALF_UP)

    def text(self, value: Number) -> str:
        """Return a number in French: « 1 234 », « 25 % », « 4,5 »; « – » where it is unknown."""
        if value is None:
            return UNKNOWN
        said = integer(value) if isinstance(value, int) else figure(value, 1)
        return f"{said}\u00a0%" if self.is_percentage else said


def _sum(measure: Measure) -> Callable[[AnswerRow], Number]:
    return lambda row: row.sums.value(measure)


def _hours(row: AnswerRow) -> Number:
    minutes = row.sums.value(Measure.MINUTES)
    return None if minutes is None else minutes / _HOUR


_DONE = (Measure.DONE,)
MEASURES = {
    one.slug: one
    for one in (
        Shown("consultations", "Consultations", _sum(Measure.DONE), _DONE, adds=True),
        Shown(
            "non-programmees",
            "dont non programmées",
            _sum(Measure.UNSCHEDULED),
            (Measure.UNSCHEDULED,),
            adds=True,
        ),
        Shown(
            "sans-medecin",
            "dont sans médecin traitant",
            _sum(Measure.WITHOUT_GP),
            (Measure.WITHOUT_GP,),
            adds=True,
        ),
        Shown(
            "refusees",
            "Demandes refusées faute de créneau",
            _sum(Measure.REFUSED),
            (Measure.REFUSED,),
            adds=True,
        ),
        Shown(
            "non-honores",
            "Rendez-vous non honorés",
            _sum(Measure.NO_SHOW),
            (Measure.NO_SHOW,),
            adds=True,
        ),
        Shown("heures", "Heures de consultation tenues", _hours, (), "h", adds=True),
        Shown(
            "part-non-programmees",
            "Part non programmée",
            lambda row: row.sums.share(Measure.UNSCHEDULED),
            (*_DONE, Measure.UNSCHEDULED),
            "%",
        ),
        Shown(
            "part-sans-medecin",
            "Part sans médecin traitant",
            lambda row: row.sums.share(Measure.WITHOUT_GP),
            (*_DONE, Measure.WITHOUT_GP),
            "%",
        ),
        Shown(
            "attente",
            "Demande en attente",
            lambda row: row.sums.waiting_share,
            (*_DONE, Measure.REFUSED),
            "%",
        ),
        Shown(
            "absences",
            "Part de rendez-vous non honorés",
            lambda row: row.sums.no_show_share,
            (*_DONE, Measure.NO_SHOW),
            "%",
        ),
        Shown("par-jour", "Consultations par journée saisie", lambda row: row.sums.per_day, _DONE),
        Shown("par-etp", "Consultations par ETP et par mois", lambda row: row.per_fte_month, _DONE),
        Shown(
            "par-heure-ouverte",
            "Consultations par heure d’ouverture",
            lambda row: row.per_open_hour,
            _DONE,
        ),
        Shown(
            "par-heure-tenue",
            "Consultations par heure tenue",
            lambda row: row.sums.per_hour_held,
            _DONE,
        ),
    )
}


@dataclass(frozen=True)
class Cell:
    """A number of the table and its words; hidden, it has none."""

    value: Number
    text: str
    is_hidden: bool = False


@dataclass(frozen=True)
class TableRow:
    """One row: its place and its name, its cells in the order of the columns, its total."""

    place: DimensionValue
    name: str
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True)
class AnswerTable:
    """The table: names of columns (none if one dimension only), rows, totals below.

    `below` is the threshold of small counts, 0 where nothing is hidden.
    """

    shown: Shown
    heading: str
    columns: list[str]
    rows: list[TableRow]
    totals: list[Cell]
    total: Cell
    below: int
    is_masked: bool

    @property
    def reason(self) -> str:
        """Say why cells are hidden; empty when none is."""
        if not self.is_masked:
            return ""
        return (
            f"«\u00a0{HIDDEN}\u00a0»\u00a0: nombre masqué parce qu’il est inférieur à "
            f"{self.below}, ou parce qu’il permettrait d’en retrouver un par soustraction. Ce "
            "n’est pas zéro."
        )


def answer_table(
    found: Answers, rows: Dimension, columns: Dimension | None, shown: Shown, *, below: int = 0
) -> AnswerTable:
    """Return the table of a measure; no query. `below` hides small counts, for publication."""
    if columns is rows:
        columns = None
    places = found.pivot(rows, columns)
    hidden = _hidden(places, rows, columns, shown, below)
    by_row = _keyed(found, [rows])
    by_column = _keyed(found, [columns]) if columns else {}
    by_cell = _keyed(found, [rows, columns]) if columns else {}

    def cell(row: AnswerRow, *, is_hidden: bool) -> Cell:
        if is_hidden:
            return Cell(None, HIDDEN, is_hidden=True)
        value = shown.number(row)
        return Cell(value, shown.text(value))

    lines = [
        TableRow(
            row,
            found.label(rows, row),
            [
                cell(
                    by_cell.get((row, column), _blank(row, column)),
                    is_hidden=(rank, at) in hidden.cells,
                )
                for at, column in enumerate(places.columns)
            ],
            cell(by_row.get((row,), _blank(row)), is_hidden=rank in hidden.row_totals),
        )
        for rank, row in enumerate(places.rows)
    ]
    return AnswerTable(
        shown,
        DIMENSION_NAMES[rows],
        [found.label(columns, column) for column in places.columns] if columns else [],
        lines,
        [
            cell(by_column.get((column,), _blank(column)), is_hidden=at in hidden.column_totals)
            for at, column in enumerate(places.columns)
        ],
        cell(found.total, is_hidden=hidden.grand_total),
        below,
        bool(hidden),
    )


def _hidden(
    places: Pivot, rows: Dimension, columns: Dimension | None, shown: Shown, below: int
) -> Hidden:
    """Return what to hide: where a count that the number tells is small, or would be given back.

    Plain totals of a site are shown, whatever they are.
    """
    if not below or (rows is Dimension.SITE and columns is None):
        return Hidden()
    found = [_hidden_counts(places, rows, columns, measure, below) for measure in shown.parts]
    return Hidden(
        frozenset().union(*(one.cells for one in found)),
        frozenset().union(*(one.row_totals for one in found)),
        frozenset().union(*(one.column_totals for one in found)),
        any(one.grand_total for one in found),
    )


def _hidden_counts(
    places: Pivot, rows: Dimension, columns: Dimension | None, measure: Measure, below: int
) -> Hidden:
    if columns is not None:
        return hidden_in_table(
            places.counts(measure),
            below=below,
            open_row_totals=rows is Dimension.SITE,
            open_column_totals=columns is Dimension.SITE,
        )
    # With one dimension, the numbers of the rows are a column whose total is the grand total.
    numbers = [[places.row_totals.get(row, NOTHING).value(measure)] for row in places.rows]
    alone = hidden_in_table(numbers, below=below, shows_row_totals=False)
    return Hidden(
        row_totals=frozenset(row for row, _ in alone.cells),
        grand_total=bool(alone.column_totals),
    )


def _keyed(found: Answers, by: Sequence[Dimension]) -> dict[tuple, AnswerRow]:
    return {row.key: row for row in rows_by(found, by)}


def _blank(*key: DimensionValue) -> AnswerRow:
    return AnswerRow(key, (), NOTHING)
