"""The shipped files stand in for the originals, which are not in the repository."""

import pytest
from fontTools.ttLib import TTFont

from csipa.pdf import prepare_fonts
from csipa.pdf.resources import FONT_DIR, SHEET_DIR


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    target = tmp_path_factory.mktemp("fonts") / "prepared.ttf"
    prepare_fonts.prepare(FONT_DIR / "ActeSerif-Italic.ttf", target, "Essai Romain", "Bold Italic")
    with TTFont(target) as font:
        yield font


def test_a_prepared_font_bears_the_name_it_is_given(prepared):
    names = [prepared["name"].getDebugName(name_id) for name_id in (1, 2, 4, 6)]

    assert names == [
        "Essai Romain",
        "Bold Italic",
        "Essai Romain Bold Italic",
        "EssaiRomain-BoldItalic",
    ]


def test_a_prepared_font_draws_line_end_hyphens_with_a_glyph_of_their_own(prepared):
    characters, glyphs = prepared.getBestCmap(), prepared["glyf"]

    assert characters[0x2010] != characters[0x2D]
    assert glyphs[characters[0x2010]] == glyphs[characters[0x2D]]
    assert prepared["hmtx"][characters[0x2010]] == prepared["hmtx"][characters[0x2D]]


def test_a_prepared_font_loses_no_character(prepared):
    with TTFont(FONT_DIR / "ActeSerif-Italic.ttf") as original:
        assert set(prepared.getBestCmap()) == set(original.getBestCmap())


def test_the_screen_font_and_the_watermark_are_made_from_the_shipped_font(tmp_path):
    prepare_fonts.prepare_web(FONT_DIR / "ActeSans-Bold.ttf", tmp_path / "web.woff2")
    prepare_fonts.write_watermark(FONT_DIR / "ActeSans-Bold.ttf", tmp_path / "projet.svg")

    with (
        TTFont(tmp_path / "web.woff2") as made,
        TTFont(FONT_DIR / "ActeSans-Bold.woff2") as shipped,
    ):
        assert made.getBestCmap() == shipped.getBestCmap()
        assert made["glyf"] == shipped["glyf"]
    assert (tmp_path / "projet.svg").read_bytes() == (SHEET_DIR / "projet.svg").read_bytes()
