"""People put on posts, moved from a part of a full time to another, noted as leaving."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from staffing.actions.assignments import CapacityExceeded, assign, change_fte, end_assignment
from staffing.models import Assignment, ContractKind, DepartureReason
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    OPENING,
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostFactory,
    PostTargetFactory,
)

pytestmark = pytest.mark.django_db

MARCH = dt.date(2026, 3, 3)


@pytest.fixture
def post():
    """Four and a half doctors authorised, 4.2 there."""
    post = PostFactory(label="Médecins généralistes")
    PostTargetFactory(post=post, fte=Decimal("4.5"))
    AssignmentFactory(post=post, fte=Decimal("4.2"))
    return post


@pytest.fixture
def agent():
    return User.objects.create_user("agent")


def refused(error, write):
    with pytest.raises(error) as caught:
        write()
    return " ".join(caught.value.messages)


def test_somebody_is_put_on_a_post_in_the_name_of_who_asked(post, agent):
    person = PersonFactory()
    made = assign(
        post=post,
        person=person,
        fte=Decimal("0.3"),
        start=MARCH,
        end=dt.date(2026, 9, 30),
        contract=ContractKind.FIXED_TERM,
        by=agent,
    )
    made.refresh_from_db()
    assert (made.person, made.fte, made.start) == (person, Decimal("0.300"), MARCH)
    assert made.history.get().history_user == agent


def test_what_passes_the_authorised_is_refused_with_every_figure(post):
    told = refused(
        CapacityExceeded,
        lambda: assign(post=post, person=PersonFactory(), fte=Decimal("0.5"), start=MARCH, by=None),
    )
    assert told == (
        "Le poste «\u00a0Médecins généralistes\u00a0» compte 4,5\u00a0ETP autorisés, dont 4,2 déjà "
        "pourvus\u00a0; avec cette affectation de 0,5\u00a0ETP il en porterait 4,7 à partir du "
        "3\u00a0mars\u00a02026. Réduisez la quotité, changez les dates, ou annoncez un "
        "recouvrement avec son motif."
    )
    assert Assignment.objects.count() == 1


def test_the_day_told_is_the_first_on_which_it_passes(post):
    PostTargetFactory(post=post, start=dt.date(2026, 6, 1), fte=Decimal("4.2"))
    told = refused(
        CapacityExceeded,
        lambda: assign(post=post, person=PersonFactory(), fte=Decimal("0.3"), start=MARCH, by=None),
    )
    assert "à partir du 1er\u00a0juin\u00a02026" in told


def test_a_post_without_target_holds_nobody():
    told = refused(
        CapacityExceeded,
        lambda: assign(
            post=PostFactory(label="Nutrition"),
            person=PersonFactory(),
            fte=Decimal("0.1"),
            start=MARCH,
            by=None,
        ),
    )
    assert told.startswith(
        "Le poste «\u00a0Nutrition\u00a0» n’a aucun ETP autorisé le 3\u00a0mars\u00a02026"
    )


@pytest.mark.parametrize(
    ("state", "word"), [("voted", "voté"), ("deferred", "différé"), ("frozen", "gelé")]
)
def test_a_post_that_is_not_open_takes_somebody_only_on_confirmation(state, word):
    post = PostTargetFactory(start=dt.date(2025, 1, 6), fte=1, state="open").post
    for day in (dt.date(2026, 2, 2), dt.date(2026, 2, 16)):
        PostTargetFactory(post=post, start=day, fte=1, state=state, reason="Faute de candidat")
    wanted = {"post": post, "person": PersonFactory(), "fte": Decimal(1), "by": None}
    told = refused(ValidationError, lambda: assign(start=MARCH, **wanted))
    assert told.startswith(f"Ce poste est {word} depuis le 2\u00a0février\u00a02026\u00a0: ")
    assert not Assignment.objects.exists()
    assert assign(start=MARCH, despite_state=True, **wanted).start == MARCH


def test_the_state_that_counts_is_that_of_the_first_day():
    post = PostTargetFactory(
        start=dt.date(2025, 1, 6), fte=1, state="deferred", reason="Faute de candidat"
    ).post
    PostTargetFactory(post=post, start=MARCH, fte=1, state="open")
    made = assign(post=post, person=PersonFactory(), fte=Decimal(1), start=MARCH, by=None)
    assert made.pk


def test_another_part_may_pass_the_authorised_when_an_overlap_is_announced(post):
    held = Assignment.objects.get()
    wanted = {"assignment": held, "fte": held.fte + 1, "on": MARCH, "by": None}
    refused(CapacityExceeded, lambda: change_fte(**wanted))
    following = change_fte(**wanted, overlap_reason="Passage de relais")
    assert following.overlap_reason == "Passage de relais"
    held.refresh_from_db()
    assert (held.end, held.overlap_reason) == (MARCH - dt.timedelta(days=1), "")


def test_an_announced_overlap_may_pass_the_authorised(post):
    made = assign(
        post=post,
        person=PersonFactory(),
        fte=Decimal(1),
        start=MARCH,
        overlap_reason="Passage de relais",
        by=None,
    )
    assert made.pk


def test_somebody_is_not_twice_on_a_post_at_the_same_time(post):
    person = PersonFactory(first_name="Anne", last_name="Roy")
    assign(post=post, person=person, fte=Decimal("0.1"), start=MARCH, end=MARCH, by=None)
    told = refused(
        ValidationError,
        lambda: assign(post=post, person=person, fte=Decimal("0.1"), start=MARCH, by=None),
    )
    assert told.startswith("Anne Roy est déjà affectée à ce poste le 3\u00a0mars\u00a02026")
    assign(
        post=post, person=person, fte=Decimal("0.1"), start=MARCH + dt.timedelta(days=1), by=None
    )


def test_the_parts_of_the_sites_stay_within_the_assignment(post):
    centre, antenna = SiteFactory(), SiteFactory()

    def split(first, second):
        return assign(
            post=post,
            person=PersonFactory(),
            fte=Decimal("0.3"),
            start=MARCH,
            shares=[(centre, Decimal(first)), (antenna, Decimal(second))],
            by=None,
        )

    assert "0,31\u00a0ETP, plus que" in refused(ValidationError, lambda: split("0.2", "0.11"))
    assert Assignment.objects.count() == 1
    assert split("0.2", "0.1").shares.count() == 2


def test_a_departure_frees_the_post_from_the_next_day(post, agent):
    held = Assignment.objects.get()
    end_assignment(
        assignment=held, end=MARCH, departure_reason=DepartureReason.RESIGNATION, by=agent
    )
    assert (held.end, held.departure_reason, held.version) == (MARCH, "resignation", 2)
    assert held.history.latest().history_user == agent
    full = {"post": post, "person": PersonFactory(), "fte": Decimal("4.5"), "by": None}
    refused(CapacityExceeded, lambda: assign(start=MARCH, **full))
    assign(start=MARCH + dt.timedelta(days=1), **full)


@pytest.mark.parametrize(
    ("end", "reason", "told"),
    [
        pytest.param(OPENING - dt.timedelta(days=1), "resignation", "précède", id="before it"),
        pytest.param(MARCH, "", "motif", id="without a reason"),
        pytest.param(MARCH, "caprice", "choix", id="unknown reason"),
    ],
)
def test_a_departure_that_says_nothing_right_is_refused(post, end, reason, told):
    held = Assignment.objects.get()
    said = refused(
        ValidationError,
        lambda: end_assignment(assignment=held, end=end, departure_reason=reason, by=None),
    )
    assert told in said
    held.refresh_from_db()
    assert held.end is None


def test_an_end_put_off_is_checked_as_any_other(post):
    leaving = AssignmentFactory(post=post, fte=Decimal("0.3"), end=MARCH)
    AssignmentFactory(post=post, fte=Decimal("0.3"), start=MARCH + dt.timedelta(days=1))
    refused(
        CapacityExceeded,
        lambda: end_assignment(
            assignment=leaving,
            end=MARCH + dt.timedelta(days=9),
            departure_reason=DepartureReason.END_OF_TERM,
            by=None,
        ),
    )


def test_another_part_of_a_full_time_ends_one_assignment_and_opens_the_next(post, agent):
    held = AssignmentFactory(
        post=post,
        fte=Decimal("0.3"),
        end=dt.date(2026, 12, 31),
        departure_reason=DepartureReason.RETIREMENT,
    )
    share = AssignmentShareFactory(assignment=held, fte=Decimal("0.1"))
    following = change_fte(assignment=held, fte=Decimal("0.2"), on=MARCH, by=agent)
    assert (held.end, held.departure_reason) == (dt.date(2026, 3, 2), DepartureReason.CHANGE)
    assert (following.start, following.end) == (MARCH, dt.date(2026, 12, 31))
    assert following.departure_reason == DepartureReason.RETIREMENT
    assert following.contract == held.contract
    assert [(part.site, part.fte) for part in following.shares.all()] == [
        (share.site, Decimal("0.066"))
    ]
    assert following.history.get().history_user == agent


def test_a_part_that_the_post_cannot_hold_changes_nothing(post):
    held = Assignment.objects.get()
    told = refused(
        CapacityExceeded, lambda: change_fte(assignment=held, fte=Decimal(5), on=MARCH, by=None)
    )
    assert "de 5\u00a0ETP" in told
    assert Assignment.objects.get().end is None


@pytest.mark.parametrize(
    ("fte", "on", "told"),
    [
        pytest.param("4.2", MARCH, "déjà celle-là", id="the same part"),
        pytest.param("1", OPENING, "commence le 1er\u00a0juin\u00a02024", id="its first day"),
        pytest.param("1", dt.date(2027, 1, 1), "prend fin le", id="after its end"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(post, fte, on, told):
    held = Assignment.objects.get()
    held.end = dt.date(2026, 12, 31)
    held.save()
    said = refused(
        ValidationError, lambda: change_fte(assignment=held, fte=Decimal(fte), on=on, by=None)
    )
    assert told in said


def test_a_change_on_the_last_day_leaves_one_day_to_the_next(post):
    held = AssignmentFactory(post=post, fte=Decimal("0.3"), end=MARCH)
    following = change_fte(assignment=held, fte=Decimal("0.1"), on=MARCH, by=None)
    assert (following.start, following.end) == (MARCH, MARCH)
