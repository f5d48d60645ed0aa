"""The database and the program say the same of where an act stands."""

import datetime as dt
import itertools
import random

import pytest

from conventions.models import Act, Execution
from conventions.review.stages import enforceable_sql, in_stage, stage
from conventions.review.timeline import act_dates, acts_with_dates
from conventions.rules.stages import Stage
from tests.conventions.factories import ActFactory
from tests.conventions.review.lives import executory_act, signed_act
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)
EVENTS = (
    *("sent_on", "received_on", "published_on", "notified_on"),
    *("informal_appeal_on", "informal_reply_on"),
)


def all_sorts_of_acts(count):
    """Write acts whose dates, flags and cancellation are drawn, the same at each run."""
    draw = random.Random(8)

    def day():
        return draw.choice([None, dt.date(2026, 1, 10) + dt.timedelta(days=draw.randrange(180))])

    signatory = ActFactory().signatory
    for number in range(count):
        act = Act.objects.create(
            authority=signatory.organisation,
            title=f"Objet {number}",
            state="signed",
            origin="imported",
            number=f"2026 {number:03d}",
            signature_date=draw.choice([None, dt.date(2026, 1, 15), dt.date(2026, 2, 20)]),
            individual=draw.random() < 0.3,
            to_transmit=draw.random() < 0.7,
        )
        if draw.random() < 0.9:
            Execution.objects.create(act=act, **{event: day() for event in EVENTS})
    signed_act(cancelled_on=dt.date(2026, 2, 1), received_on=dt.date(2026, 1, 16))


def test_the_database_finds_the_acts_of_each_stage():
    all_sorts_of_acts(200)
    rows = list(acts_with_dates())
    counted = {}
    for wanted in Stage:
        found = set(in_stage(Act.objects.all(), wanted, today=TODAY).values_list("pk", flat=True))
        assert found == {row.pk for row in rows if stage(row, today=TODAY) is wanted}, wanted
        counted[wanted] = len(found)
    assert sum(counted.values()) == len(rows)
    assert min(counted.values()) > 0, counted


@pytest.mark.parametrize("shift", range(-3, 4))
def test_the_last_day_of_a_delay_is_the_same_in_the_database(shift):
    act = executory_act()
    today = dt.date(2026, 3, 17) + dt.timedelta(days=shift)
    expected = Stage.CLOSED if shift > 0 else Stage.ENFORCEABLE
    assert list(in_stage(Act.objects.all(), expected, today=today)) == [act]


def test_acts_can_be_sorted_by_the_day_they_took_force():
    all_sorts_of_acts(60)
    rows = acts_with_dates().annotate(computed=enforceable_sql())
    assert {row.pk: row.computed for row in rows} == {
        row.pk: act_dates(row).enforceable for row in rows
    }


def test_the_stage_costs_no_query_and_the_filter_two(django_assert_num_queries):
    all_sorts_of_acts(40)
    rows = list(acts_with_dates())
    with django_assert_num_queries(0):
        list(itertools.chain(stage(row, today=TODAY) for row in rows))
    with django_assert_num_queries(2):
        list(in_stage(Act.objects.all(), Stage.CLOSED, today=TODAY))


def test_a_draft_is_a_draft_whatever_is_typed_of_it():
    act = ActFactory(authority=OrganisationFactory())
    assert list(in_stage(Act.objects.all(), Stage.DRAFT, today=TODAY)) == [act]
