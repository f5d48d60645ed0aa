"""Fifty people at once for half an hour: nothing refused by accident, nothing lost.

    python bench/load.py [--database postgresql|sqlite] [--minutes 2] [--writers 0] [--think 3]

A house of its own – the demonstration, in a throw-away cluster or in a file of a temporary folder –
served by gunicorn (2 processes of 4 threads, no process replaced on the way) with its worker of
jobs; the chain is sealed every few minutes, as on a real one. Sessions are made in the database: no
password is hashed. PostgreSQL: 50 people who read lists, search, look at dashboards, have acts laid
out, read frozen ones, fill the grid, book rooms, change acts, and calendars and passers-by.
--writers N: N people who only write. Think time: around `--think` seconds.

Promised, and the exit code is 1 otherwise: no error, no acknowledged write lost, no drift of the
sums, no room taken twice, a sound chain, memory of the web processes grown by a quarter at most
from a tenth of the way on; then, from interleaved rounds, p95 of the start page and of the answers
at most 5 times that of an empty page of the back office, of the grid at most 8 times.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import statistics
import sys
import tempfile
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from promises import (
    TRIES,
    commands,
    lost_bookings,
    lost_cells,
    lost_titles,
    overlaps,
    p95,
    ratios,
)
from served import ROOT, Served, manage, prepare
from visitors import Ledger, Visitor

PEOPLE = {"gestionnaire": 14, "secrétaire": 20, "coordination": 4, "lecture": 6, "public": 6}
LARGEST_GROWTH = 1.25
PAGES = {
    "accueil": ("/admin/", 5.0),
    "réponses": ("/admin/activite/reponses/", 5.0),
    "grille": ("/saisie/", 8.0),
}
LISTS = (
    *("conventions/act", "conventions/convention", "consultations/activitycount"),
    *("consultations/session", "staffing/person", "sites/site", "sites/organisation"),
)
SEALED_EVERY = 300.0


def people(writers: int) -> tuple[list[tuple[str, str]], str]:
    """Make the accounts with their roles and sites, and return role and session of each.

    The second value is the session of a manager who only measures.
    """
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415

    from csipa.roles.catalogue import COORDINATOR, MANAGER, READER, SECRETARY  # noqa: PLC0415
    from csipa.roles.keeping import group_of  # noqa: PLC0415
    from sites.models import Community, CommunityScope, Site, SiteScope  # noqa: PLC0415

    groups = {
        "gestionnaire": MANAGER,
        "secrétaire": SECRETARY,
        "coordination": COORDINATOR,
        "lecture": READER,
        "écriture": MANAGER,
    }
    sites, communities = list(Site.objects.all()), list(Community.objects.all())
    wanted = {"écriture": writers} if writers else PEOPLE

    def session(role: str, rank: int) -> str:
        if role == "public":
            return ""
        user = User.objects.create(username=f"{role}{rank}", is_staff=True, first_name="Essai")
        user.groups.add(group_of(groups[role]))
        if role == "secrétaire":
            for site in sites:
                SiteScope.objects.create(user=user, site=site)
        if role == "coordination":
            CommunityScope.objects.create(user=user, community=communities[0])
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store["_auth_user_id"] = str(user.pk)
        store["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        store["_auth_user_hash"] = user.get_session_auth_hash()
        store["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "username": user.username}
        ]
        store.create()
        return str(store.session_key)

    found = [(role, session(role, rank)) for role, many in wanted.items() for rank in range(many)]
    return found, session("gestionnaire", 999)


def world() -> dict[str, Any]:
    """Return the keys of what there is to look at, with lines in the grid of every site."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from consultations.actions.feeds import create_session_feed  # noqa: PLC0415
    from consultations.models import RecordingLine  # noqa: PLC0415
    from consultations.rules.weeks import Week  # noqa: PLC0415
    from conventions.actions.feeds import create_feed  # noqa: PLC0415
    from conventions.models import Act, Publication  # noqa: PLC0415
    from sites.models import Room, Site  # noqa: PLC0415
    from staffing.models import Profession  # noqa: PLC0415

    today, now = timezone.localdate(), timezone.now()
    keeper = User.objects.get(username="gestionnaire")
    sites = list(Site.objects.filter(opened_on__lte=today, closed_on=None))
    held = set(RecordingLine.objects.values_list("site", "profession", "kind"))
    for site in sites:
        for rank, profession in enumerate(Profession.objects.all()[:5]):
            if (site.pk, profession.pk, "consultation") not in held:
                RecordingLine.objects.create(
                    site=site, profession=profession, kind="consultation", position=20 + rank
                )
    feeds = []
    for site in sites:
        _, secret = create_session_feed(by=keeper, name="Essai", now=now, site=site)
        feeds.append(f"/seances/{secret}.ics")
    _, secret = create_feed(by=keeper, name="Essai", now=now)
    acts = Act.objects.filter(cancellation=None)
    signed = acts.filter(state="signed", documents__isnull=False).distinct()
    return {
        "today": today.isoformat(),
        "weeks": [str(Week.of(today).moved(-back)) for back in range(3)],
        "sites": [site.pk for site in sites],
        "rooms": list(Room.objects.filter(site__in=sites).values_list("site", "pk")),
        "drafts": list(acts.filter(state="draft").values_list("pk", flat=True)),
        "signed": list(signed.values_list("pk", flat=True)),
        "online": list(Publication.objects.online().values_list("address", flat=True)),
        "lists": LISTS,
        "feeds": [*feeds, f"/agenda/{secret}.ics"],
    }


def load(
    served: Served, found: dict[str, Any], accounts: list[tuple[str, str]], asked: Any
) -> tuple[Ledger, list[dict[str, int]], float]:
    """Let everybody work; return what was acknowledged, the memory by 5 s, and how long."""
    ledger, until = Ledger(), time.time() + asked.minutes * 60
    common = {"port": served.port, "world": found, "ledger": ledger, "think": asked.think}
    visitors = [
        Visitor(rank, role, session=session, until=until, **common)
        for rank, (role, session) in enumerate(accounts)
    ]
    began, sealed, memory = time.time(), time.time(), []
    pids = served.worker_pids()
    for visitor in visitors:
        visitor.start()
    while time.time() < until:
        time.sleep(5)
        memory.append(served.memory())
        if len(memory) % 12 == 0:
            done, wrong = sum(map(len, ledger.times.values())), dict(ledger.errors)
            told = f"{len(memory) // 12:3} min, {done} demandes, {memory[-1]['web'] // 1024} Mo"
            print(told, wrong or "", file=sys.stderr, flush=True)
        if time.time() - sealed > SEALED_EVERY:
            sealed = time.time()
            if manage("seal_audit_trail").returncode:
                ledger.errors["scellement"] += 1
    for visitor in visitors:
        visitor.join(90)
    if served.worker_pids() != pids or not served.alive():
        ledger.errors["un processus est mort"] += 1
    return ledger, memory, time.time() - began


def warm(served: Served, session: str) -> None:
    """Ask for every page a few times: what is read once is no part of what is measured."""
    ledger = Ledger()
    for path, _ in (("/vide/", 0), *PAGES.values()):
        for rank in range(8):
            common = {"world": {}, "ledger": ledger, "until": 0.0, "think": 0.0}
            Visitor(rank, "public", port=served.port, session=session, **common).ask(path, path)
    if ledger.errors:
        raise RuntimeError(f"La maison ne répond pas : {dict(ledger.errors)}")


def growth(memory: list[dict[str, int]]) -> tuple[float, float]:
    """Return the MB of the web processes after a tenth of the way, and at the end."""
    few = max(1, len(memory) // 20)
    tenth = len(memory) // 10
    early = statistics.median(one["web"] for one in memory[tenth : tenth + few])
    late = statistics.median(one["web"] for one in memory[-few:])
    return early / 1024, late / 1024


class Report:
    """Lines told as they come, and the promises that were broken."""

    def __init__(self) -> None:
        self.broken: list[str] = []

    def say(self, text: str = "") -> None:
        """Print a line at once."""
        print(text, flush=True)

    def promise(self, name: str, kept: bool, told: object) -> None:  # noqa: FBT001 – a verdict
        """Tell whether a promise was kept."""
        self.say(f"  {'tenu ' if kept else 'ROMPU'}  {name} : {told}")
        if not kept:
            self.broken.append(name)


def tell(report: Report, ledger: Ledger, memory: list[dict[str, int]], seconds: float) -> None:
    """Tell how the load went and judge what it must have kept."""
    asked = sum(map(len, ledger.times.values()))
    report.say(f"{asked} demandes en {seconds / 60:.1f} min, {asked / seconds:.1f} par seconde")
    for label, times in sorted(ledger.times.items(), key=lambda pair: -len(pair[1])):
        middle = statistics.median(times) * 1000
        told = f"médiane {middle:5.0f} ms, p95 {p95(times) * 1000:5.0f} ms"
        report.say(f"  {label:16} {len(times):6}  {told}")
    for name, many in sorted(ledger.fates.items()):
        report.say(f"  {name} : {many}")
    report.say("Promesses")
    report.promise("aucune erreur", not ledger.errors, dict(ledger.errors) or 0)
    wrong, read = lost_cells(ledger)
    told = f"{len(ledger.cells)} cases acquittées, {read} versions relues, {len(wrong)} perdue(s)"
    report.promise("cases", not wrong, told + "".join(f"\n    {one}" for one in wrong[:5]))
    wrong = lost_bookings(ledger)
    told = f"{len(ledger.bookings)} réservations acquittées, {len(wrong)} perdue(s)"
    report.promise("réservations", not wrong, told + "".join(f"\n    {one}" for one in wrong[:5]))
    wrong = lost_titles(ledger)
    told = f"{len(ledger.titles)} enregistrements acquittés, {len(wrong)} perdu(s)"
    report.promise("actes", not wrong, told + "".join(f"\n    {one}" for one in wrong[:5]))
    twice = overlaps()
    report.promise("aucune salle prise deux fois", not twice, twice)
    for name, went_well, line in commands():
        report.promise(name, went_well, line)
    early, late = growth(memory)
    told = f"{early:.0f} Mo à 10 %, {late:.0f} Mo à la fin, {late / early:.2f} fois"
    report.promise("mémoire des processus web", late <= LARGEST_GROWTH * early, told)
    report.say(f"  processus de mise en page : {memory[-1]['pdf'] / 1024:.0f} Mo")


def measure(report: Report, served: Served, session: str) -> None:
    """Judge the pages against an empty one, three tries at most, as rounds are noisy."""
    where = {"port": served.port, "session": session}
    pages = {name: path for name, (path, _) in PAGES.items()}
    for attempt in range(1, TRIES + 1):
        found = ratios(pages, "/vide/", **where)
        is_kept = all(found[name][0] <= limit for name, (_, limit) in PAGES.items())
        if is_kept or attempt == TRIES:
            break
        told = {name: round(row[0], 1) for name, row in found.items()}
        report.say(f"  essai {attempt} : {told}")
    for name, (_, limit) in PAGES.items():
        middle, least, most = found[name]
        told = f"{middle:.1f} fois la page vide ({least:.1f} à {most:.1f} ; au plus {limit:.0f})"
        report.promise(f"p95 {name}", middle <= limit, told)
    bare = ratios({"cadre": "/vide/"}, "/nu/", **where)["cadre"]
    report.say(f"  pour mémoire : la page vide coûte {bare[0]:.1f} fois une ligne sans menu")


def database_size() -> str:
    """Return the size of the database in MB, as a person reads it."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        size = Path(connection.settings_dict["NAME"]).stat().st_size
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
    return f"{size / 2**20:.0f} Mo"


def main() -> int:
    """Run everything; return 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--writers", type=int, default=0)
    parser.add_argument("--think", type=float, default=3.0)
    parser.add_argument("--ratios-only", action="store_true")
    asked = parser.parse_args()
    is_sqlite = asked.database == "sqlite"
    if not is_sqlite and "DATABASE_URL" not in os.environ:
        script = [str(ROOT / ".ci/with-postgresql"), sys.executable, *sys.argv]
        os.execv(script[0], script)
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="csipa-load-"))
    report = Report()
    try:
        prepare(folder, sqlite=is_sqlite)
        accounts, meter = people(asked.writers)
        found = world()
        before = database_size()
        served = Served(folder)
        try:
            served.start()
            warm(served, meter)
            report.say(
                f"{asked.database}, {len(accounts)} personnes, {asked.minutes:g} min, "
                f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cœurs"
            )
            if not asked.ratios_only:
                tell(report, *load(served, found, accounts, asked))
                report.say(f"  base : {before} avant, {database_size()} après")
            report.say("Pages, en tours alternés de 2 s, 4 demandes à la fois")
            measure(report, served, meter)
        finally:
            served.stop()
        tail = served.log.read_text(encoding="utf-8", errors="replace")
        if "Traceback" in tail:
            report.promise("journal sans incident", False, tail[-3000:])  # noqa: FBT003
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    told = ", ".join(report.broken)
    report.say(f"ROMPU : {told}" if told else "Tout est tenu.")
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
