"""Lines of the week grid added together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from consultations.models import ActivityKind, RecordingLine
from sites.models import Site
from staffing.models import Profession


@transaction.atomic
def add_lines(site: Site, professions: Iterable[Profession], *, by: Any) -> list[RecordingLine]:
    """Add a line of consultations for each profession, after those of the site; return the new.

    A profession that has its line already is passed over.
    """
    Site.objects.select_for_update().get(pk=site.pk)
    known = RecordingLine.objects.filter(site=site)
    has = set(known.filter(kind=ActivityKind.CONSULTATION).values_list("profession", flat=True))
    last = known.aggregate(last=Max("position"))["last"] or 0
    new = [one for one in professions if one.pk not in has]
    rows = [
        RecordingLine(site=site, profession=one, position=rank)
        for rank, one in enumerate(new, start=last + 1)
    ]
    return bulk_create_with_history(rows, RecordingLine, default_user=by)
