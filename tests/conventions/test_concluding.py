"""A convention is signed once its act is enforceable, or with a reason that stays."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from conventions.actions.concluding import ConcludingRefused, conclude, conclusion_refusals
from conventions.models import Conclusion
from tests.admin.browser import form_of
from tests.conventions.agreed import agreed
from tests.conventions.factories import AnnexFactory, ConventionFactory
from tests.conventions.pages import address, send_back, shown
from tests.conventions.review.lives import NEXT_DAY, SIGNED_ON, executory_act, signed_act

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 2, 1)


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def annexed(act, **fields):
    convention = ConventionFactory(**fields)
    AnnexFactory(act=act, text="", convention=convention)
    return convention


def test_the_parties_sign_from_the_day_the_act_is_enforceable():
    convention = annexed(executory_act())
    conclude(convention=convention, by=None, signed_on=NEXT_DAY, today=TODAY)
    assert convention.conclusion.signed_on == NEXT_DAY


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (executory_act, "n’est exécutoire que le 16 janvier 2026"),
        (signed_act, "n’est pas exécutoire (réception et publication manquent)"),
    ],
    ids=["too early", "never enforceable"],
)
def test_an_early_signature_is_refused_without_a_reason_and_kept_with_one(act, said):
    convention = annexed(act())
    with pytest.raises(ConcludingRefused, match="motif") as refused:
        conclude(convention=convention, by=None, signed_on=SIGNED_ON, today=TODAY)
    assert said in str(refused.value).replace("\u00a0", " ")
    assert not Conclusion.objects.exists()
    conclude(
        convention=convention,
        by=None,
        signed_on=SIGNED_ON,
        today=TODAY,
        early_reason=" Ouverture urgente. ",
    )
    assert convention.conclusion.early_reason == "Ouverture urgente."


def test_blanks_are_no_reason():
    refused = conclusion_refusals(
        annexed(executory_act()), signed_on=SIGNED_ON, early_reason="  ", today=TODAY
    )
    assert len(refused) == 1


def test_nobody_signs_on_a_day_to_come_whatever_the_reason():
    convention = annexed(executory_act())
    refused = conclusion_refusals(
        convention, signed_on=dt.date(2026, 2, 2), early_reason="Urgence.", today=TODAY
    )
    assert "à venir" in refused[0]


def test_a_reason_without_a_day_is_asked_for_its_day():
    assert conclusion_refusals(ConventionFactory(), signed_on=None, early_reason="Urgence.")
    assert conclusion_refusals(ConventionFactory(), signed_on=None) == []


def test_another_day_corrects_the_first_and_both_are_remembered():
    convention = annexed(executory_act())
    user = User.objects.create_user("agent")
    for day in (NEXT_DAY, dt.date(2026, 1, 20)):
        conclude(convention=convention, by=user, signed_on=day, today=TODAY)
    versions = Conclusion.history.order_by("history_id")
    assert [row.signed_on for row in versions] == [NEXT_DAY, dt.date(2026, 1, 20)]
    assert versions.last().history_user == user


def signed_by_all(convention, day):
    """Return what fills the column of the signature of every party."""
    parties = convention.parties.values_list("pk", flat=True)
    return {f"p{pk}-signed_on": day for pk in parties}


def test_the_parties_of_a_closed_convention_are_noted_on_its_matrix(manager):
    convention = agreed(2)
    page = address("convention_signatures", convention)
    response = send_back(manager, page, **signed_by_all(convention, "2026-01-20"))
    assert response.status_code == 302
    assert convention.conclusion.signed_on == dt.date(2026, 1, 20)
    assert "20 janvier 2026" in shown(manager.get(address("convention_change", convention)))


def test_the_matrix_refuses_an_early_signature_in_red_until_a_reason_is_given(manager):
    convention = agreed(2)
    page = address("convention_signatures", convention)
    refused = send_back(manager, page, **signed_by_all(convention, "2026-01-15"))
    assert refused.status_code == 200
    assert "n’est exécutoire que le 16 janvier 2026" in shown(refused)
    typed = form_of(refused)
    typed |= {name: ["Urgence."] for name in typed if name.endswith("-early_reason")}
    typed |= {name: [""] for name in typed if name.endswith("-seen-early_reason")}
    assert manager.post(page, typed).status_code == 302
    assert "Motif : Urgence." in shown(manager.get(address("convention_change", convention)))


def test_an_open_convention_is_not_signed_by_its_parties_yet(manager):
    page = shown(manager.get(address("convention_change", ConventionFactory())))
    assert "signatures-panel" not in page
    assert "Dates et délais" not in page


def test_nothing_of_a_closed_convention_can_be_sent(manager):
    convention = annexed(executory_act(), title="Convention")
    page = address("convention_change", convention)
    send_back(manager, page, title="Autre")
    convention.refresh_from_db()
    assert convention.title == "Convention"
    assert convention.version == 1
