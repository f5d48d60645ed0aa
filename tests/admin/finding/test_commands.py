"""Commands: what the menu holds and the person may do, found by their names and by others."""

import pytest
from django.contrib.auth.models import Permission
from django.test import RequestFactory

from csipa.admin.finding.commands import MOST_MAIN, Command, commands, found_commands, main_commands
from csipa.admin.finding.ranking import BEGINNING, EXACT_NAME, INSIDE, WORDS
from csipa.admin.finding.words import read
from tests.admin.factories import UserFactory

BOARD = Command("Tableau des effectifs", "Effectifs", "/ici/", "ETP postes pourvus", "Par métier.")


@pytest.mark.parametrize(
    ("typed", "rank"),
    [
        pytest.param("tableau des effectifs", EXACT_NAME, id="its name"),
        pytest.param("etp", EXACT_NAME, id="another name"),
        pytest.param("postes pourvus", EXACT_NAME, id="another name of two words"),
        pytest.param("tabl", BEGINNING, id="the beginning"),
        pytest.param("effectifs tableau", WORDS, id="words in another order"),
        pytest.param("pourv", WORDS, id="the beginning of another name"),
        pytest.param("métier", INSIDE, id="its sentence"),
        pytest.param("bleau", None, id="inside a word"),
        pytest.param("tableau zzz", None, id="one word too many"),
    ],
)
def test_command_answers_to_its_names(typed, rank):
    assert BOARD.rank(read(typed)) == rank


def asked_by(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def agent(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def titles(user, *, scripted=True):
    return [command.title for command in commands(asked_by(user), scripted=scripted)]


def first(user, typed):
    """Return the titles found, the best first."""
    groups = found_commands(asked_by(user), read(typed), scripted=True)
    return [line.title for group in groups for line in group.lines]


@pytest.mark.django_db
def test_somebody_without_rights_is_offered_their_own_pages_alone():
    own = {"À faire", "Toutes les rubriques", "Mes droits", "Ma connexion", "Changer de thème"}
    own |= {"Guide d’utilisation", "Travaux en cours"}
    assert set(titles(agent())) == own


@pytest.mark.django_db
def test_who_reads_may_open_and_not_add():
    found = titles(agent("view_act"))
    assert "Actes" in found
    assert "Nouvel acte" not in found
    assert "Écrire une convention" not in found


@pytest.mark.django_db
def test_who_adds_is_offered_to_add():
    assert "Nouvel acte" in titles(agent("view_act", "add_act"))
    assert "Ajouter\u00a0: territoire" in titles(agent("add_territory"))


@pytest.mark.django_db
def test_every_address_of_a_command_opens(admin_client, admin_user):
    for command in commands(asked_by(admin_user), scripted=False):
        assert admin_client.get(command.url).status_code in {200, 302}, command


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        pytest.param("ETP", "Tableau des effectifs", id="an acronym"),
        pytest.param("loyers", "À suivre", id="what it holds"),
        pytest.param("rapport mensuel", "Rapport d’activité", id="how often it is read"),
        pytest.param("garde", "Planning", id="what people say"),
        pytest.param("nouvelle décision", "Nouvel acte", id="a kind of act"),
        pytest.param("thème sombre", "Changer de thème", id="a command"),
        pytest.param("COPIL", "Instances", id="another acronym"),
        pytest.param("mes droits", "Mes droits", id="one’s own page"),
    ],
)
def test_pages_are_found_by_what_people_call_them(admin_user, typed, title):
    assert title in first(admin_user, typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        pytest.param("commune", ["Communes", "Nouvelle commune"], id="page before addition"),
        pytest.param("nouvelle commune", ["Nouvelle commune"], id="addition by its name"),
        pytest.param("ajouter un site", ["Nouveau site"], id="addition in other words"),
    ],
)
def test_page_comes_before_what_it_adds(admin_user, typed, titles):
    assert first(admin_user, typed)[: len(titles)] == titles


@pytest.mark.django_db
def test_without_scripts_no_command_needs_one():
    user = agent("view_act")
    assert "Changer de thème" not in titles(user, scripted=False)
    assert all(command.url for command in commands(asked_by(user), scripted=False))


def offered(user):
    return [
        line.title for group in main_commands(asked_by(user), scripted=True) for line in group.lines
    ]


@pytest.mark.django_db
def test_empty_box_offers_the_first_of_the_work_then_what_is_about_oneself(admin_user):
    found = offered(admin_user)
    assert found[:3] == ["Saisir la semaine", "Planning", "Nouvel acte"]
    assert found[MOST_MAIN:] == ["À faire", "Mes droits", "Ma connexion", "Changer de thème"]


@pytest.mark.django_db
def test_empty_box_offers_to_each_job_what_it_does():
    assert offered(agent("view_membership"))[0] == "Adhésions"


@pytest.mark.django_db
def test_commands_ask_the_database_nothing(admin_user, django_assert_num_queries):
    request = asked_by(admin_user)
    with django_assert_num_queries(0):
        commands(request)
