"""Conventions that hold, for the tests of what is followed."""

import datetime as dt

from conventions.models import Convention
from tests.conventions.factories import ConventionFactory, PartyFactory

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)


def in_force(*, parties=(), **fields):
    """Return a closed convention that its parties signed; `parties` are the fields of each.

    Closed like those of this program, so that nothing can be added to it: see `closed`.
    """
    values = {"start": START, "end": END, "signature_date": dt.date(2026, 1, 20), **fields}
    convention = ConventionFactory(**values)
    for party in parties:
        PartyFactory(convention=convention, **party)
    return closed(convention)


def closed(convention):
    """Close the text of a convention."""
    Convention.objects.filter(pk=convention.pk).update(sealed=True)
    convention.sealed = True
    return convention


def amendment(root, rank=1, **fields):
    """Return an amendment in force, which ends with what it amends."""
    values = {"parent": root, "parent_relation": "amendment", "rank": rank, "end": None}
    return in_force(**{**values, "ends_on": root.ends_on, **fields})
