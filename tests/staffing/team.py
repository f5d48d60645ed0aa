"""The team of the articles: six doctors, then three; half a midwife open, half deferred."""

import datetime as dt
from decimal import Decimal

from sites.models import Activity
from staffing.models import DepartureReason, ProfessionFamily, TargetState
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostFactory,
    PostTargetFactory,
    ProfessionFactory,
)

OPENING = dt.date(2024, 6, 3)
SEPTEMBER = dt.date(2025, 9, 1)
# Name, quota, last day, reason.
_DOCTORS = (
    ("Arnaud", "0.2", None, ""),
    ("Bailly", "0.2", None, ""),
    ("Carlier", "0.1", None, ""),
    ("Dubois", "1", dt.date(2024, 10, 31), DepartureReason.RESIGNATION),
    ("Evrard", "1", dt.date(2024, 12, 31), DepartureReason.RESIGNATION),
    ("Fontaine", "1", dt.date(2025, 1, 31), DepartureReason.END_OF_TERM),
)


class Team:
    """The rows of the team, to be asked for by name."""

    def __init__(self) -> None:
        self.centre = SiteFactory(name="Labourse", opened_on=OPENING)
        self.antenna = SiteFactory(
            antenna=True, name="Norrent-Fontes", parent=self.centre, opened_on=OPENING
        )
        self.doctors = PostFactory(label="Médecins généralistes")
        PostTargetFactory(post=self.doctors, start=OPENING, fte=Decimal("4.5"))
        self.people, self.assignments = {}, {}
        for name, quota, end, reason in _DOCTORS:
            person = self.people[name] = PersonFactory(last_name=name)
            self.assignments[name] = AssignmentFactory(
                post=self.doctors,
                person=person,
                fte=Decimal(quota),
                start=OPENING,
                end=end,
                departure_reason=reason,
            )
        # Arnaud alone goes to the antenna; the others are at the centre.
        for name, assignment in self.assignments.items():
            AssignmentShareFactory(
                assignment=assignment,
                site=self.antenna if name == "Arnaud" else self.centre,
                fte=assignment.fte,
            )
        midwife = ProfessionFactory(
            name="sage-femme",
            plural="sages-femmes",
            family=ProfessionFamily.MEDICAL,
            activity=Activity.MIDWIFERY,
            consultation_minutes=None,
            position=2,
        )
        self.midwives = midwife
        first = PostFactory(label="Sage-femme 1", profession=midwife, site=self.centre)
        PostTargetFactory(post=first, start=OPENING, fte=Decimal("0.5"))
        second = PostFactory(label="Sage-femme 2", profession=midwife, site=self.centre)
        PostTargetFactory(
            post=second,
            start=OPENING,
            fte=Decimal("0.5"),
            state=TargetState.DEFERRED,
            reason="Commencer avec un seul poste",
        )
        self.people["Garnier"] = PersonFactory(last_name="Garnier")
        AssignmentFactory(post=first, person=self.people["Garnier"], start=OPENING)
