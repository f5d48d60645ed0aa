"""The fonts that are shipped, checked by their hash."""

import shutil

import pytest
from fontTools.ttLib import TTFont

from csipa.pdf.resources import (
    FONT_DIR,
    FONTS,
    SHEET_DIR,
    faulty_fonts,
    page_resources,
    sheet_resources,
)


def read_font(name, reading):
    with TTFont(FONT_DIR / name) as font:
        return reading(font)


@pytest.fixture
def fonts(tmp_path):
    return shutil.copytree(FONT_DIR, tmp_path / "fonts")


def test_the_shipped_fonts_are_the_ones_the_documents_were_measured_with():
    assert faulty_fonts() == []


def test_an_absent_font_and_an_altered_one_are_both_named(fonts):
    (fonts / "ActeSerif-Bold.ttf").unlink()
    (fonts / "ActeSans-Regular.ttf").write_bytes(b"not a font")

    assert faulty_fonts(fonts) == ["ActeSerif-Bold.ttf", "ActeSans-Regular.ttf"]


def test_a_font_altered_after_a_first_look_is_noticed(fonts):
    assert faulty_fonts(fonts) == []
    path = fonts / "ActeSerif-Italic.ttf"
    path.write_bytes(path.read_bytes() + b"\0")

    assert faulty_fonts(fonts) == ["ActeSerif-Italic.ttf"]


@pytest.mark.parametrize("name", FONTS)
def test_a_font_tells_line_end_hyphens_from_written_ones(name):
    characters = read_font(name, TTFont.getBestCmap)

    assert characters[0x2010] != characters[0x2D]
    assert characters[0x2011] == characters[0x2D]


@pytest.mark.parametrize("name", FONTS)
def test_a_changed_font_does_not_bear_the_reserved_name_but_keeps_its_licence(name):
    records = read_font(name, lambda font: font["name"].names)
    names = {record.nameID: str(record) for record in records}

    assert not any("Source" in names[name_id] for name_id in (1, 3, 4, 6))
    assert "Adobe" in names[0]
    assert "Open Font License" in names[13]


def test_each_face_has_one_file():
    faces = {
        read_font(name, lambda font: tuple(map(font["name"].getDebugName, (1, 2))))
        for name in FONTS
    }

    assert len(faces) == len(FONTS)


def test_a_style_sheet_reaches_fonts_sheets_and_drawings_and_a_page_reaches_drawings_only():
    assert {path.suffix for path in sheet_resources().values()} == {".ttf", ".css", ".svg"}
    assert {path.suffix for path in page_resources().values()} == {".svg"}
    assert all(path.parent in {FONT_DIR, SHEET_DIR} for path in sheet_resources().values())


def test_the_user_guide_alone_reaches_its_pictures():
    assert {path.suffix for path in page_resources("guide.css").values()} == {".svg", ".webp"}
    assert {path.suffix for path in page_resources("acte.css").values()} == {".svg"}


@pytest.mark.parametrize("name", ["ActeSans-Regular.woff2", "ActeSans-Bold.woff2"])
def test_the_screen_fonts_are_light_and_can_write_french(name):
    assert (FONT_DIR / name).stat().st_size < 60_000
    assert set(map(ord, "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»’–—…€°№\u00a0\u202f")) <= set(
        read_font(name, TTFont.getBestCmap)
    )
