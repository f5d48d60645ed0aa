"""Where the signature of a party stands, and the days that cannot be."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.act_dates import ActDates, ConventionDates
from conventions.rules.signatures import (
    SignatureDays,
    SignatureState,
    day_faults,
    doubts,
    early_fault,
    joined_reasons,
    state_of,
)

TODAY = dt.date(2026, 2, 1)
EARLY, LATE = dt.date(2026, 1, 12), dt.date(2026, 1, 20)
EXECUTORY = ActDates(
    signed=dt.date(2026, 1, 15), received=dt.date(2026, 1, 16), published=dt.date(2026, 1, 16)
)

some_days = st.builds(
    SignatureDays,
    **{
        name: st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1))
        for name in ("sent_on", "received_on", "signed_on", "original_on")
    },
)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ({}, SignatureState.TO_SEND),
        ({"sent_on": EARLY}, SignatureState.SENT),
        ({"sent_on": EARLY, "received_on": LATE}, SignatureState.RETURNED),
        ({"original_on": LATE}, SignatureState.RETURNED),
        ({"signed_on": EARLY}, SignatureState.SIGNED),
        ({"sent_on": EARLY, "signed_on": LATE, "original_on": LATE}, SignatureState.SIGNED),
    ],
)
def test_the_state_is_that_of_the_last_thing_known(days, state):
    assert state_of(SignatureDays(**days), is_void=False) is state
    assert state.label


def test_only_a_signature_can_be_void():
    assert state_of(SignatureDays(signed_on=EARLY), is_void=True) is SignatureState.VOID
    assert state_of(SignatureDays(sent_on=EARLY), is_void=True) is SignatureState.SENT


@pytest.mark.parametrize(
    ("days", "column", "said"),
    [
        ({"sent_on": dt.date(2026, 2, 2)}, "sent_on", "à venir"),
        ({"original_on": dt.date(2027, 1, 1)}, "original_on", "à venir"),
        ({"sent_on": LATE, "received_on": EARLY}, "received_on", "n’a été envoyée que le 20"),
        ({"signed_on": LATE, "original_on": EARLY}, "original_on", "n’a été signée que le 20"),
    ],
)
def test_a_day_that_cannot_be_is_told_under_its_column(days, column, said):
    ((found, text),) = day_faults(SignatureDays(**days), today=TODAY)
    assert found == column
    assert said in text.replace("\u00a0", " ")


def test_the_day_itself_and_one_and_the_same_day_are_right():
    days = SignatureDays(sent_on=TODAY, received_on=TODAY, signed_on=TODAY, original_on=TODAY)
    assert day_faults(days, today=TODAY) == []
    assert list(doubts(days)) == []


@given(some_days)
def test_a_day_is_to_come_or_not_whatever_the_others(days):
    told = {column for column, text in day_faults(days, today=TODAY) if "à venir" in text}
    columns = ("sent_on", "received_on", "signed_on", "original_on")
    assert told == {name for name in columns if (day := getattr(days, name)) and day > TODAY}


def test_what_is_odd_is_told_but_forbids_nothing():
    odd = SignatureDays(sent_on=LATE, signed_on=EARLY)
    assert day_faults(odd, today=TODAY) == []
    assert [text.replace("\u00a0", " ") for text in doubts(odd)] == [
        "Signée le 12 janvier 2026, alors qu’elle n’a été envoyée que le 20 janvier 2026."
    ]
    assert list(doubts(SignatureDays(signed_on=LATE, received_on=EARLY)))


@pytest.mark.parametrize(
    ("signed_on", "act", "authorised", "fault"),
    [
        (dt.date(2026, 1, 16), EXECUTORY, None, False),
        (dt.date(2026, 1, 15), EXECUTORY, None, True),
        (LATE, ActDates(signed=EARLY), None, True),
        (LATE, None, EARLY, False),
        (EARLY, None, LATE, True),
        (EARLY, None, None, False),
        (None, EXECUTORY, None, False),
    ],
)
def test_a_party_signs_once_the_act_is_enforceable(signed_on, act, authorised, fault):
    days = SignatureDays(signed_on=signed_on, early_reason="Urgence.")
    assert bool(early_fault(days, act, ConventionDates(authorised=authorised))) is fault


def test_reasons_are_joined_under_the_names_of_those_who_gave_them():
    assert joined_reasons([]) == joined_reasons([("A", " ")]) == ""
    assert joined_reasons([("A", "Urgence."), ("B", ""), ("C", " Urgence. ")]) == "Urgence."
    told = joined_reasons([("A", "Urgence."), ("B", "Congés.")])
    assert told.replace("\u00a0", " ") == "A : Urgence.\nB : Congés."
