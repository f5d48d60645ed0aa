"""Programmes, action sheets and committees for the tests."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from conventions.models import (
    ActionSheet,
    Axis,
    Committee,
    CommitteeAttendance,
    CommitteeDecision,
    CommitteeKind,
    CommitteeMeeting,
    CommitteeMember,
    Objective,
    Programme,
    ProgrammeKind,
    SheetBudget,
    SheetIndicator,
    SheetMission,
    SheetPartner,
    SheetPlace,
    SheetState,
    SheetStep,
    SheetValue,
)
from tests.sites.factories import OrganisationFactory
from tests.sites.factories_territory import CommunityMissionFactory


class ProgrammeFactory(DjangoModelFactory):
    """A local health contract of five years."""

    class Meta:
        model = Programme

    kind = ProgrammeKind.CLS
    name = factory.Sequence(lambda n: f"Contrat local de santé des Collines {n + 1}")
    start = dt.date(2024, 1, 1)
    end = dt.date(2028, 12, 31)


class AxisFactory(DjangoModelFactory):
    """An axis."""

    class Meta:
        model = Axis

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda axis: str(axis.position))
    title = "Renforcer l’accès aux soins"


class ObjectiveFactory(DjangoModelFactory):
    """An objective."""

    class Meta:
        model = Objective

    axis = factory.SubFactory(AxisFactory)
    position = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda objective: f"{objective.axis.code}.{objective.position}")
    title = "Accueillir de nouveaux médecins"


class ActionSheetFactory(DjangoModelFactory):
    """An action under way."""

    class Meta:
        model = ActionSheet

    title = factory.Sequence(lambda n: f"Ouvrir une antenne {n + 1}")
    state = SheetState.RUNNING
    start = dt.date(2024, 1, 1)


class SheetPlaceFactory(DjangoModelFactory):
    """A sheet in a programme."""

    class Meta:
        model = SheetPlace

    sheet = factory.SubFactory(ActionSheetFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: str(n + 1))


class SheetMissionFactory(DjangoModelFactory):
    """A sheet that serves a mission of a CPTS."""

    class Meta:
        model = SheetMission

    sheet = factory.SubFactory(ActionSheetFactory)
    mission = factory.SubFactory(CommunityMissionFactory)


class SheetPartnerFactory(DjangoModelFactory):
    """A partner without a record."""

    class Meta:
        model = SheetPartner

    sheet = factory.SubFactory(ActionSheetFactory)
    name = "Associations d’usagers"


class SheetStepFactory(DjangoModelFactory):
    """A step to come."""

    class Meta:
        model = SheetStep

    sheet = factory.SubFactory(ActionSheetFactory)
    title = "Recruter"
    due_on = dt.date(2026, 6, 30)


class SheetBudgetFactory(DjangoModelFactory):
    """Ten thousand euros from the region."""

    class Meta:
        model = SheetBudget

    sheet = factory.SubFactory(ActionSheetFactory)
    year = 2026
    payer_name = "Région"
    planned = 10000


class SheetIndicatorFactory(DjangoModelFactory):
    """An indicator of an action."""

    class Meta:
        model = SheetIndicator

    sheet = factory.SubFactory(ActionSheetFactory)
    name = factory.Sequence(lambda n: f"Consultations assurées {n + 1}")


class SheetValueFactory(DjangoModelFactory):
    """A value at the end of 2025."""

    class Meta:
        model = SheetValue

    indicator = factory.SubFactory(SheetIndicatorFactory)
    value = 2000
    as_of = dt.date(2025, 12, 31)
    source = "Logiciel du centre"


class CommitteeFactory(DjangoModelFactory):
    """A steering committee."""

    class Meta:
        model = Committee

    programme = factory.SubFactory(ProgrammeFactory)
    kind = CommitteeKind.STEERING
    name = "Comité de pilotage"


class CommitteeMemberFactory(DjangoModelFactory):
    """An organisation that sits in a committee."""

    class Meta:
        model = CommitteeMember

    committee = factory.SubFactory(CommitteeFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class CommitteeMeetingFactory(DjangoModelFactory):
    """A meeting."""

    class Meta:
        model = CommitteeMeeting

    committee = factory.SubFactory(CommitteeFactory)
    held_on = dt.date(2025, 3, 12)


class CommitteeAttendanceFactory(DjangoModelFactory):
    """Somebody from outside who came."""

    class Meta:
        model = CommitteeAttendance

    meeting = factory.SubFactory(CommitteeMeetingFactory)
    name = "Mme Agnès Roussel"


class CommitteeDecisionFactory(DjangoModelFactory):
    """A decision to follow."""

    class Meta:
        model = CommitteeDecision

    meeting = factory.SubFactory(CommitteeMeetingFactory)
    text = "Présenter un bilan de l’action."
