"""The outlines of communes, written from a file that was looked at before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csipa.french.numbers import counted
from sites.models import Commune, CommuneOutline
from sites.review.outline_import import plan_outlines
from sites.rules.outlines_geojson import OutlineRow

_REASON = "Import de contours"
_BATCH = 200


class OutlinesChanged(Exception):
    """What is known changed since the preview; the message says so, in French."""


@dataclass(frozen=True)
class ImportedOutlines:
    """What an import wrote; `kept` are outlines left as they were for want of agreement."""

    added: int
    replaced: int
    kept: int
    unchanged: int
    unknown: int

    def __str__(self):
        parts = [
            counted(self.added, "contour ajouté", "contours ajoutés"),
            counted(self.replaced, "remplacé", "remplacés"),
            counted(self.unchanged, "inchangé", "inchangés"),
        ]
        if self.kept:
            parts.append(counted(self.kept, "gardé tel quel", "gardés tels quels"))
        if self.unknown:
            said = counted(self.unknown, "de commune inconnue", "de communes inconnues")
            parts.append(
                f"{said}, laissé de côté" if self.unknown < 2 else f"{said}, laissés de côté"
            )
        return f"{', '.join(parts)}."


@transaction.atomic
def import_outlines(
    *,
    rows: Sequence[OutlineRow],
    source: str,
    today: dt.date,
    replace: bool = False,
    digest: str = "",
    by: AbstractBaseUser | None = None,
) -> ImportedOutlines:
    """Add the outlines of a file, and with `replace` put them in the place of other ones.

    The same file again changes nothing. Raises OutlinesChanged when the plan is no longer the one
    of `digest`.
    """
    # Two people who import the same commune must not both find it without an outline.
    codes = {row.insee_code for row in rows}
    list(Commune.objects.select_for_update().filter(pk__in=codes).order_by("pk").values_list("pk"))
    plan = plan_outlines(rows)
    if digest and plan.digest != digest:
        raise OutlinesChanged(
            "Des contours ont changé depuis l’aperçu : rien n’est écrit. Envoyez de nouveau le "
            "fichier."
        )
    history = {"default_user": by, "default_change_reason": _REASON, "batch_size": _BATCH}
    new = [
        CommuneOutline(
            commune=one.commune, polygons=one.row.polygons, source=source, imported_on=today
        )
        for one in plan.added
    ]
    bulk_create_with_history(new, CommuneOutline, **history)
    others = []
    for one in plan.replaced if replace else ():
        one.before.polygons = one.row.polygons
        one.before.source, one.before.imported_on = source, today
        others.append(one.before)
    if others:
        columns = ["polygons", "source", "imported_on"]
        bulk_update_with_history(others, CommuneOutline, columns, **history)
    return ImportedOutlines(
        added=len(new),
        replaced=len(others),
        kept=len(plan.replaced) - len(others),
        unchanged=plan.unchanged,
        unknown=len(plan.unknown),
    )
