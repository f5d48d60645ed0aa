"""Three antennas of their own and those who type there, so that no test leans on the story."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

from django.utils import timezone

from consultations.models import RecordingLine
from consultations.rules.weeks import Week
from csipa.demo.rights import SECRETARY, group_of
from csipa.french.dates import public_holidays
from sites.models import Commune, Site, SiteKind, SiteScope
from tests.consultations.factories import UserFactory
from tests.sites.factories import OpeningHoursFactory
from tests.staffing.factories import ProfessionFactory

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "demonstration-csipa"
WORKING_DAYS = (1, 2, 3, 4, 5)
# A general practitioner everywhere, a midwife at the first antenna.
LINES = (("médecin généraliste", 3), ("sage-femme", 1))


def last_whole_week() -> Week:
    """Return the last week that is over and has no public holiday."""
    week = Week.of(timezone.localdate()).moved(-1)
    while any(day in public_holidays(day.year) for day in week.days):
        week = week.moved(-1)
    return week


def tell() -> None:
    """Make three antennas and two accounts that work there; print their names as JSON."""
    rank = Site.objects.count()
    centre = Site.objects.filter(kind=SiteKind.CENTRE).first()
    sites = [
        Site.objects.create(
            kind=SiteKind.ANTENNA,
            parent=centre,
            name=f"Antenne {rank + number}",
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
    week = last_whole_week()
    print(  # noqa: T201
        json.dumps(
            {
                "sites": [site.name for site in sites],
                "users": users,
                "week": str(week),
                "days": [str(day) for day in week.days[:5]],
            }
        )
    )


def _user(username: str, name: str, sites: list[Site]) -> str:
    user = UserFactory(username=username, first_name=name, last_name="Vasseur")
    user.set_password(PASSWORD)
    user.save()
    user.groups.add(group_of(SECRETARY))
    for site in sites:
        SiteScope.objects.create(user=user, site=site)
    return username


def make(environment: dict[str, str]) -> dict:
    """Make them in the database of a server that runs; return what `tell` prints."""
    script = "from tests.browser.grid_data import tell; tell()"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)
