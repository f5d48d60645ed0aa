"""The sites and the CPTS that somebody works for: what they see and write.

The only place that answers the question. No row and no right to the whole means nothing at all: an
account that somebody forgot to give a site to shows an empty house, never everybody’s.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sites.models import Community, Site, Territory


def sites_of(user: Any) -> QuerySet[Site]:
    """Return the sites that an account works for; a superuser works for all.

    Chosen ones win over the right to all of them (`sites.every_site`). One query, with the one that
    tells whether some are chosen.
    """
    if user.is_superuser:
        return Site.objects.all()
    if user.site_scopes.exists():
        return Site.objects.filter(scopes__user=user)
    return Site.objects.all() if user.has_perm("sites.every_site") else Site.objects.none()


def works_everywhere(user: Any) -> bool:
    """Tell whether an account works for every site: none is chosen, and it has the right to all."""
    if user.is_superuser:
        return True
    return user.has_perm("sites.every_site") and not user.site_scopes.exists()


def works_for(user: Any, site: Site) -> bool:
    """Tell whether an account works for a site."""
    return sites_of(user).filter(pk=site.pk).exists()


def communities_of(user: Any) -> QuerySet[Community]:
    """Return the CPTS that an account works for, by the same rule as `sites_of`.

    The right to all of them is `sites.every_community`.
    """
    if user.is_superuser:
        return Community.objects.all()
    chosen = Community.objects.filter(scopes__user=user)
    if not user.has_perm("sites.every_community") or user.community_scopes.exists():
        return chosen
    return Community.objects.all()


def chosen_communities(user: Any) -> tuple[int, ...] | None:
    """Return the keys of the CPTS that an account works for, in order; None for all of them."""
    rows = communities_of(user)
    return tuple(rows.order_by("pk").values_list("pk", flat=True)) if rows.query.where else None


def territories_of(user: Any) -> QuerySet[Territory]:
    """Return the territories that an account reads of: those of its CPTS, or all of them.

    All for whoever may follow every CPTS and for whom none is chosen.
    """
    chosen = Territory.objects.filter(community__scopes__user=user)
    if user.is_superuser:
        return Territory.objects.all()
    if not user.has_perm("sites.every_community") or user.community_scopes.exists():
        return chosen
    return Territory.objects.all()
