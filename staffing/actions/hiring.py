"""Puts a candidate who is hired on a post, their record of person being created on the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from staffing.actions.assignments import CapacityExceeded, assign
from staffing.actions.recruiting import RecruitingRefused, hire
from staffing.models import Assignment, Candidate, Person, Post


@dataclass(frozen=True)
class Newcomer:
    """The assignment of somebody who is hired; without `person` the names create one."""

    post: Post
    fte: Decimal
    start: dt.date
    end: dt.date | None = None
    contract: str = ""
    overlap_reason: str = ""
    despite_state: bool = False
    person: Person | None = None
    first_name: str = ""
    last_name: str = ""
    gender: str = ""


@transaction.atomic
def hire_newcomer(
    *, candidate: Candidate, newcomer: Newcomer, on: dt.date, by: AbstractBaseUser | None
) -> Assignment:
    """Note that a candidate is hired on that day, and create the assignment; all or nothing.

    The address of the candidate is not copied: what a person keeps is professional. Raises
    RecruitingRefused with what the post, the person or the campaign refuses.
    """
    try:
        assignment = assign(
            post=newcomer.post,
            person=newcomer.person or _person(newcomer, by),
            fte=newcomer.fte,
            start=newcomer.start,
            end=newcomer.end,
            contract=newcomer.contract,
            overlap_reason=newcomer.overlap_reason,
            despite_state=newcomer.despite_state,
            by=by,
        )
    except CapacityExceeded as refused:
        raise RecruitingRefused(str(refused)) from refused
    except ValidationError as refused:
        raise RecruitingRefused(" ".join(refused.messages)) from refused
    hire(candidate=candidate, assignment=assignment, on=on, by=by)
    return assignment


def _person(newcomer: Newcomer, by: AbstractBaseUser | None) -> Person:
    person = Person(
        first_name=newcomer.first_name, last_name=newcomer.last_name, gender=newcomer.gender
    )
    person.full_clean()
    person._history_user = by
    person.save()
    return person
