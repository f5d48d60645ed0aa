"""The act that authorises a convention, drafted from the model of both."""

import datetime as dt

import pytest

from conventions.actions import VisaLine
from conventions.actions.writing import WritingRefused
from conventions.actions.writing_decision import write_both, write_decision
from conventions.models import Act, Convention, ConventionTemplate
from tests.conventions.factories import ConventionFactory, LegalTextFactory, PartyFactory
from tests.conventions.factories_agreements import ConventionTemplateFactory
from tests.conventions.writing import (
    CPTS,
    END,
    PARTNERSHIP,
    PERMANENCE,
    START,
    TODAY,
    cast,
    written,
)
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

pytestmark = pytest.mark.django_db
PUBLIC_HEALTH = "Vu le code de la santé publique, notamment ses articles L. 1434-12 et L. 6323-1 ;"


@pytest.fixture
def players():
    """Return who and where."""
    return cast()


@pytest.fixture
def agreement(players):
    """Return a convention of the authority and a partner."""
    convention = ConventionFactory(start=START, end=END)
    PartyFactory(convention=convention, organisation=players.manager, role="manager", position=1)
    partner = OrganisationFactory(**{**CPTS, "rna": ""})
    PartyFactory(convention=convention, organisation=partner, role="partner", position=2)
    return convention


@pytest.fixture
def template():
    """Return a model with the words of its decision."""
    return ConventionTemplateFactory(
        decision_title="Accord {du partenaire}",
        decision_recitals=["Considérant {objet},"],
        decision_provision="de signer avec {cocontractants}.",
        subject_matter="8.2",
    )


def reasons(call, **kwargs):
    """Return why nothing is written."""
    with pytest.raises(WritingRefused) as refused:
        call(by=None, **kwargs)
    return [reason.replace("\u00a0", " ") for reason in refused.value.reasons]


def test_the_decision_of_the_model_is_drafted_with_the_usual_provisions(players):
    convention, act = written(players, PERMANENCE)
    assert (act.state, act.nature, act.body) == ("draft", "decision", "president")
    assert (act.authority, act.signatory) == (players.manager, players.signatory)
    assert (act.enacting, act.signature_place) == ("Le président,", "Béthune")
    assert (act.heading, act.subject_matter) == ("Santé et action sociale", "8.2")
    assert "Permanence de soins non programmés à l’antenne de Norrent-Fontes" in act.title
    labels = [row.label for row in act.provision_set.order_by("position")]
    assert labels == ["DÉCIDE", "PRÉCISE", "INFORME"]
    assert [row.subject for row in act.powers.all()] == [players.subject]
    annex = act.annexes.get()
    assert (annex.convention, annex.title) == (convention, convention.title)


def test_a_woman_decides_in_the_feminine():
    _, act = written(cast(president="f"), PARTNERSHIP)
    assert act.enacting == "La présidente,"


def test_a_text_of_the_library_that_somebody_checked_is_cited_by_its_record(players):
    LegalTextFactory(wording=PUBLIC_HEALTH, state="to_review")
    checked = LegalTextFactory(wording=PUBLIC_HEALTH.replace("L. 6323-1", "L. 6323-1 à L. 6323-5"))
    _, act = written(players, PERMANENCE)
    lines = act.visa_set.order_by("position")
    assert [line.legal_text for line in lines] == [None, checked]
    assert "L.\u00a05211-10" in lines[0].text


def test_the_visas_given_are_the_ones_written(players):
    _, act = written(players, PERMANENCE, visas=[VisaLine(text="Vu la demande ;")])
    assert [line.text for line in act.visa_set.all()] == ["Vu la demande ;"]
    _, act = written(players, PERMANENCE, visas=[])
    assert not act.visa_set.exists()


def test_a_mayor_decides_for_a_commune(players, agreement, template):
    owner = players.owner
    PartyFactory(convention=agreement, organisation=owner, role="owner", position=3)
    act = write_decision(
        template=template,
        convention=agreement,
        signatory=owner.representatives.order_by("pk").first(),
        by=None,
        purpose="la santé",
    )
    assert (act.body, act.enacting) == ("mayor", "La maire,")
    told = act.provision_set.get(label="PRÉCISE").text
    assert "conseil municipal" in told
    assert "L.\u00a02122-22" in act.visa_set.get(position=1).text


def test_the_words_of_the_decision_are_those_of_the_parties(players, agreement, template):
    act = write_decision(
        template=template,
        convention=agreement,
        signatory=players.signatory,
        by=None,
        heading="",
        purpose="la santé des habitants",
    )
    assert (act.title, act.heading) == ("Accord de la CPTS Val de Lys Romane", "")
    assert act.recital_set.get().text == "Considérant la santé des habitants,"
    assert act.provision_set.get(label="DÉCIDE").text == (
        "de signer avec la communauté professionnelle territoriale de santé Val de Lys Romane."
    )


def test_what_the_decision_lacks_is_told_and_nothing_is_written(players, agreement, template):
    call = {"template": template, "convention": agreement, "signatory": players.signatory}
    assert reasons(write_decision, **call) == [
        "Dites l’objet de la convention, avec son article : « l’animation d’ateliers »."
    ]
    template.decision_provision = ""
    assert "Le modèle ne dit pas ce que décide l’acte : complétez sa page." in reasons(
        write_decision, **call
    )
    stranger = RepresentativeFactory()
    assert any(
        "n’est pas partie" in one
        for one in reasons(write_decision, **{**call, "signatory": stranger})
    )
    assert not Act.objects.exists()


def test_a_convention_has_one_act(players):
    convention, _ = written(players, PERMANENCE)
    template = ConventionTemplate.objects.get(name=PERMANENCE)
    assert reasons(
        write_decision, template=template, convention=convention, signatory=players.signatory
    ) == ["Cette convention est déjà annexée à un acte."]


def test_both_are_written_or_neither(players):
    written(players, PERMANENCE)
    template = ConventionTemplate.objects.get(name=PERMANENCE)
    before = Convention.objects.count()
    told = reasons(
        write_both,
        template=template,
        today=TODAY,
        site=players.site,
        parties=players.parties(PERMANENCE),
        start=START,
        end=END + dt.timedelta(days=1),
        signatory=RepresentativeFactory(),
    )
    assert any("n’est pas partie" in one for one in told)
    assert Convention.objects.count() == before
