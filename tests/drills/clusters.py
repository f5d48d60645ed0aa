"""A PostgreSQL cluster of its own, for drills that stop it or fill its disk."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.drills.house import cluster, postgres_address
from tests.drills.processes import free_port

# Debian keeps the programs of each version apart; elsewhere they are on the PATH.
_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: place.parent.name)
PROGRAMS = _PLACES[-1] if _PLACES else None
PASSWORD = "exercice"


def program(name):
    """Return the path of a program of PostgreSQL."""
    return str(PROGRAMS / name) if PROGRAMS else shutil.which(name)


class Cluster:
    """A server on a free port of 127.0.0.1, its data in `folder`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "serveur.log"
        self.port = free_port()
        self.where = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": "postgres",
            "password": PASSWORD,
        }
        self.own(self.folder)
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        self.own(secret)
        self._run(
            *(program("initdb"), "-D", str(self.data), "-U", "postgres", "-A", "scram-sha-256"),
            *("--pwfile", str(secret), "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"),
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"\nport = {self.port}\nlisten_addresses = '127.0.0.1'\n"
                f"unix_socket_directories = '{self.folder}'\nmax_wal_size = 32MB\n"
                "min_wal_size = 32MB\nlog_min_messages = fatal\n"
            )

    def address(self, name):
        """Return the DATABASE_URL of a database."""
        return postgres_address(name, **self.where)

    def start(self):
        """Start the server and wait until it answers."""
        self._run(program("pg_ctl"), "-D", str(self.data), "-l", str(self.log), "-w", "start")

    def stop(self, mode="immediate"):
        """Stop the server; « immediate » is what a power cut does."""
        self._run(program("pg_ctl"), "-D", str(self.data), "-m", mode, "-w", "stop")

    def take(self, name, *, tablespace=""):
        """Copy a database of the cluster of the run into a new one of this cluster."""
        self.query(f'CREATE DATABASE "{name}" TEMPLATE template0 {tablespace}')
        password = {**os.environ, "PGPASSWORD": PASSWORD}
        psql = [program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"]
        psql += ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        theirs = cluster()
        dump = [program("pg_dump"), "-h", theirs["host"], "-p", str(theirs["port"])]
        with subprocess.Popen(
            [*dump, "-U", theirs["user"], name],
            env={**os.environ, "PGPASSWORD": theirs["password"]},
            stdout=subprocess.PIPE,
        ) as dumped:
            subprocess.run([*psql, name], stdin=dumped.stdout, env=password, check=True)
        assert dumped.returncode == 0, dump

    def query(self, statement):
        """Run a statement outside any transaction."""
        with psycopg.connect(**self.where, dbname="postgres", autocommit=True) as server:
            server.execute(statement)

    def own(self, path):
        """Give a path to the account of the server: PostgreSQL does not run as root."""
        if os.getuid() == 0:
            shutil.chown(path, "postgres", "postgres")

    def _run(self, *command):
        options = {}
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        # A file, not a pipe: the server that pg_ctl starts would keep a pipe open for ever.
        said = self.folder / "commandes.log"
        with said.open("ab") as out:
            done = subprocess.run(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                check=False,
                **options,
            )
        assert done.returncode == 0, (command, self._told(said), self._told(self.log))

    def _told(self, log):
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""


@contextmanager
def new_cluster():
    """Yield a started cluster, stopped and gone at the end.

    Not in the folder of the run: pytest closes that one to every account but its own.
    """
    with tempfile.TemporaryDirectory(prefix="csipa-exercice-") as folder:
        made = Cluster(folder)
        made.start()
        try:
            yield made
        finally:
            if (made.data / "postmaster.pid").exists():
                made.stop()
