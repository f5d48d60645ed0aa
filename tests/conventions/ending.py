"""A convention in force that somebody wants to leave, for the tests: three parties, 15 days."""

from __future__ import annotations

import datetime as dt

from conventions.actions.ending import settle_end
from conventions.actions.terminating import Decision, Letter
from conventions.models import Convention
from tests.conventions.factories import (
    AnnexFactory,
    ArticleFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.review.lives import executory_act
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
GIVEN = dt.date(2026, 3, 10)
TODAY = dt.date(2026, 3, 20)
NAMES = (
    ("epci", "communauté d’agglomération des Trois Vallées"),
    ("association", "association Naître au village"),
    ("association", "association Bien vieillir"),
)


def permanence(*, act=None, first=None, signed_on=START, sealed=True, **fields) -> Convention:
    """Return a convention of three parties, in force from January to April 2026.

    It is annexed to `act`, executory by default; its article 2 is about its end. `first` takes the
    place of the first party.
    """
    values = {
        "title": "Convention tripartite relative à une permanence de soins",
        "reference": "C-2026-1",
        "start": START,
        "end": END,
        "notice_value": 15,
        "notice_unit": "days",
        "notice_form": "registered",
        "notice_to": "all",
    }
    convention = ConventionFactory(**{**values, **fields})
    for rank, (kind, name) in enumerate(NAMES, start=1):
        article = "la" if kind == "epci" else "l"
        organisation = first if rank == 1 and first else None
        organisation = organisation or OrganisationFactory(
            kind=kind, official_name=name, article=article
        )
        PartyFactory(
            convention=convention,
            position=rank,
            organisation=organisation,
            representative=RepresentativeFactory(
                organisation=organisation, first_name="Alix", last_name=f"Nom{rank}"
            ),
        )
    ArticleFactory(convention=convention, position=1, title="Objet")
    ArticleFactory(convention=convention, position=2, title="Résiliation")
    AnnexFactory(act=act or executory_act(), text="", convention=convention)
    if signed_on:
        ConclusionFactory(convention=convention, signed_on=signed_on)
    settle_end(convention=convention)
    Convention.objects.filter(pk=convention.pk).update(sealed=sealed)
    return Convention.objects.get(pk=convention.pk)


def parties(convention):
    """Return the parties of a convention, in their order."""
    return list(convention.parties.order_by("position"))


def notice(convention, *, giver=1, received=(), **fields) -> Decision:
    """Return the wish of a party to leave on 10 March; `received` says when it was told."""
    lines = parties(convention)
    others = [party for party in lines if party is not lines[giver - 1]]
    letters = [
        Letter(party=party.pk, sent_on=GIVEN, received_on=day)
        for party, day in zip(others, received, strict=False)
    ]
    values = {"kind": "notice", "given_on": GIVEN, "given_by": lines[giver - 1]}
    return Decision(**{**values, "letters": letters, **fields})
