"""What the public register calls for, as the start page and « À suivre » tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.urls import reverse

from conventions.admin.publication_views import PAGE
from conventions.review.agenda import Entry
from conventions.review.publications import Wanted, wanted

MAY_SEE = "conventions.view_act"
_TO_PUBLISH = "À mettre en ligne"
_LOST = "N’est plus vu à son adresse publique"


def public_lines(*, today: dt.date, told: Collection[int] = ()) -> list[dict[str, Any]]:
    """Return the acts to put online and those not seen there for two days, those first; one query.

    The acts of `told` are told already as waiting: only what was lost is told of them.
    """
    found = [one for one in wanted(today=today) if one.is_lost or one.act.pk not in told]
    return [_line(one) for one in found]


def _line(one: Wanted) -> dict[str, Any]:
    label, code = (_LOST, "lost") if one.is_lost else (_TO_PUBLISH, "to_publish")
    act = one.act
    said = (one.since, one.since, code, label, str(act), act.title, "act", act.pk)
    entry = Entry(*said, waiting=True)
    return {"entry": entry, "url": reverse(PAGE, args=[act.pk]), "is_lost": one.is_lost}
