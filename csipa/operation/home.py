"""What the start page and « À faire » tell those who look after the service: faults, accounts."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils import timezone

from csipa.admin.home_parts import Figure, Link, Task, Told
from csipa.audit.admin import INTEGRITY
from csipa.audit.models import Verification
from csipa.french.dates import long_date
from csipa.french.grammar import lower_first
from csipa.french.numbers import counted, integer
from csipa.jobs.models import ChoreRun
from csipa.operation.admin import STATE
from csipa.operation.state import state_of_service

User = AbstractBaseUser | AnonymousUser

READS = ("audit.Verification", "jobs.Job", "auth.User")
_FAULTS = 3


def told(user: User, *, today: dt.date, now: dt.datetime) -> Told:
    """Tell `user` what the last verification found and what does not run. Ten queries."""
    found, quiet = Told(), []
    if INTEGRITY.may_open(user):
        quiet.append(_add_integrity(found))
    sees_accounts = user.has_perm("auth.view_user")
    if sees_accounts and STATE.may_open(user):
        _add_state(found, now)
        quiet.append("Le service ne demande rien.")
    if sees_accounts:
        found.figures.append(_accounts(today))
    return Told(found.tasks, found.figures, pages=found.pages, quiet=" ".join(filter(None, quiet)))


def _add_integrity(found: Told) -> str:
    """Add what the last verification found; say that it found nothing. One query."""
    url = reverse(f"admin:{INTEGRITY.name}")
    found.pages.append(Link(INTEGRITY.title, url))
    last = Verification.objects.filter(scope="").first()
    if last is None:
        return ""
    count, day = last.fault_count, f"le {long_date(timezone.localdate(last.started_at))}"
    label = "anomalie d’intégrité" if count < 2 else "anomalies d’intégrité"
    found.figures.append(Figure(80, label, integer(count), day, url))
    if count:
        said = counted(count, "anomalie", "anomalies")
        text = f"Quelque chose a été changé en dehors du programme\u00a0: {said}"
        found.tasks.append(Task(text, url, "late", "Anomalie", when=day, details=_faults(last)))
    return f"La vérification de l’intégrité, {day}, n’a rien trouvé."


def _faults(last: Verification) -> tuple[Link, ...]:
    """Return the first faults of a verification, then how many more there are."""
    told = [Link(fault["text"]) for fault in last.faults[:_FAULTS]]
    rest = last.fault_count - len(told)
    return (*told, *([Link(f"et {counted(rest, 'autre', 'autres')}")] if rest else []))


def _add_state(found: Told, now: dt.datetime) -> None:
    """Add what does not run by itself, and how many chores of the night were done.

    Faults of the chain are left out where the last verification has told them already.
    """
    told_already = {INTEGRITY.title} if found.tasks else set()
    url = reverse(f"admin:{STATE.name}")
    found.pages.append(Link(STATE.title, url))
    found.tasks.extend(
        Task(f"{one.name}\u00a0: {lower_first(one.said)}", url, "late", "À réparer")
        for one in state_of_service(now=now)
        if not one.well and one.name not in told_already
    )
    runs = list(ChoreRun.objects.all())
    if runs:
        last = timezone.localdate(max(run.started_at for run in runs))
        value = f"{sum(run.succeeded for run in runs)} sur {len(runs)}"
        label, day = "tâches de la nuit faites", f"le {long_date(last)}"
        found.figures.append(Figure(78, label, value, day, url))


def _accounts(today: dt.date) -> Figure:
    """Return how many accounts may enter."""
    count = get_user_model().objects.filter(is_active=True).count()
    label = "compte ouvert" if count < 2 else "comptes ouverts"
    url = reverse("admin:auth_user_changelist")
    return Figure(75, label, integer(count), f"au {long_date(today)}", url)
