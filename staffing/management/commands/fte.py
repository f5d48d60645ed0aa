"""Tells the full-time equivalents of every profession on a day."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import integer
from staffing.review.establishment import by_profession
from staffing.rules.capacity import fte_figures
from staffing.rules.fte import Level

_MEASURES = ("authorised", "open", "deferred", "filled", "vacant", "heads", "voted", "frozen")
_COLUMNS = ("Autorisé", "Ouvert", "Différé", "Pourvu", "Vacant", "Personnes", "Voté", "Gelé")


class Command(BaseCommand):
    """Writes a table for people, or one JSON object; ends with code 1 if the day is none."""

    help = "Donne les équivalents temps plein de chaque profession à une date."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the day and the form of the answer."""
        parser.add_argument("--on", metavar="AAAA-MM-JJ", required=True, help="jour demandé")
        parser.add_argument("--json", action="store_true", help="écrit un objet JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell what every profession counts on the day."""
        day = _day(options["on"])
        rows, together = by_profession(day)
        named = [(row.profession.name, row.level) for row in rows]
        if options["json"]:
            data = {
                "on": day.isoformat(),
                "professions": [{"profession": name, **_numbers(level)} for name, level in named],
                "total": _numbers(together),
            }
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        lines = [("Profession", *_COLUMNS)]
        lines += [(upper_first(name), *_texts(level)) for name, level in named]
        lines.append(("Ensemble", *_texts(together)))
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        self.stdout.write(f"Équivalents temps plein au {long_date(day)}")
        for name, *cells in lines:
            aligned = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
            self.stdout.write("  ".join([name.ljust(widths[0]), *aligned]))


def _day(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        message = f"« {text} » n’est pas une date : écrivez-la comme 2025-09-01."
        raise CommandError(message, returncode=1) from None


def _numbers(level: Level) -> dict[str, int | float]:
    """Return the figures of a level as JSON numbers: three decimals are exact in a float."""
    found = {name: getattr(level, name) for name in _MEASURES}
    return {name: _number(value) for name, value in found.items()}


def _number(value: Decimal | int) -> int | float:
    return value if isinstance(value, int) else float(round(value, 3))


def _texts(level: Level) -> list[str]:
    found = [getattr(level, name) for name in _MEASURES]
    return [integer(one) if isinstance(one, int) else fte_figures(one) for one in found]
