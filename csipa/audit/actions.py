"""What one does with the trail: seal it, read it again and keep what was found, prove a row."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Generator
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.utils import timezone

from csipa.audit.links import links_of
from csipa.audit.models import Verification
from csipa.audit.report import Report
from csipa.audit.sealing import acknowledge, seal
from csipa.audit.verifying import Reading, UnknownSource, examine
from csipa.french.numbers import counted
from csipa.steps import followed

__all__ = ["UnknownSource", "acknowledge", "links_of", "seal", "verification", "verify"]

logger = logging.getLogger("csipa.audit")

# Faults told in a message; the page and `verify` tell them all.
_MAILED = 20
_WHAT_TO_DO = (
    "N’effacez et ne corrigez rien\u00a0: gardez une copie de la base et des journaux, puis "
    "prévenez la personne qui administre le serveur."
)


def verify(
    *,
    now: dt.datetime,
    by: AbstractBaseUser | None = None,
    only: Collection[str] = (),
    since: dt.datetime | None = None,
) -> Report:
    """Read everything again, keep what was found, and tell it by mail when something is wrong.

    `only` and `since` limit the reading (`csipa.audit.verifying.examine`). Nobody is told by mail
    of what they asked for themselves (`by`). Raises UnknownSource.
    """
    return followed(verification(now=now, by=by, only=only, since=since))


def verification(
    *,
    now: dt.datetime,
    by: AbstractBaseUser | None = None,
    only: Collection[str] = (),
    since: dt.datetime | None = None,
) -> Generator[Reading, None, Report]:
    """Do what `verify` does, yielding how far it is."""
    report = yield from examine(now=now, only=only, since=since)
    _keep(report, by)
    if not report.is_sound:
        logger.error("audit verification: %s fault(s)", report.fault_count)
        if by is None:
            _tell(report)
    return report


def _keep(report: Report, by: AbstractBaseUser | None) -> Verification:
    user: Any = by
    return Verification.objects.create(
        started_at=report.started_at,
        finished_at=max(timezone.now(), report.started_at),
        asked_by=user,
        scope=report.scope[:200],
        links=report.links,
        rows=report.rows,
        waiting=report.waiting,
        fault_count=report.fault_count,
        faults=[asdict(fault) for fault in report.faults],
        notes=report.notes,
        head_seq=report.head.seq,
        head_mac=report.head.mac.hex() if report.head.seq else "",
    )


def _tell(report: Report) -> None:
    """Write to AUDIT_RECIPIENTS; a server of mail that does not answer is only logged."""
    if not settings.AUDIT_RECIPIENTS:
        return
    told = counted(report.fault_count, "anomalie", "anomalies")
    lines = [
        f"La vérification de l’intégrité a trouvé {told}.",
        "",
        *(f"– {fault.text}" for fault in report.faults[:_MAILED]),
    ]
    if report.fault_count > _MAILED:
        lines.append("– et d’autres\u00a0: voir la page Intégrité de CSIPA.")
    lines += [
        "",
        _WHAT_TO_DO,
    ]
    message = EmailMessage(
        f"CSIPA\u00a0: intégrité, {told}", "\n".join(lines), to=list(settings.AUDIT_RECIPIENTS)
    )
    try:
        message.send()
    except (OSError, ValueError):
        logger.exception("cannot mail the result of the audit verification")
