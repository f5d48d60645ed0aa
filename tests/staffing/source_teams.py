"""The teams of the source documents, as records: figures stated there, dates where they say one.

Béthune-Bruay, from June 2024 on: 4.5 FTE of general practitioners, six of them in the first months
then three; two half posts of midwife, one of them put off. Castelsarrasin, December 2021.
"""

import datetime as dt
from decimal import Decimal

from staffing.models import ContractKind, ProfessionFamily, TargetState
from tests.staffing.factories import (
    AssignmentFactory,
    PersonFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
    StatedStaffingFactory,
)

OPENING = dt.date(2024, 6, 1)
LEFT_ON = dt.date(2025, 2, 28)
STATED_ON = dt.date(2025, 9, 1)
CASTELSARRASIN_ON = dt.date(2021, 12, 14)
D = Decimal


def bethune_bruay():
    """Write the posts and the people of the centre opened in June 2024; return its professions."""
    doctor = ProfessionFactory(position=1)
    midwife = ProfessionFactory(
        name="sage-femme", plural="sages-femmes", family=ProfessionFamily.MEDICAL, position=2
    )
    posts = PostTargetFactory(
        post=PostFactory(label="Médecins généralistes", profession=doctor),
        start=OPENING,
        fte=D("4.5"),
    ).post
    for rank, (fte, end) in enumerate(
        [(D("0.2"), None), (D("0.2"), None), (D("0.1"), None), *[(D(1), LEFT_ON)] * 3]
    ):
        AssignmentFactory(
            post=posts,
            person=PersonFactory(title="Docteur", last_name=f"Généraliste-{rank + 1}"),
            fte=fte,
            start=OPENING,
            end=end,
            contract=ContractKind.FIXED_TERM,
        )
    opened = PostTargetFactory(
        post=PostFactory(label="Sage-femme 1", profession=midwife), start=OPENING, fte=D("0.5")
    ).post
    AssignmentFactory(post=opened, fte=D("0.5"), start=OPENING)
    PostTargetFactory(
        post=PostFactory(label="Sage-femme 2", profession=midwife),
        start=OPENING,
        fte=D("0.5"),
        state=TargetState.DEFERRED,
        reason="Un seul des deux postes est ouvert pour commencer.",
    )
    StatedStaffingFactory(
        profession=doctor, as_of=STATED_ON, source="Article de presse, septembre 2025"
    )
    return doctor, midwife


def castelsarrasin():
    """Write the team of the centre of Castelsarrasin in December 2021."""
    since = dt.date(2020, 10, 1)
    team = [
        ("coordinateur", "coordinateurs", [D(1)], D(1)),
        ("infirmier", "infirmiers", [*[D("0.8")] * 5, *[D("0.66")] * 5], D("7.3")),
        ("médecin généraliste", "médecins généralistes", [D(1)], D(2)),
        ("secrétaire", "secrétaires", [D(1), D("0.8")], D("1.8")),
    ]
    for rank, (name, plural, parts, authorised) in enumerate(team, start=1):
        profession = ProfessionFactory(name=name, plural=plural, position=rank)
        post = PostTargetFactory(
            post=PostFactory(label=f"Postes de {name}", profession=profession),
            start=since,
            fte=authorised,
        ).post
        for fte in parts:
            AssignmentFactory(post=post, fte=fte, start=since)
