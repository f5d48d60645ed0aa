"""What acts and committees call for: what is late first, and nothing that somebody else has."""

import datetime as dt

import pytest
from django.utils import timezone

from conventions.review.notices import act_notices, committee_notices, within
from conventions.rules.watch import Level
from tests.conventions.factories_programmes import (
    CommitteeDecisionFactory,
    CommitteeMeetingFactory,
)
from tests.conventions.factories_publication import PublicationCheckFactory, PublicationFactory
from tests.conventions.review.lives import executory_act, signed_act

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 2, 2)


def at(day, hour=3):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def days_ago(days):
    return TODAY - dt.timedelta(days=days)


def acts(ahead=30):
    return [(one.label, one.level.value) for one in act_notices(today=TODAY, ahead=ahead)]


@pytest.mark.parametrize(("days", "level"), [(5, Level.DAYS_30), (16, Level.LATE)])
def test_an_act_to_transmit_is_late_after_two_weeks(days, level):
    signed_act(signature_date=days_ago(days))
    assert acts() == [("À transmettre au contrôle de légalité", level.value)]


@pytest.mark.parametrize(("days", "count"), [(15, 0), (16, 1)])
def test_a_receipt_is_asked_for_once_it_is_late(days, count):
    signed_act(signature_date=days_ago(20), sent_on=days_ago(days))
    assert acts() == [("Accusé de réception attendu", "late")] * count


def test_an_act_received_and_not_published_is_told():
    signed_act(signature_date=days_ago(6), received_on=days_ago(4))
    assert acts() == [("À publier ou à notifier", "30")]


def test_the_end_of_the_remedies_is_told_as_far_as_asked():
    executory_act()
    assert acts(ahead=10) == []
    found = act_notices(today=TODAY, ahead=60)
    assert [one.day.isoformat() for one in found] == ["2026-03-17", "2026-03-17"]
    assert within(found, today=TODAY, ahead=10) == []
    assert within(found, today=TODAY, ahead=43) == found


@pytest.mark.parametrize(
    ("checks", "is_told"),
    [
        ([(1, True)], False),
        ([(2, True)], False),
        ([(3, True)], True),
        ([(3, False), (1, True)], False),
        ([(3, True), (1, False)], True),
        ([], True),
    ],
)
def test_an_act_online_that_nobody_sees_is_told(checks, is_told):
    publication = PublicationFactory(online_at=at(days_ago(40)))
    for days, seen in checks:
        PublicationCheckFactory(publication=publication, checked_at=at(days_ago(days)), seen=seen)
    told = [label for label, _ in acts(ahead=1)]
    assert ("Acte en ligne non vu à son adresse" in told) is is_told


def test_an_act_just_put_online_waits_for_its_first_night():
    PublicationFactory(online_at=at(days_ago(1)))
    PublicationFactory(
        online_at=at(days_ago(9)), withdrawn_at=at(days_ago(8)), withdrawn_reason="Erreur."
    )
    assert acts(ahead=1) == []


def test_committees_tell_what_comes_and_what_is_late_and_not_what_is_over():
    CommitteeMeetingFactory(held_on=days_ago(30))
    CommitteeMeetingFactory(held_on=TODAY + dt.timedelta(days=10))
    meeting = CommitteeMeetingFactory(held_on=days_ago(60))
    CommitteeDecisionFactory(meeting=meeting, due_on=days_ago(1), responsible="Camille Martin")
    CommitteeDecisionFactory(meeting=meeting, due_on=TODAY, responsible="")
    CommitteeDecisionFactory(meeting=meeting, due_on=TODAY + dt.timedelta(days=31))
    found = committee_notices(today=TODAY, ahead=30)
    assert [(one.label, one.level.value) for one in found] == [
        ("Suite à donner à une décision", "late"),
        ("Suite à donner à une décision", "30"),
        ("Réunion", "30"),
    ]
    assert found[0].to_do.replace("\u00a0", " ") == "Chargé de la suite : Camille Martin."
    assert found[1].to_do == "Notez la suite donnée, une fois faite."


def test_the_cost_does_not_grow(django_assert_max_num_queries):
    for days in range(5):
        signed_act(signature_date=days_ago(days))
        PublicationFactory(online_at=at(days_ago(20)))
    meeting = CommitteeMeetingFactory(held_on=days_ago(60))
    for _ in range(5):
        CommitteeDecisionFactory(meeting=meeting, due_on=TODAY)
    with django_assert_max_num_queries(7):
        assert len(act_notices(today=TODAY, ahead=90)) >= 10
        assert len(committee_notices(today=TODAY, ahead=90)) == 5
