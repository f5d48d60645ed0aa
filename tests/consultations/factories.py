"""Activity for the tests."""

import datetime as dt

import factory
from django.contrib.auth.models import User
from django.utils import timezone
from factory.django import DjangoModelFactory

from consultations.models import (
    ActivityCount,
    MeetingAttendance,
    MeetingKind,
    MonthEvent,
    MonthLock,
    MonthlyTotal,
    MonthStep,
    PreventionAction,
    PreventionPartner,
    PreventionPlace,
    PreventionTheme,
    RecordingLine,
    SiteRecording,
    TeamMeeting,
)
from consultations.rules.months import last_day
from tests.sites.factories import SiteFactory
from tests.staffing.factories import ProfessionFactory

MONDAY = dt.date(2026, 6, 1)
"""The first day of a month, and a Monday without holiday in its week."""


class UserFactory(DjangoModelFactory):
    """Somebody who types."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"secretaire-{n + 1}")
    first_name = "Marie"
    last_name = "Duval"
    is_staff = True


class ActivityCountFactory(DjangoModelFactory):
    """Twelve consultations on a Monday, written without the action."""

    class Meta:
        model = ActivityCount

    site = factory.SubFactory(SiteFactory)
    profession = factory.SubFactory(ProfessionFactory)
    date = factory.Sequence(lambda n: MONDAY + dt.timedelta(days=n))
    done = 12
    entered_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class MonthlyTotalFactory(DjangoModelFactory):
    """A sum that no row explains."""

    class Meta:
        model = MonthlyTotal

    site = factory.SubFactory(SiteFactory)
    profession = factory.SubFactory(ProfessionFactory)
    month = MONDAY


class SiteRecordingFactory(DjangoModelFactory):
    """The defaults, as a row."""

    class Meta:
        model = SiteRecording

    site = factory.SubFactory(SiteFactory)


class RecordingLineFactory(DjangoModelFactory):
    """A line of general practitioners."""

    class Meta:
        model = RecordingLine

    site = factory.SubFactory(SiteFactory)
    profession = factory.SubFactory(ProfessionFactory)
    position = 1


class MonthLockFactory(DjangoModelFactory):
    """June 2026, open."""

    class Meta:
        model = MonthLock

    site = factory.SubFactory(SiteFactory)
    month = MONDAY
    last_day = factory.LazyAttribute(lambda lock: last_day(lock.month))


class MonthEventFactory(DjangoModelFactory):
    """A closing."""

    class Meta:
        model = MonthEvent

    lock = factory.SubFactory(MonthLockFactory)
    step = MonthStep.CLOSE
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class PreventionActionFactory(DjangoModelFactory):
    """A vaccination at a site."""

    class Meta:
        model = PreventionAction

    title = "Vaccination contre la grippe"
    theme = PreventionTheme.VACCINATION
    public = "grand public"
    date = MONDAY
    place = PreventionPlace.SITE
    site = factory.SubFactory(SiteFactory)


class PreventionPartnerFactory(DjangoModelFactory):
    """A partner by its name."""

    class Meta:
        model = PreventionPartner

    action = factory.SubFactory(PreventionActionFactory)
    name = "Pharmacie de la Place"
    position = 1


class TeamMeetingFactory(DjangoModelFactory):
    """A meeting on complex cases."""

    class Meta:
        model = TeamMeeting

    date = MONDAY
    site = factory.SubFactory(SiteFactory)
    kind = MeetingKind.CASES


class MeetingAttendanceFactory(DjangoModelFactory):
    """Two practitioners at a meeting."""

    class Meta:
        model = MeetingAttendance

    meeting = factory.SubFactory(TeamMeetingFactory)
    profession = factory.SubFactory(ProfessionFactory)
    number = 2
    position = 1
