"""The usual lines of a welcome pack, and where one arrival stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PackLine:
    """A line to propose: theme and family as the records name them, empty family for everybody."""

    theme: str
    label: str
    days_after_start: int
    family: str = ""


PROPOSAL = (
    PackLine("housing", "Recenser deux ou trois logements à louer, dont un meublé", -60),
    PackLine("housing", "Proposer un hébergement pour les premières semaines", -30),
    PackLine("partner", "Demander si le conjoint cherche un emploi, dans quel métier", -60),
    PackLine("partner", "Transmettre son profil aux employeurs du territoire", -45),
    PackLine("family", "Indiquer écoles et modes de garde, avec les délais d’inscription", -45),
    PackLine("formalities", "Réunir diplômes, inscription à l’ordre, contrat", -30, "medical"),
    PackLine("formalities", "Réunir diplômes et pièces pour le contrat", -30, "paramedical"),
    PackLine("formalities", "Déclarer l’arrivée à l’assurance maladie", -15, "medical"),
    PackLine("tools", "Commander la carte de professionnel de santé (CPS)", -30, "medical"),
    PackLine("tools", "Ouvrir la messagerie et les accès aux logiciels", -7),
    PackLine("reception", "Faire visiter le centre et les antennes", 0),
    PackLine("reception", "Présenter l’équipe et les élus des communes", 3),
    PackLine("reception", "Faire le point avec la personne après un mois", 30),
    PackLine("reception", "Faire le point avec la personne après six mois", 180),
)
"""What is proposed to a centre whose pack is empty; days are counted from the first day."""


class LineState(StrEnum):
    """Where one line of a welcome stands."""

    DONE = "done"
    DECLINED = "declined"
    LATE = "late"
    TO_DO = "to_do"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a welcome; `due_on` is None when no day was set."""

    due_on: dt.date | None
    done_on: dt.date | None
    is_declined: bool

    def state(self, today: dt.date) -> LineState:
        """Return where the line stands; it is late from the day after the one it was due on."""
        if self.is_declined:
            return LineState.DECLINED
        if self.done_on is not None:
            return LineState.DONE
        is_late = self.due_on is not None and self.due_on < today
        return LineState.LATE if is_late else LineState.TO_DO


@dataclass(frozen=True, slots=True)
class Progress:
    """How many lines of a welcome are settled (done or not wanted), late, and in all."""

    settled: int
    late: int
    total: int

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to do; an empty welcome is not over, it is to prepare."""
        return bool(self.total) and self.settled == self.total


def progress(lines: Iterable[Line], *, today: dt.date) -> Progress:
    """Count the lines of one welcome."""
    states = [line.state(today) for line in lines]
    settled = sum(state in (LineState.DONE, LineState.DECLINED) for state in states)
    return Progress(settled, states.count(LineState.LATE), len(states))
