"""Pages of prevention actions and team meetings: written by hand, repeated, exported, added up."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from openpyxl import load_workbook

from consultations.models import MeetingKind, PreventionAction, PreventionPlace, TeamMeeting
from tests.admin.browser import form_of
from tests.consultations.factories import (
    MeetingAttendanceFactory,
    PreventionActionFactory,
    PreventionPartnerFactory,
    TeamMeetingFactory,
    UserFactory,
)
from tests.sites.factories import SiteFactory, SiteScopeFactory
from tests.sites.factories_projects import HealthCommitmentFactory
from tests.staffing.factories import ProfessionFactory

pytestmark = pytest.mark.django_db

ADD_ACTION = "/admin/consultations/preventionaction/add/"
ADD_MEETING = "/admin/consultations/teammeeting/add/"


def read(answer):
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", bare.replace("\u00a0", " ").replace("&nbsp;", " "))


def send(client, page, **typed):
    """Open a page, type, save."""
    data = form_of(client.get(page))
    return client.post(page, {**data, **{name: [value] for name, value in typed.items()}})


def reader(client, *codenames, sites=()):
    user = UserFactory()
    whole = () if sites else ("every_site",)
    user.user_permissions.set(Permission.objects.filter(codename__in=(*codenames, *whole)))
    for site in sites:
        SiteScopeFactory(user=user, site=site)
    client.force_login(user)
    return client


def test_an_action_is_written_with_its_time_as_people_type_it(admin_client):
    site = SiteFactory()
    answer = send(
        admin_client,
        ADD_ACTION,
        title="Vaccination",
        theme="vaccination",
        public="grand public",
        date="2026-06-02",
        place="site",
        site=site.pk,
        minutes="6 h 30",
        reached="45",
    )
    assert answer.status_code == 302, answer.context["errors"]
    action = PreventionAction.objects.get()
    assert (action.minutes, action.reached) == (390, 45)
    page = admin_client.get(
        reverse("admin:consultations_preventionaction_change", args=[action.pk])
    )
    assert 'value="6\u00a0h\u00a030"' in page.content.decode()


def test_a_page_saved_untouched_changes_nothing(admin_client):
    action = PreventionActionFactory(minutes=150)
    address = reverse("admin:consultations_preventionaction_change", args=[action.pk])
    assert send(admin_client, address).status_code == 302
    action.refresh_from_db()
    assert (action.minutes, action.version) == (150, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"minutes": "deux heures"}, "n’est pas une durée"),
        ({"minutes": "9000"}, "trop longue"),
        ({"comment": "Mme Dupont est venue"}, "nom d’une personne"),
        ({"place": "site", "site": ""}, "Choisissez le site"),
    ],
)
def test_what_may_not_be_written_is_refused(admin_client, typed, said):
    site = SiteFactory()
    given = {"title": "V", "theme": "other", "public": "tous", "date": "2026-06-02"}
    given |= {"place": "site", "site": site.pk, **typed}
    answer = send(admin_client, ADD_ACTION, **given)
    assert answer.status_code == 200
    assert said in read(answer)
    assert not PreventionAction.objects.exists()


def test_a_name_among_the_professions_is_refused(admin_client):
    site = SiteFactory()
    data = form_of(admin_client.get(ADD_MEETING))
    data |= {"date": "2026-06-02", "site": site.pk, "kind": "cases", "minutes": "1,5"}
    lines = {"attendance-TOTAL_FORMS": 1, "attendance-INITIAL_FORMS": 0}
    lines |= {"attendance-0-other": "Dr Anne Duval", "attendance-0-number": 1}
    answer = admin_client.post(ADD_MEETING, {**data, **lines})
    assert "ressemble à un nom" in read(answer)
    assert not TeamMeeting.objects.exists()
    answer = admin_client.post(
        ADD_MEETING, {**data, **lines, "attendance-0-other": "assistante sociale"}
    )
    assert answer.status_code == 302
    meeting = TeamMeeting.objects.get()
    assert meeting.minutes == 90
    assert [str(one) for one in meeting.attendance.all()] == ["assistante sociale"]


def test_cases_are_counted_at_meetings_on_cases_alone(admin_client):
    site = SiteFactory()
    answer = send(
        admin_client, ADD_MEETING, date="2026-06-02", site=site.pk, kind="training", cases="2"
    )
    assert "situations complexes" in read(answer)
    assert not TeamMeeting.objects.exists()


def test_the_last_action_is_held_again_with_its_partners(admin_client):
    PreventionActionFactory(title="Ancienne", date=dt.date(2025, 1, 6))
    action = PreventionActionFactory(reached=45, minutes=60, comment="Bien venu")
    PreventionPartnerFactory(action=action)
    listed = admin_client.get(reverse("admin:consultations_preventionaction_changelist"))
    page = f"{ADD_ACTION}?copie={action.pk}"
    assert page in listed.content.decode()
    answer = send(admin_client, page, date="2026-07-06")
    assert answer.status_code == 302, answer.context["errors"]
    again = PreventionAction.objects.latest("pk")
    assert (again.title, again.site) == (action.title, action.site)
    assert (again.reached, again.minutes, again.comment) == (None, None, "")
    assert [one.name for one in again.partners.all()] == ["Pharmacie de la Place"]


def test_a_meeting_is_held_again_with_its_professions(admin_client):
    meeting = TeamMeetingFactory(minutes=90, cases=4)
    MeetingAttendanceFactory(meeting=meeting)
    answer = send(admin_client, f"{ADD_MEETING}?copie={meeting.pk}", date="2026-07-06")
    assert answer.status_code == 302, answer.context["errors"]
    again = TeamMeeting.objects.latest("pk")
    assert (again.minutes, again.cases) == (90, None)
    assert [one.number for one in again.attendance.all()] == [2]


@pytest.mark.parametrize("key", ["", "x", "99999", "-1"])
def test_a_copy_of_nothing_is_an_empty_page(admin_client, key):
    assert admin_client.get(f"{ADD_ACTION}?copie={key}").status_code == 200


def test_an_account_sees_the_actions_of_its_sites_and_of_no_site(client):
    mine, other = SiteFactory(name="Robecq"), SiteFactory(name="Labourse")
    PreventionActionFactory(title="Ici", site=mine)
    hidden = PreventionActionFactory(title="Ailleurs", site=other)
    PreventionActionFactory(title="Marché", site=None, place=PreventionPlace.MOBILE)
    reader(client, "view_preventionaction", "add_preventionaction", sites=[mine])
    listed = read(client.get(reverse("admin:consultations_preventionaction_changelist")))
    assert "Ici" in listed
    assert "Marché" in listed
    assert "Ailleurs" not in listed
    page = reverse("admin:consultations_preventionaction_change", args=[hidden.pk])
    assert client.get(page).status_code == 302
    assert "Ailleurs" not in read(client.get(f"{ADD_ACTION}?copie={hidden.pk}"))
    form = client.get(ADD_ACTION).content.decode()
    assert "Robecq" in form
    assert "Labourse" not in form


def test_the_list_is_exported_as_it_is_filtered(admin_client):
    PreventionActionFactory(title="=1+1", reached=45, date=dt.date(2026, 3, 2))
    PreventionActionFactory(date=dt.date(2025, 3, 2))
    address = reverse("admin:consultations_preventionaction_workbook")
    answer = admin_client.get(address, {"annee": "2026"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert len(rows) == 2
    assert rows[1][0] == "=1+1"
    assert rows[1][10] == 45


def test_meetings_are_exported_with_professions_and_no_name(admin_client):
    meeting = TeamMeetingFactory(is_open=True)
    MeetingAttendanceFactory(meeting=meeting, profession=ProfessionFactory(name="infirmier"))
    MeetingAttendanceFactory(
        meeting=meeting, profession=None, other="psychologue", number=1, position=2
    )
    answer = admin_client.get(reverse("admin:consultations_teammeeting_workbook"))
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[1][6:8] == ("infirmier (2), psychologue (1)", 3)


def test_the_export_wants_the_right_to_see(client):
    reader(client, "view_teammeeting")
    address = reverse("admin:consultations_preventionaction_workbook")
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("page", ["preventionaction", "teammeeting"])
def test_a_list_asks_as_much_for_twenty_rows_as_for_two(
    admin_client, page, django_assert_max_num_queries
):
    for _ in range(20):
        PreventionPartnerFactory(action=PreventionActionFactory())
        MeetingAttendanceFactory(meeting=TeamMeetingFactory())
    with django_assert_max_num_queries(14):
        admin_client.get(reverse(f"admin:consultations_{page}_changelist"))


def test_the_year_is_added_up_by_theme_place_and_profession(admin_client):
    site = SiteFactory()
    PreventionActionFactory(site=site, reached=40, date=dt.date(2025, 3, 2))
    PreventionActionFactory(
        site=None, place=PreventionPlace.MOBILE, reached=5, date=dt.date(2025, 3, 3)
    )
    PreventionActionFactory(site=site, reached=None, date=dt.date(2025, 12, 31))
    PreventionActionFactory(site=site, reached=900, date=dt.date(2024, 12, 31))
    meeting = TeamMeetingFactory(site=site, cases=3, date=dt.date(2025, 5, 5))
    MeetingAttendanceFactory(meeting=meeting, profession=ProfessionFactory(name="infirmier"))
    page = reverse("admin:consultations_prevention_year")
    shown = read(admin_client.get(page, {"annee": "2025"}))
    assert "3 actions, 45 personnes touchées (public non compté pour 1)" in shown
    assert "1 réunion sur des situations complexes : 3 situations étudiées" in shown.replace(
        " </strong>", ""
    )
    assert "Infirmier" in shown
    narrowed = read(admin_client.get(page, {"annee": "2025", "site": site.pk}))
    assert "2 actions, 40 personnes touchées" in narrowed


def test_the_year_of_nothing_is_a_page_too(admin_client):
    shown = read(admin_client.get(reverse("admin:consultations_prevention_year"), {"annee": "abc"}))
    assert "Aucune action" in shown
    assert "Aucune réunion" in shown


def test_the_year_shows_what_one_may_see(client):
    PreventionActionFactory()
    reader(client, "view_teammeeting")
    shown = read(client.get(reverse("admin:consultations_prevention_year")))
    assert "Prévention et réunions" in shown
    assert "Réunions de l’équipe" in shown
    assert "1 action" not in shown
    assert client.post(reverse("admin:consultations_prevention_year")).status_code == 405
    client.force_login(UserFactory())
    assert client.get(reverse("admin:consultations_prevention_year")).status_code == 403


def test_the_health_project_tells_what_was_done_for_its_promises(admin_client):
    promise = HealthCommitmentFactory(text="Dépister et vacciner")
    HealthCommitmentFactory(project=promise.project, text="Sans suite", position=2)
    for reached in (100, 45, None):
        PreventionActionFactory(commitment=promise, reached=reached)
    TeamMeetingFactory(commitment=promise, kind=MeetingKind.COORDINATION)
    page = reverse("admin:sites_healthproject_change", args=[promise.project.pk])
    shown = read(admin_client.get(page))
    assert (
        "Dépister et vacciner 3 actions, 145 personnes touchées (public non compté pour 1) et "
        "1 réunion"
    ) in shown
    panel = shown.split("Ce qui a été fait pour ces engagements")[1].split("Édition")[0]
    assert "Sans suite" not in panel


def test_a_health_project_without_action_tells_nothing(admin_client):
    promise = HealthCommitmentFactory()
    page = reverse("admin:sites_healthproject_change", args=[promise.project.pk])
    assert "Ce qui a été fait pour" not in read(admin_client.get(page))
