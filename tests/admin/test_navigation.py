"""The menu: by part of the work, and only what a person may see."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory
from django.urls import reverse

from csipa.admin import Section, site
from tests.admin.factories import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db


def menu(user):
    """Return the names of the pages that a person sees, by section."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return {
        part["name"]: [entry["object_name"] for entry in part["models"]]
        for part in admin.site.get_app_list(request)
    }


def agent(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_sections_come_in_the_order_of_the_work():
    names = list(menu(UserFactory(is_superuser=True)))
    order = [section.value for section in Section]
    assert names == [name for name in order if name in names]
    assert {"Sites", "Actes et conventions", "Territoire", "Réglages"} <= set(names)


def test_accounts_and_groups_are_settings():
    assert {"User", "Group"} <= set(menu(UserFactory(is_superuser=True))["Réglages"])


def test_a_section_shows_only_to_those_who_may_see_something_in_it():
    assert menu(agent("view_site")) == {"Sites": ["Site"]}


def test_somebody_without_rights_sees_no_section(client):
    user = agent()
    assert menu(user) == {}
    client.force_login(user)
    page = client.get(reverse("admin:index")).content.decode()
    assert "ne donne encore accès à aucune rubrique" in page


def test_a_hidden_page_is_in_no_menu():
    hidden = [m for m, page in admin.site._registry.items() if page.hidden_in_menu]
    seen = [name for names in menu(UserFactory(is_superuser=True)).values() for name in names]
    assert not {model._meta.object_name for model in hidden} & set(seen)


def test_one_page_says_what_each_page_is_for(camille):
    assert "Bonjour Camille" in camille.get(reverse("admin:index")).content.decode()
    page = camille.get(reverse("admin:plan")).content.decode()
    assert admin.site.get_model_admin(Permission.group_set.rel.related_model).description in page


def test_the_address_of_an_application_leads_to_the_start_page(camille):
    response = camille.get("/admin/sites/")
    assert (response.status_code, response.url) == (302, reverse("admin:index"))


def test_the_root_leads_to_the_start_page(camille):
    response = camille.get("/")
    assert (response.status_code, response.url) == (302, reverse("admin:index"))


def test_what_is_ticked_is_told_without_a_gender(client):
    client.force_login(UserFactory(is_superuser=True))
    GroupFactory()
    listed = client.get(reverse("admin:auth_group_changelist")).content.decode()
    assert f"0 sur {Group.objects.count()} dans la sélection" in listed
    assert "Supprimer la sélection" in listed
    assert "sélectionné" not in listed
    script = client.get(reverse("admin:jsi18n")).content.decode()
    assert "%(sel)s sur %(cnt)s dans la s\\u00e9lection" in script


def test_people_with_the_same_rights_share_a_menu_and_each_page_marks_its_own(client):
    pages = {}
    for address in (reverse("admin:sites_site_changelist"), reverse("admin:plan")):
        client.force_login(agent("view_site", "view_room"))
        pages[address] = client.get(address).content.decode()
    for address, page in pages.items():
        marked = [
            line for line in page.splitlines() if "aria-current" in line and "nav-link" in line
        ]
        assert len(marked) == 2
        assert all(f'href="{address}"' in line for line in marked)


def test_a_right_given_or_taken_changes_the_menu_at_once():
    user = agent("view_site")
    assert menu(user) == {"Sites": ["Site"]}
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    user = type(user).objects.get(pk=user.pk)
    assert "Person" in menu(user)["Effectifs"]
    user.user_permissions.clear()
    assert menu(type(user).objects.get(pk=user.pk)) == {}


def test_one_set_of_rights_more_than_are_kept_changes_nothing(monkeypatch):
    monkeypatch.setattr(site, "_MENUS_KEPT", 1)
    assert menu(agent("view_site")) == {"Sites": ["Site"]}
    assert "Person" in menu(agent("view_person"))["Effectifs"]
    assert menu(agent("view_site")) == {"Sites": ["Site"]}
