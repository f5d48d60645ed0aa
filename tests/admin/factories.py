"""Accounts for the tests, and the factory of every model of the back office."""

import datetime as dt

import factory
from django.contrib.auth.models import Group, User
from factory.django import DjangoModelFactory

from consultations.models import RecordingLine
from conventions.models import Recital, SheetValue, Visa
from sites.models import CommunityMission, PostalCode
from sites.rules.care_professions import CARE_PROFESSIONS
from sites.rules.missions import Mission
from staffing.models import (
    Absence,
    AssignmentShare,
    CandidateStep,
    EventCount,
    MembershipFee,
    NeedProfession,
    PostShare,
    PostTarget,
    Stage,
)
from tests.consultations import factories as consultations
from tests.consultations import factories_sessions as sessions
from tests.conventions import factories as conventions
from tests.conventions import factories_agreements as agreements
from tests.conventions import factories_programmes as programmes
from tests.conventions import factories_publication as publication
from tests.jobs import factories as jobs
from tests.sites import factories as sites
from tests.sites import factories_projects as projects
from tests.sites import factories_territory as territory
from tests.staffing import factories as staffing
from tests.staffing import factories_community as community
from tests.staffing import factories_recruitment as recruitment


class UserFactory(DjangoModelFactory):
    """A member of staff without rights."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"agent{n + 1}")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Durand {n + 1}")
    is_staff = True


class GroupFactory(DjangoModelFactory):
    """A group without rights."""

    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Groupe {n + 1}")


def make_line(model, parent_field, parent):
    """Make a line of a page; some have one of two parents, or what no other line may have."""
    values = {parent_field: parent}
    if model in (Visa, Recital):
        values = {"act": None, "convention": None, **values}
    if model in OWN_VALUES:
        values |= OWN_VALUES[model](model.objects.filter(**{parent_field: parent}).count())
    return factory_of(model)(**values)


def a_day_after(rank):
    """Return the day of a line by its rank."""
    return staffing.OPENING + dt.timedelta(days=rank)


# What the line of each rank has for itself.
OWN_VALUES = {
    PostalCode: lambda rank: {"code": f"029{rank:02d}"},
    CommunityMission: lambda rank: {"mission": list(Mission)[rank].value},
    PostTarget: lambda rank: {"start": a_day_after(rank)},
    MembershipFee: lambda rank: {"year": 2000 + rank},
    EventCount: lambda rank: {"profession": CARE_PROFESSIONS[rank].code},
    SheetValue: lambda rank: {"as_of": a_day_after(rank)},
    Absence: lambda rank: {"start": a_day_after(rank), "end": a_day_after(rank)},
    AssignmentShare: lambda rank: {"fte": "0.1"},
    PostShare: lambda rank: {"percent": 10},
    CandidateStep: lambda rank: {"stage": Stage.values[rank]},
    RecordingLine: lambda rank: {"profession": staffing.ProfessionFactory(name=f"métier {rank}")},
    NeedProfession: lambda rank: {"profession": staffing.ProfessionFactory(name=f"métier {rank}")},
}


def factory_of(model):
    """Return the factory of a model; a KeyError names the model that has none."""
    found = {User: UserFactory, Group: GroupFactory}
    modules = (jobs, sites, projects, staffing, recruitment, conventions, agreements)
    modules += (territory, community, programmes, publication)
    for module in (*modules, consultations, sessions):
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, DjangoModelFactory):
                found.setdefault(item._meta.model, item)
    return found[model]
