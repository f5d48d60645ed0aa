"""One thing that a careful reader would point out in an act, with its place and its cure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much it matters: a fault, something to check, or a matter of taste."""

    FAULT = "fault"
    DOUBT = "doubt"
    ADVICE = "advice"


@dataclass(frozen=True)
class Place:
    """Where words stand: path, passage, its cure, and the words of the sentence around it.

    `start` and `end` count the characters of the field as it is stored, its tags included; None
    when the passage cannot be replaced as it is.
    """

    path: str
    passage: str = ""
    fix: str | None = None
    before: str = ""
    after: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Finding:
    """What was found: rule, place, words, sentence for the reader, and a safe cure if there is one.

    `path` is the place in the exchange form (`visas[0].text`), empty for the act as a whole;
    `passage` the words as they stand there; `fix` what may replace them, None when only a person
    can tell. `places` holds every place of a finding that has several, the first one included, and
    what is needed to show and to cure them.
    """

    rule: str
    severity: Severity
    path: str
    passage: str
    message: str
    fix: str | None = None
    places: tuple[Place, ...] = ()

    @property
    def curable(self) -> bool:
        """Tell whether every place of the finding has a cure that needs no thought."""
        return bool(self.places) and all(
            place.fix is not None and place.start is not None for place in self.places
        )


def found_at(
    rule: str, severity: Severity, places: tuple[Place, ...] | list[Place], message: str
) -> Finding:
    """Return a finding that stands at these places, the first of which names it."""
    first = places[0]
    return Finding(rule, severity, first.path, first.passage, message, first.fix, tuple(places))
