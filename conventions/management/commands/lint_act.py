"""Reads an act or a convention again: French, form and law, with place, rule and correction."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conventions.exports import TextNotFound, find_text
from conventions.models import Convention
from conventions.review.findings import findings_of
from conventions.rules.finding import Finding, Severity
from conventions.rules.lint import place_name, source_of, title_of
from csipa.french.numbers import counted

_HEADINGS = {
    Severity.FAULT: ("faute", "fautes"),
    Severity.DOUBT: ("point à vérifier", "points à vérifier"),
    Severity.ADVICE: ("conseil", "conseils"),
}
_SEVERAL = 3
_MANY = 20


class Command(BaseCommand):
    """Prints the findings; with --strict, ends with code 1 when there is a fault or a doubt."""

    help = "Relit un acte ou une convention : français, forme et droit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the number and the form of the answer."""
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("--json", action="store_true", help="les remarques en JSON")
        parser.add_argument(
            "--strict",
            action="store_true",
            help="code de sortie 1 s’il reste une faute ou un point à vérifier",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the text that carries the number."""
        try:
            text = find_text(options["number"])
        except TextNotFound as error:
            raise CommandError(str(error), returncode=2) from None
        findings = findings_of(text, on=timezone.localdate())
        alone = isinstance(text, Convention)
        if options["json"]:
            rows = [_row(finding, alone=alone) for finding in findings]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self._tell(str(text), findings, alone=alone)
        if options["strict"] and any(f.severity is not Severity.ADVICE for f in findings):
            raise CommandError("La relecture a trouvé des fautes ou des doutes.", returncode=1)

    def _tell(self, name: str, findings: list[Finding], *, alone: bool) -> None:
        if not findings:
            self.stdout.write(f"{name} : aucune remarque.")
            return
        self.stdout.write(f"{name} : {counted(len(findings), 'remarque', 'remarques')}.")
        for severity, group in groupby(findings, key=lambda finding: finding.severity):
            same = list(group)
            self.stdout.write(f"\n{counted(len(same), *_HEADINGS[severity])}")
            for finding in same:
                self._tell_one(finding, alone=alone)

    def _tell_one(self, finding: Finding, *, alone: bool) -> None:
        self.stdout.write(f"  • {_where(finding, alone=alone)} – {title_of(finding.rule)}")
        if finding.passage and len(finding.places) < _MANY:
            cure = f" → « {finding.fix} »" if finding.fix else ""
            self.stdout.write(f"    « {finding.passage} »{cure}")
        self.stdout.write(f"    {finding.message}")
        if source := source_of(finding.rule):
            self.stdout.write(f"    Règle : {source}.")


def _where(finding: Finding, *, alone: bool) -> str:
    """Return the places of a finding as people say them, the first few of many."""
    paths = [place.path for place in finding.places] or [finding.path]
    names = list(dict.fromkeys(place_name(path, convention=alone) for path in paths))
    if len(names) <= _SEVERAL:
        return " ; ".join(names)
    rest = counted(len(names) - _SEVERAL, "autre", "autres")
    return f"{' ; '.join(names[:_SEVERAL])} et {rest}"


def _row(finding: Finding, *, alone: bool) -> dict[str, Any]:
    """Return a finding as an object: rule, severity, places, words, correction, source."""
    return {
        "rule": finding.rule,
        "title": title_of(finding.rule),
        "severity": finding.severity.value,
        "path": finding.path,
        "place": place_name(finding.path, convention=alone),
        "passage": finding.passage,
        "message": finding.message,
        "fix": finding.fix,
        "source": source_of(finding.rule),
        "places": [
            {"path": place.path, "passage": place.passage, "fix": place.fix}
            for place in finding.places
        ],
    }
