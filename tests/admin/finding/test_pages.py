"""The box on every page, and the page of results that needs no script."""

import logging

import pytest
from django.urls import reverse

from csipa.admin.finding.pages import CUT, HINT, NOTHING
from csipa.admin.finding.words import MOST_SIGNS
from tests.admin.finding.asking import agent, ask, shown
from tests.conventions.factories import ActFactory
from tests.sites.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:search")


def results(client, typed):
    return client.get(PAGE, {"q": typed}).content.decode()


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/conventions/act/", "/admin/conventions/act/add/", "/saisie/"]
)
def test_every_page_of_the_back_office_has_the_box(admin_client, address):
    text = admin_client.get(address).content.decode()
    assert f'action="{PAGE}"' in text
    assert 'role="combobox"' in text
    assert f'data-url="{reverse("admin:search_found")}"' in text


def test_window_of_a_choice_and_the_door_have_no_box(admin_client, client):
    assert 'id="find"' not in admin_client.get("/admin/sites/site/add/?_popup=1").content.decode()
    client.logout()
    assert 'id="find"' not in client.get("/admin/login/").content.decode()


def test_page_of_results_needs_no_script(admin_client):
    act = ActFactory(title="Bail de la maison de Robecq")
    text = results(admin_client, "maison robecq")
    assert f'href="/admin/conventions/act/{act.pk}/change/"' in text
    assert 'value="maison robecq"' in text
    assert "1\u00a0résultat." in text
    assert "Changer de thème" not in results(admin_client, "thème")


def test_what_is_typed_is_shown_and_not_obeyed(admin_client):
    text = results(admin_client, '"><script>alert(1)</script>')
    assert "<script>alert" not in text


def test_names_are_shown_and_not_obeyed(admin_client):
    OrganisationFactory(official_name="association <img src=x> Zirconium")
    assert "<img" not in shown(admin_client, "zirconium")
    assert "&lt;img" in shown(admin_client, "zirconium")


def test_one_letter_is_answered_by_a_hint_and_no_search(admin_client, django_assert_num_queries):
    ask(admin_client, "b")
    with django_assert_num_queries(2):  # the session, the person
        answer = ask(admin_client, "b")
    assert (answer.told, answer.groups) == (HINT, [])


def test_one_figure_is_looked_for(admin_client):
    ActFactory(number="2026 008")
    assert ask(admin_client, "8").groups


def test_nothing_found_is_said_in_a_sentence(admin_client):
    assert ask(admin_client, "zzzz").told == NOTHING


def test_long_text_is_cut_and_said_so(admin_client):
    ActFactory(title="x" * MOST_SIGNS)
    answer = ask(admin_client, "x" * 5000)
    assert answer.told == f"1\u00a0résultat. {CUT}"


def test_nothing_is_sent_by_post(admin_client):
    assert admin_client.post(PAGE).status_code == 405
    assert admin_client.post(reverse("admin:search_found")).status_code == 405


def test_who_is_not_logged_in_is_sent_to_the_door(client):
    for address in (PAGE, reverse("admin:search_found")):
        assert client.get(address, {"q": "robecq"}).status_code == 302


def test_answers_are_kept_by_nobody_on_the_way(admin_client):
    for address in (PAGE, reverse("admin:search_found")):
        assert "no-store" in admin_client.get(address, {"q": "robecq"})["Cache-Control"]


def test_journal_holds_nothing_of_what_was_typed(admin_client, caplog):
    with caplog.at_level(logging.DEBUG, logger="csipa"):
        logger = logging.getLogger("csipa.access")
        logger.addHandler(caplog.handler)
        try:
            ask(admin_client, "Zirconium")
        finally:
            logger.removeHandler(caplog.handler)
    assert any("recherche" in record.getMessage() for record in caplog.records)
    assert "irconium" not in caplog.text


def test_somebody_without_rights_finds_nothing_and_is_told_so(client):
    agent(client)
    ActFactory(title="Bail de Robecq")
    assert ask(client, "robecq").told == NOTHING
