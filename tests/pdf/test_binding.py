"""Several PDF files as one: order, blank pages, bookmarks, and what stays out."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from csipa.pdf.binding import Binder


def pdf(pages, width=595.28):
    """Return a PDF of blank pages of some width."""
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(width, 841.89)
    writer.write(out)
    return out.getvalue()


def bound(*parts, recto=False):
    """Bind parts given as (title, pages)."""
    out = io.BytesIO()
    binder = Binder(out)
    for title, pages in parts:
        assert binder.append(pdf(pages), title=title, recto=recto) == pages
    binder.finish(title="Relié « à la main »")
    return PdfReader(out, strict=True)


def starts(reader):
    return [reader.get_destination_page_number(entry) for entry in reader.outline]


def test_sources_follow_each_other_under_a_bookmark_each():
    reader = bound(("Décision n° 1", 1), ("Décision n° 2", 3), ("Arrêté", 2))

    assert len(reader.pages) == 6
    assert [entry.title for entry in reader.outline] == ["Décision n° 1", "Décision n° 2", "Arrêté"]
    assert starts(reader) == [0, 1, 4]
    assert reader.metadata.title == "Relié « à la main »"
    assert reader.trailer["/Root"]["/PageMode"] == "/UseOutlines"
    assert reader.trailer["/Root"]["/Lang"] == "fr"


@pytest.mark.parametrize(
    ("pages", "expected", "total"),
    [((1, 1, 1), [0, 2, 4], 5), ((2, 2), [0, 2], 4), ((3, 1, 2), [0, 4, 6], 8), ((1,), [0], 1)],
    ids=["odd", "even", "mixed", "alone"],
)
def test_each_source_begins_on_a_right_hand_page(pages, expected, total):
    reader = bound(*((str(rank), count) for rank, count in enumerate(pages)), recto=True)

    assert starts(reader) == expected
    assert len(reader.pages) == total


def test_a_page_brings_what_it_draws_and_not_its_whole_source():
    source = PdfWriter()
    source.append(io.BytesIO(pdf(2, width=300)))
    source.add_attachment("acte.json", b"{}" * 5000)
    out, one = io.BytesIO(), io.BytesIO()
    source.write(one)
    binder = Binder(out)
    binder.append(one.getvalue(), title="Acte")
    binder.finish(title="Relié")
    reader = PdfReader(out, strict=True)

    assert [float(page.mediabox.width) for page in reader.pages] == [300, 300]
    assert not reader.attachments
    assert len(out.getvalue()) < len(one.getvalue())


def test_the_same_sources_give_the_same_bytes():
    files = []
    for _ in range(2):
        out = io.BytesIO()
        binder = Binder(out)
        binder.append(pdf(2), title="Acte")
        binder.finish(title="Relié")
        files.append(out.getvalue())
    assert files[0] == files[1]
