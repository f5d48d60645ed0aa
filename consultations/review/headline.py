"""The few figures that a report opens with, and what to know before reading them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from consultations.review.answers import AnswerRow, Answers, answers, rows_by
from consultations.review.answers_snp import SnpPart, read_snp
from consultations.rules.pivot import Dimension
from csipa.french.dates import long_date


@dataclass(frozen=True)
class Headline:
    """The ledger of the centre over a period, by month, site and profession; sessions apart.

    `snp` holds what was done under conventions at the same sites: never added without saying so.
    """

    found: Answers
    months: list[AnswerRow]
    sites: list[AnswerRow]
    professions: list[AnswerRow]
    snp: SnpPart

    @property
    def total(self) -> AnswerRow:
        """Return the figures of the whole period."""
        return self.found.total

    @property
    def warnings(self) -> list[str]:
        """Return the sentences to read first: what is provisional, what is not over."""
        return cautions(self.found)


def headline(
    first: dt.date, last: dt.date, *, today: dt.date, sites: Iterable[int] | None = None
) -> Headline:
    """Return the figures of a period, both ends included, of all sites or of some (keys).

    Queries of `answers`, and one for the sessions.
    """
    kept = None if sites is None else frozenset(sites)
    found = answers(first, last, today=today, sites=kept)
    return Headline(
        found,
        rows_by(found, [Dimension.MONTH]),
        rows_by(found, [Dimension.SITE]),
        rows_by(found, [Dimension.PROFESSION]),
        read_snp(first, last, sites=kept),
    )


def cautions(found: Answers) -> list[str]:
    """Return what to know before reading an answer, a sentence each."""
    said = [found.provisional.sentence]
    if found.running:
        compared = ", et l’année d’avant jusqu’au même jour" if found.before else ""
        said.append(
            f"La période n’est pas finie\u00a0: elle compte jusqu’au {long_date(found.running)}"
            f"{compared}."
        )
    return [*filter(None, said)]
