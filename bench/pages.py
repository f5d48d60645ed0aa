"""What each main page costs beside an empty page of the back office, and a bare page of Django.

    python bench/pages.py [--database sqlite|postgresql] [--rounds 15] [--only WORD]

The demonstration in a base of its own, one account that runs the house, the whole stack of
middleware. « Page nue »: one line of HTML behind the same middleware, session, account and
permissions read. « Cadre vide »: the frame of the back office, menus included, with nothing in it.
Page and frame, then page and bare page, are asked for one right after the other; the ratio is the
median of those of the turns. With SQLite all is done by this process: its processor time is what
is compared, which a busy machine changes little. Statements are counted on a page that was opened
before.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from served import ROOT, add_empty_pages, prepare
from told import Ratio, compared, in_turn, say, show, tell, written

FRAME, BARE = "/vide/", "/nu/"
WHO = "responsable"


def pages() -> list[tuple[str, str, float]]:
    """Return what is opened: its name, its address, and the largest ratio to the frame."""
    from conventions.models import Act, Convention, Publication  # noqa: PLC0415
    from sites.models import Community  # noqa: PLC0415

    signed = Act.objects.standing().filter(documents__isnull=False).order_by("pk").first()
    draft = Act.objects.drafts().order_by("pk").first()
    convention = Convention.objects.order_by("pk").first()
    community = Community.objects.order_by("pk").first()
    online = Publication.objects.online().order_by("pk").first()
    admin = "/admin/"
    return [
        ("accueil", admin, 5),
        ("réponses", f"{admin}activite/reponses/", 5),
        ("grille de la semaine", "/saisie/", 8),
        ("liste des actes", f"{admin}conventions/act/", 5),
        ("acte signé", f"{admin}conventions/act/{signed.pk}/change/", 8),
        ("projet d’acte", f"{admin}conventions/act/{draft.pk}/change/", 15),
        ("liste des conventions", f"{admin}conventions/convention/", 5),
        ("convention", f"{admin}conventions/convention/{convention.pk}/change/", 12),
        ("échéances", f"{admin}conventions/calendarfeed/", 5),
        ("tableau des effectifs", f"{admin}effectifs/", 5),
        ("liste des postes", f"{admin}staffing/post/", 5),
        ("planning", f"{admin}activite/planning/", 5),
        ("mois", f"{admin}activite/mois/", 5),
        ("complétude", f"{admin}activite/completude/", 5),
        ("diagnostic", f"{admin}territoire/diagnostic/", 6),
        ("carte", f"{admin}territoire/carte/", 6),
        ("tableau d’une CPTS", f"{admin}sites/community/{community.pk}/tableau/", 6),
        ("liste des comités", f"{admin}conventions/committee/", 5),
        ("corbeille", f"{admin}corbeille/", 5),
        ("registre public", "/actes/", 2),
        ("acte du registre public", f"/actes/{online.address}/", 2),
        ("données ouvertes", "/donnees/", 4),
        ("connexion", "/compte/connexion/", 2),
    ]


class Browser:
    """Asks for pages as somebody does, or as nobody."""

    def __init__(self, user: Any = None) -> None:
        from django.conf import settings  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        self.client = Client(headers={"host": "127.0.0.1"})
        if user is not None:
            self.client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])

    def opens(self, path: str) -> Callable[[], None]:
        """Return what opens a page, and refuses any answer but a page."""

        def visit() -> None:
            answer = self.client.get(path)
            b"".join(answer) if answer.streaming else answer.content
            if answer.status_code != 200:
                raise RuntimeError(f"{path} : {answer.status_code}")

        return visit


def statements(visit: Callable[[], None]) -> int:
    """Return how many statements a page that was opened before asks for."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    visit()
    with CaptureQueriesContext(connection) as found:
        visit()
    return len(found)


def measure(rounds: int, only: str, vendor: str) -> None:
    """Compare every page with the frame and with the bare page, in turn."""
    from django.contrib.auth.models import User  # noqa: PLC0415

    add_empty_pages()
    known, nobody = Browser(User.objects.get(username=WHO)), Browser()
    frame, bare = known.opens(FRAME), known.opens(BARE)
    part = f"Pages, {vendor}"
    clock = time.process_time if vendor == "SQLite" else time.perf_counter
    middle, least, most = compared(in_turn(frame, bare, rounds, clock))
    told = f"{statements(frame)} requêtes, {statements(bare)} pour la page nue"
    tell(Ratio(part, "cadre vide", "page nue", middle, None, least, most, told))
    for name, path, goal in pages():
        if only not in name:
            continue
        # Whoever reads the public pages is not logged in.
        visit = (known if path.startswith(("/admin/", "/saisie/")) else nobody).opens(path)
        count = statements(visit)
        middle, least, most = compared(in_turn(visit, frame, rounds, clock))
        plain, _, _ = compared(in_turn(visit, bare, max(3, rounds // 3), clock))
        told = f"{count} requêtes ; page nue × {written(plain)}"
        tell(Ratio(part, name, "cadre vide", middle, goal, least, most, told))
        say(f"  {name} : {written(middle)}")


def main() -> int:
    """Build the house and measure it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="the pages whose name holds this word")
    asked = parser.parse_args()
    is_sqlite = asked.database == "sqlite"
    if not is_sqlite and "DATABASE_URL" not in os.environ:
        script = [str(ROOT / ".ci/with-postgresql"), sys.executable, *sys.argv]
        os.execv(script[0], script)
    warnings.simplefilter("ignore")
    folder = Path(tempfile.mkdtemp(prefix="csipa-pages-"))
    try:
        prepare(folder, sqlite=is_sqlite)
        measure(asked.rounds, asked.only, "SQLite" if is_sqlite else "PostgreSQL")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return show()


if __name__ == "__main__":
    sys.exit(main())
