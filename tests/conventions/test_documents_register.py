"""A volume of a register on paper: leaves, margins, running headers, struck backs, tables."""

import datetime as dt
import io
import re
from itertools import pairwise

import pypdf
import pytest

from conventions.documents import act_context
from conventions.documents.register import (
    Register,
    estimated_leaves,
    leaves_of,
    render_volume,
    volume_context,
)
from conventions.rules.registers import MAX_LEAVES, Entry
from tests.conventions import acts
from tests.pdf.verapdf import failures

MM = 72 / 25.4
AUTHORITY = "Communauté d’agglomération d’Essai"


def act(key, acte, day, **fields):
    """Return the entry of an act, and its frozen part."""
    part = act_context(acte, draft=False, drafted_here=True)["parts"][0]
    entry = Entry(
        nature=acte["nature"],
        number=acte["number"],
        sequence=key,
        date=dt.date(2026, 1, day),
        act=key,
        leaves=estimated_leaves(part),
        matter=acte.get("subject_matter") or "",
        **fields,
    )
    return entry, part


def long_decision():
    """Return a decision that takes three pages."""
    acte = acts.decision() | {"number": "2026 032"}
    acte["provisions"] = [
        {"label": f"Article {rank}", "text": "Le dispositif est précisé. " * 30}
        for rank in range(1, 9)
    ]
    return acte


@pytest.fixture(scope="module")
def register():
    """Return three acts and two lost numbers."""
    first, one = act(1, acts.decision(), 5)
    third, two = act(3, long_decision(), 8)
    fourth, three = act(4, acts.deliberation(), 9)
    lost = [
        Entry("decision", f"2026 03{rank}", rank, None, cancelled=f"motif {rank}.")
        for rank in (8, 9)
    ]
    return Register(
        kind="deliberations",
        authority=AUTHORITY,
        year=2026,
        executive={"the": "la présidente", "title": "La présidente"},
        entries=[first, *lost, third, fourth],
        parts={1: one, 3: two, 4: three},
    )


@pytest.fixture(scope="module")
def volume(register):
    """Return the bytes of the only volume."""
    return render_volume(register, register.entries, 1)


@pytest.fixture(scope="module")
def pages(volume):
    """Return the pages as a reader finds them."""
    return pypdf.PdfReader(io.BytesIO(volume)).pages


def placed(page):
    """Return the pieces of text of a page: millimetres from the left and from the top, words."""
    found = []
    height = float(page.mediabox.height)

    def visit(text, outer, inner, _font, _size):
        if text.strip():
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            found.append((x / MM, (height - y) / MM, text.strip()))

    page.extract_text(visitor_text=visit)
    return found


def words(page):
    """Return the text of a page on one line."""
    return " ".join(page.extract_text().split())


def starts(pages, name):
    """Return the rank of the page (from 0) on which a title stands."""
    return next(rank for rank, page in enumerate(pages) if name in words(page))


def test_leaves_are_numbered_at_the_top_right_of_each_recto_only(pages):
    assert len(pages) % 2 == 0
    for rank, page in enumerate(pages):
        numbers = [piece for piece in placed(page) if re.fullmatch(r"Feuillet \d+", piece[2])]
        if rank % 2:
            assert numbers == []
        else:
            ((x, y, text),) = numbers
            assert text == f"Feuillet {rank // 2 + 1}"
            assert x > 150
            assert y < 28


def test_the_margin_to_bind_is_on_the_left_of_a_recto_and_on_the_right_of_a_verso(pages):
    written = [(rank % 2, page) for rank, page in enumerate(pages) if len(words(page)) > 600]
    assert {verso for verso, _ in written} == {0, 1}
    for verso, page in written:
        assert min(x for x, *_ in placed(page)) == pytest.approx(20 if verso else 25, abs=0.3)


def test_the_text_ends_where_the_other_margin_begins(pages):
    table = pages[starts(pages, "Table par date")]
    edges = {float(link.get_object()["/Rect"][2]) / MM for link in table["/Annots"]}
    assert max(edges) == pytest.approx(210 - 20, abs=0.5)


def test_each_page_names_the_authority_and_the_act(pages):
    first = starts(pages, "Décision du président n° 2026 032")
    for page in pages[first : first + 3]:
        header = " ".join(text for _, y, text in placed(page) if y < 28)
        assert AUTHORITY in header
        assert "Décision n° 2026 032" in header.replace("\u00a0", " ")


def test_every_part_starts_on_a_recto(pages):
    for title in ("n° 2026 031", "n° 2026 032", "N° 7/2026", "Table par date", "Clôture"):
        assert starts(pages, title) % 2 == 0, title


def test_blank_versos_are_struck_and_written_ones_are_not(pages):
    for rank, page in enumerate(pages):
        blank = not words(page)
        assert _is_struck(page) == blank, rank
        assert rank % 2 or not blank
    assert not words(pages[1])
    assert not words(pages[-1])


def _is_struck(page):
    """Tell whether the page paints the diagonal: the drawing whose line starts low on the left."""
    drawings = page["/Resources"]["/XObject"]
    painted = re.findall(r"(/x\d+) Do", page.get_contents().get_data().decode("latin-1"))
    return any(b"30 262 m" in drawings[name].get_object().get_data() for name in painted)


def test_rectos_leave_room_for_initials(pages):
    for rank, page in enumerate(pages):
        assert ("Paraphe" in words(page)) == (rank % 2 == 0)


def test_the_opening_tells_in_words_how_many_leaves_follow(volume, pages):
    leaves = leaves_of(volume)
    assert leaves == len(pages) / 2
    assert leaves < MAX_LEAVES
    sentence = f"contient huit ({leaves}) feuillets, numérotés de 1 à {leaves} et paraphés par la"
    assert leaves == 8
    assert sentence in words(pages[0])
    for told in ("Registre des délibérations", "Année 2026", "Volume 1", AUTHORITY, "R. 2121-9"):
        assert told in words(pages[0])


def test_the_closing_counts_acts_numbers_and_leaves_in_words(pages):
    closing = words(pages[-2])
    assert "trois actes (3) et deux numéros annulés (2), inscrits sur huit (8) feuillets" in closing
    assert "La présidente" in closing


def test_cancelled_numbers_stand_in_their_place(pages):
    lost = starts(pages, "Numéros annulés")
    assert starts(pages, "n° 2026 031") < lost < starts(pages, "n° 2026 032")
    assert "Décision n° 2026 038 : annulé (motif 8)" in words(pages[lost])
    assert "Décision n° 2026 039 : annulé (motif 9)" in words(pages[lost])


def test_the_tables_send_to_the_leaf_of_each_act(pages):
    for title in ("Table par date", "Table par matière"):
        table = next(page for page in pages if words(page).startswith(title))
        rows = placed(table)
        for number in ("n° 2026 031", "n° 2026 032", "N° 7/2026"):
            (height,) = {
                y for _, y, text in rows if text.replace("\u00a0", " ").endswith(number) and y > 35
            }
            (leaf,) = [text for x, y, text in rows if x > 180 and abs(y - height) < 1]
            assert leaf == str(starts(pages, f" {number}") // 2 + 1)


def test_only_the_act_itself_is_printed(register, pages):
    text = " ".join(words(page) for page in pages)
    assert "Certifié exécutoire" not in text
    assert "Entre les soussignés" not in text
    for printed in register.parts[1]["visas"]:
        assert " ".join(printed.split()) in text


def test_each_act_keeps_a_place_for_the_signature_by_hand(pages):
    first = starts(pages, "n° 2026 031")
    blocks = [placed(page) for page in pages[first : first + 2]]
    assert any("Fait à" in text for block in blocks for _, _, text in block)


def test_an_empty_register_opens_and_closes(register):
    nothing = Register("orders", AUTHORITY, 2026, register.executive, [], {})
    pages = pypdf.PdfReader(io.BytesIO(render_volume(nothing, [], 1))).pages
    assert "zéro acte (0), inscrits sur trois (3) feuillets" in words(pages[-2])
    assert "Registre des arrêtés" in words(pages[0])


def test_the_same_register_gives_the_same_bytes(register, volume):
    assert render_volume(register, register.entries, 1) == volume


def test_subjects_follow_the_nomenclature_then_the_services(register):
    acts_of = volume_context(register, register.entries, 1)["by_subject"]
    coded = [group["subject"] for group in acts_of if group["acts"][0]["matter"]]
    assert coded == sorted(coded)
    assert sum(len(group["acts"]) for group in acts_of) == 3


def test_the_length_of_a_text_tells_how_many_leaves_it_takes(register, pages):
    titles = ["n° 2026 031", "n° 2026 032", "N° 7/2026", "Table par date"]
    first = [starts(pages, title) for title in titles]
    taken = [(first[1] - first[0]) // 2 - 1, *((b - a) // 2 for a, b in pairwise(first[1:]))]
    estimated = [entry.leaves for entry in register.entries if entry.cancelled is None]
    assert estimated == taken == [1, 2, 1]


@pytest.mark.verapdf
def test_a_volume_is_archivable_and_accessible(volume):
    assert failures(volume) == []
