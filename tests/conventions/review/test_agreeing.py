"""The matrix of signatures read from its rows, and who is awaited."""

import datetime as dt

import pytest

from conventions.models import Conclusion, Convention, Party, PartySignature
from conventions.review.agreeing import awaited_signatures, fallen, matrix_of
from conventions.rules.signatures import SignatureState
from tests.conventions.agreed import DAY, LATER, TODAY, agreed, note, parties_of
from tests.conventions.factories import (
    ConclusionFactory,
    ConventionFactory,
    EmpoweringActFactory,
    PartyFactory,
)
from tests.conventions.factories_agreements import PartySignatureFactory
from tests.conventions.review.lives import NEXT_DAY, signed_act

pytestmark = pytest.mark.django_db


def test_each_row_names_its_party_who_signs_and_what_empowers_it():
    convention = agreed(2)
    first = parties_of(convention)[0]
    Party.objects.filter(pk=first.pk).update(group="les associations")
    EmpoweringActFactory(party=first, number="12/2025", date=dt.date(2025, 12, 1))
    row = matrix_of(convention, today=TODAY).rows[0]
    assert (row.rank, row.name, row.group) == (1, "L’association Sport 1", "les associations")
    assert row.signatory.replace("\u00a0", " ").endswith("NOM1, Présidente")
    assert [act.replace("\u00a0", " ") for act in row.acts] == [
        "délibération n° 12/2025 du 1er décembre 2025"
    ]
    assert row.state is SignatureState.TO_SEND
    assert row.signature.pk is None


def test_a_party_sent_the_text_tells_since_when_it_is_awaited():
    convention = agreed(2)
    note(convention, (1, {"sent_on": DAY}))
    matrix = matrix_of(convention, today=TODAY)
    assert matrix.rows[0].days == 12
    assert "depuis 12" in matrix.rows[0].told
    assert (matrix.complete, matrix.signed_on) == (False, None)
    assert len(matrix.awaited) == 2


def test_a_whole_matrix_is_signed_on_its_last_day():
    convention = agreed(2)
    note(convention, (1, {"signed_on": LATER}), (2, {"signed_on": DAY}))
    matrix = matrix_of(convention, today=TODAY)
    assert (matrix.complete, matrix.signed_on, matrix.awaited) == (True, LATER, [])


def test_a_convention_without_parties_keeps_the_day_that_was_noted():
    convention = ConventionFactory()
    assert matrix_of(convention, today=TODAY).signed_on is None
    ConclusionFactory(convention=convention, signed_on=DAY)
    matrix = matrix_of(convention, today=TODAY)
    assert (matrix.complete, matrix.signed_on, matrix.rows) == (False, DAY, [])


def test_what_falls_between_two_readings_is_told_with_why():
    convention = agreed(3)
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
    before = matrix_of(convention, today=TODAY)
    assert fallen(before, before) == []
    Convention.objects.filter(pk=convention.pk).update(title="Autre")
    after = matrix_of(convention, today=TODAY)
    assert [(row.rank, row.changes) for row in fallen(before, after)] == [
        (1, ["le titre"]),
        (2, ["le titre"]),
    ]
    assert fallen(after, after) == []


def test_a_party_that_signed_and_is_gone_is_told_too():
    convention = agreed(3)
    note(convention, (3, {"signed_on": DAY}))
    before = matrix_of(convention, today=TODAY)
    parties_of(convention)[2].delete()
    (row,) = fallen(before, matrix_of(convention, today=TODAY))
    assert row.name == "L’association Sport 3"
    assert not PartySignature.objects.exists()


@pytest.mark.parametrize("voided", [False, True])
def test_the_matrix_costs_as_much_for_three_parties_as_for_forty(
    django_assert_max_num_queries, voided
):
    def cost(parties):
        convention = agreed(parties)
        note(convention, *((rank, {"signed_on": DAY}) for rank in range(1, parties + 1)))
        if voided:
            Convention.objects.filter(pk=convention.pk).update(title="Autre")
        with django_assert_max_num_queries(30) as captured:
            matrix = matrix_of(convention, today=TODAY)
            assert [bool(row.told) and str(row.party) for row in matrix.rows]
        return len(captured)

    assert cost(3) == cost(40)


def test_who_was_sent_the_text_and_has_not_sent_it_back_is_awaited(django_assert_num_queries):
    convention = agreed(4)
    note(
        convention,
        (1, {"sent_on": LATER}),
        (2, {"sent_on": DAY}),
        (3, {"sent_on": DAY, "received_on": LATER}),
        (4, {"sent_on": DAY, "signed_on": LATER}),
    )
    with django_assert_num_queries(1):
        told = [(row.party, row.sent_on, row.days) for row in awaited_signatures(today=TODAY)]
    parties = parties_of(convention)
    assert told == [(str(parties[1]), DAY, 12), (str(parties[0]), LATER, 10)]
    assert awaited_signatures(today=DAY)[0].days == 0
    assert awaited_signatures(today=DAY - dt.timedelta(days=1)) == []


def test_nobody_is_awaited_for_a_cancelled_act_or_for_a_convention_noted_as_signed():
    cancelled = agreed(2, act=signed_act(cancelled_on=NEXT_DAY, number="2026 009"))
    PartySignatureFactory(party=parties_of(cancelled)[0], sent_on=DAY)
    noted = agreed(2)
    PartySignatureFactory(party=parties_of(noted)[0], sent_on=DAY)
    Conclusion.objects.create(convention=noted, signed_on=DAY)
    assert awaited_signatures(today=TODAY) == []
    alone = PartyFactory()
    PartySignatureFactory(party=alone, sent_on=DAY)
    assert [row.convention for row in awaited_signatures(today=TODAY)] == [alone.convention]
