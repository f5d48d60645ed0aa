"""Acts and conventions for the tests: a president, a health community, a commune."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from conventions.models import (
    Act,
    Annex,
    Article,
    Commitment,
    Convention,
    Effect,
    EmpoweringAct,
    NumberSeries,
    Party,
    Provision,
    Recital,
    Visa,
    Vote,
)
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

NOW = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 1, 15)


class ActFactory(DjangoModelFactory):
    """A draft decision, its signatory and nothing else."""

    class Meta:
        model = Act

    authority = factory.SubFactory(OrganisationFactory)
    signatory = factory.SubFactory(
        RepresentativeFactory, organisation=factory.SelfAttribute("..authority")
    )
    title = factory.Sequence(lambda n: f"Ouverture de l’antenne n° {n + 1}")
    signature_place = "Béthune"
    enacting = "La présidente,"


class VisaFactory(DjangoModelFactory):
    """A visa of an act."""

    class Meta:
        model = Visa

    act = factory.SubFactory(ActFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "Vu le code de la santé publique ;"


class RecitalFactory(DjangoModelFactory):
    """A recital of an act."""

    class Meta:
        model = Recital

    act = factory.SubFactory(ActFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "Considérant le besoin de soins,"


class ProvisionFactory(DjangoModelFactory):
    """What the act decides."""

    class Meta:
        model = Provision

    act = factory.SubFactory(ActFactory)
    position = factory.Sequence(lambda n: n + 1)
    label = "DÉCIDE"
    text = "d’ouvrir l’antenne."


class VoteFactory(DjangoModelFactory):
    """A vote without figures."""

    class Meta:
        model = Vote

    act = factory.SubFactory(ActFactory)


class EffectFactory(DjangoModelFactory):
    """An act that approves a convention."""

    class Meta:
        model = Effect

    act = factory.SubFactory(ActFactory)
    verb = "approves"
    convention_reference = "C-1"


class ConventionFactory(DjangoModelFactory):
    """A convention without parties nor articles."""

    class Meta:
        model = Convention

    title = factory.Sequence(lambda n: f"Convention de partenariat n° {n + 1}")
    kind = "partnership"
    originals = 2


class PartyFactory(DjangoModelFactory):
    """A party whose president signs."""

    class Meta:
        model = Party

    convention = factory.SubFactory(ConventionFactory)
    position = factory.Sequence(lambda n: n + 1)
    organisation = factory.SubFactory(OrganisationFactory)
    representative = factory.SubFactory(
        RepresentativeFactory, organisation=factory.SelfAttribute("..organisation")
    )


class EmpoweringActFactory(DjangoModelFactory):
    """The deliberation of a party."""

    class Meta:
        model = EmpoweringAct

    party = factory.SubFactory(PartyFactory)
    nature = "deliberation"
    number = "12/2025"


class ArticleFactory(DjangoModelFactory):
    """An article with a body."""

    class Meta:
        model = Article

    convention = factory.SubFactory(ConventionFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Objet"
    body = "<p>Les parties coopèrent.</p>"


class CommitmentFactory(DjangoModelFactory):
    """One commitment."""

    class Meta:
        model = Commitment

    article = factory.SubFactory(ArticleFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "ouvrir les locaux ;"


class AnnexFactory(DjangoModelFactory):
    """A text annexed to an act."""

    class Meta:
        model = Annex

    act = factory.SubFactory(ActFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Plan des locaux"
    text = "<p>Rez-de-chaussée.</p>"


class NumberSeriesFactory(DjangoModelFactory):
    """The decisions of 2026."""

    class Meta:
        model = NumberSeries

    authority = factory.SubFactory(OrganisationFactory)
    nature = "decision"
    year = factory.Sequence(lambda n: 2000 + n)


def ready_act(*, with_convention: bool = True) -> Act:
    """Return a draft that lacks nothing, with a two-party convention if asked."""
    act = ActFactory()
    VisaFactory(act=act)
    RecitalFactory(act=act)
    ProvisionFactory(act=act)
    if with_convention:
        convention = ConventionFactory()
        PartyFactory(
            convention=convention,
            organisation=act.authority,
            representative=act.signatory,
            position=1,
        )
        other = PartyFactory(convention=convention, position=2)
        ArticleFactory(convention=convention, position=1)
        promised = ArticleFactory(
            convention=convention, position=2, title="Engagements", body="", committed_party=other
        )
        CommitmentFactory(article=promised)
        AnnexFactory(act=act, title="Convention", text="", convention=convention)
    return act
