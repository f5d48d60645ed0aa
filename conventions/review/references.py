"""References that conventions may take: the next one of a year."""

from __future__ import annotations

import re

from conventions.models import Convention

PREFIX = "CSIPA"
_RANK = re.compile(r"\d{1,6}")


def next_reference(*, year: int) -> str:
    """Return the reference after the last one of `year`: « CSIPA-2026-04 ». One query.

    A number left free by a convention that was deleted is not taken again: paper may bear it.
    """
    start = f"{PREFIX}-{year}-"
    taken = Convention.objects.filter(reference__startswith=start).values_list(
        "reference", flat=True
    )
    ends = [reference.removeprefix(start) for reference in taken]
    ranks = [int(end) for end in ends if _RANK.fullmatch(end)]
    return f"{start}{max(ranks, default=0) + 1:02d}"
