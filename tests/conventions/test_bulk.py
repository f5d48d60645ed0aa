"""Several acts at once: from the list to one file, in its order, for those who may see them."""

import io
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from conventions.actions import sign_act
from conventions.actions.cancelling import cancel_act
from conventions.admin import bulk as bulk_page
from conventions.bulk import prints as bulk
from conventions.bulk.prints import print_acts
from conventions.models import Act
from csipa.jobs.models import Job, JobState
from csipa.pdf.door import DocumentTooLarge
from tests.admin.factories import UserFactory
from tests.conventions.factories import DAY, NOW, ActFactory, ready_act

pytestmark = pytest.mark.django_db
LIST = "admin:conventions_act_changelist"


@pytest.fixture
def made(monkeypatch):
    """Make one-page documents without laying anything out; note for which text."""
    asked = []

    def render(context, acte, attachments=()):
        asked.append(context["title"])
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_blank_page(595.28, 841.89)
        writer.add_metadata({"/Title": context["title"]})
        writer.write(out)
        return out.getvalue()

    monkeypatch.setattr("conventions.documents.render_pdf", render)
    return asked


@pytest.fixture
def manager():
    """Somebody who may do everything."""
    return User.objects.create_superuser("gestionnaire", password="x")


def ask(acts, by, **options):
    """Print acts together; the test's backend does it at once."""
    wanted = {"recto": False, "contents": False, "archive": False} | options
    keys = [act.pk for act in acts]
    job = print_acts(acts=keys, by=by, now=timezone.now(), **wanted)
    job.refresh_from_db()
    return job


def file_of(job):
    return b"".join(job.result.stream())


def reader_of(job):
    return PdfReader(io.BytesIO(file_of(job)))


def starts(reader):
    return [reader.get_destination_page_number(entry) for entry in reader.outline]


def test_acts_are_bound_in_the_order_asked(made, manager):
    acts = [ActFactory(title=title) for title in ("Premier", "Deuxième", "Troisième")]
    job = ask([acts[2], acts[0], acts[1]], manager)

    reader = reader_of(job)
    assert [entry.title for entry in reader.outline] == [
        "Projet de décision – Troisième",
        "Projet de décision – Premier",
        "Projet de décision – Deuxième",
    ]
    assert starts(reader) == [0, 1, 2]
    assert job.label == "Impression de 3\u00a0actes en un seul PDF"


def test_each_act_begins_on_a_right_hand_page_when_asked(made, manager):
    reader = reader_of(ask([ActFactory(), ActFactory()], manager, recto=True))
    assert (starts(reader), len(reader.pages)) == ([0, 2], 3)


def test_a_signed_act_is_its_frozen_bytes_and_is_not_made_again(made, manager):
    act = ready_act(with_convention=False)
    document = sign_act(act=act, by=None, on=DAY, now=NOW)
    made.clear()
    job = ask([act], manager, archive=True)

    with zipfile.ZipFile(io.BytesIO(file_of(job))) as archive:
        (name,) = archive.namelist()
        assert archive.read(name) == bytes(document.content)
    assert made == []


def test_a_cancelled_act_is_printed_behind_its_notice(made, manager):
    act = ready_act(with_convention=False)
    document = sign_act(act=act, by=None, on=DAY, now=NOW)
    cancel_act(act=act, by=None, on=DAY, reason="Signée deux fois.")

    signed = len(PdfReader(io.BytesIO(bytes(document.content))).pages)
    assert len(reader_of(ask([act], manager)).pages) == signed + 1


def test_an_archive_keeps_the_order_in_the_names(made, manager):
    acts = ActFactory.create_batch(11)
    job = ask(acts, manager, archive=True)

    with zipfile.ZipFile(io.BytesIO(file_of(job))) as archive:
        names = archive.namelist()
    assert names == sorted(names)
    assert names[0] == f"01-projet-{acts[0].pk}.pdf"
    assert job.result.name.endswith(".zip")


def test_the_list_says_on_which_page_each_act_begins(manager):
    acts = [ready_act(with_convention=False) for _ in range(2)]
    reader = reader_of(ask(acts, manager, recto=True, contents=True))
    text = reader.pages[0].extract_text()

    first, second = starts(reader)[1:]
    assert reader.outline[0].title == "Liste des actes"
    assert first % 2 == second % 2 == 0
    assert "2 actes, dans l’ordre de ce fichier." in text.replace("\u00a0", " ")
    for act, start in zip(acts, (first, second), strict=True):
        place = text.replace("\u00a0", " ").index(act.title.replace("\u00a0", " "))
        assert str(start + 1) in text[place : place + 80]
    assert acts[0].title.split(" ")[0] in reader.pages[first].extract_text()


def test_an_act_that_cannot_be_made_stops_the_job_with_its_name(made, manager, monkeypatch):
    good, wrong = ActFactory(), ActFactory(title="Trop long")

    def fail(context, acte, attachments=()):
        raise DocumentTooLarge("Le document est trop volumineux.")

    with monkeypatch.context() as patch:
        real = bulk.printed
        patch.setattr(bulk, "printed", lambda act: fail({}, {}) if act == wrong else real(act))
        job = ask([good, wrong], manager)

    assert job.state == JobState.FAILED
    assert "Trop long" in job.message
    assert "trop volumineux" in job.message
    assert list(job.parts.values_list("key", flat=True)) == [str(good.pk)]


def test_an_act_deleted_in_the_meantime_is_told(made, manager):
    kept, gone = ActFactory(), ActFactory()
    keys = [gone, kept]
    Act.objects.filter(pk=gone.pk).delete()
    job = ask(keys, manager)
    assert job.state == JobState.DONE
    assert "1\u00a0acte supprimé entre-temps" in job.message


def test_nothing_is_printed_of_acts_that_are_all_gone(made, manager):
    gone = ActFactory()
    Act.objects.filter(pk=gone.pk).delete()
    assert ask([gone], manager).state == JobState.FAILED


def test_who_may_not_see_acts_prints_none(made):
    with pytest.raises(PermissionDenied):
        ask([ActFactory()], UserFactory())


def posted(client, **data):
    """Send the form of the list."""
    address = reverse(LIST)
    return client.post(address, {"action": "print_together", "index": 0, **data}, follow=True)


def test_the_list_asks_how_then_leads_to_the_job(made, client, manager):
    client.force_login(manager)
    acts = ActFactory.create_batch(2)
    chosen = {"_selected_action": [act.pk for act in acts]}
    shown = posted(client, **chosen).content.decode()
    assert "Commencer chaque acte sur un recto" in shown
    assert not Job.objects.exists()

    response = posted(client, **chosen, together="1", kind="pdf", recto="on")
    job = Job.objects.get()
    assert response.redirect_chain[-1][0] == reverse("admin:jobs_job_change", args=[job.pk])
    assert job.parameters["recto"]
    assert not job.parameters["contents"]
    listed = client.get(reverse(LIST)).context["cl"].result_list
    assert job.parameters["acts"] == [act.pk for act in listed]


def test_every_act_that_matches_is_printed_beyond_the_page(made, client, manager, monkeypatch):
    client.force_login(manager)
    acts = ActFactory.create_batch(4)
    ActFactory(title="Autre chose")
    for act in acts:
        act.title = f"Antenne {act.pk}"
        act.save()
    response = client.post(
        f"{reverse(LIST)}?q=Antenne",
        {
            "action": "print_together",
            "index": 0,
            "select_across": "1",
            "_selected_action": [acts[0].pk],
            "together": "1",
            "kind": "zip",
        },
    )
    assert response.status_code == 302
    assert set(Job.objects.get().parameters["acts"]) == {act.pk for act in acts}


def test_too_many_acts_are_refused_with_a_reason(client, manager, monkeypatch):
    client.force_login(manager)
    monkeypatch.setattr(bulk_page, "MOST_TEXTS", 1)
    acts = ActFactory.create_batch(2)
    shown = posted(client, _selected_action=[act.pk for act in acts]).content.decode()
    assert "2 actes sont choisis" in shown
    assert not Job.objects.exists()


def test_asking_how_costs_few_queries(client, manager, django_assert_max_num_queries):
    client.force_login(manager)
    acts = ActFactory.create_batch(12)
    chosen = {"_selected_action": [act.pk for act in acts]}
    posted(client, **chosen)
    with django_assert_max_num_queries(12):
        shown = posted(client, **chosen).content.decode()
    assert "et 2\u00a0autres" in shown
