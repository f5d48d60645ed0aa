"""All that a careful reader would point out in an act or a convention, from every side."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from conventions.exchange.agreements import load_convention, standalone_data
from conventions.exchange.writer import act_data, load_act
from conventions.models import Act, Convention
from conventions.review.amendment_remarks import amendment_findings
from conventions.review.citations import citation_findings
from conventions.review.facts import facts_of_act, facts_of_convention
from conventions.review.meetings import collegial_findings
from conventions.review.powers import power_findings
from conventions.review.premises_remarks import premises_findings
from conventions.rules.finding import Finding
from conventions.rules.lint import in_order, lint_findings


def findings_of(text: Act | Convention, *, on: dt.date | None = None) -> list[Finding]:
    """Return what is to be pointed out, by severity then in the order of reading.

    French, form and law of the words; texts cited; powers and votes of an act. What depends on a
    day is judged on the day of signature, else on `on`. The number of queries does not depend on
    the length of the text.
    """
    if isinstance(text, Convention):
        convention = load_convention(text.pk)
        found = lint_findings(standalone_data(convention), facts_of_convention(convention))
        return in_order([*found, *_convention_findings(convention, "", on=on)])
    act = load_act(text.pk)
    facts, data = facts_of_act(act), act_data(act)
    day = act.signature_date or on
    found = [
        *lint_findings(data, facts),
        *citation_findings(act, on=day),
        *power_findings(act, on=day),
        *collegial_findings(act, data),
        *_annexed_findings(act, on=day),
    ]
    return in_order(_once(found))


def _annexed_findings(act: Act, *, on: dt.date | None) -> list[Finding]:
    return [
        finding
        for rank, annex in enumerate(act.annexes.all())
        if annex.convention
        for finding in _convention_findings(annex.convention, f"annexes[{rank}].convention.", on=on)
    ]


def _convention_findings(
    convention: Convention, prefix: str, *, on: dt.date | None
) -> list[Finding]:
    return [
        *premises_findings(convention, prefix, on=on),
        *amendment_findings(convention, prefix),
    ]


def finding_key(finding: Finding) -> str:
    """Return what names a finding in a form: the same words at the same place give the same key."""
    places = finding.places or ()
    words = [finding.rule, finding.path, finding.message]
    words += [f"{place.path}|{place.passage}|{place.fix}" for place in places]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:20]


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Keep the first of the findings that say the same of the same place."""
    return list({(one.rule, one.path, one.message): one for one in reversed(findings)}.values())
