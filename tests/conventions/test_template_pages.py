"""The pages of models: composed, read whole with examples, copied, retired."""

import pytest
from django.utils import timezone

from conventions.actions.templates import copy_template, restore_template
from conventions.models import Clause, ConventionTemplate, TemplateParty
from conventions.review.clauses import whole_templates
from conventions.review.templates import faults_of, whole_text
from tests.conventions.factories import ConventionFactory
from tests.conventions.factories_agreements import (
    ClauseFactory,
    ClauseVersionFactory,
    ConventionTemplateFactory,
    TemplateClauseFactory,
    TemplatePartyFactory,
)
from tests.conventions.pages import address, send_back, shown, staff
from tests.conventions.review.test_clauses import clause_of

pytestmark = pytest.mark.django_db

LIBRARIAN = [
    f"{verb}_{model}"
    for verb in ("add", "change", "view", "delete")
    for model in ("conventiontemplate", "templateparty", "templateclause", "clause")
]
LIBRARIAN.append("add_convention")


@pytest.fixture
def librarian(client):
    """Log in somebody who keeps the models."""
    client.force_login(staff(*LIBRARIAN))
    return client


@pytest.fixture
def template():
    """Return a model with its two parties and a clause."""
    row = ConventionTemplateFactory(
        name="Ateliers",
        title="Convention relative {à l’objet}",
        preamble="<p>{Le partenaire} {partenaire, nombre : agit | agissent}.</p>",
        decision_title="Ateliers avec {le partenaire, en entier}",
        decision_recitals=["Considérant {objet} ;", "Considérant le besoin,"],
        decision_provision="d’autoriser la signature avec {cocontractants}.",
    )
    TemplatePartyFactory(template=row, role="manager", position=1)
    TemplatePartyFactory(template=row, role="partner", position=2)
    TemplateClauseFactory(template=row, clause=clause_of(name="Litiges"), position=1)
    return row


def faults(template):
    """Return what keeps a model from being written."""
    row = whole_templates(ConventionTemplate.objects.filter(pk=template.pk)).get()
    return [told.replace("\u00a0", " ") for told in faults_of(whole_text(row))]


# Typing -------------------------------------------------------------------------------------------


def test_a_model_is_typed_with_its_parties_and_clauses_in_order(librarian):
    first, second = clause_of(), clause_of()
    typed = {
        "name": "Ateliers",
        "kind": "partnership",
        "title": "Convention relative {à l’objet}",
        "decision_recitals": "Considérant le besoin ;\n\nConsidérant l’offre,",
        "parties-TOTAL_FORMS": "2",
        "parties-0-role": "manager",
        "parties-1-role": "partner",
        "clauses-TOTAL_FORMS": "2",
        "clauses-0-clause": str(second.pk),
        "clauses-1-clause": str(first.pk),
    }
    answer = send_back(librarian, address("conventiontemplate_add"), **typed)
    assert answer.status_code == 302, shown(answer)
    row = ConventionTemplate.objects.get()
    assert [party.role for party in row.parties.order_by("position")] == ["manager", "partner"]
    assert [place.clause for place in row.clauses.order_by("position")] == [second, first]
    assert row.decision_recitals == ["Considérant le besoin ;", "Considérant l’offre,"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": "Convention {du sit}"}, "vouliez-vous « {du site} »"),
        ({"preamble": "<p>de {le partenaire}</p>"}, "écrivez « {du partenaire} »"),
        ({"decision_recitals": "Vu {rien}"}, "« {rien} » n’est pas un champ"),
        ({"decision_provision": "}"}, "L’accolade « } » est seule"),
        ({"notice_value": "3", "notice_unit": ""}, "Choisissez l’unité"),
        ({"renewal": "none", "renewal_times": "2"}, "Sans reconduction, laissez ce champ vide."),
        ({"name": ""}, "Ce champ est obligatoire."),
    ],
    ids=["title", "preamble", "recital", "brace", "unit", "renewal", "name"],
)
def test_what_is_wrong_is_told_beside_its_field(librarian, template, typed, told):
    answer = send_back(librarian, address("conventiontemplate_change", template), **typed)
    assert answer.status_code == 200
    assert told in shown(answer)
    template.refresh_from_db()
    assert template.title == "Convention relative {à l’objet}"


def test_a_clause_or_a_role_is_in_a_model_once(librarian, template):
    clause = Clause.objects.get()
    page = address("conventiontemplate_change", template)
    twice = {"clauses-TOTAL_FORMS": "2", "clauses-1-clause": str(clause.pk), "clauses-1-id": ""}
    assert "en double" in shown(send_back(librarian, page, **twice))
    assert "en double" in shown(send_back(librarian, page, **{"parties-0-role": "partner"}))
    assert TemplateParty.objects.filter(role="manager").exists()


# The preview --------------------------------------------------------------------------------------


def test_the_preview_is_the_whole_model_filled_with_examples(librarian, template):
    told = shown(librarian.get(address("conventiontemplate_preview", template)))
    assert "Convention relative à l’animation d’ateliers de prévention" in told
    assert "La CPTS Val de Lys Romane agit." in told
    assert "Article 1 – Litiges" in told
    assert "Considérant l’animation d’ateliers de prévention" in told
    assert "Ce modèle n’est pas prêt" not in told
    assert "{" not in told.split("<main")[1].split("</main>")[0]


def test_the_preview_tells_what_the_model_lacks(librarian, template):
    TemplateClauseFactory(template=template, clause=clause_of(versions=0, name="Vide"))
    owner = ClauseFactory(name="Locaux")
    ClauseVersionFactory(clause=owner, number=1, body="<p>{Le propriétaire} ouvre.</p>")
    TemplateClauseFactory(template=template, clause=owner)
    told = shown(librarian.get(address("conventiontemplate_preview", template)))
    assert "Ce modèle n’est pas prêt" in told
    assert "La clause « Vide » n’a pas de version publiée." in told
    assert "Aucune partie du modèle n’est propriétaire : la clause « Locaux » en parle" in told


def test_an_empty_model_lacks_parties_and_clauses():
    assert faults(ConventionTemplateFactory(title="Convention")) == [
        "Le modèle n’a pas de partie : ajoutez les rôles qu’il attend.",
        "Le modèle n’a pas de clause : ajoutez celles de ses articles.",
    ]


def test_a_wrong_placeholder_of_an_older_model_is_told_and_shown_as_it_is(librarian, template):
    ConventionTemplate.objects.update(title="Convention {du sit}")
    told = shown(librarian.get(address("conventiontemplate_preview", template)))
    assert "« {du sit} » n’est pas un champ" in told
    assert "Convention {du sit}</h2>" in told


def test_the_preview_asks_as_many_queries_for_ten_clauses(
    librarian, template, django_assert_max_num_queries
):
    for _ in range(10):
        TemplateClauseFactory(template=template, clause=clause_of(versions=2))
    with django_assert_max_num_queries(9):
        librarian.get(address("conventiontemplate_preview", template))


# Copies, models out of use ------------------------------------------------------------------------


def test_a_copy_has_the_same_parties_and_clauses_and_lives_its_own_life(librarian, template):
    template.retired_on = timezone.localdate()
    template.save()
    page = address("conventiontemplate_copy", template)
    answer = librarian.post(page, {"name": "Ateliers d’hiver"}, follow=True)
    assert "Copie faite" in shown(answer)
    copy = ConventionTemplate.objects.get(name="Ateliers d’hiver")
    assert (copy.title, copy.retired_on, copy.version) == (template.title, None, 1)
    assert [party.role for party in copy.parties.order_by("position")] == ["manager", "partner"]
    assert [str(place.clause) for place in copy.clauses.all()] == ["Litiges"]
    copy.clauses.all().delete()
    assert template.clauses.count() == 1


@pytest.mark.parametrize("name", ["Ateliers", "", "x" * 201])
def test_a_copy_under_a_name_that_will_not_do_is_not_made(librarian, template, name):
    answer = librarian.post(address("conventiontemplate_copy", template), {"name": name})
    assert "La copie n’est pas faite" in shown(answer)
    assert ConventionTemplate.objects.count() == 1


def test_the_copy_tells_who_made_it(template):
    by = staff()
    copy = copy_template(template=template, name="Autre", by=by)
    assert copy.history.get().history_user == by
    assert copy.parties.first().history.get().history_user == by


def test_a_model_is_retired_and_put_back(librarian, template):
    page = address("conventiontemplate_retire", template)
    assert "Retiré : Ateliers." in shown(librarian.post(page, follow=True))
    template.refresh_from_db()
    assert template.retired_on == timezone.localdate()
    assert "Écrire une convention" not in shown(
        librarian.get(address("conventiontemplate_change", template))
    )
    assert "Remis en usage : Ateliers." in shown(librarian.post(page, follow=True))
    template.refresh_from_db()
    assert (template.retired_on, template.version) == (None, 3)


def test_a_model_in_use_is_put_back_without_a_change(template):
    restore_template(template=template, by=None)
    template.refresh_from_db()
    assert template.version == 1


def test_a_model_that_wrote_a_convention_is_never_deleted(librarian, template):
    page = address("conventiontemplate_delete", template)
    assert librarian.get(page).status_code == 200
    ConventionFactory(template=template)
    assert librarian.get(page).status_code == 403
    assert librarian.post(page, {"post": "yes"}).status_code == 403


# The list, rights ---------------------------------------------------------------------------------


def test_the_list_tells_what_is_ready_and_what_was_written(
    librarian, template, django_assert_max_num_queries
):
    TemplateClauseFactory(template=template, clause=clause_of(versions=0))
    ConventionFactory(template=template)
    for _ in range(5):
        ConventionTemplateFactory()
    with django_assert_max_num_queries(8):
        told = shown(librarian.get(address("conventiontemplate_changelist")))
    assert "2 clauses, dont 1 non publiée" in told
    template.retired_on = timezone.localdate()
    template.save()
    listed = address("conventiontemplate_changelist")
    assert "Ateliers</a>" not in shown(librarian.get(f"{listed}?usage=employes"))
    assert "Ateliers</a>" in shown(librarian.get(f"{listed}?usage=retires"))


def test_an_empty_list_offers_the_starter_library(librarian):
    client_page = address("conventiontemplate_changelist")
    assert address("clause_import") in shown(librarian.get(client_page))
    ConventionTemplateFactory()
    assert address("clause_import") not in shown(librarian.get(client_page))


def test_the_starter_library_is_imported_once(librarian):
    page = address("clause_import")
    offered = shown(librarian.get(page))
    assert "Importer</button>" in offered
    assert offered.count("<li>modèle «") == 7
    told = shown(librarian.post(page, follow=True))
    assert "7 modèles ajoutés" in told
    assert ConventionTemplate.objects.count() == 7
    told = shown(librarian.post(page, follow=True))
    assert "0 modèle ajouté" in told
    again = shown(librarian.get(page))
    assert "Tout y est déjà" in again
    assert "Importer</button>" not in again
    for template in ConventionTemplate.objects.all():
        assert faults(template) == []


def test_a_reader_previews_and_changes_nothing(client, template):
    client.force_login(staff("view_conventiontemplate", "view_templateparty"))
    assert client.get(address("conventiontemplate_preview", template)).status_code == 200
    told = shown(client.get(address("conventiontemplate_change", template)))
    assert "Dupliquer" not in told
    assert "Insérer un champ" not in told
    for name in ("copy", "retire"):
        assert client.get(address(f"conventiontemplate_{name}", template)).status_code == 403
        assert client.post(address(f"conventiontemplate_{name}", template)).status_code == 403
    assert client.post(address("clause_import")).status_code == 403
    client.force_login(staff("view_act"))
    assert client.get(address("conventiontemplate_preview", template)).status_code == 403


def test_the_placeholders_are_listed_where_texts_are_typed(librarian, template):
    told = shown(librarian.get(address("conventiontemplate_change", template)))
    assert 'data-placeholder="le partenaire"' in told
    assert told.count("data-placeholders") >= 5
    assert "<code>{le partenaire}</code>" in told
