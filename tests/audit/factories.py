"""Links and verifications for the tests; the chain itself is made by `seal`."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from csipa.audit.models import Link, Mark, Shape, Verification

NOW = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


class ShapeFactory(DjangoModelFactory):
    """Two columns of a table that there is not."""

    class Meta:
        model = Shape

    source = "tests.thing"
    columns = factory.LazyFunction(lambda: ["id", "name"])
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")


class LinkFactory(DjangoModelFactory):
    """A link that no key has signed."""

    class Meta:
        model = Link

    seq = factory.Sequence(lambda n: 1_000_000 + n)
    shape = factory.SubFactory(ShapeFactory)
    row = factory.Sequence(lambda n: n + 1)
    digest = previous = mac = b"\x00" * 32
    sealed_at = NOW


class MarkFactory(DjangoModelFactory):
    """A source of which nothing is linked yet."""

    class Meta:
        model = Mark

    source = factory.Sequence(lambda n: f"tests.thing{n}")


class VerificationFactory(DjangoModelFactory):
    """A verification that found nothing wrong."""

    class Meta:
        model = Verification

    started_at = NOW
    finished_at = NOW
    links = 1200
    rows = 900
    waiting = 0
    fault_count = 0
    head_seq = 0
