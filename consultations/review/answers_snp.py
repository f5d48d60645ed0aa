"""Sessions of unscheduled care held under a convention: a ledger of its own, shown apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from consultations.models import Session, SessionState
from consultations.review.ledgers import snp_sessions
from consultations.rules.months import first_day


@dataclass(frozen=True)
class SnpLine:
    """The sessions counted at a site in a month; `month` is its first day, `site` a key."""

    month: dt.date
    site: int
    sessions: int
    done: int
    without_gp: int
    no_show: int


@dataclass(frozen=True)
class SnpPart:
    """What the sessions of a period counted, month and site by month and site, in order."""

    lines: list[SnpLine]

    @property
    def sessions(self) -> int:
        """Return the sessions held and counted."""
        return sum(line.sessions for line in self.lines)

    @property
    def done(self) -> int:
        """Return their consultations, which are not those of the centre."""
        return sum(line.done for line in self.lines)

    @property
    def without_gp(self) -> int:
        """Return those of people without a general practitioner."""
        return sum(line.without_gp for line in self.lines)

    @property
    def no_show(self) -> int:
        """Return the appointments not kept."""
        return sum(line.no_show for line in self.lines)

    @property
    def per_session(self) -> Decimal | None:
        """Return consultations by session held and counted; None without any."""
        return Decimal(self.done) / self.sessions if self.sessions else None


def read_snp(first: dt.date, last: dt.date, *, sites: Iterable[int] | None = None) -> SnpPart:
    """Return the sessions held and counted from `first` to `last`, both included; one query."""
    sessions = Session.objects.all()
    if sites is not None:
        sessions = sessions.filter(site__in=sorted(sites))
    held = snp_sessions(sessions, first=first, last=last).filter(
        state=SessionState.HELD, count__isnull=False
    )
    found: dict[tuple[dt.date, int], list[int]] = {}
    for begins, site, *numbers in held.values_list(
        "starts_at", "site_id", "count__done", "count__without_gp", "count__no_show"
    ):
        sums = found.setdefault((first_day(timezone.localdate(begins)), site), [0, 0, 0, 0])
        for rank, number in enumerate([1, *numbers]):
            sums[rank] += number
    return SnpPart([SnpLine(month, site, *sums) for (month, site), sums in sorted(found.items())])
