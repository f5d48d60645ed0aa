"""Signs an act: its words leave the records, it takes its number, its document is frozen."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.freezing import freeze_act
from conventions.actions.numbers import take_number
from conventions.exchange.wording import act_words, convention_words, party_words
from conventions.exchange.writer import act_data, load_act
from conventions.models import Act, ActState, Convention, FrozenDocument
from conventions.rules.readiness import refusals
from csipa.french.dates import long_date


class SigningRefused(ValueError):
    """The act cannot be signed as it is; `reasons` holds every reason, in French."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def signing_refusals(act: Act, *, on: dt.date | None) -> list[str]:
    """Return every reason why `act` cannot be signed on `on`; without a date, on any date."""
    reasons = refusals(act_data(load_act(act.pk)))
    if on and act.signatory and not act.as_written and not act.signatory.holds_on(on):
        reasons.append(
            f"{act.signatory} n’est pas en fonction le {long_date(on)} : choisissez un autre "
            "signataire, ou corrigez la date."
        )
    return reasons


def sign_act(
    *, act: Act, by: AbstractBaseUser | None, on: dt.date, now: dt.datetime
) -> FrozenDocument:
    """Sign `act` on `on`: number, words and documents are fixed together, or nothing is.

    Asking again for an act already signed gives its document back and takes no second number. An
    old act that was given its number by hand keeps it. Raises SigningRefused with every reason;
    csipa.pdf.door.PdfError when the document cannot be made.
    """
    with transaction.atomic():
        locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        if locked.is_signed:
            return locked.documents.get(kind="act")
        if reasons := signing_refusals(locked, on=on):
            raise SigningRefused(reasons)
        _seal_conventions(locked, by)
        for column, words in act_words(locked).items():
            setattr(locked, column, words)
        locked.signature_date = on
        if not locked.number:
            locked.year = on.year
            locked.sequence, locked.number = take_number(
                authority=locked.authority, nature=locked.nature, year=on.year
            )
        locked.as_written, locked.state = True, ActState.SIGNED
        _save(locked, by)
        document = freeze_act(act=locked, by=by, now=now)
        _seal(locked)
    return document


def _seal_conventions(act: Act, by: AbstractBaseUser | None) -> None:
    """Copy into each annexed convention the words that came from records until now."""
    for convention in Convention.objects.filter(annex__act=act):
        for party in convention.parties.select_related("organisation", "representative"):
            for column, words in party_words(party).items():
                setattr(party, column, words)
            party.as_written = True
            _save(party, by)
        for column, words in convention_words(convention).items():
            setattr(convention, column, words)
        convention.as_written = True
        _save(convention, by)


def _seal(act: Act) -> None:
    """Close the texts: from here on the database itself refuses any change to them."""
    Convention.objects.filter(annex__act=act).update(sealed=True)
    Act.objects.filter(pk=act.pk).update(sealed=True)


def _save(row: Act | Convention | object, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row._change_reason = "Signature"
    row.save()
