"""What is still at a site from the day it closes on, told by the apps above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from sites.models import Site

User = AbstractBaseUser | AnonymousUser


class LeftSource(Protocol):
    """Where an app above keeps what is at a site."""

    def __call__(self, site: Site, *, user: User, day: dt.date) -> Iterable[str]:
        """Return « 2 postes », « 3 personnes affectées » from `day` on; what `user` may see."""


_SOURCES: list[LeftSource] = []


def contribute_left_at_site(source: LeftSource) -> None:
    """Declare what may be left at a site that closes; for apps above, when they start."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def left_at(site: Site, *, user: User, day: dt.date) -> list[str]:
    """Return what is left at a site from `day` on, in words; empty when nothing is."""
    return [told for source in _SOURCES for told in source(site, user=user, day=day)]
