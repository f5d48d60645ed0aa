"""The visas of delegation: right to the letter, from the records."""

import datetime as dt
from dataclasses import replace

import pytest

from conventions.rules.delegation_wording import (
    Named,
    delegation_dates,
    delegation_visas,
    for_prevented,
)
from conventions.rules.power_records import Subject
from csipa.french.grammar import Gender
from tests.conventions.rules.test_powers import (
    BY_VICE,
    DAY,
    DECISION,
    DELEGATION,
    LEASES,
    ORDER,
    PREMISES,
    RENEWED,
    plain,
    with_order,
)

LEMOINE = Named("Mme Claire LEMOINE", "vice-présidente déléguée à la santé")


def visas(case, *, holder=Gender.MASCULINE, signatory=LEMOINE, day=DAY):
    """Return the visas with ordinary spaces."""
    return [
        plain(visa) for visa in delegation_visas(case, holder=holder, signatory=signatory, day=day)
    ]


def test_a_decision_cites_the_deliberation_and_the_order():
    deliberation, order = visas(BY_VICE)
    assert deliberation == (
        "Vu la délibération n° 2022/CC031 du 31 mai 2022, exécutoire le 2 juin 2022, par laquelle "
        "le conseil communautaire a délégué au président le pouvoir d’approuver la mise à "
        "disposition des locaux ;"
    )
    assert order == (
        "Vu l’arrêté n° 2022_A003 du 1er juillet 2022, exécutoire le 4 juillet 2022, portant "
        "délégation de fonctions à Mme Claire LEMOINE, vice-présidente déléguée à la santé ;"
    )


@pytest.mark.parametrize(
    ("body", "holder", "delegate", "expected"),
    [
        ("president", Gender.MASCULINE, "executive", "le conseil communautaire a délégué au p"),
        ("president", Gender.FEMININE, "executive", "communautaire a délégué à la présidente le"),
        ("mayor", Gender.MASCULINE, "executive", "le conseil municipal a délégué au maire le"),
        ("mayor", Gender.FEMININE, "executive", "le conseil municipal a délégué à la maire le"),
        ("bureau", Gender.FEMININE, "bureau", "le conseil communautaire a délégué au bureau le"),
        ("president", Gender.FEMININE, "vice", "a délégué aux vice-présidents le pouvoir"),
    ],
)
def test_the_delegate_agrees_with_the_holder(body, holder, delegate, expected):
    grant = replace(DELEGATION, delegate=delegate)
    case = replace(DECISION, body=body, subjects=(replace(PREMISES, delegation=grant),))
    (visa,) = visas(case, holder=holder)
    assert expected in visa


def test_several_matters_of_one_deliberation_are_one_visa():
    subjects = (PREMISES, replace(LEASES, text="Décider du louage de choses. "))
    (visa,) = visas(replace(DECISION, subjects=subjects))
    assert visa.endswith(
        "le pouvoir d’approuver la mise à disposition des locaux et de décider du louage de "
        "choses ;"
    )


def test_deliberations_that_give_the_same_matter_are_cited_together_by_date():
    earlier = replace(DELEGATION, number="12", date=dt.date(2021, 3, 1), enforceable_on=None)
    subjects = (PREMISES, Subject(9, PREMISES.text, earlier))
    (visa,) = visas(replace(DECISION, subjects=subjects))
    assert visa == (
        "Vu les délibérations n° 12 du 1er mars 2021, et n° 2022/CC031 du 31 mai 2022, exécutoire "
        "le 2 juin 2022, par lesquelles le conseil communautaire a délégué au président le "
        "pouvoir d’approuver la mise à disposition des locaux ;"
    )
    assert delegation_dates(replace(DECISION, subjects=subjects)) == [
        dt.date(2021, 3, 1),
        dt.date(2022, 5, 31),
    ]


def test_deliberations_on_different_matters_are_cited_apart():
    other = replace(DELEGATION, number="12", date=None, enforceable_on=None)
    first, second = visas(replace(DECISION, subjects=(PREMISES, replace(LEASES, delegation=other))))
    assert "2022/CC031" in first
    assert second.startswith("Vu la délibération n° 12, par laquelle")


def test_several_orders_are_plural_and_signature_is_told_apart():
    second = replace(ORDER, number="2023_A001", date=dt.date(2023, 1, 2), subjects=frozenset({2}))
    case = replace(BY_VICE, orders=(second, ORDER), subjects=(PREMISES, LEASES))
    assert visas(case)[-1].startswith(
        "Vu les arrêtés n° 2022_A003 du 1er juillet 2022, exécutoire le 4 juillet 2022, et "
        "n° 2023_A001 du 2 janvier 2023, exécutoire le 4 juillet 2022, portant délégation de "
        "fonctions à"
    )
    signature = with_order(BY_VICE, kind="signature")
    assert "portant délégation de signature à" in visas(signature)[-1]


@pytest.mark.parametrize(
    ("case", "day", "count"),
    [
        pytest.param(replace(BY_VICE, prevented=True), DAY, 1, id="suppleance-cites-no-order"),
        pytest.param(DECISION, DAY, 1, id="holder-cites-no-order"),
        pytest.param(BY_VICE, RENEWED, 1, id="lapsed-order"),
        pytest.param(BY_VICE, None, 2, id="no-day"),
        pytest.param(with_order(BY_VICE, ended_on=DAY), None, 1, id="repealed-order"),
        pytest.param(replace(BY_VICE, nature="arrete"), DAY, 1, id="own-powers-cite-the-order"),
        pytest.param(replace(DECISION, nature="arrete"), DAY, 0, id="own-powers"),
        pytest.param(
            replace(DECISION, body="council", nature="deliberation"), DAY, 0, id="council"
        ),
    ],
)
def test_only_what_the_act_rests_on_is_cited(case, day, count):
    assert len(visas(case, day=day)) == count


@pytest.mark.parametrize(
    ("body", "holder", "expected"),
    [
        ("president", Gender.MASCULINE, "Pour le président empêché,"),
        ("president", Gender.FEMININE, "Pour la présidente empêchée,"),
        ("council", Gender.FEMININE, "Pour la présidente empêchée,"),
        ("mayor", Gender.MASCULINE, "Pour le maire empêché,"),
        ("municipal_council", Gender.FEMININE, "Pour la maire empêchée,"),
        ("director", Gender.FEMININE, "Pour la directrice empêchée,"),
    ],
)
def test_a_prevented_holder_is_named_in_her_gender(body, holder, expected):
    assert for_prevented(body, holder) == expected
