"""The planning for the tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from consultations.models import (
    Ledger,
    Session,
    SessionCommune,
    SessionCount,
    SessionFeed,
    SessionPurpose,
    SessionSeries,
)
from tests.consultations.factories import MONDAY, UserFactory
from tests.conventions.factories import ConventionFactory
from tests.sites.factories import CommuneFactory, RoomFactory, SiteFactory


def at(day, hour, minute=0):
    """Return a local moment."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


class SessionSeriesFactory(DjangoModelFactory):
    """Four weeks."""

    class Meta:
        model = SessionSeries

    site = factory.SubFactory(SiteFactory)
    first_day = MONDAY
    last_day = MONDAY + dt.timedelta(days=27)


class SessionFactory(DjangoModelFactory):
    """Consultations of the centre, 9 to 12, on days of the two months from MONDAY on."""

    class Meta:
        model = Session

    room = factory.SubFactory(RoomFactory)
    site = factory.LazyAttribute(lambda session: session.room.site)
    purpose = SessionPurpose.CONSULTATION
    starts_at = factory.Sequence(lambda n: at(MONDAY + dt.timedelta(days=n % 60), 9))
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + dt.timedelta(hours=3))
    free_at = factory.LazyAttribute(lambda session: session.ends_at)
    booked_at = factory.LazyFunction(timezone.now)

    class Params:
        snp = factory.Trait(
            purpose=SessionPurpose.UNSCHEDULED,
            ledger=Ledger.SNP,
            convention=factory.SubFactory(ConventionFactory),
        )


class SessionCountFactory(DjangoModelFactory):
    """Ten consultations of a session of unscheduled care."""

    class Meta:
        model = SessionCount

    session = factory.SubFactory(SessionFactory, snp=True)
    done = 10


class SessionCommuneFactory(DjangoModelFactory):
    """Three consultations from one commune."""

    class Meta:
        model = SessionCommune

    count = factory.SubFactory(SessionCountFactory)
    commune = factory.SubFactory(CommuneFactory)
    number = 3


class SessionFeedFactory(DjangoModelFactory):
    """The address of a site."""

    class Meta:
        model = SessionFeed

    site = factory.SubFactory(SiteFactory)
    name = "Téléphone du cabinet"
    secret_hash = factory.Sequence(lambda n: f"{n:064d}")
    author = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
