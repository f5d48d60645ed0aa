"""What a post is authorised for and who holds it, put side by side before a write."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError

from csipa.french.dates import long_date
from csipa.french.numbers import plural
from staffing.models import Assignment, Post, PostTarget
from staffing.rules.capacity import Excess, first_excess, fte_figures, fte_words


class CapacityExceeded(ValidationError):
    """More people than a post is authorised for; the text is one French sentence and what to do."""


def check_assignment(assignment: Assignment) -> None:
    """Raise CapacityExceeded when a post cannot hold `assignment`, as it stands, on some day.

    The row may be new or changed; nothing is written. Two queries, or three when the row moves
    from a post to another.
    """
    if reason := assignment_excess(assignment):
        raise CapacityExceeded(reason)


def assignment_excess(assignment: Assignment) -> str:
    """Return why the post cannot hold `assignment`, in French; empty if it can."""
    if assignment.overlap_reason:
        return ""
    targets = list(PostTarget.objects.filter(post=assignment.post_id))
    others = list(Assignment.objects.filter(post=assignment.post_id).exclude(pk=assignment.pk))
    excess = first_excess(targets, [*others, assignment])
    if excess is None:
        return ""
    return _too_many(assignment, excess)


def targets_excess(post: Post, targets: Iterable[PostTarget]) -> str:
    """Return why `targets`, all those of `post` once written, are too low; empty if they hold.

    One query, none for a post that is still to be added.
    """
    if post.pk is None:
        return ""
    held = list(Assignment.objects.filter(post=post))
    excess = first_excess(targets, held)
    if excess is None:
        return ""
    day, filled = long_date(excess.day), fte_words(excess.held)
    offered = _authorised(excess.authorised)
    return (
        f"Le poste «\u00a0{post}\u00a0» compterait {offered} le {day}, alors que {filled} y "
        f"{plural(excess.held, 'est affecté', 'sont affectés')} ce jour-là. Gardez davantage, "
        "changez la date, ou mettez d’abord fin à une affectation."
    )


def _too_many(assignment: Assignment, excess: Excess) -> str:
    post, day = assignment.post, long_date(excess.day)
    if not excess.authorised:
        return (
            f"Le poste «\u00a0{post}\u00a0» n’a aucun ETP autorisé le {day}\u00a0: fixez d’abord "
            "son effectif autorisé, ou changez les dates de l’affectation."
        )
    filled = excess.held - assignment.fte
    already = f", dont {fte_figures(filled)} déjà {_agreed('pourvu', filled)}" if filled else ""
    return (
        f"Le poste «\u00a0{post}\u00a0» compte {_authorised(excess.authorised)}{already}\u00a0; "
        f"avec cette affectation de {fte_words(assignment.fte)} il en porterait "
        f"{fte_figures(excess.held)} à partir du {day}. Réduisez la quotité, changez les dates, "
        "ou annoncez un recouvrement avec son motif."
    )


def _authorised(fte: Decimal) -> str:
    return f"{fte_words(fte)} {_agreed('autorisé', fte)}"


def _agreed(word: str, fte: Decimal) -> str:
    return plural(fte, word, f"{word}s")
