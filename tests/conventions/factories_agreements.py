"""What surrounds conventions, for the tests: library, follow-up, signatures, end, money, rooms."""

from __future__ import annotations

import datetime as dt
import hashlib

import factory
from factory.django import DjangoModelFactory

from conventions.models import (
    Clause,
    ClauseVersion,
    ConventionTemplate,
    DigestSubscription,
    FinancialTerm,
    Fulfilment,
    Instalment,
    LentEquipment,
    OccupiedRoom,
    OccupiedSlot,
    PartySignature,
    Payer,
    RenewalDecision,
    RentReview,
    SignedCopy,
    SignedText,
    StoredFile,
    TemplateClause,
    TemplateParty,
    Termination,
    TerminationNotice,
    Tracking,
)
from tests.conventions.factories import (
    DAY,
    NOW,
    CommitmentFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.sites.factories import EquipmentFactory, RoomFactory

PDF = b"%PDF-1.7\n%%EOF\n"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class ClauseFactory(DjangoModelFactory):
    """A clause without a version."""

    class Meta:
        model = Clause

    name = factory.Sequence(lambda n: f"Litiges {n + 1}")
    subject = "disputes"


class ClauseVersionFactory(DjangoModelFactory):
    """A published version."""

    class Meta:
        model = ClauseVersion

    clause = factory.SubFactory(ClauseFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Litiges"
    body = "<p>Les parties cherchent d’abord un accord amiable.</p>"
    published_on = DAY


class ConventionTemplateFactory(DjangoModelFactory):
    """A model without clauses."""

    class Meta:
        model = ConventionTemplate

    name = factory.Sequence(lambda n: f"Partenariat {n + 1}")
    kind = "partnership"
    title = "Convention de partenariat avec {le partenaire}"


def _free_role(template):
    held = set(template.parties.values_list("role", flat=True))
    return next(role for role in ("partner", "owner", "manager") if role not in held)


class TemplatePartyFactory(DjangoModelFactory):
    """The partner that a model expects."""

    class Meta:
        model = TemplateParty

    template = factory.SubFactory(ConventionTemplateFactory)
    position = 1
    role = factory.LazyAttribute(lambda line: _free_role(line.template))


class TemplateClauseFactory(DjangoModelFactory):
    """A clause of a model."""

    class Meta:
        model = TemplateClause

    template = factory.SubFactory(ConventionTemplateFactory)
    clause = factory.SubFactory(ClauseFactory)
    position = factory.Sequence(lambda n: n + 1)


class TrackingFactory(DjangoModelFactory):
    """A commitment due every month."""

    class Meta:
        model = Tracking

    commitment = factory.SubFactory(CommitmentFactory)
    periodicity = "monthly"


class FulfilmentFactory(DjangoModelFactory):
    """A commitment honoured."""

    class Meta:
        model = Fulfilment

    commitment = factory.SubFactory(CommitmentFactory)
    done_on = DAY
    noted_at = NOW


class SignedTextFactory(DjangoModelFactory):
    """The words that a party signed."""

    class Meta:
        model = SignedText

    content = factory.Sequence(lambda n: {"title": f"Convention {n + 1}"})
    sha256 = factory.LazyAttribute(lambda row: _sha256(str(row.content).encode()))


class PartySignatureFactory(DjangoModelFactory):
    """A signature asked for, not yet given."""

    class Meta:
        model = PartySignature

    party = factory.SubFactory(PartyFactory)
    sent_on = DAY


class StoredFileFactory(DjangoModelFactory):
    """The smallest file that calls itself a PDF."""

    class Meta:
        model = StoredFile

    content = factory.Sequence(lambda n: PDF + str(n).encode())
    sha256 = factory.LazyAttribute(lambda row: _sha256(row.content))
    size = factory.LazyAttribute(lambda row: len(row.content))
    content_type = "application/pdf"
    stored_at = NOW


class SignedCopyFactory(DjangoModelFactory):
    """A scanned original."""

    class Meta:
        model = SignedCopy

    convention = factory.SubFactory(ConventionFactory)
    kind = "scan"
    file = factory.SubFactory(StoredFileFactory)
    name = "convention-signée.pdf"


class RenewalDecisionFactory(DjangoModelFactory):
    """One more year."""

    class Meta:
        model = RenewalDecision

    convention = factory.SubFactory(ConventionFactory)
    decided_on = DAY
    until = dt.date(2027, 4, 28)


class TerminationFactory(DjangoModelFactory):
    """A convention ended by its parties together."""

    class Meta:
        model = Termination

    convention = factory.SubFactory(ConventionFactory)
    kind = "agreement"
    given_on = dt.date(2026, 4, 10)
    effect_on = dt.date(2026, 4, 25)


class TerminationNoticeFactory(DjangoModelFactory):
    """A party to be told of the end."""

    class Meta:
        model = TerminationNotice

    termination = factory.SubFactory(TerminationFactory)
    party = factory.SubFactory(
        PartyFactory, convention=factory.SelfAttribute("..termination.convention")
    )


class FinancialTermFactory(DjangoModelFactory):
    """A rent of 300 euros a month."""

    class Meta:
        model = FinancialTerm

    convention = factory.SubFactory(ConventionFactory)
    mode = "rent"
    amount = "300.00"
    period = "month"


class InstalmentFactory(DjangoModelFactory):
    """Thirty per cent."""

    class Meta:
        model = Instalment

    convention = factory.SubFactory(ConventionFactory)
    position = factory.Sequence(lambda n: n + 1)
    percent = "30"


class PayerFactory(DjangoModelFactory):
    """Half of the price."""

    class Meta:
        model = Payer

    party = factory.SubFactory(PartyFactory)
    convention = factory.SelfAttribute("party.convention")
    percent = "50"


class RentReviewFactory(DjangoModelFactory):
    """A rent that rose by one per cent."""

    class Meta:
        model = RentReview

    convention = factory.SubFactory(ConventionFactory)
    reviewed_on = DAY
    base_value = "145.17"
    new_value = "146.68"
    amount = "303.12"


class OccupiedRoomFactory(DjangoModelFactory):
    """A room that a convention opens."""

    class Meta:
        model = OccupiedRoom

    convention = factory.SubFactory(ConventionFactory)
    room = factory.SubFactory(RoomFactory)


class LentEquipmentFactory(DjangoModelFactory):
    """A thing that a convention lends."""

    class Meta:
        model = LentEquipment

    convention = factory.SubFactory(ConventionFactory)
    equipment = factory.SubFactory(EquipmentFactory)


class OccupiedSlotFactory(DjangoModelFactory):
    """Every Tuesday afternoon."""

    class Meta:
        model = OccupiedSlot

    convention = factory.SubFactory(ConventionFactory)
    weekday = 2
    starts_at = dt.time(14)
    ends_at = dt.time(18)


class DigestSubscriptionFactory(DjangoModelFactory):
    """Somebody told every Monday."""

    class Meta:
        model = DigestSubscription

    user = factory.SubFactory("tests.admin.factories.UserFactory")
