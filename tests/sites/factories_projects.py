"""Closures, waivers, health projects and changes to tell, for the tests."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from sites.models import (
    AntennaLimit,
    ChangeNature,
    ChangeSetAside,
    Closure,
    CommitmentFinding,
    CommitmentTheme,
    FindingState,
    HealthCommitment,
    HealthProject,
    LimitWaiver,
    SubstantialChange,
)
from tests.sites.factories import SiteFactory


class ClosureFactory(DjangoModelFactory):
    """A week of works."""

    class Meta:
        model = Closure

    site = factory.SubFactory(SiteFactory)
    start = dt.date(2026, 8, 3)
    end = dt.date(2026, 8, 7)
    reason = "Travaux"


class LimitWaiverFactory(DjangoModelFactory):
    """Leave to open an antenna longer."""

    class Meta:
        model = LimitWaiver

    site = factory.SubFactory(SiteFactory)
    limit = AntennaLimit.HOURS
    reason = "Remplacement du cabinet fermé de la commune."
    decided_by = "Agence régionale de santé"
    decided_on = dt.date(2026, 1, 5)


class HealthProjectFactory(DjangoModelFactory):
    """The first edition, in force."""

    class Meta:
        model = HealthProject

    site = factory.SubFactory(SiteFactory)
    edition = 1
    applies_from = dt.date(2024, 6, 1)


class HealthCommitmentFactory(DjangoModelFactory):
    """A promise on continuity."""

    class Meta:
        model = HealthCommitment

    project = factory.SubFactory(HealthProjectFactory)
    theme = CommitmentTheme.CONTINUITY
    text = "Répondre aux patients pendant les absences"


class CommitmentFindingFactory(DjangoModelFactory):
    """A promise kept."""

    class Meta:
        model = CommitmentFinding

    commitment = factory.SubFactory(HealthCommitmentFactory)
    found_on = dt.date(2025, 9, 1)
    state = FindingState.KEPT


class SubstantialChangeFactory(DjangoModelFactory):
    """An antenna opens."""

    class Meta:
        model = SubstantialChange

    site = factory.SubFactory(SiteFactory)
    nature = ChangeNature.ANTENNA_OPENED
    happened_on = dt.date(2026, 2, 2)
    description = "Ouverture de l’antenne."


class ChangeSetAsideFactory(DjangoModelFactory):
    """An address mended, which nobody need be told."""

    class Meta:
        model = ChangeSetAside

    site = factory.SubFactory(SiteFactory)
    nature = ChangeNature.CENTRE_MOVED
    happened_on = dt.date(2026, 2, 2)
    reason = "Faute de frappe corrigée."
    set_aside_on = dt.date(2026, 2, 3)
