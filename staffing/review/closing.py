"""What a site that closes still has: posts that are not closed, people assigned."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import OuterRef, Q, Subquery

from csipa.french.numbers import counted
from sites.models import Site
from staffing.models import Assignment, Post, PostTarget, TargetState


def left_at_site(site: Site, *, user: AbstractBaseUser | AnonymousUser, day: dt.date) -> list[str]:
    """Return « 2 postes » and « 3 personnes affectées » at a site from `day` on; two queries.

    What is shared with other sites counts too; only what `user` may see is told.
    """
    told = []
    if user.has_perm("staffing.view_post") and (posts := _posts(site, day)):
        told.append(counted(posts, "poste", "postes"))
    if user.has_perm("staffing.view_assignment") and (people := _people(site, day)):
        told.append(counted(people, "personne affectée", "personnes affectées"))
    return told


def _posts(site: Site, day: dt.date) -> int:
    """Return how many posts of the site are not closed on `day`."""
    targets = PostTarget.objects.filter(post=OuterRef("pk"), start__lte=day).order_by("-start")
    rows = Post.objects.filter(Q(site=site) | Q(shares__site=site))
    rows = rows.alias(state_then=Subquery(targets.values("state")[:1]))
    is_open = Q(state_then=None) | ~Q(state_then=TargetState.CLOSED)
    return rows.filter(is_open).distinct().count()


def _people(site: Site, day: dt.date) -> int:
    """Return how many people are assigned there on `day` or later, by their post or by a share."""
    here = (
        Q(shares__site=site) | Q(post__site=site) | Q(shares__isnull=True, post__shares__site=site)
    )
    rows = Assignment.objects.filter(here).filter(Q(end=None) | Q(end__gte=day))
    return rows.values("person").distinct().count()
