"""How long the table of posts takes over ten years, beside a day-by-day join of DuckDB.

    python bench/fte.py [--assignments 500] [--rounds 15]

SQLite in a file of its own, then PostgreSQL in a throw-away cluster where Debian's is installed.
"Ours" reads the posts and assignments with two queries and sweeps them once: every level of every
day. DuckDB holds the same lines in memory and joins them to the calendar: once for the FTE filled
alone, the least that can be asked, and once for all that ours gives (authorised, open, deferred,
filled, vacant post by post, heads). All take turns in one run. Ratios only: ours to each join, 1 or
less being the aim. The last line of each engine is the proof: every day of every profession, the
same figures on both sides.
"""

import argparse
import datetime as dt
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from told import Ratio, tell

ROOT = Path(__file__).resolve().parent.parent
FIRST, YEARS = dt.date(2016, 1, 1), 10
DAYS = YEARS * 365
POSTS, PROFESSIONS = 60, 8
COLUMNS = ("authorised", "open", "deferred", "filled", "vacant", "heads")

TABLES = """
CREATE TABLE days AS SELECT CAST(range AS DATE) AS day FROM range(DATE '{first}', DATE '{last}',
  INTERVAL 1 DAY);
CREATE TABLE targets (post INT, profession INT, start DATE, fte DECIMAL(9, 3), state VARCHAR);
CREATE TABLE held (post INT, profession INT, person INT, start DATE, "end" DATE,
  fte DECIMAL(9, 3));
"""
# The answer stays where it is: making Python objects of it would be counted against DuckDB.
KEPT = "CREATE OR REPLACE TEMP TABLE kept AS"
FILLED_ONLY = """
SELECT day, profession, SUM(fte) FROM days JOIN held
  ON held.start <= day AND (held."end" IS NULL OR held."end" >= day)
GROUP BY day, profession
"""
EVERYTHING = """
WITH spans AS (
  SELECT *, LEAD(start) OVER (PARTITION BY post ORDER BY start) AS next FROM targets
), wanted AS (
  SELECT day, post, profession, state, fte FROM days JOIN spans
    ON spans.start <= day AND (next IS NULL OR day < next)
), present AS (
  SELECT day, post, profession, person, fte FROM days JOIN held
    ON held.start <= day AND (held."end" IS NULL OR held."end" >= day)
), filled AS (
  SELECT day, post, SUM(fte) AS fte FROM present GROUP BY day, post
), by_post AS (
  SELECT w.day, w.profession, w.state, w.fte, COALESCE(f.fte, 0) AS filled
  FROM wanted w LEFT JOIN filled f ON f.day = w.day AND f.post = w.post
), sums AS (
  SELECT day, profession, SUM(fte) AS authorised,
    SUM(CASE WHEN state = 'open' THEN fte ELSE 0 END) AS open,
    SUM(CASE WHEN state = 'deferred' THEN fte ELSE 0 END) AS deferred, SUM(filled) AS filled,
    SUM(CASE WHEN state = 'open' AND fte > filled THEN fte - filled ELSE 0 END) AS vacant
  FROM by_post GROUP BY day, profession
), people AS (
  SELECT day, profession, COUNT(DISTINCT person) AS heads FROM present GROUP BY day, profession
)
SELECT s.day, s.profession, authorised, open, deferred, filled, vacant, COALESCE(heads, 0)
FROM sums s LEFT JOIN people p ON p.day = s.day AND p.profession = s.profession
"""


def fill(assignments: int) -> None:
    """Write posts over ten years, each held by one person after another, some half times."""
    from staffing.models import (  # noqa: PLC0415
        Assignment,
        Person,
        Post,
        PostTarget,
        Profession,
        ProfessionFamily,
    )

    drawn = random.Random(5)
    professions = [
        Profession.objects.create(
            name=f"profession {rank}", plural="", family=ProfessionFamily.MEDICAL
        )
        for rank in range(PROFESSIONS)
    ]
    people = Person.objects.bulk_create(
        Person(first_name="Camille", last_name=f"Martin-{rank}", gender="f")
        for rank in range(assignments * 3 // 5)
    )
    posts = Post.objects.bulk_create(
        Post(label=f"Poste {rank}", profession=professions[rank % PROFESSIONS])
        for rank in range(POSTS)
    )
    targets, held = [], []
    for rank, post in enumerate(posts):
        start = FIRST + dt.timedelta(days=drawn.randrange(200))
        deferred = rank % 5 == 0
        targets.append(
            PostTarget(
                post=post,
                start=start,
                fte=1,
                state="deferred" if deferred else "open",
                reason="Plus tard." if deferred else "",
            )
        )
        opened = start + dt.timedelta(days=120)
        targets.append(PostTarget(post=post, start=opened, fte=Decimal("1.5"), state="open"))
        count = assignments // POSTS + (rank < assignments % POSTS)
        length = (DAYS - 400) // max(count, 1)
        for turn in range(count):
            begun = opened + dt.timedelta(days=turn * length)
            end = begun + dt.timedelta(days=drawn.randrange(length // 2, length))
            held.append(
                Assignment(
                    post=post,
                    person=drawn.choice(people),
                    fte=drawn.choice([Decimal("0.5"), Decimal("0.8"), Decimal(1)]),
                    start=begun,
                    end=None if turn == count - 1 else end,
                )
            )
    PostTarget.objects.bulk_create(targets)
    Assignment.objects.bulk_create(held)


def calendar_join(connection: Any) -> None:
    """Give DuckDB the lines of the database, read once and for all."""
    from staffing.models import Assignment, PostTarget  # noqa: PLC0415

    connection.execute(TABLES.format(first=FIRST, last=FIRST + dt.timedelta(days=DAYS)))
    connection.executemany(
        "INSERT INTO targets VALUES (?, ?, ?, ?, ?)",
        PostTarget.objects.values_list("post", "post__profession", "start", "fte", "state"),
    )
    connection.executemany(
        "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?)",
        Assignment.objects.values_list("post", "post__profession", "person", "start", "end", "fte"),
    )


def turns(ways: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Return the median time of each way, in seconds; they take turns after one for nothing."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            spent[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in spent.items()}


def differences(found: Any, joined: list[tuple[Any, ...]]) -> int:
    """Return how many (day, profession) have not the same figures on both sides."""
    from staffing.rules.fte import level_on  # noqa: PLC0415

    wrong = 0
    for day, profession, *figures in joined:
        level = level_on(found.by_group[profession, None], day)
        wrong += [getattr(level, name) for name in COLUMNS] != figures
    return wrong


def measure(assignments: int, rounds: int) -> None:
    """Print what the database of DATABASE_URL does."""
    try:
        import duckdb  # noqa: PLC0415
    except ImportError as error:
        sys.exit(f"DuckDB is not there to be measured against ({error}): run make check once.")
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    # Imported here: settings read the database from the environment.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from staffing.review.establishment import establishment  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    fill(assignments)
    duck = duckdb.connect()
    calendar_join(duck)
    spent = turns(
        {
            "ours": establishment,
            "filled": lambda: duck.execute(f"{KEPT} {FILLED_ONLY}"),
            "everything": lambda: duck.execute(f"{KEPT} {EVERYTHING}"),
        },
        rounds,
    )
    with CaptureQueriesContext(connection) as queries:
        found = establishment()
    joined = duck.execute(EVERYTHING).fetchall()
    part = f"Équivalents temps plein, {connection.vendor}"
    for what, key in (("ce qui est pourvu", "filled"), ("tout", "everything")):
        told = f"{len(queries)} requêtes"
        value = spent["ours"] / spent[key]
        tell(Ratio(part, what, "jointure de DuckDB, jour par jour", value, 1, remark=told))
    print(
        f"{connection.vendor}: {assignments} assignments, {DAYS} days\n"
        f"  ours to the join of what is filled {spent['ours'] / spent['filled']:6.2f}\n"
        f"  ours to the join of everything     {spent['ours'] / spent['everything']:6.2f}\n"
        f"  proof: {len(queries)} queries; {len(joined)} days of a profession compared, "
        f"{differences(found, joined)} differ",
        flush=True,
    )


def every_engine(options: list[str]) -> None:
    """Measure each engine in a process of its own, with a database of its own."""
    command = [sys.executable, __file__, "--here", *options]
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/posts.sqlite3"
        subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=True)
    if shutil.which("pg_virtualenv"):
        subprocess.run([ROOT / ".ci" / "with-postgresql", *command], check=True)


def main() -> None:
    """Measure every engine, or the one of DATABASE_URL."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--assignments", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--here", action="store_true", help="only the database of DATABASE_URL")
    options = parser.parse_args()
    if options.here:
        measure(options.assignments, options.rounds)
    else:
        every_engine(sys.argv[1:])


if __name__ == "__main__":
    main()
