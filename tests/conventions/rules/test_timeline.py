"""The life of an act: order, computed days, what is awaited, what cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.timeline import AGREEMENT, LIFE, REVIEW, Code, conclusion_fault, timeline
from tests.conventions.rules.lives import (
    ALL_DAYS,
    PERMANENCE,
    SEED,
    agreement,
    any_act,
    any_convention,
    any_day,
    dates,
    day,
    fault,
    note,
    spaced,
)


def test_the_decision_of_january_is_enforceable_the_next_day_and_open_until_march():
    line = timeline(SEED, [PERMANENCE], today=day("20/01"))
    assert line.day(Code.ENFORCEABLE) == day("16/01")
    assert line.day(Code.APPEAL) == day("17/03")
    assert line.day(Code.REFERRAL) == day("17/03")
    assert line.faults == []


def test_the_steps_come_in_the_order_of_the_law():
    line = timeline(dates(), [PERMANENCE])
    assert [step.code.value for step in line.steps] == [
        *("draft", "signed", "sent", "received", "published", "enforceable"),
        *("concluded", "effect", "end", "appeal", "referral"),
    ]
    assert [step.part for step in line.steps] == [LIFE] * 6 + [AGREEMENT] * 3 + [REVIEW] * 2


def test_known_computed_and_awaited_days_are_told_apart():
    states = {step.code: step.state for step in timeline(SEED).steps}
    assert states == {
        Code.DRAFT: "awaited",
        Code.SIGNED: "known",
        Code.SENT: "awaited",
        Code.RECEIVED: "known",
        Code.PUBLISHED: "known",
        Code.ENFORCEABLE: "computed",
        Code.APPEAL: "computed",
        Code.REFERRAL: "computed",
    }


@given(any_act, st.lists(any_convention, max_size=3), any_day)
def test_whatever_the_dates_the_order_is_the_same_and_nothing_is_invented(act, conventions, today):
    line = timeline(act, conventions, today=today)
    order = list(Code)
    for part in (LIFE, REVIEW):
        ranks = [order.index(step.code) for step in line.steps if step.part == part]
        assert ranks == sorted(ranks)
        assert len(ranks) == len(set(ranks))
    codes = [step.code for step in line.steps if step.part == AGREEMENT]
    assert codes == [Code.CONCLUDED, Code.EFFECT, Code.END] * len(conventions)
    typed = {getattr(act, name) for name in ALL_DAYS}
    typed |= {d for c in conventions for d in (c.concluded, c.start, c.end)}
    assert {step.day for step in line.steps if step.day and not step.computed} <= typed
    assert line == timeline(act, conventions, today=today)


@given(any_act)
def test_what_is_computed_never_comes_before_what_it_rests_on(act):
    if act.appeal_until:
        assert (act.appeal_until - act.known).days >= 59
    if act.referral_until:
        assert (act.referral_until - act.received).days >= 59
    if act.enforceable:
        assert act.enforceable >= act.signed
        assert act.enforceable >= act.known
        assert not act.to_transmit or act.enforceable >= act.received


@given(any_act)
def test_a_step_without_a_day_says_why_and_is_never_a_fault(act):
    for step in timeline(act, today=day("01/06")).steps:
        if step.day is None:
            assert not step.fault
            assert step.note or step.code == Code.DRAFT


@pytest.mark.parametrize(
    ("act", "code", "expected"),
    [
        pytest.param(
            dates(signed="15/01", sent="14/01"),
            Code.SENT,
            "Transmis le 14 janvier 2026, alors que l’acte n’a été signé que le 15 janvier 2026.",
            id="sent before signed",
        ),
        pytest.param(
            dates(signed="15/01", received="14/01"),
            Code.RECEIVED,
            "Reçu en préfecture le 14 janvier 2026, alors que l’acte n’a été signé que le 15 "
            "janvier 2026.",
            id="received before signed",
        ),
        pytest.param(
            dates(signed="15/01", sent="20/01", received="16/01"),
            Code.RECEIVED,
            "Reçu en préfecture le 16 janvier 2026, alors que l’acte n’a été transmis que le 20 "
            "janvier 2026.",
            id="received before sent",
        ),
        pytest.param(
            dates(signed="15/01", published="14/01"),
            Code.PUBLISHED,
            "Publié le 14 janvier 2026, alors que l’acte n’a été signé que le 15 janvier 2026.",
            id="published before signed",
        ),
        pytest.param(
            dates(signed="15/01", notified="14/01", individual=True),
            Code.NOTIFIED,
            "Notifié le 14 janvier 2026, alors que l’acte n’a été signé que le 15 janvier 2026.",
            id="notified before signed",
        ),
        pytest.param(
            dates(signed="15/01", reported="14/01"),
            Code.REPORTED,
            "Porté à la connaissance du conseil le 14 janvier 2026, alors que l’acte n’a été signé "
            "que le 15 janvier 2026.",
            id="reported before signed",
        ),
        pytest.param(
            dates(signed="15/01", cancelled="14/01"),
            Code.CANCELLED,
            "Numéro annulé le 14 janvier 2026, alors que l’acte n’a été signé que le 15 janvier "
            "2026.",
            id="cancelled before signed",
        ),
        pytest.param(
            dates(signed="15/01", received="16/01", completed="15/01"),
            Code.COMPLETED,
            "Dossier complété le 15 janvier 2026, alors que l’acte n’a été reçu en préfecture que "
            "le 16 janvier 2026.",
            id="completed before received",
        ),
        pytest.param(
            dates(signed="15/01", completed="16/01"),
            Code.COMPLETED,
            "Le dossier est dit complété, sans que sa réception en préfecture soit notée.",
            id="completed without reception",
        ),
        pytest.param(
            dates(signed="15/01", informal_appeal="14/01"),
            Code.INFORMAL_APPEAL,
            "Recours gracieux reçu le 14 janvier 2026, alors que l’acte n’a été signé que le 15 "
            "janvier 2026.",
            id="appeal before signed",
        ),
        pytest.param(
            dates(signed="15/01", informal_appeal="20/01", informal_reply="19/01"),
            Code.INFORMAL_REPLY,
            "Réponse notifiée le 19 janvier 2026, alors que le recours gracieux n’a été reçu que "
            "le 20 janvier 2026.",
            id="reply before appeal",
        ),
        pytest.param(
            dates(signed="15/01", informal_reply="19/01"),
            Code.INFORMAL_REPLY,
            "Une réponse est notée, sans la date du recours gracieux.",
            id="reply without appeal",
        ),
    ],
)
def test_an_impossible_order_is_told_with_both_days(act, code, expected):
    assert fault(act, code) == expected
    assert [step.code for step in timeline(act).faults] == [code]


@pytest.mark.parametrize(
    "code",
    [
        "signed",
        "sent",
        "received",
        "published",
        "notified",
        "reported",
        "cancelled",
        "completed",
        "informal_appeal",
        "informal_reply",
    ],
)
def test_an_event_cannot_be_dated_of_a_day_to_come(code):
    settled = {"signed": "15/01", "received": "15/01", "informal_appeal": "15/01"}
    act = dates(**{**settled, code: "16/01"})
    assert fault(act, Code(code), today=day("15/01")).endswith("cette date est encore à venir.")
    assert fault(act, Code(code), today=day("16/01")) == ""


def test_deadlines_and_effects_may_be_still_to_come():
    assert timeline(SEED, [PERMANENCE], today=day("16/01")).faults == []


def test_everything_may_happen_on_one_day():
    same = "15/01"
    act = dates(**dict.fromkeys(("signed", "sent", "received", "published", "reported"), same))
    line = timeline(act, [agreement(concluded=same, start=same, end=same)], today=day(same))
    assert line.faults == []


@pytest.mark.parametrize(
    ("act", "convention", "expected"),
    [
        pytest.param(SEED, agreement(concluded="16/01"), "", id="on the day of force"),
        pytest.param(
            SEED,
            agreement(concluded="15/01"),
            "Signée le 15 janvier 2026, alors que l’acte qui l’autorise n’est exécutoire que le 16 "
            "janvier 2026.",
            id="before force",
        ),
        pytest.param(
            dates(signed="15/01", published="16/01"),
            agreement(concluded="20/01"),
            "Signée le 20 janvier 2026, alors que l’acte qui l’autorise n’est pas exécutoire "
            "(réception manque).",
            id="act not received",
        ),
        pytest.param(
            dates(),
            agreement(concluded="20/01"),
            "Signée le 20 janvier 2026, alors que l’acte qui l’autorise n’est pas exécutoire "
            "(signature, réception et publication manquent).",
            id="act still a draft",
        ),
    ],
)
def test_a_convention_is_signed_once_its_act_is_enforceable(act, convention, expected):
    assert fault(act, Code.CONCLUDED, convention) == expected
    assert spaced(conclusion_fault(act, convention)) == expected


def test_an_early_signature_is_accepted_with_its_reason_which_stays_on_the_line():
    early = agreement(concluded="15/01", early_reason="Urgence sanitaire.")
    assert fault(SEED, Code.CONCLUDED, early) == ""
    assert note(SEED, Code.CONCLUDED, early).endswith("Motif : Urgence sanitaire.")
    assert conclusion_fault(SEED, early)


def test_no_reason_lets_a_convention_be_signed_on_a_day_to_come():
    ahead = agreement(concluded="20/01", early_reason="Urgence.")
    assert "à venir" in fault(SEED, Code.CONCLUDED, ahead, today=day("19/01"))


@pytest.mark.parametrize(
    ("act", "convention", "expected"),
    [
        pytest.param(
            SEED,
            agreement(start="15/01"),
            "Prend effet le 15 janvier 2026, alors que l’acte qui l’autorise n’est exécutoire que "
            "le 16 janvier 2026.",
            id="before force",
        ),
        pytest.param(
            SEED,
            agreement(concluded="27/01", start="26/01"),
            "Prend effet le 26 janvier 2026, alors que la convention n’a été signée que le 27 "
            "janvier 2026.",
            id="before signature",
        ),
        pytest.param(
            dates(signed="15/01"),
            agreement(start="20/01"),
            "Prend effet le 20 janvier 2026, alors que l’acte qui l’autorise n’est pas exécutoire "
            "(réception et publication manquent).",
            id="act not in force by now",
        ),
        pytest.param(
            dates(signed="15/01"), agreement(start="20/02"), "", id="not in force, later on"
        ),
        pytest.param(
            SEED,
            agreement(concluded="27/01", start="26/01", signed_after_start=True),
            "",
            id="signed after its effect, as it says",
        ),
    ],
)
def test_a_convention_takes_effect_once_it_is_signed_and_its_act_enforceable(
    act, convention, expected
):
    assert fault(act, Code.EFFECT, convention, today=day("01/02")) == expected


def test_a_convention_cannot_end_before_it_takes_effect():
    assert fault(SEED, Code.END, agreement(start="26/01", end="25/01")) == (
        "Prend fin le 25 janvier 2026, avant de prendre effet le 26 janvier 2026."
    )
    assert fault(SEED, Code.END, agreement(start="26/01", end="26/01")) == ""


def test_each_convention_has_its_own_steps_under_its_name():
    line = timeline(SEED, [agreement(name="A", start="26/01"), agreement(name="B", end="28/04")])
    assert [(s.subject, s.code) for s in line.steps if s.part == AGREEMENT] == [
        (name, code) for name in "AB" for code in (Code.CONCLUDED, Code.EFFECT, Code.END)
    ]


def test_an_act_typed_after_its_signature_has_no_day_of_draft():
    line = timeline(dates(created="20/01", signed="15/01"))
    assert line.day(Code.DRAFT) is None
    assert spaced(line.step(Code.DRAFT).note) == "Saisi le 20 janvier 2026, après sa signature."
    assert timeline(dates(created="10/01", signed="15/01")).day(Code.DRAFT) == day("10/01")


def test_an_individual_act_runs_from_its_notification_alone():
    act = dates(
        signed="15/01", received="16/01", published="16/01", notified="20/01", individual=True
    )
    assert act.enforceable == day("20/01")
    assert act.appeal_until == day("23/03")


def test_an_act_that_is_not_transmitted_has_neither_reception_nor_referral():
    codes = {step.code for step in timeline(dates(signed="15/01", to_transmit=False)).steps}
    assert codes.isdisjoint({Code.SENT, Code.RECEIVED, Code.REFERRAL})


def test_a_cancelled_number_is_in_force_no_more_and_no_delay_runs():
    act = dates(signed="15/01", received="16/01", published="16/01", cancelled="20/01")
    line = timeline(act, [agreement(concluded="20/01")])
    assert line.day(Code.ENFORCEABLE) is None
    assert line.day(Code.APPEAL) is None
    assert line.day(Code.REFERRAL) is None
    assert line.day(Code.CANCELLED) == day("20/01")
    assert "numéro est annulé" in line.step(Code.CONCLUDED).fault


@pytest.mark.parametrize(
    ("informal", "reply", "until", "said"),
    [
        pytest.param("16/02", None, "17/06", "deux mois de silence", id="silence"),
        pytest.param("16/02", "02/03", "04/05", "la réponse au recours", id="reply"),
        pytest.param("17/03", None, "20/07", "deux mois de silence", id="last day"),
        pytest.param("18/03", None, "17/03", "ne l’a pas interrompu", id="too late"),
        pytest.param("16/02", "18/06", "17/06", "deux mois de silence", id="reply too late"),
    ],
)
def test_an_informal_appeal_in_time_makes_the_delay_run_again(informal, reply, until, said):
    days = {"informal_appeal": informal} | ({"informal_reply": reply} if reply else {})
    act = dates(signed="15/01", received="16/01", published="16/01", **days)
    assert act.appeal_until == day(until)
    assert said in note(act, Code.APPEAL)


def test_the_delay_of_others_is_told_beside_that_of_who_appealed_informally():
    act = dates(signed="15/01", published="16/01", informal_appeal="16/02")
    assert note(act, Code.APPEAL).endswith("Pour les autres : le 17 mars 2026.")


def test_the_prefect_counts_again_from_the_day_the_file_is_complete():
    act = dates(signed="15/01", received="16/01", completed="02/02")
    assert act.referral_until == day("03/04")
