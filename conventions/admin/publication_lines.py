"""What the public register calls for, as the start page and « À suivre » tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from conventions.admin.publication_views import PAGE
from conventions.review.agenda import Entry
from conventions.review.publications import MOST_WANTED, Wanted, silent, wanted
from csipa.french.numbers import counted

MAY_SEE = "conventions.view_act"
_TO_PUBLISH = "À mettre en ligne"
_LOST = "N’est plus vu à son adresse publique"
_LOST_ONE = "acte n’est plus vu à son adresse publique"
_LOST_MANY = "actes ne sont plus vus à leur adresse publique"
_ACTS = "admin:conventions_act_changelist"


@dataclass(frozen=True)
class PublicLines:
    """What the public register calls for: acts one by one or, beyond a hundred, all at once.

    `more` is then said in their place, and `more_url` leads to the list where they are;
    `many_are_lost` tells the ones that were online from those that never were.
    """

    lines: list[dict[str, Any]]
    more: str = ""
    more_url: str = ""
    many_are_lost: bool = False


def public_lines(*, today: dt.date, told: Collection[int] = ()) -> PublicLines:
    """Return the acts to put online and those not seen there for two days, those first.

    The acts of `told` are told already as waiting: only what was lost is told of them. One query,
    two where there are more than `MOST_WANTED`.
    """
    found = wanted(today=today)
    if len(found) > MOST_WANTED and found[MOST_WANTED].is_lost:
        count = silent(today=today).count()
        more = counted(count, _LOST_ONE, _LOST_MANY)
        return PublicLines([], more, f"{reverse(_ACTS)}?en_ligne=perdu", many_are_lost=True)
    lines = [_line(one) for one in found if one.is_lost or one.act.pk not in told]
    if len(found) > MOST_WANTED:
        more = f"Plus de {MOST_WANTED} actes à mettre en ligne"
        return PublicLines(lines[:MOST_WANTED], more, f"{reverse(_ACTS)}?en_ligne=a_publier")
    return PublicLines(lines)


def _line(one: Wanted) -> dict[str, Any]:
    label, code = (_LOST, "lost") if one.is_lost else (_TO_PUBLISH, "to_publish")
    act = one.act
    said = (one.since, one.since, code, label, str(act), act.title, "act", act.pk)
    entry = Entry(*said, waiting=True)
    return {"entry": entry, "url": reverse(PAGE, args=[act.pk]), "is_lost": one.is_lost}
