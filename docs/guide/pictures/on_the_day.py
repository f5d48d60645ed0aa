"""manage.py on the day of the pictures: `python on_the_day.py runserver …`.

Stages, delays and messages depend on the day. The clock of the program starts at DAY, so that the
pictures are the same whenever they are made; it runs on from there.
"""

import datetime as dt
import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line
from django.utils import timezone

DAY = dt.datetime(2026, 7, 8, 8, tzinfo=dt.UTC)


def main() -> None:
    """Run one command of manage.py with the clock of the pictures."""
    sys.path[0] = str(Path(__file__).resolve().parents[3])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    ahead = DAY - dt.datetime.now(dt.UTC)
    timezone.now = lambda: dt.datetime.now(dt.UTC) + ahead
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
