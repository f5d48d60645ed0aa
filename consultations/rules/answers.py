"""What became of a figure that somebody typed, as page and browser are told it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Fate(Enum):
    """Saved; changed by somebody else meanwhile; refused; unusual, and to be confirmed."""

    SAVED = "saved"
    CONFLICT = "conflict"
    REFUSED = "refused"
    QUESTION = "question"


@dataclass(frozen=True)
class Theirs:
    """What somebody else typed in the same cell, who it was and when (« à 17 h 42 »)."""

    value: str
    by: str
    at: str


@dataclass(frozen=True)
class Answer:
    """What became of the cell called `name`.

    `typed` is what was typed, `base` what the cell showed before, `value` what is now kept;
    `message` says why it was not saved, empty where it was.
    """

    name: str
    fate: Fate
    typed: str
    base: str
    value: str
    message: str = ""
    theirs: Theirs | None = None
