"""What each site records: one page a site, its lines proposed; the sites of each account."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from consultations.models import RecordingLine, SiteRecording
from consultations.review.proposed_lines import proposed_lines
from sites.models import Activity, SiteScope
from tests.admin.browser import form_of
from tests.consultations.factories import RecordingLineFactory, SiteRecordingFactory, UserFactory
from tests.sites.factories import OpeningHoursFactory, SiteFactory, SiteScopeFactory
from tests.staffing.factories import AssignmentFactory, PostTargetFactory, ProfessionFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/consultations/siterecording/"
SCOPES = "/admin/sites/sitescope/"


def page_of(recording):
    return reverse("admin:consultations_siterecording_change", args=[recording.pk])


def proposals_of(recording):
    return reverse("admin:consultations_siterecording_lines", args=[recording.pk])


def account(*codenames, sites=()):
    user = UserFactory()
    whole = () if sites else ("every_site",)
    user.user_permissions.set(Permission.objects.filter(codename__in=(*codenames, *whole)))
    for site in sites:
        SiteScopeFactory(user=user, site=site)
    return user


def names(site):
    return [one.profession.name for one in proposed_lines(site, today=timezone.localdate())]


def test_a_site_is_set_up_then_its_lines_are_typed_on_the_same_page(admin_client):
    site, profession = SiteFactory(), ProfessionFactory()
    data = form_of(admin_client.get(f"{LIST}add/?site={site.pk}"))
    assert data["site"] == [str(site.pk)]
    answer = admin_client.post(f"{LIST}add/", {**data, "entry_days": ["3"]})
    recording = SiteRecording.objects.get(site=site)
    assert answer.url == page_of(recording)
    assert recording.entry_days == 3
    data = form_of(admin_client.get(page_of(recording)))
    prefix = next(name for name in data if name.endswith("TOTAL_FORMS")).partition("-")[0]
    line = {f"{prefix}-0-profession": [str(profession.pk)], f"{prefix}-0-kind": ["home_visit"]}
    answer = admin_client.post(page_of(recording), {**data, **line, f"{prefix}-TOTAL_FORMS": ["1"]})
    assert answer.status_code == 302, answer.context["errors"]
    found = RecordingLine.objects.get()
    assert (found.site, found.profession, found.kind) == (site, profession, "home_visit")
    history = admin_client.get(f"{LIST}{recording.pk}/history/").content.decode()
    assert "Ligne de saisie" in history
    assert "Jours pour saisir" in history


def test_a_line_is_not_given_twice(admin_client):
    line = RecordingLineFactory()
    recording = SiteRecordingFactory(site=line.site)
    data = form_of(admin_client.get(page_of(recording)))
    prefix = next(name for name in data if name.endswith("TOTAL_FORMS")).partition("-")[0]
    twin = {f"{prefix}-1-profession": [str(line.profession_id)], f"{prefix}-1-kind": [line.kind]}
    answer = admin_client.post(page_of(recording), {**data, **twin, f"{prefix}-TOTAL_FORMS": ["2"]})
    assert answer.status_code == 200
    assert RecordingLine.objects.count() == 1


def test_lines_are_proposed_where_a_profession_has_hours_or_somebody(admin_client):
    site = SiteFactory()
    OpeningHoursFactory(site=site, activity=Activity.MEDICAL)
    ProfessionFactory(name="médecin", activity=Activity.MEDICAL)
    ProfessionFactory(name="secrétaire", activity="")
    assigned = ProfessionFactory(name="sage-femme", activity=Activity.MIDWIFERY)
    ProfessionFactory(name="orthoptiste", activity=Activity.MIDWIFERY)
    target = PostTargetFactory(post__profession=assigned, post__site=site)
    AssignmentFactory(post=target.post, start=target.start)
    assert names(site) == ["médecin", "sage-femme"]
    assert names(SiteFactory()) == []


def test_hours_that_are_over_propose_nothing():
    site = SiteFactory()
    OpeningHoursFactory(site=site, activity=Activity.MEDICAL, end=dt.date(2020, 1, 1))
    ProfessionFactory(activity=Activity.MEDICAL)
    assert names(site) == []


def test_lines_that_are_chosen_are_added_after_the_others(admin_client):
    recording = SiteRecordingFactory()
    OpeningHoursFactory(site=recording.site, activity=Activity.MEDICAL)
    known = RecordingLineFactory(site=recording.site, profession__activity=Activity.MEDICAL)
    wanted = ProfessionFactory(name="orthoptiste", activity=Activity.MEDICAL)
    left = ProfessionFactory(name="dentiste", activity=Activity.MEDICAL)
    page = admin_client.get(proposals_of(recording)).content.decode()
    assert f'value="{known.profession_id}"' not in page
    assert f'value="{left.pk}"' in page
    answer = admin_client.post(
        proposals_of(recording), {"profession": [wanted.pk, known.profession_id, "x"]}
    )
    assert answer.url == page_of(recording)
    lines = RecordingLine.objects.filter(site=recording.site)
    assert [one.profession for one in lines] == [known.profession, wanted]
    assert lines[1].history.get().history_user is not None


def test_choosing_nothing_adds_nothing_and_says_so(admin_client):
    recording = SiteRecordingFactory()
    answer = admin_client.post(proposals_of(recording), follow=True)
    assert "rien n’est ajouté" in answer.content.decode()
    assert not RecordingLine.objects.exists()


def test_an_account_sees_the_settings_of_its_sites_alone(client):
    mine, other = SiteRecordingFactory(), SiteRecordingFactory()
    rights = ("view_siterecording", "change_siterecording", "add_recordingline")
    client.force_login(account(*rights, sites=[mine.site]))
    shown = client.get(LIST).content.decode()
    assert mine.site.name in shown
    assert other.site.name not in shown
    assert client.get(page_of(other)).status_code == 302  # to the list: no such row for them
    assert client.get(proposals_of(other)).status_code == 404
    assert client.get(proposals_of(mine)).status_code == 200


def test_proposing_lines_takes_the_right_to_add_them(client):
    recording = SiteRecordingFactory()
    client.force_login(account("view_siterecording", "change_siterecording"))
    assert client.post(proposals_of(recording)).status_code == 403


def test_sites_without_settings_are_offered_in_the_list(admin_client):
    site = SiteFactory(name="Antenne de Robecq")
    SiteRecordingFactory()
    page = admin_client.get(LIST).content.decode()
    assert re.search(rf'href="[^"]*add/\?site={site.pk}"[^>]*>\s*Régler Antenne de Robecq', page)


def test_the_list_asks_as_much_whatever_the_number_of_sites(
    admin_client, django_assert_max_num_queries
):
    for _ in range(6):
        SiteRecordingFactory()
    admin_client.get(LIST)
    with django_assert_max_num_queries(8):
        admin_client.get(LIST)


def test_a_site_is_given_to_an_account_once(admin_client):
    user, site = UserFactory(), SiteFactory()
    data = form_of(admin_client.get(f"{SCOPES}add/"))
    given = {**data, "user": [user.pk], "site": [site.pk]}
    assert admin_client.post(f"{SCOPES}add/", given).status_code == 302
    assert SiteScope.objects.filter(user=user, site=site).count() == 1
    answer = admin_client.post(f"{SCOPES}add/", given)
    assert "Ce compte a déjà ce site" in answer.content.decode()


def test_the_page_of_an_account_leads_to_its_sites(admin_client):
    user = UserFactory()
    page = admin_client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
    assert f"{SCOPES}?user__id__exact={user.pk}" in page
