"""People who write on one post at the same time, each in a thread with a connection of its own.

    DATABASE_URL=… python -m tests.staffing.assigning_clients

Works on a migrated database of its own, named by DATABASE_URL, and prints what it found there at
the end as JSON.
"""

import datetime as dt
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
django.setup()

from django.db import IntegrityError, OperationalError, connection  # noqa: E402

from staffing.actions.absences import note_absence  # noqa: E402
from staffing.actions.assignments import CapacityExceeded, assign  # noqa: E402
from staffing.actions.posts import set_target  # noqa: E402
from staffing.models import Absence, Assignment, Post, TargetState  # noqa: E402
from staffing.rules.capacity import first_excess  # noqa: E402
from tests.staffing.factories import OPENING, PersonFactory, PostTargetFactory  # noqa: E402

CLIENTS = 10
PART = Decimal("0.3")
MARCH = dt.date(2026, 3, 2)
REFUSED = {IntegrityError: "by the database", CapacityExceeded: "in a sentence"}


def at_once(*writes: Callable[[], Any]) -> Counter[str]:
    """Do every write at the same moment; return how many were done, or refused and how."""
    barrier, found = threading.Barrier(len(writes)), Counter()

    def client(write: Callable[[], Any]) -> None:
        barrier.wait()
        found[attempt(write)] += 1
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
        except (IntegrityError, CapacityExceeded) as error:
            return REFUSED[type(error)]
        except django.core.exceptions.ValidationError:
            return "in a sentence"
        else:
            return "done"


def rows(post: Post, people: list[Any]) -> list[Assignment]:
    """Return assignments that nothing has checked."""
    return [Assignment(post=post, person=one, fte=PART, start=OPENING) for one in people]


def raw(post: Post) -> Counter[str]:
    """Write behind the back of every form: the database alone stands there."""
    people = PersonFactory.create_batch(CLIENTS)
    return at_once(
        *(lambda row=row: Assignment.objects.bulk_create([row]) for row in rows(post, people))
    )


def same_person(post: Post) -> Counter[str]:
    """Put one person on a post several times."""
    person = PersonFactory()
    return at_once(*(lambda row=row: row.save() for row in rows(post, [person] * 3)))


def acted(post: Post) -> Counter[str]:
    """Go through the action that pages call."""
    people = PersonFactory.create_batch(CLIENTS)
    return at_once(
        *(
            lambda one=one: assign(post=post, person=one, fte=PART, start=OPENING, by=None)
            for one in people
        )
    )


def lowered(post: Post) -> Counter[str]:
    """Lower what is authorised while people arrive."""
    people = PersonFactory.create_batch(CLIENTS)
    lower = {"start": MARCH, "fte": Decimal("0.3"), "state": TargetState.OPEN, "by": None}
    return at_once(
        lambda: set_target(post=post, **lower),
        *(lambda row=row: row.save() for row in rows(post, people)),
    )


def away() -> Counter[str]:
    """Note the same absence several times, through the action and without it."""
    person = PersonFactory()
    days = {"person": person, "start": MARCH, "end": MARCH}
    return at_once(
        *(lambda: Absence(**days).save() for _ in range(3)),
        *(lambda: note_absence(by=None, **days) for _ in range(3)),
    )


def excesses() -> int:
    """Count the posts that hold more than they are authorised for."""
    return sum(
        first_excess(post.targets.all(), post.assignments.all()) is not None
        for post in Post.objects.prefetch_related("targets", "assignments")
    )


def main() -> None:
    """Run every scene and print what came of it."""
    posts = [target.post for target in PostTargetFactory.create_batch(4, fte=1)]
    scenes = [raw(posts[0]), same_person(posts[1]), acted(posts[2])]
    lowered(posts[3])
    scenes.append(away())
    names = ("raw", "same person", "acted", "away")
    found: dict[str, Any] = {name: scene["done"] for name, scene in zip(names, scenes, strict=True)}
    found["told in a sentence"] = scenes[2]["in a sentence"]
    found["posts over their target"] = excesses()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
