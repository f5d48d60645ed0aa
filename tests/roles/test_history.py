"""What changed in an account and in its rights is told, and only that."""

import pytest
from django.contrib.auth.models import Group, User, update_last_login
from django.urls import reverse

from csipa.audit.sources import source_named, undeclared
from csipa.roles.catalogue import ADMINISTRATOR, HEAD, READER, SECRETARY
from csipa.roles.history import account_history
from csipa.roles.keeping import group_of
from tests.admin.browser import form_of
from tests.roles.accounts import account
from tests.sites.factories import SiteFactory, SiteScopeFactory

pytestmark = pytest.mark.django_db


def told(user):
    return [
        (row.deed, change.label, change.old, change.new)
        for entry in account_history(user)
        for row in entry.rows
        for change in row.changes
    ]


def test_roles_given_and_taken_are_told_with_who_did_it(client):
    boss = account(ADMINISTRATOR, first_name="Karim", last_name="Benali")
    user = account(READER)
    client.force_login(boss)
    page = reverse("admin:auth_user_change", args=[user.pk])
    data = form_of(client.get(page))
    client.post(page, {**data, "groups": [str(group_of(HEAD).pk)], "email": ["o@exemple.fr"]})
    assert ("ajout", "Rôle", "vide", "Responsables") in told(user)
    assert ("retrait", "Rôle", "Lecture seule", "vide") in told(user)
    assert any(new == "o@exemple.fr" for _, _, _, new in told(user))
    first = account_history(user)[0]
    assert first.by == "Karim Benali"
    shown = client.get(reverse("admin:auth_user_history", args=[user.pk])).content.decode()
    assert "Responsables" in shown
    assert "o@exemple.fr" in shown


def test_a_role_given_from_the_side_of_the_group_is_told_too():
    user, group = account(), Group.objects.create(name="Stagiaires")
    group.user_set.add(user)
    group.user_set.clear()
    assert ("ajout", "Rôle", "vide", "Stagiaires") in told(user)
    assert ("retrait", "Rôle", "Stagiaires", "vide") in told(user)


def test_activity_and_every_right_are_told():
    user = account()
    user.is_active, user.is_superuser = False, True
    user.save()
    labels = {label for _, label, _, _ in told(user)[:2]}
    assert len(labels) == 2


def test_sites_given_and_taken_are_told():
    user = account(SECRETARY)
    scope = SiteScopeFactory(user=user, site=SiteFactory(name="Robecq"))
    scope.delete()
    assert [line for line in told(user) if line[1] == "Site"] == [
        ("retrait", "Site", "Robecq", "vide"),
        ("ajout", "Site", "vide", "Robecq"),
    ]


def test_a_login_and_a_password_leave_no_version():
    user = account()
    count = User.versions.filter(id=user.pk).count()
    update_last_login(None, user)
    user.set_password("des-mots-assez-longs-pour-entrer")
    user.save(update_fields=["password"])
    assert User.versions.filter(id=user.pk).count() == count
    fields = {field.name for field in User.versions.model._meta.get_fields()}
    assert not fields & {"password", "last_login"}


def test_versions_of_accounts_are_chained():
    assert undeclared() == []
    for label in ("roles.historicaluser", "roles.historicaluser_groups"):
        assert source_named(label).is_history


def test_the_history_of_an_account_costs_the_same_for_many_changes(django_assert_max_num_queries):
    user = account()
    for site in [SiteFactory() for _ in range(4)]:
        SiteScopeFactory(user=user, site=site)
    account_history(user)
    with django_assert_max_num_queries(8):
        account_history(user)
