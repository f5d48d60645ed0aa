"""Who sends acts: what the envelope demands of them."""

import dataclasses

import pytest

from conventions.rules.actes.remarks import Remark
from conventions.rules.actes.senders import Sender, is_email, sender_faults, sender_warnings

GOOD = Sender(
    siren="200072460",
    department="062",
    arrondissement="2",
    nature="46",
    operator="SLO",
    contact_name="Anne Leroy",
    contact_phone="03 21 00 00 00",
    emails=("actes@agglo.fr",),
)


def changed(**values):
    return dataclasses.replace(GOOD, **values)


def test_an_agglomeration_that_is_fully_known_may_send():
    assert list(sender_faults(GOOD)) == []
    assert list(sender_warnings(GOOD)) == []


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"siren": ""}, "SIREN"),
        ({"siren": "20007246"}, "SIREN"),
        ({"department": "62"}, "ACTES_DEPARTMENT"),
        ({"arrondissement": "22"}, "ACTES_ARRONDISSEMENT"),
        ({"nature": "99"}, "ACTES_COLLECTIVITY_NATURE"),
        ({"operator": "slow"}, "ACTES_OPERATOR"),
        ({"emails": ("pas une adresse",)}, "ACTES_RETURN_EMAILS"),
        ({"contact_email": "a@b"}, "ACTES_CONTACT_EMAIL"),
    ],
)
def test_each_thing_that_is_wrong_is_told_with_what_to_do(values, word):
    faults = list(sender_faults(changed(**values)))
    assert len(faults) == 1
    assert faults[0].said
    assert word in str(faults[0])


def test_everything_wrong_is_told_at_once():
    faults = list(sender_faults(changed(siren="", department="", arrondissement="", nature="")))
    assert len(faults) == 4


def test_what_can_wait_is_a_warning():
    assert len(list(sender_warnings(changed(operator="", contact_name="")))) == 2


@pytest.mark.parametrize("good", ["actes@agglo.fr", "a.b-c_d@x-y.z.org"])
def test_addresses_of_the_exchange_are_taken(good):
    assert is_email(good)


@pytest.mark.parametrize("wrong", ["a+b@agglo.fr", "é@agglo.fr", "a@agglo", "a@agglo.technology"])
def test_addresses_that_the_exchange_refuses_are_told(wrong):
    assert not is_email(wrong)


def test_a_remark_reads_as_what_is_wrong_then_what_to_do():
    assert str(Remark("Cela manque.", "Écrivez-le.")) == "Cela manque. Écrivez-le."
    assert str(Remark("Cela manque.")) == "Cela manque."
