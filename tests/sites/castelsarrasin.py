"""The health centre of Castelsarrasin: what its project promises, when it opens."""

import datetime as dt

from sites.models import Activity, CommitmentTheme, FindingState, Weekday
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.sites.factories_projects import (
    CommitmentFindingFactory,
    HealthCommitmentFactory,
    HealthProjectFactory,
)

VALIDATED = dt.date(2019, 4, 1)
PUBLISHED = dt.date(2021, 12, 14)
DOCTORS_OPEN_ON = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.THURSDAY, Weekday.FRIDAY)


def castelsarrasin():
    """Return the project validated in April 2019, with the hours and findings of December 2021.

    Which four days doctors receive is not published, nor the day of April.
    """
    site = SiteFactory(name="Castelsarrasin", opened_on=VALIDATED)
    for weekday in Weekday:
        slot = {"opens_at": dt.time(7, 30), "closes_at": dt.time(20), "activity": Activity.NURSING}
        OpeningHoursFactory(site=site, weekday=weekday, **slot)
    for weekday in DOCTORS_OPEN_ON:
        slot = {"opens_at": dt.time(8), "closes_at": dt.time(18, 30)}
        OpeningHoursFactory(site=site, weekday=weekday, **slot)
    project = HealthProjectFactory(site=site, receipt_on=VALIDATED, applies_from=VALIDATED)
    morning = {"opens_at": dt.time(8), "closes_at": dt.time(12)}
    promised = [
        ("OPENING", "Soins infirmiers tous les jours", {"activity": Activity.NURSING}, None),
        (
            "OPENING",
            "Ouvrir le samedi matin",
            {"activity": Activity.MEDICAL, "weekday": Weekday.SATURDAY, **morning},
            None,
        ),
        (
            "UNSCHEDULED",
            "Plages de soins non programmés",
            {"activity": Activity.UNSCHEDULED},
            FindingState.NOT_KEPT,
        ),
        ("CONTINUITY", "Continuité pendant les absences", {}, FindingState.PARTLY),
        ("ON_CALL", "Permanence des soins ambulatoires", {}, FindingState.KEPT),
        ("THIRD_PARTY", "Tiers payant sur les deux parts", {}, FindingState.KEPT),
        ("PREVENTION", "Éducation thérapeutique", {}, FindingState.NOT_YET),
    ]
    for rank, (theme, text, fields, state) in enumerate(promised, start=1):
        commitment = HealthCommitmentFactory(
            project=project, position=rank, theme=CommitmentTheme[theme], text=text, **fields
        )
        if state:
            CommitmentFindingFactory(
                commitment=commitment,
                found_on=PUBLISHED,
                state=state,
                reason="" if state in ("kept", "not_yet") else "Un seul médecin exerce au centre.",
            )
    return project
