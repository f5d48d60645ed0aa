"""A house of its own for a drill: a database with the demonstration, and processes on it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from tests.drills.processes import ROOT, Person, Process, Web, free_port

SECRET = "une clé d’exercice, assez longue pour ne pas être un défaut de sûreté 0123456789"


def on_postgresql():
    """Tell whether the run is on PostgreSQL: DATABASE_URL named a cluster."""
    return settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def cluster():
    """Return how the cluster of the run is reached."""
    given = settings.DATABASES["default"]
    return {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }


def postgres_address(name, *, host, port, user, password):
    """Return the DATABASE_URL of a database of a cluster."""
    return f"postgres://{user}:{password}@{host}:{port}/{name}"


@contextmanager
def new_database(folder, *, model="template0"):
    """Yield the address of a database that holds nothing, or a copy of `model` on PostgreSQL."""
    if not on_postgresql():
        yield f"sqlite:///{Path(folder) / 'site.sqlite3'}"
        return
    name = f"drill_{os.getpid()}_{free_port()}"
    _server(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
    try:
        yield postgres_address(name, **cluster())
    finally:
        _server(f'DROP DATABASE "{name}" WITH (FORCE)')


class House:
    """A database, its folder, and what runs on them; `close` ends every process it started."""

    def __init__(self, address, folder, *, static=None):
        self.address = address
        self.folder = Path(folder)
        self.static = static
        self.started = []
        self.extra = {}
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)

    @property
    def is_sqlite(self):
        """Whether the database is a SQLite file."""
        return self.address.startswith("sqlite")

    @property
    def path(self):
        """The SQLite file."""
        return Path(self.address.removeprefix("sqlite:///"))

    @property
    def environment(self):
        """What every process of the house is given."""
        given = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return given | {
            "DATABASE_URL": self.address,
            "SECRET_KEY": SECRET,
            "AUDIT_KEY": SECRET,
            "AUDIT_ANCHORS": str(self.folder / "ancres.txt"),
            "STATIC_ROOT": str(self.static or self.folder / "static"),
            "TMPDIR": str(self.folder / "tmp"),
            "LOG_LEVEL": "WARNING",
            "JOB_STALE_AFTER": "2",
            **self.extra,
        }

    def command(self, *arguments):
        """Run a command of manage.py to its end; return it, whatever its code."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def must(self, *arguments):
        """Run a command that must succeed; return what it printed."""
        done = self.command(*arguments)
        assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-4000:])
        return done.stdout

    def start(self, *arguments):
        """Start a command of manage.py and return its process."""
        return self._kept(
            Process(
                [sys.executable, "manage.py", *arguments],
                environment=self.environment,
                log=self._log(arguments[0]),
            )
        )

    def worker(self):
        """Start a db_worker."""
        return self.start("db_worker", "--interval", "0.2")

    def web(self, **options):
        """Start gunicorn and wait until it answers."""
        web = Web(environment=self.environment, log=self._log("web"), **options)
        return self._kept(web).wait_until_it_answers()

    def inside(self, name, **arguments):
        """Call a function of `tests.drills.inside` in a process of the house; return its result."""
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.drills.inside", name],
            cwd=ROOT,
            env=self.environment,
            input=json.dumps(arguments),
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, (name, done.stderr[-6000:])
        return json.loads(done.stdout.splitlines()[-1])

    def person(self, web, user="admin"):
        """Return somebody logged in."""
        return Person(web.port, self.inside("session", user=user))

    def person_with(self, web, key):
        """Return somebody who holds a session that is open already."""
        return Person(web.port, key)

    def rows(self, sql, *parameters):
        """Return the rows of a query, read outside the program; `%s` marks a parameter."""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.path, timeout=30)) as base:
                return base.execute(sql.replace("%s", "?"), parameters).fetchall()
        with psycopg.connect(self.address, autocommit=True) as base:
            return base.execute(sql, parameters).fetchall()

    def close(self):
        """End every process that the house started."""
        for process in reversed(self.started):
            process.stop()

    def _kept(self, process):
        self.started.append(process)
        return process

    def _log(self, name):
        return self.folder / f"{len(self.started):02}-{name}.log"


class Model:
    """The house that others are copies of: migrated, with the demonstration, made once a run.

    DRILL_MODEL names a folder where it is kept for the next run, by whoever writes a drill.
    """

    def __init__(self, folder):
        kept = os.environ.get("DRILL_MODEL")
        # Each database has its own anchors: those of one say nothing of the other.
        self.folder = Path(kept or folder) / ("postgresql" if on_postgresql() else "sqlite")
        self.is_kept = bool(kept)
        self.static = self.folder / "static"
        self.name = "drill_model" if kept else f"drill_model_{os.getpid()}"
        if on_postgresql():
            address = postgres_address(self.name, **cluster())
        else:
            address = f"sqlite:///{self.folder / 'model.sqlite3'}"
        self.house = House(address, self.folder, static=self.static)
        is_made = self.folder / "made"
        if is_made.exists():
            return
        if on_postgresql():
            _server(f'CREATE DATABASE "{self.name}"')
        self.house.must("migrate", "--verbosity", "0")
        self.house.must("demo", "--if-empty")
        self.house.must("collectstatic", "--noinput", "--verbosity", "0")
        is_made.touch()

    @contextmanager
    def copy(self, folder):
        """Yield a house that is a copy of the model; gone at the end with all that runs in it."""
        with self._copied(folder) as address:
            house = House(address, folder, static=self.static)
            shutil.copy(self.folder / "ancres.txt", house.folder)
            try:
                yield house
            finally:
                house.close()

    @contextmanager
    def _copied(self, folder):
        if self.house.is_sqlite:
            path = Path(folder) / "site.sqlite3"
            with (
                closing(sqlite3.connect(self.house.path)) as model,
                closing(sqlite3.connect(path)) as copy,
            ):
                model.backup(copy)
            yield f"sqlite:///{path}"
            return
        with new_database(folder, model=self.name) as address:
            yield address

    def close(self):
        """Drop the model where it is a database of a cluster."""
        if on_postgresql() and not self.is_kept:
            _server(f'DROP DATABASE "{self.name}" WITH (FORCE)')


def _server(statement):
    with psycopg.connect(**cluster(), dbname="postgres", autocommit=True) as server:
        server.execute(statement)
