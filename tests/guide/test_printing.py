"""The whole guide as one PDF: what it holds, how it is kept, that it conforms."""

import io
import re
import threading

import pytest
from django.urls import reverse
from pypdf import PdfReader

from csipa.guide import printing, working
from csipa.guide.contents import Contents, contents
from csipa.pdf.door import LayoutFailed, render
from csipa.pdf.resources import GUIDE_SHEET
from tests.jobs.factories import NOW, JobFactory
from tests.pdf.verapdf import failures
from tests.roles.accounts import account


@pytest.fixture
def kept(tmp_path, settings, monkeypatch):
    """Keep the file in a folder of the test, and lay nothing out; return how often it was."""
    settings.VAR_DIR = tmp_path / "var"
    laid = []

    def lay(html, *, stylesheet):
        laid.append(stylesheet)
        return b"%PDF" + str(len(laid)).encode()

    monkeypatch.setattr(printing, "render", lay)
    return laid


def files(settings):
    return sorted(path.name for path in (settings.VAR_DIR / "guide").glob("guide-*"))


def test_every_page_is_there_under_its_part_and_every_link_stays_inside():
    html = printing.document(contents())
    for part in contents().parts:
        assert f'<h2 class="part-title" id="partie-{part.slug}">' in html
        for entry in part.entries:
            assert html.count(f'<h3 class="leaf-title" id="{entry.slug}">') == 1
    anchors = set(re.findall(r' id="([^"]+)"', html))
    led = set(re.findall(r'href="#([^"]+)"', html))
    assert led <= anchors


def test_the_guide_is_laid_out_once_for_each_of_its_states(kept, settings, monkeypatch):
    assert printing.printed() == b"%PDF1"
    assert printing.printed() == b"%PDF1"
    assert kept == [GUIDE_SHEET]
    (first,) = files(settings)
    monkeypatch.setattr(printing, "state", lambda: "another")
    assert printing.printed() == b"%PDF2"
    assert files(settings) == ["guide-another.pdf"] != [first]


def test_a_file_left_half_written_is_never_sent(kept, settings):
    folder = settings.VAR_DIR / "guide"
    folder.mkdir(parents=True)
    (folder / "guide-old.new").write_bytes(b"half")
    assert printing.printed() == b"%PDF1"
    assert [name.endswith(".pdf") for name in files(settings)] == [True]


def test_two_people_who_ask_at_once_wait_for_one_layout(kept):
    threads = [threading.Thread(target=printing.printed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 1


def test_where_nothing_may_be_written_the_guide_is_sent_all_the_same(kept, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.write_text("no folder")
    assert printing.printed() == b"%PDF1"


def test_a_change_of_a_page_makes_another_state(small_guide, monkeypatch):
    monkeypatch.setattr(printing, "FOLDER", small_guide)
    before = printing.state()
    (small_guide / "signer.md").write_text("# Signer\n\nAutrement.\n", encoding="utf-8")
    assert printing.state() != before


@pytest.fixture
def reader(client):
    """Log in somebody who works here, without any right."""
    client.force_login(account())
    return client


def prepared(client):
    """Ask for the file as a person does; return the page of the job."""
    return client.post(reverse("admin:guide_prepare"), follow=True)


@pytest.mark.django_db
def test_no_page_waits_for_the_layout_but_a_worker_does_it(reader, kept):
    page = reader.get(reverse("admin:guide_pdf"))
    assert kept == []
    assert reverse("admin:guide_prepare") in page.content.decode()
    assert "Télécharger" in prepared(reader).content.decode()
    answer = reader.get(reverse("admin:guide_pdf"))
    assert answer.content == b"%PDF1"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="guide-csipa.pdf"'
    assert kept == [GUIDE_SHEET]


@pytest.mark.django_db
def test_the_file_of_a_worker_on_another_machine_is_that_of_its_job(reader, kept, settings):
    prepared(reader)
    for path in (settings.VAR_DIR / "guide").glob("guide-*"):
        path.unlink()
    assert reader.get(reverse("admin:guide_pdf")).content == b"%PDF1"


@pytest.mark.django_db
def test_a_guide_that_changed_since_is_laid_out_anew(reader, kept, monkeypatch):
    prepared(reader)
    for module in (printing, working):
        monkeypatch.setattr(module, "state", lambda: "another")
    assert "Préparer" in reader.get(reverse("admin:guide_pdf")).content.decode()


@pytest.mark.django_db
def test_who_asks_twice_is_led_to_the_same_job(kept):
    someone = account()
    waiting = JobFactory(kind=working.KIND, created_by=someone)
    assert working.print_guide_later(by=someone, now=NOW) == waiting
    assert working.print_guide_later(by=account(), now=NOW) != waiting


@pytest.mark.django_db
def test_a_layout_that_fails_is_told_in_a_sentence(reader, kept, monkeypatch):
    def fail(html, *, stylesheet):
        raise LayoutFailed("Le PDF ne peut pas être produit.")

    monkeypatch.setattr(printing, "render", fail)
    assert "Le PDF ne peut pas être produit." in prepared(reader).content.decode()


@pytest.fixture(scope="module")
def book():
    """Two parts of the guide as they are printed: all of it takes half a minute."""
    parts = Contents(contents().parts[:2])
    return render(printing.document(parts), stylesheet=GUIDE_SHEET)


@pytest.mark.verapdf
def test_the_printed_guide_conforms(book):
    assert failures(book) == []


def test_the_contents_tell_the_page_of_each_title(book):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(book)).pages]
    summary = "\n".join(pages[1:3])
    for title in ("Une visite en dix minutes", "Rédiger une décision", "Le registre annuel"):
        told = re.search(rf"{title}[ .]+(\d+)", summary)
        assert title in pages[int(told[1]) - 1]
