"""What a session of unscheduled care counted, written with its communes in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from consultations.models import Ledger, Session, SessionCommune, SessionCount, SessionState
from consultations.review.cpts import territory_of
from consultations.rules.privacy import refused_comment
from consultations.rules.session_counts import Category, Counted, faults, residents
from sites.models import Commune

OF_THE_CENTRE = (
    "Cette séance est celle du CSIPA\u00a0: ses consultations se saisissent sur la grille de la "
    "semaine."
)
CANCELLED = "Cette séance est annulée\u00a0: elle n’a rien à compter."
MEANWHILE = (
    "Quelqu’un d’autre a changé cette séance pendant que vous écriviez : vos nombres ne sont "
    "pas enregistrés. Comparez avec ceux qui sont maintenant enregistrés, puis enregistrez."
)
TO_COME = "Cette séance n’a pas encore eu lieu\u00a0: comptez-la quand elle sera finie."


class CountRefused(ValueError):
    """The session may not be counted so; `faults` are names of inputs and French sentences.

    The name is empty for what bears on the session itself.
    """

    def __init__(self, found: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(reason for _, reason in found))
        self.faults = found


def refused_session(session: Session, *, now: dt.datetime) -> str:
    """Return why a session is not to be counted, as a French sentence; empty if it may be."""
    if session.ledger != Ledger.SNP:
        return OF_THE_CENTRE
    if session.state == SessionState.CANCELLED:
        return CANCELLED
    return TO_COME if session.ends_at > now else ""


@transaction.atomic
def count_session(
    *, session: Session, typed: Counted, comment: str = "", by: Any, now: dt.datetime
) -> SessionCount:
    """Write what a session counted, in the place of what was there, and mark the session held.

    `session.version` is the one that was shown. Raises CountRefused, having written nothing.
    """
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if reason := refused_session(locked, now=now):
        raise CountRefused([("", reason)])
    if locked.version != session.version:
        raise CountRefused([("", MEANWHILE)])
    territory = territory_of(locked)
    found = faults(typed, territory)
    if reason := refused_comment(comment):
        found.append(("comment", reason))
    if unknown := set(typed.communes) - _known(typed.communes):
        codes = ", ".join(sorted(unknown))
        found.append(("communes", f"Aucune commune connue n’a pour code INSEE\u00a0: {codes}."))
    if found:
        raise CountRefused(found)
    count = _written_count(locked, typed, comment, residents(typed, territory), by)
    locked.state = SessionState.HELD
    locked.version += 1
    locked._history_user = by
    locked.save(update_fields=["state", "version"])
    return count


def _known(codes: Mapping[str, int]) -> set[str]:
    return (
        set(Commune.objects.filter(pk__in=codes).values_list("pk", flat=True)) if codes else set()
    )


def _written_count(
    session: Session, typed: Counted, comment: str, resident: int, by: Any
) -> SessionCount:
    count = SessionCount.objects.filter(session=session).first() or SessionCount(session=session)
    lines = {one.commune_id: one for one in count.communes.all()} if count.pk else {}
    # What goes or shrinks first: the communes never count more than the session in between.
    for code, line in lines.items():
        if code not in typed.communes:
            line._history_user = by
            line.delete()
    kept = {code: line for code, line in lines.items() if code in typed.communes}
    shrunk = [code for code, line in kept.items() if typed.communes[code] < line.number]
    grown = [code for code in typed.communes if code not in shrunk]
    for code in shrunk:
        _write_commune(kept[code], typed.communes[code], by)
    _write_numbers(count, typed, comment, resident, by)
    for code in grown:
        line = kept.get(code) or SessionCommune(count=count, commune_id=code)
        _write_commune(line, typed.communes[code], by)
    return count


def _write_numbers(
    count: SessionCount, typed: Counted, comment: str, resident: int, by: Any
) -> None:
    values = {"done": typed.done, "no_show": typed.no_show, "comment": comment.strip()}
    values |= {one.value: getattr(typed, one.value) for one in Category}
    values[Category.RESIDENT.value] = resident
    before = {name: getattr(count, name) for name in values}
    if count.pk and before == values:
        return
    for name, value in values.items():
        setattr(count, name, value)
    try:
        count.clean_fields(exclude=["session"])
    except ValidationError as error:
        raise CountRefused(
            [(name, one) for name, said in error.message_dict.items() for one in said]
        ) from error
    count._history_user = by
    count.save()


def _write_commune(line: SessionCommune, number: int, by: Any) -> None:
    if line.pk and line.number == number:
        return
    line.number = number
    line._history_user = by
    line.save()
