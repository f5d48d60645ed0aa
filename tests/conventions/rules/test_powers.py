"""The chain from the council to the signature: each missing link is named, in its order."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.mandates import terms
from conventions.rules.power_records import (
    CouncilGrant,
    OrderGrant,
    PowerCase,
    Signatory,
    Step,
    Subject,
)
from conventions.rules.powers import chain, covering, missing_links

INSTALLED, RENEWED = dt.date(2020, 7, 8), dt.date(2026, 4, 17)
OLD, NEW = terms([INSTALLED, RENEWED])
DAY, EVE = dt.date(2026, 1, 15), dt.date(2026, 4, 16)
DELEGATION = CouncilGrant("2022/CC031", dt.date(2022, 5, 31), OLD, dt.date(2022, 6, 2))
PREMISES = Subject(1, "approuver la mise à disposition des locaux", DELEGATION)
LEASES = Subject(2, "décider du louage de choses", DELEGATION)
ORDER = OrderGrant(
    "2022_A003",
    dt.date(2022, 7, 1),
    OLD,
    dt.date(2022, 7, 4),
    domain="la santé",
    subjects=frozenset({1, 2}),
)
PRESIDENT = Signatory("M. Henri VASSEUR", "président", holder=True)
VICE = Signatory("Mme Claire LEMOINE", "vice-président délégué à la santé", holder=False)
OFFICER = Signatory("M. Jean PETIT", "directeur général adjoint", holder=False)
DECISION = PowerCase(
    body="president",
    nature="decision",
    signatory=PRESIDENT,
    mandates=(OLD, NEW),
    delegations_recorded=True,
    subjects=(PREMISES,),
)
BY_VICE = replace(DECISION, signatory=VICE, orders=(ORDER,))


def codes(case, day=DAY):
    """Return what is missing, by its codes."""
    return [link.code for link in missing_links(case, day)]


def plain(text):
    """Return a sentence with ordinary spaces."""
    return text.replace("\u00a0", " ")


def with_delegation(case, **changes):
    """Return the case with its delegation changed."""
    grant = replace(case.subjects[0].delegation, **changes)
    return replace(case, subjects=tuple(replace(s, delegation=grant) for s in case.subjects))


def with_order(case, **changes):
    """Return the case with its only order changed."""
    return replace(case, orders=(replace(case.orders[0], **changes),))


def test_a_president_signs_a_decision_in_person():
    assert codes(DECISION) == []
    assert [link.step for link in chain(DECISION, DAY)] == [
        Step.MANDATE,
        Step.DELEGATION,
        Step.SUBJECT,
        Step.SIGNATORY,
    ]


def test_a_vice_president_signs_by_order():
    assert codes(BY_VICE) == []
    found = [plain(link.found) for link in chain(BY_VICE, DAY)]
    assert found == [
        "Conseil installé le 8 juillet 2020, en fonction jusqu’au 16 avril 2026",
        "Délibération n° 2022/CC031 du 31 mai 2022, exécutoire le 2 juin 2022",
        "approuver la mise à disposition des locaux",
        "Arrêté n° 2022_A003 du 1er juillet 2022, exécutoire le 4 juillet 2022",
    ]


def test_without_any_mandate_there_is_one_missing_link():
    (link,) = missing_links(replace(BY_VICE, mandates=(), subjects=(), orders=()), DAY)
    assert link.code == "no-mandate-recorded"
    assert link.message.startswith("Aucun mandat n’est enregistré")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(
            replace(DECISION, subjects=(), delegations_recorded=False),
            ["no-delegation"],
            id="no-delegation-at-all",
        ),
        pytest.param(replace(DECISION, subjects=()), ["no-subject"], id="no-subject-chosen"),
        pytest.param(
            with_delegation(DECISION, enforceable_on=None), ["delegation-undated"], id="undated"
        ),
        pytest.param(
            with_delegation(DECISION, enforceable_on=DAY + dt.timedelta(days=1)),
            ["delegation-not-yet"],
            id="executory-tomorrow",
        ),
        pytest.param(with_delegation(DECISION, enforceable_on=DAY), [], id="executory-today"),
        pytest.param(
            with_delegation(DECISION, ended_on=DAY), ["delegation-ended"], id="repealed-today"
        ),
        pytest.param(
            with_delegation(DECISION, ended_on=DAY + dt.timedelta(days=1)),
            [],
            id="repealed-tomorrow",
        ),
        pytest.param(
            with_delegation(DECISION, delegate="bureau"), ["wrong-delegate"], id="to-the-bureau"
        ),
        pytest.param(
            with_delegation(DECISION, delegate="vice"), ["wrong-delegate"], id="to-others"
        ),
        pytest.param(with_delegation(DECISION, foreign=True), ["foreign-delegation"], id="foreign"),
        pytest.param(
            with_delegation(DECISION, subdelegation_allowed=False), [], id="holder-needs-no-leave"
        ),
    ],
)
def test_what_is_missing_of_the_delegation_of_the_council(case, expected):
    assert codes(case) == expected


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(replace(BY_VICE, orders=()), ["no-order"], id="no-order"),
        pytest.param(with_order(BY_VICE, enforceable_on=None), ["order-undated"], id="undated"),
        pytest.param(
            with_order(BY_VICE, enforceable_on=DAY + dt.timedelta(days=1)),
            ["order-not-yet"],
            id="executory-tomorrow",
        ),
        pytest.param(with_order(BY_VICE, enforceable_on=DAY), [], id="executory-today"),
        pytest.param(with_order(BY_VICE, ended_on=DAY), ["order-ended"], id="repealed-today"),
        pytest.param(
            with_order(BY_VICE, subjects=frozenset({2})), ["order-without-subject"], id="other"
        ),
        pytest.param(with_order(BY_VICE, domain=""), [], id="domain-not-needed"),
        pytest.param(
            with_delegation(BY_VICE, subdelegation_allowed=False),
            ["subdelegation-forbidden"],
            id="forbidden",
        ),
        pytest.param(
            with_delegation(replace(BY_VICE, orders=()), subdelegation_allowed=False),
            ["no-order", "subdelegation-forbidden"],
            id="forbidden-and-no-order",
        ),
        pytest.param(with_delegation(BY_VICE, delegate="vice"), [], id="given-to-vice-presidents"),
        pytest.param(
            with_delegation(with_order(BY_VICE, subjects=frozenset()), delegate="vice"),
            [],
            id="vice-presidents-need-no-subdelegation",
        ),
        pytest.param(
            with_delegation(replace(BY_VICE, orders=()), delegate="vice"),
            ["no-order"],
            id="vice-presidents-need-an-order-still",
        ),
        pytest.param(
            replace(BY_VICE, signatory=OFFICER), [], id="official-by-delegation-of-signature"
        ),
        pytest.param(
            replace(BY_VICE, subjects=()), ["no-subject"], id="nothing-chosen-nothing-to-cover"
        ),
    ],
)
def test_what_is_missing_of_the_order(case, expected):
    assert codes(case) == expected


def test_each_subject_must_be_covered_by_an_order_in_force():
    case = replace(with_order(BY_VICE, subjects=frozenset({1})), subjects=(PREMISES, LEASES))
    (link,) = missing_links(case, DAY)
    assert "« décider du louage de choses »" in link.message
    second = replace(ORDER, number="2023_A001", subjects=frozenset({2}))
    assert codes(replace(case, orders=(*case.orders, second))) == []
    assert codes(replace(case, orders=(*case.orders, replace(second, ended_on=DAY)))) == [
        "order-without-subject"
    ]


class TestInstallationOfTheNextCouncil:
    """The real case: delegations of 2020 to 2022, next council installed on 17 April 2026."""

    def test_the_old_powers_hold_until_the_eve(self):
        assert codes(BY_VICE, EVE) == []

    def test_everything_lapses_on_the_day(self):
        links = missing_links(BY_VICE, RENEWED)
        assert [link.code for link in links] == ["delegation-lapsed", "order-lapsed"]
        assert plain(links[0].message) == (
            "La délibération n° 2022/CC031 du 31 mai 2022 est caduque depuis l’installation du "
            "nouveau conseil, le 17 avril 2026 : il faut une nouvelle délibération."
        )

    def test_an_amendment_is_refused_even_with_an_order_of_the_new_mandate(self):
        order = replace(ORDER, mandate=NEW, enforceable_on=dt.date(2026, 4, 29))
        case = replace(BY_VICE, orders=(ORDER, order))
        assert codes(case, dt.date(2026, 5, 4)) == ["delegation-lapsed"]

    def test_new_powers_do_not_hold_before_they_exist(self):
        case = with_delegation(DECISION, mandate=NEW, enforceable_on=dt.date(2026, 4, 21))
        assert codes(case, dt.date(2026, 4, 20)) == ["delegation-not-yet"]
        assert codes(case, dt.date(2026, 4, 21)) == []


def test_a_day_before_the_first_council_known_has_no_mandate():
    (first, *_) = missing_links(BY_VICE, INSTALLED - dt.timedelta(days=1))
    assert first.code == "no-mandate"
    assert "8 juillet 2020" in plain(first.message)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(
            PowerCase("president", "arrete", PRESIDENT, mandates=(OLD,)), [], id="own-powers"
        ),
        pytest.param(
            PowerCase("president", "arrete", VICE, mandates=(OLD,), orders=(ORDER,)),
            [],
            id="own-powers-delegated",
        ),
        pytest.param(
            PowerCase(
                "mayor", "arrete", VICE, mandates=(OLD,), orders=(replace(ORDER, domain=""),)
            ),
            ["order-without-domain"],
            id="own-powers-without-domain",
        ),
        pytest.param(
            PowerCase(
                "mayor",
                "arrete",
                OFFICER,
                mandates=(OLD,),
                orders=(replace(ORDER, domain="", kind="signature"),),
            ),
            [],
            id="signature-needs-no-domain",
        ),
        pytest.param(
            PowerCase("council", "deliberation", PRESIDENT, mandates=(OLD,)), [], id="council"
        ),
        pytest.param(
            PowerCase("municipal_council", "deliberation", PRESIDENT, mandates=(OLD,)),
            [],
            id="municipal-council",
        ),
        pytest.param(
            PowerCase("council", "deliberation", VICE, mandates=(OLD,)),
            ["no-order"],
            id="council-signed-by-another",
        ),
        pytest.param(
            replace(with_delegation(DECISION, delegate="bureau"), body="bureau"), [], id="bureau"
        ),
        pytest.param(
            replace(DECISION, body="bureau", nature="deliberation"),
            ["wrong-delegate"],
            id="bureau-without-delegation-of-its-own",
        ),
        pytest.param(
            replace(
                with_delegation(BY_VICE, delegate="bureau", subdelegation_allowed=False),
                body="bureau",
            ),
            [],
            id="bureau-is-not-subdelegated",
        ),
        pytest.param(replace(DECISION, body="mayor"), [], id="mayor"),
        pytest.param(
            replace(DECISION, body="mayor", subjects=()), ["no-subject"], id="mayor-no-subject"
        ),
        pytest.param(PowerCase("director", "decision", PRESIDENT), [], id="director"),
        pytest.param(
            PowerCase("director", "decision", OFFICER), ["no-order"], id="for-the-director"
        ),
        pytest.param(PowerCase("board", "deliberation", PRESIDENT), [], id="board"),
        pytest.param(replace(DECISION, signatory=None), [], id="signatory-told-elsewhere"),
    ],
)
def test_what_each_body_rests_on(case, expected):
    assert codes(case) == expected


@pytest.mark.parametrize(
    "capacity",
    [
        "vice-président",
        "1er vice-président",
        "vice-présidente déléguée à la santé",
        "adjoint au maire",
        "premier adjoint",
        "première adjointe",
        "deuxième adjoint délégué à la santé",
        "2e adjoint",
        "maire-adjoint",
        "maire adjoint délégué",
        "Adjointe",
    ],
)
def test_a_deputy_replaces_a_prevented_holder_without_any_order(capacity):
    deputy = Signatory("Mme X", capacity, holder=False)
    assert codes(replace(DECISION, signatory=deputy, prevented=True)) == []


@pytest.mark.parametrize(
    "capacity",
    [
        "président",
        "maire",
        "directeur général adjoint",
        "directeur adjoint",
        "adjoint administratif",
        "adjoint technique territorial",
        "secrétaire général",
        "conseiller municipal",
    ],
)
def test_nobody_else_does(capacity):
    other = Signatory("Mme X", capacity, holder=False)
    case = replace(DECISION, signatory=other, prevented=True, orders=(ORDER,))
    assert codes(case) == ["not-a-deputy"]


def test_impediment_does_not_revive_a_lapsed_delegation():
    case = replace(DECISION, signatory=VICE, prevented=True)
    assert codes(case, RENEWED) == ["delegation-lapsed"]


def test_several_delegations_are_each_checked_once_in_their_order():
    other = replace(DELEGATION, number="2021/CC009", ended_on=DAY)
    case = replace(DECISION, subjects=(replace(LEASES, delegation=other), PREMISES))
    assert [link.step for link in chain(case, DAY)] == [
        Step.MANDATE,
        Step.DELEGATION,
        Step.SUBJECT,
        Step.DELEGATION,
        Step.SUBJECT,
        Step.SIGNATORY,
    ]
    assert codes(case) == ["delegation-ended"]


def test_a_number_that_brings_its_own_sign_is_not_given_a_second():
    grant = replace(DELEGATION, number="N°36/2023")
    assert plain(grant.the_name) == "la délibération N°36/2023 du 31 mai 2022"
    assert replace(grant, number="", date=None).name == "délibération"
    assert plain(ORDER.the_name) == "l’arrêté n° 2022_A003 du 1er juillet 2022"


def test_orders_without_a_day_are_those_that_are_not_repealed():
    repealed = replace(ORDER, ended_on=DAY)
    case = replace(BY_VICE, orders=(repealed, ORDER))
    assert covering(case, PREMISES, None) == [ORDER]
    assert covering(case, LEASES, RENEWED) == []


_DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2028, 12, 31))
_MAYBE = st.none() | _DAYS


@given(day=_DAYS, force=_MAYBE, ended=_MAYBE, order_force=_MAYBE, allowed=st.booleans())
def test_who_signs_for_another_never_has_more_power_than_the_holder(
    day, force, ended, order_force, allowed
):
    changes = {"enforceable_on": force, "ended_on": ended, "subdelegation_allowed": allowed}
    holder = with_delegation(DECISION, **changes)
    vice = with_order(with_delegation(BY_VICE, **changes), enforceable_on=order_force)
    assert set(codes(holder, day)) <= set(codes(vice, day))


@given(day=_DAYS, force=_MAYBE, ended=_MAYBE)
def test_every_missing_link_is_one_sentence_that_ends(day, force, ended):
    case = with_delegation(BY_VICE, enforceable_on=force, ended_on=ended)
    for link in missing_links(case, day):
        assert link.message.endswith(".")
        assert link.message[0].isupper()
        assert " :" not in link.message
