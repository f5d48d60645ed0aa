"""The stages of a candidate and their order."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.models import FINAL_STAGES
from staffing.models import Outcome as StoredOutcome
from staffing.models import Stage as StoredStage
from staffing.rules.recruiting import (
    COURSE,
    FINAL,
    Outcome,
    Reached,
    Stage,
    current,
    following,
    move_fault,
    naming_fault,
    outcome_fault,
    proposed_outcome,
    sequel_fault,
    steps_fault,
)

OPENED = dt.date(2025, 1, 6)
MARCH = dt.date(2025, 3, 3)
days = st.dates(OPENED, dt.date(2026, 12, 31))


def test_stages_and_outcomes_are_those_of_the_records():
    assert {stage.value: stage.label for stage in Stage} == dict(StoredStage.choices)
    assert {outcome.value for outcome in Outcome} == set(StoredOutcome.values)
    assert set(FINAL) == FINAL_STAGES


def test_the_usual_course_leads_to_hiring_and_ends_there():
    course = [Stage.CONTACT]
    while after := following(course[-1]):
        course.append(after)
    assert course == [*COURSE, Stage.HIRED]


def test_a_candidate_is_at_the_furthest_stage_even_when_all_came_on_one_day():
    steps = [Reached(Stage.INTERVIEW, MARCH), Reached(Stage.CONTACT, MARCH)]
    assert current(steps) == Reached(Stage.INTERVIEW, MARCH)
    assert current([]) is None


def test_a_stage_dated_before_the_former_one_is_refused_with_both_dates():
    steps = [Reached(Stage.CONTACT, MARCH)]
    fault = move_fault(steps, Stage.INTERVIEW, on=dt.date(2025, 3, 1), opened_on=OPENED)
    assert fault == (
        "L’étape «\u00a0entretien\u00a0» du 1er\u00a0mars\u00a02025 précède l’étape "
        "«\u00a0premier contact\u00a0» du 3\u00a0mars\u00a02025\u00a0: corrigez l’une des deux "
        "dates."
    )


def test_a_stage_may_be_skipped_and_reached_on_the_same_day():
    steps = [Reached(Stage.CONTACT, MARCH)]
    assert move_fault(steps, Stage.OFFER, on=MARCH, opened_on=OPENED) == ""


@pytest.mark.parametrize("final", sorted(FINAL))
def test_nothing_follows_a_final_stage(final):
    steps = [Reached(Stage.CONTACT, MARCH), Reached(final, MARCH)]
    fault = move_fault(steps, Stage.OFFER, on=dt.date(2025, 4, 1), opened_on=OPENED)
    assert "close depuis" in fault
    assert following(final) is None


def test_going_back_is_refused_and_says_where_to_correct():
    steps = [Reached(Stage.OFFER, MARCH)]
    assert "déjà à l’étape" in move_fault(steps, Stage.INTERVIEW, on=MARCH, opened_on=OPENED)


def test_two_answers_to_one_candidate_are_refused():
    steps = [Reached(Stage.HIRED, MARCH), Reached(Stage.REJECTED, MARCH)]
    assert "à la fois" in steps_fault(steps, opened_on=OPENED)


def test_nobody_is_in_touch_before_the_campaign_opens():
    steps = [Reached(Stage.CONTACT, dt.date(2025, 1, 5))]
    assert "précède l’ouverture" in steps_fault(steps, opened_on=OPENED)


@given(st.lists(st.tuples(st.sampled_from(Stage), days), max_size=8))
def test_whatever_was_accepted_step_by_step_is_sound_as_a_whole(moves):
    steps = []
    for stage, day in moves:
        if not move_fault(steps, stage, on=day, opened_on=OPENED):
            steps.append(Reached(stage, day))
    assert steps_fault(steps, opened_on=OPENED) == ""
    assert [step.on for step in steps] == sorted(step.on for step in steps)
    assert sum(step.stage.is_final for step in steps) <= 1


@pytest.mark.parametrize(
    ("candidates", "hired", "sought", "got", "outcome"),
    [
        (0, 0, None, None, Outcome.NO_CANDIDATE),
        (3, 0, None, None, Outcome.NONE_HIRED),
        (3, 1, None, None, Outcome.FILLED),
        (3, 1, Decimal("4.5"), Decimal("0.5"), Outcome.PARTLY),
        (3, 1, Decimal("0.5"), Decimal("0.5"), Outcome.FILLED),
        (3, 1, Decimal("4.5"), None, Outcome.FILLED),
    ],
)
def test_the_outcome_is_proposed_from_the_facts(candidates, hired, sought, got, outcome):
    proposed = proposed_outcome(
        candidates=candidates, hired=hired, fte_sought=sought, fte_hired=got
    )
    assert proposed is outcome


@given(st.integers(0, 5), st.integers(0, 5), st.none() | st.decimals(0, 5, places=1))
def test_what_is_proposed_is_never_refused(candidates, hired, sought):
    hired = min(hired, candidates)
    proposed = proposed_outcome(
        candidates=candidates, hired=hired, fte_sought=sought, fte_hired=Decimal(1)
    )
    assert outcome_fault(proposed, candidates=candidates, hired=hired) == ""


@pytest.mark.parametrize(
    ("outcome", "candidates", "hired", "told"),
    [
        (Outcome.NO_CANDIDATE, 2, 1, "1 candidat a été recruté"),
        (Outcome.DROPPED, 2, 2, "2 candidats ont été recrutés"),
        (Outcome.NO_CANDIDATE, 1, 0, "1 candidat s’est présenté"),
        (Outcome.NONE_HIRED, 0, 0, "Personne ne s’est présenté"),
        (Outcome.FILLED, 2, 0, "Aucun candidat n’est noté comme recruté"),
        (Outcome.RUNNING, 0, 0, "Dites ce que la campagne a donné"),
    ],
)
def test_an_outcome_that_the_facts_contradict_is_refused(outcome, candidates, hired, told):
    fault = outcome_fault(outcome, candidates=candidates, hired=hired)
    assert fault.replace("\u00a0", " ").startswith(told)


def test_a_campaign_given_up_needs_no_candidate():
    assert outcome_fault(Outcome.DROPPED, candidates=0, hired=0) == ""
    assert outcome_fault(Outcome.DROPPED, candidates=3, hired=0) == ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Mme Petit a refusé.", True),
        ("Refus de Petit-Jean, faute de logement.", True),
        ("Un petit nombre de réponses.", False),
        ("Petite annonce.", False),
        ("", False),
    ],
)
def test_what_is_learnt_names_nobody(text, named):
    assert bool(naming_fault(text, ["Petit", ""])) is named


def test_campaigns_do_not_follow_each_other_in_a_ring():
    june = dt.date(2025, 6, 1)
    assert "déjà la suite" in sequel_fault([2, 1], key=1, opened_on=MARCH, sequel_opened_on=june)
    assert "avant cette campagne" in sequel_fault(
        [2], key=1, opened_on=june, sequel_opened_on=MARCH
    )
    assert sequel_fault([2, 3], key=1, opened_on=MARCH, sequel_opened_on=MARCH) == ""
