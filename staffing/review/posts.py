"""Where posts stand on a day: what is authorised, who is there, what is vacant or put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import DecimalField, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from csipa.french.dates import long_date, period
from csipa.french.grammar import enumeration
from csipa.french.numbers import plural
from staffing.models import Assignment, Post, PostShare, PostTarget, TargetState
from staffing.rules.capacity import fte_figures, fte_words
from staffing.rules.fte import HeldLine, Level, TargetLine, level_on, levels

_FTE = DecimalField(max_digits=9, decimal_places=3)
# What became of the equivalents authorised, in the singular and in the plural.
_STATE_WORDS = {
    TargetState.VOTED: ("voté", "votés"),
    TargetState.OPEN: ("ouvert au recrutement", "ouverts au recrutement"),
    TargetState.DEFERRED: ("différé", "différés"),
    TargetState.FROZEN: ("gelé", "gelés"),
}
_ZERO = Value(Decimal(0), output_field=_FTE)


@dataclass(frozen=True)
class Standing:
    """A post on a day: its target then (None before the first), who holds it, its level."""

    post: Post
    day: dt.date
    target: PostTarget | None
    holders: list[Assignment]
    level: Level

    @property
    def state(self) -> str:
        """Return the state in words, empty before the first target."""
        return self.target.get_state_display() if self.target else ""

    @property
    def overfilled(self) -> Decimal:
        """Return the FTE above what is authorised, which overlaps announce."""
        return max(self.level.filled - self.level.authorised, Decimal(0))


def with_standing(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Return posts with what `standing_of` and `place_of` read; three more queries for them all."""
    assignments = Assignment.objects.select_related("person").order_by("start", "pk")
    return posts.select_related("profession", "site").prefetch_related(
        Prefetch("targets", PostTarget.objects.order_by("start")),
        Prefetch("assignments", assignments),
        Prefetch("shares", PostShare.objects.select_related("site").order_by("-percent", "pk")),
    )


def standing_of(post: Post, day: dt.date) -> Standing:
    """Return where a post of `with_standing` stands on `day`; no query."""
    targets, assignments = list(post.targets.all()), list(post.assignments.all())
    found = levels(
        [TargetLine(0, post.pk, row.start, row.fte, row.state) for row in targets],
        [HeldLine(0, post.pk, row.person_id, row.start, row.end, row.fte) for row in assignments],
    )
    decided = [row for row in targets if row.start <= day]
    return Standing(
        post=post,
        day=day,
        target=decided[-1] if decided else None,
        holders=[
            row for row in assignments if row.start <= day and (row.end is None or row.end >= day)
        ],
        level=level_on(found.get(0, []), day),
    )


def place_of(post: Post, *, with_parts: bool = True) -> str:
    """Return where a post of `with_standing` is exercised; no query.

    `with_parts` adds the part of each site that shares it.
    """
    if post.site:
        return str(post.site)
    shares = list(post.shares.all())
    if not shares:
        return "tous les sites"
    sites = [
        f"{share.site} {fte_figures(share.percent)}\u00a0%" if with_parts else str(share.site)
        for share in shares
    ]
    return f"partagé\u00a0: {enumeration(sites)}"


@dataclass(frozen=True)
class Step:
    """A stretch of the life of a post: what was decided, and by which act."""

    target: PostTarget
    end: dt.date | None
    is_now: bool
    is_to_come: bool

    @cached_property
    def days(self) -> str:
        """Return the days it holds, in words: « depuis le 3 juin 2024 »."""
        if self.is_now and self.end is None:
            return f"depuis le {long_date(self.target.start)}"
        return period(self.target.start, self.end)

    @property
    def said(self) -> str:
        """Return what was decided: « 4,5 ETP ouverts au recrutement »."""
        if self.target.state == TargetState.CLOSED:
            return "Poste fermé"
        state = plural(self.target.fte, *_STATE_WORDS[TargetState(self.target.state)])
        return f"{fte_words(self.target.fte)} {state}"


def steps_of(post: Post, day: dt.date) -> list[Step]:
    """Return what a post of `with_standing` was authorised for, the latest first; no query."""
    targets = list(post.targets.all())
    followers: list[PostTarget | None] = [*targets, None][1:]
    steps = []
    for target, following in zip(targets, followers, strict=True):
        end = following.start - dt.timedelta(days=1) if following else None
        is_to_come = target.start > day
        is_now = not is_to_come and (end is None or end >= day)
        steps.append(Step(target, end, is_now, is_to_come))
    return steps[::-1]


def with_today(posts: QuerySet[Post], day: dt.date) -> QuerySet[Post]:
    """Return posts with `state_today`, `fte_today` and `filled_today`, computed in SQL.

    The state is null and the FTE 0 before the first target. `filled_today` counts everybody,
    announced overlaps too.
    """
    decided = PostTarget.objects.filter(post=OuterRef("pk"), start__lte=day).order_by("-start")
    held = Assignment.objects.on(day).filter(post=OuterRef("pk")).order_by().values("post")
    filled = held.annotate(total=Round(Sum("fte"), precision=3)).values("total")
    return posts.annotate(
        state_today=Subquery(decided.values("state")[:1]),
        fte_today=Coalesce(Subquery(decided.values("fte")[:1]), _ZERO, output_field=_FTE),
        filled_today=Coalesce(Subquery(filled), _ZERO, output_field=_FTE),
    )


def on_site(posts: QuerySet[Post], site: Any) -> QuerySet[Post]:
    """Return the posts of a site, those that it shares with others too."""
    shared = PostShare.objects.filter(site=site).values("post")
    return posts.filter(Q(site=site) | Q(pk__in=shared))


def shared_between_sites(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Return the posts that have a line for each of several sites."""
    return posts.filter(pk__in=PostShare.objects.values("post"))


def of_whole_centre(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Return the posts of no site in particular."""
    return posts.filter(site=None).exclude(pk__in=PostShare.objects.values("post"))


@dataclass(frozen=True)
class Course:
    """What somebody held, holds and will hold, on a day."""

    day: dt.date
    assignments: list[Assignment] = field(default_factory=list)

    def current(self) -> list[Assignment]:
        """Return the assignments of that day."""
        return [row for row in self.assignments if self.moment(row) == "now"]

    def to_come(self) -> list[Assignment]:
        """Return those that begin later."""
        return [row for row in self.assignments if self.moment(row) == "to_come"]

    def past(self) -> list[Assignment]:
        """Return those that are over."""
        return [row for row in self.assignments if self.moment(row) == "past"]

    @property
    def total(self) -> Decimal:
        """Return the FTE of that day, all posts together."""
        return sum((row.fte for row in self.current()), Decimal(0))

    def moment(self, row: Assignment) -> str:
        """Tell whether an assignment is « past », « now » or « to_come »."""
        return moment_of(row, self.day)


def moment_of(row: Assignment, day: dt.date) -> str:
    """Tell whether an assignment is « past », « now » or « to_come » on `day`."""
    if row.start > day:
        return "to_come"
    return "past" if row.end is not None and row.end < day else "now"


def course_of(assignments: Iterable[Assignment], day: dt.date) -> Course:
    """Return the course that these assignments make, the latest first."""
    return Course(day, sorted(assignments, key=lambda row: (row.start, row.pk), reverse=True))
