"""Corrects in a draft what its reading pointed out, where the correction needs no thought."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from conventions.exchange.agreements import load_convention
from conventions.exchange.spots import Spot, spots_of
from conventions.exchange.writer import load_act
from conventions.models import Act, Convention
from conventions.review.findings import finding_key, findings_of
from conventions.rules.finding import Finding, Place

REASON = "Relecture"


class FixRefused(ValueError):
    """Nothing could be corrected; the text says why in French."""


def fixable(text: Act | Convention, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that one click corrects: safe, and in words that the draft itself holds.

    Nothing of a text that is closed.
    """
    if _is_closed(text):
        return []
    spots = spots_of(_loaded(text))
    return [
        finding
        for finding in findings
        if finding.curable and all(_stands(place, spots) for place in finding.places)
    ]


def _stands(place: Place, spots: dict[str, Spot]) -> bool:
    """Tell whether a passage is in a column of the draft, and not in words the records give it."""
    spot = spots.get(place.path)
    if spot is None:
        return False
    words = spot.read(spot.row)[place.start : place.end]
    return (html.unescape(words) if spot.rich else words) == place.passage


@transaction.atomic
def apply_fixes(
    *, text: Act | Convention, keys: Collection[str], by: AbstractBaseUser | None
) -> list[Finding]:
    """Correct the findings named by `keys` and return those that were.

    The text is read again first: a finding whose words changed meanwhile is left alone. Raises
    FixRefused when the text is closed or when nothing of what was asked is there any more.
    """
    row = type(text).objects.select_for_update(of=("self",)).get(pk=text.pk)
    if _is_closed(row):
        raise FixRefused("Ce texte est signé : il ne change plus.")
    asked = [f for f in fixable(row, findings_of(row)) if finding_key(f) in keys]
    if not asked:
        raise FixRefused("Ce passage a changé depuis la relecture : rien n’est corrigé.")
    changed = _Changes(spots_of(_loaded(row)))
    done = [finding for finding in asked if changed.take(finding.places)]
    changed.save(row, by)
    return done


class _Changes:
    """Replacements gathered by path; none of them overlaps another."""

    def __init__(self, spots: dict[str, Spot]) -> None:
        self.spots = spots
        self.by_path: dict[str, list[Place]] = {}

    def take(self, places: Collection[Place]) -> bool:
        """Keep the places of one finding, or none if one meets what is already replaced."""
        if any(self._meets(place) for place in places):
            return False
        for place in places:
            self.by_path.setdefault(place.path, []).append(place)
        return True

    def _meets(self, place: Place) -> bool:
        start, end = place.start or 0, place.end or 0
        return any(
            start < (other.end or 0) and (other.start or 0) < end
            for other in self.by_path.get(place.path, ())
        )

    def save(self, root: Act | Convention, by: AbstractBaseUser | None) -> None:
        """Write each row once, with its history, and raise the version of each page it is on."""
        rows: dict[tuple[type, int], models.Model] = {}
        pages: dict[tuple[type, int], models.Model] = {}
        for path, places in self.by_path.items():
            spot = self.spots[path]
            key = (type(spot.row), spot.row.pk)
            fresh = rows.setdefault(key, type(spot.row)._default_manager.get(pk=spot.row.pk))
            spot.write(fresh, _replaced(spot.read(fresh), places, rich=spot.rich))
            page = _page_of(fresh, root)
            pages[type(page), page.pk] = page
        for key, page in pages.items():
            page = rows.setdefault(key, page)
            page.version += 1
        for row in rows.values():
            row._history_user = by
            row._change_reason = REASON
            row.save()


def _replaced(words: str, places: Iterable[Place], *, rich: bool) -> str:
    """Return the words with each passage replaced, from the last to the first."""
    for place in sorted(places, key=lambda place: place.start or 0, reverse=True):
        fix = html.escape(place.fix or "", quote=False) if rich else place.fix or ""
        words = words[: place.start] + fix + words[place.end :]
    return words


def _page_of(row: models.Model, root: Act | Convention) -> models.Model:
    """Return the act or convention on whose page a row is edited."""
    if isinstance(row, (Act, Convention)):
        return row
    holder = getattr(row, "article", None) or row
    convention = getattr(holder, "convention", None)
    if convention is not None and not hasattr(holder, "act_id"):
        return convention
    return getattr(holder, "act", None) or convention or root


def _loaded(text: Act | Convention) -> Act | Convention:
    return load_act(text.pk) if isinstance(text, Act) else load_convention(text.pk)


def _is_closed(text: Act | Convention) -> bool:
    if isinstance(text, Act):
        return text.is_signed
    annexed = Act.objects.signed().filter(annexes__convention=text)
    return text.sealed or text.documents.exists() or annexed.exists()
