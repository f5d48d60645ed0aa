"""A file of the register read for one territory, in constant memory, taken up where it stopped.

Two passes: the first finds who has a place in the territory; the second finds their other places
of first-recourse care, wherever they are, to know among how many each shares their time. What is
kept waits beside the reading, in the same transaction as the offset reached; the directory then
changes at once, or not at all.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from csipa.french.numbers import integer
from staffing.actions.register_apply import Applied, apply_reading
from staffing.actions.register_batches import (
    Batch,
    Scan,
    Terms,
    checkpoint,
    scan_elsewhere,
    scan_territory,
    told,
)
from staffing.actions.register_start import RegisterRefused, Started
from staffing.exchange.register.source import Source, SourceRefused
from staffing.models import ImportState, RegisterImport, RegisterStagedPlace
from staffing.rules.register.practice import spellings

# Lines between two writes of the progress: what an interruption costs to read again.
BATCH = 20_000
_FIND, _FOLLOW, _APPLY = 1, 2, 3
_MOST_BAD_SHARE, _FEW_BAD = 0.01, 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: bytes done of `total` over both passes, and the same in words."""

    done: int
    total: int
    message: str

    @property
    def percent(self) -> int:
        """How much is done, from 0 to 100."""
        return 100 * self.done // self.total if self.total else 100


def import_register(
    started: Started, *, by: Any = None, accept_departures: bool = False, batch: int = BATCH
) -> Generator[Progress, None, Applied]:
    """Read both passes, then write the directory in one transaction; return what changed.

    Yields after each batch that is kept: whoever stops there loses nothing. Raises
    RegisterRefused, ReadElsewhere when another process reads on, NotPlausible when most would
    leave and `accept_departures` is not given.
    """
    reading, source = started.reading, started.source
    if started.already:
        return Applied()
    terms = Terms(started.header, _codes(reading))
    try:
        if reading.phase == _FIND:
            yield from _pass(reading, source, scan_territory(reading, terms), batch)
            _check_faults(reading)
            checkpoint(reading, Batch(lines=-reading.lines_read), following=_FOLLOW)
        if reading.phase == _FOLLOW:
            scan = scan_elsewhere(reading, terms, _known(reading))
            yield from _pass(reading, source, scan, batch)
            checkpoint(reading, Batch(), following=_APPLY, end=source.size)
        total = 2 * source.size
        yield Progress(total, total, "Mise à jour de l’offre de soins, en une fois.")
        return apply_reading(
            reading,
            skills=started.skills,
            communes=terms.communes,
            by=by,
            now=timezone.now(),
            accept_departures=accept_departures,
        )
    except SourceRefused as error:
        raise RegisterRefused(str(error)) from error


def _pass(
    reading: RegisterImport, source: Source, scan: Scan, size: int
) -> Generator[Progress, None, None]:
    """Run one pass from the offset that the reading has reached."""
    _, start = source.header()
    passed = source.size if reading.phase == _FOLLOW else 0
    batch = Batch()
    # The header is line 1.
    for line in source.lines(max(reading.byte_offset, start), reading.lines_read + 1):
        scan(line, batch)
        batch.lines += 1
        batch.end = line.end
        if batch.lines == size:
            checkpoint(reading, batch)
            yield Progress(passed + reading.byte_offset, 2 * source.size, told(reading))
            batch = Batch()
    if batch.lines:
        checkpoint(reading, batch)
        yield Progress(passed + reading.byte_offset, 2 * source.size, told(reading))


def _codes(reading: RegisterImport) -> dict[bytes, str]:
    """Return the communes of the territory by each code that the file may write."""
    members = reading.territory.communes_on(reading.as_of).values_list("pk", flat=True)
    return {code.encode(): commune for commune in members for code in spellings(commune)}


def _known(reading: RegisterImport) -> set[bytes]:
    """Return the identifiers of those whom the first pass found."""
    staged = RegisterStagedPlace.objects.filter(reading=reading).order_by("national_id")
    found = staged.values_list("national_id", flat=True).distinct()
    return {national_id.encode() for national_id in found.iterator()}


def _check_faults(reading: RegisterImport) -> None:
    """Stop at a file of which too many lines cannot be read: people would seem to have left."""
    bad, lines = reading.lines_bad, reading.lines_read
    if bad <= _FEW_BAD or bad <= _MOST_BAD_SHARE * lines:
        return
    reading.state, reading.finished_at = ImportState.FAILED, timezone.now()
    reading.message = (
        f"{integer(bad)} lignes sur {integer(lines)} ne se lisent pas\u00a0: le fichier est abîmé. "
        "L’offre de soins n’a pas changé\u00a0; téléchargez le fichier à nouveau."
    )
    reading.save(update_fields=["state", "finished_at", "message"])
    reading.staged.all().delete()
    raise RegisterRefused(reading.message)
