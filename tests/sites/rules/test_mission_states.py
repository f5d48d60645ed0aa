"""Missions of a CPTS held against the terms of the agreement."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.rules.mission_states import (
    MissionState,
    core_missing,
    due_derived,
    missions_words,
    standing_of,
)
from sites.rules.missions import Mission

SIGNED = dt.date(2022, 1, 20)


@dataclass(frozen=True)
class Taken:
    """Access to care, taken on with the agreement."""

    mission: str = "access"
    start: dt.date | None = SIGNED
    end: dt.date | None = None
    started_on: dt.date | None = None
    deployed_on: dt.date | None = None


ACCESS = Taken()


def state(row, *day, signed=SIGNED):
    return standing_of(row, agreement_on=signed, day=dt.date(*day)).state


def test_access_to_care_begins_within_six_months_and_is_deployed_within_eighteen():
    standing = standing_of(ACCESS, agreement_on=SIGNED, day=SIGNED)
    assert standing.start_due == dt.date(2022, 7, 20)
    assert standing.deployed_due == dt.date(2023, 7, 20)


def test_pathways_begin_within_a_year_and_are_deployed_within_two():
    row = Taken("pathways")
    standing = standing_of(row, agreement_on=SIGNED, day=SIGNED)
    assert (standing.start_due, standing.deployed_due) == (
        dt.date(2023, 1, 20),
        dt.date(2024, 1, 20),
    )


def test_a_mission_not_begun_is_late_from_the_day_after_its_term():
    assert state(ACCESS, 2022, 7, 20) is MissionState.NOT_BEGUN
    assert state(ACCESS, 2022, 7, 21) is MissionState.START_LATE


def test_a_mission_begun_is_late_once_the_term_of_deployment_has_passed():
    begun = replace(ACCESS, started_on=dt.date(2022, 6, 1))
    assert state(begun, 2022, 5, 31) is MissionState.NOT_BEGUN
    assert state(begun, 2022, 6, 1) is MissionState.BEGUN
    assert state(begun, 2023, 7, 20) is MissionState.BEGUN
    assert state(begun, 2023, 7, 21) is MissionState.DEPLOYMENT_LATE


def test_a_mission_deployed_is_late_no_more():
    done = replace(ACCESS, started_on=dt.date(2023, 1, 1), deployed_on=dt.date(2024, 1, 1))
    assert state(done, 2024, 1, 1) is MissionState.DEPLOYED
    assert standing_of(done, agreement_on=SIGNED, day=dt.date(2026, 1, 1)).next_due is None


def test_a_mission_stopped_is_ended_the_day_after_its_last():
    stopped = replace(ACCESS, end=dt.date(2023, 12, 31))
    assert state(stopped, 2023, 12, 31) is MissionState.START_LATE
    assert state(stopped, 2024, 1, 1) is MissionState.ENDED


def test_a_mission_taken_on_later_counts_from_that_day():
    crises = Taken("crises", start=dt.date(2022, 4, 1))
    standing = standing_of(crises, agreement_on=SIGNED, day=dt.date(2022, 5, 1))
    assert standing.start_due == dt.date(2022, 10, 1)


def test_a_mission_of_a_day_to_come_is_coming():
    assert state(replace(ACCESS, start=dt.date(2022, 2, 1)), 2022, 1, 31) is MissionState.COMING


def test_without_a_signed_agreement_nothing_is_late():
    standing = standing_of(ACCESS, agreement_on=None, day=dt.date(2030, 1, 1))
    assert (standing.state, standing.start_due) == (MissionState.NOT_BEGUN, None)
    assert due_derived(ACCESS, standing, None).missing == "Donnez la date de signature du contrat."


def test_an_optional_mission_has_no_term():
    row = Taken("quality")
    standing = standing_of(row, agreement_on=SIGNED, day=dt.date(2030, 1, 1))
    assert standing.state is MissionState.NOT_BEGUN
    assert (
        due_derived(row, standing, SIGNED).missing == "L’accord ne fixe pas de délai de démarrage."
    )


def test_the_term_shows_the_signature_and_the_delay():
    standing = standing_of(ACCESS, agreement_on=SIGNED, day=SIGNED)
    shown = due_derived(ACCESS, standing, SIGNED)
    assert shown.text == "Démarrage attendu pour le 20\u00a0juillet\u00a02022"
    assert "contrat signé\u00a0: 20\u00a0janvier\u00a02022" in shown.note
    assert "6\u00a0mois" in shown.note


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            dt.date(2021, 12, 14),
            "Trois missions socles et deux missions optionnelles à cette date.",
        ),
        (
            dt.date(2022, 3, 30),
            "Trois missions socles et deux missions optionnelles à cette date.",
        ),
        (
            dt.date(2022, 3, 31),
            "Quatre missions socles et deux missions optionnelles à cette date.",
        ),
    ],
)
def test_there_are_three_core_missions_and_then_four(day, said):
    assert missions_words(day) == said


def test_before_the_agreement_there_is_no_mission():
    assert missions_words(dt.date(2018, 5, 23)) == (
        "L’accord ne définit de missions que depuis le 25\u00a0août\u00a02019."
    )


def test_castelsarrasin_at_the_end_of_2021_lacks_its_three_core_missions():
    missing = core_missing([], dt.date(2021, 12, 14))
    assert [rule.code for rule in missing] == [
        Mission.ACCESS,
        Mission.PATHWAYS,
        Mission.PREVENTION,
    ]


def test_the_mission_on_crises_is_missing_from_the_day_it_exists():
    taken = ["access", "pathways", "prevention", "quality"]
    assert core_missing(taken, dt.date(2022, 3, 30)) == []
    assert [rule.code for rule in core_missing(taken, dt.date(2022, 3, 31))] == [Mission.CRISES]


@given(
    st.sampled_from([one.value for one in Mission]),
    st.dates(dt.date(2019, 9, 1), dt.date(2028, 1, 1)),
    st.dates(dt.date(2019, 9, 1), dt.date(2030, 1, 1)),
)
def test_what_is_late_once_stays_so_until_something_is_done(mission, signed, day):
    row = Taken(mission, start=signed)
    if standing_of(row, agreement_on=signed, day=day).state.is_late:
        later = day + dt.timedelta(days=400)
        assert standing_of(row, agreement_on=signed, day=later).state.is_late
