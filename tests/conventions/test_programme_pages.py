"""The page of a programme: axes and objectives typed, contract, tree, numbers, next programme."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from conventions.models import (
    Axis,
    Convention,
    Objective,
    PartyRank,
    Programme,
    SheetPlace,
)
from tests.admin.browser import form_of
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    AxisFactory,
    ObjectiveFactory,
    ProgrammeFactory,
    SheetBudgetFactory,
    SheetIndicatorFactory,
    SheetMissionFactory,
    SheetPartnerFactory,
    SheetPlaceFactory,
    SheetStepFactory,
    SheetValueFactory,
)
from tests.conventions.pages import address, send_back, shown, staff
from tests.sites.factories import OrganisationFactory, SiteFactory

pytestmark = pytest.mark.django_db
PAGE = "programme_change"
MANY = ("view_programme", "change_programme", "view_actionsheet", "change_actionsheet")


def page(client, programme):
    answer = client.get(address(PAGE, programme))
    assert answer.status_code == 200
    return shown(answer)


def axis_data(count, **typed):
    """Return what the lines of axes send, the first ones as given."""
    data = {"axes-TOTAL_FORMS": [str(count)], "axes-INITIAL_FORMS": ["0"]}
    return {**data, **{f"axes-{name}": [value] for name, value in typed.items()}}


def test_axes_and_their_objectives_are_typed_on_one_page(admin_client):
    programme = ProgrammeFactory()
    data = form_of(admin_client.get(address(PAGE, programme)))
    data |= axis_data(
        1,
        **{
            "0-code": "1",
            "0-title": "Démographie médicale",
            "0-objective_lines": "Accueillir des médecins\r\n1.2 Loger les internes",
        },
    )
    answer = admin_client.post(address(PAGE, programme), data)
    assert answer.status_code == 302
    axis = programme.axes.get()
    assert (str(axis), axis.position) == ("1. Démographie médicale", 1)
    assert [str(row) for row in axis.objectives.order_by("position")] == [
        "1.1 Accueillir des médecins",
        "1.2 Loger les internes",
    ]
    assert axis.objectives.first().history.first().history_user is not None
    programme.refresh_from_db()
    assert programme.version == 2


def test_an_untouched_page_writes_nothing(admin_client):
    objective = ObjectiveFactory()
    programme = objective.axis.programme
    send_back(admin_client, address(PAGE, programme))
    programme.refresh_from_db()
    assert (programme.version, objective.history.count()) == (1, 1)


def test_an_objective_in_use_is_not_dropped_and_one_sentence_says_why(admin_client):
    objective = ObjectiveFactory(code="1.1", title="Accueillir")
    axis = objective.axis
    SheetPlaceFactory(programme=axis.programme, axis=axis, objective=objective)
    answer = send_back(
        admin_client, address(PAGE, axis.programme), **{"axes-0-objective_lines": "1.2 Loger"}
    )
    assert answer.status_code == 200
    assert "Des fiches-actions relèvent de « 1.1 Accueillir »" in shown(answer)
    assert Objective.objects.filter(pk=objective.pk).exists()


def test_an_axis_in_use_is_not_deleted(admin_client):
    axis = AxisFactory(code="2", title="Prévention")
    SheetPlaceFactory(programme=axis.programme, axis=axis)
    answer = send_back(admin_client, address(PAGE, axis.programme), **{"axes-0-DELETE": "on"})
    assert answer.status_code == 200
    assert Axis.objects.filter(pk=axis.pk).exists()


def test_a_save_that_started_from_an_older_version_writes_nothing(admin_client):
    objective = ObjectiveFactory(code="1.1", title="Accueillir")
    programme = objective.axis.programme
    data = form_of(admin_client.get(address(PAGE, programme)))
    send_back(admin_client, address(PAGE, programme), **{"axes-0-title": "Par Marie"})
    data["axes-0-objective_lines"] = ["1.1 Par Paul"]
    answer = admin_client.post(address(PAGE, programme), data)
    assert "Cette page a changé pendant que vous la remplissiez" in shown(answer)
    objective.refresh_from_db()
    assert objective.title == "Accueillir"


def test_the_tree_shows_each_sheet_under_its_objective_with_what_is_late(admin_client):
    objective = ObjectiveFactory(title="Accueillir de nouveaux médecins")
    axis = objective.axis
    sheet = ActionSheetFactory(title="Centre de santé", state="running", pilot=None)
    SheetStepFactory(sheet=sheet, title="Recruter", due_on=dt.date(2020, 1, 1))
    SheetPlaceFactory(
        sheet=sheet, programme=axis.programme, axis=axis, objective=objective, number="3.1"
    )
    read = page(admin_client, axis.programme).split("programme-tree-title")[2]
    assert read.index("Accueillir de nouveaux médecins") < read.index("Centre de santé")
    assert "« Recruter » était prévu pour le 1<sup>er</sup> janvier 2020." in read
    assert "à désigner" in read
    assert "1 fiche n’a encore aucun indicateur" in read


def test_an_empty_programme_says_what_to_do_next(admin_client):
    read = page(admin_client, ProgrammeFactory())
    assert "Écrivez d’abord ses axes et leurs objectifs" in read
    assert f"?programme={Programme.objects.get().pk}" in read
    assert "Aucun contrat n’est rattaché." in read


def test_a_new_contract_opens_as_a_local_health_contract(admin_client):
    programme = ProgrammeFactory(name="CLS des Collines")
    read = admin_client.get(address(PAGE, programme)).content.decode()
    start = read.index("/conventions/convention/add/?")
    known = read[start : read.index('"', start)].replace("&amp;", "&")
    answer = admin_client.get(f"/admin{known}")
    form = answer.context["adminform"].form
    assert form["kind"].value() == "cls"
    assert form["title"].value() == "CLS des Collines"


def test_the_two_ranks_of_parties_are_told_with_who_signed(admin_client):
    convention = ConventionFactory(kind="cls", signature_date=dt.date(2020, 2, 14))
    agency = OrganisationFactory(official_name="agence régionale de santé des Collines")
    hospital = OrganisationFactory(official_name="centre hospitalier des Collines")
    PartyFactory(convention=convention, organisation=agency, position=1)
    PartyFactory(convention=convention, organisation=hospital, position=2, rank=PartyRank.ASSOCIATE)
    read = page(admin_client, ProgrammeFactory(convention=convention))
    signatories, others = read.split("Partenaires associés ou informés")
    assert "Agence régionale de santé des Collines" in signatories
    assert "Signé le 14 février 2020" in signatories
    assert "Centre hospitalier des Collines" in others
    assert "Associée" in others


def test_the_centre_of_a_roadmap_shows_its_real_figures(admin_client):
    centre = SiteFactory(name="Labourse", kind="centre", opened_on=dt.date(2024, 6, 3))
    SiteFactory(kind="antenna", parent=centre, opened_on=dt.date(2024, 6, 17))
    SiteFactory(kind="antenna", parent=centre, opened_on=None, name="Robecq")
    roadmap = ProgrammeFactory(kind="roadmap")
    SheetPlaceFactory(programme=roadmap, sheet=ActionSheetFactory(site=centre))
    read = page(admin_client, roadmap)
    assert "Labourse, ouvert le 3 juin 2024" in read
    assert "1 antenne ouverte" in read
    assert "Robecq : ouverture pas encore datée" in read


def test_sheets_are_numbered_again_from_a_page(admin_client):
    programme = ProgrammeFactory()
    SheetPlaceFactory(programme=programme, number="7", position=1)
    url = address("programme_renumber", programme)
    assert "7 :" in shown(admin_client.get(url))
    answer = admin_client.post(url, {"scheme": "straight"}, follow=True)
    assert "1 fiche a changé de numéro." in shown(answer)
    assert programme.placements.get().number == "1"


def test_the_next_programme_takes_over_what_is_ticked(admin_client):
    axis = AxisFactory(programme=ProgrammeFactory(name="CLS 1"))
    kept = SheetPlaceFactory(programme=axis.programme, axis=axis)
    done = SheetPlaceFactory(
        programme=axis.programme, sheet=ActionSheetFactory(state="done"), axis=axis
    )
    into = ProgrammeFactory(name="CLS 2")
    url = address("programme_carry", axis.programme)
    data = form_of(admin_client.get(url))
    assert data["sheets"] == [str(kept.sheet_id)]
    answer = admin_client.post(url, {**data, "into": [str(into.pk)]}, follow=True)
    assert "1 axe repris, 0 objectif repris et 1 fiche reprise" in shown(answer)
    assert "Fait suite à" in shown(answer)
    assert not SheetPlace.objects.filter(programme=into, sheet=done.sheet).exists()


def test_nothing_chosen_is_said_in_one_sentence(admin_client):
    source, into = ProgrammeFactory(name="A"), ProgrammeFactory(name="B")
    answer = admin_client.post(address("programme_carry", source), {"into": into.pk})
    assert "Rien n’est à reprendre" in shown(answer)


def test_each_page_asks_for_its_rights(client):
    place = SheetPlaceFactory()
    programme = place.programme
    client.force_login(staff("view_programme"))
    read = page(client, programme)
    assert "programme-tree" not in read
    assert "Renuméroter" not in read
    for name in ("programme_renumber", "programme_carry", "programme_booklet"):
        assert client.get(address(name, programme)).status_code == 403, name
        assert client.post(address(name, programme), {}).status_code == 403, name
    client.force_login(staff("view_programme", "change_programme"))
    for name in ("programme_renumber", "programme_carry"):
        assert client.post(address(name, programme), {}).status_code == 403, name
    client.force_login(staff(*MANY))
    for name in ("programme_renumber", "programme_carry"):
        assert client.get(address(name, programme)).status_code == 200, name


def test_programmes_are_found_whatever_accents_and_hyphens(admin_client):
    ProgrammeFactory(name="Contrat local de santé Béthune-Bruay")
    url = reverse("admin:conventions_programme_changelist")
    assert "Béthune-Bruay" in shown(admin_client.get(url, {"q": "bethune sante"}))
    assert "Béthune-Bruay" not in shown(admin_client.get(url, {"q": "lille sante"}))


def test_objectives_are_in_the_history_of_the_programme(admin_client):
    objective = ObjectiveFactory(title="Accueillir")
    objective.title = "Bien accueillir"
    objective.save()
    read = shown(admin_client.get(address("programme_history", objective.axis.programme)))
    assert "Bien accueillir" in read


def full_sheet(programme, axis, rank):
    """Put a sheet with one line of everything in a programme."""
    sheet = ActionSheetFactory(pilot=OrganisationFactory())
    SheetPlaceFactory(sheet=sheet, programme=programme, axis=axis, number=str(rank), position=rank)
    SheetStepFactory(sheet=sheet)
    SheetPartnerFactory(sheet=sheet)
    SheetBudgetFactory(sheet=sheet)
    SheetMissionFactory(sheet=sheet)
    SheetValueFactory(indicator=SheetIndicatorFactory(sheet=sheet))
    return sheet


def test_forty_sheets_cost_no_more_queries_than_one(admin_client, django_assert_max_num_queries):
    axis = AxisFactory()
    full_sheet(axis.programme, axis, 1)
    with django_assert_max_num_queries(32):
        page(admin_client, axis.programme)
    for rank in range(2, 41):
        full_sheet(axis.programme, axis, rank)
    assert Convention.objects.count() == 0
    with django_assert_max_num_queries(32):
        read = page(admin_client, axis.programme)
    assert "40 fiches-actions" in read


def test_the_form_is_reached_from_the_top_of_a_long_tree(client):
    programme = ProgrammeFactory()
    client.force_login(staff(*MANY))
    shown_page = page(client, programme)
    assert 'href="#section-identite"' in shown_page
    assert 'id="section-identite"' in shown_page
    client.force_login(staff("view_programme", "view_actionsheet"))
    assert 'href="#section-identite"' not in page(client, programme)


def test_the_tree_names_the_pilot_briefly_and_a_commune_in_full(client):
    programme = ProgrammeFactory()
    long_name = OrganisationFactory(
        official_name="communauté d’agglomération des Trois-Rivières", short_name="agglomération"
    )
    SheetPlaceFactory(programme=programme, sheet__pilot=long_name, number="1")
    client.force_login(staff(*MANY))
    assert '<td data-label="Pilote">Agglomération</td>' in page(client, programme)


def test_the_next_programme_starts_with_what_is_known_of_this_one(admin_client):
    programme = ProgrammeFactory(kind="cls", carrier=OrganisationFactory())
    shown_page = shown(admin_client.get(address("programme_carry", programme)))
    link = re.search(r'href="([^"]*/add/\?[^"]*)"', shown_page)[1]
    typed = form_of(admin_client.get(html.unescape(link)))
    assert typed["kind"] == ["cls"]
    assert typed["previous"] == [str(programme.pk)]
    assert typed["carrier"] == [str(programme.carrier_id)]
