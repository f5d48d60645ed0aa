"""Conventions as the tables of a workbook: what each is, what is owed, what is to be paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from conventions.models import Convention, ConventionKind, EndCause, Renewal
from conventions.review.courses import amendments_of, signed_on
from conventions.review.ledger_sheets import PAYMENT, payment_cells
from conventions.review.money import price_of, schedule_of
from conventions.review.obligations import read_obligations
from conventions.review.terms import Terms, terms_of
from conventions.review.watched import is_priced, name_of, party_names, watched
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.terms import MONTHS, Delay
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.spreadsheets import Cell, Sheet

_CONVENTIONS = (
    "Référence",
    "Nature",
    "Titre",
    "Type",
    "Site",
    "Commune",
    "Parties",
    "État",
    "Signée le",
    "Prend effet le",
    "Terme prévu",
    "Prend fin le",
    "Cause de la fin",
    "Jours restants",
    "Préavis",
    "Dernier jour utile du préavis",
    "Prolongation",
    "À décider ou à dénoncer avant le",
    "Avenants",
    "Total dû (€)",
    "Acte",
)
_COMMITMENTS = (
    "Convention",
    "Titre",
    "Partie",
    "Engagement",
    "Périodicité",
    "Preuve attendue",
    "Tenu le",
    "Échéance",
    "État",
)
_PAYMENTS = ("Convention", "Titre", *PAYMENT)


def convention_sheets(conventions: QuerySet[Convention], *, today: dt.date) -> list[Sheet]:
    """Return conventions in the order given, their commitments and what they make due.

    Money is told up to the end of each convention; without one, up to a year from `today`. Eleven
    queries at most, whatever the number of conventions.
    """
    rows = watched(conventions.select_related("site__commune", "parent"))
    dues = {row.pk: _dues(row, today) for row in rows if is_priced(row)}
    return [
        Sheet("Conventions", _CONVENTIONS, [_row(row, dues, today) for row in rows]),
        Sheet("Engagements", _COMMITMENTS, _commitments(rows, today)),
        Sheet("Sommes dues", _PAYMENTS, [line for row in rows for line in dues.get(row.pk, ())]),
    ]


def _row(row: Convention, dues: dict[int, list[Any]], today: dt.date) -> tuple[Cell, ...]:
    terms = terms_of(row, today=today)
    asked = [line[_PAYMENTS.index("Montant (€)")] for line in dues.get(row.pk, ())]
    amounts = [amount for amount in asked if amount is not None]
    annex = getattr(row, "annex", None)
    binds = terms.stage is not ConventionStage.DRAFT and not terms.stage.is_over
    return (
        row.reference,
        _nature(row),
        row.title,
        _label(ConventionKind, row.kind),
        str(row.site) if row.site else row.site_name,
        row.site.commune.name if row.site else "",
        ", ".join(party_names(row)),
        upper_first(terms.stage.label),
        signed_on(row),
        row.start,
        row.end,
        terms.ends_on,
        _label(EndCause, terms.ended_by),
        terms.days_left if binds else None,
        _delay(terms.agreed.notice),
        terms.notice_by,
        _renewal(terms),
        terms.renewal_by,
        len(amendments_of(row)) or None,
        sum(amounts[1:], start=amounts[0]) if amounts else None,
        str(annex.act) if annex else row.authorised_by_number,
    )


def _nature(row: Convention) -> str:
    """Return what the text is, and what it amends."""
    if not row.is_amendment:
        return "Convention"
    rank = f"Avenant n° {row.rank}" if row.rank else "Avenant"
    return f"{rank} à {name_of(row.parent)}" if row.parent else f"{rank} à {row.parent_reference}"


def _label(choices: Any, code: str) -> str:
    return upper_first(str(choices(code).label)) if code else ""


def _renewal(terms: Terms) -> str:
    code = terms.agreed.renewal
    return "Aucune" if code == Renewal.NONE else _label(Renewal, code)


def _delay(delay: Delay | None) -> str:
    if delay is None:
        return ""
    if delay.unit == MONTHS:
        return counted(delay.value, "mois", "mois")
    return counted(delay.value, "jour", "jours")


def _commitments(rows: Sequence[Convention], today: dt.date) -> list[tuple[Cell, ...]]:
    return [
        (
            name_of(line.convention),
            line.convention.title,
            upper_first(line.party),
            f"{line.verb}{line.gap}{line.object}",
            upper_first(line.every),
            line.proof,
            line.last_done,
            line.due_on,
            upper_first(line.state.label),
        )
        for line in read_obligations(rows, today=today)
    ]


def _dues(row: Convention, today: dt.date) -> list[tuple[Cell, ...]]:
    """Return what a convention makes due; the rent that an amendment sets is told by its root."""
    if row.is_amendment and row.parent_id and price_of(row).is_periodic:
        return []
    return [
        (name_of(row), row.title, *payment_cells(line)) for line in schedule_of(row, today=today)
    ]
