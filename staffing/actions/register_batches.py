"""What a pass over the register keeps of its lines, and how a batch of them is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction

from csipa.french.numbers import counted
from staffing.exchange.register.source import RawLine
from staffing.models import ImportState, RegisterImport, RegisterStagedPlace
from staffing.review.register_wanted import ELSEWHERE
from staffing.rules.register.header import Header
from staffing.rules.register.lines import Activity, BadLine, activity, doubt_on, readable, split
from staffing.rules.register.practice import offers_care

MOST_FAULTS = 200


class ReadElsewhere(RuntimeError):
    """Another process reads this file for this territory, or another file took its place."""

    def __init__(self) -> None:
        super().__init__(
            "Un autre traitement poursuit cette lecture, ou un autre fichier l’a remplacée\u00a0: "
            "regardez les lectures de ce territoire."
        )


@dataclass
class Batch:
    """What is kept of some lines: places, lines that are not read, remarks for people."""

    lines: int = 0
    end: int = 0
    staged: list[RegisterStagedPlace] = field(default_factory=list)
    bad: int = 0
    faults: list[dict[str, object]] = field(default_factory=list)

    def fault(self, line: int, text: str, *, lost: bool) -> None:
        """Note something wrong with a line; `lost` when it is not read."""
        self.bad += lost
        if len(self.faults) < MOST_FAULTS:
            self.faults.append({"line": line, "text": text})


@dataclass(frozen=True)
class Terms:
    """What a pass looks for: the columns of the file, the communes by code as bytes."""

    header: Header
    codes: Mapping[bytes, str]

    @property
    def communes(self) -> set[str]:
        """Return the INSEE codes of the territory."""
        return set(self.codes.values())


Scan = Callable[[RawLine, Batch], None]


def scan_territory(reading: RegisterImport, terms: Terms) -> Scan:
    """Return what the first pass does with a line: keep the places of the territory."""

    def scan(line: RawLine, batch: Batch) -> None:
        try:
            kept = _here(line, batch, terms)
        except BadLine as error:
            batch.fault(line.number, str(error), lost=True)
            return
        if kept is None or not offers_care(kept.category):
            return
        if doubt := doubt_on(kept.national_id):
            batch.fault(line.number, doubt, lost=False)
        batch.staged.append(_staged(reading, line, kept.national_id, asdict(kept)))

    return scan


def _here(line: RawLine, batch: Batch, terms: Terms) -> Activity | None:
    """Return the place that a line tells if it is in the territory; raises BadLine."""
    if line.raw is None:
        raise BadLine("elle est anormalement longue et n’est pas lue.")
    if not line.raw.strip():
        return None
    fields = split(line.raw, terms.header)
    if not readable(line.raw):
        batch.fault(line.number, "des caractères ne se lisent pas en UTF-8.", lost=False)
    if fields[terms.header.at["commune"]].strip() not in terms.codes:
        return None
    return activity(fields, terms.header)


def scan_elsewhere(reading: RegisterImport, terms: Terms, known: Collection[bytes]) -> Scan:
    """Return what the second pass does: count the other places of those whom the first found."""
    header, codes = terms.header, terms.codes
    place, person = header.at["commune"], header.at["national_id"]

    def scan(line: RawLine, batch: Batch) -> None:
        if line.raw is None or not line.raw.strip():
            return
        try:
            fields = split(line.raw, header)
            if fields[person].strip() not in known or fields[place].strip() in codes:
                return
            found = activity(fields, header)
        except BadLine:
            return  # told by the first pass
        if not (found.first_recourse and offers_care(found.category)):
            return
        place_key = {ELSEWHERE: f"{found.commune}|{found.key}"}
        batch.staged.append(_staged(reading, line, found.national_id, place_key))

    return scan


@transaction.atomic
def checkpoint(
    reading: RegisterImport, batch: Batch, *, following: int | None = None, end: int = 0
) -> None:
    """Write a batch and how far the reading is, together; raises ReadElsewhere.

    `following` closes the pass: the next one begins at the offset `end`.
    """
    held = RegisterImport.objects.filter(
        pk=reading.pk,
        state=ImportState.READING,
        phase=reading.phase,
        byte_offset=reading.byte_offset,
    )
    kept = sum(ELSEWHERE not in row.payload for row in batch.staged)
    values = {
        "byte_offset": batch.end or reading.byte_offset,
        "lines_read": reading.lines_read + batch.lines,
        "lines_kept": reading.lines_kept + kept,
        "lines_bad": reading.lines_bad + batch.bad,
        "faults": [*reading.faults, *batch.faults][:MOST_FAULTS],
    }
    if following is not None:
        values |= {"phase": following, "byte_offset": end}
    if not held.update(**values):
        raise ReadElsewhere
    RegisterStagedPlace.objects.bulk_create(batch.staged, batch_size=500)
    for name, value in values.items():
        setattr(reading, name, value)


def told(reading: RegisterImport) -> str:
    """Return how far a pass is, in words."""
    deed = "Recherche des professionnels" if reading.phase == 1 else "Leurs autres lieux d’exercice"
    return (
        f"{deed}\u00a0: {counted(reading.lines_read, 'ligne lue', 'lignes lues')}, "
        f"{counted(reading.lines_kept, 'retenue', 'retenues')}."
    )


def _staged(
    reading: RegisterImport, line: RawLine, national_id: str, payload: dict[str, object]
) -> RegisterStagedPlace:
    return RegisterStagedPlace(
        reading=reading, line=line.number, national_id=national_id, payload=payload
    )
