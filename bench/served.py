"""A house served by gunicorn for a while: its database, its accounts, its memory.

`application` is what gunicorn serves: the site as it is, and two empty pages beside it that only
measures ask for. Both go through every middleware and read the session, the account and its
permissions; `/vide/` is the frame of the back office with nothing in it, `/nu/` one line of HTML.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# A SQLite file already filled with the demonstration: `table.py` makes one for all that need it.
BASE = "CSIPA_BENCH_BASE"
WORKERS, THREADS = 2, 4
_PATIENCE = 60.0
_FRAME = "{% extends 'admin/own_page.html' %}{% block content %}{% endblock content %}"
_BARE = "<!DOCTYPE html><title>{{ title }}</title><p>{{ user }}</p>"


def _application() -> Any:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csipa.settings")
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    served = get_wsgi_application()
    add_empty_pages()
    return served


def add_empty_pages() -> None:
    """Add `/vide/` and `/nu/` to the addresses of the program, which is loaded."""
    from django.contrib import admin  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415
    from django.template import engines  # noqa: PLC0415
    from django.urls import path  # noqa: PLC0415

    from csipa import urls  # noqa: PLC0415
    from csipa.admin import Section  # noqa: PLC0415

    frame, bare = (engines["django"].from_string(text) for text in (_FRAME, _BARE))

    def empty(request: Any) -> HttpResponse:
        """Show the frame of the back office with nothing in it."""
        context = {
            **admin.site.each_context(request),
            "title": "Page vide",
            "section": Section.ACTS,
            "opts": None,
        }
        return HttpResponse(frame.render(context, request))

    def plain(request: Any) -> HttpResponse:
        """Show one line; the account and its permissions are read."""
        request.user.get_all_permissions()
        return HttpResponse(bare.render({"title": "Page nue"}, request))

    urls.urlpatterns += [
        path("vide/", admin.site.admin_view(empty)),
        path("nu/", admin.site.admin_view(plain)),
    ]


application = _application() if os.environ.get("CSIPA_BENCH_SERVED") else None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Served:
    """gunicorn and the worker of jobs on the database of the environment, from start to `stop`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.log = folder / "gunicorn.log"
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start both and wait until the site answers; RuntimeError when it does not."""
        environment = {**os.environ, "CSIPA_BENCH_SERVED": "1"}
        common: dict[str, Any] = {"cwd": ROOT, "env": environment, "start_new_session": True}
        with self.log.open("wb") as log:
            common |= {"stdout": log, "stderr": log}
            arguments = [
                *("gunicorn", "--chdir", str(ROOT), "--pythonpath", str(ROOT / "bench")),
                *("--bind", f"127.0.0.1:{self.port}", "--log-level", "warning"),
                *("--workers", str(WORKERS), "--threads", str(THREADS), "served:application"),
            ]
            self.started = [
                subprocess.Popen([sys.executable, "-m", *arguments], **common),
                subprocess.Popen([sys.executable, "manage.py", "db_worker"], **common),
            ]
        limit = time.monotonic() + _PATIENCE
        while time.monotonic() < limit:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                if self.started[0].poll() is not None:
                    break
                time.sleep(0.2)
        raise RuntimeError(f"gunicorn ne répond pas : {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End what was started, and nothing else."""
        for process in self.started:
            process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()

    def memory(self) -> dict[str, int]:
        """Return kB held by the web workers, and by what they started to lay documents out."""
        workers = _children(self.started[0].pid)
        others = [child for worker in workers for child in _children(worker)]
        return {"web": sum(map(_resident, workers)), "pdf": sum(map(_resident, others))}

    def alive(self) -> bool:
        """Tell whether both processes still run."""
        return all(process.poll() is None for process in self.started)

    def worker_pids(self) -> set[int]:
        """Return the web workers: one that died and was replaced has another number."""
        return set(_children(self.started[0].pid))


def _children(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in found.split()]


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def prepare(folder: Path, *, sqlite: bool) -> None:
    """Point the environment to a database of its own, make it and fill it with the demonstration.

    On PostgreSQL DATABASE_URL names a cluster. Its writes are made to reach the disk again: a
    throw-away cluster leaves that out.
    """
    os.environ.update(
        SECRET_KEY=secrets.token_urlsafe(50),
        AUDIT_ANCHORS=str(folder / "anchors.txt"),
        STATIC_ROOT=str(folder / "static"),
        LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="csipa.settings",
    )
    made = os.environ.get(BASE, "") if sqlite else ""
    if sqlite:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'load.sqlite3'}"
    if made:
        shutil.copy(made, folder / "load.sqlite3")
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if not sqlite:
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET fsync = on")
            cursor.execute("SELECT pg_reload_conf()")
    call_command("collectstatic", interactive=False, verbosity=0)
    if made:
        return
    call_command("migrate", verbosity=0)
    with (folder / "demo.log").open("w", encoding="utf-8") as log:
        call_command("demo", if_empty=True, stdout=log, stderr=log)


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py in a process of its own; return it, whatever its code."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
