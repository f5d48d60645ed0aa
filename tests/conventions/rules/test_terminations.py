"""Putting an end to a convention: from which day, and why one may not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.convention_stages import ConventionStage
from conventions.rules.endings import Course
from conventions.rules.terminations import (
    AGREEMENT,
    DENUNCIATION,
    NOTICE,
    Ending,
    Setting,
    Told,
    denunciation_refusal,
    effect_of,
    ending_faults,
    last_day_of,
    runs_from,
    said_delay,
    standing_refusal,
    told_late,
)
from conventions.rules.terms import Delay

START, END = dt.date(2026, 1, 26), dt.date(2026, 4, 28)
GIVEN, TODAY = dt.date(2026, 3, 10), dt.date(2026, 3, 20)
PERMANENCE = Setting(course=Course(start=START, end=END), notice=Delay(15, "days"))
YEARLY = Course(start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31), tacit=True)
TACIT = Setting(course=YEARLY, notice=Delay(1, "months"), renewal_delay=Delay(2, "months"))


def day(text):
    return dt.date.fromisoformat(text)


def notice(**fields):
    return Ending(**{"kind": NOTICE, "given_on": GIVEN, **fields})


def told(received=None, sent=None, name="La commune"):
    return Told(
        name=name,
        sent_on=day(sent) if sent else None,
        received_on=day(received) if received else None,
    )


def plain(faults):
    """Return the faults with plain spaces."""
    return {column: " ".join(said).replace("\u00a0", " ") for column, said in faults.items()}


def faults_of(ending, setting=PERMANENCE):
    return plain(ending_faults(ending, setting, today=TODAY))


def test_a_notice_of_fifteen_days_runs_from_its_letter_until_it_is_received():
    found = effect_of(notice(given_on=day("2026-04-10"), told=[told()]), PERMANENCE)
    assert (found.day, found.provisional) == (day("2026-04-25"), True)


def test_a_notice_runs_from_the_last_reception():
    ending = notice(told=[told("2026-03-11"), told("2026-03-14")])
    found = effect_of(ending, PERMANENCE)
    assert found.runs_from == day("2026-03-14")
    assert (found.day, found.provisional) == (day("2026-03-29"), False)


def test_a_reception_still_unknown_leaves_the_others_count():
    found = effect_of(notice(told=[told("2026-03-14"), told()]), PERMANENCE)
    assert (found.day, found.provisional) == (day("2026-03-29"), True)


def test_the_day_chosen_prevails_over_the_one_that_follows_from_notice():
    chosen = day("2026-04-15")
    assert last_day_of(notice(effect_on=chosen), PERMANENCE) == chosen
    assert last_day_of(notice(), PERMANENCE) == day("2026-03-25")


def test_a_notice_in_time_has_no_fault():
    assert faults_of(notice(told=[told("2026-03-11", "2026-03-10")])) == {}


def test_a_later_day_than_the_notice_asks_for_no_reason():
    assert faults_of(notice(effect_on=day("2026-04-15"))) == {}


def test_an_earlier_day_than_the_notice_asks_for_a_reason():
    early = {"effect_on": day("2026-03-20")}
    assert "jusqu’au 25 mars 2026" in faults_of(notice(**early))["short_notice_reason"]
    assert (
        "finit avant" in faults_of(notice(**early, short_notice_reason="  "))["short_notice_reason"]
    )
    assert faults_of(notice(**early, short_notice_reason="Sinistre.")) == {}


def test_a_notice_that_would_end_after_the_term_changes_nothing():
    late = notice(given_on=day("2026-04-13"))
    assert "prend fin d’elle-même le 28 avril 2026" in faults_of(late)["given_on"]
    chosen = notice(effect_on=END)
    assert "n’y change rien" in faults_of(chosen)["effect_on"]


def test_nobody_ends_a_convention_before_the_letter_nor_before_it_begins():
    assert (
        "avant que la résiliation"
        in faults_of(notice(effect_on=day("2026-03-09"), short_notice_reason="Sinistre."))[
            "effect_on"
        ]
    )
    early = notice(given_on=day("2026-01-02"), effect_on=day("2026-01-20"))
    assert "ne prend effet que le 26 janvier 2026" in faults_of(early)["effect_on"]


def test_without_a_notice_in_the_convention_the_day_is_given_by_hand():
    setting = Setting(course=Course(start=START, end=END))
    assert effect_of(notice(), setting).day is None
    assert "ne prévoit pas de préavis" in faults_of(notice(), setting)["effect_on"]
    assert faults_of(notice(effect_on=day("2026-03-12")), setting) == {}


def test_the_parties_together_choose_their_day():
    together = {"kind": AGREEMENT, "given_on": GIVEN}
    assert "que les parties ont fixé" in faults_of(Ending(**together))["effect_on"]
    assert faults_of(Ending(**together, effect_on=GIVEN)) == {}


def test_a_convention_without_an_end_is_left_with_its_notice():
    endless = Setting(course=Course(start=START), notice=Delay(3, "months"))
    assert effect_of(notice(), endless).day == day("2026-06-10")
    assert faults_of(notice(), endless) == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (told(sent="2026-03-21"), "encore à venir"),
        (told("2026-03-21"), "encore à venir"),
        (told(sent="2026-03-09"), "avant d’être datée du 10 mars 2026"),
        (told("2026-03-09"), "avant d’être datée"),
        (told("2026-03-11", "2026-03-12"), "n’est pas reçue avant d’être envoyée"),
    ],
    ids=["sent ahead", "received ahead", "sent too soon", "received too soon", "crossed"],
)
def test_the_days_of_a_letter_that_cannot_be(line, said):
    assert said in faults_of(notice(told=[told(), line]))["told-1"]


def test_a_letter_may_be_dated_ahead():
    assert faults_of(notice(given_on=day("2026-03-25"))) == {}


def test_a_denunciation_in_time_ends_the_period_that_runs():
    ending = Ending(kind=DENUNCIATION, given_on=GIVEN)
    assert effect_of(ending, TACIT).day == day("2026-12-31")
    assert told_late(ending, TACIT) == ""
    assert faults_of(ending, TACIT) == {}


def test_a_denunciation_that_is_received_late_ends_the_next_period_and_says_so():
    ending = Ending(kind=DENUNCIATION, given_on=day("2025-10-30"), told=[told("2025-11-03")])
    assert effect_of(ending, TACIT).day == day("2026-12-31")
    said = told_late(ending, TACIT).replace("\u00a0", " ")
    assert "finit le 31 décembre 2025" in said
    assert "jusqu’au 31 octobre 2025" in said


def test_a_denunciation_chooses_no_day():
    ending = Ending(kind=DENUNCIATION, given_on=GIVEN, effect_on=GIVEN)
    assert last_day_of(ending, TACIT) == day("2026-12-31")


def test_a_denunciation_that_stops_no_renewal_changes_nothing():
    once = Course(start=YEARLY.start, end=YEARLY.end, tacit=True, tacit_times=1)
    ending = Ending(kind=DENUNCIATION, given_on=GIVEN)
    said = faults_of(ending, Setting(course=once, notice=Delay(1, "months")))["given_on"]
    assert "prend fin d’elle-même le 31 décembre 2026" in said


def test_only_a_tacit_renewal_is_denounced():
    ending = Ending(kind=DENUNCIATION, given_on=GIVEN)
    assert "rien à dénoncer" in faults_of(ending)["given_on"]
    assert "rien à" in denunciation_refusal(PERMANENCE, today=TODAY)
    endless = Setting(course=Course(start=START, tacit=True))
    assert "elle ne se dénonce pas" in denunciation_refusal(endless, today=TODAY)
    last = Setting(course=Course(start=START, end=END, tacit=True, tacit_times=0))
    assert "ne sera plus reconduite" in denunciation_refusal(last, today=TODAY)
    assert denunciation_refusal(TACIT, today=TODAY) == ""


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (ConventionStage.DRAFT, "projet"),
        (ConventionStage.TO_SIGN, "notez d’abord leurs signatures"),
        (ConventionStage.VOID, "sans effet"),
        (ConventionStage.EXPIRED, "a déjà pris fin le 28 avril 2026"),
        (ConventionStage.TERMINATED, "a déjà pris fin"),
    ],
)
def test_only_a_convention_that_binds_is_ended(stage, said):
    refusal = standing_refusal(stage, ends_on=END, amendment=False)
    assert said in refusal.replace("\u00a0", " ")


@pytest.mark.parametrize("stage", [ConventionStage.SIGNED, ConventionStage.IN_FORCE])
def test_a_convention_that_binds_may_be_ended_but_not_its_amendments(stage):
    assert standing_refusal(stage, ends_on=END, amendment=False) == ""
    assert "celle-ci" in standing_refusal(stage, ends_on=END, amendment=True)


@given(
    given_on=st.dates(START, END),
    receptions=st.lists(st.none() | st.dates(START, END), max_size=4),
)
def test_a_later_reception_never_brings_the_end_nearer(given_on, receptions):
    lines = [Told(name="X", received_on=one) for one in receptions]
    ending = Ending(kind=NOTICE, given_on=given_on, told=lines)
    assert runs_from(ending) >= given_on
    found = effect_of(ending, PERMANENCE)
    assert found.day == runs_from(ending) + dt.timedelta(days=15)
    assert found.provisional == (None in receptions)


def test_delays_are_said_in_figures():
    said = [said_delay(Delay(15, "days")), said_delay(Delay(1, "months")), said_delay(Delay(1, ""))]
    assert [one.replace("\u00a0", " ") for one in said] == ["15 jours", "1 mois", "1 jour"]
