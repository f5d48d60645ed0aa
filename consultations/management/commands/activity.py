"""Tells the consultations of a period, by month, site, profession and kind."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consultations.models import Ledger
from consultations.review.answers import Answers, answers, month_name
from consultations.review.answers_snp import read_snp
from consultations.review.headline import cautions
from consultations.rules.cells import Measure
from consultations.rules.ledgers import CSIPA_LABEL, SNP_LABEL
from consultations.rules.pivot import Dimension, DimensionValue, Sums
from csipa.french.dates import period
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import integer
from sites.models import Site

MEASURES = (Measure.DONE, Measure.UNSCHEDULED, Measure.WITHOUT_GP, Measure.REFUSED)
_COLUMNS = {
    Dimension.MONTH: "Mois",
    Dimension.SITE: "Site",
    Dimension.PROFESSION: "Profession",
    Dimension.KIND: "Nature",
}
_NUMBERS = ("Consultations", "Non programmées", "Sans médecin traitant", "Refusées")
_OF_SESSIONS = (Dimension.MONTH, Dimension.SITE)
_UNKNOWN = "–"
_YEARS = range(1900, 2101)

# What a row says of itself in JSON, its cells in words, and its numbers for JSON: sums are 0 where
# nothing was entered, which only words tell apart; None where nobody keeps such a number.
_Row = tuple[dict[str, str], list[str], list[int | None]]


class Command(BaseCommand):
    """Writes a table for people, or one JSON object; ends with code 1 if it cannot understand."""

    help = "Donne l’activité d’une période, bornes comprises."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the period, the detail, the ledger and the form of the answer."""
        parser.add_argument("--from", dest="first", metavar="AAAA-MM-JJ", help="premier jour")
        parser.add_argument("--to", dest="last", metavar="AAAA-MM-JJ", help="dernier jour")
        parser.add_argument(
            "--by", default="", metavar="DÉTAIL", help="parmi site, month, profession, kind"
        )
        parser.add_argument(
            "--ledger", default=Ledger.CSIPA.value, metavar="COMPTE", help="csipa ou snp"
        )
        parser.add_argument("--json", action="store_true", help="écrit un objet JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the activity of the period."""
        first, last = _day(options["first"], "--from"), _day(options["last"], "--to")
        if last < first:
            raise _refused("La période finit avant de commencer : échangez --from et --to.")
        by, ledger = _dimensions(options["by"]), _ledger(options["ledger"])
        if ledger is Ledger.SNP:
            said, (rows, total) = [], _sessions(first, last, by)
        else:
            found = answers(
                first,
                last,
                today=timezone.localdate(),
                by=by,
                with_before=False,
                with_presence=False,
            )
            said, (rows, total) = cautions(found), _consultations(found, by)
        if options["json"]:
            data = {
                "rows": [{**names, **_numbered(numbers)} for names, _, numbers in rows],
                "total": _numbered(total),
            }
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        label = SNP_LABEL if ledger is Ledger.SNP else CSIPA_LABEL
        self.stdout.write(f"{upper_first(label)}, {period(first, last)}")
        for line in _table(by, rows, total if ledger is Ledger.SNP else _known(found.total.sums)):
            self.stdout.write(line)
        for sentence in said:
            self.stdout.write(sentence)


def _consultations(found: Answers, by: Sequence[Dimension]) -> tuple[list[_Row], list[int | None]]:
    rows: list[_Row] = []
    for row in found.rows:
        places = zip(by, row.key, strict=True)
        names = {dimension.value: _plain(found, dimension, value) for dimension, value in places}
        rows.append((names, [*row.names, *_written(_known(row.sums))], _sums(row.sums)))
    return rows if by else [], _sums(found.total.sums)


def _plain(found: Answers, dimension: Dimension, value: DimensionValue) -> str:
    """Return a place as another program reads it: « 2024-06 », « médecin généraliste »."""
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    if dimension is Dimension.PROFESSION:
        return found.professions[int(value)].name
    return str(value) if dimension is Dimension.KIND else found.name(dimension, value)


def _known(sums: Sums) -> list[int | None]:
    """Return the numbers of people's table: None where a measure is not recorded."""
    return [sums.value(measure) for measure in MEASURES]


def _sums(sums: Sums) -> list[int | None]:
    return [getattr(sums, measure.value) for measure in MEASURES]


def _sessions(
    first: dt.date, last: dt.date, by: Sequence[Dimension]
) -> tuple[list[_Row], list[int | None]]:
    """Return sessions by month and site: each consultation is unscheduled, no refusal is noted."""
    if any(dimension not in _OF_SESSIONS for dimension in by):
        raise _refused(
            "Les séances de soins non programmés ne se détaillent que par mois et par site : "
            "écrivez --by month,site."
        )
    names = dict(Site.objects.order_by("-kind", "search_key").values_list("pk", "name"))
    ranks = list(names)
    part = read_snp(first, last)
    grouped: dict[tuple[Any, ...], list[int]] = {}
    for line in part.lines:
        at = {Dimension.MONTH: line.month, Dimension.SITE: ranks.index(line.site)}
        sums = grouped.setdefault(tuple(at[dimension] for dimension in by), [0, 0])
        sums[0] += line.done
        sums[1] += line.without_gp
    rows: list[_Row] = []
    for key, (done, without_gp) in sorted(grouped.items()):
        said = [month_name(at) if isinstance(at, dt.date) else names[ranks[at]] for at in key]
        plain = [f"{at:%Y-%m}" if isinstance(at, dt.date) else names[ranks[at]] for at in key]
        told = {dimension.value: name for dimension, name in zip(by, plain, strict=True)}
        numbers = [done, done, without_gp, None]
        rows.append((told, [*said, *_written(numbers)], numbers))
    return rows if by else [], [part.done, part.done, part.without_gp, None]


def _numbered(numbers: Sequence[int | None]) -> dict[str, int | None]:
    return {measure.value: number for measure, number in zip(MEASURES, numbers, strict=True)}


def _table(by: Sequence[Dimension], rows: list[_Row], total: list[int | None]) -> list[str]:
    words = [*(_COLUMNS[dimension] for dimension in by), *_NUMBERS]
    lines = [words, *(cells for _, cells, _ in rows)]
    end = ["Total", *[""] * (len(by) - 1)] if by else []
    lines.append([*end, *_written(total)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if rank < len(by) else cell.rjust(width)
            for rank, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def _written(numbers: Sequence[int | None]) -> list[str]:
    return [_UNKNOWN if number is None else integer(number) for number in numbers]


def _day(text: str | None, name: str) -> dt.date:
    if not text:
        raise _refused(f"Donnez les deux bornes de la période : il manque {name}.")
    try:
        day = dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
        if day.year not in _YEARS:
            raise ValueError
        return day
    except ValueError:
        raise _refused(f"« {text} » n’est pas une date : écrivez-la comme 2024-06-01.") from None


def _dimensions(text: str) -> tuple[Dimension, ...]:
    known = {dimension.value: dimension for dimension in Dimension}
    asked = [name.strip() for name in text.split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise _refused(
                f"« {name} » n’est pas un détail : choisissez parmi {enumeration(known)}."
            )
    return tuple(dict.fromkeys(known[name] for name in asked))


def _ledger(text: str) -> Ledger:
    if text not in Ledger.values:
        raise _refused(f"« {text} » n’est pas un compte : choisissez csipa ou snp.")
    return Ledger(text)


def _refused(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=1)
