"""Care offer, members and events of a CPTS for the tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sites.rules.names import search_key
from staffing.models import (
    CarePlace,
    CareProvider,
    CommunityEvent,
    EventCount,
    EventGuest,
    EventKind,
    Membership,
    MembershipFee,
    RegisterImport,
    RegisterStagedPlace,
    WorkingGroup,
    WorkingGroupMember,
)
from tests.sites.factories import CommuneFactory, TerritoryFactory
from tests.sites.factories_territory import CommunityFactory


class RegisterImportFactory(DjangoModelFactory):
    """A reading that has just begun."""

    class Meta:
        model = RegisterImport

    territory = factory.SubFactory(TerritoryFactory)
    file_name = "PS_LibreAcces_Personne_activite_202609230000.txt"
    file_size = 1000
    file_hash = "0" * 64
    as_of = dt.date(2026, 9, 23)
    started_at = factory.LazyFunction(timezone.now)


class RegisterStagedPlaceFactory(DjangoModelFactory):
    """A line kept by a reading."""

    class Meta:
        model = RegisterStagedPlace

    reading = factory.SubFactory(RegisterImportFactory)
    line = factory.Sequence(lambda n: n + 2)
    national_id = factory.Sequence(lambda n: f"8{10000000000 + n}")
    payload = factory.LazyFunction(dict)


class CareProviderFactory(DjangoModelFactory):
    """A general practitioner with one place."""

    class Meta:
        model = CareProvider

    national_id = factory.Sequence(lambda n: f"8{10000000000 + n}")
    rpps = factory.LazyAttribute(lambda one: one.national_id[1:])
    last_name = factory.Sequence(lambda n: f"Martin-{n + 1}")
    first_name = "Claude"
    search_key = factory.LazyAttribute(lambda one: search_key(f"{one.last_name} {one.first_name}"))
    profession = "10"
    general_practice = factory.LazyAttribute(lambda one: one.profession == "10")
    seen_on = dt.date(2026, 9, 23)
    first_seen_on = dt.date(2025, 9, 23)


class CarePlaceFactory(DjangoModelFactory):
    """A private surgery."""

    class Meta:
        model = CarePlace

    provider = factory.SubFactory(CareProviderFactory)
    commune = factory.SubFactory(CommuneFactory)
    key = factory.Sequence(lambda n: f"R{n + 1}|L|SA07")
    mode = "L"
    mode_label = "Libéral"
    sector = "SA07"
    sector_label = "Cabinet individuel"
    first_recourse = True
    name = "Cabinet médical"


class MembershipFactory(DjangoModelFactory):
    """A doctor who joined at the start of 2024."""

    class Meta:
        model = Membership

    community = factory.SubFactory(CommunityFactory)
    first_name = "Dominique"
    last_name = factory.Sequence(lambda n: f"Lefebvre-{n + 1}")
    profession = "10"
    start = dt.date(2024, 1, 1)


class MembershipFeeFactory(DjangoModelFactory):
    """Twenty euros for 2026, not paid yet."""

    class Meta:
        model = MembershipFee

    membership = factory.SubFactory(MembershipFactory)
    year = 2026
    amount = 20


class WorkingGroupFactory(DjangoModelFactory):
    """A group on unscheduled care."""

    class Meta:
        model = WorkingGroup

    community = factory.SubFactory(CommunityFactory)
    name = factory.Sequence(lambda n: f"Soins non programmés {n + 1}")


class WorkingGroupMemberFactory(DjangoModelFactory):
    """A guest of a group."""

    class Meta:
        model = WorkingGroupMember

    group = factory.SubFactory(WorkingGroupFactory)
    guest = "Camille Roussel, service des urgences"


class CommunityEventFactory(DjangoModelFactory):
    """An information evening."""

    class Meta:
        model = CommunityEvent

    community = factory.SubFactory(CommunityFactory)
    kind = EventKind.INFORMATION
    title = "Soirée de présentation"
    held_on = dt.date(2018, 5, 23)


class EventCountFactory(DjangoModelFactory):
    """All professions together."""

    class Meta:
        model = EventCount

    event = factory.SubFactory(CommunityEventFactory)
    invited = 150


class EventGuestFactory(DjangoModelFactory):
    """A guest known by name."""

    class Meta:
        model = EventGuest

    event = factory.SubFactory(CommunityEventFactory)
    name = factory.Sequence(lambda n: f"Invité {n + 1}")
