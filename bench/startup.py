"""What starting costs beside a bare Django project, in processor time, one after the other.

    python bench/startup.py [--rounds 7]

`manage.py check` of both, each a process of its own; then gunicorn with one process of one thread,
from its start to its first page of login, stopped at once. The bare project is what `startproject`
writes: the stock back office, SQLite, nothing else. Both databases exist and are migrated.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from served import ROOT, free_port
from told import Ratio, compared, in_turn, show, tell, written

PART = "Démarrage"
CHECK_GOAL, ANSWER_GOAL = 6, 6
_PATIENCE = 60.0


def manage(folder: Path, *arguments: str, environment: dict[str, str]) -> None:
    """Run a command of a project."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)


def bare_project(folder: Path) -> Path:
    """Write what Django starts every project with, and make its database."""
    folder.mkdir()
    command = [sys.executable, "-m", "django", "startproject", "nu", str(folder)]
    subprocess.run(command, check=True)
    return folder


def first_answer(
    folder: Path, application: str, path: str, environment: dict[str, str]
) -> Callable[[], None]:
    """Return what starts gunicorn, waits for a page and ends it."""

    def start() -> None:
        port = free_port()
        arguments = ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--log-level", "error"]
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *arguments, application],
            cwd=folder,
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, path)
        finally:
            process.terminate()
            process.wait(20)

    return start


def _wait_for(port: int, path: str) -> None:
    limit = time.monotonic() + _PATIENCE
    while time.monotonic() < limit:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            link.request("GET", path)
            status = link.getresponse().status
        except OSError:
            time.sleep(0.02)
            continue
        finally:
            link.close()
        if status != 200:
            raise RuntimeError(f"{path} : {status}")
        return
    raise RuntimeError(f"{path} : pas de réponse")


def children_seconds() -> float:
    """Return the processor time of the processes that have ended, which waiting does not change."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> int:
    """Make both projects, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="csipa-startup-") as name:
        folder = Path(name)
        bare = bare_project(folder / "nu")
        kept = ("PATH", "HOME", "LANG", "LC_ALL")
        plain = {key: os.environ[key] for key in kept if key in os.environ}
        own = {
            **plain,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": f"sqlite:///{folder / 'csipa.sqlite3'}",
            "STATIC_ROOT": str(folder / "static"),
            "AUDIT_ANCHORS": str(folder / "anchors.txt"),
            "LOG_LEVEL": "ERROR",
        }
        theirs = {**plain, "DJANGO_SETTINGS_MODULE": "nu.settings"}
        manage(bare, "migrate", "--verbosity", "0", environment=theirs)
        manage(ROOT, "migrate", "--verbosity", "0", environment=own)
        manage(ROOT, "collectstatic", "--noinput", "--verbosity", "0", environment=own)
        found = in_turn(
            lambda: manage(ROOT, "check", environment=own),
            lambda: manage(bare, "check", environment=theirs),
            rounds,
            children_seconds,
        )
        _told("manage.py check", found, CHECK_GOAL)
        found = in_turn(
            first_answer(ROOT, "csipa.wsgi", "/compte/connexion/", own),
            first_answer(bare, "nu.wsgi", "/admin/login/", theirs),
            rounds,
            children_seconds,
        )
        _told("gunicorn, jusqu’à la première page", found, ANSWER_GOAL)
    return show()


def _told(what: str, found: list[tuple[float, float]], goal: float) -> None:
    middle, least, most = compared(found)
    ours = sorted(one for one, _ in found)[len(found) // 2]
    remark = f"{written(ours)} s de processeur sur cette machine"
    tell(Ratio(PART, what, "projet Django nu", middle, goal, least, most, remark))


if __name__ == "__main__":
    sys.exit(main())
