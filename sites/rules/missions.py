"""The missions of a CPTS under the national agreement (accord conventionnel interprofessionnel).

Agreement of 20 June 2019; the mission on serious health crises was added by its second amendment
of 20 December 2021 (Journal officiel, 31 March 2022).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Mission(StrEnum):
    """A mission; the value is its code in the database."""

    ACCESS = "access"
    PATHWAYS = "pathways"
    PREVENTION = "prevention"
    CRISES = "crises"
    QUALITY = "quality"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class MissionRule:
    """A mission: its name, whether it is core, since when, and when it must start and be complete.

    `start_months` and `deployed_months` count from the signature of the agreement; None when the
    text gives no term.
    """

    code: Mission
    label: str
    since: dt.date
    start_months: int | None = None
    deployed_months: int | None = None
    core: bool = True


_AGREEMENT = dt.date(2019, 8, 25)
_SECOND_AMENDMENT = dt.date(2022, 3, 31)

MISSIONS = (
    MissionRule(Mission.ACCESS, "accès aux soins", _AGREEMENT, 6, 18),
    MissionRule(
        Mission.PATHWAYS, "parcours pluriprofessionnels autour du patient", _AGREEMENT, 12, 24
    ),
    MissionRule(Mission.PREVENTION, "actions territoriales de prévention", _AGREEMENT, 12, 24),
    MissionRule(Mission.CRISES, "réponse aux crises sanitaires graves", _SECOND_AMENDMENT, 6, 18),
    MissionRule(Mission.QUALITY, "qualité et pertinence des soins", _AGREEMENT, core=False),
    MissionRule(
        Mission.SUPPORT, "accompagnement des professionnels de santé", _AGREEMENT, core=False
    ),
)

BY_CODE = {rule.code: rule for rule in MISSIONS}


def missions_on(day: dt.date) -> list[MissionRule]:
    """Return the missions that the agreement knows on `day`, core ones first."""
    return [rule for rule in MISSIONS if rule.since <= day]
