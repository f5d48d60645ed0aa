"""What falls due between two days."""

import datetime as dt

import pytest

from conventions.review.agenda import upcoming, waiting_acts
from tests.conventions.agreed import DAY, agreed, note
from tests.conventions.factories import (
    ActFactory,
    AnnexFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    FulfilmentFactory,
    RentReviewFactory,
    TrackingFactory,
)
from tests.conventions.factories_programmes import (
    CommitteeDecisionFactory,
    CommitteeMeetingFactory,
)
from tests.conventions.factories_publication import PublicationFactory
from tests.conventions.following import commitment, followed_convention
from tests.conventions.holding import closed, in_force
from tests.conventions.review.lives import NEXT_DAY, SIGNED_ON, executory_act, signed_act

pytestmark = pytest.mark.django_db

JANUARY = dt.date(2026, 1, 1)
FEBRUARY = dt.date(2026, 2, 1)
DECEMBER = dt.date(2026, 12, 31)


def told(day_from=JANUARY, day_to=DECEMBER):
    """Return the codes and days of what falls due."""
    return [(entry.code, entry.day.isoformat()) for entry in upcoming(day_from, day_to)]


def test_the_two_deadlines_of_an_act_fall_due_on_their_last_day():
    executory_act()
    assert told() == [("appeal", "2026-03-17"), ("referral", "2026-03-17")]


@pytest.mark.parametrize(
    ("day_from", "day_to", "count"),
    [
        ("2026-03-17", "2026-03-17", 2),
        ("2026-03-18", "2026-12-31", 0),
        ("2026-01-01", "2026-03-16", 0),
    ],
)
def test_both_ends_of_the_period_belong_to_it(day_from, day_to, count):
    executory_act()
    assert len(told(dt.date.fromisoformat(day_from), dt.date.fromisoformat(day_to))) == count


@pytest.mark.parametrize(
    ("start", "end"),
    [("2025-12-29", "2026-03-02"), ("2025-12-31", "2026-03-02"), ("2026-03-13", "2026-05-15")],
)
def test_a_deadline_put_off_by_days_not_worked_is_found_on_its_day(start, end):
    start = dt.date.fromisoformat(start)
    executory_act(signature_date=start, received_on=start, published_on=start)
    end_day = dt.date.fromisoformat(end)
    assert told(end_day, end_day) == [("appeal", end), ("referral", end)]


def test_an_informal_appeal_puts_the_deadline_off():
    executory_act(informal_appeal_on=dt.date(2026, 3, 2))
    assert told(dt.date(2026, 7, 3), dt.date(2026, 7, 3)) == [("appeal", "2026-07-03")]
    assert told(dt.date(2026, 3, 17), dt.date(2026, 3, 17)) == [("referral", "2026-03-17")]


def test_the_longest_appeal_is_still_found():
    executory_act(informal_appeal_on=dt.date(2026, 3, 17), informal_reply_on=dt.date(2026, 7, 20))
    assert told(dt.date(2026, 9, 21), DECEMBER) == [("appeal", "2026-09-21")]


def test_completing_the_file_puts_the_referral_off():
    executory_act(completed_on=dt.date(2026, 6, 1))
    assert ("referral", "2026-08-03") in told()


@pytest.mark.parametrize(
    ("events", "code", "since"),
    [
        ({}, "to_transmit", "2026-01-15"),
        ({"sent_on": NEXT_DAY}, "sent", "2026-01-16"),
        ({"received_on": NEXT_DAY}, "to_publish", "2026-01-16"),
        ({"to_transmit": False}, "to_publish", "2026-01-15"),
    ],
)
def test_what_waits_is_told_since_the_day_it_waits(events, code, since):
    signed_act(**events)
    waiting = [entry for entry in upcoming(JANUARY, DECEMBER) if entry.waiting]
    assert [(entry.code, entry.day.isoformat()) for entry in waiting] == [(code, since)]


def test_a_draft_and_a_cancelled_act_owe_nothing():
    ActFactory()
    cancelled = executory_act(cancelled_on=dt.date(2026, 2, 1))
    AnnexFactory(act=cancelled, text="", convention=ConventionFactory(end=dt.date(2026, 4, 28)))
    AnnexFactory(act=ActFactory(), text="", convention=ConventionFactory(end=dt.date(2026, 4, 28)))
    assert told() == []


def test_the_end_of_a_convention_falls_due_once_its_text_is_closed():
    act = signed_act(signature_date=dt.date(2025, 1, 1))
    annexed = ConventionFactory(reference="C-1", end=dt.date(2026, 4, 28))
    AnnexFactory(act=act, text="", convention=annexed)
    alone = ConventionFactory(end=dt.date(2026, 4, 29), signature_date=SIGNED_ON)
    entries = upcoming(JANUARY, DECEMBER)
    assert [(entry.name, entry.pk, entry.model) for entry in entries] == [
        ("C-1", annexed.pk, "convention"),
        ("Convention", alone.pk, "convention"),
    ]


def test_a_convention_waits_for_the_parties_once_its_act_is_executory():
    convention = ConventionFactory(reference="C-2")
    AnnexFactory(act=executory_act(), text="", convention=convention)
    AnnexFactory(act=signed_act(number="autre"), text="", convention=ConventionFactory())
    [entry] = [entry for entry in upcoming(JANUARY, DECEMBER) if entry.code == "to_sign"]
    assert (entry.name, entry.day, entry.waiting) == ("C-2", NEXT_DAY, True)
    ConclusionFactory(convention=convention, signed_on=NEXT_DAY)
    assert "to_sign" not in [code for code, _ in told()]


@pytest.mark.parametrize("count", [1, 12])
def test_the_agenda_costs_the_same_whatever_it_holds(django_assert_num_queries, count):
    for number in range(count):
        act = executory_act(number=f"2026 {number:03d}")
        convention = ConventionFactory(end=dt.date(2026, 4, 28))
        AnnexFactory(act=act, text="", convention=convention)
        renting(reference=f"L-{number}")
        followed = followed_convention(reference=f"S-{number}")
        TrackingFactory(commitment=commitment(followed, "remettre"), periodicity="monthly")
    with django_assert_num_queries(11):
        assert len(upcoming(JANUARY, DECEMBER, today=FEBRUARY)) == 7 * count


def renting(**fields):
    """Return a convention with a rent to review every year."""
    dates = {"start": dt.date(2025, 3, 1), "end": dt.date(2027, 12, 31)}
    convention = ConventionFactory(signature_date=SIGNED_ON, **dates, **fields)
    FinancialTermFactory(
        convention=convention, index_name="IRL", index_quarter="2", review_date="01/03"
    )
    return closed(convention)


def test_the_real_end_falls_due_and_not_the_planned_one():
    in_force(ends_on=dt.date(2026, 6, 30), ended_by="amendment")
    assert told() == [("end", "2026-06-30")]
    in_force(ends_on=dt.date(2026, 3, 1), ended_by="termination")
    assert [entry.label for entry in upcoming(JANUARY, DECEMBER)] == [
        "Fin de la convention, résiliée",
        "Terme de la convention",
    ]


def test_the_notice_and_the_renewal_fall_due_before_the_term():
    in_force(notice_value=15, renewal="express", renewal_deadline_value=1)
    entries = upcoming(JANUARY, DECEMBER, today=FEBRUARY)
    assert [(entry.code, entry.day.isoformat()) for entry in entries] == [
        ("notice", "2026-04-13"),
        ("renewal", "2026-04-27"),
        ("end", "2026-04-28"),
    ]
    assert not any(entry.waiting for entry in entries)


def test_the_renewal_of_a_tacit_convention_is_that_of_the_period_that_runs():
    in_force(renewal="tacit", notice_value=15, ends_on=None)
    for today, day in (("2026-02-01", "2026-04-13"), ("2026-05-01", "2027-04-13")):
        entries = upcoming(JANUARY, dt.date(2030, 1, 1), today=dt.date.fromisoformat(today))
        assert [(entry.code, entry.day.isoformat()) for entry in entries] == [("renewal", day)]


def test_a_convention_that_nobody_signed_has_an_end_and_no_notice():
    convention = ConventionFactory(reference="C-1", end=dt.date(2026, 4, 28), notice_value=15)
    AnnexFactory(act=signed_act(), text="", convention=convention)
    assert "notice" not in [code for code, _ in told()]
    assert ("end", "2026-04-28") in told()


def test_a_commitment_falls_due_until_it_is_honoured_then_the_next_time():
    convention = followed_convention(end=DECEMBER, ends_on=DECEMBER)
    line = commitment(convention, "remettre")
    TrackingFactory(commitment=line, periodicity="quarterly")

    def due():
        entries = upcoming(JANUARY, DECEMBER, today=FEBRUARY)
        return [(entry.code, entry.day.isoformat()) for entry in entries if entry.code != "end"]

    assert due() == [(f"commitment-{line.pk}", "2026-04-26")]
    FulfilmentFactory(commitment=line, done_on=dt.date(2026, 4, 20))
    assert due() == [(f"commitment-{line.pk}", "2026-07-26")]


def test_a_rent_is_reviewed_once_a_year_until_it_is_noted():
    convention = renting(reference="L-1")
    until = dt.date(2028, 12, 31)
    found = [entry for entry in upcoming(JANUARY, until) if entry.code != "end"]
    assert [(entry.code, entry.day.isoformat()) for entry in found] == [
        ("review-2026", "2026-03-01"),
        ("review-2027", "2027-03-01"),
    ]
    assert found[0].label == "Loyer à réviser (IRL)"
    RentReviewFactory(convention=convention, reviewed_on=dt.date(2026, 3, 1))
    assert [code for code, _ in told(JANUARY, until)] == ["review-2027", "end"]


def test_acts_that_wait_are_told_by_themselves_in_one_query(django_assert_num_queries):
    signed_act()
    executory_act(number="2026 009")
    in_force()
    with django_assert_num_queries(1):
        (entry,) = waiting_acts(FEBRUARY)
    assert (entry.code, entry.model) == ("to_transmit", "act")


def test_a_convention_to_sign_tells_how_many_signatures_are_awaited():
    convention = agreed(3)
    PartyFactory(convention=convention, position=4, rank="informed")

    def label():
        (entry,) = [one for one in upcoming(JANUARY, DECEMBER) if one.code == "to_sign"]
        return entry.label.replace("\u00a0", " ")

    assert label().endswith("(3 signatures attendues)")
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
    assert label().endswith("(1 signature attendue)")


def test_the_two_months_online_end_on_their_last_day():
    now = dt.datetime(2026, 1, 15, 23, 30, tzinfo=dt.UTC)
    publication = PublicationFactory(online_at=now)
    PublicationFactory(online_at=now, withdrawn_at=now, withdrawn_reason="Erreur.")
    found = [entry for entry in upcoming(JANUARY, DECEMBER) if entry.code == "online"]
    # Half past eleven at night in universal time is the next day in France.
    assert [(one.day, one.since, one.pk) for one in found] == [
        (dt.date(2026, 3, 16), dt.date(2026, 1, 16), publication.act_id)
    ]
    last = dt.date(2026, 3, 16)
    assert [entry.code for entry in upcoming(last, last)] == ["online"]
    assert upcoming(last + dt.timedelta(days=1), DECEMBER) == []


def test_committees_are_told_to_those_who_may_read_them():
    meeting = CommitteeMeetingFactory(held_on=FEBRUARY, held_at=dt.time(14, 30))
    due = CommitteeDecisionFactory(meeting=meeting, due_on=dt.date(2026, 3, 1), text="Écrire")
    CommitteeDecisionFactory(meeting=meeting, due_on=dt.date(2026, 3, 1), done_on=FEBRUARY)
    CommitteeDecisionFactory(meeting=meeting, due_on=None)
    assert upcoming(JANUARY, DECEMBER) == []
    found = upcoming(JANUARY, DECEMBER, today=FEBRUARY, with_committees=True)
    assert [(one.code, one.label.replace("\u00a0", " "), one.model, one.pk) for one in found] == [
        ("meeting", "Réunion à 14 h 30", "committeemeeting", meeting.pk),
        (
            f"decision-{due.pk}",
            "Suite à donner à une décision",
            "committeemeeting",
            meeting.pk,
        ),
    ]
    assert not any(one.waiting for one in found)
    late = upcoming(JANUARY, DECEMBER, today=dt.date(2026, 3, 2), with_committees=True)
    assert [one.waiting for one in late] == [False, True]
