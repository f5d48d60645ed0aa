"""Acts and conventions for the tests: a president, a health community, a commune."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from conventions.models import (
    Act,
    ActPower,
    Annex,
    Article,
    Attendance,
    CalendarFeed,
    Commitment,
    Conclusion,
    Convention,
    CouncilDelegation,
    DelegatedSubject,
    DelegationOrder,
    Effect,
    EmpoweringAct,
    LegalText,
    Mandate,
    Meeting,
    NumberSeries,
    Party,
    Provision,
    Recital,
    Visa,
    Vote,
)
from sites.models import Organisation, Representative
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

USUAL_PROVISIONS = {
    "PRÉCISE": "que la présente décision est portée à la connaissance du conseil.",
    "INFORME": "qu’un recours contentieux peut être porté devant le tribunal administratif de "
    "Lille dans les deux mois de sa publication.",
}
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
    text = "Vu le code de la santé publique ;"


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
    """A convention without parties nor articles; it ends on its term, as nothing renews it."""

    class Meta:
        model = Convention

    title = factory.Sequence(lambda n: f"Convention de partenariat n° {n + 1}")
    kind = "partnership"
    originals = 2
    ends_on = factory.LazyAttribute(lambda row: getattr(row, "end", None))
    ended_by = factory.LazyAttribute(lambda row: "term" if row.ends_on else "")


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
    text = "ouvrir les locaux ;"


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


class ConclusionFactory(DjangoModelFactory):
    """The signature of a convention by all its parties."""

    class Meta:
        model = Conclusion

    convention = factory.SubFactory(ConventionFactory)


class MandateFactory(DjangoModelFactory):
    """A council installed in July 2020."""

    class Meta:
        model = Mandate

    authority = factory.SubFactory(OrganisationFactory)
    installed_on = dt.date(2020, 7, 8)


class CouncilDelegationFactory(DjangoModelFactory):
    """A delegation of the council to the executive, in force since June 2022."""

    class Meta:
        model = CouncilDelegation

    mandate = factory.SubFactory(MandateFactory)
    authority = factory.SelfAttribute("mandate.authority")
    number = factory.Sequence(lambda n: f"2022/CC{n + 1:03d}")
    date = dt.date(2022, 5, 31)
    enforceable_on = dt.date(2022, 6, 2)


class DelegatedSubjectFactory(DjangoModelFactory):
    """The premises: one matter that the council left to the executive."""

    class Meta:
        model = DelegatedSubject

    delegation = factory.SubFactory(CouncilDelegationFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "approuver les conditions de mise à disposition des locaux"


class DelegationOrderFactory(DjangoModelFactory):
    """An order of the president to a vice-president, in force since July 2022."""

    class Meta:
        model = DelegationOrder

    mandate = factory.SubFactory(MandateFactory)
    authority = factory.SelfAttribute("mandate.authority")
    delegate = factory.SubFactory(
        RepresentativeFactory, organisation=factory.SelfAttribute("..authority")
    )
    number = factory.Sequence(lambda n: f"2022_A{n + 1:03d}")
    date = dt.date(2022, 7, 1)
    enforceable_on = dt.date(2022, 7, 4)


class ActPowerFactory(DjangoModelFactory):
    """A delegated matter used by a draft."""

    class Meta:
        model = ActPower

    act = factory.SubFactory(ActFactory)
    subject = factory.SubFactory(DelegatedSubjectFactory)
    position = factory.Sequence(lambda n: n + 1)


class LegalTextFactory(DjangoModelFactory):
    """A code of the library, checked."""

    class Meta:
        model = LegalText

    kind = "code"
    name = "Code de la santé publique"
    wording = factory.Sequence(lambda n: f"Vu le code de la santé publique, article {n + 1} ;")
    state = "verified"
    verified_on = dt.date(2025, 12, 1)


class MeetingFactory(DjangoModelFactory):
    """A meeting of the council."""

    class Meta:
        model = Meeting

    authority = factory.SubFactory(OrganisationFactory)
    held_on = factory.Sequence(lambda n: dt.date(2026, 2, 1) + dt.timedelta(days=n))
    in_office = 5


class AttendanceFactory(DjangoModelFactory):
    """A member who is there."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Mme Jeanne DUPONT-{n + 1}")


class CalendarFeedFactory(DjangoModelFactory):
    """An address of somebody's agenda."""

    class Meta:
        model = CalendarFeed

    user = factory.SubFactory("tests.admin.factories.UserFactory")
    name = "Mon téléphone"
    secret_hash = factory.Sequence(lambda n: f"{n:064d}")
    created_at = NOW


def powers_of(act: Act) -> DelegatedSubject:
    """Record what lets the signatory of `act` sign it: mandate, delegation, matter, order.

    A second act of the same authority and signatory makes use of the same records.
    """
    subject = DelegatedSubject.objects.filter(delegation__authority=act.authority).first()
    if subject is None:
        mandate = act.authority.mandates.first() or MandateFactory(authority=act.authority)
        subject = DelegatedSubjectFactory(delegation__mandate=mandate)
    ActPowerFactory(act=act, subject=subject, position=1)
    orders = DelegationOrder.objects.filter(delegate=act.signatory)
    if act.signatory.on_behalf and not orders.exists():
        order = DelegationOrderFactory(
            mandate=subject.delegation.mandate, delegate=act.signatory, domain="la santé"
        )
        order.subjects.add(subject)
    return subject


def vice_president(**fields) -> Representative:
    """Return a vice-president who signs by delegation of the president of the same body."""
    values = {
        "first_name": "Chloé",
        "last_name": "Marin",
        "capacity": "vice-président délégué à la santé",
        "on_behalf": "Par délégation de la présidente",
        "position": 2,
    }
    return RepresentativeFactory(**{**values, **fields})


def ready_act(
    *,
    with_convention: bool = True,
    authority: Organisation | None = None,
    signatory: Representative | None = None,
    **fields,
) -> Act:
    """Return a draft that lacks nothing, with a two-party convention if asked.

    `fields` are columns of the act. Whoever signs has the powers recorded for it; give the
    `authority` of another act, and its `signatory`, to have both in one series.
    """
    if signatory is not None:
        fields |= {"signatory": signatory, "authority": signatory.organisation}
    elif authority is not None:
        fields["authority"] = authority
    act = ActFactory(**fields)
    powers_of(act)
    VisaFactory(
        act=act,
        text="Vu le code général des collectivités territoriales, articles L. 5211-9 et "
        "L. 5211-10 ;",
        position=1,
    )
    RecitalFactory(act=act)
    agreed = ", selon la convention annexée à la présente décision" if with_convention else ""
    provisions = {"DÉCIDE": f"d’ouvrir l’antenne{agreed}.", **USUAL_PROVISIONS}
    for rank, (label, text) in enumerate(provisions.items(), start=1):
        ProvisionFactory(act=act, label=label, text=text, position=rank)
    if with_convention:
        convention = ConventionFactory(reference=f"C-2026-{act.pk}", signature_place="Béthune")
        PartyFactory(
            convention=convention,
            organisation=act.authority,
            representative=act.signatory,
            position=1,
        )
        other = PartyFactory(
            convention=convention,
            position=2,
            representative__first_name="Paul",
            representative__last_name="Béhal",
            representative__gender="m",
        )
        ArticleFactory(convention=convention, position=1)
        promised = ArticleFactory(
            convention=convention, position=2, title="Engagements", body="", committed_party=other
        )
        CommitmentFactory(article=promised)
        AnnexFactory(act=act, title="Convention", text="", convention=convention)
    return act
