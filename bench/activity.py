"""What answers about activity cost, whatever the history, beside DuckDB on the same rows.

    python bench/activity.py [--large] [--rounds 25]

SQLite in a file of its own, then PostgreSQL in a throw-away cluster where Debian's is installed.
A million rows of counts over ten years, then ten million with --large: a site has three rows a
day in both, there are ten times more sites. The counts are written with triggers off, then summed
up as `rebuild_rollup` does. "Ours" is the sums of « one site, 12 months », read through the models
as the pages of answers read them; DuckDB holds the same rows in memory and groups them by month and
profession. Neither side makes objects or words of them. All take turns in one run. DuckDB skips
most rows when they come in the order of days: both orders are told. The list of counts is the page
itself, through the test client, both sizes in one process. Ratios only. What costs nothing more
with history is counted, not timed: instructions of SQLite's machine, buffers of PostgreSQL,
statements of a grid that is saved.
"""

import argparse
import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from told import Ratio, tell

ROOT = Path(__file__).resolve().parent.parent
FIRST, LAST = dt.date(2016, 1, 1), dt.date(2025, 12, 31)
LAST_YEAR = dt.date(2025, 1, 1)
PROFESSIONS = 3
SITES = 92  # 92 sites, 3 rows a day, 10 years: a million
FILL_CACHE, USUAL_CACHE = 1_000_000, 2_000  # kB
TIMES_LARGER = 10
FIGURES = ("done", "unscheduled", "without_gp", "refused", "no_show", "minutes_held")
# The same rows on every engine: nothing is drawn.
VALUES = """
  (s.id * 7 + d.rank * 3 + p.id * 5) % 23 AS done, (s.id * 7 + d.rank * 3 + p.id * 5) % 23 / 3
  AS unscheduled, 0 AS without_gp, (s.id + d.rank) % 3 AS refused, (p.id + d.rank) % 2 AS no_show,
  30 * ((s.id + p.id + d.rank) % 15) AS minutes_held
"""
FILL = f"""
INSERT INTO consultations_activitycount (site_id, date, profession_id, kind, {", ".join(FIGURES)},
  closed, confirmed, comment, version, entered_at, changed_at)
SELECT s.id, d.day, p.id, 'consultation', {VALUES}, {{false}}, {{false}}, '', 1, {{now}}, {{now}}
FROM bench_days d CROSS JOIN bench_sites s CROSS JOIN staffing_profession p
ORDER BY d.day, s.id, p.id
"""
DUCK_FILL = f"""
INSERT INTO counts SELECT s.id, d.day, p.id, {VALUES.replace("/ 3", "// 3")}
FROM days d CROSS JOIN sites s CROSS JOIN professions p ORDER BY d.day, s.id, p.id
"""
# The answer stays where it is: making Python objects of it would be counted against DuckDB.
DUCK_YEAR = f"""
CREATE OR REPLACE TEMP TABLE kept AS
SELECT CAST(date_trunc('month', day) AS DATE) AS month, profession,
  {", ".join(f"SUM({name}) AS {name}" for name in FIGURES)}, COUNT(done) AS entries
FROM {{table}} WHERE site = ? AND day BETWEEN ? AND ? GROUP BY ALL
"""


class Counts:
    """The rows of both engines, grown step by step."""

    def __init__(self) -> None:
        import duckdb  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from consultations.models import ActivityCount  # noqa: PLC0415

        self.connection = connection
        self.table = ActivityCount._meta.db_table
        self.duck = duckdb.connect()
        figures = ", ".join(f"{name} SMALLINT" for name in FIGURES)
        self.duck.execute(
            "CREATE TABLE days (day DATE, rank INT); CREATE TABLE sites (id INT); "
            "CREATE TABLE professions (id INT); "
            f"CREATE TABLE counts (site INT, day DATE, profession INT, {figures})"
        )
        self.professions = self._places()
        self.duck.executemany("INSERT INTO professions VALUES (?)", [[k] for k in self.professions])
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE bench_days (day date, rank integer)")
            cursor.execute("CREATE TEMPORARY TABLE bench_sites (id integer)")

    def _places(self) -> list[int]:
        from sites.models import Commune, Site, SiteKind  # noqa: PLC0415
        from sites.rules.names import site_key  # noqa: PLC0415
        from staffing.models import Profession, ProfessionFamily  # noqa: PLC0415

        commune = Commune.objects.first()
        sites = Site.objects.bulk_create(
            Site(
                name=f"Lieu {rank}",
                search_key=site_key(f"Lieu {rank}"),
                kind=SiteKind.CENTRE,
                commune=commune,
                opened_on=FIRST,
            )
            for rank in range(SITES * TIMES_LARGER)
        )
        self.sites = [site.pk for site in sites]
        return [
            Profession.objects.create(
                name=f"profession {rank}", plural="", family=ProfessionFamily.MEDICAL
            ).pk
            for rank in range(PROFESSIONS)
        ]

    def add(self, sites: list[int], first: dt.date, last: dt.date) -> int:
        """Write every day of some sites, sum all up again, and return how many rows there are."""
        from consultations.actions.rollup import rebuild_totals  # noqa: PLC0415

        days = [(first + dt.timedelta(n)) for n in range((last - first).days + 1)]
        pairs = [(day.isoformat(), (day - FIRST).days) for day in days]
        keys = [(key,) for key in sites]
        self.duck.execute("DELETE FROM days; DELETE FROM sites")
        self.duck.executemany("INSERT INTO days VALUES (?, ?)", pairs)
        self.duck.executemany("INSERT INTO sites VALUES (?)", keys)
        self.duck.execute(DUCK_FILL)
        with self.connection.cursor() as cursor:
            cursor.execute("DELETE FROM bench_days")
            cursor.execute("DELETE FROM bench_sites")
            cursor.executemany("INSERT INTO bench_days VALUES (%s, %s)", pairs)
            cursor.executemany("INSERT INTO bench_sites VALUES (%s)", keys)
            self._fill(cursor)
        rebuild_totals()
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE" if self.is_sqlite else "VACUUM ANALYZE")
            if self.is_sqlite:  # what was just written goes from the journal to its place
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.duck.execute("SELECT COUNT(*) FROM counts").fetchone()[0]

    @property
    def is_sqlite(self) -> bool:
        """Tell which database is measured."""
        return self.connection.vendor == "sqlite"

    def _fill(self, cursor: Any) -> None:
        if not self.is_sqlite:
            cursor.execute(f"ALTER TABLE {self.table} DISABLE TRIGGER USER")
            cursor.execute(FILL.format(false="FALSE", now="CURRENT_TIMESTAMP"))
            cursor.execute(f"ALTER TABLE {self.table} ENABLE TRIGGER USER")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [self.table],
        )
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(f"PRAGMA cache_size = -{FILL_CACHE}")
        with self.connection.constraint_checks_disabled():
            cursor.execute(FILL.format(false="0", now="CURRENT_TIMESTAMP"))
        cursor.execute(f"PRAGMA cache_size = -{USUAL_CACHE}")
        for _, statement in triggers:
            cursor.execute(statement)

    def ours(self) -> list[Any]:
        """Read the sums of one site and twelve months, as answers do."""
        from consultations.review.answers import Asked, read_totals  # noqa: PLC0415

        return read_totals(Asked(LAST_YEAR, LAST, frozenset({self.sites[3]})))

    def theirs(self, table: str = "counts") -> None:
        """Have DuckDB group the rows of the same site and months."""
        self.duck.execute(DUCK_YEAR.format(table=table), [self.sites[3], LAST_YEAR, LAST])

    def shuffle(self) -> None:
        """Keep the rows of DuckDB in no order too, as corrections and imports would leave them."""
        self.duck.execute(
            "CREATE OR REPLACE TABLE mixed AS SELECT * FROM counts ORDER BY "
            "hash(site, day, profession)"
        )

    def differences(self) -> int:
        """Return how many months of a profession have not the same sums on both sides."""
        self.theirs()
        rows = self.duck.execute("SELECT month, profession, done, entries FROM kept").fetchall()
        kept = {(month, profession): tuple(sums) for month, profession, *sums in rows}
        ours = {
            (month, profession): (done, entries)
            for month, _, profession, _, done, *_, entries, _ in self.ours()
        }
        return sum(kept.get(key) != ours.get(key) for key in kept.keys() | ours.keys())


def effort(counts: Counts) -> int:
    """Return what one reading asks of the database: instructions (SQLite) or buffers."""
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    if counts.is_sqlite:
        steps = [0]

        def count() -> int:
            steps[0] += 1
            return 0

        counts.connection.connection.set_progress_handler(count, 1)
        counts.ours()
        counts.connection.connection.set_progress_handler(None, 1)
        return steps[0]
    with CaptureQueriesContext(counts.connection) as queries:
        counts.ours()
    buffers = 0
    with counts.connection.cursor() as cursor:
        for query in queries.captured_queries:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query['sql']}")
            found = cursor.fetchone()[0]
            plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
            buffers += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return buffers


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


def visitor() -> Callable[[], Any]:
    """Return what opens the first page of the list of counts."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415

    # No file is served: their names need not be those of collected ones.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(STORAGES={"staticfiles": plain}, ALLOWED_HOSTS=["testserver"]).enable()
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))

    def visit() -> None:
        answer = client.get("/admin/consultations/activitycount/")
        assert answer.status_code == 200, answer.status_code

    return visit


def grid_statements(counts: Counts) -> int:
    """Return how many statements save eighteen cells, history and sums included."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from consultations.actions.recording import record  # noqa: PLC0415
    from consultations.rules.cells import CellKey, Measure  # noqa: PLC0415
    from consultations.rules.merging import Change  # noqa: PLC0415

    changes = [
        Change(
            CellKey.of(site, dt.date(2025, 12, day), counts.professions[0], kind),
            Measure.DONE,
            50,
        )
        for site in counts.sites[:3]
        for day in (8, 9, 10)
        for kind in ("consultation", "remote")
    ]
    now, by = timezone.now(), User.objects.get()
    with CaptureQueriesContext(counts.connection) as queries:
        outcome = record(changes, by=by, now=now, today=LAST)
    assert len(outcome.saved) == len(changes)
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(control) for query in queries.captured_queries)


def measure(*, large: bool, rounds: int) -> None:
    """Print what the database of DATABASE_URL does."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    # Imported here: settings read the database from the environment.
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    warnings.filterwarnings("ignore", message="No directory at")
    call_command("migrate", verbosity=0)
    try:
        counts = Counts()
    except ImportError as error:
        sys.exit(f"DuckDB is not there to be measured against ({error}): run make check once.")
    unit = "instructions" if counts.is_sqlite else "buffers"
    few = counts.sites[:SITES]
    counts.add(few, LAST_YEAR, LAST)
    one_year = effort(counts)
    size = counts.add(few, FIRST, LAST_YEAR - dt.timedelta(days=1))
    visit = visitor()
    print(f"{counts.connection.vendor}", flush=True)
    print(f"  {unit} of one site, 12 months: {one_year} with 1 year, {effort(counts)} with 10")
    print(f"  statements of a grid that is saved: {grid_statements(counts)}")
    first = told(counts, size, visit, rounds)
    if large:
        size = counts.add(counts.sites[SITES:], FIRST, LAST)
        print(f"  {unit} of one site, 12 months: {effort(counts)}")
        more = told(counts, size, visit, rounds)
        print(f"  first page of the list, to that of a million rows  {more / first:6.2f}")


def told(counts: Counts, size: int, visit: Callable[[], Any], rounds: int) -> float:
    """Print the ratios at one size; return the time of the list of counts."""
    counts.shuffle()
    ways = {"ours": counts.ours, "typed": counts.theirs, "mixed": lambda: counts.theirs("mixed")}
    spent = turns(ways, rounds)
    listed = turns({"list": visit}, rounds)["list"]
    part = f"Réponses, {size} décomptes, {counts.connection.vendor}"
    for what, key in (("par jour", "typed"), ("sans ordre", "mixed")):
        value = spent["ours"] / spent[key]
        tell(Ratio(part, "un site, 12 mois", f"DuckDB, lignes {what}", value, 1))
    print(
        f"  {size} rows: one site, 12 months, to DuckDB\n"
        f"    whose rows are in the order of days {spent['ours'] / spent['typed']:6.3f}\n"
        f"    whose rows are in no order          {spent['ours'] / spent['mixed']:6.3f}\n"
        f"  proof: {counts.differences()} months differ",
        flush=True,
    )
    return listed


def every_engine(options: list[str]) -> None:
    """Measure each engine in a process of its own, with a database of its own."""
    command = [sys.executable, __file__, "--here", *options]
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/counts.sqlite3"
        subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=True)
    if shutil.which("pg_virtualenv"):
        subprocess.run([ROOT / ".ci" / "with-postgresql", *command], check=True)


def main() -> None:
    """Measure every engine, or the one of DATABASE_URL."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--large", action="store_true", help="ten million rows too")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--here", action="store_true", help="only the database of DATABASE_URL")
    options = parser.parse_args()
    if options.here:
        measure(large=options.large, rounds=options.rounds)
    else:
        every_engine(sys.argv[1:])


if __name__ == "__main__":
    main()
