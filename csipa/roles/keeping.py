"""Makes the groups what the catalogue says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from csipa.roles.catalogue import APPS, RIGHTS_APPS, ROLES, Role, role_named


def keep_groups(*, using: str = "default") -> None:
    """Make the group of each role with exactly its permissions; groups made by hand stay.

    Harmless when done again: nothing is written where nothing changed. Three queries for the whole,
    one more for each role that changed.
    """
    wanted = {name for role in ROLES for name in role.rights}
    known = list(
        Permission.objects.using(using)
        .filter(
            Q(content_type__app_label__in=APPS)
            | Q(content_type__app_label__in=RIGHTS_APPS, codename__in=wanted)
        )
        .select_related("content_type")
    )
    groups = {
        group.name: group
        for group in Group.objects.using(using)
        .filter(name__in=[role.name for role in ROLES])
        .prefetch_related("permissions")
    }
    for role in ROLES:
        group = groups.get(role.name) or Group.objects.using(using).create(name=role.name)
        given = set(permissions_of(role, known))
        if given != set(group.permissions.all()):
            group.permissions.set(given)


def permissions_of(role: Role, known: Iterable[Permission]) -> Iterator[Permission]:
    """Yield the permissions of a role among those `known`; histories follow their model."""
    for one in known:
        verb, _, model = one.codename.partition("_")
        ours = one.content_type.app_label in APPS
        named = one.content_type.app_label in RIGHTS_APPS and one.codename in role.rights
        if named or (
            ours and verb in role.verbs and model.removeprefix("historical") not in role.without
        ):
            yield one


def group_of(role: Role) -> Group:
    """Return the group of a role, as `keep_groups` left it."""
    return Group.objects.get(name=role.name)


def roles_of(user) -> list[Role]:
    """Return the roles of an account, in the order of the catalogue. One query."""
    held = {role_named(name) for name in user.groups.values_list("name", flat=True)}
    return [role for role in ROLES if role in held]
