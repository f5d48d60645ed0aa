"""The sites that somebody works for: what they see and write of activity."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sites.models import Site


def sites_of(user: Any) -> QuerySet[Site]:
    """Return the sites that an account works for, all of them when none is chosen for it.

    A superuser works for all. One query, with the one that tells whether some are chosen.
    """
    if user.is_superuser or not user.site_scopes.exists():
        return Site.objects.all()
    return Site.objects.filter(scopes__user=user)


def works_for(user: Any, site: Site) -> bool:
    """Tell whether an account works for a site."""
    return sites_of(user).filter(pk=site.pk).exists()
