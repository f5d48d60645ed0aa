"""The follow-up sheet of a party: its words, then its pages."""

import io

import pytest
from pypdf import PdfReader

from conventions.documents.obligations import render_sheet, render_sheet_html, sheet_context
from tests.pdf.verapdf import failures

NBSP = "\u00a0"


def line(**values):
    known = {
        "text": "envoyer le planning du mois",
        "every": "chaque mois",
        "due_on": "2026-03-26",
        "proof": "planning",
        "last_done": "2026-02-24",
        "last_proof": "courriel",
        "state": "due",
        "label": "à faire",
    }
    return known | values


def convention(*lines, **values):
    known = {
        "title": "Convention d'accueil",
        "reference": "C-7",
        "start": "2026-01-26",
        "end": "2026-04-28",
        "stage": "en vigueur",
        "draft": False,
        "lines": list(lines),
    }
    return known | values


def source(*conventions, **values):
    known = {
        "party": "commune de Robecq",
        "issuer": "Communauté d'agglomération des Trois Vallées",
        "date": "2026-03-02",
        "conventions": list(conventions),
    }
    return known | values


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.replace(NBSP, " ") if isinstance(value, str) else value


def context(*conventions, **values):
    return plain(sheet_context(source(*conventions, **values)))


def test_a_line_says_how_often_by_when_and_what_was_done():
    (told,) = context(convention(line()))["conventions"]
    assert told["title"] == "Convention d’accueil"
    assert told["facts"] == "Convention n° C-7, du 26 janvier au 28 avril 2026, en vigueur"
    assert told["lines"] == [
        {
            "number": "1",
            "text": "Envoyer le planning du mois",
            "every": "Chaque mois",
            "due": "pour le 26/03/2026",
            "proof": "Preuve : planning",
            "done": "24/02/2026",
            "done_proof": "courriel",
            "state": "À faire",
            "late": False,
        }
    ]


def test_what_is_not_known_is_left_out():
    bare = line(due_on="", proof="", last_done="", last_proof="", label="", state="continuous")
    (told,) = context(convention(bare, reference="", start="", end=""))["conventions"]
    assert told["facts"] == "en vigueur"
    row = told["lines"][0]
    assert (row["due"], row["proof"], row["done"], row["state"]) == ("", "", "", "")


def test_a_convention_left_before_it_began_has_no_period():
    (told,) = context(convention(line(), end="2026-01-10"))["conventions"]
    assert told["facts"] == "Convention n° C-7, en vigueur"


@pytest.mark.parametrize(
    ("states", "total"),
    [
        (["continuous"], "1 engagement."),
        (["done", "continuous"], "2 engagements."),
        (["late", "late", "due"], "3 engagements, dont 2 en retard et 1 à faire."),
    ],
)
def test_what_is_late_is_counted_over_all_conventions(states, total):
    conventions = [convention(line(state=state)) for state in states]
    assert context(*conventions)["total"] == total


def test_the_sheet_names_the_party_the_day_and_who_sends_it():
    told = context(convention(line()))
    assert (told["party"], told["on"]) == ("Commune de Robecq", "État au 2 mars 2026")
    assert told["issuer"] == "Communauté d’agglomération des Trois Vallées"
    assert "letterhead" not in render_sheet_html(sheet_context(source(convention(), issuer="")))


def test_a_draft_is_marked():
    html = render_sheet_html(sheet_context(source(convention(line()), convention(draft=True))))
    assert "projet.svg" in html
    assert "projet.svg" not in render_sheet_html(sheet_context(source(convention(line()))))


def test_words_of_the_convention_are_never_read_as_html():
    html = render_sheet_html(sheet_context(source(convention(line(text="<b>Prêter</b>")))))
    assert "<b>" not in html


@pytest.fixture(scope="module")
def printed():
    """A sheet of several pages."""
    lines = [line(text=f"ouvrir la salle {rank}") for rank in range(1, 31)]
    told = source(convention(*lines), convention(line(state="late", label="en retard")))
    return told, render_sheet(sheet_context(told), told)


def test_the_head_of_the_table_comes_back_on_every_page(printed):
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(printed[1])).pages]
    assert len(pages) > 2
    for rank, page in enumerate(pages[:-1], start=1):
        assert "Observations" in page
        assert f"page {rank} / {len(pages)}" in page
    assert "Ouvrir la salle 30" in "".join(pages)


def test_the_same_data_give_the_same_bytes_and_travel_with_them(printed):
    told, content = printed
    assert render_sheet(sheet_context(told), told) == content
    assert "engagements.json" in PdfReader(io.BytesIO(content)).attachments


@pytest.mark.verapdf
def test_the_sheet_is_archivable_and_accessible(printed):
    assert failures(printed[1]) == []
