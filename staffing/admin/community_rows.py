"""The CPTS that a page of members is about."""

from __future__ import annotations

from django.http import Http404

from sites.models import Community


def community_of(pk: int) -> Community:
    """Return a CPTS with what its pages name. Raises Http404."""
    found = Community.objects.select_related("organisation__commune", "territory")
    community = found.filter(pk=pk).first()
    if community is None:
        raise Http404
    return community
