"""Puts every rule to one act, and gives what they found in the order in which to deal with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conventions.rules.finding import Finding, Severity
from conventions.rules.lint.acronyms import acronym_findings
from conventions.rules.lint.facts import Facts
from conventions.rules.lint.grounds import ground_findings
from conventions.rules.lint.hyphens import hyphen_findings
from conventions.rules.lint.lists import list_findings
from conventions.rules.lint.names import known_names, mentions, spelling_findings
from conventions.rules.lint.parties import party_findings
from conventions.rules.lint.periods import order_findings, period_findings
from conventions.rules.lint.persons import person_findings
from conventions.rules.lint.reading import Data, Reading
from conventions.rules.lint.terms import term_findings
from conventions.rules.lint.wording import wording_findings

_WEIGHT = {Severity.FAULT: 0, Severity.DOUBT: 1, Severity.ADVICE: 2}
# The order in which an act is read.
_READING = (
    *(
        "",
        "authority",
        "heading",
        "title",
        "number",
        "meeting",
        "vote",
        "visas",
        "recitals",
        "delegation",
    ),
    *("enacting", "provisions", "signature", "execution", "annexes"),
)


def lint_findings(data: Data, facts: Facts | None = None) -> list[Finding]:
    """Return what the words and the data of an act, or of a convention alone, give to point out.

    Nothing is read but `data` and `facts`; takes time linear in the length of the text.
    """
    reading = Reading(data, facts or Facts())
    names = known_names(reading)
    named = mentions(reading, list(names))
    found = [
        *wording_findings(reading),
        *spelling_findings(names, named),
        *hyphen_findings(reading, named),
        *acronym_findings(reading),
        *ground_findings(reading),
        *list_findings(reading),
        *person_findings(reading),
        *party_findings(reading),
        *period_findings(reading),
        *order_findings(reading),
        *term_findings(reading),
    ]
    return in_order(found)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by severity, then as the act is read; the signs of typography go last."""
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[Any, ...]:
    head = finding.path.split("[")[0].split(".")[0]
    rank = _READING.index(head) if head in _READING else len(_READING)
    numbers = tuple(int(part) for part in _ranks(finding.path))
    typed = finding.rule == "signs"
    return _WEIGHT[finding.severity], typed, rank, numbers, finding.path, finding.rule


def _ranks(path: str) -> list[str]:
    return [part.split("]")[0] for part in path.split("[")[1:]]
