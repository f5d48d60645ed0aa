"""What the sessions of a convention came to, as finished French for the screen and in print."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from consultations.documents.session_words import category_lines, total_words
from consultations.models import Session
from consultations.review.ledgers import facts_of
from consultations.review.session_review import SessionReview, sessions_under
from consultations.rules.ledgers import SnpTotal, total
from consultations.rules.session_counts import Category
from conventions.models import Convention
from conventions.review.terms import terms_of
from conventions.review.watched import name_of
from csipa.french.dates import MONTHS, long_date, period
from csipa.french.grammar import enumeration, upper_first
from csipa.french.numbers import counted, integer, plural
from csipa.french.typography import typeset

NOTES = (
    (
        "Une séance tenue a eu lieu. Les consultations sont rapportées aux séances "
        "tenues et comptées, non aux semaines\u00a0: congés et jours fériés n’y changent rien."
    ),
    (
        "Une personne peut relever de plusieurs catégories de la convention\u00a0: elles ne "
        "s’additionnent pas."
    ),
    (
        "Ces consultations, tenues sous convention par des professionnels libéraux, ne sont "
        "pas l’activité du CSIPA et ne s’y ajoutent pas."
    ),
)
"""What must be known to read the figures."""


def review_words(review: SessionReview, *, today: dt.date) -> dict[str, Any]:
    """Return what the page and the document show."""
    convention, whole = review.convention, review.whole
    residents = frozenset({Category.RESIDENT}) if review.hides_residents else frozenset()
    return {
        "dated": today.isoformat(),
        "name": typeset(name_of(convention)),
        "convention": typeset(convention.title),
        "sites": enumeration(review.sites),
        "period": period(review.first, review.last),
        "on": f"État au {long_date(today)}",
        "term": _term(review, today),
        "sentence": _sentence(whole),
        "waiting": _waiting(whole),
        "total": total_words(whole),
        "categories": category_lines(whole, residents),
        "months": [
            (upper_first(f"{MONTHS[month.month - 1]} {month.year}"), total_words(one))
            for month, one in review.by_month.items()
        ],
        "homes": review.homes,
        "homes_note": _homes_note(review),
        "notes": NOTES,
    }


def counts_words(
    convention: Convention, sessions: QuerySet[Session], *, now: dt.datetime
) -> tuple[str, str]:
    """Return what those of `sessions` under a convention counted, and how many are still to be.

    Three queries, whatever their number.
    """
    whole = total(facts_of(sessions_under(convention, sessions), now=now))
    mean = total_words(whole)["per_session"]
    done = counted(whole.done, "consultation", "consultations")
    said = f"{done}, soit {mean} par séance comptée" if whole.counted else ""
    return said, counted(whole.to_count, "séance", "séances") if whole.to_count else ""


def _term(review: SessionReview, today: dt.date) -> list[str]:
    """Return until when the convention holds, and by when it may be prolonged."""
    terms = terms_of(review.convention, today=today)
    said = []
    if terms.ends_on is not None:
        ends = "prend fin" if today <= terms.ends_on else "a pris fin"
        said.append(f"La convention {ends} le {long_date(terms.ends_on)}.")
    if terms.renewal_by is not None and today <= terms.renewal_by:
        said.append(f"{terms.renewal_label}\u00a0: {long_date(terms.renewal_by)}.")
    return said


def _sentence(whole: SnpTotal) -> str:
    cells = total_words(whole)
    if not whole.counted:
        return "Aucune séance n’est encore comptée."
    held = counted(whole.held, "séance tenue", "séances tenues")
    done = counted(whole.done, "consultation", "consultations")
    return f"{held}, {done}, soit {cells['per_session']} par séance comptée."


def _waiting(whole: SnpTotal) -> str:
    if not whole.to_count:
        return ""
    said = plural(
        whole.to_count, "séance passée n’est pas comptée", "séances passées ne sont pas comptées"
    )
    return f"{integer(whole.to_count)}\u00a0{said}\u00a0: les chiffres sont provisoires."


def _homes_note(review: SessionReview) -> str:
    homes, said = review.homes, []
    if not homes.lines:
        return "Aucune commune de résidence n’a été notée."
    said.append(
        f"Commune connue pour {homes.known} des {integer(review.whole.done)} consultations."
    )
    if not homes.is_known:
        said.append(
            "Le territoire de la CPTS n’est pas enregistré\u00a0: rien n’est dit dedans ni dehors."
        )
    if homes.hides:
        said.append(
            f"s\u00a0: effectif caché, car il est inférieur à {homes.below} ou permettrait d’en "
            "retrouver un qui l’est."
        )
    return " ".join(said)
