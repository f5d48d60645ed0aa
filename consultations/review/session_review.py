"""What the sessions held under one convention came to: enough to decide on an amendment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from consultations.models import Session, SessionCommune, SessionState
from consultations.review.cpts import Territories
from consultations.review.ledgers import facts_of, snp_sessions
from consultations.rules.ledgers import SnpTotal, total, totals_by
from consultations.rules.suppression import HIDDEN, Hidden, hidden_in_table
from conventions.models import Convention
from csipa.french.numbers import integer
from sites.models import Commune, Site


@dataclass(frozen=True)
class HomeLine:
    """A commune and how many consultations came from it; `number` is words, « s » when hidden."""

    name: str
    is_inside: bool
    number: str


@dataclass(frozen=True)
class HomesTold:
    """Where people came from, small counts hidden; figures are words.

    `is_known` tells whether the site has a CPTS: without, nothing is in or out of a territory.
    """

    lines: list[HomeLine]
    inside: str
    outside: str
    known: str
    below: int
    is_known: bool
    hides: bool


@dataclass(frozen=True)
class SessionReview:
    """The sessions of a convention, in all and by month, on a day."""

    convention: Convention
    sites: list[str]
    first: dt.date
    last: dt.date
    whole: SnpTotal
    by_month: dict[dt.date, SnpTotal]
    homes: HomesTold
    hides_residents: bool


def sessions_under(convention: Convention, sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Return those of `sessions` held under a convention, in their order."""
    return snp_sessions(sessions).filter(convention=convention)


def review_sessions(
    convention: Convention, sessions: QuerySet[Session], *, now: dt.datetime
) -> SessionReview | None:
    """Return what those of `sessions` under a convention came to; None when there is none."""
    sessions = sessions_under(convention, sessions)
    facts = facts_of(sessions, now=now)
    if not facts:
        return None
    whole = total(facts)
    names = Site.objects.filter(pk__in={one.site for one in facts}).order_by("name")
    told, hidden = _homes(sessions)
    return SessionReview(
        convention=convention,
        sites=list(names.values_list("name", flat=True)),
        first=facts[0].day,
        last=facts[-1].day,
        whole=whole,
        by_month=totals_by(facts, lambda one: one.month),
        homes=told,
        # With every commune known, residents are those of the territory: hidden with them.
        hides_residents=0 in hidden.row_totals and not whole.unknown,
    )


def _homes(sessions: QuerySet[Session]) -> tuple[HomesTold, Hidden]:
    """Return the communes of residence, those of the territory first, and what is hidden."""
    rows = SessionCommune.objects.filter(
        count__session__in=sessions.filter(state=SessionState.HELD).order_by().values("pk")
    ).select_related("count__session__site")
    found = list(rows)
    territories = Territories(one.count.session.site.commune_id for one in found)
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    is_known = bool(found)
    for one in found:
        session = one.count.session
        day = timezone.localtime(session.starts_at).date()
        territory = territories.of(session.site.commune_id, day)
        is_known = is_known and territory is not None
        (inside if territory and one.commune_id in territory else outside)[one.commune_id] += (
            one.number
        )
    return _told(inside, outside, is_known=is_known)


def _told(
    inside: Counter[str], outside: Counter[str], *, is_known: bool
) -> tuple[HomesTold, Hidden]:
    names = dict(
        Commune.objects.filter(pk__in=[*inside, *outside]).values_list("insee_code", "name")
    )
    codes = sorted({*inside, *outside}, key=lambda code: (names[code], code))
    groups = (inside, outside)
    table = [[group.get(code) for code in codes] for group in groups]
    below = settings.SMALL_COUNTS_BELOW
    # The total of a column is its commune, and all of them make the number of known communes.
    hidden = hidden_in_table(table, below=below)
    lines = [
        HomeLine(names[code], rank == 0, _shown(group[code], (rank, column) in hidden.cells))
        for rank, group in enumerate(groups)
        for column, code in enumerate(codes)
        if code in group
    ]
    sums = [
        _shown(sum(group.values()), rank in hidden.row_totals) for rank, group in enumerate(groups)
    ]
    known = _shown(sum(inside.values()) + sum(outside.values()), hidden.grand_total)
    told = HomesTold(lines, sums[0], sums[1], known, below, is_known, bool(hidden))
    return told, hidden


def _shown(number: int, is_hidden: bool) -> str:  # noqa: FBT001 – a figure and whether it shows
    return HIDDEN if is_hidden else integer(number)
