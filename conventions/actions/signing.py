"""Signs an act: its words leave the records, it takes its number, its document is frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conventions.actions.agreeing import settle_conclusion
from conventions.actions.clearance import (
    SigningRefused,
    accepted,
    keep_override,
    refusals_of,
)
from conventions.actions.ending import settle_end
from conventions.actions.freezing import Data, Rendered, freeze_act, render_ahead
from conventions.actions.numbers import next_number, number_act, place_of_number
from conventions.actions.sealing import fix_words, seal_rows
from conventions.actions.visas import fix_visas
from conventions.exchange.wording import act_words
from conventions.exchange.writer import act_data, load_act
from conventions.models import (
    Act,
    ActState,
    Convention,
    FrozenDocument,
    Meeting,
)
from conventions.review.open_findings import open_findings
from conventions.rules.finding import Finding
from conventions.rules.numbering import NumberError


@dataclass(frozen=True)
class _Ahead:
    """What was made before any row was locked: it serves if the act still holds the same words."""

    data: Data
    findings: Sequence[Finding] = ()
    rendered: Rendered = field(default_factory=dict)


def signing_refusals(act: Act, *, on: dt.date | None, today: dt.date | None = None) -> list[str]:
    """Return every reason why `act` cannot be signed on `on`; without a date, on any date."""
    return refusals_of(act, act_data(load_act(act.pk)), on=on, today=today)


def next_number_of(act: Act, year: int) -> str:
    """Return the number that `act` would take if it were signed now, in `year`."""
    return next_number(authority=act.authority, nature=act.nature, year=year)[1]


def sign_act(
    *,
    act: Act,
    by: AbstractBaseUser | None,
    on: dt.date,
    now: dt.datetime,
    reason: str = "",
    findings_accepted: Sequence[Finding] = (),
) -> FrozenDocument:
    """Sign `act` on `on`: number, words and documents are fixed together, or nothing is.

    What is missing between the council and the signature forbids it, unless `by` may pass over
    with a `reason`; open findings do unless they are among `findings_accepted`. Both are kept with
    the act for ever. What the act itself lacks cannot be passed over.

    Asking again for an act already signed gives its document back and takes no second number. An
    old act that was given its number by hand keeps it. Raises SigningRefused with every reason;
    csipa.pdf.door.PdfError when the document cannot be made.
    """
    asked = {"by": by, "reason": reason, "findings_accepted": findings_accepted}
    ahead = _prepare(act, on, **asked)
    with transaction.atomic():
        locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        if locked.is_signed:
            return locked.documents.get(kind="act")
        # Whoever edits a convention or a meeting holds its row: no text changes between the check
        # and the seal.
        annexed = Convention.objects.filter(annex__act=locked)
        conventions = list(annexed.select_for_update(of=("self",)))
        list(Meeting.objects.select_for_update(of=("self",)).filter(acts=locked))
        data = act_data(load_act(act.pk))
        if reasons := refusals_of(locked, data, on=on, today=timezone.localdate(now)):
            raise SigningRefused(reasons)
        unchanged = data == ahead.data
        findings = ahead.findings if unchanged else open_findings(locked, on=on)
        kept = accepted(locked, on, findings, **asked)
        _fix_words(locked, conventions, on, by)
        keep_override(locked, kept, by, now)
        document = freeze_act(act=locked, by=by, now=now, rendered=ahead.rendered)
        seal_rows([locked, *conventions], by=by)
        for convention in conventions:
            settle_conclusion(convention=convention, by=by, today=timezone.localdate(now))
            settle_end(convention=convention)
    return document


def _fix_words(
    act: Act, conventions: list[Convention], on: dt.date, by: AbstractBaseUser | None
) -> None:
    """Copy the words of the records into the texts, date the act and give it its number."""
    fix_words(conventions, by)
    act.signature_date = on
    for column, words in act_words(act).items():
        setattr(act, column, words)
    _number(act, on)
    act.as_written, act.state = True, ActState.SIGNED
    _save(act, by)
    fix_visas(act=act, conventions=conventions, by=by)


def _prepare(act: Act, on: dt.date, **asked: Any) -> _Ahead:
    """Read the act again and render its documents with the number to come.

    Both take long, and SQLite has one writer at a time. Raises SigningRefused as the signature
    would, before any document is made.
    """
    current = load_act(act.pk)
    data = act_data(current)
    if current.is_signed or refusals_of(current, data, on=on, today=None):
        return _Ahead(data)
    findings = open_findings(current, on=on)
    accepted(current, on, findings, **asked)
    return _Ahead(data, findings, _render_ahead(act, on))


def _render_ahead(act: Act, on: dt.date) -> Rendered:
    current = load_act(act.pk)
    current.signature_date = on
    data = act_data(current) | {"year": on.year}
    series = {"authority": current.authority, "nature": current.nature, "year": on.year}
    if not current.number:
        sequence, number = next_number(**series)
        data |= {"number": number, "sequence": sequence}
    elif place := place_of_number(number=current.number, **series):
        data |= {"year": place[0], "sequence": place[1]}
    return render_ahead(data, drafted_here=current.drafted_here)


def _number(act: Act, on: dt.date) -> None:
    try:
        number_act(act=act, on=on)
    except NumberError as error:
        raise SigningRefused([str(error)]) from None


def _save(row: Act | Convention | object, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row._change_reason = "Signature"
    row.save()
