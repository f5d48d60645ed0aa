"""Where acts stand: the list, the panel of the page, the dates typed below it."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from conventions.actions import record_execution
from conventions.models import Act, Execution
from tests.conventions.factories import ActFactory, AnnexFactory, ConventionFactory
from tests.conventions.pages import address, send_back, shown, staff
from tests.conventions.review.lives import NEXT_DAY, SIGNED_ON, executory_act, signed_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    """Log a manager in."""
    client.force_login(User.objects.create_superuser("gestionnaire", password="x"))
    return client


def ours(**events):
    """Return an act signed here, with its execution."""
    act = signed_act(**events)
    Act.objects.filter(pk=act.pk).update(origin="written")
    act.refresh_from_db()
    return act


def test_the_list_tells_the_stage_the_force_and_the_appeal(manager):
    executory_act()
    page = shown(manager.get(address("act_changelist")))
    assert "Délai de recours clos" in page
    assert "16 janvier 2026" in page
    assert "17 mars 2026" in page


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("to_transmit", "2026 001"), ("closed", "2026 002"), ("draft", ""), ("cancelled", "2026 003")],
)
def test_the_list_is_asked_for_a_stage(manager, wanted, number):
    signed_act(number="2026 001")
    executory_act(number="2026 002")
    signed_act(number="2026 003", cancelled_on=NEXT_DAY)
    ActFactory()
    response = manager.get(address("act_changelist"), {"etape": wanted})
    assert [act.number for act in response.context["cl"].result_list] == [number]


def test_a_stage_that_does_not_exist_filters_nothing(manager):
    executory_act()
    response = manager.get(address("act_changelist"), {"etape": "surprise"})
    assert response.context["cl"].result_count == 1


@pytest.mark.parametrize("column", [3, 5, 6], ids=["signed", "enforceable", "appeal"])
def test_the_list_is_sorted_by_its_dates(manager, column):
    late = executory_act(number="late", received_on=dt.date(2026, 2, 2), published_on=NEXT_DAY)
    soon = executory_act(number="soon")
    Act.objects.filter(pk=late.pk).update(signature_date=NEXT_DAY)
    Execution.objects.filter(act=late).update(published_on=dt.date(2026, 1, 20))
    for order in (f"{column}", f"-{column}"):
        response = manager.get(address("act_changelist"), {"o": order})
        found = [act.pk for act in response.context["cl"].result_list]
        assert found == ([soon.pk, late.pk] if order == f"{column}" else [late.pk, soon.pk])


@pytest.mark.parametrize("asked", [{}, {"etape": "closed"}, {"etape": "to_transmit"}])
def test_the_list_costs_the_same_whatever_its_length(manager, django_assert_max_num_queries, asked):
    def fill(start):
        for number in range(start, start + 6):
            executory_act(number=f"2026 {number:03d}", informal_appeal_on=NEXT_DAY)
            signed_act(number=f"2026 {number + 100:03d}")

    def count():
        with django_assert_max_num_queries(40) as captured:
            manager.get(address("act_changelist"), asked)
        return len(captured)

    fill(1)
    few = count()
    fill(20)
    assert count() == few
    assert few <= 12


def test_the_page_of_an_act_shows_its_life_open_once_signed(manager):
    page = shown(manager.get(address("act_change", executory_act())))
    assert '<details class="card life" open>' in page
    assert "Fin probable du délai de déféré préfectoral" in page
    assert "date calculée" in page
    assert 'href="#section-execution"' in page


def test_a_draft_keeps_its_life_folded(manager):
    page = shown(manager.get(address("act_change", ActFactory())))
    assert '<details class="card life">' in page
    assert "En attente du signataire" in page
    assert "#section-execution" not in page


def test_an_impossible_date_is_told_in_words_with_its_reason(manager):
    page = shown(manager.get(address("act_change", signed_act(received_on=dt.date(2026, 1, 14)))))
    assert "1 date impossible" in page
    assert "life-step life-fault" in page
    assert "alors que l’acte n’a été signé que le 15 janvier 2026" in page


def test_two_conventions_are_told_apart(manager):
    act = executory_act()
    for reference in ("C-1", "C-2"):
        AnnexFactory(act=act, text="", convention=ConventionFactory(reference=reference))
    page = shown(manager.get(address("act_change", act)))
    assert "La convention C-1</h3>" in page
    assert "La convention C-2</h3>" in page


def test_a_reader_sees_the_life_and_no_way_to_change_it(client):
    client.force_login(staff("view_act"))
    page = shown(client.get(address("act_change", executory_act())))
    assert "Dates et délais" in page
    assert "Noter une date" not in page


def test_no_date_of_execution_is_ever_filled_in(manager):
    page = manager.get(address("act_change", signed_act()))
    formset = page.context["inline_admin_formsets"][-1].formset
    assert formset.model is Execution
    assert [field.name for field in formset.forms[0] if field.value() and "_on" in field.name] == []


@pytest.mark.parametrize(
    ("column", "day"),
    [
        ("received_on", "2026-01-14"),
        ("published_on", "2026-01-14"),
        ("sent_on", "2999-01-01"),
        ("informal_reply_on", "2026-01-16"),
        ("completed_on", "2026-01-16"),
    ],
)
def test_a_date_that_cannot_be_is_refused_for_an_act_signed_here(manager, column, day):
    act = ours()
    response = send_back(manager, address("act_change", act), **{f"execution-0-{column}": day})
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][-1].formset
    assert list(formset.forms[0].errors) == [column]
    assert not Execution.objects.exists()


def test_the_dates_of_an_act_signed_here_are_saved_when_they_can_be(manager):
    act = ours()
    response = send_back(
        manager,
        address("act_change", act),
        **{"execution-0-sent_on": "2026-01-15", "execution-0-received_on": "2026-01-16"},
    )
    assert response.status_code == 302
    assert act.execution.received_on == NEXT_DAY


def test_what_the_page_refuses_the_action_refuses_too():
    act = ours()
    with pytest.raises(ValidationError) as refused:
        record_execution(act=act, by=None, received_on=dt.date(2026, 1, 14))
    assert list(refused.value.message_dict) == ["received_on"]
    assert not Execution.objects.exists()
    record_execution(act=signed_act(), by=None, received_on=dt.date(2026, 1, 14))
    assert Execution.objects.exists()


def test_an_imported_act_keeps_the_impossible_date_of_its_source(manager):
    act = signed_act()
    response = send_back(
        manager, address("act_change", act), **{"execution-0-received_on": "2026-01-14"}
    )
    assert response.status_code == 302
    assert act.execution.received_on == dt.date(2026, 1, 14)
    assert "1 date impossible" in shown(manager.get(address("act_change", act)))


def test_execution_can_be_corrected_from_the_date_already_noted(manager):
    act = ours()
    record_execution(act=act, by=None, received_on=dt.date(2026, 1, 20))
    page = address("act_change", act)
    refused = send_back(manager, page, **{"execution-0-received_on": "2026-01-10"})
    assert refused.status_code == 200
    assert send_back(manager, page, **{"execution-0-received_on": "2026-01-16"}).status_code == 302
    assert Execution.objects.get().received_on == NEXT_DAY
    assert act.signature_date == SIGNED_ON
