"""What the parties owe: counted by party, followed through amendments, in few queries."""

import datetime as dt

import pytest

from conventions.models import Convention
from conventions.review.obligations import by_party, obligations_of
from tests.conventions.factories import (
    AnnexFactory,
    ArticleFactory,
    CommitmentFactory,
    ConclusionFactory,
    ConventionFactory,
    PartyFactory,
)
from tests.conventions.factories_agreements import FulfilmentFactory, TrackingFactory
from tests.conventions.following import TODAY, commitment, followed_convention
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db

FEBRUARY = dt.date(2026, 2, 26)


def states(*conventions, today=TODAY):
    """Return the state of each commitment by its first word."""
    found = obligations_of(conventions, today=today)
    return {line.verb.split(" ")[0]: line.state.value for line in found}


def amended(convention, *, sealed=True, start=dt.date(2026, 3, 1), signed_on=TODAY):
    amendment = ConventionFactory(
        parent=convention, parent_relation="amendment", rank=1, start=start, end=None
    )
    if signed_on:
        ConclusionFactory(convention=amendment, signed_on=signed_on)
    return amendment


def seal(convention):
    Convention.objects.filter(pk=convention.pk).update(sealed=True)


def test_the_three_parties_owe_seven_three_and_two_commitments():
    owed = by_party(obligations_of([followed_convention()], today=TODAY))
    assert [(one.party, one.count) for one in owed] == [
        ("la CPTS", "7\u00a0engagements"),
        ("l’agglomération", "3\u00a0engagements"),
        ("la commune", "2\u00a0engagements"),
    ]
    assert [line.verb for line in owed[1].obligations] == ["prêter", "poursuivre", "remettre"]
    assert owed[0].obligations[6].object == "que chacun apporte sa trousse"


def test_what_nobody_follows_is_due_at_all_times():
    assert set(states(followed_convention()).values()) == {"continuous"}


def test_a_commitment_is_late_then_done_until_the_next_month():
    convention = followed_convention()
    planning = commitment(convention, "envoyer")
    TrackingFactory(commitment=planning, periodicity="monthly", proof="planning")
    (line,) = (line for line in obligations_of([convention], today=TODAY) if line.verb == "envoyer")
    assert (line.state, line.due_on, line.last_done) == ("late", FEBRUARY, None)
    assert (line.every, line.proof, line.soon) == ("chaque mois", "planning", False)

    FulfilmentFactory(commitment=planning, done_on=dt.date(2026, 2, 3))
    FulfilmentFactory(commitment=planning, done_on=dt.date(2026, 3, 1))
    (owed, *_) = by_party(obligations_of([convention], today=TODAY))
    line = owed.obligations[2]
    assert (line.state, line.due_on, line.last_done) == (
        "done",
        dt.date(2026, 4, 26),
        dt.date(2026, 3, 1),
    )
    assert (owed.late, owed.soon, owed.done) == (0, 0, 1)


def test_what_is_to_do_within_thirty_days_is_told():
    convention = followed_convention()
    TrackingFactory(
        commitment=commitment(convention, "remettre"),
        periodicity="once",
        first_due_on=dt.date(2026, 4, 1),
    )
    owed = by_party(obligations_of([convention], today=TODAY))
    assert [one.soon for one in owed] == [0, 1, 0]
    assert owed[1].late == 0


def test_nobody_is_late_before_the_parties_signed():
    draft = followed_convention(signed=False)
    TrackingFactory(commitment=commitment(draft, "envoyer"))
    assert states(draft)["envoyer"] == "due"
    (owed, *_) = by_party(obligations_of([draft], today=dt.date(2026, 2, 20)))
    assert owed.soon == 0
    seal(draft)
    assert states(draft)["envoyer"] == "due"


def test_the_real_end_ends_what_is_owed():
    convention = followed_convention(ends_on=dt.date(2026, 2, 20))
    TrackingFactory(commitment=commitment(convention, "envoyer"))
    assert set(states(convention).values()) == {"ended", "late"}
    assert states(convention)["envoyer"] == "late", "due on the last day, and never done"


def test_the_convention_of_a_cancelled_act_owes_nothing():
    convention = followed_convention()
    TrackingFactory(commitment=commitment(convention, "envoyer"))
    AnnexFactory(act=signed_act(cancelled_on=TODAY), text="", convention=convention)
    assert set(states(convention).values()) == {"ended"}


def test_a_commitment_of_no_party_is_owed_by_each():
    convention = followed_convention(signed=False)
    article = ArticleFactory(convention=convention, position=9, body="")
    CommitmentFactory(article=article, text="se réunir chaque trimestre.")
    owed = by_party(obligations_of([convention], today=TODAY))
    assert [(one.party, one.party_pk) for one in owed[3:]] == [("chacune des parties", None)]


def test_a_signed_amendment_replaces_what_it_replaces_and_keeps_what_was_followed():
    convention = followed_convention()
    planning = commitment(convention, "envoyer")
    TrackingFactory(commitment=planning, periodicity="monthly")
    FulfilmentFactory(commitment=planning, done_on=FEBRUARY)
    amendment = amended(convention)
    bound = PartyFactory(
        convention=amendment, organisation=planning.article.committed_party.organisation
    )
    article = ArticleFactory(
        convention=amendment,
        body="",
        committed_party=bound,
        change="replace",
        amended_article=planning.article,
    )
    CommitmentFactory(article=article, text="Envoyer le planning du mois")
    CommitmentFactory(article=article, text="rouvrir le samedi")
    repealed = commitment(convention, "ouvrir").article
    ArticleFactory(convention=amendment, body="", change="repeal", amended_article=repealed)

    assert len(obligations_of([convention], today=TODAY)) == 12, "nobody has sealed it yet"
    seal(amendment)
    (cpts, agglomeration) = by_party(obligations_of([convention, amendment], today=TODAY))
    assert [line.verb for line in cpts.obligations] == ["Envoyer", "rouvrir"]
    assert {line.convention for line in cpts.obligations} == {convention}
    assert cpts.party_pk == planning.article.committed_party_id
    assert (cpts.obligations[0].last_done, cpts.obligations[0].due_on) == (
        FEBRUARY,
        dt.date(2026, 3, 26),
    )
    assert len(agglomeration.obligations) == 3
    before = obligations_of([convention], today=dt.date(2026, 2, 28))
    assert len(before) == 12, "the amendment takes effect in March"


def test_what_an_amendment_replaces_is_told_in_its_place():
    convention = followed_convention(signed=False)
    first = commitment(convention, "envoyer").article
    later = ArticleFactory(
        convention=convention, position=9, body="", committed_party=first.committed_party
    )
    CommitmentFactory(article=later, text="remercier les médecins.")
    seal(convention)
    amendment = amended(convention)
    article = ArticleFactory(
        convention=amendment,
        body="",
        committed_party=PartyFactory(
            convention=amendment, organisation=first.committed_party.organisation
        ),
        change="replace",
        amended_article=first,
    )
    CommitmentFactory(article=article, text="tenir la consultation le jeudi.")
    seal(amendment)
    cpts = by_party(obligations_of([convention], today=TODAY))[0]
    assert [line.verb for line in cpts.obligations] == ["tenir", "remercier"]


def test_the_page_of_an_amendment_alone_tells_its_own_commitments():
    amendment = amended(followed_convention(), signed_on=None)
    article = ArticleFactory(convention=amendment, body="", change="insert")
    CommitmentFactory(article=article, text="rouvrir le samedi")
    (line,) = obligations_of([amendment], today=TODAY)
    assert (line.convention, line.verb) == (amendment, "rouvrir")


def test_conventions_come_in_the_order_given_and_once():
    first, second = followed_convention(), followed_convention()
    found = obligations_of([second, first, second], today=TODAY)
    assert [line.convention.pk for line in found] == [second.pk] * 12 + [first.pk] * 12
    assert obligations_of([], today=TODAY) == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_number_of_queries_does_not_grow(count, django_assert_max_num_queries):
    for _ in range(count):
        convention = followed_convention()
        TrackingFactory(commitment=commitment(convention, "envoyer"))
        amendment = amended(convention)
        article = ArticleFactory(convention=amendment, body="", change="insert")
        CommitmentFactory(article=article)
        seal(amendment)
    with django_assert_max_num_queries(7):
        assert len(obligations_of(Convention.objects.roots(), today=TODAY)) == 13 * count
