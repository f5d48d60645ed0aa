"""What the start page tells those who look after the service: what does not run, accounts."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils import timezone

from csipa.admin.home_parts import Figure, Task, Told
from csipa.audit.admin import INTEGRITY
from csipa.audit.models import Verification
from csipa.french.dates import long_date
from csipa.french.numbers import counted, integer
from csipa.jobs.models import ChoreRun
from csipa.operation.admin import STATE
from csipa.operation.state import state_of_service

User = AbstractBaseUser | AnonymousUser

READS = ("audit.Verification", "jobs.Job", "auth.User")


def told(user: User, *, now: dt.datetime) -> Told:
    """Tell `user` what the last verification found and what does not run. Ten queries."""
    tasks: list[Task] = []
    figures: list[Figure] = []
    if INTEGRITY.may_open(user):
        last = Verification.objects.filter(scope="").first()
        if last is not None:
            count, url = last.fault_count, reverse(f"admin:{INTEGRITY.name}")
            day = f"le {long_date(timezone.localdate(last.started_at))}"
            label = "anomalie d’intégrité" if count < 2 else "anomalies d’intégrité"
            figures.append(Figure(80, label, integer(count), day, url))
            if count:
                said = counted(count, "anomalie", "anomalies")
                text = f"Quelque chose a été changé en dehors du programme\u00a0: {said}"
                tasks.append(Task(text, url, "late", "Anomalie", when=day))
    if user.has_perm("auth.view_user") and STATE.may_open(user):
        url = reverse(f"admin:{STATE.name}")
        tasks += [
            Task(one.said, url, "late", "À réparer", one.name)
            for one in state_of_service(now=now)
            if not one.well
        ]
        runs = list(ChoreRun.objects.all())
        if runs:
            label, last = "tâches de la nuit faites", max(run.started_at for run in runs)
            value = f"{sum(run.succeeded for run in runs)} sur {len(runs)}"
            day = f"le {long_date(timezone.localdate(last))}"
            figures.append(Figure(78, label, value, day, url))
    if user.has_perm("auth.view_user"):
        count = get_user_model().objects.filter(is_active=True).count()
        label = "compte ouvert" if count < 2 else "comptes ouverts"
        url, on = reverse("admin:auth_user_changelist"), f"au {long_date(timezone.localdate(now))}"
        figures.append(Figure(75, label, integer(count), on, url))
    return Told(tasks, figures)
