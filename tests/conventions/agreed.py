"""Conventions to be signed, for the tests: parties of several ranks, under acts of several ages."""

import datetime as dt

from conventions.actions.agreeing import Note, note_signatures
from conventions.actions.closing import close_text
from tests.conventions.factories import (
    AnnexFactory,
    ArticleFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.review.lives import executory_act

TODAY = dt.date(2026, 2, 1)
DAY = dt.date(2026, 1, 20)
LATER = dt.date(2026, 1, 22)


def agreed(parties=3, *, act=None, annexed=True, **fields):
    """Return a convention of as many signatories, annexed to an act that is executory."""
    convention = ConventionFactory(start=dt.date(2026, 1, 26), **fields)
    for rank in range(1, parties + 1):
        PartyFactory(
            convention=convention,
            position=rank,
            organisation__official_name=f"association Sport {rank}",
            organisation__kind="association",
            representative__last_name=f"Nom{rank}",
        )
    for rank in range(1, 4):
        ArticleFactory(convention=convention, position=rank, title=f"Article sur {rank}")
    if annexed:
        AnnexFactory(act=act or executory_act(), text="", convention=convention)
    return convention


def parties_of(convention):
    return list(convention.parties.order_by("position"))


def note(convention, *notes, by=None, today=TODAY):
    """Note, by rank from 1, the values of each party: `note(convention, (1, {...}))`."""
    parties = parties_of(convention)
    lines = [Note(party=parties[rank - 1].pk, values=values) for rank, values in notes]
    return note_signatures(convention=convention, notes=lines, by=by, today=today)


def closed(parties=2):
    """Return a convention that no act carries, its text closed for its parties to sign."""
    convention = agreed(parties, annexed=False, reference="C-1")
    now = dt.datetime(2026, 2, 1, 9, 0, tzinfo=dt.UTC)
    close_text(convention=convention, by=None, now=now)
    return convention
