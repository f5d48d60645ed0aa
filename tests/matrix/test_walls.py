"""Somebody of one site, or of one CPTS, meets nothing of the others by any door."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin

from consultations.models import Session
from csipa.admin.scope import paths_of
from csipa.roles.catalogue import ADMINISTRATOR, COORDINATOR, MANAGER, READER, SECRETARY
from sites.models import Site
from tests.matrix import walls
from tests.matrix.asking import ask, pages_without_menu
from tests.matrix.finding import finding_faults
from tests.matrix.people import BARE, SUPER, narrowed_to
from tests.matrix.test_matrix import told

pytestmark = pytest.mark.django_db
BOUND = (SECRETARY.name, COORDINATOR.name)


@pytest.fixture(scope="module")
def people(matrix):
    """Those of the matrix, and somebody who writes everything but was given one side."""
    return {**matrix.people, "sur A": narrowed_to(matrix.a, MANAGER)}


def everybodys(model):
    """Tell whether the rows of a model are everybody’s: no path leads from it to a scope."""
    return not paths_of(model)


@pytest.mark.parametrize("name", BOUND)
def test_no_address_tells_of_the_other_side(matrix, name):
    faults = walls.address_faults(matrix, matrix.people[name])
    assert not faults, told(faults)


@pytest.mark.parametrize("name", BOUND)
def test_nothing_is_sent_to_the_other_side(matrix, name):
    faults = walls.address_faults(matrix, matrix.people[name], post=True)
    assert not faults, told(faults)


@pytest.mark.parametrize("name", BOUND)
def test_a_key_of_the_other_side_after_the_question_mark_tells_nothing(matrix, name):
    with pages_without_menu():
        faults = walls.fishing_faults(matrix, matrix.people[name])
    assert not faults, told(faults)


@pytest.mark.parametrize("name", [*BOUND, "sur A"])
def test_no_list_shows_the_other_side_whatever_is_typed(matrix, people, name):
    with walls.unread_pages():
        faults = walls.list_faults(matrix, people[name], everybodys)
    assert not faults, told(faults)


@pytest.mark.parametrize("name", [*BOUND, "sur A"])
def test_the_search_box_finds_nothing_of_the_other_side(matrix, people, name):
    faults = finding_faults(matrix, people[name], everybodys)
    assert not faults, told(faults)


@pytest.mark.parametrize("name", [*BOUND, "sur A"])
def test_no_completion_offers_the_other_side(matrix, people, name):
    faults = walls.completion_faults(matrix, people[name])
    assert not faults, told(faults)


@pytest.mark.parametrize("name", [COORDINATOR.name, "sur A"])
def test_no_choice_takes_a_key_of_the_other_side(matrix, people, name):
    faults, tried = walls.choice_faults(matrix, people[name])
    assert not faults, told(faults)
    assert tried


@pytest.mark.parametrize("name", [COORDINATOR.name, "sur A"])
def test_a_form_sent_with_a_key_of_the_other_side_writes_nothing(matrix, people, name):
    with pages_without_menu():
        faults, sent = walls.tampering_faults(matrix, people[name])
    assert not faults, told(faults)
    assert sent


@pytest.mark.parametrize("name", [*BOUND, "sur A"])
def test_no_action_of_a_list_reaches_the_other_side(matrix, people, name):
    with walls.unread_pages():
        faults = walls.bulk_faults(matrix, people[name], everybodys)
    assert not faults, told(faults)


def test_no_list_lets_anybody_guess_a_column_of_another_model(people):
    faults = [
        fault
        for someone in people.values()
        if someone.role
        for fault in walls.lookup_faults(someone)
    ]
    assert not faults, told(sorted(set(faults)))


def test_whoever_only_reads_writes_nothing_with_a_whole_form(matrix):
    with pages_without_menu():
        faults, sent = walls.viewer_faults(matrix, matrix.people[SUPER], matrix.people[READER.name])
    assert not faults, told(faults)
    assert sent > 40


@pytest.mark.parametrize("name", BOUND)
def test_a_private_address_tells_nothing_of_the_other_side(matrix, name):
    faults = walls.feed_faults(matrix, matrix.people[name])
    assert not faults, told(faults)


def test_no_page_is_reverted_from_its_history():
    """The history of ours is read; that of the library would save what is sent to it."""
    assert not [
        page for page in admin.site._registry.values() if isinstance(page, SimpleHistoryAdmin)
    ]


def test_an_account_that_opens_others_does_not_set_the_password_of_one_that_has_every_right(matrix):
    technician = matrix.people[ADMINISTRATOR.name]
    address = reverse("admin:auth_user_password_change", args=[matrix.people[SUPER].user.pk])
    sent = {
        "password1": "Abricot-7-lunes",
        "password2": "Abricot-7-lunes",
        "usable_password": "true",
    }
    for answer in (
        ask(technician.browser, address),
        ask(technician.browser, address, sent, post=True),
    ):
        assert answer.status == 403
        assert not answer.writes
    other = reverse("admin:auth_user_password_change", args=[matrix.people[BARE].user.pk])
    assert ask(technician.browser, other, sent, post=True).status == 302


# Each wall can fail ----------------------------------------------------------------------------


@pytest.fixture
def open_house(monkeypatch):
    """Narrow nothing any more."""
    monkeypatch.setattr("csipa.admin.scope.narrowed", lambda _request, rows, _paths: rows)


def few(matrix, *names):
    """Return the matrix with some of its addresses alone."""
    kept = [one for one in matrix.addresses if one.name.removeprefix("admin:") in names]
    assert len(kept) == len(names)
    return replace(matrix, addresses=kept)


@pytest.mark.usefixtures("open_house")
def test_a_page_that_narrows_nothing_is_caught(matrix, people):
    someone = people[COORDINATOR.name]
    matrix = few(matrix, *(f"staffing_membership_{page}" for page in ("change", "changelist")))
    assert len(walls.address_faults(matrix, someone)) == 2
    assert walls.address_faults(matrix, someone, post=True)
    with walls.unread_pages():
        assert walls.list_faults(matrix, someone, everybodys)
        assert walls.bulk_faults(matrix, people["sur A"], everybodys)
    assert walls.completion_faults(matrix, someone)
    assert len(finding_faults(matrix, people["sur A"], everybodys)) > 8


def test_a_question_that_widens_is_caught(matrix, monkeypatch):
    monkeypatch.setattr("csipa.admin.scope._keys", lambda _request, _model: None)
    programmes = few(matrix, "conventions_progress", "conventions_decisions")
    assert walls.fishing_faults(programmes, matrix.people[COORDINATOR.name])
    monkeypatch.setattr("consultations.admin.answers.sites_of", lambda _user: Site.objects.all())
    answers = few(matrix, "consultations_answers")
    assert walls.fishing_faults(answers, matrix.people[SECRETARY.name])


def test_a_choice_that_is_not_narrowed_is_caught(matrix, people, monkeypatch):
    monkeypatch.setattr(
        "csipa.admin.scope.ScopedChoices._narrowed_choices",
        lambda _self, _field, _request, given: given,
    )
    monkeypatch.setattr("csipa.admin.scope.ScopeMixin.save_related", ModelAdmin.save_related)
    matrix = few(matrix, "conventions_programme_change", "sites_healthproject_add")
    assert walls.choice_faults(matrix, people["sur A"])[0]
    assert walls.tampering_faults(matrix, people["sur A"])[0]


def test_a_list_that_lets_one_guess_is_caught(people, monkeypatch):
    monkeypatch.setattr(ModelAdmin, "lookup_allowed", lambda *_asked: True)
    assert any("password" in fault for fault in walls.lookup_faults(people[ADMINISTRATOR.name]))


def test_a_private_address_that_tells_all_is_caught(matrix, monkeypatch):
    everything = Session.objects.all()
    monkeypatch.setattr("consultations.review.feeds.sessions_of", lambda _user: everything.all())
    monkeypatch.setattr("consultations.actions.feeds.may_book", _always)
    assert walls.feed_faults(matrix, matrix.people[COORDINATOR.name])


def test_a_page_that_lets_a_reader_write_is_caught(matrix, monkeypatch):
    monkeypatch.setattr("csipa.admin.ModelAdmin.has_change_permission", _always)
    matrix = few(matrix, "sites_territory_change")
    faults, _ = walls.viewer_faults(matrix, matrix.people[SUPER], matrix.people[READER.name])
    assert faults


def _always(*_asked, **_more):
    return True
