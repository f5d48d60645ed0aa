"""The rows of the French standard of open deliberations, and what they must satisfy.

Source: SCDL « Délibérations » 2.1.5 of 28 August 2023 (OpenDataFrance): seventeen columns in a
settled order, checked by Validata. What a row cannot say is left empty where the standard allows
it; what breaks the standard is told, never bent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from conventions.rules.matters import matter_levels

COLUMNS = (
    *("COLL_NOM", "COLL_SIRET", "DELIB_ID", "DELIB_DATE", "DELIB_MATIERE_CODE"),
    *("DELIB_MATIERE_NOM", "DELIB_OBJET", "BUDGET_ANNEE", "BUDGET_NOM", "PREF_ID", "PREF_DATE"),
    *("VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION", "DELIB_URL"),
)
MATTER_CODE = r"[1-9]\.[0-9]{1,2}"
# One slash without spaces around; no comma nor parenthesis on either side.
MATTER_NAME = r"[^/,()]*[^/,() ]/[^/,() ][^/,()]*"
PREFECTURE = r"PREF[0-9]{3}|SPREF[0-9]{4}|SGAR[0-9]{3}"
# Nature of an act in the file of all acts: those of the transmission to the State.
NATURE_DELIBERATION, NATURE_ORDER, NATURE_INDIVIDUAL, NATURE_OTHER = "1", "2", "3", "6"

Cells = Mapping[str, object]


@dataclass(frozen=True)
class Ballot:
    """The figures of a vote, None where the source does not give them."""

    in_office: int | None
    voting: int | None
    votes_for: int | None
    against: int | None
    abstained: int | None


def matter_cells(code: str) -> dict[str, str]:
    """Return the code and the name of a heading as the standard writes them; none if unknown.

    The name is in lower case with its accents; commas of the national nomenclature are dropped,
    since the standard refuses them.

    >>> matter_cells("8.5.1")["DELIB_MATIERE_NOM"]
    'domaines de compétences par thèmes/politique de la ville habitat logement'
    """
    levels = matter_levels(code)
    if levels is None:
        return {}
    first, second = (_matter_text(name) for name in levels)
    return {
        "DELIB_MATIERE_CODE": ".".join(code.strip().split(".")[:2]),
        "DELIB_MATIERE_NOM": f"{first}/{second}",
    }


def vote_cells(ballot: Ballot) -> dict[str, int]:
    """Return the five cells of a vote, or none of them: nothing unknown is deduced.

    Members who voted are told where they are counted, else they are the sum of the voices.
    """
    known = (ballot.votes_for, ballot.against, ballot.abstained)
    if ballot.in_office is None or None in known:
        return {}
    voices = [number for number in known if number is not None]
    return {
        "VOTE_EFFECTIF": ballot.in_office,
        "VOTE_REEL": sum(voices) if ballot.voting is None else ballot.voting,
        "VOTE_POUR": voices[0],
        "VOTE_CONTRE": voices[1],
        "VOTE_ABSTENTION": voices[2],
    }


def vote_fault(cells: Mapping[str, int]) -> str:
    """Say in French why the cells of a vote break the standard; empty when they do not."""
    if not cells:
        return ""
    members, voted = cells["VOTE_EFFECTIF"], cells["VOTE_REEL"]
    voices = [cells["VOTE_POUR"], cells["VOTE_CONTRE"], cells["VOTE_ABSTENTION"]]
    if voted != sum(voices):
        return (
            f"{voted} votants, mais {sum(voices)} voix en comptant les abstentions : le standard "
            "veut le même nombre (bulletins blancs ou nuls ?)"
        )
    if voted > members:
        return f"{voted} votants pour {members} membres en exercice"
    return ""


def row_faults(cells: Cells) -> list[str]:
    """Return why a row breaks the rules that bind several of its columns, in French."""
    faults = []
    decided, received = cells.get("DELIB_DATE"), cells.get("PREF_DATE")
    if isinstance(decided, dt.date) and isinstance(received, dt.date) and received < decided:
        faults.append("l’acte est noté reçu par l’État avant d’être pris")
    if cells.get("BUDGET_NOM") and not cells.get("BUDGET_ANNEE"):
        faults.append("un budget est nommé sans son année")
    return faults


def act_nature(nature: str, *, individual: bool, decision_code: str) -> tuple[str, str]:
    """Return the code of the nature of an act and, for « other », what it is.

    `decision_code` is the nature under which decisions are sent to the State: DE or AU.
    """
    if nature == "deliberation":
        return NATURE_DELIBERATION, ""
    if nature == "arrete":
        return (NATURE_INDIVIDUAL if individual else NATURE_ORDER), ""
    if decision_code == "DE":
        return NATURE_DELIBERATION, ""
    return NATURE_OTHER, "décision"


def _matter_text(name: str) -> str:
    return name.lower().replace(",", "").replace("’", "'")
