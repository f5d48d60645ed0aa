"""The act that ends a convention is drafted once, complete, without a remark."""

import datetime as dt

import pytest

from conventions.actions.ending_decision import draft_ending_decision, may_draft_decision
from conventions.actions.terminating import EndingRefused, terminate
from conventions.models import Act, Execution, Termination
from conventions.review.findings import findings_of
from tests.conventions.ending import TODAY, notice, permanence
from tests.conventions.factories import ready_act
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

SIGNED_ON, NEXT_DAY = dt.date(2026, 1, 15), dt.date(2026, 1, 16)


def authorising_act():
    """Return an act in force, its author with powers recorded."""
    body = OrganisationFactory(
        kind="epci", official_name="communauté d’agglomération des Trois Vallées"
    )
    act = ready_act(
        authority=body,
        with_convention=False,
        heading="Santé",
        title="Permanence de soins – Autorisation de signer une convention",
        subject_matter="8.2",
    )
    Act.objects.filter(pk=act.pk).update(
        state="signed", number="2026 008", year=2026, sequence=8, signature_date=SIGNED_ON
    )
    Execution.objects.create(act=act, received_on=NEXT_DAY, published_on=NEXT_DAY)
    return Act.objects.get(pk=act.pk)


def ended(*, giver=1, kind="notice", effect_on=None, **fields):
    """Return a convention in force that a party ends; the first one takes acts."""
    act = authorising_act()
    convention = permanence(act=act, first=act.authority, **fields)
    decision = notice(convention, giver=giver, kind=kind, effect_on=effect_on)
    terminate(convention=convention, decision=decision, by=None, today=TODAY)
    return convention


def draft(convention):
    return draft_ending_decision(convention=convention, by=None, today=TODAY)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"giver": 2},
        {"kind": "denunciation", "renewal": "tacit"},
        {"kind": "denunciation", "renewal": "tacit", "giver": 3},
        {"kind": "agreement", "effect_on": dt.date(2026, 4, 25)},
    ],
    ids=["own", "another’s", "own denunciation", "another’s denunciation", "together"],
)
def test_the_draft_calls_for_no_remark(fields):
    act = draft(ended(**fields))
    assert findings_of(act, on=TODAY) == []


def test_the_draft_rests_on_the_act_behind_the_convention_and_says_what_it_ends():
    convention = ended()
    act = draft(convention)
    former = convention.annex.act
    assert act.authority == former.authority
    assert (act.nature, act.body, act.subject_matter) == ("decision", "president", "8.2")
    assert act.title == "Résiliation de la convention tripartite relative à une permanence de soins"
    assert former in [line.cited_act for line in act.visa_set.all()]
    effect = act.effect_set.get()
    assert (effect.verb, effect.convention_reference) == ("terminates", "C-2026-1")
    decided = act.provision_set.get(label="DÉCIDE").text.replace("\u00a0", " ")
    assert "qui prend fin le 25 mars 2026 inclus" in decided
    assert [line.subject for line in act.powers.all()] == [
        line.subject for line in former.powers.all()
    ]


def test_the_draft_is_tied_to_the_end_and_made_once():
    convention = ended()
    act = draft(convention)
    termination = Termination.objects.get()
    assert (termination.act, termination.version) == (act, 2)
    with pytest.raises(EndingRefused, match="déjà joint"):
        draft(convention)
    assert Act.objects.drafts().count() == 1


def test_a_convention_without_a_reference_is_named_by_its_title():
    act = draft(ended(reference=""))
    assert not act.effect_set.exists()
    assert "la convention tripartite relative" in act.recital_set.order_by("position")[0].text


def test_without_an_end_or_an_author_nothing_is_drafted():
    with pytest.raises(EndingRefused, match="Notez d’abord"):
        draft(permanence())
    convention = permanence(reference="C-2")
    convention.annex.delete()
    terminate(convention=convention, decision=notice(convention), by=None, today=TODAY)
    assert not may_draft_decision(convention, today=TODAY)
    with pytest.raises(EndingRefused, match="ne prend d’actes"):
        draft(convention)


def test_one_party_that_takes_acts_is_enough():
    assert may_draft_decision(ended(), today=TODAY)
