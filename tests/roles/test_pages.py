"""« Rôles » and « Mes droits »."""

import html
import re

import pytest
from django.urls import reverse

from csipa.roles.catalogue import ADMINISTRATOR, READER, ROLES, SECRETARY
from csipa.roles.telling import told_roles
from tests.roles.accounts import account
from tests.sites.factories import SiteFactory, SiteScopeFactory

pytestmark = pytest.mark.django_db


def words(answer):
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(bare).replace("\u202f", " ").replace("\xa0", " "))


def test_every_role_is_told_with_what_it_does_and_who_holds_it(client):
    marie = account(SECRETARY, first_name="Marie", last_name="Lefèvre")
    SiteScopeFactory(user=marie, site=SiteFactory(name="Robecq"))
    account(SECRETARY, last_name="Zolnierowicz", is_active=False)
    client.force_login(account(ADMINISTRATOR))
    page = client.get(reverse("admin:roles"))
    said = words(page)
    for role in ROLES:
        assert role.name in said
        assert role.told.replace("\xa0", " ") in said
    assert "Marie Lefèvre Robecq" in said
    assert "Zolnierowicz" not in said
    assert reverse("admin:auth_user_change", args=[marie.pk]) in page.content.decode()
    assert "Personne pour l’instant." in said


def test_what_a_role_may_do_is_told_by_section_of_the_menu():
    told = {one.role: one for one in told_roles()}
    secretary = {section.name: dict(section.lines) for section in told[SECRETARY].sections}
    assert secretary["Sites"]["Sites"] == "Voir"
    assert secretary["Activité"]["Séances"] == "Voir, ajouter, modifier"
    assert not {"Actes et conventions", "Autres données"} & set(secretary)
    assert any("clôturer" in right or "Clore" in right for right in told[SECRETARY].besides)
    reader = told[READER]
    assert all(verbs == "Voir" for section in reader.sections for _, verbs in section.lines)


def test_the_page_costs_the_same_for_many_holders(django_assert_max_num_queries):
    for _ in range(5):
        SiteScopeFactory(user=account(SECRETARY), site=SiteFactory())
    told_roles()
    with django_assert_max_num_queries(5):
        told_roles()


def test_the_page_is_closed_to_those_who_see_neither_accounts_nor_groups(client):
    client.force_login(account(SECRETARY))
    assert client.get(reverse("admin:roles")).status_code == 403


def test_everybody_reads_their_own_rights(client):
    marie = account(SECRETARY)
    SiteScopeFactory(user=marie, site=SiteFactory(name="Robecq"))
    client.force_login(marie)
    page = client.get(reverse("admin:my_rights"))
    said = words(page)
    assert "ce compte voit ces sites : Robecq, et ces CPTS : aucune." in said
    assert SECRETARY.told in said
    assert "Responsables" not in said
    assert reverse("admin:my_rights") in client.get(reverse("admin:index")).content.decode()


def test_own_rights_ask_for_a_login(client):
    assert client.get(reverse("admin:my_rights")).status_code == 302


def test_a_right_of_a_library_that_bears_the_same_name_is_not_given():
    held = account(SECRETARY).get_all_permissions()
    assert "consultations.view_session" in held
    assert not [right for right in held if right.startswith("sessions.")]
