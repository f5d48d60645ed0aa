"""What fifty people do on the site, and what the site acknowledged of what they wrote."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import lxml.html

TOKEN = "b" * 32
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}
_FINE = (200, 302, 304)
_CELL = re.compile(
    r'<input class="cell [^>]*?name="(c-[^"]+)" value="([^"]*)"[^>]*?>'
    r'<input type="hidden" name="b-[^"]+" value="([^"]*)"'
)
_WORDS = ("convention", "santé", "Béthune", "délégation", "bail", "2026")
MARK = "essai de charge"


@dataclass
class Ledger:
    """What was asked and acknowledged, by every visitor; one lock for them all."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    cells: list[tuple[str, str, str]] = field(default_factory=list)
    bookings: list[tuple[int, str, str, str]] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self, label: str, status: int, seconds: float) -> None:
        """Note an answer."""
        with self.lock:
            self.times[label].append(seconds)
            if status not in _FINE:
                self.errors[f"{label} : {status}"] += 1

    def fate(self, name: str) -> None:
        """Count what became of a write."""
        with self.lock:
            self.fates[name] += 1


@dataclass(frozen=True)
class Answer:
    """What the site answered."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class Visitor(threading.Thread):
    """Somebody with a session, who does one thing after another and thinks in between.

    `deeds` gives each deed its weight; `world` the keys of what there is to look at.
    """

    def __init__(
        self,
        rank: int,
        role: str,
        *,
        port: int,
        session: str,
        world: dict[str, Any],
        ledger: Ledger,
        until: float,
        think: float,
    ) -> None:
        super().__init__(daemon=True, name=f"{role} {rank}")
        self.rank, self.port, self.session, self.world = rank, port, session, world
        self.ledger, self.until, self.think = ledger, until, think
        self.chance = random.Random(rank)
        self.deeds = DEEDS[role]
        self.made = 0

    def run(self) -> None:
        """Go on until the end."""
        names, weights = zip(*self.deeds, strict=True)
        time.sleep(self.chance.uniform(0, self.think))
        while time.time() < self.until:
            deed: Callable[[Visitor], None] = self.chance.choices(names, weights)[0]
            try:
                deed(self)
            except Exception as error:
                with self.ledger.lock:
                    told = f"{deed.__name__} : {type(error).__name__} {error}"
                    self.ledger.errors[told[:200]] += 1
            time.sleep(self.chance.uniform(0.3, 1.7) * self.think)

    def ask(
        self,
        label: str,
        path: str,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Ask for a page through a connection of its own, and note how it went."""
        sent = {
            "Host": f"127.0.0.1:{self.port}",
            "X-CSRFToken": TOKEN,
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            **(headers or {}),
        }
        began = time.perf_counter()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.request("POST" if body is not None else "GET", path, body, sent)
            got = link.getresponse()
            answer = Answer(got.status, got.read())
        finally:
            link.close()
        self.ledger.told(label, answer.status, time.perf_counter() - began)
        return answer

    def one(self, kind: str) -> Any:
        """Choose one of what there is."""
        return self.chance.choice(self.world[kind])


def start_page(one: Visitor) -> None:
    """Open the start page."""
    one.ask("accueil", "/admin/")


def answers_page(one: Visitor) -> None:
    """Open the answers about activity."""
    one.ask("réponses", "/admin/activite/reponses/")


def read_list(one: Visitor) -> None:
    """Open a list, searched half of the time."""
    path = one.one("lists")
    searched = one.chance.random() < 0.5
    query = f"?{urlencode({'q': one.chance.choice(_WORDS)})}" if searched else ""
    one.ask("recherche" if searched else "liste", f"/admin/{path}/{query}")


def read_planning(one: Visitor) -> None:
    """Open the planning of a site."""
    one.ask("planning", f"/admin/activite/planning/?site={one.one('sites')}")


def read_month(one: Visitor) -> None:
    """Open the months."""
    one.ask("mois", "/admin/activite/mois/")


def read_completeness(one: Visitor) -> None:
    """Open what is missing."""
    one.ask("complétude", "/admin/activite/completude/")


def preview(one: Visitor) -> None:
    """Have a draft laid out."""
    one.ask("aperçu PDF", f"/admin/conventions/act/{one.one('drafts')}/document/")


def frozen(one: Visitor) -> None:
    """Read a signed act."""
    one.ask("PDF figé", f"/admin/conventions/act/{one.one('signed')}/document/")


def register(one: Visitor) -> None:
    """Read the public register."""
    path = one.chance.choice(("/actes/", f"/actes/?{urlencode({'q': one.chance.choice(_WORDS)})}"))
    one.ask("registre public", path)


def public_act(one: Visitor) -> None:
    """Read an act online, its PDF half of the time."""
    address = one.one("online")
    end = ".pdf" if one.chance.random() < 0.5 else "/"
    one.ask("acte public", f"/actes/{address}{end}")


def feed(one: Visitor) -> None:
    """Let a calendar read its address."""
    one.ask("agenda", one.one("feeds"))


def write_cells(one: Visitor) -> None:
    """Open a week of the grid, then change a few cells of it."""
    week = one.one("weeks")
    page = one.ask("grille", f"/saisie/?semaine={week}&sites={one.one('sites')}")
    found = [
        (name, seen)
        for tag in _CELL.finditer(page.text)
        for name, seen in [(tag[1], tag[3])]
        if "readonly" not in tag[0] and name.rsplit("-", 1)[1] == "done"
    ]
    if not found:
        one.ledger.fate("grille sans case ouverte")
        return
    chosen = one.chance.sample(found, min(len(found), one.chance.randint(1, 5)))
    sent = [
        {"name": name, "base": seen, "confirmed": True, "value": _other(one, seen)}
        for name, seen in chosen
    ]
    answer = one.ask("cases", "/saisie/cellules/", json.dumps({"cells": sent}), _JSON)
    if answer.status != 200:
        return
    before = {cell["name"]: cell["base"] for cell in sent}
    for told in json.loads(answer.body)["cells"]:
        state = told["state"]
        one.ledger.fate(f"case {state}")
        if state == "saved":
            with one.ledger.lock:
                one.ledger.cells.append((told["name"], before[told["name"]], told["value"]))
        elif state == "refused":
            one.ledger.fate(f"case refusée : {told['message'][:70]}")


def _other(one: Visitor, seen: str) -> str:
    return next(text for text in iter(lambda: str(one.chance.randint(1, 40)), "") if text != seen)


def book(one: Visitor) -> None:
    """Book a room some day to come; the room may be taken."""
    site, room = one.one("rooms")
    day = dt.date.fromisoformat(one.world["today"]) + dt.timedelta(days=one.chance.randint(1, 120))
    hour = one.chance.randint(8, 17)
    typed = {
        "room": room,
        "purpose": "meeting",
        "day": day.isoformat(),
        "starts": f"{hour:02}:00",
        "ends": f"{hour + 1:02}:00",
        "cleaning": 0,
        "title": "Réunion",
        "reason": "Essai de charge",
        "version": "",
    }
    path = f"/admin/activite/planning/reserver/?site={site}"
    answer = one.ask("réservation", path, urlencode(typed), _FORM)
    taken = answer.status == 302
    one.ledger.fate("salle réservée" if taken else "salle prise ou refusée")
    if taken:
        with one.ledger.lock:
            one.ledger.bookings.append((room, typed["day"], typed["starts"], typed["ends"]))


def edit_act(one: Visitor) -> None:
    """Open a draft, change its title and send the whole form back; somebody may have come first."""
    draft = one.one("drafts")
    path = f"/admin/conventions/act/{draft}/change/"
    page = one.ask("acte", path)
    if page.status != 200:
        return
    form = lxml.html.fromstring(page.text).get_element_by_id("act_form")
    typed = dict(form.form_values())
    one.made += 1
    title = typed["title"].split(f" – {MARK}")[0].strip() + f" – {MARK} {one.rank}.{one.made}"
    typed |= {"title": title, "_continue": "1"}
    time.sleep(one.chance.uniform(0, one.think))
    saved = one.ask("acte modifié", path, urlencode(typed), _FORM)
    kept = saved.status == 302
    one.ledger.fate("acte enregistré" if kept else "acte : quelqu’un d’autre d’abord")
    if kept:
        with one.ledger.lock:
            one.ledger.titles.append((draft, title))
    elif "modifiée par quelqu’un d’autre" not in saved.text:
        one.ledger.fate("acte refusé pour autre chose")


def read_act(one: Visitor) -> None:
    """Open the page of an act."""
    one.ask("acte", f"/admin/conventions/act/{one.one('signed')}/change/")


def read_sessions(one: Visitor) -> None:
    """Open the sessions of unscheduled care."""
    one.ask("séances", "/admin/activite/seances/")


_OFFICE = [(start_page, 3), (answers_page, 2), (read_list, 6), (read_month, 1), (read_planning, 1)]
DEEDS: dict[str, list[tuple[Callable[[Visitor], None], int]]] = {
    "gestionnaire": [
        *_OFFICE,
        (read_completeness, 1),
        (read_act, 2),
        (preview, 1),
        (frozen, 1),
        (edit_act, 3),
        (write_cells, 1),
    ],
    "secrétaire": [
        (write_cells, 9),
        (book, 4),
        (read_planning, 3),
        (start_page, 2),
        (read_month, 1),
    ],
    "coordination": [(start_page, 2), (read_sessions, 3), (read_planning, 3)],
    "lecture": [*_OFFICE, (read_act, 2), (frozen, 2), (read_completeness, 1)],
    "public": [(register, 4), (public_act, 4), (feed, 3)],
    "écriture": [(write_cells, 9), (book, 5), (edit_act, 2), (start_page, 1)],
}
