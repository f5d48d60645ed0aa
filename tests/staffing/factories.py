"""Posts, people and time for the tests."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from sites.models import Activity, Gender
from staffing.models import (
    Absence,
    Assignment,
    AssignmentShare,
    ContractKind,
    Person,
    Post,
    PostShare,
    PostTarget,
    Profession,
    ProfessionFamily,
    StaffingMeasure,
    StatedStaffing,
    TargetState,
)
from tests.sites.factories import SiteFactory

OPENING = dt.date(2024, 6, 1)


class ProfessionFactory(DjangoModelFactory):
    """General practitioners unless told otherwise."""

    class Meta:
        model = Profession
        django_get_or_create = ("name",)

    name = "médecin généraliste"
    plural = "médecins généralistes"
    family = ProfessionFamily.MEDICAL
    activity = Activity.MEDICAL
    consultation_minutes = 20


class PostFactory(DjangoModelFactory):
    """A post of the whole centre, authorised for nothing yet."""

    class Meta:
        model = Post

    label = factory.Sequence(lambda n: f"Poste {n + 1}")
    profession = factory.SubFactory(ProfessionFactory)


class PostShareFactory(DjangoModelFactory):
    """Half of a shared post."""

    class Meta:
        model = PostShare

    post = factory.SubFactory(PostFactory)
    site = factory.SubFactory(SiteFactory)
    percent = Decimal(50)


class PostTargetFactory(DjangoModelFactory):
    """One FTE, open since the opening."""

    class Meta:
        model = PostTarget

    post = factory.SubFactory(PostFactory)
    start = OPENING
    fte = Decimal(1)
    state = TargetState.OPEN


class PersonFactory(DjangoModelFactory):
    """A doctor, each with a name of their own."""

    class Meta:
        model = Person

    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Martin-{n + 1}")
    gender = Gender.FEMININE


class AssignmentFactory(DjangoModelFactory):
    """Half a full time since the opening, on a post authorised for one."""

    class Meta:
        model = Assignment

    post = factory.LazyFunction(lambda: PostTargetFactory().post)
    person = factory.SubFactory(PersonFactory)
    fte = Decimal("0.5")
    start = OPENING
    contract = ContractKind.FIXED_TERM


class AssignmentShareFactory(DjangoModelFactory):
    """A quarter of a full time on one site."""

    class Meta:
        model = AssignmentShare

    assignment = factory.SubFactory(AssignmentFactory)
    site = factory.SubFactory(SiteFactory)
    fte = Decimal("0.25")


class AbsenceFactory(DjangoModelFactory):
    """A week in July."""

    class Meta:
        model = Absence

    person = factory.SubFactory(PersonFactory)
    start = dt.date(2026, 7, 6)
    end = dt.date(2026, 7, 10)


class StatedStaffingFactory(DjangoModelFactory):
    """« Il manque 4 ETP », as an article of September 2025 says."""

    class Meta:
        model = StatedStaffing

    profession = factory.SubFactory(ProfessionFactory)
    measure = StaffingMeasure.VACANT
    value = Decimal(4)
    as_of = dt.date(2025, 9, 1)
    source = "Article de presse professionnelle"
