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
class Finding:
    """What was found: rule, place, words, sentence for the reader, and a safe cure if there is one.

    `path` is the place in the exchange form (`visas[0].text`), empty for the act as a whole;
    `passage` the words as they stand there; `fix` what may replace them, None when only a person
    can tell.
    """

    rule: str
    severity: Severity
    path: str
    passage: str
    message: str
    fix: str | None = None
