"""The pages of powers: what a list tells of today, what a form refuses, the page of signature."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conventions.actions import sign_act
from conventions.models import (
    Act,
    ActPower,
    CouncilDelegation,
    DelegatedSubject,
    DelegationOrder,
    Mandate,
)
from tests.conventions.factories import (
    DAY,
    NOW,
    ActFactory,
    ActPowerFactory,
    CouncilDelegationFactory,
    DelegatedSubjectFactory,
    DelegationOrderFactory,
    MandateFactory,
    ready_act,
    vice_president,
)
from tests.conventions.rules.test_powers import plain
from tests.conventions.test_admin import form_data, page, user_with
from tests.sites.factories import OrganisationFactory, RepresentativeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def manager(client):
    """Log in who may do everything."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


@pytest.fixture
def writer(client):
    """Log in who writes acts and may not pass over."""
    client.force_login(user_with("view_act", "change_act"))
    return client


def shown(response):
    """Return the page with ordinary spaces."""
    return plain(response.content.decode()).replace("&nbsp;", " ")


# The act ------------------------------------------------------------------------------------------


def test_the_page_of_a_draft_tells_its_powers_and_its_visas(manager):
    act = ready_act(with_convention=False)
    text = shown(manager.get(page("act_change", act)))
    assert "Vu la délibération n° " in text
    assert "Délibération n° " in text
    assert "</span>en vigueur</span>" in text or "caduque" in text


def test_the_words_of_the_user_take_their_place(manager):
    act = ready_act(with_convention=False, delegation_text="En vertu de mes pouvoirs,")
    text = shown(manager.get(page("act_change", act)))
    assert "Vos mots, ci-dessous, prennent leur place" in text


def test_a_matter_is_chosen_among_those_of_the_authority(manager):
    act = ready_act(with_convention=False)
    mine = DelegatedSubjectFactory(delegation=CouncilDelegation.objects.get(), text="louer")
    other = DelegatedSubjectFactory()
    address = page("act_change", act)
    data = form_data(manager.get(address))
    line = {"powers-TOTAL_FORMS": 2, "powers-1-ORDER": 2}
    response = manager.post(address, {**data, **line, "powers-1-subject": other.pk})
    assert response.status_code == 200
    assert ActPower.objects.count() == 1
    response = manager.post(address, {**data, **line, "powers-1-subject": mine.pk})
    assert response.status_code == 302, response.context["errors"]
    assert [power.subject for power in act.powers.order_by("position")][1] == mine


def test_a_new_act_takes_no_matter_of_another_body(manager):
    subject = DelegatedSubjectFactory()
    authority = OrganisationFactory()
    data = form_data(manager.get(reverse("admin:conventions_act_add"))) | {
        "authority": authority.pk,
        "title": "Objet",
        "nature": "decision",
        "body": "president",
        "powers-TOTAL_FORMS": 1,
        "powers-0-subject": subject.pk,
        "powers-0-ORDER": 1,
    }
    response = manager.post(reverse("admin:conventions_act_add"), data)
    assert response.status_code == 200
    assert "déléguée par le conseil d’une autre collectivité" in shown(response)
    assert not Act.objects.exists()


def test_the_holder_is_told_to_be_prevented_on_the_page(manager):
    vice = vice_president()
    RepresentativeFactory(organisation=vice.organisation)
    act = ActFactory(signatory=vice, authority=vice.organisation)
    address = page("act_change", act)
    data = form_data(manager.get(address))
    manager.post(address, {**data, "signature_prevented": "on"})
    act.refresh_from_db()
    assert act.signature_prevented is True
    data = form_data(manager.get(address)) | {"signature_prevented": ""}
    data.pop("signature_prevented")
    manager.post(address, data)
    act.refresh_from_db()
    assert act.signature_prevented is None


# Mandates, delegations, orders --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({}, "en vigueur", id="in-force"),
        pytest.param({"enforceable_on": dt.date(2999, 1, 1)}, "pas encore exécutoire", id="later"),
        pytest.param({"enforceable_on": None}, "date exécutoire inconnue", id="unknown"),
        pytest.param({"ended_on": dt.date(2023, 1, 1)}, "rapportée", id="repealed"),
    ],
)
def test_the_list_of_delegations_tells_their_state_in_words(manager, fields, words):
    CouncilDelegationFactory(**fields)
    assert f"</span>{words}</span>" in shown(
        manager.get(reverse("admin:conventions_councildelegation_changelist"))
    )


def test_delegations_and_orders_of_a_past_mandate_are_lapsed(manager):
    order = DelegationOrderFactory()
    CouncilDelegationFactory(mandate=order.mandate)
    MandateFactory(authority=order.authority, installed_on=dt.date(2024, 1, 1))
    lists = {
        name: shown(manager.get(reverse(f"admin:conventions_{name}_changelist")))
        for name in ("councildelegation", "delegationorder", "mandate")
    }
    assert "caduque (mandat terminé)" in lists["councildelegation"]
    assert "caduc (mandat terminé)" in lists["delegationorder"]
    assert "</span>terminé</span>" in lists["mandate"]
    assert "</span>en cours</span>" in lists["mandate"]
    assert "31 décembre 2023" in lists["mandate"]


@pytest.mark.parametrize("name", ["mandate", "councildelegation", "delegationorder"])
def test_lists_take_as_many_queries_for_one_row_as_for_many(manager, name):
    def make():
        order = DelegationOrderFactory()
        DelegatedSubjectFactory(delegation__mandate=order.mandate)
        act = ready_act(with_convention=False)
        sign_act(act=act, by=None, on=DAY, now=NOW)
        order.act, order.authority = Act.objects.get(pk=act.pk), act.authority
        order.save()

    def count():
        manager.get(reverse(f"admin:conventions_{name}_changelist"))
        with CaptureQueriesContext(connection) as captured:
            manager.get(reverse(f"admin:conventions_{name}_changelist"))
        return len(captured)

    make()
    few = count()
    make()
    make()
    assert count() == few


def delegation_data(mandate, **changes):
    """Return what a form of a delegation sends."""
    return {
        "authority": mandate.authority_id,
        "mandate": mandate.pk,
        "act": "",
        "number": "2022/CC031",
        "date": "2022-05-31",
        "enforceable_on": "2022-06-02",
        "ended_on": "",
        "delegate": "executive",
        "subdelegation_allowed": "on",
        "subjects-TOTAL_FORMS": 2,
        "subjects-INITIAL_FORMS": 0,
        "subjects-0-text": "approuver les conditions de mise à disposition",
        "subjects-0-ORDER": 1,
        "subjects-1-text": "décider du louage de choses",
        "subjects-1-ORDER": 2,
        **changes,
    }


ADD_DELEGATION = "admin:conventions_councildelegation_add"


def test_a_delegation_is_recorded_with_its_matters_in_order(manager):
    data = delegation_data(MandateFactory())
    response = manager.post(reverse(ADD_DELEGATION), data)
    assert response.status_code == 302, response.context["errors"]
    texts = DelegatedSubject.objects.order_by("position").values_list("text", flat=True)
    assert list(texts) == [data["subjects-0-text"], data["subjects-1-text"]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"date": ""}, "Donnez la date de l’acte", id="no-date"),
        pytest.param({"enforceable_on": "2022-05-30"}, "avant sa date", id="force-before-date"),
        pytest.param({"date": "2020-07-07"}, "avant l’installation de ce conseil", id="mandate"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(manager, changes, message):
    response = manager.post(reverse(ADD_DELEGATION), delegation_data(MandateFactory(), **changes))
    assert message in shown(response)
    assert not CouncilDelegation.objects.exists()


def test_the_mandate_of_another_body_is_refused(manager):
    data = delegation_data(MandateFactory(), authority=OrganisationFactory().pk)
    response = manager.post(reverse(ADD_DELEGATION), data)
    assert "Ce mandat est celui d’une autre collectivité" in shown(response)


def test_an_act_of_the_register_gives_its_number_and_dates(manager):
    mandate = MandateFactory()
    act = ready_act(with_convention=False, authority=mandate.authority, nature="deliberation")
    act.powers.all().delete()
    Act.objects.filter(pk=act.pk).update(body="council")
    sign_act(act=act, by=None, on=dt.date(2022, 5, 31), now=NOW)
    CouncilDelegation.objects.all().delete()
    data = delegation_data(mandate, act=act.pk, number="faux", date="", enforceable_on="")
    response = manager.post(reverse(ADD_DELEGATION), data)
    assert response.status_code == 302, response.context["errors"]
    delegation = CouncilDelegation.objects.get()
    assert (delegation.number, delegation.date) == ("2022 001", dt.date(2022, 5, 31))
    text = shown(manager.get(reverse("admin:conventions_councildelegation_changelist")))
    assert "Délibération n° 2022 001 du 31 mai 2022" in text
    assert "date exécutoire inconnue" in text


def test_a_matter_that_acts_use_is_not_deleted(manager):
    act = ready_act(with_convention=False)
    delegation = act.powers.get().subject.delegation
    address = page("councildelegation_change", delegation)
    data = form_data(manager.get(address)) | {"subjects-0-DELETE": "on"}
    response = manager.post(address, data)
    assert response.status_code == 200
    assert DelegatedSubject.objects.exists()


def order_data(subject, delegate, **changes):
    """Return what a form of an order sends."""
    mandate = subject.delegation.mandate
    return {
        "authority": mandate.authority_id,
        "mandate": mandate.pk,
        "act": "",
        "number": "2022_A031",
        "date": "2022-06-10",
        "enforceable_on": "2022-06-14",
        "ended_on": "",
        "delegate": delegate.pk,
        "kind": "functions",
        "domain": "la santé",
        "subjects": [subject.pk],
        **changes,
    }


ADD_ORDER = "admin:conventions_delegationorder_add"


def test_an_order_is_recorded_with_its_matters(manager):
    subject = DelegatedSubjectFactory()
    delegate = vice_president(organisation=subject.delegation.authority)
    response = manager.post(reverse(ADD_ORDER), order_data(subject, delegate))
    assert response.status_code == 302, response.context["errors"]
    assert list(DelegationOrder.objects.get().subjects.all()) == [subject]


def test_an_order_delegates_nothing_of_another_body_nor_to_a_stranger(manager):
    subject, other = DelegatedSubjectFactory(), DelegatedSubjectFactory()
    data = order_data(subject, vice_president(), subjects=[subject.pk, other.pk])
    text = shown(manager.post(reverse(ADD_ORDER), data))
    assert "ne représente pas cette collectivité" in text
    assert "déléguée par le conseil d’une autre collectivité" in text
    assert not DelegationOrder.objects.exists()


def test_an_order_delegates_nothing_that_falls_with_another_council(manager):
    subject = DelegatedSubjectFactory()
    authority = subject.delegation.authority
    next_mandate = MandateFactory(authority=authority, installed_on=dt.date(2026, 4, 17))
    data = order_data(subject, vice_president(organisation=authority)) | {
        "mandate": next_mandate.pk,
        "date": "2026-04-21",
        "enforceable_on": "2026-04-22",
    }
    text = shown(manager.post(reverse(ADD_ORDER), data))
    assert "donnée sous un autre mandat" in text
    assert not DelegationOrder.objects.exists()


def test_the_form_of_an_order_groups_matters_by_deliberation(manager):
    order = DelegationOrderFactory()
    subject = DelegatedSubjectFactory(delegation__mandate=order.mandate)
    DelegatedSubjectFactory()
    response = manager.get(page("delegationorder_change", order))
    choices = list(response.context["adminform"].form.fields["subjects"].choices)
    assert len(choices) == 1
    label, matters = choices[0]
    assert plain(label).startswith(f"Délibération n° {subject.delegation.number} du 31 mai 2022")
    assert [text for _, text in matters] == [subject.text]


@pytest.mark.parametrize("name", ["mandate", "councildelegation", "delegationorder"])
def test_a_new_record_opens_with_the_mandate_that_runs(manager, name):
    mandate = MandateFactory(installed_on=dt.date(2020, 7, 8))
    response = manager.get(reverse(f"admin:conventions_{name}_add"))
    form = response.context["adminform"].form
    assert form["authority"].value() in (mandate.authority_id, mandate.authority)
    if name != "mandate":
        assert form["mandate"].value() in (mandate.pk, mandate)


def test_a_mandate_is_recorded_once(manager):
    mandate = MandateFactory()
    data = {"authority": mandate.authority_id, "installed_on": "2020-07-08", "members": ""}
    response = manager.post(reverse("admin:conventions_mandate_add"), data)
    assert "Ce mandat est déjà enregistré" in shown(response)
    assert Mandate.objects.count() == 1


@pytest.mark.parametrize("name", ["mandate", "councildelegation", "delegationorder"])
def test_pages_are_closed_to_whoever_may_not_see_them(writer, name):
    assert writer.get(reverse(f"admin:conventions_{name}_changelist")).status_code == 403


def test_the_choice_of_matters_is_read_once_for_all_lines(manager):
    act = ready_act(with_convention=False)
    delegation = CouncilDelegation.objects.get()

    def count():
        manager.get(page("act_change", act))
        with CaptureQueriesContext(connection) as captured:
            manager.get(page("act_change", act))
        return len(captured)

    few = count()
    for rank in range(2, 5):
        subject = DelegatedSubjectFactory(delegation=delegation)
        ActPowerFactory(act=act, subject=subject, position=rank)
    assert count() == few
