"""What the database itself refuses about posts and assignments, on both engines."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.staffing.factories import AssignmentFactory, PostTargetFactory

pytestmark = pytest.mark.django_db


def refused(name, write):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def test_the_sum_never_passes_what_is_authorised():
    post = PostTargetFactory(fte=1).post
    AssignmentFactory(post=post, fte=Decimal("0.7"))
    AssignmentFactory(post=post, fte=Decimal("0.3"))
    refused(
        "staffing_assignment_capacity", lambda: AssignmentFactory(post=post, fte=Decimal("0.001"))
    )


def test_an_announced_overlap_may_pass_it():
    post = PostTargetFactory(fte=1).post
    AssignmentFactory(post=post, fte=1)
    AssignmentFactory(post=post, fte=1, overlap_reason="Passage de relais")


def test_a_target_is_not_lowered_under_those_who_are_there():
    target = PostTargetFactory(fte=1)
    AssignmentFactory(post=target.post, fte=1)
    target.fte = Decimal("0.5")
    refused("staffing_posttarget_capacity", target.save)
    refused("staffing_posttarget_capacity", target.delete)


def test_somebody_who_leaves_makes_room_from_the_next_day():
    post = PostTargetFactory(fte=1).post
    AssignmentFactory(post=post, fte=1, end=dt.date(2025, 1, 31))
    refused(
        "staffing_assignment_capacity",
        lambda: AssignmentFactory(post=post, fte=1, start=dt.date(2025, 1, 31)),
    )
    AssignmentFactory(post=post, fte=1, start=dt.date(2025, 2, 1))
