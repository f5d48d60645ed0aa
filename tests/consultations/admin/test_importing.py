"""The page of imports: previewed, confirmed, refused, queued when it is long; and its export."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations.admin import importing
from consultations.models import ActivityCount
from csipa.jobs.models import Job, JobState
from tests.consultations.factories import ActivityCountFactory, UserFactory
from tests.sites.factories import SiteFactory, SiteScopeFactory
from tests.staffing.factories import PersonFactory, ProfessionFactory

PAGE, PREVIEW, APPLY, EXPORT, MODEL = (
    "/admin/activite/import/",
    "/admin/activite/import/apercu/",
    "/admin/activite/import/importer/",
    "/admin/activite/import/decomptes.csv",
    "/admin/activite/import/modele.csv",
)
HEAD = "date;site;profession;person;kind;done"
GOOD = "2025-06-02;Robecq;médecin généraliste;;;4"
BAD = "2025-06-03;Robek;médecin généraliste;;;4"


@pytest.fixture(autouse=True)
def robecq(db):
    ProfessionFactory(name="médecin généraliste")
    return SiteFactory(name="Robecq", opened_on=dt.date(2024, 1, 1))


def sent(*lines):
    content = "\r\n".join([HEAD, *lines, ""])
    return SimpleUploadedFile("juin.csv", content.encode(), content_type="text/csv")


def preview(client, *lines, **typed):
    return client.post(PREVIEW, {"file": sent(*lines), **typed})


def carried(answer):
    found = re.search(r'name="apercu" value="([^"]+)"', answer.content.decode())
    return found and found[1]


def reader(client, *codenames, sites=()):
    user = UserFactory()
    whole = () if sites else ("every_site",)
    user.user_permissions.set(Permission.objects.filter(codename__in=(*codenames, *whole)))
    for site in sites:
        SiteScopeFactory(user=user, site=site)
    client.force_login(user)
    return client


def test_a_preview_raises_the_ordinal_of_a_date(admin_client):
    text = preview(admin_client, "2025-07-01;Robecq;médecin généraliste;;;4").content.decode()
    assert "1<sup>er</sup>\u00a0juillet" in text


def test_a_preview_writes_nothing_and_its_confirmation_writes_it(admin_client):
    answer = preview(admin_client, GOOD)
    page = answer.content.decode().replace("\u00a0", " ")
    assert "lundi 2 juin 2025" in page
    assert "1 ligne nouvelle" in page
    assert not ActivityCount.objects.exists()
    done = admin_client.post(APPLY, {"apercu": carried(answer)}, follow=True)
    assert "Import enregistré" in done.content.decode()
    row = ActivityCount.objects.get()
    assert (row.done, row.author.username) == (4, "admin")


def test_bad_lines_are_told_and_only_the_good_ones_written_on_request(admin_client):
    answer = preview(admin_client, GOOD, BAD)
    page = answer.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    assert "Ligne 3, colonne « site »" in page
    assert "vouliez-vous dire « Robecq »" in page
    assert "Enregistrer ces décomptes" not in page
    refused = admin_client.post(APPLY, {"apercu": carried(answer)})
    assert "lignes à corriger" in refused.content.decode()
    assert not ActivityCount.objects.exists()
    admin_client.post(APPLY, {"apercu": carried(answer), "bonnes": "1"})
    assert ActivityCount.objects.get().done == 4


def test_another_value_is_shown_beside_the_recorded_one(admin_client, robecq):
    ActivityCountFactory(site=robecq, date=dt.date(2025, 6, 2), done=12)
    page = preview(admin_client, GOOD).content.decode()
    assert "Autre chose est déjà saisi" in page
    assert "<del>12</del>" in page
    answer = preview(admin_client, GOOD, replace="on")
    admin_client.post(APPLY, {"apercu": carried(answer)})
    assert ActivityCount.objects.get().done == 4


def test_what_changed_since_the_preview_is_previewed_again(admin_client, robecq):
    answer = preview(admin_client, GOOD)
    ActivityCountFactory(site=robecq, date=dt.date(2025, 6, 2), done=12)
    again = admin_client.post(APPLY, {"apercu": carried(answer)})
    assert "ont changé depuis l’aperçu" in again.content.decode()
    assert ActivityCount.objects.get().done == 12


def test_a_preview_of_somebody_else_or_altered_is_refused(admin_client, client):
    text = carried(preview(admin_client, GOOD))
    for told in (text, text[:-1] + ("a" if text[-1] != "a" else "b"), ""):
        reader(client, "add_activitycount", "change_activitycount", "view_activitycount")
        assert client.post(APPLY, {"apercu": told}).status_code == 302
    assert not ActivityCount.objects.exists()


@pytest.mark.parametrize(("content", "said"), [(b"a;b", "manquent"), (b"", "vide")])
def test_what_cannot_be_read_is_refused_on_the_page(admin_client, content, said):
    answer = admin_client.post(PREVIEW, {"file": SimpleUploadedFile("x.csv", content)})
    assert "ne peut pas être lu" in answer.content.decode()
    assert said in answer.content.decode()


def test_a_file_that_says_what_is_recorded_changes_nothing(admin_client, robecq):
    ActivityCountFactory(site=robecq, date=dt.date(2025, 6, 2), done=4)
    answer = preview(admin_client, GOOD)
    assert "rien à changer" in answer.content.decode().replace("&nbsp;", " ")
    assert carried(answer) is None


def test_a_long_file_goes_to_a_worker_which_tells_what_it_did(admin_client, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    other = GOOD.replace("06-02", "06-04")
    answer = preview(admin_client, GOOD, other)
    assert "arrière-plan" in answer.content.decode()
    queued = admin_client.post(APPLY, {"apercu": carried(answer)})
    job = Job.objects.get()
    assert queued.url == reverse("admin:jobs_job_change", args=[job.pk])
    assert job.state == JobState.DONE
    assert "2 lignes nouvelles" in job.message.replace("\u00a0", " ")
    assert ActivityCount.objects.count() == 2
    assert ActivityCount.objects.first().author.username == "admin"


def test_a_long_file_with_a_bad_line_writes_nothing(admin_client, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    admin_client.post(APPLY, {"apercu": carried(preview(admin_client, GOOD, BAD))})
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "lignes à corriger" in job.message
    assert not ActivityCount.objects.exists()


def test_each_address_takes_its_right(client):
    reader(client, "view_activitycount")
    assert client.get(PAGE).status_code == 200
    assert preview(client, GOOD).status_code == 403
    assert client.post(APPLY, {"apercu": "x"}).status_code == 403
    assert client.get(EXPORT, {"first": "2025-01-01", "last": "2025-12-31"}).status_code == 200
    reader(client, "add_activitycount")
    assert client.get(EXPORT).status_code == 403
    reader(client)
    assert client.get(PAGE).status_code == 403


def test_the_sites_and_people_of_the_account_bound_the_export_and_the_import(client, robecq):
    other = SiteFactory(name="Labourse", opened_on=dt.date(2024, 1, 1))
    rights = ("view_activitycount", "add_activitycount", "change_activitycount")
    reader(client, *rights, sites=[other])
    ActivityCountFactory(site=robecq, date=dt.date(2025, 6, 2))
    ActivityCountFactory(site=other, date=dt.date(2025, 6, 2), person=PersonFactory())
    ActivityCountFactory(site=other, date=dt.date(2025, 6, 3), done=7)
    period = {"first": "2025-06-01", "last": "2025-06-30"}
    text = b"".join(client.get(EXPORT, period).streaming_content).decode()
    assert text.splitlines()[1:] == [
        "2025-06-03;Labourse;médecin généraliste;;consultation;7;;;;;;"
    ]
    assert "n’est pas de ceux" in preview(client, GOOD).content.decode()


def test_an_export_takes_a_period_in_order(admin_client):
    answer = admin_client.get(EXPORT, {"first": "2025-06-30", "last": "2025-06-01"})
    assert "précède le premier" in answer.content.decode()


def test_the_model_names_the_columns(admin_client):
    text = admin_client.get(MODEL).content.decode("utf-8-sig").strip()
    assert text == (
        "date;site;profession;person;kind;done;unscheduled;without_gp;refused;no_show;hours;comment"
    )
