"""The CPTS that somebody works for, as the pages of members and events read them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from csipa.admin.scope import OWN, narrowed, paths_of
from sites.models import Community, Territory
from staffing.models import CareProvider


def own_communities(request: HttpRequest) -> QuerySet[Community]:
    """Return the CPTS that this person works for, by name, with what their pages name."""
    rows = Community.objects.select_related("organisation__commune", "territory")
    return narrowed(request, rows, (OWN,)).order_by("organisation__search_key", "pk")


def listed_communities(request: HttpRequest) -> list[Community]:
    """Return the same, read once a request."""
    if "listed_communities" not in request.__dict__:
        request.__dict__["listed_communities"] = list(own_communities(request))
    found: list[Community] = request.__dict__["listed_communities"]
    return found


def only_community(request: HttpRequest) -> int | None:
    """Return the key of the CPTS that this person works for, None for none or several."""
    found = listed_communities(request)
    return found[0].pk if len(found) == 1 else None


def community_of(request: HttpRequest, pk: int) -> Community:
    """Return a CPTS that this person works for, with what its pages name. Raises Http404."""
    community = own_communities(request).filter(pk=pk).first()
    if community is None:
        raise Http404
    return community


def own_territories(request: HttpRequest) -> QuerySet[Territory]:
    """Return the territories with communes that this person reads of, by name."""
    known = Territory.objects.filter(memberships__isnull=False).distinct()
    return narrowed(request, known, (OWN,)).order_by("name")


def own_providers(request: HttpRequest) -> QuerySet[CareProvider]:
    """Return the care offer of the territories that this person reads of."""
    return narrowed(request, CareProvider.objects.all(), paths_of(CareProvider))
