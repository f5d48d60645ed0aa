"""What must be seen and confirmed before an act is signed, or the text of a convention closed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from conventions.models import Act, Convention
from conventions.review.findings import finding_key, findings_of
from conventions.review.powers import POWERS
from conventions.rules.finding import Finding, Severity

_TO_CONFIRM = (Severity.FAULT, Severity.DOUBT)


def open_findings(text: Act | Convention, *, on: dt.date | None) -> list[Finding]:
    """Return the faults and doubts found in a text, were it signed on `on`.

    Missing links of the right to sign are told apart from them, by `missing_links`.
    """
    found = findings_of(text, on=on)
    return [f for f in found if f.severity in _TO_CONFIRM and f.rule != POWERS]


def fingerprint(findings: Sequence[Finding]) -> str:
    """Return what tells whether findings are those that somebody was shown."""
    keys = "\n".join(finding_key(finding) for finding in findings)
    return hashlib.sha256(keys.encode()).hexdigest()[:20]
