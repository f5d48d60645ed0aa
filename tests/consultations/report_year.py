"""A centre and its antenna with two years of counts, for the tests of the report."""

import datetime as dt
from decimal import Decimal

from consultations.models import Ledger, SessionPurpose, SessionState
from csipa.models import Precision
from staffing.models import StaffingMeasure
from tests.consultations.factories import (
    ActivityCountFactory,
    MeetingAttendanceFactory,
    PreventionActionFactory,
    RecordingLineFactory,
    SiteRecordingFactory,
    TeamMeetingFactory,
)
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.conventions.factories import ConventionFactory
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
    StatedStaffingFactory,
)

TODAY = dt.date(2026, 7, 1)
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)


def tuesdays(first, last):
    """Return the Tuesdays of a period."""
    days = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
    return [day for day in days if day.isoweekday() == 2]


def written_year():
    """Write a centre that counts two professions and an antenna that forgot two Tuesdays.

    From January to June 2026: 26 Tuesdays, 25 entered at the centre, 24 at the antenna (14 April
    and 2 June are missing), and the centre alone notes people without practitioner and refusals.
    """
    centre = SiteFactory(name="Labourse")
    antenna = SiteFactory(antenna=True, name="Robecq", parent=centre)
    doctor = ProfessionFactory(position=1)
    midwife = ProfessionFactory(name="sage-femme", plural="sages-femmes", activity="", position=2)
    SiteRecordingFactory(site=centre, shows_without_gp=True, shows_refused=True)
    SiteRecordingFactory(site=antenna, shows_unscheduled=False, shows_refused=False)
    for site in (centre, antenna):
        OpeningHoursFactory(site=site)
        RecordingLineFactory(site=site, profession=doctor)
    _counts(centre, antenna, doctor, midwife)
    post = PostTargetFactory(
        post=PostFactory(profession=doctor), start=dt.date(2024, 6, 1), fte=Decimal("4.5")
    ).post
    AssignmentFactory(post=post, start=dt.date(2024, 6, 1), fte=Decimal("0.5"))
    StatedStaffingFactory(
        profession=doctor,
        measure=StaffingMeasure.VACANT,
        value=Decimal(4),
        precision=Precision.ABOUT,
        as_of=dt.date(2025, 9, 1),
        source="Conseil communautaire",
    )
    _beside(centre)
    return centre, antenna


def _counts(centre, antenna, doctor, midwife):
    forgotten = {dt.date(2026, 4, 14), dt.date(2026, 6, 2)}
    for day in tuesdays(FIRST, LAST):
        ActivityCountFactory(
            site=centre, profession=doctor, date=day, done=20, without_gp=5, refused=2
        )
        if day not in forgotten:
            ActivityCountFactory(site=antenna, profession=doctor, date=day, done=10)
    ActivityCountFactory(
        site=centre, profession=midwife, date=dt.date(2026, 3, 3), done=4, without_gp=0
    )
    for day in tuesdays(dt.date(2025, 1, 1), dt.date(2025, 6, 30)):
        ActivityCountFactory(site=centre, profession=doctor, date=day, done=16)


def _beside(centre):
    session = SessionFactory(
        room__site=centre,
        purpose=SessionPurpose.UNSCHEDULED,
        ledger=Ledger.SNP,
        convention=ConventionFactory(),
        state=SessionState.HELD,
        starts_at=at(dt.date(2026, 2, 3), 14),
    )
    SessionCountFactory(session=session, done=7)
    PreventionActionFactory(site=centre, reached=40, date=dt.date(2026, 3, 3))
    meeting = TeamMeetingFactory(site=centre, date=dt.date(2026, 3, 5))
    MeetingAttendanceFactory(meeting=meeting)
