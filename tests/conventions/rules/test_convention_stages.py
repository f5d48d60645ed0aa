"""Where a convention stands, by its dates alone."""

import datetime as dt

import pytest

from conventions.rules.convention_stages import ConventionFacts, ConventionStage, stage_of

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
BEFORE, DURING, AFTER = dt.date(2026, 1, 20), dt.date(2026, 3, 1), dt.date(2026, 4, 29)
SIGNED_ON = dt.date(2026, 1, 19)
PERIOD = {"closed": True, "start": START, "ends_on": END}


def stage(today, **facts):
    return stage_of(ConventionFacts(**facts), today=today)


@pytest.mark.parametrize("today", [BEFORE, DURING, AFTER])
def test_a_text_that_may_change_is_a_draft_whatever_its_dates(today):
    assert stage(today, start=START, ends_on=END, signed_on=SIGNED_ON) is ConventionStage.DRAFT


@pytest.mark.parametrize("today", [BEFORE, DURING])
def test_a_closed_text_that_nobody_signed_is_to_sign(today):
    assert stage(today, **PERIOD) is ConventionStage.TO_SIGN


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (BEFORE, ConventionStage.SIGNED),
        (START, ConventionStage.IN_FORCE),
        (END, ConventionStage.IN_FORCE),
        (AFTER, ConventionStage.EXPIRED),
    ],
)
def test_a_signed_convention_lives_from_its_first_day_to_its_last(today, expected):
    assert stage(today, **PERIOD, signed_on=SIGNED_ON) is expected


def test_a_signature_of_a_day_to_come_is_not_given_yet():
    assert stage(DURING, **PERIOD, signed_on=AFTER) is ConventionStage.TO_SIGN


def test_a_termination_shows_once_it_has_taken_effect():
    facts = {**PERIOD, "signed_on": SIGNED_ON, "terminated": True}
    assert stage(END, **facts) is ConventionStage.IN_FORCE
    assert stage(AFTER, **facts) is ConventionStage.TERMINATED


def test_a_convention_that_nobody_signed_is_over_with_its_term():
    assert stage(AFTER, **PERIOD) is ConventionStage.EXPIRED


def test_an_imported_convention_of_unknown_signature_holds_once_it_has_begun():
    assert stage(BEFORE, **PERIOD, imported=True) is ConventionStage.TO_SIGN
    assert stage(DURING, **PERIOD, imported=True) is ConventionStage.IN_FORCE
    assert stage(DURING, closed=True, imported=True) is ConventionStage.TO_SIGN


def test_a_signed_convention_without_dates_is_in_force():
    assert stage(AFTER, closed=True, signed_on=SIGNED_ON) is ConventionStage.IN_FORCE


def test_a_cancelled_act_leaves_nothing():
    facts = {**PERIOD, "signed_on": SIGNED_ON, "void": True}
    assert {stage(today, **facts) for today in (BEFORE, DURING, AFTER)} == {ConventionStage.VOID}


def test_every_stage_has_its_words_and_three_are_over():
    labels = [stage.label for stage in ConventionStage]
    assert len(set(labels)) == len(labels)
    assert ConventionStage.SIGNED.label == "signée, pas encore en vigueur"
    over = {stage.value for stage in ConventionStage if stage.is_over}
    assert over == {"expired", "terminated", "void"}
