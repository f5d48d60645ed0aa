"""How far a job is, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from csipa.jobs.models import Job, JobState

# Beyond this a person should be told that perhaps no worker runs.
_LONG_WAIT = dt.timedelta(seconds=30)


def progress(job: Job, now: dt.datetime) -> dict[str, Any]:
    """Return what the page of a job shows of its progress, ready for JSON.

    `percent` is None while nothing is known of how much there is to do.
    """
    return {
        "state": job.state,
        "open": job.is_open,
        "percent": job.percent if job.total or job.state == JobState.DONE else None,
        "sentence": _sentence(job, now),
        "detail": job.message,
    }


def _sentence(job: Job, now: dt.datetime) -> str:
    match job.state:
        case JobState.QUEUED if job.restarts:
            return "En attente : interrompu, le travail reprendra de lui-même là où il en était."
        case JobState.QUEUED if now - (job.started_at or job.created_at) > _LONG_WAIT:
            return (
                "En attente depuis un moment : d’autres travaux passent avant, ou le processus "
                "qui les fait ne tourne pas."
            )
        case JobState.QUEUED:
            return "En attente : le travail va commencer."
        case JobState.RUNNING:
            return f"En cours : {job.percent} % du travail est fait."
        case JobState.DONE:
            return "Terminé."
        case JobState.CANCELLED if job.started_at is None:
            return "Arrêté avant d’avoir commencé."
        case JobState.CANCELLED:
            return f"Arrêté à {job.percent} % : ce qui est fait est gardé."
    return (
        "Le travail s’est arrêté avant la fin ; ce qui est fait est gardé. Il ne reprend pas de "
        "lui-même."
    )
