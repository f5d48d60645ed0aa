"""What the printed sheet of a site tells of its conventions: those that hold, what is owed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from conventions.review.obligations import Obligation
from conventions.review.site_agreements import Lent, SiteAgreement, SiteHolding, site_holding
from conventions.review.watched import name_of, obligation_label
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, upper_first
from csipa.french.hours import said_length
from csipa.french.numbers import counted
from sites.models import Site

PERMISSIONS = ("conventions.view_convention", "conventions.change_convention")

Row = tuple[str, list[str]]


def sheet_parts(
    site: Site, *, user: AbstractBaseUser | AnonymousUser, today: dt.date
) -> list[dict[str, Any]]:
    """Return what holds a site, then what is still to be kept; nothing for who may not see it.

    As many queries as `site_holding`.
    """
    if not any(user.has_perm(permission) for permission in PERMISSIONS):
        return []
    holding = site_holding(site, today=today)
    held = {
        "title": "Ce qui tient le lieu",
        "rows": [_agreement(one, today) for one in holding.agreements],
        "nothing": "Aucune convention en vigueur ou à venir ne porte sur ce site.",
    }
    if not holding.agreements:
        return [held]
    return [held, _owed(holding)]


def _agreement(one: SiteAgreement, today: dt.date) -> Row:
    convention = one.convention
    stage = upper_first(one.terms.stage.label)
    lines = [
        convention.title,
        enumeration(one.parties),
        f"{stage}, {_lasts(one, today)}",
        f"Préavis à donner au plus tard le {long_date(one.notice_by)}" if one.notice_by else "",
        *_premises(one),
    ]
    return name_of(convention), [line for line in lines if line]


def _lasts(one: SiteAgreement, today: dt.date) -> str:
    start, end = one.convention.start, one.terms.ends_on
    begins = f"à partir du {long_date(start)}, " if start and start > today else ""
    return begins + (f"jusqu’au {long_date(end)}" if end else "sans fin fixée")


def _premises(one: SiteAgreement) -> list[str]:
    rooms = enumeration(filter(None, one.rooms))
    lender = f" (prêtés par {one.lender})" if one.lender else ""
    slots = enumeration(str(slot) for slot in one.slots)
    return [
        f"Locaux : {rooms}{lender}" if rooms else "",
        f"Matériel : {' ; '.join(lent_label(thing) for thing in one.equipment)}"
        if one.equipment
        else "",
        f"Horaires : {slots}, {said_length(one.length)} par semaine" if slots else "",
    ]


def lent_label(thing: Lent) -> str:
    """Return « Échographe (× 2, prêt : la commune) »; what goes without saying is left out."""
    count = f"× {thing.quantity}" if thing.quantity > 1 else ""
    lender = f"prêt : {thing.lender}" if thing.lender else ""
    more = ", ".join(filter(None, [count, lender]))
    return f"{thing.label} ({more})" if more else thing.label


def _owed(holding: SiteHolding) -> dict[str, Any]:
    """Return the commitments still to be kept: the late ones, by day, then the lasting ones."""
    dated = sorted(
        (line for line in holding.open if line.due_on), key=lambda line: line.due_on or dt.date.max
    )
    lasting = [line for line in holding.open if not line.due_on]
    rows = [_commitment(line) for line in [*dated, *lasting]]
    late = f", dont {holding.late} en retard" if holding.late else ""
    count = counted(len(rows), "engagement à tenir", "engagements à tenir")
    return {
        "title": f"{count}{late}" if rows else "Engagements à tenir",
        "rows": rows,
        "nothing": "Aucun.",
    }


def _commitment(line: Obligation) -> Row:
    when = f"Le {long_date(line.due_on)}" if line.due_on else upper_first(line.state.label)
    late = ", en retard" if line.is_late else ""
    return f"{when}{late}", [obligation_label(line), name_of(line.convention)]
