"""Make the shipped fonts out of Adobe's Source Serif 4 and Source Sans 3 (needs fontTools only).

    python -m csipa.pdf.prepare_fonts FOLDER static/csipa

FOLDER holds, at any depth, the full static TrueType files of both families as Google Fonts names
them (SourceSerif4_400Regular.ttf …). Same input and same fontTools give the same bytes; the last
lines printed are the SHA-256 sums that `csipa.pdf.resources` demands.
"""

import copy
import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

# Shipped name -> (original, family, style). OFL 1.1 §3: a changed font may not be called "Source".
FACES = {
    "ActeSerif-Regular": ("SourceSerif4_400Regular", "Acte Serif", "Regular"),
    "ActeSerif-Italic": ("SourceSerif4_400Regular_Italic", "Acte Serif", "Italic"),
    "ActeSerif-Bold": ("SourceSerif4_700Bold", "Acte Serif", "Bold"),
    "ActeSerif-BoldItalic": ("SourceSerif4_700Bold_Italic", "Acte Serif", "Bold Italic"),
    "ActeSans-Regular": ("SourceSans3_400Regular", "Acte Sans", "Regular"),
    "ActeSans-Bold": ("SourceSans3_700Bold", "Acte Sans", "Bold"),
}
WEB_FACES = ("ActeSans-Regular", "ActeSans-Bold")
WEB_CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2030),
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122, 0x202F),
    *range(0x2190, 0x2194),
    *(0x2212, 0x2260, 0x2264, 0x2265, 0x25B2, 0x25BC, 0x25CF, 0x2713),
]
WEB_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "sups", "ordn"]

# Names a reader of the file sees: copyright, designers and licence stay, the rest is rewritten.
KEPT_NAMES = {0, 5, 8, 9, 11, 12, 13, 14}

# Signs that people paste and that one of the families lacks: sign -> the look-alike it copies.
BORROWED = {0x25A1: 0x2610, 0x25CF: 0x2022}


def add_glyph(font: TTFont, code_point: int, source: int) -> None:
    """Give `code_point` a glyph of its own that looks like the glyph of `source`."""
    name, model = f"uni{code_point:04X}", font.getBestCmap()[source]
    glyphs = font["glyf"]
    if name in font.getGlyphOrder():
        name += ".acte"
    glyphs[name] = copy.deepcopy(glyphs[model])
    font["hmtx"][name] = font["hmtx"][model]
    map_character(font, code_point, name)


def map_character(font: TTFont, code_point: int, glyph: str) -> None:
    """Draw `code_point` with `glyph` in every Unicode table of the font."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code_point] = glyph


def rename(font: TTFont, family: str, style: str) -> None:
    """Replace the reserved family name and drop what describes the variable original."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    postscript = f"{family.replace(' ', '')}-{style.replace(' ', '')}"
    version = names.getDebugName(5).split(";")[0]
    for name_id, text in {
        1: family,
        2: style,
        3: f"{version};{postscript}",
        4: f"{family} {style}",
        6: postscript,
    }.items():
        names.setName(text, name_id, 3, 1, 0x409)
    if "STAT" in font:
        del font["STAT"]


def prepare(source: Path, target: Path, family: str, style: str) -> None:
    """Write the print font: every character kept, no hinting, hyphens that can be told apart.

    Line-end hyphens are U+2010: with a glyph of their own, extracted text shows which hyphens the
    layout added. U+2011 shares the glyph of the plain hyphen: a compound word that must not be cut
    is extracted with the hyphen its author typed.
    """
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=["*"],
        hinting=False,
        glyph_names=True,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=["*"],
        recalc_timestamp=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    add_glyph(font, 0x2010, 0x2D)
    map_character(font, 0x2011, font.getBestCmap()[0x2D])
    for code_point, model in BORROWED.items():
        if code_point not in font.getBestCmap():
            add_glyph(font, code_point, model)
    rename(font, family, style)
    font.save(target)


def prepare_web(source: Path, target: Path) -> None:
    """Write the screen copy of a prepared font: the signs of French only, as WOFF2."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=WEB_FEATURES, hinting=False, name_IDs=["*"], recalc_timestamp=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=WEB_CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def outline(font: TTFont, word: str) -> tuple[str, int]:
    """Return `word` as one SVG path (y downwards, 1000 units an em) and its width in units."""
    glyphs, characters = font.getGlyphSet(), font.getBestCmap()
    path, x = SVGPathPen(glyphs, ntos=lambda number: f"{number:g}"), 0
    for letter in word:
        glyph = glyphs[characters[ord(letter)]]
        glyph.draw(TransformPen(path, (1, 0, 0, -1, x, 0)))
        x += glyph.width + 60
    return path.getCommands(), x - 60


def write_watermark(font_path: Path, target: Path) -> None:
    """Draw « PROJET » across an A4 page as outlines: no text for a reader or a copy to meet."""
    commands, width = outline(TTFont(font_path), "PROJET")
    shift = f"translate({-width / 2:g} 330)"
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" '
        'viewBox="0 0 210 297"><g transform="translate(105 148.5) rotate(-55) scale(.052)">'
        f'<path transform="{shift}" fill="#e9ecef" d="{commands}"/></g></svg>\n',
        encoding="utf-8",
    )


def main(source: str, static: str) -> None:
    """Prepare every face found below `source` into `static`/fonts and `static`/pdf."""
    originals = {path.stem: path for path in Path(source).rglob("*.ttf")}
    folder = Path(static) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (original, family, style) in FACES.items():
        target = folder / f"{name}.ttf"
        prepare(originals[original], target, family, style)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        sys.stdout.write(f'    "{target.name}": "{digest}",\n')
    for name in WEB_FACES:
        prepare_web(folder / f"{name}.ttf", folder / f"{name}.woff2")
    write_watermark(folder / "ActeSans-Bold.ttf", Path(static) / "pdf" / "projet.svg")


if __name__ == "__main__":
    main(*sys.argv[1:])
