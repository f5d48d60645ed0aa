"""Campaigns, candidates, welcome and studies of need for the tests."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from staffing.models import (
    Candidate,
    CandidateStep,
    Channel,
    NeedProfession,
    NeedStudy,
    Recruitment,
    ServiceWork,
    Stage,
    SupportScope,
    SupportUnit,
    SupportWork,
    WelcomeItem,
    WelcomeStep,
    WelcomeTheme,
)
from tests.staffing.factories import AssignmentFactory, ProfessionFactory


class RecruitmentFactory(DjangoModelFactory):
    """A campaign by advertisement, running."""

    class Meta:
        model = Recruitment

    title = factory.Sequence(lambda n: f"Campagne {n + 1}")
    profession = factory.SubFactory(ProfessionFactory)
    channel = Channel.ADVERTISEMENT
    opened_on = dt.date(2025, 1, 6)


class CandidateFactory(DjangoModelFactory):
    """Somebody in touch since January 2025."""

    class Meta:
        model = Candidate

    recruitment = factory.SubFactory(RecruitmentFactory)
    first_name = "Dominique"
    last_name = factory.Sequence(lambda n: f"Petit-{n + 1}")
    last_contact_on = dt.date(2025, 1, 20)


class CandidateStepFactory(DjangoModelFactory):
    """A first contact."""

    class Meta:
        model = CandidateStep

    candidate = factory.SubFactory(CandidateFactory)
    stage = Stage.CONTACT
    reached_on = dt.date(2025, 1, 13)


class WelcomeItemFactory(DjangoModelFactory):
    """A line about housing."""

    class Meta:
        model = WelcomeItem

    theme = WelcomeTheme.HOUSING
    label = factory.Sequence(lambda n: f"Visite de logement {n + 1}")


class WelcomeStepFactory(DjangoModelFactory):
    """A line still to be done."""

    class Meta:
        model = WelcomeStep

    assignment = factory.SubFactory(AssignmentFactory)
    item = factory.SubFactory(WelcomeItemFactory)


class NeedStudyFactory(DjangoModelFactory):
    """A study of 2026."""

    class Meta:
        model = NeedStudy

    title = factory.Sequence(lambda n: f"Étude {n + 1}")
    year = 2026


class NeedProfessionFactory(DjangoModelFactory):
    """218 days of 7 hours: 1 526 hours a year."""

    class Meta:
        model = NeedProfession

    study = factory.SubFactory(NeedStudyFactory)
    profession = factory.SubFactory(ProfessionFactory)
    public_holidays = Decimal(9)
    annual_leave = Decimal(25)
    sick_leave = Decimal(3)
    other_leave = Decimal(5)


class ServiceWorkFactory(DjangoModelFactory):
    """4 000 consultations of twenty minutes."""

    class Meta:
        model = ServiceWork

    need = factory.SubFactory(NeedProfessionFactory)
    label = "Consultations"
    annual_workload = Decimal(4000)
    minutes = Decimal(20)


class SupportWorkFactory(DjangoModelFactory):
    """15 % of everybody's time."""

    class Meta:
        model = SupportWork

    need = factory.SubFactory(NeedProfessionFactory)
    label = "Dossiers et réunions"
    scope = SupportScope.ALL
    amount = Decimal(15)
    unit = SupportUnit.PERCENT
