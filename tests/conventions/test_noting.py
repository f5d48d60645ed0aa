"""Noting signatures: bound to the text, refused all at once, concluded by the last one."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from conventions.actions import sign_act
from conventions.actions.agreeing import Note, NotingRefused, note_signatures, settle_conclusion
from conventions.actions.concluding import ConcludingRefused, conclude
from conventions.models import Article, Conclusion, Convention, Party, PartySignature, SignedText
from conventions.review.agreeing import matrix_of
from conventions.rules.signatures import SignatureState
from tests.conventions.agreed import DAY, LATER, TODAY, agreed, note, parties_of
from tests.conventions.factories import NOW, PartyFactory, ready_act
from tests.conventions.review.lives import executory_act, signed_act

pytestmark = pytest.mark.django_db


def states(convention):
    return [row.state.value for row in matrix_of(convention, today=TODAY).rows]


def reasons(refused):
    return [(fault.column, fault.text.replace("\u00a0", " ")) for fault in refused.value.faults]


def test_a_whole_matrix_is_written_at_once_and_each_day_where_it_belongs():
    convention = agreed()
    noted = note(
        convention,
        (1, {"sent_on": DAY, "received_on": LATER, "signed_on": LATER, "original_on": LATER}),
        (2, {"sent_on": DAY}),
    )
    assert noted.changed == 2
    assert states(convention) == ["signed", "sent", "to_send"]
    first = PartySignature.objects.get(party=parties_of(convention)[0])
    assert (first.sent_on, first.original_on) == (DAY, LATER)
    assert first.text.content["own"]["representative"]["last_name"] == "NOM1"
    assert not Conclusion.objects.exists()


def test_nothing_is_written_when_one_line_is_refused_and_every_reason_is_told():
    convention = agreed()
    with pytest.raises(NotingRefused) as refused:
        note(
            convention,
            (1, {"signed_on": DAY}),
            (2, {"sent_on": dt.date(2026, 2, 2)}),
            (3, {"sent_on": LATER, "received_on": DAY}),
        )
    assert [column for column, _ in reasons(refused)] == ["sent_on", "received_on"]
    assert [fault.name for fault in refused.value.faults] == [
        "L’association Sport 2",
        "L’association Sport 3",
    ]
    assert not PartySignature.objects.exists()


@pytest.mark.parametrize("act", [signed_act, executory_act], ids=["no force", "too early"])
def test_signing_before_the_act_is_executory_needs_a_reason_that_stays(act):
    convention = agreed(2, act=act())
    early = {"signed_on": dt.date(2026, 1, 15)}
    with pytest.raises(NotingRefused) as refused:
        note(convention, (1, early))
    ((column, text),) = reasons(refused)
    assert column == "signed_on"
    assert "exécutoire" in text
    assert "motif" in text
    note(convention, (1, {**early, "early_reason": "Ouverture urgente."}))
    assert PartySignature.objects.get().early_reason == "Ouverture urgente."
    assert states(convention) == ["signed", "to_send"]


def test_a_reason_alone_is_asked_for_its_day():
    with pytest.raises(NotingRefused) as refused:
        note(agreed(), (1, {"early_reason": "Urgence."}))
    assert reasons(refused) == [("early_reason", "Dites pour quel jour ce motif vaut.")]


def test_a_signature_already_there_is_not_judged_again_with_the_others():
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}))
    execution = convention.annex.act.execution
    execution.published_on = dt.date(2026, 1, 31)
    execution.save()
    note(convention, (1, {"signed_on": DAY, "original_on": LATER}), (2, {"sent_on": DAY}))
    assert states(convention) == ["signed", "sent"]
    with pytest.raises(NotingRefused):
        note(convention, (1, {"signed_on": LATER}))


def test_the_last_signature_concludes_on_the_last_day_and_taking_one_back_undoes_it():
    convention = agreed(2)
    user = User.objects.create_user("agent")
    note(convention, (1, {"signed_on": LATER}), by=user)
    note(convention, (2, {"signed_on": DAY}), by=user)
    assert Conclusion.objects.get(convention=convention).signed_on == LATER
    note(convention, (1, {"signed_on": None}), by=user)
    assert not Conclusion.objects.exists()
    assert [row.history_type for row in Conclusion.history.order_by("history_id")] == ["+", "-"]
    taken_back = PartySignature.objects.get(party=parties_of(convention)[0])
    assert (taken_back.text, taken_back.document) == (None, None)
    assert PartySignature.history.first().history_user == user


def test_the_reasons_of_the_parties_are_joined_in_the_conclusion():
    convention = agreed(2)
    early = dt.date(2026, 1, 15)
    note(
        convention,
        (1, {"signed_on": early, "early_reason": "Urgence."}),
        (2, {"signed_on": LATER}),
    )
    assert Conclusion.objects.get().early_reason == "Urgence."


def test_those_who_do_not_sign_are_not_awaited():
    convention = agreed(2)
    PartyFactory(convention=convention, position=3, rank="informed")
    matrix = note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY})).matrix
    assert matrix.complete
    assert len(matrix.others) == 1
    with pytest.raises(NotingRefused, match="ne signe plus"):
        note(convention, (3, {"signed_on": DAY}))


def test_two_parties_of_one_text_keep_it_twice_and_the_same_words_once():
    convention = agreed(2)
    for _ in range(2):
        note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
        note(convention, (1, {"signed_on": None}))
    assert SignedText.objects.count() == 2


def test_a_signed_text_is_kept_for_ever():
    note(agreed(2), (1, {"signed_on": DAY}))
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedText.objects.update(sha256="0" * 64)


def void(convention, rank=1):
    return matrix_of(convention, today=TODAY).rows[rank - 1]


def test_an_article_that_changes_voids_every_signature_and_says_so():
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
    Article.objects.filter(convention=convention, position=2).update(body="<p>Autrement.</p>")
    assert states(convention) == ["void", "void"]
    assert void(convention).told == "nulle depuis que l’article 2 a changé"
    settle_conclusion(convention=convention, by=None, today=TODAY)
    assert not Conclusion.objects.exists()


def test_another_representative_voids_the_signature_of_that_party_only():
    convention = agreed(3)
    note(convention, *((rank, {"signed_on": DAY}) for rank in (1, 2, 3)))
    person = parties_of(convention)[1].representative
    person.last_name = "Autre"
    person.save()
    assert states(convention) == ["signed", "void", "signed"]
    assert "le signataire de l’association" in void(convention, 2).told


def test_the_old_words_put_back_make_the_signature_valid_again():
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}))
    Convention.objects.update(title="Autre titre")
    assert states(convention)[0] == "void"
    Convention.objects.update(title=convention.title)
    assert states(convention)[0] == "signed"


def test_a_void_signature_is_never_bound_to_the_new_text_by_itself():
    convention = agreed(2)
    note(convention, (1, {"signed_on": DAY}), (2, {"signed_on": DAY}))
    Convention.objects.update(title="Autre titre")
    pk = parties_of(convention)[0].pk
    note(convention, (1, {"signed_on": DAY, "original_on": LATER}))
    assert states(convention) == ["void", "void"]
    with pytest.raises(NotingRefused, match="cochez-le"):
        note(convention, (1, {"signed_on": LATER}))
    again = Note(party=pk, values={"signed_on": LATER}, again=True)
    note_signatures(convention=convention, notes=[again], by=None, today=TODAY)
    assert states(convention) == ["signed", "void"]
    # The same day is right too: both texts may have been signed on it.
    again = Note(party=parties_of(convention)[1].pk, values={"signed_on": DAY}, again=True)
    note_signatures(convention=convention, notes=[again], by=None, today=TODAY)
    assert Conclusion.objects.get().signed_on == LATER


def test_signing_again_asks_for_a_day():
    convention = agreed(2)
    again = Note(party=parties_of(convention)[0].pk, values={"signed_on": None}, again=True)
    with pytest.raises(NotingRefused, match="quel jour"):
        note_signatures(convention=convention, notes=[again], by=None, today=TODAY)


def test_two_people_on_the_matrix_do_not_overwrite_each_other():
    convention = agreed(2)
    pk = parties_of(convention)[0].pk
    seen = dict.fromkeys(("sent_on", "received_on", "signed_on", "original_on"))

    def second(**typed):
        line = Note(party=pk, values={**seen, **typed}, seen=seen)
        return note_signatures(convention=convention, notes=[line], by=None, today=TODAY)

    note(convention, (1, {"sent_on": DAY}))
    with pytest.raises(NotingRefused) as refused:
        second(sent_on=LATER)
    (fault,) = refused.value.faults
    assert fault.is_conflict
    assert "20 janvier 2026" in fault.text.replace("\u00a0", " ")
    # What was left as it was seen is not written over, and the same value is no conflict.
    second(received_on=LATER)
    second(sent_on=DAY)
    signature = PartySignature.objects.get()
    assert (signature.sent_on, signature.received_on) == (DAY, LATER)


def test_an_emptied_cell_is_a_conflict_too():
    convention = agreed(2)
    pk = parties_of(convention)[0].pk
    line = Note(party=pk, values={"sent_on": LATER}, seen={"sent_on": DAY})
    with pytest.raises(NotingRefused, match="a vidé cette case"):
        note_signatures(convention=convention, notes=[line], by=None, today=TODAY)


def test_nothing_typed_writes_nothing():
    convention = agreed(2)
    assert note(convention, (1, {"sent_on": None})).changed == 0
    assert not PartySignature.objects.exists()


def test_what_is_odd_is_told_and_written():
    noted = note(agreed(2), (1, {"sent_on": LATER, "signed_on": DAY}))
    assert len(noted.doubts) == 1
    assert noted.changed == 1


def test_the_shortcut_signs_for_all_who_have_not_and_leaves_the_others():
    convention = agreed(3)
    note(convention, (2, {"signed_on": LATER}))
    conclusion = conclude(convention=convention, by=None, signed_on=DAY, today=TODAY)
    assert conclusion.signed_on == LATER
    days = PartySignature.objects.order_by("party__position").values_list("signed_on", flat=True)
    assert list(days) == [DAY, LATER, DAY]


def test_the_shortcut_signs_again_what_became_void():
    convention = agreed(2)
    conclude(convention=convention, by=None, signed_on=DAY, today=TODAY)
    Convention.objects.update(title="Autre titre")
    conclude(convention=convention, by=None, signed_on=LATER, today=TODAY)
    assert matrix_of(convention, today=TODAY).signed_on == LATER


def test_the_shortcut_tells_which_party_forbids_it():
    convention = agreed(2)
    note(convention, (2, {"original_on": DAY}))
    with pytest.raises(ConcludingRefused, match="n’a été signée que"):
        conclude(convention=convention, by=None, signed_on=LATER, today=TODAY)


def test_a_day_noted_for_all_before_there_were_lines_becomes_that_of_each():
    convention = agreed(3)
    Conclusion.objects.create(convention=convention, signed_on=DAY)
    assert states(convention) == ["signed"] * 3
    note(convention, (1, {"original_on": LATER}))
    assert PartySignature.objects.filter(signed_on=DAY, text__isnull=False).count() == 3
    assert Conclusion.objects.get().signed_on == DAY


def test_parties_may_sign_the_draft_and_the_closed_text_is_the_same():
    act = ready_act(signature_place="Béthune")
    convention = Convention.objects.get(annex__act=act)
    early = {"signed_on": dt.date(2026, 1, 12), "early_reason": "Agenda du maire."}
    note(convention, (1, early), (2, early))
    sign_act(act=act, by=None, on=dt.date(2026, 1, 15), now=NOW)
    assert states(convention) == ["signed", "signed"]
    assert Conclusion.objects.get().signed_on == dt.date(2026, 1, 12)


def test_what_changed_before_the_act_was_signed_is_settled_when_it_is():
    act = ready_act()
    convention = Convention.objects.get(annex__act=act)
    early = {"signed_on": dt.date(2026, 1, 12), "early_reason": "Agenda du maire."}
    note(convention, (1, early), (2, early))
    person = Party.objects.filter(convention=convention).last().representative
    person.last_name = "Autre"
    person.save()
    assert Conclusion.objects.exists()
    sign_act(act=act, by=None, on=dt.date(2026, 1, 15), now=NOW)
    assert not Conclusion.objects.exists()
    assert states(convention) == ["signed", "void"]


def test_a_signature_given_after_the_seal_names_the_frozen_document():
    act = ready_act()
    sign_act(act=act, by=None, on=dt.date(2026, 1, 15), now=NOW)
    convention = Convention.objects.get(annex__act=act)
    late = {"signed_on": dt.date(2026, 1, 20), "early_reason": "Acte pas encore publié."}
    note(convention, (1, late))
    signature = PartySignature.objects.get()
    assert signature.document == convention.documents.get()
    row = matrix_of(convention, today=TODAY).rows[0]
    assert row.state is SignatureState.SIGNED


def test_forty_parties_are_noted_in_a_number_of_queries_that_does_not_grow(
    django_assert_max_num_queries,
):
    def cost(parties):
        convention = agreed(parties)
        lines = [(rank, {"sent_on": DAY, "signed_on": LATER}) for rank in range(1, parties + 1)]
        with django_assert_max_num_queries(80) as captured:
            note(convention, *lines)
        return len(captured)

    assert cost(3) == cost(40)
