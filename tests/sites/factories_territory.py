"""Figures, populations, zonings and CPTS for the tests."""

import datetime as dt
import uuid

import factory
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from sites.models import (
    CommuneOutline,
    CommunePopulation,
    Community,
    CommunityMission,
    CommunityScope,
    Figure,
    MissionIndicator,
    MissionValue,
    OrganisationKind,
    Zone,
    Zoning,
)
from tests.sites.factories import CommuneFactory, OrganisationFactory, TerritoryFactory


class FigureFactory(DjangoModelFactory):
    """A stated population of a territory."""

    class Meta:
        model = Figure

    territory = factory.SubFactory(TerritoryFactory)
    measure = "population"
    value = 70000
    as_of = dt.date(2018, 5, 23)
    source = "Article de presse"


class CommunePopulationFactory(DjangoModelFactory):
    """The population of a commune in 2023."""

    class Meta:
        model = CommunePopulation

    commune = factory.SubFactory(CommuneFactory)
    year = 2023
    municipal = 1000
    source = "INSEE"


class CommuneOutlineFactory(DjangoModelFactory):
    """A square of a hundredth of a degree."""

    class Meta:
        model = CommuneOutline

    commune = factory.SubFactory(CommuneFactory)
    polygons = factory.LazyFunction(
        lambda: [[[[2.4, 50.5], [2.41, 50.5], [2.41, 50.51], [2.4, 50.51], [2.4, 50.5]]]]
    )
    source = "Fichier d’essai"
    imported_on = dt.date(2026, 1, 15)


class ZoningFactory(DjangoModelFactory):
    """A commune in the first class from January 2026."""

    class Meta:
        model = Zoning

    commune = factory.SubFactory(CommuneFactory)
    zone = Zone.ZIP
    start = dt.date(2026, 1, 1)
    source = "Arrêté de l’agence"


class CommunityFactory(DjangoModelFactory):
    """A CPTS with its association and its territory."""

    class Meta:
        model = Community

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.CPTS)
    territory = factory.SubFactory(TerritoryFactory)


class CommunityScopeFactory(DjangoModelFactory):
    """A CPTS that an account works for."""

    class Meta:
        model = CommunityScope

    user = factory.LazyFunction(lambda: User.objects.create(username=f"compte-{uuid.uuid4()}"))
    community = factory.SubFactory(CommunityFactory)


class CommunityMissionFactory(DjangoModelFactory):
    """Access to care, since 2023."""

    class Meta:
        model = CommunityMission

    community = factory.SubFactory(CommunityFactory)
    mission = "access"
    start = dt.date(2023, 1, 1)


class MissionIndicatorFactory(DjangoModelFactory):
    """People who found a doctor."""

    class Meta:
        model = MissionIndicator

    mission = factory.SubFactory(CommunityMissionFactory)
    name = factory.Sequence(lambda n: f"Patients ayant trouvé un médecin traitant {n + 1}")


class MissionValueFactory(DjangoModelFactory):
    """A value at the end of 2024."""

    class Meta:
        model = MissionValue

    indicator = factory.SubFactory(MissionIndicatorFactory)
    value = 120
    as_of = dt.date(2024, 12, 31)
    source = "Rapport d’activité"
