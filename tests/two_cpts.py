"""Two CPTS, each with its coordinator, for the tests of what one may not know of the other."""

from types import SimpleNamespace

from django.contrib.auth.models import Group, User
from django.test import Client

from csipa.roles.catalogue import COORDINATOR
from csipa.roles.keeping import group_of, keep_groups
from tests.sites.factories_territory import CommunityFactory, CommunityScopeFactory


def account(role, *communities):
    """Return an account that holds a role, for some CPTS."""
    user = User.objects.create_user(f"compte-{User.objects.count()}", is_staff=True)
    if not Group.objects.filter(name=role.name).exists():
        keep_groups()
    user.groups.add(group_of(role))
    for community in communities:
        CommunityScopeFactory(user=user, community=community)
    return user


def signed_in(user):
    """Return a client of somebody."""
    client = Client()
    client.force_login(user)
    return client


def two_cpts():
    """Return two CPTS, `mine` and `theirs`, and the client of the coordinator of mine."""
    mine, theirs = CommunityFactory(), CommunityFactory()
    user = account(COORDINATOR, mine)
    return SimpleNamespace(mine=mine, theirs=theirs, user=user, client=signed_in(user))
