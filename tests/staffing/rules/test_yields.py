"""What a channel of recruitment gave, and who left early."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from staffing.rules.recruiting import Outcome, Reached, Stage
from staffing.rules.yields import Applicant, Campaign, Stay, by_channel, yield_of

OPENED = dt.date(2024, 1, 1)
TODAY = dt.date(2026, 11, 22)


def applicant(*stages, stay=None):
    """Go through stages ten days apart, from the tenth day of the campaign on."""
    days = (OPENED + dt.timedelta(days=10 * rank) for rank in range(1, len(stages) + 1))
    return Applicant(tuple(map(Reached, stages, days)), stay)


def stay(arrived, *ends):
    """Return a stay whose periods follow each other, each ending on one of `ends`."""
    periods, start = [], arrived
    for end in ends:
        periods.append((start, end))
        start = end + dt.timedelta(days=1) if end else None
    return Stay(arrived, tuple(periods))


def campaign(*applicants, cost=None, outcome=Outcome.RUNNING):
    return Campaign(OPENED, outcome, cost, applicants)


COURSE = (Stage.CONTACT, Stage.INTERVIEW, Stage.OFFER, Stage.HIRED)


def test_a_firm_that_found_two_doctors_of_whom_one_left_within_months():
    left = applicant(*COURSE, stay=stay(dt.date(2024, 3, 1), dt.date(2024, 7, 31)))
    stayed = applicant(*COURSE, stay=stay(dt.date(2024, 3, 1), None))
    given = yield_of([campaign(left, stayed, cost=Decimal(18000))], today=TODAY)
    assert (given.candidates, given.interviews, given.offers, given.hired) == (2, 2, 2, 2)
    assert (given.stayed, given.observed, given.too_early, given.unknown) == (1, 2, 0, 0)
    assert given.cost_per_hired == Decimal("9000.00")
    assert given.to_interview == given.to_offer == given.to_answer == 10
    assert given.to_hire == 40


def test_a_change_of_working_time_is_no_departure():
    there = stay(dt.date(2024, 3, 1), dt.date(2024, 5, 31), None)
    assert yield_of([campaign(applicant(*COURSE, stay=there))], today=TODAY).stayed == 1


def test_the_day_of_the_six_months_counts():
    last = stay(dt.date(2024, 3, 1), dt.date(2024, 9, 1))
    eve = stay(dt.date(2024, 3, 1), dt.date(2024, 8, 31))
    assert yield_of([campaign(applicant(*COURSE, stay=last))], today=TODAY).stayed == 1
    assert yield_of([campaign(applicant(*COURSE, stay=eve))], today=TODAY).stayed == 0


def test_somebody_who_came_lately_or_whose_post_is_unknown_is_left_out():
    late = applicant(*COURSE, stay=stay(dt.date(2026, 6, 1), None))
    given = yield_of([campaign(late, applicant(*COURSE))], today=TODAY)
    assert (given.hired, given.observed, given.too_early, given.unknown) == (2, 0, 1, 1)


def test_a_failed_call_costs_something_and_hires_nobody():
    failed = campaign(cost=Decimal(640), outcome=Outcome.NO_CANDIDATE)
    given = yield_of([failed], today=TODAY)
    assert (given.campaigns, given.failed, given.candidates) == (1, 1, 0)
    assert given.cost == 640
    assert given.cost_per_hired is None
    assert given.to_hire is None


def test_an_unknown_cost_is_told_and_never_taken_for_nothing():
    one = applicant(Stage.CONTACT, Stage.HIRED)
    given = yield_of([campaign(one), campaign(one, cost=Decimal(100))], today=TODAY)
    assert (given.costs_unknown, given.cost_known) == (1, True)
    assert given.cost_per_hired == Decimal("50.00")
    unknown = yield_of([campaign(one)], today=TODAY)
    assert (unknown.cost_known, unknown.cost_per_hired) == (False, None)


def test_who_was_hired_without_an_interview_noted_counts_as_interviewed():
    given = yield_of([campaign(applicant(Stage.CONTACT, Stage.HIRED))], today=TODAY)
    assert (given.interviews, given.offers, given.hired) == (1, 1, 1)
    assert given.to_interview is None


def test_who_was_turned_down_after_a_first_contact_was_not_interviewed():
    given = yield_of([campaign(applicant(Stage.CONTACT, Stage.REJECTED))], today=TODAY)
    assert (given.candidates, given.interviews) == (1, 0)


def test_the_median_of_two_is_half_way():
    slow = Applicant((Reached(Stage.HIRED, OPENED + dt.timedelta(days=15)),))
    quick = Applicant((Reached(Stage.HIRED, OPENED + dt.timedelta(days=10)),))
    assert yield_of([campaign(slow, quick)], today=TODAY).to_hire == Decimal("12.5")


stages = st.lists(st.sampled_from(Stage), max_size=5, unique=True)
campaigns = st.lists(
    st.tuples(
        st.sampled_from(["firm", "network", "event"]),
        st.lists(stages, max_size=4).map(lambda found: campaign(*(applicant(*s) for s in found))),
    ),
    max_size=6,
)


@given(campaigns)
def test_the_counts_of_channels_add_up_to_those_of_all(found):
    parts = [given for _, given in by_channel(found, today=TODAY)]
    whole = yield_of([one for _, one in found], today=TODAY)
    for name in ("campaigns", "failed", "candidates", "interviews", "offers", "hired", "cost"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert whole.candidates >= whole.interviews >= whole.offers >= whole.hired
