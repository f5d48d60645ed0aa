"""Who may sign in the demonstration: two mandates, what each council delegated, and to whom.

The dates of the councils are public; numbers and wording were made for the demonstration.
"""

from __future__ import annotations

import datetime as dt

from conventions.models import CouncilDelegation, DelegatedSubject, DelegationOrder, Mandate
from sites.models import Organisation, Representative

PREMISES, HEALTH = "premises", "health"
SUBJECTS = (
    (
        PREMISES,
        "approuver les conditions de mise à disposition, d’utilisation et d’entretien des biens et "
        "équipements communautaires",
    ),
    (
        HEALTH,
        "conclure les conventions relatives à l’activité du centre de santé intercommunal et de "
        "ses antennes",
    ),
)
# installed on, members; deliberation: number, date, executory on; order: number, date, executory
MANDATES = (
    (
        (dt.date(2020, 7, 8), 154),
        ("2022/CC052", dt.date(2022, 5, 31), dt.date(2022, 6, 2)),
        ("2022_A031", dt.date(2022, 6, 10), dt.date(2022, 6, 14)),
    ),
    (
        (dt.date(2026, 4, 17), 154),
        ("2026/CC021", dt.date(2026, 4, 17), dt.date(2026, 4, 21)),
        ("2026_A012", dt.date(2026, 4, 27), dt.date(2026, 4, 29)),
    ),
)
DOMAIN = "la santé et l’action sociale"


def create_powers(
    authority: Organisation, delegates: tuple[Representative, ...]
) -> list[dict[str, DelegatedSubject]]:
    """Record each mandate with its delegation and the order to its delegate.

    Return the matters of each delegation by their name, oldest mandate first.
    """
    recorded = []
    for line, delegate in zip(MANDATES, delegates, strict=True):
        (installed_on, members), deliberation, order = line
        mandate = Mandate.objects.create(
            authority=authority, installed_on=installed_on, members=members
        )
        given = {"authority": authority, "mandate": mandate}
        delegation = CouncilDelegation.objects.create(**given, **_act(deliberation))
        subjects = {
            name: DelegatedSubject.objects.create(delegation=delegation, position=rank, text=text)
            for rank, (name, text) in enumerate(SUBJECTS, start=1)
        }
        granted = DelegationOrder.objects.create(
            **given, **_act(order), delegate=delegate, domain=DOMAIN
        )
        granted.subjects.set(subjects.values())
        recorded.append(subjects)
    return recorded


def _act(line: tuple[str, dt.date, dt.date]) -> dict[str, object]:
    return dict(zip(("number", "date", "enforceable_on"), line, strict=True))
