"""A convention written from a model on its page: four choices, and what follows from them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from conventions.actions.clauses import import_library, retire_template
from conventions.models import Act, Annex, Convention, ConventionTemplate
from conventions.review.findings import findings_of
from tests.admin.browser import form_of
from tests.conventions.factories import ActFactory, ActPowerFactory, AnnexFactory, ConventionFactory
from tests.conventions.factories_agreements import ConventionTemplateFactory
from tests.conventions.pages import address, shown, staff
from tests.conventions.review.lives import signed_act
from tests.conventions.writing import (
    GRANT,
    MODELS,
    PARTNERSHIP,
    PERMANENCE,
    PREMISES,
    TODAY,
    cast,
)
from tests.conventions.writing_form import WRITER, page_of, typed, write
from tests.sites.factories import (
    EquipmentFactory,
    OrganisationFactory,
    RepresentativeFactory,
    RoomFactory,
    SiteFactory,
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


# Choosing the model -------------------------------------------------------------------------------


def test_the_models_in_use_are_offered_with_their_parties(writer, players):
    retire_template(template=ConventionTemplate.objects.get(name=GRANT), by=None, on=TODAY)
    told = shown(writer.get(address("convention_write")))
    assert page_of(PERMANENCE) in told
    assert "Gestionnaire, partenaire et propriétaire" in told
    assert GRANT not in told


def test_a_model_that_is_not_ready_is_shown_without_a_link(writer):
    template = ConventionTemplateFactory(name="À finir")
    told = shown(writer.get(address("convention_write")))
    assert "À finir" in told
    assert "Ce modèle n’est pas prêt" in told
    url = reverse("admin:conventions_convention_write_from", args=[template.pk])
    assert url not in told
    answer = writer.get(url, follow=True)
    assert "Le modèle n’a pas de clause" in shown(answer)


def test_an_empty_library_says_what_to_do_first(client):
    client.force_login(staff(*WRITER, "add_clause", "add_conventiontemplate"))
    told = shown(client.get(address("convention_write")))
    assert "Il n’y a pas encore de modèle en usage." in told
    assert address("clause_import") in told


def test_the_list_of_conventions_and_a_draft_lead_here(writer, players):
    assert address("convention_write") in shown(writer.get(address("convention_changelist")))
    act = ActFactory()
    assert f"{address('convention_write')}?acte={act.pk}" in shown(
        writer.get(address("act_annex", act))
    )


# Writing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MODELS)
def test_each_model_writes_a_convention_and_its_decision_without_a_remark(writer, players, name):
    ActPowerFactory(act=_earlier(players, name), subject=players.subject, position=1)
    answer = write(writer, players, name)
    told = shown(answer)
    assert "Convention et décision écrites" in told, told
    assert "0 remarque" in told
    act = Act.objects.order_by("-pk").first()
    convention = act.annexes.get().convention
    assert answer.redirect_chain[-1][0] == address("act_change", act)
    assert convention.template.name == name
    assert (convention.start, convention.end) == (dt.date(2026, 10, 1), dt.date(2027, 9, 30))
    assert findings_of(act, on=TODAY) == []
    assert [power.subject for power in act.powers.all()] == [players.subject]
    assert act.signatory == players.signatory


def _earlier(players, name):
    """Return an act of the same authority on a convention of the same kind."""
    kind = ConventionTemplate.objects.get(name=name).kind
    act = ActFactory(authority=players.manager, signatory=players.signatory)
    AnnexFactory(act=act, text="", convention=ConventionFactory(kind=kind))
    return act


def test_four_choices_are_enough_and_nothing_is_asked_twice(writer, players):
    """Without a script: one page opened, one sent, and no other field touched."""
    assert "Convention et décision écrites" in shown(write(writer, players))
    convention = Convention.objects.get()
    signing = {
        party.role: str(party.representative) for party in convention.parties.order_by("position")
    }
    assert signing == {
        "manager": "Henri VASSEUR",
        "partner": "Étienne DELATTRE",
        "owner": "Agnès ROUSSEL",
    }
    assert convention.notice_value == 15
    assert convention.renewal == "amendment"


def test_the_convention_alone_is_written_without_the_decision(writer, players):
    page = page_of()
    data = form_of(writer.get(page)) | {key: [value] for key, value in typed(players).items()}
    data.pop("with_decision")
    answer = writer.post(page, data, follow=True)
    assert "Convention écrite" in shown(answer)
    assert not Act.objects.exists()
    assert answer.redirect_chain[-1][0] == address("convention_change", Convention.objects.get())


def test_who_may_not_write_acts_is_not_offered_the_decision(client, players):
    client.force_login(staff("add_convention", "change_convention", "view_convention"))
    assert "Préparer aussi la décision" not in shown(client.get(page_of()))
    assert "Convention écrite" in shown(write(client, players, with_decision="on"))
    assert not Act.objects.exists()


def test_terms_that_the_model_proposes_may_be_changed(writer, players):
    write(writer, players, notice_value="3", notice_unit="months", originals="5")
    convention = Convention.objects.get()
    assert (convention.notice_value, convention.notice_unit) == (3, "months")
    assert convention.originals == 5
    assert "trois mois" in " ".join(article.body for article in convention.articles.all())


def test_rooms_slots_and_things_of_the_site_are_offered_once_it_is_chosen(writer, players):
    room = RoomFactory(site=players.site, name="Cabinet médical")
    EquipmentFactory(site=players.site, label="Imprimante", quantity=2)
    RoomFactory(name="Salle d’ailleurs")
    page = page_of(PREMISES)
    assert "Cabinet médical" not in shown(writer.get(page))
    told = shown(writer.post(page, {**typed(players, PREMISES), "refresh": "1"}))
    assert "Cabinet médical" in told
    assert "Imprimante (2)" in told
    assert "Salle d’ailleurs" not in told
    write(writer, players, PREMISES, rooms=[str(room.pk)], slots="mardi de 14 h à 18 h")
    convention = Convention.objects.get()
    assert [row.room for row in convention.rooms.all()] == [room]
    assert [(row.weekday, row.starts_at.hour) for row in convention.slots.all()] == [(2, 14)]


def test_other_parties_sign_after_those_of_the_model(writer, players):
    other = OrganisationFactory(official_name="institut Pasteur", rna="W621000001")
    answer = write(writer, players, PARTNERSHIP, others=[str(other.pk)])
    assert "Reste à choisir qui signe pour l’institut Pasteur" in shown(answer)
    last = Convention.objects.get().parties.order_by("position").last()
    assert (last.organisation, last.representative, last.role) == (other, None, "")


def test_a_convention_joins_a_draft_that_names_it(writer, players):
    act = ActFactory(authority=players.manager, signatory=players.signatory)
    page = f"{page_of()}?acte={act.pk}"
    assert "Préparer aussi la décision" not in shown(writer.get(page))
    answer = write(writer, players, act=act)
    assert answer.redirect_chain[-1][0] == address("act_change", act)
    annex = Annex.objects.get(act=act)
    assert annex.convention == Convention.objects.get()
    assert annex.title == annex.convention.title


# Showing the choices that follow ------------------------------------------------------------------


def test_the_people_follow_the_site_and_the_partner_and_nothing_is_checked(writer, players):
    page = page_of()
    answer = writer.post(
        page,
        {
            "site": str(players.site.pk),
            "party_partner": str(players.partner.pk),
            "start": "",
            "refresh": "1",
            "originals": "abc",
        },
    )
    told = shown(answer)
    for name in ("Henri VASSEUR", "Étienne DELATTRE", "Agnès ROUSSEL"):
        assert name in told
    assert "La commune de Norrent-Fontes" in told
    assert "Ce champ est obligatoire" not in told
    assert 'value="abc"' in told
    assert not Convention.objects.exists()


def test_a_refresh_keeps_what_was_chosen_and_drops_who_no_longer_goes(writer, players):
    page = page_of()
    elsewhere = RepresentativeFactory()
    data = {**typed(players), "signatory_owner": str(elsewhere.pk), "refresh": "1"}
    sent = form_of(writer.post(page, data))
    assert sent["signatory_owner"] == [str(players.owner.representatives.get().pk)]
    assert sent["party_partner"] == [str(players.partner.pk)]
    assert sent["start"] == ["2026-10-01"]
    assert "with_decision" not in sent


def test_usual_powers_are_ticked_and_an_unticked_one_stays_so(writer, players):
    ActPowerFactory(act=_earlier(players, PERMANENCE), subject=players.subject, position=1)
    page = page_of()
    data = form_of(writer.get(page)) | {key: [value] for key, value in typed(players).items()}
    sent = form_of(writer.post(page, {**data, "refresh": "1"}))
    assert sent["powers"] == [str(players.subject.pk)]
    sent.pop("powers")
    answer = writer.post(page, sent, follow=True)
    assert "Reste à choisir les compétences déléguées" in shown(answer)
    assert not Act.objects.order_by("-pk").first().powers.exists()


def test_a_power_that_no_longer_holds_is_not_offered(writer, players):
    delegation = players.subject.delegation
    delegation.ended_on = dt.date(2026, 6, 1)
    delegation.save()
    told = shown(writer.post(page_of(), {**typed(players), "refresh": "1"}))
    assert players.subject.text not in told
    stale = {"powers": [str(players.subject.pk)], "powers_of": str(players.manager.pk)}
    answer = write(writer, players, **stale)
    assert "Sélectionnez un choix valide" in str(answer.context["form"].errors["powers"])
    assert not Convention.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "-1", "999999"])
def test_a_refresh_of_anything_is_answered(writer, players, key):
    data = {"site": key, "party_partner": key, "party_owner": key, "start": key, "refresh": "1"}
    assert writer.post(page_of(), data).status_code == 200


def test_the_only_site_is_chosen_already(writer):
    import_library(by=None, today=TODAY)
    site = SiteFactory()
    assert form_of(writer.get(page_of()))["site"] == [str(site.pk)]


# Rights and queries -------------------------------------------------------------------------------


def test_a_reader_may_not_write(client, players):
    client.force_login(staff("view_convention", "view_act"))
    assert client.get(address("convention_write")).status_code == 403
    assert client.get(page_of()).status_code == 403
    assert client.post(page_of(), typed(players)).status_code == 403
    assert "Écrire d’après un modèle" not in shown(client.get(address("convention_changelist")))
    assert not Convention.objects.exists()


def test_a_signed_act_takes_no_convention(writer, players):
    act = signed_act()
    page = f"{page_of()}?acte={act.pk}"
    assert writer.get(page).status_code == 403
    assert writer.post(page, typed(players)).status_code == 403
    assert not Convention.objects.exists()


def test_an_act_of_another_body_takes_no_convention(writer, players):
    answer = write(writer, players, act=ActFactory())
    assert "qui n’est pas partie" in shown(answer)
    assert not Convention.objects.exists()


@pytest.mark.parametrize("asked", ["", "x", "999999"])
def test_an_unknown_act_or_model_is_not_found(writer, players, asked):
    assert writer.get(f"{page_of()}?acte={asked}").status_code == 404
    gone = reverse("admin:conventions_convention_write_from", args=[999999])
    assert writer.get(gone).status_code == 404


def test_a_retired_model_writes_nothing(writer, players):
    page = page_of()
    retire_template(template=ConventionTemplate.objects.get(name=PERMANENCE), by=None, on=TODAY)
    assert writer.post(page, typed(players)).status_code == 404
    assert not Convention.objects.exists()


def test_the_pages_ask_few_queries(writer, players, django_assert_max_num_queries):
    page = page_of()
    with django_assert_max_num_queries(8):
        writer.get(address("convention_write"))
    with django_assert_max_num_queries(11):
        writer.get(page)
    with django_assert_max_num_queries(20):
        writer.post(page, {**typed(players), "refresh": "1"})
    sent = form_of(writer.get(page)) | {key: [value] for key, value in typed(players).items()}
    with django_assert_max_num_queries(200):
        assert writer.post(page, sent).status_code == 302


def test_the_page_and_the_choices_do_not_grow_with_the_records(
    writer, players, django_assert_max_num_queries
):
    for _ in range(6):
        RepresentativeFactory(organisation=players.partner, position=3)
        RoomFactory(site=players.site)
    with django_assert_max_num_queries(21):
        writer.post(page_of(), {**typed(players), "refresh": "1"})
