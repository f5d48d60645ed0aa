"""The door to WeasyPrint: same bytes, limits on computing, refusals in French."""

import datetime as dt
import io
import os
import re
import threading
from pathlib import Path

import pypdf
import pytest

from csipa.pdf import door, resources

PAGE = '<!DOCTYPE html><html lang="fr"><title>Essai</title><body>{}</body></html>'
SMALL = PAGE.format("<p>Bonjour</p>")
NOTE = door.Attachment("note.json", b'{"a": 1}', "Données", dt.date(2026, 1, 15))

# Each ends its worker in its own way.
FAILING = {
    "time": (
        PAGE.format("<table><tr><td colspan=1000000>x</table>"),
        {"PDF_TIMEOUT": 2},
        door.DocumentTooSlow,
    ),
    "memory": (
        PAGE.format("<table>" + "<tr><td>x<td>y" * 20_000 + "</table>"),
        {"PDF_MEMORY": 130 * 1024 * 1024},
        door.DocumentTooLarge,
    ),
    "start": (SMALL, {"PDF_MEMORY": 1024 * 1024}, door.LayoutFailed),
    "nesting": (PAGE.format("<div>" * 3000), {}, door.DocumentTooLarge),
    "size": ("x" * (door.LARGEST_HTML + 1), {}, door.DocumentTooLarge),
}


@pytest.fixture
def fresh_workers():
    door.close()
    yield
    door.close()


def render(html=SMALL, **options):
    return door.render(html, stylesheet="acte.css", **options)


def test_a_document_comes_back_as_pdf_with_its_attachment():
    reader = pypdf.PdfReader(io.BytesIO(render(attachments=[NOTE])))

    assert reader.pages[0].extract_text() == "Bonjour"
    assert reader.attachments == {"note.json": [b'{"a": 1}']}


def test_two_workers_give_the_same_bytes(fresh_workers):
    first = render(attachments=[NOTE])
    door.close()

    assert render(attachments=[NOTE]) == first


@pytest.mark.parametrize(("html", "limits", "error"), FAILING.values(), ids=FAILING)
def test_a_document_that_asks_too_much_is_refused_in_french_and_the_next_one_prints(
    fresh_workers, settings, html, limits, error
):
    usual = {name: getattr(settings, name) for name in limits}
    for name, value in limits.items():
        setattr(settings, name, value)
    with pytest.raises(error, match=r"^Le PDF n.*\.$"):
        render(html)
    for name, value in usual.items():
        setattr(settings, name, value)

    assert render().startswith(b"%PDF")


def test_a_layout_that_hangs_without_computing_is_stopped_too(fresh_workers, monkeypatch):
    monkeypatch.setattr(door, "PATIENCE", 0.005)

    with pytest.raises(door.DocumentTooSlow):
        render()


def test_a_call_to_a_resource_is_refused_by_name_and_the_worker_goes_on(fresh_workers):
    render()
    worker = door._pool.idle[0].process.pid

    with pytest.raises(door.ResourceRefused, match=re.escape("(file:///etc/passwd)")):
        render(PAGE.format('<img src="file:///etc/passwd">'))
    render()

    assert [idle.process.pid for idle in door._pool.idle] == [worker]


def test_characters_that_cannot_be_drawn_are_shown():
    with pytest.raises(door.CharactersMissing, match=re.escape("(U+1F600)")):
        render(PAGE.format("<p>😀</p>"))


def test_a_missing_font_is_named_before_anything_is_printed(monkeypatch, tmp_path):
    monkeypatch.setattr(resources, "FONT_DIR", tmp_path)

    with pytest.raises(door.FontsMissing, match=re.escape("ActeSerif-Regular.ttf")):
        render()


@pytest.mark.parametrize("name", ["absent.css", "../fonts/OFL.txt", "projet.svg/../acte.css"])
def test_a_style_sheet_that_is_not_shipped_is_a_mistake_of_the_program(name):
    with pytest.raises(ValueError, match="no style sheet"):
        door.render(SMALL, stylesheet=name)


def test_a_worker_killed_while_idle_is_replaced(fresh_workers):
    first = render()
    idle = door._pool.idle[0].process
    idle.kill()
    idle.wait()

    assert render() == first


def test_a_worker_is_replaced_after_its_share_of_documents(fresh_workers, monkeypatch):
    monkeypatch.setattr(door, "DOCUMENTS_PER_WORKER", 2)
    pids = []
    for _ in range(3):
        render()
        pids += [worker.process.pid for worker in door._pool.idle]

    assert len(pids) == 2  # the second document retired the first worker
    assert pids[0] != pids[1]


def test_threads_print_at_the_same_time_within_the_number_of_workers(fresh_workers):
    documents = []
    threads = [threading.Thread(target=lambda: documents.append(render())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(documents) == 6
    assert len(set(documents)) == 1
    assert 1 <= len(door._pool.idle) <= door.WORKERS


def test_a_forked_process_starts_its_own_worker_and_leaves_ours_alone(fresh_workers):
    expected = render()
    ours = door._pool.idle[0].process.pid
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        outcome = b"0"
        try:
            outcome = b"1" if not door._pool.idle and render() == expected else b"0"
            door.close()
        finally:
            os.write(sender, outcome)
            os._exit(0)
    os.close(sender)
    os.waitpid(child, 0)
    answer = os.read(receiver, 1)
    os.close(receiver)

    assert answer == b"1"
    assert render() == expected
    assert [worker.process.pid for worker in door._pool.idle] == [ours]


def test_a_worker_sees_none_of_the_secrets_of_the_server(fresh_workers, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a-secret")
    monkeypatch.setenv("DATABASE_URL", "a-database")
    render()
    pid = door._pool.idle[0].process.pid
    seen = Path(f"/proc/{pid}/environ").read_bytes()

    assert b"a-secret" not in seen
    assert b"a-database" not in seen
