"""Several conventions at once: with their amendments, in one file, for those who may see them."""

import io
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pypdf import PdfReader

from conventions.actions import sign_act
from conventions.actions.cancelling import cancel_act
from conventions.bulk.prints import print_conventions, with_amendments
from conventions.models import Convention
from csipa.jobs.models import JobState
from tests.conventions.factories import DAY, NOW, ConventionFactory, ready_act
from tests.conventions.pages import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def manager():
    """Somebody who may do everything."""
    return User.objects.create_superuser("gestionnaire", password="x")


def amendment(parent, rank, **fields):
    return ConventionFactory(parent=parent, parent_relation="amendment", rank=rank, **fields)


def ask(rows, by, **options):
    """Print conventions together; the test's backend does it at once."""
    wanted = {"amendments": False, "recto": False, "contents": False, "archive": False} | options
    keys = [row.pk for row in rows]
    job = print_conventions(conventions=keys, by=by, now=timezone.now(), **wanted)
    job.refresh_from_db()
    return job


def file_of(job):
    return io.BytesIO(b"".join(job.result.stream()))


def titles(job):
    return [entry.title.replace("\u00a0", " ") for entry in PdfReader(file_of(job)).outline]


def test_conventions_are_bound_in_the_order_asked(manager):
    first = ConventionFactory(reference="C-1", title="Premier")
    second = ConventionFactory(title="Deuxième")
    job = ask([second, first], manager)
    assert titles(job) == ["Convention – Deuxième", "C-1 – Premier"]
    assert job.label == "Impression de 2\u00a0conventions en un seul PDF"
    assert job.result.name.startswith("conventions-")


def test_each_convention_is_followed_by_its_amendments_in_their_order(manager):
    root = ConventionFactory(reference="C-1", title="Locaux")
    other = ConventionFactory(reference="C-2", title="Soins")
    second, first = amendment(root, 2, title="Horaires"), amendment(root, 1, title="Durée")
    job = ask([second, other, root], manager, amendments=True)
    assert titles(job) == ["C-2 – Soins", "C-1 – Locaux", "Avenant – Durée", "Avenant – Horaires"]
    assert job.parameters["conventions"] == [other.pk, root.pk, first.pk, second.pk]


def test_an_amendment_chosen_without_its_convention_comes_alone():
    root = ConventionFactory()
    alone = amendment(root, 1)
    ConventionFactory(parent=root, parent_relation="annex")
    assert with_amendments([alone.pk]) == [alone.pk]
    assert with_amendments([root.pk]) == [root.pk, alone.pk]


def test_a_signed_convention_is_its_frozen_bytes(manager):
    act = ready_act()
    sign_act(act=act, by=None, on=DAY, now=NOW)
    convention = act.annexes.get().convention
    job = ask([convention], manager, archive=True)
    with zipfile.ZipFile(file_of(job)) as archive:
        (name,) = archive.namelist()
        frozen = convention.documents.get(kind="convention")
        assert archive.read(name) == bytes(frozen.content)
    assert name == f"1-convention-C-2026-{act.pk}.pdf"


def test_the_convention_of_a_cancelled_act_is_printed_behind_a_notice(manager):
    act = ready_act()
    sign_act(act=act, by=None, on=DAY, now=NOW)
    cancel_act(act=act, by=None, on=DAY, reason="Signée deux fois.")
    job = ask([act.annexes.get().convention], manager)
    assert len(PdfReader(file_of(job)).pages) == 2


def test_the_list_that_comes_first_speaks_of_conventions(manager):
    rows = [ConventionFactory(title="Permanence de soins"), ConventionFactory()]
    reader = PdfReader(file_of(ask(rows, manager, contents=True)))
    text = reader.pages[0].extract_text().replace("\u00a0", " ")
    assert reader.outline[0].title == "Liste des conventions"
    assert "2 conventions, dans l’ordre de ce fichier." in text
    assert "Permanence de soins" in text
    assert "acte" not in text.lower()


def test_conventions_deleted_in_the_meantime_are_told_in_the_feminine(manager):
    kept, gone = ConventionFactory(), ConventionFactory()
    rows = [kept, gone]
    Convention.objects.filter(pk=gone.pk).delete()
    assert "1\u00a0convention supprimée entre-temps" in ask(rows, manager).message
    job = ask([gone], manager)
    assert (job.state, job.message) == (
        JobState.FAILED,
        "Aucune des conventions choisies n’existe plus : choisissez-en d’autres.",
    )


def test_who_may_see_acts_alone_prints_no_convention():
    with pytest.raises(PermissionDenied):
        ask([ConventionFactory()], staff("view_act"))
