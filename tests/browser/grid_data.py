"""Three antennas of their own and those who type there, so that no test leans on the story."""

import datetime as dt
import json

from django.utils import timezone

from consultations.models import RecordingLine
from consultations.rules.weeks import Week
from csipa.french.dates import public_holidays
from csipa.roles.catalogue import SECRETARY
from csipa.roles.keeping import group_of
from sites.models import Commune, Site, SiteKind, SiteScope
from tests.browser.walking import PASSWORD
from tests.consultations.factories import UserFactory
from tests.sites.factories import OpeningHoursFactory
from tests.staffing.factories import ProfessionFactory

WEEKS = 40
WORKING_DAYS = (1, 2, 3, 4, 5)
# A general practitioner everywhere, a midwife at the first antenna.
LINES = (("médecin généraliste", 3), ("sage-femme", 1))


def whole_weeks() -> list[Week]:
    """Return the last weeks that are over and have no public holiday, the latest first.

    What is usual is told by the past: a test that takes the next one has none.
    """
    week, found = Week.of(timezone.localdate()), []
    while len(found) < WEEKS:
        week = week.moved(-1)
        if not any(day in public_holidays(day.year) for day in week.days):
            found.append(week)
    return found


def tell() -> None:
    """Make three antennas and two accounts that work there; print their names as JSON."""
    rank = Site.objects.count()
    centre = Site.objects.filter(kind=SiteKind.CENTRE).first()
    sites = [
        Site.objects.create(
            kind=SiteKind.ANTENNA,
            parent=centre,
            # Screens list them by name: « 10 » would come before « 9 ».
            name=f"Antenne {rank + number:03}",
            commune=Commune.objects.first(),
            opened_on=dt.date(2024, 6, 3),
        )
        for number in (1, 2, 3)
    ]
    for site in sites:
        for weekday in WORKING_DAYS:
            OpeningHoursFactory(site=site, weekday=weekday, closes_at=dt.time(18))
    for position, (name, number) in enumerate(LINES, start=1):
        profession = ProfessionFactory(name=name)
        for site in sites[:number]:
            RecordingLine.objects.create(site=site, profession=profession, position=position)
    users = [_user(f"saisie-{rank}-{name}", name, sites) for name in ("Marie", "Lucie")]
    weeks = [
        {"week": str(week), "days": [str(day) for day in week.days[:5]]} for week in whole_weeks()
    ]
    print(  # noqa: T201
        json.dumps({"sites": [site.name for site in sites], "users": users, "weeks": weeks})
    )


def _user(username: str, name: str, sites: list[Site]) -> str:
    user = UserFactory(username=username, first_name=name, last_name="Vasseur")
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(group_of(SECRETARY))
    for site in sites:
        SiteScope.objects.create(user=user, site=site)
    return username
