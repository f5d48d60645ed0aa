"""The verification as a job: asked for from the page, done by a worker, with its progress."""

from __future__ import annotations

import io
from collections.abc import Generator

from django.utils import timezone

from csipa.audit.actions import verification
from csipa.audit.report import Report
from csipa.french.numbers import counted
from csipa.jobs.kinds import Kind, Produced, Step, register
from csipa.jobs.models import Job
from csipa.steps import retold

KIND = "audit.verify"
PERMISSION = "audit.add_verification"


def run(job: Job) -> Generator[Step, None, Produced]:
    """Read everything again; the file is the account of what was found."""
    now = timezone.now()
    steps = verification(now=now, by=job.created_by)
    report = yield from retold(steps, lambda read: Step(read.done, read.total, read.message))
    name = f"verification-{timezone.localtime(now):%Y-%m-%d-%Hh%M}.txt"
    stream = io.BytesIO(account(report).encode())
    return Produced(name, "text/plain; charset=utf-8", stream, report.sentence())


def account(report: Report) -> str:
    """Return everything that was found, a line each."""
    lines = [report.sentence(), *(f"– {fault.text}" for fault in report.faults)]
    rest = report.fault_count - len(report.faults)
    if rest:
        lines.append(f"– et {counted(rest, 'autre', 'autres')}.")
    if report.waiting:
        told = counted(
            report.waiting, "ligne n’est pas encore scellée", "lignes ne sont pas encore scellées"
        )
        lines.append(f"{told}\u00a0: seal_audit_trail les scelle.")
    lines += [*report.notes, f"Fin de la chaîne\u00a0: {report.head}"]
    return "\n".join(lines) + "\n"


register(Kind(KIND, run, PERMISSION))
