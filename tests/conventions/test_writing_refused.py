"""What is missing to write a convention from a model: told in its place, and nothing written."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from conventions.actions.clauses import import_library
from conventions.models import Act, Convention, ConventionTemplate, PartyRole
from tests.conventions.pages import shown, staff
from tests.conventions.writing import (
    GRANT,
    PARTNERSHIP,
    PERMANENCE,
    PREMISES,
    TODAY,
    cast,
)
from tests.conventions.writing_form import WRITER, page_of, typed, write
from tests.sites.factories import (
    OrganisationFactory,
    RepresentativeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """Write on a day when the powers of the cast hold."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def players():
    """Record the cast and the starter library."""
    import_library(by=None, today=TODAY)
    return cast()


@pytest.fixture
def writer(client):
    """Log in somebody who writes acts and conventions."""
    client.force_login(staff(*WRITER))
    return client


@pytest.mark.parametrize(
    ("name", "changed", "field", "told"),
    [
        (PERMANENCE, {"site": ""}, "site", "Ce champ est obligatoire."),
        (PERMANENCE, {"site": "999999"}, "site", "Sélectionnez un choix valide"),
        (PERMANENCE, {"site": "x"}, "site", "Sélectionnez un choix valide"),
        (PERMANENCE, {"start": ""}, "start", "Ce champ est obligatoire."),
        (PERMANENCE, {"start": "2026-02-31"}, "start", "date valide"),
        (PERMANENCE, {"end": ""}, "end", "Ce champ est obligatoire."),
        (PERMANENCE, {"party_partner": ""}, "party_partner", "Ce champ est obligatoire."),
        (PERMANENCE, {"party_partner": "999999"}, "party_partner", "Sélectionnez un choix"),
        (PERMANENCE, {"signatory_owner": "1x"}, "signatory_owner", "personnes en fonction"),
        (PERMANENCE, {"notice_value": ""}, "notice_value", "Ce champ est obligatoire."),
        (PERMANENCE, {"slots": "toujours"}, "slots", "écrivez le jour et les heures"),
        (PARTNERSHIP, {"purpose": ""}, "purpose", "Ce champ est obligatoire."),
        (GRANT, {"instalments": "trente"}, "instalments", "commencez par la part"),
        (GRANT, {"amount": "-3"}, "amount", "supérieure ou égale à 0"),
        (PREMISES, {"valued_at": ""}, "valued_at", "Ce champ est obligatoire."),
    ],
)
def test_what_is_missing_is_told_beside_its_field_and_nothing_is_written(
    writer, players, name, changed, field, told
):
    answer = write(writer, players, name, **changed)
    assert answer.status_code == 200
    assert "Rien n’est écrit" in shown(answer)
    errors = answer.context["form"].errors
    found = " ".join(errors.get(field or "__all__", []))
    assert told in found.replace("\u00a0", " ")
    assert not Convention.objects.exists()
    assert not Act.objects.exists()


def test_sums_that_do_not_agree_write_nothing(writer, players):
    answer = write(writer, players, GRANT, instalments="30 % à la signature\n40 % au bilan")
    assert "Rien n’est écrit" in shown(answer)
    assert "70" in str(answer.context["form"].errors)
    assert not Convention.objects.exists()


def test_a_convention_that_ends_before_it_begins_is_not_written(writer, players):
    answer = write(writer, players, end="2026-09-30")
    assert "prend fin avant de prendre effet" in shown(answer)
    assert not Convention.objects.exists()


def test_two_parties_that_are_one_are_refused(writer, players):
    answer = write(writer, players, party_partner=str(players.owner.pk))
    assert "est choisi pour deux parties" in shown(answer)
    assert not Convention.objects.exists()


def test_of_several_people_in_office_one_is_chosen(writer, players):
    deputy = RepresentativeFactory(
        organisation=players.manager,
        first_name="Chloé",
        last_name="Marin",
        capacity="vice-président délégué à la santé",
        on_behalf="Par délégation du président",
        position=2,
    )
    answer = write(writer, players)
    assert "Plusieurs personnes peuvent signer pour la communauté d’agglomération" in shown(answer)
    assert not Convention.objects.exists()
    assert "Convention et décision écrites" in shown(
        write(writer, players, signatory_manager=str(deputy.pk))
    )
    assert Act.objects.get().signatory == deputy


def test_who_left_office_before_the_start_is_not_proposed(writer, players):
    mayor = players.owner.representatives.get()
    mayor.end = dt.date(2026, 9, 30)
    mayor.save()
    told = shown(writer.post(page_of(), {**typed(players), "refresh": "1"}))
    assert "Agnès ROUSSEL" not in told
    answer = write(writer, players)
    assert "Reste à choisir qui signe pour la commune de Norrent-Fontes" in shown(answer)


def test_a_signatory_still_unknown_is_written_and_told(writer, players):
    answer = write(writer, players, signatory_partner="inconnu")
    assert "Reste à choisir qui signe pour la communauté professionnelle" in shown(answer)
    assert Convention.objects.get().parties.get(role="partner").representative is None


def test_a_decision_is_not_written_for_nobody(writer, players):
    answer = write(writer, players, signatory_manager="inconnu")
    assert "Dites qui signe la décision" in shown(answer)
    assert not Convention.objects.exists()


def test_a_site_without_an_owner_asks_for_one(writer, players):
    players.site.owner = None
    players.site.save()
    answer = write(writer, players)
    errors = answer.context["form"].errors
    assert "ne dit pas qui est le propriétaire" in errors["party_owner"][0]
    assert "Convention et décision écrites" in shown(
        write(writer, players, party_owner=str(players.owner.pk))
    )


def test_a_partner_of_another_nature_than_the_model_expects_is_refused(writer, players):
    line = ConventionTemplate.objects.get(name=PERMANENCE).parties.get(role=PartyRole.PARTNER)
    line.legal_form = "cpts"
    line.save()
    other = OrganisationFactory(rna="W621000002")
    answer = write(writer, players, party_partner=str(other.pk))
    assert "Le modèle attend ici" in shown(answer)
    assert not Convention.objects.exists()


def test_the_autocompletion_offers_the_expected_nature_alone(client, players):
    client.force_login(staff("add_convention", "view_organisation"))
    OrganisationFactory(official_name="santé pour tous", rna="W621000003")
    query = {"app_label": "conventions", "model_name": "party", "field_name": "organisation"}
    url = reverse("admin:autocomplete")
    everyone = client.get(url, {**query, "term": "santé"}).json()["results"]
    only = client.get(url, {**query, "term": "santé", "kind": "cpts"}).json()["results"]
    assert len(everyone) == 2
    assert [one["id"] for one in only] == [str(players.partner.pk)]
