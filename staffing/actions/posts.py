"""Creates posts and decides what they are authorised for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from sites.models import Site
from staffing.models import Post, PostShare, PostTarget, Profession
from staffing.review.assigning import post_shares_refusal
from staffing.review.capacity import CapacityExceeded, targets_excess


@transaction.atomic
def create_post(
    *,
    label: str,
    profession: Profession,
    by: AbstractBaseUser | None,
    site: Site | None = None,
    shares: Sequence[tuple[Site, Decimal]] = (),
) -> Post:
    """Add a post of one site, shared between several, or of the whole centre; return it.

    `shares` are pairs of a site and its part in per cent; what they leave of 100 belongs to the
    whole centre. Raises ValidationError for a post with a site and shares, for shares that pass
    100 % together, and for what the model refuses.
    """
    if reason := post_shares_refusal(site, [percent for _, percent in shares]):
        raise ValidationError(reason)
    post = Post(label=label, profession=profession, site=site)
    post._history_user = by
    post.full_clean()
    post.save()
    for place, percent in shares:
        share = PostShare(post=post, site=place, percent=percent)
        share._history_user = by
        share.full_clean()
        share.save()
    return post


@transaction.atomic
def set_target(
    *,
    post: Post,
    start: dt.date,
    fte: Decimal,
    state: str,
    by: AbstractBaseUser | None,
    act_number: str = "",
    act_date: dt.date | None = None,
    reason: str = "",
) -> PostTarget:
    """Decide what `post` is authorised for from `start` on, in FTE; return the line.

    A line that starts that day already is changed, else one is added. Raises CapacityExceeded when
    more people hold the post than it would have, ValidationError for what the model refuses.
    """
    locked = Post.objects.select_for_update().get(pk=post.pk)
    targets = list(locked.targets.all())
    line = next((row for row in targets if row.start == start), None)
    line = line or PostTarget(post=locked, start=start)
    line.fte, line.state, line.reason = fte, state, reason
    line.act_number, line.act_date = act_number, act_date
    line.full_clean()
    if told := targets_excess(locked, [row for row in targets if row.pk != line.pk] + [line]):
        raise CapacityExceeded(told)
    line._history_user = locked._history_user = by
    line.save()
    locked.version += 1
    locked.save()
    post.version = locked.version
    return line
