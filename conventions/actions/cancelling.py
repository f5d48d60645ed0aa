"""Cancels numbers: that of an act that never took force, or one that no act bears.

A number once given is never given again, and stays in sight with the reason of its loss.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.ending import settle_end
from conventions.actions.numbers import place_of_number, refuse_double, take_number
from conventions.documents.wording import NATURES_WITH_ARTICLE, numbered
from conventions.models import (
    Act,
    CancelledNumber,
    Convention,
    Execution,
    Nature,
    NumberSeries,
    Publication,
)
from conventions.rules.numbering import NumberError, format_number
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, upper_first
from sites.models import Organisation

_EVENTS = (
    ("sent_on", "transmis", "transmise"),
    ("received_on", "reçu par l’État", "reçue par l’État"),
    ("published_on", "publié", "publiée"),
    ("notified_on", "notifié", "notifiée"),
)


class CancellingRefused(ValueError):
    """The number cannot be cancelled; `reasons` holds every reason, in French."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def cancelling_refusals(act: Act) -> list[str]:
    """Return why the number of `act` cannot be cancelled, whatever the day and the reason."""
    if not act.is_signed:
        return ["Un projet n’a pas de numéro à annuler : il se supprime."]
    if act.is_cancelled:
        return ["Ce numéro est déjà annulé."]
    masculine = act.nature == Nature.ARRETE
    named = f"{upper_first(NATURES_WITH_ARTICLE[act.nature])} {numbered(act.number)}"
    cure = f"prenez un acte qui {'le' if masculine else 'la'} retire ou l’abroge."
    if day := act.enforceable_on():
        return [f"{named} est exécutoire depuis le {long_date(day)} : {cure}"]
    if Publication.objects.filter(act=act).exists():
        return [f"{named} est ou a été au registre public : {cure}"]
    execution = getattr(act, "execution", None)
    known = [
        f"{he if masculine else she} le {long_date(day)}"
        for column, he, she in _EVENTS
        if execution and (day := getattr(execution, column))
    ]
    return [f"{named} a été {enumeration(known)} : {cure}"] if known else []


def cancel_act(
    *, act: Act, by: AbstractBaseUser | None, on: dt.date, reason: str
) -> CancelledNumber:
    """Cancel the number of a signed act that was neither sent, published nor notified.

    The act stays readable and marked; its frozen document does not change. Raises
    CancellingRefused with every reason.
    """
    with transaction.atomic():
        locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        # Whoever notes a date on its execution holds this row, or waits for it.
        list(Execution.objects.select_for_update().filter(act=locked))
        reasons = cancelling_refusals(locked) or _faults(locked, on, reason)
        if reasons:
            raise CancellingRefused(reasons)
        year, sequence = _place(locked)
        cancelled = CancelledNumber.objects.create(
            authority=locked.authority,
            nature=locked.nature,
            year=year,
            sequence=sequence,
            number=locked.number,
            act=locked,
            cancelled_on=on,
            reason=reason.strip(),
            cancelled_by=by,
        )
        locked.version += 1
        locked._history_user, locked._change_reason = by, "Annulation"
        locked.save(update_fields=["version"])
        # An amendment that this act authorised no longer moves the end of what it amends.
        for convention in Convention.objects.filter(annex__act=locked):
            settle_end(convention=convention)
    return cancelled


def cancel_number(
    *,
    authority: Organisation,
    nature: str,
    year: int,
    reason: str,
    on: dt.date,
    by: AbstractBaseUser | None,
    sequence: int | None = None,
) -> CancelledNumber:
    """Cancel a number that no act bears: the next of the series, or `sequence` inside it.

    The first is for a number given by mistake outside the program, the second for the known gap of
    an older register. Raises CancellingRefused.
    """
    series = {"authority": authority, "nature": nature, "year": year}
    if not reason.strip():
        raise CancellingRefused(["Donnez le motif de l’annulation."])
    with transaction.atomic():
        if sequence is None:
            sequence, number = take_number(**series)
        else:
            number = _number_inside(series, sequence)
        try:
            refuse_double(Act(authority=authority, nature=nature, number=number), year, sequence)
        except NumberError as error:
            raise CancellingRefused([str(error)]) from None
        return CancelledNumber.objects.create(
            **series,
            sequence=sequence,
            number=number,
            cancelled_on=on,
            reason=reason.strip(),
            cancelled_by=by,
        )


def _faults(act: Act, on: dt.date, reason: str) -> list[str]:
    faults = [] if reason.strip() else ["Donnez le motif de l’annulation."]
    if act.signature_date and on < act.signature_date:
        faults.append(f"L’acte a été signé plus tard, le {long_date(act.signature_date)}.")
    if _place(act)[0] is None:
        faults.append("L’année de l’acte n’est pas connue : son numéro n’a pas de série.")
    return faults


def _place(act: Act) -> tuple[int | None, int | None]:
    """Return the year and the rank of a number; no rank for one in another style."""
    year = act.year or (act.signature_date.year if act.signature_date else None)
    if act.sequence or year is None:
        return year, act.sequence
    place = place_of_number(
        authority=act.authority, nature=act.nature, number=act.number, year=year
    )
    return place or (year, None)


def _number_inside(series: dict[str, object], sequence: int) -> str:
    """Lock the series and return how it prints a rank; raise CancellingRefused beyond its end."""
    row = NumberSeries.objects.select_for_update().filter(**series).first()
    if row is None or not 1 <= sequence <= row.last:
        last = row.last if row else 0
        raise CancellingRefused([f"Le dernier rang donné de cette série est {last}."])
    return format_number(row.pattern, year=row.year, sequence=sequence)
