"""A kind of job that counts, keeps each number as a part, and gives a text file."""

import io

import pytest
from django.contrib.auth.models import Permission

from csipa.jobs import kinds, runner
from csipa.jobs.kinds import JobFailed, Kind, Produced, Step
from csipa.jobs.models import JobPart
from tests.admin.factories import UserFactory


def count(job):
    """Count to `to`; fail once at `fails_at` unless that number is already a part."""
    to = job.parameters["to"]
    made = set(job.parts.values_list("key", flat=True))
    for number in range(1, to + 1):
        if str(number) not in made:
            if number == job.parameters.get("fails_at") and not job.restarts and len(made) == 0:
                raise JobFailed("Le nombre ne se laisse pas compter.")
            if number == job.parameters.get("breaks_at"):
                raise ZeroDivisionError
            JobPart.objects.create(job=job, key=str(number))
        yield Step(number, to, f"{number} sur {to}")
    text = " ".join(str(number) for number in range(1, to + 1))
    return Produced("nombres.txt", "text/plain", io.BytesIO(text.encode()), f"{to} nombres.")


@pytest.fixture(autouse=True)
def _counting(monkeypatch):
    """Declare the kind for one test; note every step."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(Kind("tests.count", count, "conventions.view_act"))
    monkeypatch.setattr(runner, "REPORT_EVERY", 0)


@pytest.fixture
def agent(db):
    """Somebody who may ask for the job."""
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename="view_act"))
    return user
