"""A site with a room and its hours, and a permanence held there, for the tests of the planning."""

import datetime as dt
from types import SimpleNamespace

from consultations.models import SessionPurpose
from consultations.review.booking import Booking
from conventions.models import OccupiedSlot
from sites.models import Activity, Weekday
from tests.consultations.factories import MONDAY
from tests.conventions.factories import ConventionFactory
from tests.sites.factories import OpeningHoursFactory, RoomFactory

NOON = dt.time(12)
TODAY = dt.date(2026, 5, 26)


def scene(*, reference="C-2026-1", sealed=True):
    """Return a room open on Mondays from 9 to 12, with a convention there on Tuesday afternoons."""
    room = RoomFactory(name="Cabinet 1")
    OpeningHoursFactory(site=room.site, weekday=Weekday.MONDAY, activity=Activity.MEDICAL)
    convention = ConventionFactory(
        site=room.site,
        kind="permanence",
        reference=reference,
        start=dt.date(2026, 1, 26),
        end=dt.date(2026, 6, 30),
        signature_date=dt.date(2026, 1, 20),
    )
    OccupiedSlot.objects.create(
        convention=convention,
        weekday=Weekday.TUESDAY,
        starts_at=dt.time(14),
        ends_at=dt.time(18),
        position=1,
    )
    type(convention).objects.filter(pk=convention.pk).update(sealed=sealed)
    convention.refresh_from_db()
    return SimpleNamespace(room=room, site=room.site, convention=convention)


def morning(room, **changed):
    """Return a Monday morning of consultations in a room."""
    values = {
        "room": room,
        "purpose": SessionPurpose.CONSULTATION,
        "day": MONDAY,
        "starts": dt.time(9),
        "ends": NOON,
    }
    return Booking(**{**values, **changed})


def permanence(place, **changed):
    """Return a Tuesday afternoon held under the convention."""
    values = {
        "purpose": SessionPurpose.UNSCHEDULED,
        "convention": place.convention,
        "day": MONDAY + dt.timedelta(days=1),
        "starts": dt.time(14),
        "ends": dt.time(18),
    }
    return morning(place.room, **{**values, **changed})
