"""The health project: its next edition, and what is found about its promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from csipa.french.dates import long_date
from sites.models import CommitmentFinding, FindingState, HealthCommitment, HealthProject, Site

_COPIED = ("position", "theme", "text", "due_on", "activity", "weekday", "opens_at", "closes_at")
_NEED_NO_REASON = (FindingState.KEPT, FindingState.NOT_YET)


class ProjectRefused(Exception):
    """What is asked of a health project cannot be done; the message says why, in French."""


@dataclass(frozen=True)
class Found:
    """A finding to note about one commitment."""

    state: str
    reason: str = ""


@transaction.atomic
def new_edition(*, project: HealthProject, by: AbstractBaseUser | None) -> HealthProject:
    """Copy an edition and its commitments into the next one, which applies from no day yet.

    Findings stay with the edition that they are about. Raises ProjectRefused when an edition is
    in preparation already.
    """
    # Two people asking at once must not both find that nothing is in preparation.
    Site.objects.select_for_update().get(pk=project.site_id)
    editions = HealthProject.objects.filter(site=project.site_id)
    waiting = editions.filter(applies_from__isnull=True).order_by("edition").last()
    if waiting is not None:
        raise ProjectRefused(
            f"L’édition {waiting.edition} est déjà en préparation : complétez-la, ou donnez la "
            "date à partir de laquelle elle s’applique."
        )
    last = editions.order_by("edition").last()
    copy = HealthProject(
        site_id=project.site_id,
        edition=(last.edition if last else 0) + 1,
        title=project.title,
    )
    copy._history_user = by
    copy.save()
    lines = [
        HealthCommitment(project=copy, **{name: getattr(line, name) for name in _COPIED})
        for line in project.commitments.order_by("position", "pk")
    ]
    bulk_create_with_history(lines, HealthCommitment, default_user=by)
    return copy


@transaction.atomic
def note_findings(
    *,
    project: HealthProject,
    found_on: dt.date,
    found: Mapping[int, Found | None],
    by: AbstractBaseUser | None,
    today: dt.date,
) -> int:
    """Note what was found on a day about commitments, by key; None takes back that of the day.

    Returns how many findings were written or taken back; one that says what is noted already is
    left alone. Raises ProjectRefused for a day to come, a commitment of another edition, or a
    promise not kept without a reason; nothing is written then.
    """
    if found_on > today:
        raise ProjectRefused(
            f"Le {long_date(found_on)} est à venir : un constat se fait au plus tard aujourd’hui."
        )
    commitments = project.commitments.in_bulk(list(found))
    if len(commitments) < len(found):
        raise ProjectRefused(
            "Un engagement a été supprimé entre-temps : rouvrez la page et recommencez."
        )
    known = {
        row.commitment_id: row
        for row in CommitmentFinding.objects.filter(commitment__in=commitments, found_on=found_on)
    }
    return sum(
        _note(commitments[pk], known.get(pk), found_on, one, by) for pk, one in found.items()
    )


def _note(
    commitment: HealthCommitment,
    row: CommitmentFinding | None,
    found_on: dt.date,
    found: Found | None,
    by: AbstractBaseUser | None,
) -> bool:
    """Write, change or take back one finding; tell whether anything was done."""
    if found is None:
        if row is None:
            return False
        row._history_user = by
        row.delete()
        return True
    reason = found.reason.strip()
    if not reason and found.state not in _NEED_NO_REASON:
        raise ProjectRefused(f"Expliquez pourquoi l’engagement « {commitment} » n’est pas tenu.")
    row = row or CommitmentFinding(commitment=commitment, found_on=found_on)
    if row.pk and (row.state, row.reason) == (found.state, reason):
        return False
    row.state, row.reason = found.state, reason
    row._history_user = by
    row.save()
    return True
