"""A convention of three parties with 7, 3 and 2 commitments, for the tests of their follow-up."""

from __future__ import annotations

import datetime as dt

from conventions.models import Commitment, Convention
from tests.conventions.factories import (
    ArticleFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
TODAY = dt.date(2026, 3, 2)
SIGNED_ON = dt.date(2026, 1, 20)
COMMITMENTS = {
    "la CPTS": (
        "tenir la consultation chaque mardi ;",
        "trouver les médecins de garde ;",
        "envoyer le planning du mois ;",
        "prendre les rendez-vous ;",
        "faire connaître la consultation ;",
        "veiller aux règles de l’exercice libéral ;",
        "s’assurer que chacun apporte sa trousse.",
    ),
    "l’agglomération": (
        "prêter un ordinateur et une imprimante ;",
        "poursuivre ses propres recrutements ;",
        "remettre le bilan de la consultation.",
    ),
    "la commune": ("ouvrir les locaux ;", "nettoyer les locaux après chaque consultation."),
}


def followed_convention(*, signed=True, organisations=(), **fields) -> Convention:
    """Return a convention from 26 January to 28 April 2026, sealed when it is signed.

    `organisations` are those of its first parties.
    """
    convention = ConventionFactory(**{"start": START, "end": END, "ends_on": END, **fields})
    for rank, (name, lines) in enumerate(COMMITMENTS.items(), start=1):
        who = {"organisation": organisations[rank - 1]} if rank <= len(organisations) else {}
        party = PartyFactory(convention=convention, position=rank, short_name=name, **who)
        article = ArticleFactory(
            convention=convention,
            position=rank + 1,
            title="",
            body="",
            committed_party=party,
        )
        Commitment.objects.bulk_create(
            Commitment(article=article, position=place, text=text)
            for place, text in enumerate(lines, start=1)
        )
    if signed:
        ConclusionFactory(convention=convention, signed_on=SIGNED_ON)
        Convention.objects.filter(pk=convention.pk).update(sealed=True)
        convention.refresh_from_db()
    return convention


def commitment(convention, words) -> Commitment:
    """Return the commitment whose text begins with these words."""
    return Commitment.objects.get(article__convention=convention, text__startswith=words)
