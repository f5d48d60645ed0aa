"""Signature blocks: one person under an act, the parties of a convention two by two."""

from __future__ import annotations

from html import escape

from docx.document import Document as WordDocument
from docx.oxml.ns import nsdecls
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Length, Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from conventions.documents.word.styles import RULE
from conventions.documents.word.text import add_blank, add_line, let_go
from conventions.documents.wording import Data

_COLUMN = Mm(80)
_SPACE = Mm(18)
_ROOM = Mm(24)  # for a signature and a stamp


def add_signer(document: WordDocument, first: Paragraph, signature: Data) -> None:
    """Add who signs under « Fait à … », whose first line is `first`: one block on one page."""
    first.paragraph_format.space_before = Mm(7)
    lines = [first, *(add_line(document, line, "Signature") for line in signature["lines"])]
    # Below the last line rather than above the name: LibreOffice drops what is above at the top
    # of a page, and so would part them.
    lines[-1].paragraph_format.space_after = _SPACE
    if signature["name"]:
        add_line(document, signature["name"], "Nom du signataire")
    let_go(document)


def add_signatures(document: WordDocument, blocks: list[Data]) -> None:
    """Add the blocks of the parties: two columns a table, whose heads are the names.

    A group of parties begins a table of its own, under its name.
    """
    pair: list[Data] = []
    for block in blocks:
        if pair and (len(pair) == 2 or block["group"]):
            _add_table(document, pair)
            pair = []
        if block["group"]:
            add_line(document, block["group"], "Groupe")
        pair.append(block)
    if pair:
        _add_table(document, pair)


def _add_table(document: WordDocument, pair: list[Data]) -> None:
    table = document.add_table(rows=2, cols=len(pair))
    _describe(table, pair)
    for column, block in enumerate(pair):
        for row in (0, 1):
            table.cell(row, column).width = _COLUMN
        _head(table.cell(0, column), block)
        _foot(table.cell(1, column), block)
    table.rows[1].height = _ROOM
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.trPr.append(OxmlElement("w:tblHeader"))
    # Two tables that touch would be one, and a convention may end with one.
    document.add_paragraph(style="Signature de partie")


def _head(cell: _Cell, block: Data) -> None:
    """Write the party at the head of its column."""
    paragraph = cell.paragraphs[0]
    paragraph.style = "Nom de partie"
    paragraph.add_run(block["party"])
    paragraph.paragraph_format.keep_with_next = True


def _foot(cell: _Cell, block: Data) -> None:
    """Write who signs for the party, above the room for a signature; blanks when unknown."""
    lines = [add_line(cell, line, "Signature de partie") for line in block["lines"]]
    if block["unknown"]:
        lines.append(add_line(cell, "Nom, prénom, qualité :", "Signature de partie"))
        for _ in range(2):
            add_blank(cell.add_paragraph(style="Signature de partie"), 46)
    else:
        lines.append(add_line(cell, block["signer"], "Signature de partie"))
    cell._tc.remove(cell.paragraphs[0]._p)
    cell.paragraphs[-1].paragraph_format.space_after = _ROOM


def _describe(table: Table, pair: list[Data]) -> None:
    """Give the table its widths and borders, its title for screen readers, and its heads."""
    sides = ("top", "left", "bottom", "right", "insideV")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in sides
    )
    name = escape(", ".join(block["party"] for block in pair), quote=True)
    properties = parse_xml(
        f"<w:tblPr {nsdecls('w')}>"
        f'<w:tblW w:w="{_twips(_COLUMN) * len(pair)}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{_twips(Mm(1.5))}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="Signature : {name}"/></w:tblPr>'
    )
    table._tbl.replace(table._tbl.tblPr, properties)
    for column in table.columns:
        column.width = _COLUMN


def _twips(length: Length) -> int:
    return round(length.pt * 20)
