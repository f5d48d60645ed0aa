"""What holds whoever writes and however: several people at once, and writes that no form sees."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from csipa.constraints import refusal_of
from staffing.models import Absence, Assignment, AssignmentShare, PostShare
from tests.copies import told_by
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    OPENING,
    AbsenceFactory,
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
)


def test_those_who_write_at_once_never_pass_what_is_authorised(database):
    found = told_by("tests.staffing.assigning_clients", database)
    assert found == {
        "raw": 3,
        "same person": 1,
        "acted": 3,
        "told in a sentence": 7,
        "away": 1,
        "posts over their target": 0,
    }


def refused(name, write):
    """Check that the database refuses a write, and that people would read a sentence."""
    with pytest.raises(IntegrityError, match=name) as caught, transaction.atomic():
        write()
    told = refusal_of(caught.value)
    assert told.endswith(".")
    assert "_" not in told


@pytest.mark.django_db
def test_rows_written_together_do_not_pass_what_is_authorised():
    post = PostTargetFactory(fte=1).post
    people = PersonFactory.create_batch(3)
    rows = [Assignment(post=post, person=one, fte="0.4", start=OPENING) for one in people]
    refused("staffing_assignment_capacity", lambda: Assignment.objects.bulk_create(rows))
    assert not Assignment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"fte": Decimal("0.6")}, id="more time"),
        pytest.param({"end": None}, id="until further notice"),
        pytest.param({"start": OPENING - dt.timedelta(days=1)}, id="before the target"),
    ],
)
def test_an_update_of_many_rows_does_not_pass_it_either(values):
    post = PostTargetFactory(fte=1).post
    last_day = dt.date(2025, 1, 31)
    AssignmentFactory(post=post, fte=Decimal("0.5"), end=last_day)
    AssignmentFactory(post=post, fte=Decimal("0.5"), end=last_day)
    AssignmentFactory(post=post, fte=Decimal("0.5"), start=dt.date(2025, 2, 1))
    refused("staffing_assignment_capacity", lambda: Assignment.objects.update(**values))


@pytest.mark.django_db
def test_an_overlap_no_longer_announced_is_counted_again():
    post = PostTargetFactory(fte=1).post
    AssignmentFactory(post=post, fte=1)
    AssignmentFactory(post=post, fte=1, overlap_reason="Passage de relais")
    refused("staffing_assignment_capacity", lambda: Assignment.objects.update(overlap_reason=""))


@pytest.mark.django_db
def test_one_person_is_not_written_twice_on_a_post():
    held = AssignmentFactory(fte=Decimal("0.1"))
    again = {"post": held.post, "person": held.person, "fte": Decimal("0.1")}
    refused(
        "staffing_assignment_once",
        lambda: Assignment.objects.bulk_create([Assignment(start=dt.date(2025, 1, 1), **again)]),
    )


@pytest.mark.django_db
def test_parts_do_not_pass_their_whole():
    share = PostShareFactory(percent=60, post=PostFactory())
    refused(
        "staffing_postshare_sum",
        lambda: PostShare.objects.bulk_create(
            [PostShare(post=share.post, site=SiteFactory(), percent=41)]
        ),
    )
    part = AssignmentShareFactory(fte=Decimal("0.25"))
    refused("staffing_assignmentshare_sum", lambda: AssignmentShare.objects.update(fte="0.501"))
    refused("staffing_assignment_shares", lambda: Assignment.objects.update(fte="0.249"))
    part.refresh_from_db()
    assert part.fte == Decimal("0.25")


@pytest.mark.django_db
def test_a_site_is_not_twice_in_a_split():
    share = PostShareFactory(percent=10)
    refused(
        "UNIQUE|staffing_postshare_site",
        lambda: PostShareFactory(post=share.post, site=share.site, percent=10),
    )


@pytest.mark.django_db
def test_absences_of_one_person_do_not_overlap():
    first = AbsenceFactory()
    later = AbsenceFactory(person=first.person, start=dt.date(2026, 8, 3), end=dt.date(2026, 8, 7))
    refused(
        "staffing_absence_once",
        lambda: Absence.objects.filter(pk=later.pk).update(start=first.end),
    )
