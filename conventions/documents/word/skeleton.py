"""An empty Word document that holds our styles, our lists and nothing of the stock template's."""

from __future__ import annotations

import unicodedata

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from conventions.documents.word.styles import ACCENT, BULLETS, LOOKS, NUMBERS, RULE, SERIF, Look

LANGUAGE = "fr-FR"
STEP = 5.5  # millimetres between two levels of lists
_LEVELS = 9
_KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}
# Word says « compatibility mode » in its title bar below this.
_COMPATIBILITY = "15"
_LINE_SPACING = 1.15
_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# In the order in which the format wants them, with their colour, eighths of a point, and distance
# to the text in points.
_BORDERS = {"top": (RULE, 4, 6), "left": (ACCENT, 18, 10), "bottom": (RULE, 4, 6)}


def blank_document() -> WordDocument:
    """Return a document without a paragraph, in French, with the styles of LOOKS."""
    document = Document()
    _prune_styles(document)
    _speak_french(document)
    _number_lists(document)
    for look in LOOKS:
        _apply(document, look)
    return document


def _prune_styles(document: WordDocument) -> None:
    """Drop the stock styles that we do not use: the list of styles then shows ours."""
    wanted = _KEPT | {look.name for look in LOOKS}
    for style in list(document.styles):
        if style.name not in wanted:
            style.element.getparent().remove(style.element)


def _speak_french(document: WordDocument) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    properties = defaults.find(qn("w:rPr"))
    for name in ("w:rFonts", "w:lang"):
        properties.remove(properties.find(qn(name)))
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), SERIF)
    properties.insert(0, fonts)
    language = OxmlElement("w:lang")
    for kind in ("val", "eastAsia"):
        language.set(qn(f"w:{kind}"), LANGUAGE)
    properties.append(language)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    settings.remove(settings.find(qn("w:proofState")))
    compatibility = settings.find(qn("w:compat"))
    compatibility.find(qn("w:compatSetting")).set(qn("w:val"), _COMPATIBILITY)
    # A line cut by hand is not stretched to the margin.
    compatibility.insert(0, OxmlElement("w:doNotExpandShiftReturn"))


def _number_lists(document: WordDocument) -> None:
    """Write the two lists of the document: dashes by Word's own numbering, and figures."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for identity, style, mark in ((1, BULLETS, "–"), (2, NUMBERS, "%{}.")):
        levels = "".join(_level(rank, style, mark) for rank in range(_LEVELS))
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
                f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
            )
        )
    for identity in (1, 2):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{identity}">'
                f'<w:abstractNumId w:val="{identity}"/></w:num>'
            )
        )


def _level(rank: int, style: str, mark: str) -> str:
    """Return one level of a list; the first is the list style's own."""
    linked = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if rank == 0 else ""
    left, hanging = _twips(STEP * (rank + 1)), _twips(STEP)
    return (
        f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{"bullet" if style == BULLETS else "decimal"}"/>{linked}'
        f'<w:lvlText w:val="{mark.format(rank + 1)}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def restarted_list(document: WordDocument) -> int:
    """Return the number of a new list in figures, which begins at 1 whatever came before."""
    numbering = document.part.numbering_part.element
    identity = len(numbering.findall(qn("w:num"))) + 1
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{rank}"><w:startOverride w:val="1"/></w:lvlOverride>'
        for rank in range(_LEVELS)
    )
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{identity}">'
            f'<w:abstractNumId w:val="2"/>{starts}</w:num>'
        )
    )
    return identity


def _apply(document: WordDocument, look: Look) -> None:
    """Write a style, replacing whatever the template said of it."""
    styles = document.styles
    if look.name not in {style.name for style in styles}:
        styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH).element.styleId = _plain(look.name)
    style = styles[look.name]
    for name in ("w:pPr", "w:rPr", "w:link"):
        if (found := style.element.find(qn(name))) is not None:
            style.element.remove(found)
    if look.name != "Normal":
        style.base_style = styles[look.base]
        style.next_paragraph_style = styles["Normal"]
    style.quick_style, style.hidden, style.unhide_when_used = True, False, False
    _write_characters(style, look)
    _write_paragraph(style, look)


def _write_characters(style: ParagraphStyle, look: Look) -> None:
    font = style.font
    if look.font:
        font.name = look.font
    if look.size:
        font.size = Pt(look.size)
    if look.colour:
        font.color.rgb = RGBColor.from_string(look.colour)
    font.bold = look.bold
    font.italic = look.italic or None


def _write_paragraph(style: ParagraphStyle, look: Look) -> None:
    form = style.paragraph_format
    if look.name == "Normal":
        form.line_spacing, form.widow_control = _LINE_SPACING, True
    form.space_before = None if look.before is None else Mm(look.before)
    form.space_after = None if look.after is None else Mm(look.after)
    form.alignment = _ALIGNMENTS.get(look.align)
    form.left_indent = Mm(look.left) if look.left else None
    form.keep_with_next = form.keep_together = look.together or None
    _write_rest(style.element.get_or_add_pPr(), look)


def _write_rest(properties: CT_PPr, look: Look) -> None:
    """Write what python-docx has no name for: lists, borders, the level in the outline."""
    if look.list_number:
        properties.get_or_add_numPr().get_or_add_numId().val = look.list_number
        # No space between lines of one list.
        tight = OxmlElement("w:contextualSpacing")
        properties.insert_element_before(tight, "w:jc", "w:outlineLvl")
    if look.borders:
        properties.insert_element_before(_borders(look.borders), *_AFTER_BORDERS)
    if look.level is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.level))
        properties.append(level)


# What may follow borders in the properties of a paragraph (the format fixes the order).
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _borders(sides: tuple[str, ...]) -> BaseOxmlElement:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{colour}"/>'
        for side, (colour, width, space) in _BORDERS.items()
        if side in sides
    )
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")


def _plain(name: str) -> str:
    """Return the identity of a style: its name in ASCII letters."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in letters if sign.isascii() and sign.isalnum())


def _twips(millimetres: float) -> int:
    return round(Mm(millimetres).pt * 20)
