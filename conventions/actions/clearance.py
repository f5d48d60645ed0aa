"""What stands between an act and its signature: refusals, missing links, remarks to confirm.

What somebody signs in spite of is kept with the act for ever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from conventions.models import Act, SignatureOverride
from conventions.review.powers import missing_links
from conventions.rules.finding import Finding
from conventions.rules.power_records import MissingLink
from conventions.rules.readiness import refusals
from csipa.french.dates import long_date


class SigningRefused(ValueError):
    """The act cannot be signed as it is; `reasons` holds every reason, in French.

    `missing` are those of the reasons that may be passed over, `findings` those to confirm.
    """

    def __init__(
        self,
        reasons: Sequence[str],
        *,
        missing: Sequence[MissingLink] = (),
        findings: Sequence[Finding] = (),
    ) -> None:
        self.missing, self.findings = list(missing), list(findings)
        self.reasons = [
            *reasons,
            *(link.message for link in missing),
            *(finding.message for finding in findings),
        ]
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class Accepted:
    """What somebody signs in spite of, and why."""

    missing: Sequence[MissingLink]
    findings: Sequence[Finding]
    reason: str


def may_override(user: AbstractBaseUser | None) -> bool:
    """Tell whether somebody may sign an act in spite of a missing link, with a reason."""
    return user is not None and user.has_perm("conventions.sign_despite")


def refusals_of(
    act: Act, data: dict[str, Any], *, on: dt.date | None, today: dt.date | None
) -> list[str]:
    """Return what forbids signing `act`, whoever signs; `data` is the whole of the act."""
    reasons = refusals(data)
    if on and today and on > today:
        reasons.append(f"Le {long_date(on)} est à venir : un acte se date du jour où il est signé.")
    if on and act.signatory and not act.as_written and not act.signatory.holds_on(on):
        reasons.append(
            f"{act.signatory} n’est pas en fonction le {long_date(on)} : choisissez un autre "
            "signataire, ou corrigez la date."
        )
    return reasons


def accepted(
    act: Act,
    on: dt.date,
    findings: Sequence[Finding],
    *,
    by: AbstractBaseUser | None,
    reason: str,
    findings_accepted: Sequence[Finding],
) -> Accepted:
    """Return what `act` is signed in spite of; raise SigningRefused when that is not accepted."""
    missing = missing_links(act, on=on)
    passed_over = may_override(by) and bool(reason.strip())
    refused = [] if passed_over else missing
    unseen = [finding for finding in findings if finding not in findings_accepted]
    if refused or unseen:
        raise SigningRefused([], missing=refused, findings=unseen)
    return Accepted(missing, findings, reason.strip())


def keep_override(act: Act, kept: Accepted, by: AbstractBaseUser | None, now: dt.datetime) -> None:
    """Keep what was accepted; nothing is kept of an act in which there was nothing to accept."""
    if kept.missing or kept.findings:
        SignatureOverride.objects.create(
            act=act,
            missing=[asdict(link) for link in kept.missing],
            findings=[asdict(finding) for finding in kept.findings],
            reason=kept.reason if kept.missing else "",
            accepted_at=now,
            accepted_by=by,
        )
