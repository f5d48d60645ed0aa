"""Fees: called once for everybody, noted as paid, never twice."""

import datetime as dt
from decimal import Decimal

import pytest

from staffing.actions.fees import FeeRefused, call_fees, pay_fees
from staffing.models import MembershipFee
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import MembershipFactory, MembershipFeeFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)


def call(community, amount="30"):
    return call_fees(community=community, year=2026, amount=Decimal(amount), by=None, today=TODAY)


def test_every_member_of_the_day_is_called_once():
    community = CommunityFactory()
    row = MembershipFactory(community=community)
    MembershipFactory(community=community, end=dt.date(2025, 12, 31))
    MembershipFactory(community=community, start=dt.date(2027, 1, 1))
    MembershipFactory()
    kept = MembershipFeeFactory(membership__community=community, amount=10)
    assert (call(community).new, call(community).known) == (1, 2)
    assert row.fees.get().amount == 30
    kept.refresh_from_db()
    assert kept.amount == 10
    row.refresh_from_db()
    assert row.version == 2


def test_a_negative_fee_is_refused():
    with pytest.raises(FeeRefused):
        call(CommunityFactory(), "-1")
    assert not MembershipFee.objects.exists()


def test_a_fee_is_noted_as_paid_and_keeps_its_day():
    paid = MembershipFeeFactory(paid_on=dt.date(2026, 2, 1))
    due = MembershipFeeFactory()
    without = MembershipFactory()
    members = [paid.membership, due.membership, without]
    done = pay_fees(memberships=members, year=2026, on=TODAY, by=None)
    assert (done.noted, done.known, done.lacking) == (1, 1, 1)
    due.refresh_from_db()
    paid.refresh_from_db()
    assert (due.paid_on, paid.paid_on) == (TODAY, dt.date(2026, 2, 1))
    assert due.history.first().history_change_reason == "Cotisation 2026 payée"


def test_calling_costs_the_same_for_many(django_assert_max_num_queries):
    community = CommunityFactory()
    MembershipFactory.create_batch(20, community=community)
    with django_assert_max_num_queries(10):
        assert call(community).new == 20
