"""What the drills of backups run inside a house: writers, and the use of a restored database."""

import datetime as dt
import os
import time
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone

from consultations.actions.recording import record
from consultations.actions.rollup import check_totals
from consultations.models import ActivityCount
from consultations.rules.cells import CellKey, Mark, Measure
from consultations.rules.merging import Change
from conventions.actions.numbers import next_number, take_number
from conventions.models import Act, NumberSeries
from csipa.backup.contents import contents
from csipa.backup.making import make
from csipa.backup.restoring import restore
from csipa.backup.tables import tables
from sites.models import Site
from staffing.models import Profession

# Before everything that the demonstration counted: every cell is new.
START = dt.date(1990, 1, 1)
_WRITERS = 20
_DAYS = 600  # of each writer, then it goes on with the next profession
_PAUSE = 0.1  # seconds between two cells: people type, and the backups need a processor too
_LONGEST = 600  # seconds


def write_all(folder, until):
    """Let twenty processes record cells, each its own; return how many, and what was refused.

    They write until the file `until` is there. Each logs « site day profession value » once a cell
    is acknowledged, before it types the next.
    """
    user = get_user_model().objects.get(username="admin")
    site = Site.objects.order_by("pk").first().pk
    professions = list(Profession.objects.order_by("pk").values_list("pk", flat=True))
    connections.close_all()
    children = []
    for lane in range(_WRITERS):
        if child := os.fork():
            children.append(child)
            continue
        os._exit(_write(Path(folder) / f"{lane}.log", lane, until, user, site, professions))
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    refused = [log.read_text() for log in Path(folder).glob("*.refused")]
    return {
        "written": len(acknowledged(folder)),
        "failed": failed,
        "refused": sorted({line for text in refused for line in text.splitlines()}),
    }


def _write(log, lane, until, user, site, professions):
    """Record one new cell after another; return 0 unless one was refused."""
    end, number = time.monotonic() + _LONGEST, 0
    with log.open("w", buffering=1) as told:
        while time.monotonic() < end and not Path(until).exists():
            time.sleep(_PAUSE)
            number += 1
            turn, rank = divmod(number, _DAYS)
            profession = professions[(lane + turn) % len(professions)]
            day = START + dt.timedelta(days=lane + _WRITERS * rank)
            key = CellKey.of(site, day, profession, "consultation")
            change = Change(key, Measure.DONE, number, Mark.BLANK)
            try:
                outcome = record([change], by=user, now=timezone.now(), today=dt.date(2027, 1, 1))
            except OperationalError as error:
                # Twenty at once on a busy machine: somebody waited in vain, and was told so.
                log.with_suffix(".refused").open("a").write(f"{error}\n")
                continue
            if not outcome.saved:
                return 1
            told.write(f"{site} {day} {profession} {number}\n")
    return 0


def acknowledged(folder):
    """Return the lines that writers have logged so far, those that are whole."""
    lines = []
    for log in sorted(Path(folder).glob("*.log")):
        text = log.read_text()
        lines += text[: text.rfind("\n") + 1].splitlines()
    return lines


def back_up(logs, folder, times):
    """Back up again and again; return for each archive what was acknowledged before it began."""
    made = []
    for number in range(times):
        before = acknowledged(logs)
        path = Path(folder) / f"{number:02}.zip"
        make(connection, path, now=timezone.now())
        made.append([str(path), before])
        time.sleep(0.2)
    return made


def examine(made):
    """Restore each archive into a database of its own; return what is wrong with each, and sizes.

    Restoring has compared every table already; what is left is to find what was acknowledged.
    """
    found, counts = [], []
    for path, before in made:
        with _database(path):
            restore(Path(path), connection)
            held = {
                f"{row.site_id} {row.date} {row.profession_id} {row.done}"
                for row in ActivityCount.objects.filter(kind="consultation")
            }
            lost = [line for line in before if line not in held]
            counts.append(len(before))
            found += [f"{path} : {len(lost)} lost, {lost[0]}"] if lost else []
            found += [f"{path} : drift"] if check_totals() else []
    return {"found": found, "acknowledged": counts}


@contextmanager
def _database(path):
    """Point this process to a database that is not there yet, then back."""
    kept = connection.settings_dict["NAME"]
    name = f"{path}.sqlite3" if connection.vendor == "sqlite" else f"restored_{os.getpid()}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def hashes():
    """Return the hash of every table."""
    connection.ensure_connection()
    with transaction.atomic():
        held = contents(connection.connection, tables(connection))
        return {one.table.name: [one.rows, one.sha256] for one in held}


def behind():
    """Return the tables whose next number is taken already, and how many were asked."""
    found, asked = [], 0
    for table in tables(connection):
        key = next(column for column in table.columns if column.name == table.key[0])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_NEXT[connection.vendor].format(table=table.name, key=key.name))
            following, last = cursor.fetchone()
        if following is not None:
            asked += 1
            found += [table.name] if last is not None and following <= last else []
    return {"behind": found, "asked": asked}


_NEXT = {
    "sqlite": "SELECT (SELECT seq + 1 FROM sqlite_sequence WHERE name = '{table}'), "
    'MAX("{key}") FROM "{table}"',
    "postgresql": "SELECT nextval(pg_get_serial_sequence('\"{table}\"', '{key}')), "
    'MAX("{key}"::text::numeric) FROM "{table}"',
}


class _Back(Exception):
    """Takes a write back."""


def insert_everywhere():
    """Copy the last row of each table under the number that the database gives, and take it back.

    Return how many went in, how many a rule refused (a value that must be unique), and the tables
    that refused the number itself.
    """
    went, refused, taken = 0, 0, []
    for table in tables(connection):
        key = next(column for column in table.columns if column.name == table.key[0])
        others = ", ".join(f'"{column.name}"' for column in table.columns if column is not key)
        if key.kind != "whole" or table.name == "audit_link" or not others:
            continue
        said = _insert(table.name, key.name, others)
        went += not said
        refused += bool(said)
        if f"{table.name}_pkey" in said or f"{table.name}.{key.name}" in said:
            taken.append(table.name)
    return {"went": went, "refused": refused, "taken": taken}


def _insert(table, key, others):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO "{table}" ({others}) SELECT {others} FROM "{table}" '
                f'ORDER BY "{key}" DESC LIMIT 1'
            )
            raise _Back
    except _Back:
        return ""
    except DatabaseError as error:
        return str(error)


def sealed_refuse():
    """Change and delete signed acts outside the program; return what the database let through."""
    acts = Act.objects.filter(sealed=True).values_list("pk", flat=True)
    assert acts
    through = []
    for statement in (
        "UPDATE conventions_act SET title = 'autre' WHERE id = %s",
        "DELETE FROM conventions_act WHERE id = %s",
    ):
        for pk in acts:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, [pk])
                    through.append(statement)
                    raise _Back
            except (DatabaseError, _Back):
                continue
    return {"acts": len(acts), "through": through}


def numbers():
    """Return the next number of each series of acts."""
    return {
        f"{series.authority_id} {series.nature} {series.year}": next_number(
            authority=series.authority, nature=series.nature, year=series.year
        )[0]
        for series in NumberSeries.objects.all()
    }


def use():
    """Log in and take a number, as people do; return what came of it."""
    series = NumberSeries.objects.order_by("pk").first()
    one = {"authority": series.authority, "nature": series.nature, "year": series.year}
    taken = take_number(**one)[0]
    return {
        "login": Client().login(username="admin", password="demonstration-csipa"),
        "follows": taken == series.last + 1,
    }
