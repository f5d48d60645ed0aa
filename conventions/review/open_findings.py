"""What must be seen and confirmed before an act is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from conventions.models import Act
from conventions.review.powers import POWERS, power_findings
from conventions.rules.finding import Finding, Severity

_TO_CONFIRM = (Severity.FAULT, Severity.DOUBT)


def open_findings(act: Act) -> list[Finding]:
    """Return the faults and doubts found in `act`; missing links are told apart from them."""
    return [f for f in power_findings(act) if f.severity in _TO_CONFIRM and f.rule != POWERS]


def fingerprint(findings: Sequence[Finding]) -> str:
    """Return what tells whether findings are those that somebody was shown."""
    words = "\n".join(f"{f.rule}|{f.path}|{f.passage}|{f.message}" for f in findings)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
