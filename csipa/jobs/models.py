"""A job, what it has made so far, and the file it gives in the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    FAILED = "failed", "interrompu par une erreur"
    CANCELLED = "cancelled", "arrêté"


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet):
    """Questions put to jobs."""

    def seen_by(self, user: AbstractBaseUser) -> JobQuerySet:
        """Return the jobs that a person may see: their own; all of them for an administrator."""
        return self if user.is_superuser else self.filter(created_by=user)

    def abandoned(self, *, now: dt.datetime) -> JobQuerySet:
        """Return the jobs whose worker is silent for settings.JOB_STALE_AFTER seconds."""
        limit = now - dt.timedelta(seconds=settings.JOB_STALE_AFTER)
        return self.filter(state=JobState.RUNNING, heartbeat_at__lt=limit)

    def old(self, *, now: dt.datetime) -> JobQuerySet:
        """Return the jobs that ended more than settings.JOB_KEEP_DAYS days ago."""
        return self.filter(finished_at__lt=now - dt.timedelta(days=settings.JOB_KEEP_DAYS))


class Job(models.Model):
    """Work that somebody asked for and that a worker does.

    `worker` names the process that has it; every write of that process says so in its condition,
    so that a job cancelled, or given to another worker, is never written by the former one.
    """

    kind = models.CharField("nature", max_length=60, editable=False)
    label = models.CharField("travail", max_length=200)
    parameters = models.JSONField("paramètres", default=dict, editable=False)
    state = models.CharField("état", max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField("fait", default=0)
    total = models.PositiveIntegerField("à faire", default=0)
    message = models.CharField("message", max_length=500, blank=True)
    worker = models.CharField("processus", max_length=64, blank=True, editable=False)
    restarts = models.PositiveSmallIntegerField("reprises", default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="jobs",
        verbose_name="demandé par",
    )
    created_at = models.DateTimeField("demandé le")
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    heartbeat_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    finished_at = models.DateTimeField("fini le", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    not_audited = "Un travail en cours, effacé quelques jours après sa fin."

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["state", "heartbeat_at"], name="jobs_job_state"),
            models.Index(fields=["created_by", "-created_at"], name="jobs_job_owner"),
            models.Index(fields=["-created_at", "-id"], name="jobs_job_list"),
            models.Index(fields=["state", "-created_at", "-id"], name="jobs_job_state_list"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="jobs_job_done_within_total",
                violation_error_message="Un travail ne peut pas être fait à plus de 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, finished_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
                name="jobs_job_finished",
                violation_error_message="Un travail a une date de fin quand il est fini.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Tell whether the job waits or runs."""
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """How much is done, from 0 to 100; 100 only when nothing is left."""
        if self.state == JobState.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def can_stop(self) -> bool:
        """Tell whether stopping the job still prevents anything: not once all of it is done."""
        is_ending = self.state == JobState.RUNNING and self.total and self.done >= self.total
        return self.is_open and not is_ending

    @property
    def kept_until(self) -> dt.date | None:
        """Return the last day of a job that ended, and of its file; None while it is open."""
        if self.finished_at is None:
            return None
        limit = self.finished_at + dt.timedelta(days=settings.JOB_KEEP_DAYS)
        return timezone.localdate(limit)

    @property
    def can_resume(self) -> bool:
        """Tell whether the job stopped before its end."""
        return self.state in (JobState.FAILED, JobState.CANCELLED)


class JobPart(models.Model):
    """A piece that a job has made; a job taken up again does not make it twice."""

    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="parts", verbose_name="travail"
    )
    key = models.CharField("clé", max_length=100)
    content = models.BinaryField("octets", default=b"")
    note = models.JSONField("note", default=dict)

    not_audited = "Un travail en cours, effacé quelques jours après sa fin."

    class Meta:
        verbose_name = "partie d’un travail"
        verbose_name_plural = "parties d’un travail"
        constraints = [
            models.UniqueConstraint(fields=["job", "key"], name="jobs_jobpart_once"),
        ]

    def __str__(self) -> str:
        return self.key


class JobResult(models.Model):
    """The file that a job gives: its name and its type; its bytes are in chunks."""

    job = models.OneToOneField(
        Job, on_delete=models.CASCADE, related_name="result", verbose_name="travail"
    )
    name = models.CharField("nom du fichier", max_length=150)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveBigIntegerField("taille en octets", default=0)

    not_audited = "Un travail en cours, effacé quelques jours après sa fin."

    class Meta:
        verbose_name = "résultat d’un travail"
        verbose_name_plural = "résultats d’un travail"

    def __str__(self) -> str:
        return self.name

    def stream(self) -> Iterator[bytes]:
        """Yield the bytes of the file, one chunk in memory at a time."""
        for pk in list(self.chunks.order_by("rank").values_list("pk", flat=True)):
            yield bytes(self.chunks.values_list("content", flat=True).get(pk=pk))


class ResultChunk(models.Model):
    """A piece of a file small enough to be read and written at once."""

    result = models.ForeignKey(
        JobResult, on_delete=models.CASCADE, related_name="chunks", verbose_name="résultat"
    )
    rank = models.PositiveIntegerField("rang")
    content = models.BinaryField("octets")

    not_audited = "Un travail en cours, effacé quelques jours après sa fin."

    class Meta:
        verbose_name = "morceau de fichier"
        verbose_name_plural = "morceaux de fichier"
        constraints = [
            models.UniqueConstraint(fields=["result", "rank"], name="jobs_resultchunk_once"),
        ]

    def __str__(self) -> str:
        return str(self.rank)


class ChoreRun(models.Model):
    """The last time that something was done by itself, and what it said: one row a command.

    A row whose `finished_at` is before its `started_at`, or empty, began and did not end.
    """

    command = models.CharField("commande", max_length=60, unique=True)
    label = models.CharField("tâche", max_length=100)
    started_at = models.DateTimeField("commencée le")
    finished_at = models.DateTimeField("finie le", null=True, blank=True)
    succeeded = models.BooleanField("réussie", default=False)
    said = models.CharField("résultat", max_length=500, blank=True)

    not_audited = "Le dernier passage de chaque tâche de la nuit, écrasé par le suivant."

    class Meta:
        verbose_name = "tâche de la nuit"
        verbose_name_plural = "tâches de la nuit"
        default_permissions = ()

    def __str__(self) -> str:
        return self.label
