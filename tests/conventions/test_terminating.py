"""A convention is ended by notice, by agreement or by denunciation, and taken back in time."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from conventions.actions.terminating import (
    Decision,
    EndingRefused,
    Letter,
    cancel_termination,
    is_computed,
    terminate,
)
from conventions.models import Convention, Termination, TerminationNotice
from conventions.review.terminations import setting_of
from conventions.review.terms import stage_of
from conventions.rules.convention_stages import ConventionStage
from tests.conventions.ending import END, GIVEN, START, TODAY, notice, parties, permanence
from tests.conventions.factories import ActFactory, ConventionFactory, PartyFactory
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db

HISTORY = Termination.history


def day(text):
    return dt.date.fromisoformat(text)


def end(convention, decision, **fields):
    return terminate(
        convention=convention, decision=decision, by=None, **{"today": TODAY, **fields}
    )


def refused(convention, decision, **fields):
    """Return why a decision is refused, by column, its spaces plain."""
    with pytest.raises(EndingRefused) as info:
        end(convention, decision, **fields)
    return {
        column: " ".join(said).replace("\u00a0", " ") for column, said in info.value.faults.items()
    }


def test_a_notice_given_on_10_april_ends_the_permanence_on_25_april():
    convention = permanence()
    decision = notice(convention, given_on=day("2026-04-10"))
    termination = end(convention, decision, today=day("2026-04-10"))
    assert termination.effect_on == day("2026-04-25")
    convention.refresh_from_db()
    assert (convention.ends_on, convention.ended_by) == (day("2026-04-25"), "termination")


def test_every_other_party_is_to_be_told_in_their_order():
    convention = permanence()
    termination = end(convention, notice(convention, giver=2))
    first, giver, last = parties(convention)
    assert termination.given_by == giver
    told = list(termination.notices.order_by("position").values_list("party", "sent_on"))
    assert told == [(first.pk, None), (last.pk, None)]


def test_parties_that_do_not_sign_are_not_told():
    convention = permanence(sealed=False)
    PartyFactory(convention=convention, position=4, rank="informed")
    PartyFactory(convention=convention, position=5, rank="")
    termination = end(convention, notice(convention))
    assert [row.party.position for row in termination.notices.order_by("position")] == [2, 3, 5]


def test_noting_a_reception_moves_the_end():
    convention = permanence()
    assert end(convention, notice(convention)).effect_on == day("2026-03-25")
    received = [day("2026-03-11"), day("2026-03-14")]
    termination = end(convention, notice(convention, received=received), seen_version=1)
    assert termination.effect_on == day("2026-03-29")
    assert termination.version == 2
    assert TerminationNotice.objects.count() == 2
    convention.refresh_from_db()
    assert convention.ends_on == day("2026-03-29")
    assert is_computed(termination, setting_of(convention))


def test_a_chosen_day_stays_whatever_is_received():
    convention = permanence()
    chosen = day("2026-04-15")
    received = [day("2026-03-11"), day("2026-03-14")]
    termination = end(convention, notice(convention, received=received, effect_on=chosen))
    assert termination.effect_on == chosen
    assert not is_computed(termination, setting_of(convention))


def test_the_parties_may_agree_on_any_day_and_nobody_is_told():
    convention = permanence()
    together = Decision(kind="agreement", given_on=GIVEN, effect_on=GIVEN)
    termination = end(convention, together)
    assert termination.given_by is None
    assert not termination.notices.exists()
    assert termination.effect_on == GIVEN


def test_turning_a_notice_into_an_agreement_forgets_who_was_told():
    convention = permanence()
    end(convention, notice(convention))
    end(convention, Decision(kind="agreement", given_on=GIVEN, effect_on=day("2026-03-31")))
    assert not TerminationNotice.objects.exists()
    assert TerminationNotice.history.filter(history_type="-").count() == 2


def test_another_giver_is_no_longer_among_those_told():
    convention = permanence()
    end(convention, notice(convention, giver=1))
    termination = end(convention, notice(convention, giver=3))
    assert [row.party.position for row in termination.notices.order_by("position")] == [1, 2]


def test_a_denunciation_ends_the_period_that_runs():
    convention = permanence(renewal="tacit", renewal_years=1)
    assert convention.ends_on is None
    termination = end(convention, notice(convention, kind="denunciation"))
    assert termination.effect_on == END
    convention.refresh_from_db()
    assert (convention.ends_on, convention.ended_by) == (END, "denunciation")


def test_a_late_denunciation_ends_the_next_period():
    convention = permanence(renewal="tacit", renewal_years=1)
    late = notice(convention, kind="denunciation", given_on=day("2026-04-14"))
    assert end(convention, late, today=day("2026-04-14")).effect_on == day("2027-04-28")


def test_an_act_may_authorise_the_end_unless_it_is_cancelled():
    convention = permanence()
    act = ActFactory()
    assert end(convention, notice(convention, act=act)).act == act
    void = signed_act(cancelled_on=TODAY, number="2026 009")
    assert "annulé" in refused(convention, notice(convention, act=void))["act"]


def test_a_party_of_another_convention_ends_nothing():
    convention = permanence()
    stranger = PartyFactory()
    said = refused(convention, Decision(kind="notice", given_on=GIVEN, given_by=stranger))
    assert said == {"given_by": "Dites quelle partie met fin à la convention."}
    assert "given_by" in refused(convention, Decision(kind="notice", given_on=GIVEN))


def test_a_letter_to_a_stranger_is_not_kept():
    convention = permanence()
    letters = [Letter(party=PartyFactory().pk, sent_on=GIVEN)]
    termination = end(convention, notice(convention, letters=letters))
    assert set(termination.notices.values_list("sent_on", flat=True)) == {None}


def test_an_earlier_end_keeps_its_reason():
    convention = permanence()
    early = day("2026-03-12")
    assert "short_notice_reason" in refused(convention, notice(convention, effect_on=early))
    decision = notice(convention, effect_on=early, short_notice_reason=" Sinistre. ")
    termination = end(convention, decision)
    assert (termination.effect_on, termination.short_notice_reason) == (early, "Sinistre.")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"signed_on": None}, "notez d’abord leurs signatures"),
        ({"end": dt.date(2026, 3, 19)}, "a déjà pris fin le 19 mars 2026"),
    ],
    ids=["not signed", "over"],
)
def test_only_a_convention_that_binds_is_ended(fields, said):
    convention = permanence(**fields)
    assert said in refused(convention, notice(convention))[""]
    assert not Termination.objects.exists()


def test_a_draft_and_an_amendment_are_not_ended():
    draft = ConventionFactory(start=START, end=END)
    party = PartyFactory(convention=draft)
    decision = Decision(kind="notice", given_on=GIVEN, given_by=party)
    assert "projet" in refused(draft, decision)[""]
    amendment = permanence(
        reference="C-2026-2", parent=permanence(), parent_relation="amendment", rank=1
    )
    assert "celle-ci" in refused(amendment, notice(amendment))[""]


def test_a_page_opened_before_somebody_else_saved_writes_nothing():
    convention = permanence()
    end(convention, notice(convention), seen_version=0)
    assert "Quelqu’un d’autre" in refused(convention, notice(convention), seen_version=0)[""]
    assert Termination.objects.get().version == 1


def test_once_it_has_taken_effect_a_correction_says_why_and_may_undo_the_end():
    convention = permanence()
    end(convention, notice(convention))
    later = {"today": day("2026-04-02")}
    chosen = notice(convention, effect_on=day("2026-04-15"))
    assert "25 mars 2026" in refused(convention, chosen, **later)["correction"]
    assert "trop long" in refused(convention, chosen, **later, correction="x" * 101)["correction"]
    end(convention, chosen, **later, correction="Mois mal lu.")
    convention.refresh_from_db()
    assert stage_of(convention, today=day("2026-04-02")) is ConventionStage.IN_FORCE
    assert HISTORY.first().history_change_reason == "Mois mal lu."


def test_the_last_day_itself_is_still_open():
    convention = permanence()
    end(convention, notice(convention))
    end(convention, notice(convention, reason="Départ."), today=day("2026-03-25"))
    assert Termination.objects.get().reason == "Départ."


def test_an_end_is_taken_back_with_a_reason_and_leaves_its_history():
    convention = permanence()
    end(convention, notice(convention))
    person = User.objects.create_user("responsable")
    cancel_termination(
        convention=convention, by=person, reason=" Accord trouvé. ", today=TODAY, seen_version=1
    )
    assert not Termination.objects.exists()
    convention.refresh_from_db()
    assert (convention.ends_on, convention.ended_by) == (END, "term")
    gone = HISTORY.first()
    assert (gone.history_type, gone.history_user) == ("-", person)
    assert gone.history_change_reason == "Accord trouvé."
    assert TerminationNotice.history.filter(history_type="-").count() == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": " "}, "pourquoi"),
        ({"reason": "x" * 101}, "trop long"),
        ({"today": dt.date(2026, 3, 26)}, "ne s’annule plus"),
        ({"seen_version": 7}, "Quelqu’un d’autre"),
    ],
    ids=["no reason", "too long", "over", "moved"],
)
def test_an_end_is_not_taken_back_without_a_reason_nor_too_late(fields, said):
    convention = permanence()
    end(convention, notice(convention))
    values = {"reason": "Accord trouvé.", "today": TODAY, **fields}
    with pytest.raises(EndingRefused, match=said):
        cancel_termination(convention=convention, by=None, **values)
    assert Termination.objects.exists()


def test_an_end_that_is_already_taken_back_is_told():
    with pytest.raises(EndingRefused, match="déjà annulée"):
        cancel_termination(convention=permanence(), by=None, reason="Non.", today=TODAY)


def test_a_sealed_convention_is_ended_all_the_same():
    convention = permanence()
    assert convention.sealed
    end(convention, notice(convention))
    assert Convention.objects.get(pk=convention.pk).ended_by == "termination"
