"""The pages of the library of clauses: type a wording, publish it, see who carries an older one."""

import datetime as dt

import pytest
from django.utils import timezone

from conventions.models import Clause, ClauseVersion
from conventions.rules.wordings import wording_digest
from tests.admin.browser import form_of
from tests.conventions.factories import ArticleFactory
from tests.conventions.factories_agreements import ClauseFactory, ClauseVersionFactory
from tests.conventions.pages import address, send_back, shown, staff
from tests.conventions.review.test_clauses import clause_of, in_force, written

pytestmark = pytest.mark.django_db

LIBRARIAN = ("add_clause", "change_clause", "view_clause", "delete_clause")
LIBRARIAN += ("add_clauseversion", "change_clauseversion", "view_clauseversion")
LIBRARIAN += ("delete_clauseversion", "add_conventiontemplate", "view_convention")
NEW = {"name": "Litiges", "subject": "disputes"}
TEXT = {"versions-0-title": "Litiges", "versions-0-body": "<p>{Les parties} s’entendent.</p>"}


@pytest.fixture
def librarian(client):
    """Log in somebody who keeps the library."""
    client.force_login(staff(*LIBRARIAN))
    return client


@pytest.fixture
def reader(client):
    """Log in somebody who may only look."""
    client.force_login(staff("view_clause"))
    return client


def draft_of(clause, **fields):
    """Return a wording in preparation."""
    number = clause.versions.count() + 1
    return ClauseVersionFactory(clause=clause, number=number, published_on=None, **fields)


# Typing -----------------------------------------------------------------------------------------


def test_a_clause_is_added_with_its_first_wording(librarian):
    body = "<p>{Le partenaire} et {le gestionnaire} s’entendent.</p>"
    typed = {**NEW, **TEXT, "versions-0-body": body, "_continue": "1"}
    answer = send_back(librarian, address("clause_add"), **typed)
    assert answer.status_code == 302, shown(answer)
    version = ClauseVersion.objects.get()
    assert (version.number, version.published_on, version.body) == (1, None, body)
    assert str(version.clause) == "Litiges"


def test_commitments_are_typed_one_a_line_for_a_party(librarian):
    typed = {
        **NEW,
        **TEXT,
        "versions-0-body": "",
        "versions-0-introduction": "{Le partenaire} s’engage à :",
        "versions-0-role": "partner",
        "versions-0-commitments": "ouvrir les locaux\n\n assurer le ménage \n",
    }
    assert send_back(librarian, address("clause_add"), **typed).status_code == 302
    assert ClauseVersion.objects.get().commitments == ["ouvrir les locaux", "assurer le ménage"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"versions-0-title": "Avec {le partenairre}"}, "vouliez-vous « {le partenaire} »"),
        ({"versions-0-body": "<p>{sit</p>"}, "L’accolade « { » est seule"),
        (
            {"versions-0-role": "partner", "versions-0-commitments": "agir\nagir {ici}"},
            "« {ici} » n’est pas un champ",
        ),
        ({"versions-0-commitments": "agir"}, "Dites quelle partie prend ces engagements."),
        ({"versions-0-body": ""}, "Écrivez ce que dit l’article"),
        ({"versions-0-body": "<script>x</script>"}, "script"),
        ({"name": ""}, "Ce champ est obligatoire."),
        ({"subject": "rien"}, "Sélectionnez un choix valide"),
    ],
    ids=["name", "brace", "commitment", "nobody", "empty", "script", "unnamed", "subject"],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_written(librarian, typed, told):
    good = {**NEW, "versions-0-title": "Litiges", "versions-0-body": "<p>Un accord.</p>"}
    answer = send_back(librarian, address("clause_add"), **{**good, **typed})
    assert answer.status_code == 200
    assert told in shown(answer)
    assert not Clause.objects.exists()


def test_two_clauses_never_bear_one_name(librarian):
    ClauseFactory(name="Litiges")
    answer = send_back(librarian, address("clause_add"), **NEW)
    assert "Une autre clause porte déjà ce nom." in shown(answer)


def test_a_draft_is_changed_and_a_published_wording_is_not_offered(librarian):
    clause = clause_of(versions=1)
    draft = draft_of(clause, title="Litiges et recours")
    page = address("clause_change", clause)
    assert 'name="versions-1-title"' not in shown(librarian.get(page))
    send_back(librarian, page, **{"versions-0-title": "Recours"})
    draft.refresh_from_db()
    assert draft.title == "Recours"
    assert clause.versions.get(number=1).title == "Litiges"


def test_a_published_wording_sent_as_the_draft_is_left_alone(librarian):
    clause = clause_of(versions=1)
    published, draft = clause.versions.get(), draft_of(clause)
    page = address("clause_change", clause)
    send_back(librarian, page, **{"versions-0-id": str(published.pk), "versions-0-title": "Volé"})
    published.refresh_from_db()
    draft.refresh_from_db()
    assert "Volé" not in (published.title, draft.title)


# Versions ---------------------------------------------------------------------------------------


def test_the_next_wording_starts_from_the_last(librarian):
    clause = clause_of(versions=2)
    answer = librarian.post(address("clause_new_version", clause), follow=True)
    assert "Version 3 en préparation" in shown(answer)
    assert form_of(answer)["versions-0-title"] == ["Litiges"]
    draft = clause.versions.get(published_on=None)
    assert (draft.number, draft.body) == (3, clause.versions.get(number=2).body)


def test_a_second_draft_is_refused(librarian):
    clause = clause_of(versions=1, draft=True)
    answer = librarian.post(address("clause_new_version", clause), follow=True)
    assert "déjà en préparation" in shown(answer)
    assert clause.versions.count() == 2


def test_a_wording_is_published_with_its_day_and_what_it_changes(librarian):
    clause = clause_of(versions=1)
    draft_of(clause, body="<p>Les parties saisissent un médiateur.</p>")
    page = address("clause_publish", clause)
    told = shown(librarian.get(page))
    assert "<ins>saisissent</ins>" in told
    day = timezone.localdate()
    answer = librarian.post(
        page, {"published_on": day.isoformat(), "change_note": "Un médiateur."}, follow=True
    )
    assert "Version 2 publiée" in shown(answer)
    version = clause.versions.get(number=2)
    assert (version.published_on, version.change_note) == (day, "Un médiateur.")


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("", "Ce champ est obligatoire."),
        ("2026-02-31", "date valide"),
        (str(timezone.localdate() + dt.timedelta(days=1)), "Cette date est à venir"),
        ("2025-12-31", "celle-ci vient après"),
    ],
    ids=["none", "impossible", "to come", "before"],
)
def test_a_wrong_day_publishes_nothing(librarian, day, told):
    clause = clause_of(versions=1, draft=True)
    answer = librarian.post(address("clause_publish", clause), {"published_on": day})
    assert told in shown(answer)
    assert clause.versions.filter(published_on=None).exists()


def test_a_wording_that_cannot_be_filled_is_not_published(librarian):
    clause = ClauseFactory()
    draft_of(clause, body="<p>{le partenairre}</p>")
    day = timezone.localdate().isoformat()
    answer = librarian.post(address("clause_publish", clause), {"published_on": day})
    assert "n’est pas publiée" in shown(answer)
    assert "{le partenaire}" in shown(answer)
    assert clause.versions.filter(published_on=None).exists()


def test_without_a_draft_there_is_nothing_to_publish(librarian):
    clause = clause_of(versions=1)
    answer = librarian.get(address("clause_publish", clause), follow=True)
    assert "Aucune version n’est en préparation" in shown(answer)


def test_the_page_shows_each_wording_and_what_it_changed(librarian):
    clause = clause_of(versions=1)
    ClauseVersionFactory(
        clause=clause,
        number=2,
        body="<p>Les parties cherchent d’abord un accord amiable avec {le partenaire}.</p>",
        change_note="Le partenaire est nommé.",
    )
    told = shown(librarian.get(address("clause_change", clause)))
    assert '<span class="placeholder">{le partenaire}</span>' in told
    assert "Le partenaire est nommé." in told
    assert told.index("Version 2") < told.index("Version 1")
    assert "<ins>" in told


def test_who_saves_is_told_that_somebody_published_meanwhile(librarian):
    clause = clause_of(versions=1)
    draft = draft_of(clause)
    page = address("clause_change", clause)
    seen = librarian.get(page)
    day = timezone.localdate().isoformat()
    librarian.post(address("clause_publish", clause), {"published_on": day})
    data = {**form_of(seen), "versions-0-title": ["Trop tard"]}
    answer = librarian.post(page, data)
    assert "Cette page a changé pendant que vous la remplissiez" in shown(answer)
    assert form_of(answer)["versions-0-title"] == ["Trop tard"]
    draft.refresh_from_db()
    assert draft.title == "Litiges"


def test_the_history_tells_every_wording(librarian):
    clause = clause_of(versions=1)
    page = address("clause_change", clause)
    assert "Version en préparation" not in shown(librarian.get(page))
    librarian.post(address("clause_new_version", clause))
    assert "Version en préparation" in shown(librarian.get(page))
    send_back(librarian, page, **{"versions-0-title": "Recours"})
    told = shown(librarian.get(address("clause_history", clause)))
    assert "<ins>Recours</ins>" in told


def test_a_published_clause_is_never_deleted(librarian):
    clause = clause_of(versions=1)
    assert librarian.get(address("clause_delete", clause)).status_code == 403
    assert librarian.post(address("clause_delete", clause), {"post": "yes"}).status_code == 403
    assert Clause.objects.exists()


# Older wordings ---------------------------------------------------------------------------------


def test_the_older_wordings_tell_the_convention_the_version_and_what_changed(librarian):
    clause = clause_of(versions=1, name="Résiliation")
    convention = in_force(start=dt.date(2020, 1, 1), ends_on=None, title="Convention des locaux")
    written(convention, clause.versions.get())
    ClauseVersionFactory(clause=clause, number=2, body="<p>Les parties saisissent le juge.</p>")
    told = shown(librarian.get(address("clause_older") + f"?clause={clause.pk}"))
    assert "Convention des locaux" in told
    assert "version 1, aujourd’hui 2" in told
    assert "<del>" in told
    assert "modifié à la main" not in told
    assert address("convention_change", convention) in told
    assert "Préparer un avenant" not in told


def test_an_amendment_is_a_click_away_for_who_may_write_it(client):
    client.force_login(staff("view_clause", "view_convention", "add_convention", "add_act"))
    clause = clause_of(versions=2)
    convention = in_force(start=dt.date(2020, 1, 1), ends_on=None)
    written(convention, clause.versions.get(number=1))
    assert address("convention_amend", convention) in shown(client.get(address("clause_older")))


def test_an_article_changed_by_hand_is_told_so(librarian):
    clause = clause_of(versions=2)
    convention = in_force(start=dt.date(2020, 1, 1), ends_on=None)
    ArticleFactory(
        convention=convention,
        clause_version=clause.versions.get(number=1),
        clause_digest=wording_digest(title="Autre", introduction="", body=""),
    )
    assert "modifié à la main" in shown(librarian.get(address("clause_older")))


def test_nothing_old_is_said_in_one_sentence(librarian):
    told = shown(librarian.get(address("clause_older")))
    assert "Toutes les conventions en vigueur portent la rédaction actuelle" in told


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30])
def test_an_unknown_clause_is_not_found(librarian, asked):
    assert librarian.get(address("clause_older") + f"?clause={asked}").status_code == 404


# The list ---------------------------------------------------------------------------------------


def test_the_list_is_searched_and_filtered(librarian):
    clause_of(name="Résiliation amiable", subject="termination")
    clause_of(name="Objet", subject="object")
    listed = address("clause_changelist")
    assert "Objet</a>" not in shown(librarian.get(listed + "?q=resiliation"))
    assert "Résiliation amiable</a>" in shown(librarian.get(listed + "?q=resiliation"))
    assert "Objet</a>" in shown(librarian.get(listed + "?subject=object"))
    assert "Résiliation amiable</a>" not in shown(librarian.get(listed + "?subject=object"))


def test_the_list_asks_as_many_queries_for_ten_clauses_as_for_one(
    librarian, django_assert_max_num_queries
):
    for _ in range(10):
        clause = clause_of(versions=2)
        written(in_force(start=dt.date(2020, 1, 1)), clause.versions.get(number=1))
    with django_assert_max_num_queries(7):
        librarian.get(address("clause_changelist"))


def test_the_page_of_a_clause_asks_few_queries(librarian, django_assert_max_num_queries):
    clause = clause_of(versions=5, draft=True)
    with django_assert_max_num_queries(12):
        librarian.get(address("clause_change", clause))


# Rights -----------------------------------------------------------------------------------------


def test_a_reader_reads_every_wording_and_changes_nothing(reader):
    clause = clause_of(versions=1, draft=True)
    told = shown(reader.get(address("clause_change", clause)))
    assert "en préparation" in told
    assert "Préparer une nouvelle version" not in told
    assert "Insérer un champ" not in told
    for name in ("clause_publish", "clause_new_version"):
        assert reader.post(address(name, clause)).status_code == 403
    assert reader.get(address("clause_import")).status_code == 403
    assert reader.get(address("clause_older")).status_code == 200


def test_a_stranger_sees_nothing(client):
    client.force_login(staff("view_act"))
    assert client.get(address("clause_older")).status_code == 403
    assert client.get(address("clause_changelist")).status_code == 403


@pytest.mark.parametrize("name", ["clause_new_version"])
def test_writes_are_posts(librarian, name):
    assert librarian.get(address(name, clause_of())).status_code == 405
