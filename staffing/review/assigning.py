"""What keeps an assignment from being written, said before the database refuses it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from csipa.french.dates import long_date, period
from csipa.french.grammar import Gender, agree
from sites.models import Site
from staffing.models import Assignment, PostTarget, TargetState
from staffing.rules.capacity import fte_words

_WHOLE = Decimal(100)


@dataclass(frozen=True)
class Moments:
    """How many assignments are in force, to come and over on a day."""

    now: int
    to_come: int
    past: int

    @property
    def every(self) -> int:
        """Return how many there are in all."""
        return self.now + self.to_come + self.past


def moment_counts(day: dt.date) -> Moments:
    """Count all assignments by their moment on `day`; one query."""
    to_come, past = Q(start__gt=day), Q(end__lt=day)
    counted = Assignment.objects.aggregate(
        to_come=Count("pk", filter=to_come),
        past=Count("pk", filter=past),
        now=Count("pk", filter=~to_come & (Q(end=None) | Q(end__gte=day))),
    )
    return Moments(**counted)


def twice_refusal(assignment: Assignment) -> str:
    """Return when the person holds this post already during these days, in French; else empty."""
    others = Assignment.objects.filter(post=assignment.post_id, person=assignment.person_id)
    others = others.exclude(pk=assignment.pk).filter(
        Q(end__isnull=True) | Q(end__gte=assignment.start)
    )
    if assignment.end is not None:
        others = others.filter(start__lte=assignment.end)
    other = others.order_by("start").first()
    if other is None:
        return ""
    person = assignment.person
    assigned = agree(Gender(person.gender), "affecté", "affectée")
    return (
        f"{person} est déjà {assigned} à ce poste {period(other.start, other.end)}\u00a0: changez "
        "les dates, ou changez la quotité de cette affectation-là."
    )


def state_refusal(post: int, start: dt.date) -> str:
    """Return that a post, by its key, is not open on the day `start`, in French; else empty.

    Nobody is looked for on a post that is voted, deferred, frozen or closed: who goes there all the
    same has to say so. One query when it is open; a post without target is left to its capacity.
    """
    decided = PostTarget.objects.filter(post=post, start__lte=start)
    target = decided.order_by("-start").first()
    if target is None or target.state == TargetState.OPEN:
        return ""
    # Several targets in a row may say the same state: it holds since the first of them.
    before = decided.exclude(state=target.state).order_by("-start").first()
    same = decided.filter(start__gt=before.start) if before else decided
    since = same.earliest("start").start
    return (
        f"Ce poste est {target.get_state_display()} depuis le {long_date(since)}\u00a0: ouvrez-le "
        "au recrutement avant d’y affecter quelqu’un, ou confirmez l’affectation."
    )


def shares_refusal(fte: Decimal, shares: Sequence[Decimal]) -> str:
    """Return that the parts of the sites pass the whole, in French; empty if they do not."""
    total = sum(shares, Decimal(0))
    if total <= fte:
        return ""
    return (
        f"La répartition par site compte {fte_words(total)}, plus que l’affectation "
        f"({fte_words(fte)})\u00a0: réduisez une part."
    )


def post_shares_refusal(site: Site | None, percents: Sequence[Decimal]) -> str:
    """Return why these parts do not go with `site` or together, in French; empty if they do."""
    if site is not None and percents:
        return (
            "Un poste est celui d’un site ou partagé entre plusieurs\u00a0: laissez le site vide, "
            "ou retirez les parts."
        )
    if sum(percents, Decimal(0)) > _WHOLE:
        return "Les parts d’un poste ne dépassent pas 100\u00a0% ensemble."
    return ""
