"""Ordered lines: whatever was sent, positions count from 1 to n in the order of the ranks."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.admin.browser import form_of
from tests.conventions.factories import ActFactory, VisaFactory

pytestmark = pytest.mark.django_db


def act_with_visas(*texts):
    act = ActFactory()
    for position, text in enumerate(texts, start=1):
        VisaFactory(act=act, position=position, text=text)
    return act


def address(act):
    return reverse("admin:conventions_act_change", args=[act.pk])


def lines(act):
    return list(act.visa_set.order_by("position").values_list("position", "text"))


@pytest.mark.parametrize(
    ("ranks", "order"),
    [
        pytest.param(["1", "2", "3"], "abc", id="left alone"),
        pytest.param(["3", "2", "1"], "cba", id="turned round"),
        pytest.param(["1", "1", "1"], "abc", id="all the same"),
        pytest.param(["9", "5", "7"], "bca", id="with gaps"),
        pytest.param(["", "1", ""], "bac", id="two without rank"),
        pytest.param(["2", "3", "1"], "cab", id="last first"),
    ],
)
def test_lines_follow_their_ranks(camille, ranks, order):
    act = act_with_visas("a", "b", "c")
    sent = form_of(camille.get(address(act)))
    changes = {f"visa_set-{index}-ORDER": rank for index, rank in enumerate(ranks)}
    assert camille.post(address(act), {**sent, **changes}).status_code == 302
    assert lines(act) == list(enumerate(order, start=1))


def test_a_line_whose_place_alone_changed_leaves_a_history(camille):
    act = act_with_visas("a", "b")
    sent = form_of(camille.get(address(act)))
    camille.post(address(act), {**sent, "visa_set-0-ORDER": "2", "visa_set-1-ORDER": "1"})
    assert [row.position for row in act.visa_set.get(text="a").history.all()] == [2, 1]


def test_a_deleted_line_leaves_no_gap(camille):
    act = act_with_visas("a", "b", "c")
    sent = form_of(camille.get(address(act)))
    assert camille.post(address(act), {**sent, "visa_set-1-DELETE": "on"}).status_code == 302
    assert lines(act) == [(1, "a"), (2, "c")]


def test_a_new_line_goes_where_its_rank_says(camille):
    act = act_with_visas("a", "b")
    sent = form_of(camille.get(address(act)))
    new = {
        "visa_set-TOTAL_FORMS": "3",
        "visa_set-2-id": "",
        "visa_set-2-act": act.pk,
        "visa_set-2-text": "x",
        "visa_set-2-ORDER": "2",
        "visa_set-1-ORDER": "3",
    }
    camille.post(address(act), {**sent, **new})
    assert lines(act) == [(1, "a"), (2, "x"), (3, "b")]


def test_a_new_line_left_empty_is_ignored_whatever_its_rank(camille):
    act = act_with_visas("a")
    sent = form_of(camille.get(address(act)))
    new = {
        "visa_set-TOTAL_FORMS": "2",
        "visa_set-1-id": "",
        "visa_set-1-act": act.pk,
        "visa_set-1-text": "",
        "visa_set-1-ORDER": "2",
    }
    assert camille.post(address(act), {**sent, **new}).status_code == 302
    assert lines(act) == [(1, "a")]


def test_a_new_line_marked_for_deletion_is_ignored_even_if_wrong(camille):
    act = act_with_visas("a")
    sent = form_of(camille.get(address(act)))
    new = {
        "visa_set-TOTAL_FORMS": "2",
        "visa_set-1-id": "",
        "visa_set-1-act": act.pk,
        "visa_set-1-text": "",
        "visa_set-1-cited_date": "hier",
        "visa_set-1-DELETE": "on",
    }
    assert camille.post(address(act), {**sent, **new}).status_code == 302
    assert lines(act) == [(1, "a")]


def test_lines_come_back_in_the_order_typed_when_the_page_has_a_fault(camille):
    act = act_with_visas("a", "b", "c")
    sent = form_of(camille.get(address(act)))
    changes = {
        "title": "",
        "visa_set-0-ORDER": "3",
        "visa_set-1-ORDER": "1",
        "visa_set-2-ORDER": "2",
    }
    answer = camille.post(address(act), {**sent, **changes})
    page = answer.content.decode()
    assert answer.status_code == 200
    places = [page.index(f'id="visa_set-{index}"') for index in (1, 2, 0)]
    assert places == sorted(places)
    assert lines(act) == [(1, "a"), (2, "b"), (3, "c")]


def test_every_input_of_a_line_has_a_name(camille):
    act = act_with_visas("a")
    page = camille.get(address(act)).content.decode()
    assert 'aria-label="Visa, visa 1"' in page
    assert 'aria-label="Rang, visa 1"' in page


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=-5, max_value=10**6), min_size=3, max_size=3))
def test_any_ranks_give_positions_from_one_to_n(camille, ranks):
    act = act_with_visas("a", "b", "c")
    sent = form_of(camille.get(address(act)))
    changes = {f"visa_set-{index}-ORDER": str(rank) for index, rank in enumerate(ranks)}
    assert camille.post(address(act), {**sent, **changes}).status_code == 302
    assert [position for position, _ in lines(act)] == [1, 2, 3]
    assert sorted(text for _, text in lines(act)) == ["a", "b", "c"]
