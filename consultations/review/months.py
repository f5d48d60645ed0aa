"""Months that no longer change: why, and who can reopen them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from consultations.models import MonthLock
from csipa.french.dates import MONTHS
from csipa.french.grammar import a, enumeration, upper_first

REOPEN = "consultations.reopen_month"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_NAMED = 3


@dataclass(frozen=True)
class Reopener:
    """An account that can reopen months; without `sites`, those of every site."""

    name: str
    sites: frozenset[int]

    def may(self, site: int) -> bool:
        """Tell whether the months of a site are theirs to reopen."""
        return not self.sites or site in self.sites


def reopeners() -> list[Reopener]:
    """Return the accounts that can reopen months, those who can do everything last; two queries."""
    found = get_user_model().objects.with_perm(REOPEN, backend=_BACKEND)
    rows = found.order_by("is_superuser", "last_name", "first_name", "username")
    return [
        Reopener(
            row.get_full_name() or row.get_username(),
            frozenset()
            if row.is_superuser
            else frozenset(scope.site_id for scope in row.site_scopes.all()),
        )
        for row in rows.prefetch_related("site_scopes")
    ]


def lock_sentence(lock: MonthLock, who: Sequence[Reopener]) -> str:
    """Say that a month no longer changes and who can reopen it, at most three by name.

    Reads the site of the lock. No query.
    """
    month = f"{MONTHS[lock.month.month - 1]}\u00a0{lock.month.year}"
    names = [one.name for one in who if one.may(lock.site_id)][:_NAMED]
    told = (
        f"{upper_first(month)} est {lock.get_state_display()} {a(str(lock.site))}\u00a0: ses "
        "chiffres ne changent plus."
    )
    if not names:
        return f"{told} Aucun compte n’a le droit de le rouvrir\u00a0: voyez l’administrateur."
    verb = "peut" if len(names) == 1 else "peuvent"
    return f"{told} {enumeration(names)} {verb} le rouvrir, avec un motif."
