"""Every reason why a convention cannot be amended, and that nothing is written then."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from conventions.actions import amending
from conventions.actions.amending import AmendingRefused, amend
from conventions.actions.cancelling import cancel_act
from conventions.actions.ending import settle_end
from conventions.models import Convention, Effect, Termination
from tests.conventions.amended import END, NEW_END, SIGNED, TODAY, amended, in_force, key, signed
from tests.conventions.factories import ArticleFactory, ConventionFactory, ready_act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


def plain(text):
    return text.replace("\u00a0", " ")


def reasons(**asked):
    """Return why an amendment is refused."""
    with pytest.raises(AmendingRefused) as refused:
        amend(**{"by": None, "today": TODAY, **asked})
    return [plain(reason) for reason in refused.value.reasons]


def test_a_draft_is_corrected_and_not_amended():
    convention = ready_act().annexes.get().convention

    assert reasons(convention=convention) == [
        "La convention est encore un projet : corrigez son texte, sans avenant."
    ]


def test_a_convention_that_not_all_have_signed_is_not_amended():
    act = ready_act()
    convention = act.annexes.get().convention
    signed(act, SIGNED)

    assert reasons(convention=convention, end=NEW_END) == [
        "Toutes les parties n’ont pas signé la convention : notez d’abord leurs signatures."
    ]


def test_an_amendment_revives_no_convention_that_expired():
    root = in_force()

    (reason,) = reasons(convention=root, today=dt.date(2026, 4, 29), end=NEW_END)
    assert reason == (
        "La convention est échue depuis le 28 avril 2026 : un avenant ne peut pas la faire "
        "revivre. Concluez une nouvelle convention."
    )
    assert amend(convention=root, by=None, today=END, end=NEW_END).convention.rank == 1


def test_an_amendment_revives_no_convention_that_was_terminated():
    root = in_force()
    Termination.objects.create(
        convention=root,
        kind="agreement",
        given_on=dt.date(2026, 2, 10),
        effect_on=dt.date(2026, 2, 28),
    )
    settle_end(convention=root)

    (reason,) = reasons(convention=root, end=NEW_END)
    assert reason.startswith("La convention est résiliée depuis le 28 février 2026")


def test_a_convention_of_a_cancelled_act_is_not_amended():
    act = ready_act()
    signed(act, SIGNED, executory=False)
    act.refresh_from_db()
    cancel_act(act=act, by=None, on=SIGNED, reason="Signée deux fois.")
    told = reasons(convention=act.annexes.get().convention, end=NEW_END)

    assert told == [
        "L’acte qui autorisait la convention est annulé : concluez une nouvelle convention."
    ]


def test_one_amendment_is_open_at_a_time_drafted_or_waiting_for_signatures():
    root = in_force()
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)
    told = (
        "L’avenant n° 1 n’est pas encore signé par toutes les parties : faites-le signer, ou "
        "supprimez-le s’il est en projet, avant d’en préparer un autre."
    )

    assert reasons(convention=root, end=NEW_END) == [told]
    signed(made.act, TODAY)
    assert reasons(convention=root, end=NEW_END) == [told]


def test_an_amendment_whose_act_was_cancelled_is_no_longer_open_but_keeps_its_rank():
    root = in_force()
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END)
    signed(made.act, TODAY, executory=False)
    made.act.refresh_from_db()
    cancel_act(act=made.act, by=None, on=TODAY, reason="Mauvaise date.")

    assert amend(convention=root, by=None, today=TODAY, end=NEW_END).convention.rank == 2


def test_every_reason_is_told_at_once_and_nothing_is_written():
    act = ready_act()
    convention = act.annexes.get().convention
    convention.reference = ""
    convention.save()
    signed(act, SIGNED)

    assert len(reasons(convention=convention, end=SIGNED, articles=[10**6])) == 4
    assert not Convention.objects.filter(parent=convention).exists()


def test_a_convention_without_reference_is_named_by_the_one_that_is_given():
    root = in_force(reference="")

    assert reasons(convention=root, end=NEW_END) == [
        "La convention n’a pas de référence : donnez celle par laquelle l’avenant la désigne."
    ]
    made = amend(convention=root, by=None, today=TODAY, end=NEW_END, reference=" 2024/17 ")
    assert made.convention.reference == "2024/17-A1"
    assert made.convention.parent_reference == "2024/17"
    assert Effect.objects.get(act=made.act).convention_reference == "2024/17"


def test_a_reference_that_another_convention_bears_is_refused_in_french():
    root = in_force()
    ConventionFactory(reference="CSIPA-2026-01-A1")

    assert reasons(convention=root, end=NEW_END) == [
        "Une autre convention porte déjà cette référence."
    ]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"end": END}, "La convention prend déjà fin le 28 avril 2026 : changez cette date."),
        ({"end": dt.date(2026, 3, 19)}, "Le 19 mars 2026 est passé : un avenant ne met pas fin"),
        ({"start": dt.date(2025, 1, 1), "end": NEW_END}, "L’avenant prend effet avant la conv"),
        ({"start": dt.date(2026, 7, 1), "end": NEW_END}, "L’avenant prend effet après le nouv"),
    ],
)
def test_days_that_cannot_be_are_refused(asked, reason):
    (told,) = reasons(convention=in_force(), **asked)

    assert told.startswith(reason)


def test_an_article_cannot_be_replaced_and_repealed_nor_be_that_of_another_convention():
    root = in_force()
    stranger = ArticleFactory()
    objet = key(root, "Objet")

    assert reasons(convention=root, articles=[objet], repeal=[objet]) == [
        "Un même article ne peut pas être à la fois remplacé et supprimé."
    ]
    assert reasons(convention=root, articles=[stranger.pk])[0].startswith("Un article à modifier")
    assert reasons(convention=root, insert=[(stranger.pk, "Bilan")])[0].startswith("Un article à")


def test_a_repealed_article_is_no_longer_to_be_changed():
    root = in_force()
    amended(root, repeal=[key(root, "Litiges")])

    told = reasons(convention=root, today=dt.date(2026, 4, 10), articles=[key(root, "Litiges")])
    assert told[0].startswith("Un article à modifier n’est plus dans la convention")


def test_the_database_keeps_two_amendments_from_one_rank():
    root = in_force()
    amend(convention=root, by=None, today=TODAY, end=NEW_END)

    with pytest.raises(IntegrityError), transaction.atomic():
        ConventionFactory(parent=root, parent_relation="amendment", rank=1)


def test_whoever_comes_second_is_told_and_writes_nothing(monkeypatch):
    """The lock of the row is the first guard; the rank is the second, where there is no lock."""
    root = in_force()
    now = amending.amended_now(root, today=TODAY)
    amend(convention=root, by=None, today=TODAY, end=NEW_END)
    monkeypatch.setattr(amending, "amended_now", lambda *_, **__: now)
    with monkeypatch.context() as other:
        other.setattr(amending, "_LONGEST_REFERENCE", 10)  # another reference, the same rank
        (reason,) = reasons(convention=root, end=NEW_END)
    assert reason.startswith("Quelqu’un d’autre prépare un avenant à cette convention")
    assert root.children.count() == 1
