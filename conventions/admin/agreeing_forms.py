"""The matrix of signatures as a form: a line a party, a cell a day, nothing overwritten unseen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms

from conventions.actions.agreeing import COLUMNS, Note, NoteFault
from conventions.review.agreeing import DAYS, Matrix, Row, early_faults
from conventions.rules.signatures import SignatureState
from csipa.admin.widgets import DateInput

LABELS = {
    "sent_on": "Envoyée le",
    "received_on": "Revenue le",
    "signed_on": "Signée le",
    "original_on": "Original détenu depuis le",
}
_BADGES = {
    SignatureState.SIGNED: "badge signature-signed",
    SignatureState.VOID: "badge badge-danger",
    SignatureState.SENT: "badge badge-to-do",
    SignatureState.RETURNED: "badge badge-to-do",
}
_EVERYONE = ""


class LineForm(forms.Form):
    """The days of one party, and what goes with them."""

    sent_on = forms.DateField(label=LABELS["sent_on"], required=False, widget=DateInput())
    received_on = forms.DateField(label=LABELS["received_on"], required=False, widget=DateInput())
    signed_on = forms.DateField(label=LABELS["signed_on"], required=False, widget=DateInput())
    original_on = forms.DateField(label=LABELS["original_on"], required=False, widget=DateInput())
    early_reason = forms.CharField(
        label="Motif d’une signature avant que l’acte soit exécutoire",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    again = forms.BooleanField(label="A signé le texte actuel", required=False)


@dataclass
class Line:
    """A party in the table: its row, its form (None when it is only shown), its cells."""

    row: Row
    form: LineForm | None
    seen: dict[str, str]
    typed: set[str]
    early: str = ""

    @property
    def badge(self) -> str:
        """Return the classes of the badge that says where the signature stands."""
        return _BADGES.get(self.row.state, "badge")

    @property
    def cells(self) -> list[dict[str, Any]]:
        """Return the cells of the days, in the order of the columns."""
        return [
            {
                "label": label,
                "day": getattr(self.row.signature, name),
                "field": self.form[name] if self.form else None,
                "seen_name": self.seen_name(name),
                "seen": self.seen.get(name, ""),
            }
            for name, label in LABELS.items()
        ]

    @property
    def reason(self) -> Any:
        """Return the field of the reason where one is given or asked for."""
        if self.form is None:
            return None
        asked = "signed_on" in self.form.errors or "early_reason" in self.form.errors
        return self.form["early_reason"] if asked or self.form["early_reason"].value() else None

    @property
    def seen_reason(self) -> tuple[str, str]:
        """Return the name and the value of what the reason said when it was shown."""
        return self.seen_name("early_reason"), self.seen.get("early_reason", "")

    def seen_name(self, column: str) -> str:
        """Return the name of the hidden input that carries what a cell said when it was shown."""
        return f"p{self.row.party.pk}-seen-{column}"


class SignatureTable:
    """The whole matrix, shown or typed; `data` is what was posted, None when it is opened.

    What was left as it was seen shows what is now in the database.
    """

    def __init__(self, matrix: Matrix, data: Mapping[str, Any] | None = None, *, may: bool) -> None:
        self.matrix = matrix
        self.data = data
        self.lines = [self._line(row, may=may) for row in matrix.rows]
        early = early_faults(matrix)
        for line in self.lines:
            line.early = early.get(line.row.party.pk, "")

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the lines under the name of their group, in the order of the parties."""
        found = groupby(self.lines, key=lambda line: line.row.group)
        return [{"name": name, "lines": list(lines)} for name, lines in found]

    @property
    def group_names(self) -> list[str]:
        """Return the names of the groups, each once."""
        return list(dict.fromkeys(line.row.group for line in self.lines if line.row.group))

    def is_valid(self) -> bool:
        """Tell whether every cell holds a day."""
        return all(line.form.is_valid() for line in self.lines if line.form)

    @property
    def error_count(self) -> int:
        """Return how many lines hold an error; none while nothing was posted."""
        if self.data is None:
            return 0
        return sum(bool(line.form and line.form.errors) for line in self.lines)

    def notes(self) -> Iterator[Note]:
        """Yield what was typed of each party, with what it saw; call it on a valid table."""
        for line in self.lines:
            cleaned = line.form.cleaned_data if line.form else {}
            values = {name: cleaned[name] for name in COLUMNS if name in line.typed}
            seen = {name: _value(name, line.seen[name]) for name in values}
            if values or cleaned.get("again"):
                # The day counts even when it was left alone: it may be the same on both texts.
                values.setdefault("signed_on", cleaned["signed_on"])
                seen.setdefault("signed_on", values["signed_on"])
                yield Note(
                    party=line.row.party.pk, values=values, seen=seen, again=cleaned["again"]
                )

    def refuse(self, faults: Iterable[NoteFault]) -> list[str]:
        """Show faults where they belong; return those that belong to no line any more."""
        lines = {line.row.party.pk: line for line in self.lines}
        lost = []
        for fault in faults:
            line = lines.get(fault.party)
            if line is None or line.form is None:
                lost.append(f"{fault.name} : {fault.text}")
            else:
                line.form.add_error(fault.column or None, fault.text)
        # What somebody else typed is told now: the next save may take its place.
        for line in self.lines:
            line.seen = _current(line.row)
        return lost

    def fill(self, column: str, day: dt.date, group: str = _EVERYONE) -> int:
        """Put a day in the empty cells of a column, for all or for a group; return how many.

        Nothing is written yet.
        """
        filled = 0
        for line in self.lines:
            in_group = group == _EVERYONE or line.row.group == group
            if line.form and in_group and not line.form[column].value():
                line.form.data[line.form.add_prefix(column)] = day.isoformat()
                filled += 1
        return filled

    def _line(self, row: Row, *, may: bool) -> Line:
        current = _current(row)
        if not may:
            return Line(row, None, {}, set())
        prefix = f"p{row.party.pk}"
        if self.data is None:
            return Line(row, LineForm(initial=current, prefix=prefix), current, set())
        shown, seen, typed = dict(current), dict(current), set()
        for name in COLUMNS:
            posted = self.data.get(f"{prefix}-{name}")
            before = self.data.get(f"{prefix}-seen-{name}", current[name])
            if posted is not None and _lines(posted) != _lines(before):
                shown[name], seen[name] = posted, before
                typed.add(name)
        data = {f"{prefix}-{name}": value for name, value in shown.items()}
        if self.data.get(f"{prefix}-again"):
            data[f"{prefix}-again"] = "on"
        return Line(row, LineForm(data, prefix=prefix), seen, typed)


class FillForm(forms.Form):
    """The same day for a whole column, or for the parties of one group."""

    fill_column = forms.ChoiceField(
        label="Colonne", choices=list(LABELS.items()), required=False, initial="sent_on"
    )
    fill_group = forms.ChoiceField(label="Pour", required=False)
    fill_day = forms.DateField(label="Date", required=False, widget=DateInput())

    def __init__(self, *args: Any, groups: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fill_group"].choices = [
            (_EVERYONE, "toutes les parties"),
            *((name, name) for name in groups),
        ]

    def clean(self) -> dict[str, Any] | None:
        """Ask for what is missing: nothing of this form is needed to save the table."""
        cleaned = super().clean() or {}
        if "fill_day" in cleaned and not cleaned["fill_day"]:
            self.add_error("fill_day", "Choisissez la date à écrire dans les cases vides.")
        if "fill_column" in cleaned and not cleaned["fill_column"]:
            self.add_error("fill_column", "Choisissez la colonne à remplir.")
        return cleaned


def _current(row: Row) -> dict[str, str]:
    """Return what the row says now, as the inputs write it."""
    days = {name: getattr(row.signature, name) for name in DAYS}
    written = {name: day.isoformat() if day else "" for name, day in days.items()}
    return {**written, "early_reason": row.signature.early_reason}


def _lines(text: str) -> str:
    """Return a text with the line ends that a browser does not send."""
    return text.replace("\r\n", "\n").strip()


def _value(name: str, text: str) -> Any:
    """Return what a cell said when it was shown, as the database holds it."""
    if name not in DAYS:
        return _lines(text)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
