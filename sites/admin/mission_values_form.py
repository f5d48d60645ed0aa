"""The grid in which the values of a mission are typed: an indicator a line, a day a column.

What the page showed travels with it, so that nobody overwrites what somebody else typed meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from csipa.admin.periods import NO_DATE
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date
from sites.actions.communities import Cell, Target, TargetChange, ValueChange
from sites.models import Direction, MissionIndicator, MissionValue
from sites.rules.tracked import said
from sites.rules.typed_values import EXACT, NotAValue, TypedValue, parse_value

NEW = "nouvelle"
_SOURCE_HELP = "Qui l’a dit, ou où ces valeurs ont été lues."


class ValueField(forms.CharField):
    """A value with its precision, None for an empty cell; `is_exact` refuses « ≈ » and its like."""

    def __init__(self, *args: Any, is_exact: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_exact = is_exact

    def clean(self, value: Any) -> TypedValue | None:
        """Return what was typed."""
        try:
            typed = parse_value(super().clean(value))
        except NotAValue as refused:
            raise ValidationError(str(refused)) from refused
        if self.is_exact and typed and typed.precision != EXACT:
            raise ValidationError("Écrivez ici un nombre seul, sans signe d’approximation.")
        return typed

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant, not how it is written."""
        try:
            return parse_value(initial or "") != parse_value(data or "")
        except NotAValue:
            return True


@dataclass(frozen=True)
class Column:
    """A day of the grid; `key` ends the names of its inputs, `day` is None for the new one."""

    key: str
    day: dt.date | None
    source: forms.BoundField

    @property
    def heading(self) -> str:
        """Return the day as the heading of the column says it."""
        return f"{self.day:%d/%m/%Y}" if self.day else "Nouvelle date"


@dataclass(frozen=True)
class Line:
    """An indicator of the grid with its fields."""

    row: MissionIndicator
    targets: list[forms.BoundField]
    cells: list[forms.BoundField]


class ValuesForm(forms.Form):
    """Values and targets of the indicators of a mission.

    `rows` are its indicators with their values in `known`, the days shown being those of `days`.
    """

    new_day = forms.DateField(
        label="Date des nouvelles valeurs",
        required=False,
        widget=DateInput,
        error_messages={"invalid": NO_DATE},
        help_text="Jour sur lequel portent les valeurs\u00a0: le 31 décembre pour une année.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        rows: Sequence[MissionIndicator],
        days: Sequence[dt.date],
        today: dt.date,
    ) -> None:
        super().__init__(data)
        self.rows, self.days, self.today = rows, days, today
        self.known = {(row.pk, one.as_of): one for row in rows for one in row.known}
        self.fields["new_day"].widget.attrs["max"] = today.isoformat()
        for day in days:
            self._add_source(day.isoformat(), day, self._usual_source(day))
        self._add_source(NEW, None, "")
        for row in rows:
            self._add_targets(row)
            for day in days:
                self._add_cell(row, day.isoformat(), f"au {long_date(day)}", day)
            self._add_cell(row, NEW, "à la nouvelle date", None)

    # What the page shows ----------------------------------------------------------------------

    @property
    def columns(self) -> list[Column]:
        """Return the days of the grid: the new one, then the known ones, the latest first."""
        keys = [(NEW, None), *((day.isoformat(), day) for day in reversed(self.days))]
        return [Column(key, day, self[f"source-{key}"]) for key, day in keys]

    @property
    def lines(self) -> list[Line]:
        """Return the indicators with their fields."""
        return [
            Line(
                row,
                [self[f"{name}-{row.pk}"] for name in _TARGET_NAMES],
                [self[f"value-{row.pk}-{column.key}"] for column in self.columns],
            )
            for row in self.rows
        ]

    # What was typed ---------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Ask for the day and the source of new values; refuse a day to come or shown already."""
        cleaned = super().clean() or {}
        typed = [row for row in self.rows if cleaned.get(f"value-{row.pk}-{NEW}") is not None]
        day = cleaned.get("new_day")
        if typed and day is None and "new_day" not in self.errors:
            self.add_error("new_day", "Donnez le jour sur lequel portent ces valeurs.")
        if day is not None and day > self.today:
            self.add_error(
                "new_day",
                "Cette date est à venir\u00a0: une valeur se saisit au plus tard le jour même.",
            )
        if day in self.days:
            self.add_error(
                "new_day", "Cette date a déjà sa colonne\u00a0: saisissez-y les valeurs."
            )
        elif typed and any((row.pk, day) in self.known for row in typed):
            self.add_error(
                "new_day",
                "Une valeur existe déjà à cette date\u00a0: affichez toutes les dates pour la "
                "corriger.",
            )
        for key in [*(one.isoformat() for one in self.days), NEW]:
            values = [cleaned.get(f"value-{row.pk}-{key}") for row in self.rows]
            if any(values) and not cleaned.get(f"source-{key}") and self._takes_source(key):
                self.add_error(f"source-{key}", "Dites où ces valeurs ont été lues.")
        return cleaned

    def values(self) -> list[ValueChange]:
        """Return what becomes of each value that was typed, once the form is valid."""
        found = []
        for row in self.rows:
            for day in self.days:
                found += self._changes(row, day, day.isoformat())
            if self.cleaned_data["new_day"] is not None:
                found += self._changes(row, self.cleaned_data["new_day"], NEW)
        return found

    def targets(self) -> list[TargetChange]:
        """Return the targets that were typed, once the form is valid."""
        return [
            TargetChange(row.pk, self._target_shown(row), self._target_typed(row))
            for row in self.rows
            if any(f"{name}-{row.pk}" in self.changed_data for name in _TARGET_NAMES)
        ]

    # The parts --------------------------------------------------------------------------------

    def _add_source(self, key: str, day: dt.date | None, initial: str) -> None:
        about = f"Source des valeurs au {long_date(day)}" if day else "Source des nouvelles valeurs"
        self.fields[f"source-{key}"] = forms.CharField(
            label=about,
            required=False,
            max_length=200,
            initial=initial,
            help_text="" if day else _SOURCE_HELP,
            show_hidden_initial=True,
        )

    def _add_targets(self, row: MissionIndicator) -> None:
        for name, label in (("baseline", "Départ"), ("target", "Cible")):
            self.fields[f"{name}-{row.pk}"] = ValueField(
                label=label,
                required=False,
                is_exact=True,
                initial=_typed(getattr(row, name)),
                show_hidden_initial=True,
                widget=_short(f"{label}, {row.name}"),
            )
        self.fields[f"target_on-{row.pk}"] = forms.DateField(
            label="Pour le",
            required=False,
            initial=row.target_on,
            show_hidden_initial=True,
            widget=DateInput({"aria-label": f"Cible pour le, {row.name}"}),
            error_messages={"invalid": NO_DATE},
        )
        self.fields[f"direction-{row.pk}"] = forms.ChoiceField(
            label="Sens",
            choices=Direction.choices,
            initial=row.direction,
            show_hidden_initial=True,
            widget=forms.Select({"aria-label": f"Sens, {row.name}"}),
        )

    def _add_cell(self, row: MissionIndicator, key: str, when: str, day: dt.date | None) -> None:
        one = self.known.get((row.pk, day)) if day else None
        self.fields[f"value-{row.pk}-{key}"] = ValueField(
            label=when,
            required=False,
            initial=TypedValue(one.value, one.precision).text if one else "",
            show_hidden_initial=True,
            widget=_short(f"{row.name}, {when}"),
        )

    def _usual_source(self, day: dt.date) -> str:
        """Return the source that most values of a day have."""
        sources = Counter(one.source for (_, of), one in self.known.items() if of == day)
        return sources.most_common(1)[0][0] if sources else ""

    def _takes_source(self, key: str) -> bool:
        """Tell whether a value of the column, or its source, was typed."""
        names = {f"value-{row.pk}-{key}" for row in self.rows} | {f"source-{key}"}
        return not names.isdisjoint(self.changed_data)

    def _changes(self, row: MissionIndicator, day: dt.date, key: str) -> list[ValueChange]:
        name, source = f"value-{row.pk}-{key}", f"source-{key}"
        if name not in self.changed_data and source not in self.changed_data:
            return []
        before, after = self._shown(name), self.cleaned_data[name]
        if before is None and after is None:
            return []
        known = self.known.get((row.pk, day))
        return [
            ValueChange(
                row.pk,
                day,
                before and Cell(before, self._source_shown(known, source)),
                after and Cell(after, self._source_typed(known, source, name)),
            )
        ]

    def _source_shown(self, known: MissionValue | None, name: str) -> str:
        # The column shows one source; a value read elsewhere has its own, which the record knows.
        return known.source if known else str(self._hidden(name) or "")

    def _source_typed(self, known: MissionValue | None, name: str, cell: str) -> str:
        if known and name not in self.changed_data and cell not in self.changed_data:
            return known.source
        return str(self.cleaned_data[name])

    def _target_shown(self, row: MissionIndicator) -> Target:
        return Target(
            _number(self._shown(f"baseline-{row.pk}")),
            _number(self._shown(f"target-{row.pk}")),
            self._shown(f"target_on-{row.pk}"),
            self._shown(f"direction-{row.pk}"),
        )

    def _target_typed(self, row: MissionIndicator) -> Target:
        cleaned = self.cleaned_data
        return Target(
            _number(cleaned[f"baseline-{row.pk}"]),
            _number(cleaned[f"target-{row.pk}"]),
            cleaned[f"target_on-{row.pk}"],
            cleaned[f"direction-{row.pk}"],
        )

    def _hidden(self, name: str) -> Any:
        bound = self[name]
        hidden = bound.field.hidden_widget()
        return hidden.value_from_datadict(self.data, self.files, bound.html_initial_name)

    def _shown(self, name: str) -> Any:
        """Return what the page showed in a field; as if empty when that was tampered with."""
        try:
            return self.fields[name].clean(self._hidden(name))
        except ValidationError:
            return None


_TARGET_NAMES = ("baseline", "target", "target_on", "direction")


def _short(label: str) -> forms.TextInput:
    return forms.TextInput(
        {"aria-label": label, "inputmode": "decimal", "autocomplete": "off", "class": "short"}
    )


def _typed(value: Decimal | None) -> str:
    return said(value) if value is not None else ""


def _number(typed: TypedValue | None) -> Decimal | None:
    return typed.value if typed else None
