"""Acts made public, sent to the State and kept, for the tests."""

from __future__ import annotations

import datetime as dt
import hashlib

import factory
from factory.django import DjangoModelFactory

from conventions.models import (
    DocumentKind,
    FrozenDocument,
    Publication,
    PublicationCheck,
    PublishedWord,
    Receipt,
    Redaction,
    RetentionRule,
    Transmission,
    WithheldAnnex,
)
from tests.conventions.factories import NOW, ActFactory, AnnexFactory
from tests.conventions.factories_agreements import StoredFileFactory


class PublishedDocumentFactory(DjangoModelFactory):
    """Bytes kept for an act, whatever they are."""

    class Meta:
        model = FrozenDocument

    act = factory.SubFactory(ActFactory)
    kind = DocumentKind.ACT
    content = b"%PDF-1.7\n%%EOF\n"
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.content).hexdigest())
    size = factory.LazyAttribute(lambda row: len(row.content))
    source = factory.LazyFunction(dict)
    context = factory.LazyFunction(dict)
    template_version = "test"
    created_at = NOW


class RedactionFactory(DjangoModelFactory):
    """A name struck out of the public copy."""

    class Meta:
        model = Redaction

    act = factory.SubFactory(ActFactory)
    words = factory.Sequence(lambda n: f"Camille Martin {n + 1}")


class WithheldAnnexFactory(DjangoModelFactory):
    """An annex held back for the safety of a building."""

    class Meta:
        model = WithheldAnnex

    annex = factory.SubFactory(AnnexFactory)
    ground = "security"


class PublicationFactory(DjangoModelFactory):
    """An act online, without the checks that the action makes."""

    class Meta:
        model = Publication

    act = factory.SubFactory(ActFactory)
    document = factory.SubFactory(PublishedDocumentFactory, act=factory.SelfAttribute("..act"))
    address = factory.Sequence(lambda n: f"2026-decision-{n + 1:03d}")
    online_at = NOW


class PublishedWordFactory(DjangoModelFactory):
    """One stem of a published act."""

    class Meta:
        model = PublishedWord

    publication = factory.SubFactory(PublicationFactory)
    stem = factory.Sequence(lambda n: f"racin{n + 1}")
    weight = 1


class PublicationCheckFactory(DjangoModelFactory):
    """The act was seen at its address."""

    class Meta:
        model = PublicationCheck

    publication = factory.SubFactory(PublicationFactory)
    checked_at = NOW
    address = "http://127.0.0.1:8000/actes/"
    seen = True
    sha256 = "0" * 64


class TransmissionFactory(DjangoModelFactory):
    """A package prepared for the State."""

    class Meta:
        model = Transmission

    act = factory.SubFactory(ActFactory)
    identifier = "062-200072460-20260115-2026_008-AU"
    siren = "200072460"
    day = dt.date(2026, 1, 15)
    rank = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(
        lambda row: f"EACT--{row.siren}--{row.day:%Y%m%d}-{row.rank}.tar.gz"
    )
    fields = factory.LazyFunction(dict)
    file = factory.SubFactory(StoredFileFactory)
    made_at = NOW


class ReceiptFactory(DjangoModelFactory):
    """The receipt of an act."""

    class Meta:
        model = Receipt

    act = factory.SubFactory(ActFactory)
    identifier = factory.Sequence(lambda n: f"062-200072460-20260115-2026_{n + 1:03d}-AU")
    received_on = dt.date(2026, 1, 16)
    file = factory.SubFactory(StoredFileFactory)
    imported_at = NOW


class RetentionRuleFactory(DjangoModelFactory):
    """Decisions, kept for ever after a year."""

    class Meta:
        model = RetentionRule

    nature = "decision"
    starts_on = factory.Sequence(lambda n: dt.date(1900, 1, 1) + dt.timedelta(days=n))
    years = 1
    counted_from = "signature"
    fate = "C"
    access = "AR038"
    source = "Instruction de tri et de conservation des archives des collectivités."
