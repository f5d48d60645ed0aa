"""What an account sees and what a role may do, in French words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model, Prefetch

from csipa.admin.navigation import Section
from csipa.french.grammar import enumeration, upper_first
from csipa.roles.catalogue import ROLES, Bound, Role
from csipa.roles.keeping import roles_of
from sites.models import CommunityScope, SiteScope
from sites.review.scope import communities_of, sites_of

_VERBS = {"view": "voir", "add": "ajouter", "change": "modifier", "delete": "supprimer"}
_BOUNDS = {
    Bound.HOUSE: "Toute la maison, ou les sites et les CPTS choisis pour le compte.",
    Bound.SITES: "Les sites choisis pour le compte\u00a0; aucun sans ce choix.",
    Bound.COMMUNITIES: "Les CPTS choisies pour le compte\u00a0; aucune sans ce choix.",
}
# Where a model without a page, nor a place among the lines of one, is told.
_REST = "Autres données"
_APPS = {
    "sites": Section.SITES.value,
    "staffing": Section.STAFFING.value,
    "conventions": Section.ACTS.value,
    "consultations": Section.ACTIVITY.value,
    "audit": Section.SETTINGS.value,
}


@dataclass
class SectionRights:
    """What may be done in a section of the menu: « Sites » → « voir, modifier »."""

    name: str
    lines: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Holder:
    """An active account that holds a role, and the sites and CPTS chosen for it."""

    account: User
    places: str


@dataclass(frozen=True)
class ToldRole:
    """A role as the page shows it."""

    role: Role
    bound: str
    sections: list[SectionRights]
    besides: list[str]
    holders: list[Holder]


def blind_roles(user: User) -> list[str]:
    """Return a sentence for each role of an account that sees nothing for lack of a place."""
    if not user.is_active or user.is_superuser:
        return []
    told = []
    for role in roles_of(user):
        blind = f"Ce compte ne voit rien comme «\u00a0{role.name}\u00a0»\u00a0: choisissez ses"
        if role.bound == Bound.SITES and not sites_of(user).exists():
            told.append(f"{blind} sites.")
        if role.bound == Bound.COMMUNITIES and not communities_of(user).exists():
            told.append(f"{blind} CPTS.")
    return told


def told_reach(user: User) -> str:
    """Return in one sentence what an account sees."""
    if not user.is_active:
        return "Ce compte est fermé\u00a0: il n’entre plus."
    if user.is_superuser:
        return "Ce compte a tous les droits, sur toute la maison."
    roles = roles_of(user)
    rights = bool(roles) or user.groups.exists() or user.user_permissions.exists()
    if not rights:
        return "Ce compte n’a pas de rôle\u00a0: il n’entre pas. Donnez-lui un rôle."
    names = enumeration([f"«\u00a0{role.name}\u00a0»" for role in roles]) if roles else "son groupe"
    sites, communities = _where(user, "sites"), _where(user, "communities")
    where = f"ces sites\u00a0: {sites}, et ces CPTS\u00a0: {communities}"
    return f"Avec {names}, ce compte voit {where}."


def _where(user: User, what: str) -> str:
    if what == "sites":
        chosen = [one.site.name for one in user.site_scopes.select_related("site")]
        every, none, all_of = user.has_perm("sites.every_site"), "aucun", "tous"
    else:
        rows = user.community_scopes.select_related("community__organisation__commune")
        chosen = [str(one.community) for one in rows]
        every = user.has_perm("sites.every_community")
        none, all_of = "aucune", "toutes"
    if chosen:
        return enumeration(sorted(chosen))
    return all_of if every else none


def told_roles(only: Iterable[Role] = ROLES) -> list[ToldRole]:
    """Return what each role may do, and who holds it; a fixed number of queries."""
    groups = Group.objects.filter(name__in=[role.name for role in only]).prefetch_related(
        Prefetch("permissions", Permission.objects.select_related("content_type")),
        Prefetch(
            "user_set",
            User.objects.filter(is_active=True)
            .order_by("last_name", "first_name", "username")
            .prefetch_related(
                Prefetch("site_scopes", SiteScope.objects.select_related("site")),
                Prefetch(
                    "community_scopes",
                    CommunityScope.objects.select_related("community__organisation__commune"),
                ),
            ),
        ),
    )
    found = {group.name: group for group in groups}
    places = _places()
    return [_told(role, found[role.name], places) for role in only if role.name in found]


def _told(role: Role, group: Group, places: dict[type[Model], tuple[str, str]]) -> ToldRole:
    verbs: dict[type[Model], set[str]] = {}
    besides: list[str] = []
    for permission in group.permissions.all():
        model = permission.content_type.model_class()
        verb, _, name = permission.codename.partition("_")
        if model is None or hasattr(model, "instance_type"):
            continue
        if verb in _VERBS and name == model._meta.model_name:
            verbs.setdefault(model, set()).add(verb)
        else:
            besides.append(permission.name)
    holders = [Holder(user, _chosen(user)) for user in group.user_set.all()]
    return ToldRole(role, _BOUNDS[role.bound], _by_section(verbs, places), sorted(besides), holders)


def _by_section(
    verbs: dict[type[Model], set[str]], places: dict[type[Model], tuple[str, str]]
) -> list[SectionRights]:
    """Put what may be done to each model under the section of the menu where it is found."""
    told: dict[str, dict[str, set[str]]] = {}
    for model, given in verbs.items():
        rest = _APPS.get(model._meta.app_label, _REST)
        section, name = places.get(model, (rest, upper_first(str(model._meta.verbose_name_plural))))
        told.setdefault(section, {}).setdefault(name, set()).update(given)
    order = [section.value for section in Section] + [_REST]
    return [
        SectionRights(name, [(row, _said(given)) for row, given in sorted(told[name].items())])
        for name in order
        if name in told
    ]


def _said(verbs: set[str]) -> str:
    return upper_first(", ".join(word for verb, word in _VERBS.items() if verb in verbs))


def _places() -> dict[type[Model], tuple[str, str]]:
    """Return the section and the name under which each model is found in the menu."""
    found: dict[type[Model], tuple[str, str]] = {}
    pages: list[Any] = [page for page in admin.site._registry.values() if hasattr(page, "section")]
    for page in pages:
        for inline in page.inlines:
            name = upper_first(str(inline.model._meta.verbose_name_plural))
            found.setdefault(inline.model, (page.section.value, name))
    for page in pages:
        name = page.menu_name or upper_first(str(page.opts.verbose_name_plural))
        found[page.model] = (page.section.value, name)
    return found


def _chosen(user: User) -> str:
    """Return the sites and CPTS chosen for an account, as read beforehand."""
    sites = sorted(one.site.name for one in user.site_scopes.all())
    communities = sorted(str(one.community) for one in user.community_scopes.all())
    return enumeration([*sites, *communities]) if sites or communities else ""
