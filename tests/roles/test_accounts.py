"""Whoever opens accounts gains no right by it, and an account says what it sees."""

import html
import re

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from csipa.roles.catalogue import ADMINISTRATOR, COORDINATOR, HEAD, READER, ROLES, SECRETARY
from csipa.roles.keeping import group_of
from sites.models import CommunityScope, SiteScope
from tests.admin.browser import form_of
from tests.roles.accounts import account
from tests.sites.factories import SiteFactory, SiteScopeFactory
from tests.sites.factories_territory import CommunityFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/auth/user/add/"
PASSWORD = "des-mots-assez-longs-pour-entrer"


@pytest.fixture
def technician(client):
    """Return the technical administrator, logged in."""
    user = account(ADMINISTRATOR, username="technique")
    client.force_login(user)
    return user


@pytest.fixture
def root():
    return account(username="racine", is_superuser=True, email="racine@exemple.fr")


def page_of(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def words(answer):
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", html.unescape(bare).replace("\u202f", " ").replace("\xa0", " "))


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.usefixtures("technician")
def test_an_account_is_opened_then_given_a_role_and_sites(client):
    site = SiteFactory()
    made = {"username": "odile", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(ADD, {**form_of(client.get(ADD)), **made})
    odile = User.objects.get(username="odile")
    assert answer.url == page_of(odile)
    assert not odile.is_staff
    data = form_of(client.get(page_of(odile)))
    data |= {"groups": [str(group_of(SECRETARY).pk)]}
    data |= {"site_scopes-TOTAL_FORMS": ["1"], "site_scopes-0-site": [str(site.pk)]}
    assert client.post(page_of(odile), data).status_code == 302
    assert [group.name for group in odile.groups.all()] == [SECRETARY.name]
    assert [scope.site for scope in SiteScope.objects.filter(user=odile)] == [site]
    assert fresh(odile).is_staff


@pytest.mark.usefixtures("technician")
def test_a_cpts_is_given_on_the_page_of_the_account(client):
    etienne, community = account(COORDINATOR), CommunityFactory()
    data = form_of(client.get(page_of(etienne)))
    data |= {"community_scopes-TOTAL_FORMS": ["1"]}
    data |= {"community_scopes-0-community": [str(community.pk)]}
    assert client.post(page_of(etienne), data).status_code == 302
    assert CommunityScope.objects.get().user == etienne


@pytest.mark.usefixtures("technician")
def test_an_account_that_loses_its_role_enters_no_more(client):
    user = account(READER)
    data = form_of(client.get(page_of(user)))
    client.post(page_of(user), {**data, "groups": []})
    assert not fresh(user).is_staff


@pytest.mark.usefixtures("technician")
def test_nobody_is_made_superuser_by_somebody_who_is_not(client):
    user = account(READER)
    page = client.get(page_of(user))
    assert "is_superuser" not in page.context["adminform"].form.fields
    tampered = {**form_of(page), "is_superuser": ["on"], "is_staff": ["on"]}
    tampered |= {"user_permissions": [str(one.pk) for one in Permission.objects.all()[:9]]}
    client.post(page_of(user), tampered)
    assert not fresh(user).is_superuser
    assert not user.user_permissions.exists()
    made = {"username": "odile", "password1": PASSWORD, "password2": PASSWORD}
    client.post(ADD, {**form_of(client.get(ADD)), **made, "is_superuser": "on"})
    assert not User.objects.get(username="odile").is_superuser


@pytest.mark.usefixtures("technician")
def test_the_account_of_a_superuser_is_closed_to_others(client, root):
    page = client.get(page_of(root))
    assert "a tous les droits : seul un compte qui les a aussi le modifie" in words(page)
    before = User.objects.filter(pk=root.pk).values().get()
    other = account(READER)
    data = form_of(client.get(page_of(other)))
    tampered = {**data, "username": ["racine"], "email": ["moi@exemple.fr"], "is_active": []}
    tampered |= {"site_scopes-TOTAL_FORMS": ["1"], "site_scopes-0-site": [str(SiteFactory().pk)]}
    client.post(page_of(root), tampered)
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    assert client.get(password).status_code == 403
    typed = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert client.post(password, typed).status_code == 403
    assert User.objects.filter(pk=root.pk).values().get() == before
    assert not SiteScope.objects.exists()


def test_nobody_changes_their_own_rights(client, technician):
    page = client.get(page_of(technician))
    assert "C’est votre compte" in words(page)
    data = form_of(client.get(page_of(account(READER))))
    tampered = {**data, "username": ["technique"], "groups": [str(group_of(HEAD).pk)]}
    tampered |= {"site_scopes-TOTAL_FORMS": ["1"], "site_scopes-0-site": [str(SiteFactory().pk)]}
    client.post(page_of(technician), tampered)
    assert [group.name for group in technician.groups.all()] == [ADMINISTRATOR.name]
    assert not SiteScope.objects.exists()
    password = reverse("admin:auth_user_password_change", args=[technician.pk])
    assert client.post(password, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403


def test_nobody_chooses_their_own_sites_on_the_page_of_sites(client, technician):
    add, site = "/admin/sites/sitescope/add/", SiteFactory()
    typed = {"user": [str(technician.pk)], "site": [str(site.pk)]}
    client.post(add, {**form_of(client.get(add)), **typed})
    assert not SiteScope.objects.exists()
    mine = SiteScopeFactory(user=technician, site=site)
    address = reverse("admin:sites_sitescope_change", args=[mine.pk])
    client.post(address, {**typed, "site": [str(SiteFactory().pk)]})
    client.post(reverse("admin:sites_sitescope_delete", args=[mine.pk]), {"post": "yes"})
    assert SiteScope.objects.get().site == site


def test_what_is_given_is_a_role_of_the_catalogue(client, technician):
    powerful = Group.objects.create(name="Fait à la main")
    powerful.permissions.set(Permission.objects.filter(codename="change_group"))
    user = account(READER)
    page = client.get(page_of(user))
    offered = page.context["adminform"].form.fields["groups"].queryset
    assert {group.name for group in offered} == {role.name for role in ROLES}
    refused = client.post(page_of(user), {**form_of(page), "groups": [str(powerful.pk)]})
    assert "groups" in refused.context["adminform"].form.errors
    assert not user.groups.filter(pk=powerful.pk).exists()


@pytest.mark.usefixtures("technician")
def test_a_group_made_by_hand_that_an_account_has_stays(client):
    user, by_hand = account(READER), Group.objects.create(name="Fait à la main")
    user.groups.add(by_hand)
    data = form_of(client.get(page_of(user)))
    assert client.post(page_of(user), {**data, "last_name": ["Autre"]}).status_code == 302
    assert by_hand in user.groups.all()


def test_a_superuser_gives_every_group_and_every_right(client, root):
    client.force_login(root)
    by_hand, user = Group.objects.create(name="Fait à la main"), account(READER)
    data = form_of(client.get(page_of(user)))
    client.post(page_of(user), {**data, "groups": [str(by_hand.pk)], "is_superuser": ["on"]})
    assert fresh(user).is_superuser
    assert list(user.groups.all()) == [by_hand]


def test_the_groups_of_roles_are_closed_even_to_superusers(client, root):
    client.force_login(root)
    group = group_of(READER)
    address = reverse("admin:auth_group_change", args=[group.pk])
    assert "un rôle tenu par le programme" in words(client.get(address))
    client.post(address, {"name": "Renommé", "permissions": []})
    client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    client.post(reverse("admin:auth_group_changelist"), chosen)
    kept = Group.objects.get(pk=group.pk)
    assert kept.name == READER.name
    assert kept.permissions.exists()


def test_a_group_is_made_by_hand_by_superusers_only(client, root):
    client.force_login(root)
    client.post("/admin/auth/group/add/", {"name": "Stagiaires"})
    made = Group.objects.get(name="Stagiaires")
    holder = account()
    rights = Permission.objects.filter(content_type__model="group")
    holder.user_permissions.set(rights)
    client.force_login(holder)
    change = reverse("admin:auth_group_change", args=[made.pk])
    assert client.get("/admin/auth/group/add/").status_code == 403
    every = [str(one) for one in Permission.objects.values_list("pk", flat=True)[:50]]
    assert client.post(change, {"name": "Stagiaires", "permissions": every}).status_code == 403
    assert not made.permissions.exists()


def test_the_technical_administrator_manages_accounts_and_nothing_else(client, technician):
    entries = {
        entry["object_name"]
        for section in client.get(reverse("admin:index")).context["app_list"]
        for entry in section["models"]
    }
    assert {"User", "roles"} <= entries
    assert not entries & {"Act", "Convention", "Person", "Post", "Session", "ActivityCount"}
    rights = {right for right in technician.get_all_permissions() if not right.startswith("sites.")}
    assert {right.partition(".")[0] for right in rights} == {"auth", "audit"}
    every = technician.get_all_permissions()
    written = {right for right in every if ".view_" not in right and "scope" not in right}
    assert written == {
        *("auth.add_user", "auth.change_user", "audit.add_verification"),
        *("sites.every_site", "sites.every_community"),
    }


@pytest.mark.usefixtures("technician")
def test_an_account_that_sees_nothing_is_warned_of(client):
    marie, etienne = account(SECRETARY), account(COORDINATOR)
    said = words(client.get(page_of(marie)))
    assert "Ce compte ne voit rien comme « Secrétaires » : choisissez ses sites." in said
    assert "ce compte voit ces sites : aucun, et ces CPTS : aucune." in said
    assert "« Coordination de CPTS » : choisissez ses CPTS." in words(client.get(page_of(etienne)))
    SiteScopeFactory(user=marie, site=SiteFactory(name="Robecq"))
    said = words(client.get(page_of(marie)))
    assert "ne voit rien" not in said
    assert "ce compte voit ces sites : Robecq, et ces CPTS : aucune." in said


@pytest.mark.usefixtures("technician")
def test_an_account_says_what_it_sees(client, root):
    assert "a tous les droits, sur toute la maison" in words(client.get(page_of(root)))
    closed = account(READER, is_active=False)
    assert "Ce compte est fermé : il n’entre plus." in words(client.get(page_of(closed)))
    assert "n’a pas de rôle : il n’entre pas" in words(client.get(page_of(account())))
    reader = words(client.get(page_of(account(READER))))
    assert "ce compte voit ces sites : tous, et ces CPTS : toutes." in reader


def test_closing_an_account_ends_its_sessions_at_once(client, root, django_user_model):
    user = account(READER)
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200
    session = client.session.session_key
    client.force_login(root)
    data = form_of(client.get(page_of(user)))
    client.post(page_of(user), {**data, "is_active": []})
    assert not fresh(user).is_active
    client.cookies["sessionid"] = session
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.usefixtures("technician")
def test_accounts_and_entering_call_things_by_the_same_names(client):
    user = account(READER)
    for page in (ADD, page_of(user)):
        fields = client.get(page).context["adminform"].form.fields
        assert fields["username"].label == "Identifiant"
    listed = client.get(reverse("admin:auth_user_changelist"), {"o": "1"})
    assert listed.context["cl"].filter_specs[-1].title == "rôles"
    assert "Identifiant" in words(listed)
    assert "Nom d’utilisateur" not in words(listed).replace("'", "’")


@pytest.mark.usefixtures("technician")
def test_a_browser_offers_nobody_s_own_address_for_a_new_account(client):
    fields = client.get(ADD).context["adminform"].form.fields
    assert fields["email"].widget.attrs["autocomplete"] == "off"
