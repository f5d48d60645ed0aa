"""What a verification found, as data: faults that name the thing, and what was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from csipa.audit.chain import Head
from csipa.french.numbers import counted, integer

# Faults kept in words; further ones are counted.
MOST_FAULTS = 500


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was; `text` is a French sentence.

    `model` and `pk` are those of the thing it is about, empty for the chain itself; `code` is for
    programs.
    """

    code: str
    text: str
    model: str = ""
    pk: str = ""


@dataclass
class Report:
    """What was read, and what is wrong; `is_sound` when nothing is."""

    started_at: dt.datetime
    scope: str = ""
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    notes: list[str] = field(default_factory=list)
    links: int = 0
    rows: int = 0
    waiting: int = 0
    head: Head = field(default_factory=Head)

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.fault_count

    def add(self, fault: Fault) -> None:
        """Note a fault: its words up to MOST_FAULTS, so that memory stays flat."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)

    def sentence(self) -> str:
        """Say in one sentence what was found."""
        if self.is_sound:
            read = counted(self.links, "ligne scellée relue", "lignes scellées relues")
            return f"Aucune anomalie\u00a0: {read}, {self._compared()}."
        found = counted(self.fault_count, "anomalie trouvée", "anomalies trouvées")
        return f"{found} parmi {integer(self.links)} lignes scellées\u00a0; {self._compared()}."

    def _compared(self) -> str:
        return counted(
            self.rows, "fiche comparée à son historique", "fiches comparées à leur historique"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON."""
        return {
            "started_at": self.started_at.isoformat(),
            "scope": self.scope,
            "sound": self.is_sound,
            "links": self.links,
            "rows": self.rows,
            "waiting": self.waiting,
            "fault_count": self.fault_count,
            "faults": [asdict(fault) for fault in self.faults],
            "notes": self.notes,
            "head": {"seq": self.head.seq, "mac": self.head.mac.hex()},
        }
