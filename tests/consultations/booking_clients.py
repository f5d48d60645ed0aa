"""People who book one room at the same time, each in a thread with a connection of its own.

    DATABASE_URL=… python -m tests.consultations.booking_clients

Works on a migrated database of its own, named by DATABASE_URL, and prints what it found there at
the end as JSON.
"""

import datetime as dt
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
django.setup()

from django.db import IntegrityError, OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from consultations.actions.sessions import (  # noqa: E402
    BookingRefused,
    SeriesRefused,
    book,
    book_series,
)
from consultations.models import Session, SessionPurpose  # noqa: E402
from consultations.review.booking import Booking  # noqa: E402
from tests.consultations.factories import MONDAY, UserFactory  # noqa: E402
from tests.consultations.factories_sessions import SessionFactory, at  # noqa: E402
from tests.sites.factories import RoomFactory, SiteScopeFactory  # noqa: E402
from tests.staffing.factories import PersonFactory  # noqa: E402

TOLD = (BookingRefused, SeriesRefused)


def at_once(*writes: Callable[[], Any]) -> list[str]:
    """Do every write at the same moment; return « done », or what each was told."""
    barrier, found = threading.Barrier(len(writes)), []

    def client(write: Callable[[], Any]) -> None:
        barrier.wait()
        found.append(attempt(write))
        connection.close()

    threads = [threading.Thread(target=client, args=(write,)) for write in writes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def attempt(write: Callable[[], Any]) -> str:
    """Do one write, again as long as the database is busy, and tell what came of it."""
    while True:
        try:
            write()
        except OperationalError:
            connection.close()
            time.sleep(0.01)
        except TOLD as error:
            return str(error)
        except IntegrityError:
            return "by the database"
        else:
            return "done"


def booking(room: Any, person: Any = None, day: dt.date = MONDAY) -> Booking:
    """Return a morning in a room, out of the ordinary as the site has no hours."""
    return Booking(
        room=room,
        purpose=SessionPurpose.MEETING,
        day=day,
        starts=dt.time(9),
        ends=dt.time(12),
        person=person,
        reason="Essai",
    )


def one_room(number: int) -> dict[str, Any]:
    """Have `number` people book the same room through the action that pages call."""
    room = RoomFactory()
    people = [UserFactory(first_name="Zoé", last_name=f"Petit-{n}") for n in range(number)]
    for one in people:
        SiteScopeFactory(user=one, site=room.site)
    now = timezone.now()
    found = at_once(
        *(lambda by=by: book(booking(room), by=by, now=now, today=MONDAY) for by in people)
    )
    winner = Session.objects.select_related("author").get(room=room)
    by = f"réservée par {winner.author.get_full_name()} le "
    losers = [text for text in found if text != "done"]
    return {
        "done": found.count("done"),
        "told by whom": sum(by in text and "La salle est prise" in text for text in losers),
    }


def raw(number: int) -> dict[str, int]:
    """Write behind the back of every page: the database alone stands there."""
    room = RoomFactory()
    rows = [
        SessionFactory.build(room=room, site=room.site, starts_at=at(MONDAY, 9))
        for _ in range(number)
    ]
    found = at_once(*(lambda row=row: Session.objects.bulk_create([row]) for row in rows))
    return {"done": found.count("done"), "refused": found.count("by the database")}


def one_person(number: int) -> int:
    """Expect one person in several rooms; return how many bookings were made."""
    person = PersonFactory()
    rooms = RoomFactory.create_batch(number)
    now = timezone.now()
    found = at_once(
        *(
            lambda room=room: book(booking(room, person), by=None, now=now, today=MONDAY)
            for room in rooms
        )
    )
    return found.count("done")


def series() -> dict[str, int]:
    """Book the same four weeks twice: all of one, nothing of the other."""
    room, now = RoomFactory(), timezone.now()
    days = [MONDAY + dt.timedelta(weeks=week) for week in range(4)]

    def write() -> Any:
        return book_series(
            [booking(room, day=day) for day in days],
            first=days[0],
            last=days[-1],
            every=1,
            by=None,
            now=now,
            today=MONDAY,
        )

    found = at_once(write, write)
    return {"done": found.count("done"), "sessions": Session.objects.filter(room=room).count()}


def main() -> None:
    """Run every scene and print what came of it."""
    found = {
        "two": one_room(2),
        "ten": one_room(10),
        "raw": raw(5),
        "one person": one_person(4),
        "series": series(),
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
