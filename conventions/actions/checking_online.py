"""Reads each act online where anybody would, every day, and keeps what was found as proof."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from conventions.actions.reading_online import Answer, Unreachable, read_address
from conventions.models import Publication, PublicationCheck

Fetch = Callable[..., Answer]
"""Reads an address: `fetch(url, largest=…)` gives an Answer or raises Unreachable."""

_LARGEST_PAGE = 4 * 1024 * 1024
# A site that answers nothing is not asked for each of its acts in turn.
_PATIENCE = 5
_OK = 200


@dataclass
class Checked:
    """What one run found: how many acts were seen, had been seen today, and those not seen."""

    seen: int = 0
    already: int = 0
    missing: list[PublicationCheck] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many acts are online."""
        return self.seen + self.already + len(self.missing)


def check_publications(*, now: dt.datetime, fetch: Fetch = read_address) -> Checked:
    """Read the document and the page of each act online; keep one line an act and a day.

    What was seen today is not read again; what was not is, and a line is added when something
    changed. Each line is kept at once: a run that is stopped loses nothing.
    """
    checked, silent = Checked(), 0
    today = timezone.localdate(now)
    known = _today(today)
    for publication in _online():
        earlier = known.get(publication.pk, [])
        if any(check.seen for check in earlier):
            checked.already += 1
            continue
        found = _look(publication, fetch if silent < _PATIENCE else _given_up, now)
        silent = silent + 1 if found.is_silent else 0
        check = found.check
        if not any((one.detail, one.sha256) == (check.detail, check.sha256) for one in earlier):
            check.save(force_insert=True)
        if check.seen:
            checked.seen += 1
        else:
            checked.missing.append(check)
    return checked


@dataclass(frozen=True)
class _Found:
    check: PublicationCheck
    is_silent: bool = False


def _online() -> QuerySet[Publication]:
    rows = Publication.objects.online().select_related("act", "document")
    heavy = ("document__content", "document__source", "document__context")
    return rows.defer(*heavy).order_by("pk")


def _today(today: dt.date) -> dict[int, list[PublicationCheck]]:
    """Return the lines of the day, by publication; one query."""
    start = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    lines = PublicationCheck.objects.filter(
        checked_at__gte=start, checked_at__lt=start + dt.timedelta(days=1)
    )
    found: dict[int, list[PublicationCheck]] = {}
    for line in lines:
        found.setdefault(line.publication_id, []).append(line)
    return found


def _look(publication: Publication, fetch: Fetch, now: dt.datetime) -> _Found:
    """Read a document, then its page; the document is what is compared to the byte."""
    address = _address("act-pdf", publication)
    check = PublicationCheck(
        publication=publication, checked_at=now, address=address[:300], seen=False
    )
    try:
        answer = fetch(address, largest=publication.document.size)
        if detail := _fault(check, publication, answer):
            check.detail = detail
            return _Found(check)
        page = fetch(_address("act", publication), largest=_LARGEST_PAGE)
    except Unreachable as error:
        check.detail = f"Injoignable : {error}."[:300]
        return _Found(check, is_silent=True)
    if page.status != _OK:
        check.detail = f"Le document est en ligne, mais sa page répond {page.status}."
    check.seen = not check.detail
    return _Found(check)


def _fault(check: PublicationCheck, publication: Publication, answer: Answer) -> str:
    """Say what is wrong with the document read; its hash is kept whatever it is."""
    if answer.status != _OK:
        return f"Absent : l’adresse du document répond {answer.status}."
    if answer.is_cut:
        return "Autre document : le fichier en ligne est plus long que celui qui a été publié."
    check.sha256 = hashlib.sha256(answer.content).hexdigest()
    if check.sha256 != publication.document.sha256:
        return "Autre document : le fichier en ligne n’est pas celui qui a été publié."
    return ""


def _given_up(url: str, *, largest: int) -> Answer:
    raise Unreachable("le site ne répondait plus, l’adresse n’a pas été lue")


def _address(name: str, publication: Publication) -> str:
    return settings.SITE_ADDRESS + reverse(name, args=[publication.address])
