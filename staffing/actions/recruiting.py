"""Campaigns opened, closed and reopened; candidates who come, go forward and are hired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from sites.models import Organisation, Site
from staffing.models import (
    FINAL_STAGES,
    Assignment,
    Candidate,
    CandidateStep,
    Outcome,
    Post,
    Profession,
    Recruitment,
    Stage,
)
from staffing.review.recruiting import reached
from staffing.rules import recruiting as rules

_Row = TypeVar("_Row", Recruitment, Candidate, CandidateStep)
_REOPEN = "Cette campagne est close\u00a0: rouvrez-la d’abord."


class RecruitingRefused(ValueError):
    """Nothing was written; the text says why in French."""


@transaction.atomic
def open_campaign(
    *,
    title: str,
    profession: Profession,
    channel: str,
    opened_on: dt.date,
    by: AbstractBaseUser | None,
    post: Post | None = None,
    site: Site | None = None,
    fte: Decimal | None = None,
    partner: Organisation | None = None,
    cost: Decimal | None = None,
) -> Recruitment:
    """Open a campaign by one channel; `fte` is what is looked for, `cost` in euros.

    Raises RecruitingRefused for a post of another profession or a value that cannot be.
    """
    if post is not None and post.profession_id != profession.pk:
        raise RecruitingRefused(
            f"Le poste «\u00a0{post}\u00a0» est d’une autre profession que la campagne."
        )
    row = Recruitment(
        title=title,
        profession=profession,
        channel=channel,
        opened_on=opened_on,
        post=post,
        site=site,
        fte=fte,
        partner=partner,
        cost=cost,
    )
    return _written(row, by)


@transaction.atomic
def close_campaign(
    *,
    recruitment: Recruitment,
    closed_on: dt.date,
    outcome: str,
    by: AbstractBaseUser | None,
    lesson: str = "",
    followed_by: Recruitment | None = None,
    reject_open: bool = False,
) -> None:
    """Close a campaign with what it gave, what is learnt from it, and the one that follows it.

    An empty `lesson` or no `followed_by` leaves what was noted before. With `reject_open` the
    candidates still without an answer are noted as not retained on that day. Raises
    RecruitingRefused when the facts contradict the outcome, the dates or the sequel, and for a
    lesson that names a candidate.
    """
    row = _locked(recruitment)
    if row.closed_on is not None:
        raise RecruitingRefused("Cette campagne est déjà close.")
    candidates = list(row.candidates.prefetch_related("steps"))
    if reject_open:
        for candidate in candidates:
            _reject(candidate, row, closed_on, by)
        candidates = list(row.candidates.prefetch_related("steps"))
    stages = [reached(candidate) for candidate in candidates]
    hired = sum(any(step.stage is rules.Stage.HIRED for step in steps) for steps in stages)
    fault = rules.outcome_fault(rules.Outcome(outcome), candidates=len(candidates), hired=hired)
    latest = max((step.on for steps in stages for step in steps), default=closed_on)
    if latest > closed_on:
        fault = fault or (
            "Un candidat a franchi une étape après cette date\u00a0: la campagne se clôt ce "
            "jour-là ou plus tard."
        )
    fault = fault or rules.naming_fault(lesson, [row.last_name for row in candidates])
    if followed_by is not None:
        fault = fault or sequel_fault(recruitment=row, sequel=followed_by)
        row.followed_by = followed_by
    if fault:
        raise RecruitingRefused(fault)
    row.closed_on, row.outcome = closed_on, outcome
    row.lesson = lesson or row.lesson
    _rewritten(row, by, "Campagne close")
    _shown(recruitment, row, "closed_on", "outcome", "lesson", "followed_by", "version")


@transaction.atomic
def reopen_campaign(*, recruitment: Recruitment, by: AbstractBaseUser | None) -> None:
    """Take a campaign up again; what was learnt and what followed stay noted."""
    row = _locked(recruitment)
    if row.closed_on is None:
        raise RecruitingRefused("Cette campagne est en cours\u00a0: il n’y a rien à rouvrir.")
    row.closed_on, row.outcome = None, Outcome.RUNNING
    _rewritten(row, by, "Campagne rouverte")
    _shown(recruitment, row, "closed_on", "outcome", "version")


def sequel_fault(*, recruitment: Recruitment, sequel: Recruitment) -> str:
    """Return why a campaign may not be followed by `sequel`, as a sentence; else nothing."""
    return rules.sequel_fault(
        [row.pk for row in _chain(sequel)],
        key=recruitment.pk,
        opened_on=recruitment.opened_on,
        sequel_opened_on=sequel.opened_on,
    )


@transaction.atomic
def add_candidate(
    *,
    recruitment: Recruitment,
    last_name: str,
    on: dt.date,
    by: AbstractBaseUser | None,
    first_name: str = "",
    email: str = "",
    phone: str = "",
    stage: str = Stage.CONTACT,
) -> Candidate:
    """Note somebody who was in touch about a running campaign, at the stage reached on that day.

    Raises RecruitingRefused for a closed campaign or a day before it opened.
    """
    row = _locked(recruitment)
    _check_running(row)
    first = rules.Reached(rules.Stage(stage), on)
    if fault := rules.steps_fault([first], opened_on=row.opened_on):
        raise RecruitingRefused(fault)
    candidate = Candidate(
        recruitment=row,
        first_name=first_name,
        last_name=last_name,
        email=email,
        phone=phone,
        last_contact_on=on,
    )
    _written(candidate, by)
    _written(CandidateStep(candidate=candidate, stage=stage, reached_on=on), by)
    return candidate


@transaction.atomic
def move_candidate(
    *, candidate: Candidate, stage: str, on: dt.date, by: AbstractBaseUser | None
) -> CandidateStep:
    """Note that a candidate reached a stage on a day, which counts as an exchange with them.

    Stages may be skipped. Raises RecruitingRefused for a stage already passed, a day before the
    former stage, a candidate who has had an answer, and a closed campaign.
    """
    campaign = _locked(candidate.recruitment)
    _check_running(campaign)
    row = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    fault = rules.move_fault(reached(row), rules.Stage(stage), on=on, opened_on=campaign.opened_on)
    if fault:
        raise RecruitingRefused(fault)
    step = _written(CandidateStep(candidate=row, stage=stage, reached_on=on), by)
    row.last_contact_on = max(row.last_contact_on, on)
    _rewritten(row, by, f"Étape\u00a0: {rules.Stage(stage).label}")
    _shown(candidate, row, "last_contact_on", "version")
    return step


@transaction.atomic
def hire(
    *, candidate: Candidate, assignment: Assignment, on: dt.date, by: AbstractBaseUser | None
) -> None:
    """Note that a candidate is hired, and the assignment that came of it.

    Somebody already noted as hired keeps that date and only takes the assignment. Raises
    RecruitingRefused as `move_candidate`, for an assignment of another profession than the
    campaign's, or one that came of another candidate.
    """
    if assignment.post.profession_id != candidate.recruitment.profession_id:
        raise RecruitingRefused(
            f"Cette affectation est sur un poste de {assignment.post.profession}, la campagne "
            f"cherche\u00a0: {candidate.recruitment.profession}."
        )
    others = Candidate.objects.select_for_update(of=("self",)).filter(assignment=assignment)
    if any(other.pk != candidate.pk for other in others):
        raise RecruitingRefused("Cette affectation est déjà celle d’un autre candidat.")
    if not candidate.steps.filter(stage=Stage.HIRED).exists():
        move_candidate(candidate=candidate, stage=Stage.HIRED, on=on, by=by)
    row = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    row.assignment = assignment
    _rewritten(row, by, "Candidat recruté")
    _shown(candidate, row, "assignment", "version")


def _chain(sequel: Recruitment) -> Iterator[Recruitment]:
    """Yield a campaign and those that follow it in turn; each once."""
    seen: set[int] = set()
    row: Recruitment | None = sequel
    while row is not None and row.pk not in seen:
        seen.add(row.pk)
        yield row
        row = row.followed_by


def _reject(
    candidate: Candidate, campaign: Recruitment, on: dt.date, by: AbstractBaseUser | None
) -> None:
    """Note a candidate without an answer as not retained."""
    steps = reached(candidate)
    if any(step.stage in FINAL_STAGES for step in steps):
        return
    if fault := rules.move_fault(steps, rules.Stage.REJECTED, on=on, opened_on=campaign.opened_on):
        raise RecruitingRefused(fault)
    _written(CandidateStep(candidate=candidate, stage=Stage.REJECTED, reached_on=on), by)


def _locked(recruitment: Recruitment) -> Recruitment:
    """Return the campaign, held until the end of the transaction."""
    return Recruitment.objects.select_for_update(of=("self",)).get(pk=recruitment.pk)


def _check_running(recruitment: Recruitment) -> None:
    if recruitment.closed_on is not None:
        raise RecruitingRefused(_REOPEN)


def _written(row: _Row, by: AbstractBaseUser | None) -> _Row:
    """Check a new row and write it."""
    try:
        row.full_clean()
    except ValidationError as refused:
        raise RecruitingRefused(" ".join(refused.messages)) from refused
    row._history_user = by
    row.save()
    return row


def _rewritten(row: Any, by: AbstractBaseUser | None, reason: str) -> None:
    """Check a row that has a page and write it as one more version."""
    row.version += 1
    row._change_reason = reason
    _written(row, by)


def _shown(given: Any, row: Any, *names: str) -> None:
    """Give the caller's object what was written."""
    for name in names:
        setattr(given, name, getattr(row, name))
