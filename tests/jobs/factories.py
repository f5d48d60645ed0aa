"""Jobs for the tests."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from csipa.jobs.models import Job

NOW = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


class JobFactory(DjangoModelFactory):
    """A job that waits, asked for in January 2026."""

    class Meta:
        model = Job

    kind = "tests.count"
    label = factory.Sequence(lambda n: f"Compter jusqu’à {n + 1}")
    created_by = factory.SubFactory("tests.admin.factories.UserFactory")
    created_at = NOW
