"""Proof files from the back office: the button, who may press it, and a whole year as a job."""

import datetime as dt
import io
import json
import zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from conventions.proof import yearly
from conventions.proof.yearly import prove_year, texts_of, years_to_prove
from csipa.jobs.models import JobPart, JobState
from tests.conventions.factories import ActFactory
from tests.conventions.factories_publication import PublishedDocumentFactory
from tests.conventions.holding import in_force
from tests.conventions.pages import address, shown, staff

pytestmark = pytest.mark.django_db
YEAR = reverse("admin:conventions_proofs")


def signed(number="2026 008", day=dt.date(2026, 1, 15), **document):
    act = ActFactory(state="signed", number=number, signature_date=day)
    PublishedDocumentFactory(act=act, **document)
    return act


def unzip(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def ran(job):
    """Run a job to its end, as a worker does; return its message."""
    steps = yearly.run(job)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            assert step.done <= step.total
            end.value.stream.close()
            return end.value.message


@pytest.fixture
def manager():
    return User.objects.create_superuser("gestionnaire", password="x", first_name="Camille")


def test_the_button_of_a_signed_act_gives_its_file_and_who_took_it_is_kept(client, manager):
    client.force_login(manager)
    act = signed()
    assert "Dossier de preuve (ZIP)" in shown(client.get(address("act_change", act)))
    answer = client.get(address("act_proof", act))
    assert answer["Content-Disposition"].endswith('filename="preuve-decision-2026-008.zip"')
    assert "no-store" in answer["Cache-Control"]
    assert "Dossier de preuve remis" not in unzip(answer).read("index.html").decode()
    (taken,) = LogEntry.objects.all()
    assert (taken.user, taken.object_id) == (manager, str(act.pk))
    again = unzip(client.get(address("act_proof", act)))
    assert "Dossier de preuve remis" in again.read("index.html").decode()


def test_the_button_of_a_convention_gives_its_file(client, manager):
    client.force_login(manager)
    convention = in_force(reference="C-1")
    assert "Dossier de preuve (ZIP)" in shown(client.get(address("convention_change", convention)))
    archive = unzip(client.get(address("convention_proof", convention)))
    assert "donnees/convention-C-1.json" in archive.namelist()


def test_a_draft_has_no_button_and_says_why(client, manager):
    client.force_login(manager)
    act = ActFactory()
    assert "Dossier de preuve" not in shown(client.get(address("act_change", act)))
    answer = client.get(address("act_proof", act), follow=True)
    assert "il n’a pas encore de preuve" in shown(answer)
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("rights", [(), ("view_act",), ("view_convention",)])
def test_whoever_may_not_see_both_acts_and_conventions_takes_nothing(client, rights):
    client.force_login(staff(*rights))
    assert client.get(address("act_proof", signed())).status_code == 403
    assert client.get(YEAR).status_code == 403
    assert client.post(YEAR, {"year": "2026"}).status_code == 403


def test_the_years_offered_are_those_in_which_something_was_signed(client, manager):
    client.force_login(manager)
    assert "Rien n’est encore signé" in shown(client.get(YEAR))
    signed(day=dt.date(2024, 3, 1))
    signed("2026 009")
    assert years_to_prove() == [2026, 2024]
    page = shown(client.get(YEAR))
    assert '<option value="2024">2024</option>' in page
    assert client.post(YEAR, {"year": "1999"}).status_code == 200


def test_a_year_comes_as_one_archive_with_its_list(client, manager):
    client.force_login(manager)
    first, second = signed(), signed("2026 009")
    convention = in_force(reference="C-1", signature_date=dt.date(2026, 1, 20))
    signed("2025 001", day=dt.date(2025, 1, 1))
    answer = client.post(YEAR, {"year": "2026"})
    job = manager.jobs.get()
    assert answer["Location"] == reverse("admin:jobs_job_change", args=[job.pk])
    assert (job.state, job.message) == (JobState.DONE, "3\u00a0dossiers de preuve.")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(job.result.stream())))
    assert archive.namelist() == [
        f"preuve-decision-2026-008-{first.pk}.zip",
        f"preuve-decision-2026-009-{second.pk}.zip",
        f"preuve-convention-C-1-{convention.pk}.zip",
        "liste.csv",
        "empreintes.sha256",
    ]
    inner = zipfile.ZipFile(io.BytesIO(archive.read(archive.namelist()[0])))
    assert json.loads(inner.read("manifeste.json"))["anomalies"] == []


def test_an_altered_document_is_told_in_the_message_of_the_job(manager):
    signed(sha256="0" * 64)
    job = prove_year(year=2026, by=manager, now=timezone.now())
    job.refresh_from_db()
    assert "ATTENTION" in job.message
    assert "Décision n°" in job.message


def test_what_is_made_is_not_made_again(manager, monkeypatch):
    signed()
    job = prove_year(year=2026, by=manager, now=timezone.now())
    interrupted = yearly.run(job)
    next(interrupted)
    interrupted.close()
    kept = bytes(JobPart.objects.get(job=job).content)
    monkeypatch.setattr(yearly, "write_proof", lambda *args, **kwargs: pytest.fail("made again"))
    assert ran(job) == "1\u00a0dossier de preuve."
    assert bytes(JobPart.objects.get(job=job).content) == kept


def test_a_text_deleted_meanwhile_holds_back_no_other(manager):
    act = signed()
    job = prove_year(year=2026, by=manager, now=timezone.now())
    JobPart.objects.all().delete()
    job.parameters["texts"] = ["act-999999", f"act-{act.pk}"]
    assert ran(job).replace("\u00a0", " ") == ("1 dossier de preuve ; 1 texte disparu entre-temps.")


def test_only_whoever_sees_both_may_ask_for_a_year():
    with pytest.raises(PermissionDenied):
        prove_year(year=2026, by=staff("view_act"), now=timezone.now())
    assert texts_of(2026) == []


def test_the_menu_leads_only_those_who_may_open_the_page(client):
    client.force_login(staff("view_convention"))
    assert YEAR not in shown(client.get(reverse("admin:index")))
    client.force_login(staff("view_act", "view_convention"))
    assert YEAR in shown(client.get(reverse("admin:index")))
