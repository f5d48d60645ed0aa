"""The page of an action sheet: entered once, seen from each programme, mission, site and body."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from conventions.models import ActionSheet, SheetValue
from tests.admin.browser import form_of
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
from tests.sites.factories_territory import CommunityMissionFactory

pytestmark = pytest.mark.django_db
PAGE = "actionsheet_change"
LIST = "admin:conventions_actionsheet_changelist"


def page(client, sheet):
    answer = client.get(address(PAGE, sheet))
    assert answer.status_code == 200
    return shown(answer)


def listed(client, **query):
    answer = client.get(reverse(LIST), query)
    assert answer.status_code == 200
    return {row.title for row in answer.context["cl"].result_list}


def place_line(rank, **typed):
    return {f"placements-{rank}-{name}": [str(value)] for name, value in typed.items()}


def test_one_sheet_is_placed_in_two_programmes_and_serves_a_mission(admin_client):
    objective = ObjectiveFactory(axis__programme__name="CLS")
    clsm, mission = ProgrammeFactory(kind="clsm", name="CLSM"), CommunityMissionFactory()
    data = form_of(admin_client.get(address("actionsheet_add")))
    data |= {"title": ["Repérer la fragilité des aînés"]}
    data |= {"placements-TOTAL_FORMS": ["2"], "missions-TOTAL_FORMS": ["1"]}
    spot = f"objective-{objective.pk}"
    data |= place_line(0, programme=objective.axis.programme_id, spot=spot, number="1.1")
    data |= place_line(1, programme=clsm.pk, spot="", number="")
    data |= {"missions-0-mission": [str(mission.pk)]}
    assert admin_client.post(address("actionsheet_add"), data).status_code == 302
    sheet = ActionSheet.objects.get()
    first = sheet.placements.get(programme=objective.axis.programme)
    assert (first.axis, first.objective, first.number) == (objective.axis, objective, "1.1")
    second = sheet.placements.get(programme=clsm)
    assert (second.axis, second.number, second.position) == (None, "1", 1)
    assert sheet.missions.get().mission == mission
    read = page(admin_client, sheet)
    assert "mission « accès aux soins »" in read
    for seen in (
        reverse("admin:conventions_programme_change", args=[clsm.pk]),
        reverse("admin:sites_community_board", args=[mission.community_id]),
    ):
        assert "Repérer la fragilité des aînés" in shown(admin_client.get(seen))


def test_an_axis_of_another_programme_is_refused_in_one_sentence(admin_client):
    place, axis = SheetPlaceFactory(), AxisFactory()
    answer = send_back(
        admin_client, address(PAGE, place.sheet), **{"placements-0-spot": f"axis-{axis.pk}"}
    )
    assert answer.status_code == 200
    assert "Cet axe est celui d’un autre programme : choisissez un axe" in shown(answer)
    place.refresh_from_db()
    assert place.axis is None


def test_a_number_already_borne_is_refused(admin_client):
    place = SheetPlaceFactory(number="1")
    other = SheetPlaceFactory(programme=place.programme, number="2")
    answer = send_back(admin_client, address(PAGE, other.sheet), **{"placements-0-number": "1"})
    assert "Une fiche de ce programme porte déjà ce numéro." in shown(answer)


def test_a_sheet_added_from_a_programme_stands_in_it(admin_client):
    place = SheetPlaceFactory(number="1")
    url = f"{address('actionsheet_add')}?programme={place.programme_id}"
    data = form_of(admin_client.get(url))
    assert data["placements-0-programme"] == [str(place.programme_id)]
    assert data["placements-0-number"] == ["2"]
    assert admin_client.post(url, {**data, "title": ["Former"]}).status_code == 302
    new = ActionSheet.objects.get(title="Former").placements.get()
    assert (new.programme, new.number) == (place.programme, "2")


def test_an_action_done_is_asked_for_its_end_on_its_page_too(admin_client):
    sheet = ActionSheetFactory(end=None)
    answer = send_back(admin_client, address(PAGE, sheet), state="done")
    assert "Une action réalisée a une fin : donnez son dernier jour." in shown(answer)
    answer = send_back(admin_client, address(PAGE, sheet), state="done", end="2025-01-31")
    sheet.refresh_from_db()
    assert (answer.status_code, sheet.state) == (302, "done")
    assert sheet.state_on == timezone.localdate()


def test_a_partner_without_a_record_is_named(admin_client):
    partner = SheetPartnerFactory()
    answer = send_back(admin_client, address(PAGE, partner.sheet), **{"partners-0-name": ""})
    assert "Choisissez un organisme, ou écrivez son nom." in shown(answer)


def test_two_people_on_the_same_sheet_do_not_overwrite_one_another(admin_client):
    sheet = ActionSheetFactory()
    data = form_of(admin_client.get(address(PAGE, sheet)))
    send_back(admin_client, address(PAGE, sheet), context="Par Marie")
    answer = admin_client.post(address(PAGE, sheet), {**data, "public": ["Par Paul"]})
    assert "Cette page a changé pendant que vous la remplissiez" in shown(answer)
    sheet.refresh_from_db()
    assert (sheet.context, sheet.public) == ("Par Marie", "")


def test_the_page_tells_sums_indicators_and_what_is_still_to_write(admin_client):
    sheet = ActionSheetFactory()
    SheetBudgetFactory(sheet=sheet, planned="1000.10", spent="500.05", year=2025)
    SheetBudgetFactory(sheet=sheet, planned="0.20", year=2026)
    indicator = SheetIndicatorFactory(sheet=sheet, name="Consultations", baseline=0, target=8000)
    SheetValueFactory(indicator=indicator, value=2000)
    read = page(admin_client, sheet)
    assert "1 000,30 €" in read
    assert "somme des montants dépensés connus" in read
    assert "Région, 2026 : dépense non saisie" in read
    assert "25 %" in read
    assert "Il manque encore à cette fiche un programme ou une mission servie, le constat" in read


def test_stock_is_taken_from_a_page(admin_client):
    step = SheetStepFactory(due_on=dt.date(2020, 1, 1), title="Recruter")
    sheet = step.sheet
    indicator = SheetIndicatorFactory(sheet=sheet)
    url = address("actionsheet_stock", sheet)
    answer = admin_client.get(url)
    assert "« Recruter » était prévu pour le 1<sup>er</sup> janvier 2020." in shown(answer)
    data = form_of(answer) | {
        "progress": ["Une troisième antenne"],
        f"step_{step.pk}": ["2026-01-05"],
        f"value_{indicator.pk}": ["12,5"],
        f"source_{indicator.pk}": ["Logiciel du centre"],
    }
    answer = admin_client.post(url, data, follow=True)
    assert "Point fait le" in shown(answer)
    step.refresh_from_db()
    assert step.done_on == dt.date(2026, 1, 5)
    value = SheetValue.objects.get()
    assert (float(value.value), value.as_of) == (12.5, timezone.localdate())
    assert "12,5" in page(admin_client, sheet)
    history = shown(admin_client.get(address("actionsheet_history", sheet)))
    assert "Point du" in history
    assert "Logiciel du centre" in history


def test_a_stock_that_started_from_an_older_sheet_writes_nothing(admin_client):
    sheet = ActionSheetFactory(progress="Avant")
    url = address("actionsheet_stock", sheet)
    data = form_of(admin_client.get(url))
    send_back(admin_client, address(PAGE, sheet), progress="Par Marie")
    answer = admin_client.post(url, {**data, "progress": ["Par Paul"]})
    assert "modifiée par quelqu’un d’autre" in shown(answer)
    sheet.refresh_from_db()
    assert sheet.progress == "Par Marie"
    # What was typed is still there, and the page now starts from the present version.
    again = form_of(answer)
    assert again["progress"] == ["Par Paul"]
    assert admin_client.post(url, again).status_code == 302
    data.pop("version")
    assert "modifiée par quelqu’un d’autre" in shown(admin_client.post(url, data))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "douze", "source": "x"}, "n’est pas un nombre"),
        ({"value": "12", "source": ""}, "Dites d’où vient cette valeur."),
        ({"value": "12", "source": "x", "as_of": ""}, "Donnez le jour sur lequel porte"),
        ({"value": "12", "source": "x", "as_of": "2999-01-01"}, "pas encore passé"),
    ],
)
def test_a_value_that_cannot_be_is_told_beside_its_field(admin_client, typed, said):
    indicator = SheetIndicatorFactory()
    url = address("actionsheet_stock", indicator.sheet)
    data = form_of(admin_client.get(url))
    data |= {f"{name}_{indicator.pk}": [value] for name, value in typed.items()}
    assert said in shown(admin_client.post(url, data))
    assert not SheetValue.objects.exists()


def test_each_page_asks_for_its_rights(client):
    sheet = ActionSheetFactory()
    indicator = SheetIndicatorFactory(sheet=sheet)
    stock, pdf = address("actionsheet_stock", sheet), address("actionsheet_pdf", sheet)
    exports = [address(f"actionsheet_{name}") for name in ("workbook", "sheets_csv")]
    exports.append(address("actionsheet_indicators_csv"))
    client.force_login(staff("view_programme"))
    for url in (address(PAGE, sheet), stock, pdf, *exports):
        assert client.get(url).status_code == 403, url
    client.force_login(staff("view_actionsheet"))
    assert client.get(stock).status_code == 403
    assert "Faire le point" not in page(client, sheet)
    for url in exports:
        assert client.get(url).status_code == 200, url
    client.force_login(staff("view_actionsheet", "change_actionsheet"))
    data = form_of(client.get(stock))
    told = {f"value_{indicator.pk}": ["1"], f"source_{indicator.pk}": ["x"]}
    assert client.post(stock, data | told).status_code == 403
    assert client.post(stock, data).status_code == 302
    assert client.post(exports[0]).status_code == 405


def test_the_list_is_narrowed_by_programme_axis_lateness_and_lack_of_indicator(admin_client):
    axis = AxisFactory()
    late = ActionSheetFactory(title="En retard", start=None, end=dt.date(2020, 1, 1))
    step = ActionSheetFactory(title="Étape en retard")
    SheetStepFactory(sheet=step, due_on=dt.date(2020, 1, 1))
    ActionSheetFactory(title="Abandonnée", state="dropped", start=None, end=dt.date(2020, 1, 1))
    SheetPlaceFactory(sheet=late, programme=axis.programme, axis=axis)
    SheetPlaceFactory(sheet=step, programme=axis.programme)
    SheetValueFactory(indicator__sheet=late)
    mission = SheetMissionFactory(sheet=step).mission
    assert listed(admin_client, retard="oui") == {"En retard", "Étape en retard"}
    assert listed(admin_client, retard="non") == {"Abandonnée"}
    assert listed(admin_client, programme=axis.programme_id) == {"En retard", "Étape en retard"}
    assert listed(admin_client, programme="sans") == {"Abandonnée"}
    assert listed(admin_client, axe=axis.pk) == {"En retard"}
    assert listed(admin_client, indicateur="sans") == {"Étape en retard", "Abandonnée"}
    assert listed(admin_client, cpts=mission.community_id) == {"Étape en retard"}
    assert listed(admin_client, q="etape") == {"Étape en retard"}
    assert listed(admin_client, q=axis.programme.placements.first().number + " retard")
    assert len(listed(admin_client, programme="x", axe="999999")) in {0, 3}


def test_what_the_database_calls_late_is_what_the_page_calls_late(admin_client):
    for state in ("draft", "planned", "running", "done", "suspended", "dropped"):
        for days in (-1, 0, 1):
            day = timezone.localdate() + dt.timedelta(days=days)
            ActionSheetFactory(title=f"{state} {days} end", state=state, start=None, end=day)
            SheetStepFactory(
                sheet=ActionSheetFactory(title=f"{state} {days} step", state=state), due_on=day
            )
    answer = admin_client.get(reverse(LIST), {"retard": "oui"})
    assert answer.context["cl"].result_count == 6
    assert answer.content.decode().count("En retard</span>") == 6


def test_the_list_leaves_as_a_workbook_and_as_tables(admin_client):
    sheet = ActionSheetFactory(title="=Ouvrir")
    SheetPlaceFactory(sheet=sheet, programme__name="CLS", number="4")
    SheetBudgetFactory(sheet=sheet, planned="1000.10")
    SheetValueFactory(indicator__sheet=sheet, indicator__name="Consultations", value="2000.5")
    SheetIndicatorFactory(sheet=sheet, name="Jamais mesuré")
    SheetStepFactory(sheet=sheet)
    other = ActionSheetFactory(title="Autre", state="done")
    answer = admin_client.get(address("actionsheet_workbook"), {"state__exact": "running"})
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Fiches-actions", "Indicateurs", "Financements", "Étapes"]
    rows = list(book["Fiches-actions"].values)
    assert [row[3] for row in rows[1:]] == ["=Ouvrir"]
    assert book["Fiches-actions"]["D2"].data_type == "s"
    assert rows[1][16] == 1000.1
    assert [row[10] for row in list(book["Indicateurs"].values)[1:]] == [2000.5, None]
    text = admin_client.get(address("actionsheet_sheets_csv")).content.decode("utf-8-sig")
    assert "'=Ouvrir" in text
    assert other.title in text
    text = admin_client.get(address("actionsheet_indicators_csv")).content.decode("utf-8-sig")
    assert "Jamais mesuré" in text
    assert "2000,5" in text


def test_a_body_sees_what_it_pilots_takes_part_in_and_funds_each_sheet_once(admin_client):
    body = OrganisationFactory()
    piloted = ActionSheetFactory(title="Pilotée", pilot=body)
    SheetPartnerFactory(sheet=piloted, organisation=body, name="")
    SheetPartnerFactory(sheet__title="Partagée", organisation=body, name="")
    SheetBudgetFactory(sheet__title="Payée", payer=body, payer_name="")
    url = reverse("admin:sites_organisation_change", args=[body.pk])
    read = shown(admin_client.get(url))
    assert [read.count(title) for title in ("Pilotée", "Partagée", "Payée")] == [1, 1, 1]


def test_a_site_sees_its_sheets_and_says_nothing_without_any(admin_client, client):
    site = SiteFactory()
    url = reverse("admin:sites_site_change", args=[site.pk])
    assert "Fiches-actions de ce site" not in shown(admin_client.get(url))
    ActionSheetFactory(site=site, title="Antenne de Robecq")
    assert "Antenne de Robecq" in shown(admin_client.get(url))
    client.force_login(staff("view_site"))
    assert "Antenne de Robecq" not in shown(client.get(url))


def test_a_mission_sees_the_sheets_that_serve_it_with_their_indicators(admin_client):
    link = SheetMissionFactory(sheet__title="Dépister")
    SheetValueFactory(indicator__sheet=link.sheet, indicator__name="Personnes dépistées")
    CommunityMissionFactory(community=link.mission.community, mission="prevention")
    url = reverse("admin:sites_community_board", args=[link.mission.community_id])
    read = shown(admin_client.get(url))
    assert "Dépister" in read
    assert "Personnes dépistées" in read
    assert "Aucune fiche ne sert encore cette mission." in read


def test_an_indicator_has_its_page_and_its_curve(admin_client):
    value = SheetValueFactory(value=10)
    SheetValueFactory(indicator=value.indicator, value=20, as_of=dt.date(2026, 1, 31))
    read = shown(admin_client.get(address("sheetindicator_change", value.indicator)))
    assert "<svg" in read
    assert "Revenir à la fiche" in read
    assert admin_client.get(reverse("admin:conventions_sheetindicator_add")).status_code == 403


def test_forty_sheets_cost_no_more_queries_than_one(admin_client, django_assert_max_num_queries):
    programme = ProgrammeFactory()
    link = SheetMissionFactory()
    for rank in range(40):
        sheet = ActionSheetFactory(title=f"Fiche {rank}", pilot=OrganisationFactory())
        SheetPlaceFactory(sheet=sheet, programme=programme)
        SheetStepFactory(sheet=sheet)
        SheetMissionFactory(sheet=sheet, mission=link.mission)
        SheetValueFactory(indicator__sheet=sheet)
    with django_assert_max_num_queries(22):
        listed(admin_client)
    with django_assert_max_num_queries(30):
        admin_client.get(address("actionsheet_workbook"))
    with django_assert_max_num_queries(40):
        admin_client.get(reverse("admin:sites_community_board", args=[link.mission.community_id]))
