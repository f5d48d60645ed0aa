"""Complete acts in the exchange format, worded for the tests; each call gives a fresh dictionary.

Together they use every key of the format. People are invented; figures of the votes and SIREN
numbers are plausible (Luhn holds) but stand for nobody in particular.
"""

from __future__ import annotations

import copy
from typing import Any

from tests.conventions.act_data import ARRETE, DECISION, DELIBERATION
from tests.conventions.convention_data import CONVENTION
from tests.conventions.meeting_data import COLLEGIAL

Data = dict[str, Any]


def decision() -> Data:
    """A president's decision with a three-party convention and a free text annexed, executory."""
    return copy.deepcopy(DECISION)


def deliberation() -> Data:
    """A municipal council's deliberation in articles, with a vote, signed for a prevented mayor."""
    return copy.deepcopy(DELIBERATION)


def arrete() -> Data:
    """A director's order, still a draft: no number, no date, provisions without label."""
    return copy.deepcopy(ARRETE)


def convention() -> Data:
    """A convention on its own, an amendment with groups, ranks, sub-articles, money, premises."""
    return copy.deepcopy(CONVENTION)


def forty_parties() -> Data:
    """A decision whose convention is signed by forty communes, some of them without a name."""
    act = decision()
    agreement = act["annexes"][0]["convention"]
    agreement["parties"] = [_commune(rank) for rank in range(1, 41)]
    return act


def _commune(rank: int) -> Data:
    """Return one of forty parties; every seventh does not know yet who will sign."""
    person = {
        "introduction": "Représentée par sa maire" if rank % 2 else "Représentée par son maire",
        "title": "Madame" if rank % 2 else "Monsieur",
        "first_name": "Camille",
        "last_name": f"DUBREUIL-{rank}",
        "gender": "f" if rank % 2 else "m",
        "capacity": "Maire",
    }
    return {
        "rank": "signatory",
        "name": f"La Commune de Val-Fictif-{rank}",
        "short_name": f"Commune n° {rank}",
        "legal_form": "commune",
        "representative": None if rank % 7 == 0 else person,
    }


def collegial() -> Data:
    """A council's deliberation with its meeting: who was there, for whom they voted, the quorum."""
    return copy.deepcopy(COLLEGIAL)
