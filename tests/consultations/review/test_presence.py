"""People present and hours open: the same as day by day, worked out once."""

import datetime as dt
from decimal import Decimal

import pytest

from consultations.review.presence import Clock, read_presence
from consultations.rules.pivot import Dimension
from sites.models import Activity, Closure
from sites.review.opening import calendar_of, with_openings
from sites.rules.opening import days_between, merged
from staffing.models import Profession
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2025, 12, 1), dt.date(2026, 8, 31)
MONTH, SITE, PROFESSION, KIND = Dimension


@pytest.fixture
def site():
    """Open from 10 December to 20 August; hours change in April; Easter and a closure fall in."""
    found = SiteFactory(opened_on=dt.date(2025, 12, 10), closed_on=dt.date(2026, 8, 21))
    for weekday in range(1, 6):
        hours(found, Activity.MEDICAL, weekday, 9, 12, end=dt.date(2026, 3, 31))
        hours(found, Activity.MEDICAL, weekday, 8, 17, start=dt.date(2026, 4, 1))
    for weekday in range(1, 8):
        hours(found, Activity.NURSING, weekday, 7, 10)
    Closure.objects.create(
        site=found,
        start=dt.date(2026, 5, 4),
        end=dt.date(2026, 5, 10),
        activity=Activity.MEDICAL,
        reason="Formation",
    )
    return found


def hours(site, activity, weekday, opens, closes, **period):
    OpeningHoursFactory(
        site=site,
        activity=activity,
        weekday=weekday,
        opens_at=dt.time(opens),
        closes_at=dt.time(closes),
        **{"start": None, "end": None, **period},
    )


def presence(*sites, counted=(), narrowed=False, today=LAST, is_whole=False):
    return read_presence(
        FIRST,
        LAST,
        today=today,
        sites=sites,
        is_whole=is_whole,
        professions={row.pk: row for row in Profession.objects.all()},
        counted=[row.pk for row in counted],
        narrowed=narrowed,
    )


@pytest.mark.parametrize(
    "activities", [[], [Activity.MEDICAL], [Activity.NURSING], [Activity.MEDICAL, Activity.NURSING]]
)
def test_hours_are_those_of_each_day_added_up(site, activities):
    calendar = calendar_of(with_openings([site])[0])
    expected = sum(
        span.minutes
        for day in days_between(FIRST, LAST)
        for span in merged(
            span for one in activities or [""] for span in calendar.spans_on(day, one)
        )
    )
    assert expected
    assert Clock(calendar).minutes(FIRST, LAST, frozenset(activities)) == expected


def test_hours_of_months_and_sites_add_up_to_the_whole(site):
    other = SiteFactory(opened_on=dt.date(2025, 1, 1))
    hours(other, Activity.MEDICAL, 2, 9, 12)
    found = presence(site, other)
    whole = found.open_minutes((), ())
    assert sum(found.open_minutes((SITE,), (one.pk,)) for one in (site, other)) == whole
    assert sum(found.open_minutes((MONTH,), (month,)) for month in found.months) == whole


def test_hours_are_those_of_the_activity_of_a_profession(site):
    doctor = ProfessionFactory(activity=Activity.MEDICAL)
    clerk = ProfessionFactory(name="secrétaire", activity="")
    found = presence(site, counted=[doctor], narrowed=True)
    medical = found.open_minutes((PROFESSION,), (doctor.pk,))
    assert found.open_minutes((), ()) == medical
    assert presence(site).open_minutes((), ()) > medical
    assert found.open_minutes((PROFESSION,), (clerk.pk,)) is None
    assert found.open_minutes((KIND,), ("remote",)) is None
    assert presence(site, counted=[clerk], narrowed=True).open_minutes((), ()) is None


def test_fte_of_months_add_up_and_stop_today(site):
    doctor = ProfessionFactory()
    post = PostFactory(profession=doctor, site=site)
    PostTargetFactory(post=post, start=dt.date(2025, 1, 1), fte=Decimal(1))
    AssignmentFactory(
        post=post, start=dt.date(2026, 1, 16), end=dt.date(2026, 2, 14), fte=Decimal("0.8")
    )
    found = presence(site, counted=[doctor], today=dt.date(2026, 2, 7))
    january, february = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    assert found.last == dt.date(2026, 2, 7)
    assert found.etpt((MONTH,), (january,)) == Decimal("0.8") * 16 / 31
    assert found.etpt((MONTH,), (february,)) == Decimal("0.8")
    assert found.fte_months((MONTH,), (february,)) == Decimal("0.8") * 7 / 28
    months = [found.fte_months((MONTH,), (month,)) for month in found.months]
    assert sum(months) == found.fte_months((), ())


def test_those_of_no_site_count_in_the_whole_only(site):
    doctor = ProfessionFactory()
    post = PostFactory(profession=doctor, site=None)
    PostTargetFactory(post=post, start=FIRST, fte=Decimal(1))
    AssignmentFactory(post=post, start=FIRST, end=None, fte=Decimal(1))
    assert presence(site, counted=[doctor], is_whole=True).etpt((), ()) == 1
    assert presence(site, counted=[doctor]).etpt((), ()) == 0


def test_those_who_do_not_consult_do_not_count(site):
    clerk = ProfessionFactory()
    post = PostFactory(profession=clerk, site=site)
    PostTargetFactory(post=post, start=FIRST, fte=Decimal(1))
    AssignmentFactory(post=post, start=FIRST, end=None, fte=Decimal(1))
    assert presence(site, counted=[]).etpt((), ()) == 0
