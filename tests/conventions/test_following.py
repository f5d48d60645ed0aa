"""Commitments followed: how often, when honoured, undone; and kept when a draft is reworded."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from conventions.actions.commitments import set_commitments
from conventions.actions.following import (
    Follow,
    FollowingRefused,
    follow_commitments,
    note_done,
    undo_done,
)
from conventions.models import Commitment, Fulfilment, Tracking
from tests.admin.factories import UserFactory
from tests.conventions.factories import (
    NOW,
    ArticleFactory,
    CommitmentFactory,
    ConventionFactory,
)
from tests.conventions.factories_agreements import FulfilmentFactory, TrackingFactory
from tests.conventions.following import START, TODAY, commitment, followed_convention

pytestmark = pytest.mark.django_db


def note(row, **fields):
    return note_done(
        **{"commitment": row, "done_on": START, "by": None, "now": NOW, "today": TODAY} | fields
    )


def test_the_follow_up_of_a_sealed_convention_is_written_and_leaves_its_text_alone():
    convention, user = followed_convention(), UserFactory()
    planning = commitment(convention, "envoyer")
    wanted = {planning.pk: Follow("monthly", dt.date(2026, 2, 5), "planning")}
    assert follow_commitments(convention=convention, wanted=wanted, by=user) == 1
    tracking = Tracking.objects.get()
    assert (tracking.commitment, tracking.periodicity) == (planning, "monthly")
    assert (tracking.first_due_on, tracking.proof) == (dt.date(2026, 2, 5), "planning")
    assert tracking.history.get().history_user == user


def test_only_what_differs_is_written():
    convention = followed_convention()
    keys = [row.pk for row in Commitment.objects.all()]
    wanted = {pk: Follow() for pk in keys}
    assert follow_commitments(convention=convention, wanted=wanted, by=None) == 0
    assert not Tracking.objects.exists()
    wanted[keys[0]] = Follow("weekly")
    assert follow_commitments(convention=convention, wanted=wanted, by=None) == 1
    assert follow_commitments(convention=convention, wanted=wanted, by=None) == 0
    wanted[keys[0]] = Follow()
    assert follow_commitments(convention=convention, wanted=wanted, by=None) == 1
    assert Tracking.objects.get().history.count() == 2


def test_the_commitments_of_an_amendment_are_followed_with_the_convention():
    convention = followed_convention()
    amendment = ConventionFactory(parent=convention, parent_relation="amendment", rank=1)
    row = CommitmentFactory(article=ArticleFactory(convention=amendment))
    wanted = {row.pk: Follow("weekly")}
    assert follow_commitments(convention=convention, wanted=wanted, by=None) == 1


def test_a_commitment_of_another_convention_is_refused_and_nothing_is_written():
    convention, other = followed_convention(), followed_convention()
    mine, other = commitment(convention, "envoyer"), commitment(other, "envoyer")
    wanted = {mine.pk: Follow("weekly"), other.pk: Follow("weekly")}
    with pytest.raises(FollowingRefused, match="n’est plus dans cette convention"):
        follow_commitments(convention=convention, wanted=wanted, by=None)
    assert not Tracking.objects.exists()


def test_what_is_due_once_has_a_day():
    convention = followed_convention()
    keys = {name: commitment(convention, name).pk for name in ("envoyer", "ouvrir")}
    wanted = {keys["envoyer"]: Follow("weekly"), keys["ouvrir"]: Follow("once")}
    with pytest.raises(FollowingRefused, match="donnez la date"):
        follow_commitments(convention=convention, wanted=wanted, by=None)
    assert not Tracking.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        TrackingFactory(commitment_id=keys["ouvrir"], periodicity="once")


def test_what_was_done_is_noted_with_its_proof_and_who_noted_it():
    row, user = commitment(followed_convention(), "envoyer"), UserFactory()
    done = note(row, proof="  courriel du 26 ", by=user)
    assert (done.done_on, done.proof, done.noted_by) == (START, "courriel du 26", user)
    assert done.history.get().history_user == user


def test_nothing_is_done_on_a_day_to_come():
    row = commitment(followed_convention(), "envoyer")
    with pytest.raises(FollowingRefused, match="n’est pas encore passé"):
        note(row, done_on=TODAY + dt.timedelta(days=1))
    assert note(row, done_on=TODAY)


def test_a_day_is_noted_once():
    row = commitment(followed_convention(), "envoyer")
    note(row)
    with pytest.raises(FollowingRefused, match="déjà noté"):
        note(row)
    note(row, done_on=TODAY)
    assert row.fulfilments.count() == 2


def test_what_was_noted_by_mistake_is_taken_back_and_its_history_stays():
    done, user = FulfilmentFactory(), UserFactory()
    undo_done(fulfilment=done, by=user)
    assert not Fulfilment.objects.exists()
    told = Fulfilment.history.first()
    assert (told.history_type, told.history_user) == ("-", user)


@pytest.fixture
def article():
    row = ArticleFactory()
    for place, text in enumerate(("ouvrir les locaux ;", "chauffer ;", "fermer le soir."), 1):
        CommitmentFactory(article=row, text=text, position=place)
    return row


def texts_of(article):
    return list(article.commitments.order_by("position").values_list("text", flat=True))


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        pytest.param(["- Fermer le soir", "ouvrir les locaux"], [3, 1], id="moved"),
        pytest.param(
            ["chauffer", "fermer les locaux le soir", "nettoyer"], [2, 3, None], id="reworded"
        ),
        pytest.param(["remettre un bilan chaque année"], [None], id="another"),
        pytest.param(["ouvrir les locaux", "ouvrir les locaux ;"], [None, 1], id="twice"),
        pytest.param([], [], id="none"),
    ],
)
def test_a_commitment_that_moves_or_is_reworded_keeps_its_follow_up(article, texts, kept):
    keys = list(article.commitments.order_by("position").values_list("pk", flat=True))
    set_commitments(article=article, texts=texts)
    now = list(article.commitments.order_by("position").values_list("pk", flat=True))
    assert texts_of(article) == texts
    found = [keys.index(pk) + 1 if pk in keys else None for pk in now]
    if texts[1:] == ["ouvrir les locaux ;"]:
        assert sorted(found, key=str) == [1, None], "one of the two is the old one"
    else:
        assert found == kept


def test_what_is_written_again_alike_leaves_no_history(article):
    set_commitments(article=article, texts=texts_of(article))
    assert {row.history.count() for row in article.commitments.all()} == {1}


def test_the_follow_up_of_a_commitment_taken_out_of_a_draft_goes_with_it(article):
    row = article.commitments.get(text="chauffer ;")
    TrackingFactory(commitment=row)
    set_commitments(article=article, texts=["ouvrir les locaux ;"])
    assert not Tracking.objects.exists()
    assert Tracking.history.filter(history_type="-").exists()
