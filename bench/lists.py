"""What the big lists cost at a million rows, beside the same lists at their first thousand.

    python bench/lists.py [--database sqlite|postgresql] [--rows 1000000] [--rounds 5] [--only WORD]

Two houses, both copies of one demonstration, each served by a process of its own on a database of
its own; the second has a million rows in every list. A page is asked for in one, then in the other,
right after; the ratio is the median of those of the turns. The last page is the last that the list
offers: a list that turns its pages up to a bound offers no more than that.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pages import Browser
from rows import COMMON, ONE_MONTH, ONE_YEAR, RARE, Rows
from served import ROOT, prepare
from told import Ratio, compared, say, show, tell, written

FEW, GOAL = 1_000, 2
LONGEST = 60.0
LAST = "last"
# List, its address, then what is asked of it beside its first and its last page.
LISTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "actes",
        "/admin/conventions/act/",
        {
            "mot rare": f"q={RARE}",
            "mot courant": f"q={COMMON}",
            "une année": f"year={ONE_YEAR}",
            "une étape": "etape=closed",
        },
    ),
    (
        "décomptes",
        "/admin/consultations/activitycount/",
        {"un mois": f"mois={ONE_MONTH}", "un site": "site={site}"},
    ),
    (
        "séances",
        "/admin/consultations/session/",
        {
            "mot rare": f"q={RARE}",
            "mot courant": f"q={COMMON}",
            "annulées": "state__exact=cancelled",
        },
    ),
    (
        "personnes",
        "/admin/staffing/person/",
        {"mot rare": f"q={RARE}", "mot courant": f"q={COMMON}", "en poste": "presence=en-poste"},
    ),
    (
        "registre public",
        "/actes/",
        {"mot rare": f"q={RARE}", "mot courant": f"q={COMMON}", "une année": f"annee={ONE_YEAR}"},
    ),
    ("travaux", "/admin/jobs/job/", {"interrompus": "state__exact=failed"}),
    ("corbeille", "/admin/corbeille/", {}),
    ("historique d’une personne", "/admin/staffing/person/{person}/history/", {}),
    ("accueil", "/admin/", {}),
)
ONE_PAGE = ("historique d’une personne", "accueil")


# One house, in a process of its own ---------------------------------------------------------------


def serve(rows: int) -> None:
    """Fill the house, then answer: a page and a way a line, what it took a line."""
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415

    django.setup()
    warnings.simplefilter("ignore")
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from sites.models import Site  # noqa: PLC0415
    from staffing.models import Person  # noqa: PLC0415

    keys = {"site": Site.objects.first().pk, "person": Person.objects.first().pk}
    Rows(rows).fill()
    browser = Browser(User.objects.get(username="admin"))
    # SQLite works in this process: its processor time, which a busy machine changes little.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        path = asked["path"].format(**keys)
        if asked["way"] == LAST:
            told = {"last": last_page(browser, path)}
        else:
            began = clock()
            browser.opens(path)()
            told = {"seconds": clock() - began}
        print(json.dumps(told), flush=True)


def last_page(browser: Browser, path: str) -> int:
    """Return how many pages a list offers."""
    answer = browser.client.get(path)
    context = getattr(answer, "context_data", None) or {}
    if "cl" in context:
        return int(context["cl"].paginator.num_pages)
    told = re.search(r"Page \d+ sur (\d+)", answer.content.decode())
    return int(told[1]) if told else 1


class House:
    """The process that serves one house."""

    def __init__(self, address: str, rows: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--house", "--rows", str(rows)],
            env={**os.environ, "DATABASE_URL": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def told(self) -> dict[str, Any]:
        """Return its next answer."""
        line = self.process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise RuntimeError("Une maison s’est arrêtée.")
        return json.loads(line)

    def ask(self, path: str, way: str = "") -> Any:
        """Return the seconds a page takes, or its last page."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"path": path, "way": way}) + "\n")
        self.process.stdin.flush()
        told = self.told()
        return told["last"] if way == LAST else told["seconds"]

    def stop(self) -> None:
        """End it."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


# Both, in turn ------------------------------------------------------------------------------------


def measure(small: House, large: House, asked: argparse.Namespace, part: str) -> None:
    """Compare every list, its first page, its last one, and what is asked of it."""
    for name, path, questions in LISTS:
        if asked.only not in name:
            continue
        ways = {"première page": ""}
        if name not in ONE_PAGE:
            ways["dernière page"] = LAST
        for way, query in (ways | questions).items():
            pair = [_address(house, path, query) for house in (small, large)]
            found = _turns(small, large, pair, asked.rounds)
            middle, least, most = compared(found)
            what = name if name in ONE_PAGE else f"{name}, {way}"
            told = f"premier millier, {written(1000 * min(one for _, one in found))} ms ici"
            tell(Ratio(part, what, "premier millier", middle, GOAL, least, most))
            say(f"  {what} : {written(middle)} ({told})")


def _address(house: House, path: str, query: str) -> str:
    if query != LAST:
        return f"{path}?{query}" if query else path
    is_public = not path.startswith("/admin/")
    # The public register has no address for a page beyond the 9 999th.
    last = min(house.ask(path, LAST), 9999) if is_public else house.ask(path, LAST)
    name = "page" if is_public else "p"
    return f"{path}?{name}={last}" if last > 1 else path


def _turns(small: House, large: House, pair: list[str], rounds: int) -> list[tuple[float, float]]:
    """Return the seconds of both, large first; fewer turns where they are long."""
    found, began = [], time.monotonic()
    for turn in range(rounds + 1):
        one = (large.ask(pair[1]), small.ask(pair[0]))
        if turn or one[0] > LONGEST / 4:
            found.append(one)
        if time.monotonic() - began > LONGEST and found:
            break
    return found


@contextmanager
def houses(folder: Path, rows: int, *, sqlite: bool) -> Iterator[tuple[House, House]]:
    """Yield the house of a thousand rows and the one of a million, filled."""
    prepare(folder, sqlite=sqlite)
    addresses = _two_sqlite(folder) if sqlite else _two_postgresql()
    both: list[House] = []
    try:
        for address, many in zip(addresses, (FEW, rows), strict=True):
            began = time.monotonic()
            both.append(House(address, many))
            both[-1].told()
            say(f"  {many} lignes partout : {time.monotonic() - began:.0f} s")
        yield both[0], both[1]
    finally:
        for house in both:
            house.stop()


def _two_sqlite(folder: Path) -> list[str]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made = connection.settings_dict["NAME"]
    connection.close()
    copies = [folder / f"{name}.sqlite3" for name in ("small", "large")]
    return [f"sqlite:///{shutil.copy(made, copy)}" for copy in copies]


def _two_postgresql() -> list[str]:
    import psycopg  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    connection.close()
    whole = os.environ["DATABASE_URL"]
    start, _, made = whole.rpartition("/")
    names = ("bench_small", "bench_large")
    with psycopg.connect(f"{start}/template1", autocommit=True) as link:
        # Rows are written by the million and never kept: only reading them is measured.
        for setting in ("fsync = off", "synchronous_commit = off", "max_wal_size = '8GB'"):
            link.execute(f"ALTER SYSTEM SET {setting}")
        link.execute("SELECT pg_reload_conf()")
        for name in names:
            link.execute(f"CREATE DATABASE {name} TEMPLATE {made}")
    return [f"{start}/{name}" for name in names]


def main() -> int:
    """Fill both houses and compare them; or be one of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="the lists whose name holds this word")
    parser.add_argument("--house", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.house:
        serve(asked.rows)
        return 0
    is_sqlite = asked.database == "sqlite"
    if not is_sqlite and "DATABASE_URL" not in os.environ:
        script = [str(ROOT / ".ci/with-postgresql"), sys.executable, *sys.argv]
        os.execv(script[0], script)
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="csipa-lists-"))
    vendor = "SQLite" if is_sqlite else "PostgreSQL"
    rows = f"{asked.rows:,}".replace(",", " ")
    try:
        with houses(folder, asked.rows, sqlite=is_sqlite) as (small, large):
            measure(small, large, asked, f"Listes de {rows} lignes, {vendor}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return show()


if __name__ == "__main__":
    sys.exit(main())
