"""Replacing what was imported: refused when something noted since would be lost, and named."""

import datetime as dt
import json

import pytest

from conventions.actions import import_file
from conventions.actions.replacing import losses
from conventions.exchange.faults import ExchangeError
from conventions.models import Commitment, Conclusion, Convention
from tests.conventions import acts
from tests.conventions.factories import NOW, ConventionFactory
from tests.conventions.factories_agreements import (
    FulfilmentFactory,
    PartySignatureFactory,
    RenewalDecisionFactory,
    SignedCopyFactory,
    TerminationFactory,
    TrackingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
DAY = dt.date(2026, 3, 2)


def take(data, **options):
    return import_file(content=json.dumps(data).encode(), by=None, now=NOW, **options)


def sign(convention):
    for party in convention.parties.all()[:2]:
        PartySignatureFactory(party=party)


def conclude(convention):
    Conclusion.objects.create(convention=convention, signed_on=DAY)


def file_a_copy(convention):
    SignedCopyFactory(convention=convention)


def fulfil(convention):
    FulfilmentFactory(commitment=Commitment.objects.first())


def follow(convention):
    TrackingFactory(commitment=Commitment.objects.first())


def renew(convention):
    RenewalDecisionFactory(convention=convention)


def terminate(convention):
    TerminationFactory(convention=convention)


def amend(convention):
    ConventionFactory(parent=convention, parent_relation="amendment", rank=1)


def annex(convention):
    ConventionFactory(parent=convention, parent_relation="annex")


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (sign, "2 signatures"),
        (conclude, "1 signature"),
        (file_a_copy, "1 copie déposée"),
        (fulfil, "1 engagement honoré"),
        (follow, "1 engagement suivi"),
        (renew, "1 reconduction"),
        (terminate, "1 résiliation"),
        (amend, "1 avenant"),
        (annex, "1 convention qui en découle"),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
@pytest.mark.parametrize("whole", [True, False], ids=["act", "alone"])
def test_an_import_never_loses_what_was_noted_since(done, said, whole):
    make = acts.decision if whole else acts.convention
    take(make())
    convention = Convention.objects.exclude(reference="").first()
    done(convention)
    with pytest.raises(ExchangeError) as refused:
        take(make(), replace=True)
    (fault,) = refused.value.faults
    assert f"on y perdrait {said}," in str(fault).replace("\u00a0", " ")
    assert Convention.objects.filter(pk=convention.pk).exists()


def test_several_losses_are_told_in_one_sentence():
    convention = take(acts.convention()).convention
    sign(convention)
    amend(convention)
    told = [text.replace("\u00a0", " ") for text in losses([convention])]
    assert told == ["2 signatures", "1 avenant"]


def test_what_was_taken_back_or_says_nothing_is_no_loss():
    convention = take(acts.convention()).convention
    PartySignatureFactory(party=convention.parties.first(), sent_on=None)
    TrackingFactory(commitment=Commitment.objects.first(), periodicity="continuous")
    assert losses([convention]) == []
    assert take(acts.convention(), replace=True).convention.pk != convention.pk


def test_an_act_without_a_convention_loses_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert losses([]) == []
