"""Accounts of each role, for the tests."""

from csipa.roles.catalogue import Role
from csipa.roles.keeping import group_of
from tests.admin.factories import UserFactory


def account(role: Role | None = None, **fields):
    """Make an active account of a role; of none, it has no right."""
    user = UserFactory(**fields)
    if role is not None:
        user.groups.add(group_of(role))
    return user
