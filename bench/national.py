"""What people open at the size of the country, beside a house of three centres in the same run.

    python bench/national.py [--centres 2700] [--years 10] [--counts 10000000] [--rounds 5]

PostgreSQL, a throw-away cluster. First three centres, then all of them, in one database: the pages
are asked for through the test client by the same account, who works for one centre, and by one who
works for all. For each page: statements, blocks of 8 kB that its readings touch (EXPLAIN ANALYZE,
BUFFERS: the same on every machine), and how many times longer it takes than in the small house.

Rows are written day after day, as typing them would have, by INSERT … SELECT with triggers and
foreign keys left out (`session_replication_role`), then summed up at once as `rebuild_rollup` does;
what the triggers cost is measured on a part. The centre that is looked at has five lines a day in
both houses, and as many days.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from served import ROOT, prepare

SMALL = 3
LINES = 5
TABLES = (
    "consultations_activitycount",
    "consultations_historicalactivitycount",
    "consultations_monthlytotal",
    "audit_link",
)
HISTORY = 1_000_000
SEALED = 20_000
TRIGGERED = 50_000
_FIGURES = "done, unscheduled, without_gp, refused, no_show, minutes_held"
_VALUES = "(s * 7 + n * 3 + p * 5) %% 23, NULL::int, NULL::int, NULL::int, NULL::int, NULL::int"
_FILL = f"""
INSERT INTO consultations_activitycount (site_id, date, profession_id, kind, {_FIGURES},
  closed, confirmed, comment, version, entered_at, changed_at)
SELECT s, %(first)s::date + n, p, 'consultation', {_VALUES}, false, false, '', 1, now(), now()
FROM generate_series(%(from)s, %(to)s) n
CROSS JOIN unnest(%(sites)s::bigint[]) s CROSS JOIN unnest(%(professions)s::bigint[]) p
ORDER BY n, s, p
"""
_HISTORY = f"""
INSERT INTO consultations_historicalactivitycount (id, site_id, date, profession_id, kind,
  {_FIGURES}, closed, confirmed, comment, version, entered_at, changed_at,
  history_date, history_type)
SELECT id, site_id, date, profession_id, kind, {_FIGURES}, closed, confirmed, comment, version,
  entered_at, changed_at, now(), '+'
FROM consultations_activitycount ORDER BY id LIMIT %s
"""


def say(text: str = "") -> None:
    """Print a line at once."""
    print(text, flush=True)


class House:
    """The rows, grown in two steps, and the two accounts that look at them."""

    def __init__(self, asked: Any) -> None:
        from django.db import connection  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        self.asked, self.connection = asked, connection
        self.today: dt.date = timezone.localdate()
        self.first = self.today.replace(year=self.today.year - asked.years)
        self.days = (self.today - self.first).days
        self.professions = self._professions()
        self.sites: list[int] = []

    def _professions(self) -> list[int]:
        from staffing.models import Profession  # noqa: PLC0415

        return list(Profession.objects.order_by("pk").values_list("pk", flat=True)[:LINES])

    def open_centres(self, upto: int) -> list[int]:
        """Open centres up to that many, each with its lines in the week grid; return the new."""
        from consultations.models import RecordingLine, SiteRecording  # noqa: PLC0415
        from sites.models import Commune, Site, SiteKind  # noqa: PLC0415
        from sites.rules.names import site_key  # noqa: PLC0415

        communes = list(Commune.objects.all())
        names = [f"Centre national {rank}" for rank in range(len(self.sites), upto)]
        made = Site.objects.bulk_create(
            Site(
                name=name,
                search_key=site_key(name),
                kind=SiteKind.CENTRE,
                commune=communes[rank % len(communes)],
                opened_on=self.first,
            )
            for rank, name in enumerate(names)
        )
        SiteRecording.objects.bulk_create(SiteRecording(site=site) for site in made)
        observed = not self.sites
        RecordingLine.objects.bulk_create(
            RecordingLine(site=site, profession_id=key, kind="consultation", position=rank)
            for index, site in enumerate(made)
            for rank, key in enumerate(self._lines(first=observed and index == 0))
        )
        self.sites += [site.pk for site in made]
        return [site.pk for site in made]

    def _lines(self, *, first: bool) -> list[int]:
        wanted = round(self.asked.counts / (self.asked.centres * self.days))
        return self.professions if first else self.professions[: max(1, min(LINES, wanted))]

    def fill(self, sites: list[int]) -> int:
        """Write the counts of centres, year after year, without triggers; return how many."""
        written = 0
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for start in range(0, self.days, 366):
                common = {"first": self.first, "from": start}
                common["to"] = min(start + 365, self.days - 1)
                observed = [site for site in sites if site == self.sites[0]]
                others = [site for site in sites if site != self.sites[0]]
                for places, is_first in ((observed, True), (others, False)):
                    if places:
                        lines = self._lines(first=is_first)
                        cursor.execute(_FILL, {**common, "sites": places, "professions": lines})
                        written += cursor.rowcount
            cursor.execute("SET session_replication_role = origin")
        return written

    def settle(self) -> None:
        """Sum everything up and let the database know its tables, as autovacuum would have."""
        from consultations.actions.rollup import rebuild_totals  # noqa: PLC0415

        rebuild_totals()
        with self.connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def accounts(self) -> dict[str, Any]:
        """Return a browser for who works for one centre, and one for who works for all."""
        from django.conf import settings  # noqa: PLC0415
        from django.contrib.auth.models import User  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from csipa.roles.catalogue import MANAGER, READER  # noqa: PLC0415
        from csipa.roles.keeping import group_of  # noqa: PLC0415
        from sites.models import SiteScope  # noqa: PLC0415

        found = {}
        for name, role in (("un centre", MANAGER), ("tous", READER)):
            user = User.objects.create(username=name.replace(" ", ""), is_staff=True)
            user.groups.add(group_of(role))
            if role is MANAGER:
                SiteScope.objects.create(user=user, site_id=self.sites[0])
            found[name] = Client(headers={"host": "127.0.0.1"})
            found[name].force_login(user, settings.AUTHENTICATION_BACKENDS[0])
        return found


def pages(house: House) -> list[tuple[str, str, str]]:
    """Return account, name and address of what is opened."""
    site = house.sites[0]
    one, all_ = "un centre", "tous"
    return [
        (one, "accueil", "/admin/"),
        (one, "grille", f"/saisie/?sites={site}"),
        (one, "mois", "/admin/activite/mois/"),
        (one, "réponses", f"/admin/activite/reponses/?site={site}"),
        (one, "décomptes", "/admin/consultations/activitycount/"),
        (one, "complétude", "/admin/activite/completude/"),
        (all_, "accueil", "/admin/"),
        (all_, "réponses", "/admin/activite/reponses/"),
        (all_, "mois", "/admin/activite/mois/"),
        (all_, "décomptes", "/admin/consultations/activitycount/"),
        (all_, "sites", "/admin/sites/site/"),
    ]


class Watched:
    """The statements of a page, and the blocks that its readings touch when run again."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.statements: list[tuple[str, Any]] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note every statement."""

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any):  # noqa: FBT001
            self.statements.append((sql, params))
            return execute(sql, params, many, context)

        with self.connection.execute_wrapper(note):
            yield

    def blocks(self) -> int:
        """Return the blocks touched, found in memory or not."""
        total = 0
        with self.connection.cursor() as cursor:
            for sql, params in self.statements:
                if sql.lstrip("( ").upper().startswith("SELECT"):
                    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
                    plan = cursor.fetchone()[0][0]["Plan"]
                    total += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        return total


def look(house: House, browsers: dict[str, Any], rounds: int) -> dict[tuple[str, str], Any]:
    """Open every page; return statements, blocks and median seconds of each."""
    found = {}
    for account, name, path in pages(house):
        browser = browsers[account]
        page = browser.get(path)
        if page.status_code != 200:
            raise RuntimeError(f"{account}, {path} : {page.status_code}")
        watched = Watched(house.connection)
        with watched.listening():
            browser.get(path)
        times = []
        for _ in range(rounds):
            began = time.perf_counter()
            browser.get(path)
            times.append(time.perf_counter() - began)
            if sum(times) > 60:
                break
        count = len(watched.statements)
        found[account, name] = (count, watched.blocks(), statistics.median(times))
    return found


def sizes(connection: Any) -> dict[str, tuple[int, int, int]]:
    """Return rows, bytes of the table and bytes of its indexes."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT (SELECT COUNT(*) FROM {table}), pg_table_size('{table}'),"
                f" pg_indexes_size('{table}')"
            )
            found[table] = cursor.fetchone()
    return found


def seal_batch(house: House) -> float:
    """Seal a batch of new rows of history; return rows a second."""
    from django.utils import timezone  # noqa: PLC0415

    from csipa.audit.actions import seal  # noqa: PLC0415

    seal(now=timezone.now())
    with house.connection.cursor() as cursor:
        cursor.execute(_HISTORY, [SEALED])
    began = time.perf_counter()
    done = seal(now=timezone.now())
    return done.linked / (time.perf_counter() - began)


def triggers(house: House) -> float:
    """Return how many times longer rows take to write with triggers and keys than without."""
    last = house.days + TRIGGERED // len(house.sites) + 1
    taken = []
    for role in ("replica", "origin"):
        with house.connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"SET LOCAL session_replication_role = {role}")
            began = time.perf_counter()
            params = {"first": house.first, "from": house.days, "to": last}
            places = {"sites": house.sites, "professions": house.professions[:1]}
            cursor.execute(_FILL, {**params, **places})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            taken.append(time.perf_counter() - began)
            cursor.execute("ROLLBACK")
    return taken[1] / taken[0]


def tell(small: dict[Any, Any], large: dict[Any, Any]) -> None:
    """Tell each page in both houses."""
    say(f"{'compte':10} {'page':12} {'SQL':>9} {'blocs':>17} {'temps':>8}")
    for key, (count, blocks, seconds) in large.items():
        before = small[key]
        told = f"{before[0]:4} → {count:<4} {before[1]:7} → {blocks:<7}"
        say(f"{key[0]:10} {key[1]:12} {told} × {seconds / before[2]:.1f}")


def main() -> int:
    """Grow, look, tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--centres", type=int, default=2700)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--counts", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        script = [str(ROOT / ".ci/with-postgresql"), sys.executable, *sys.argv]
        os.execv(script[0], script)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="csipa-national-") as folder:
        prepare(Path(folder), sqlite=False)
        house = House(asked)
        house.fill(house.open_centres(SMALL))
        house.settle()
        browsers = house.accounts()
        small = look(house, browsers, asked.rounds)
        sealing = [seal_batch(house)]
        began = time.perf_counter()
        rows = house.fill(house.open_centres(asked.centres))
        spent = time.perf_counter() - began
        say(f"{asked.centres} centres, {rows} décomptes écrits en {spent:.0f} s")
        began = time.perf_counter()
        house.settle()
        say(f"totaux refaits et tables analysées en {time.perf_counter() - began:.0f} s")
        large = look(house, browsers, asked.rounds)
        tell(small, large)
        sealing.append(seal_batch(house))
        say(f"scellement : {sealing[0]:.0f} puis {sealing[1]:.0f} lignes par seconde")
        say(f"déclencheurs et clés : écrire coûte {triggers(house):.1f} fois le chemin nu")
        with house.connection.cursor() as cursor:
            cursor.execute(_HISTORY, [HISTORY])
        for table, (count, heap, indexes) in sizes(house.connection).items():
            each = (heap + indexes) / max(1, count)
            told = f"{count:>10} lignes, {heap / 2**20:.0f} Mo et {indexes / 2**20:.0f} Mo d’index"
            say(f"  {table:40} {told}, {each:.0f} octets par ligne")
    return 0


if __name__ == "__main__":
    sys.exit(main())
