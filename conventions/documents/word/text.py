"""Printed strings and rich bodies as paragraphs of a Word document."""

from __future__ import annotations

import re
from html import escape, unescape

from docx.document import Document as WordDocument
from docx.enum.text import WD_UNDERLINE
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from conventions.documents.word.skeleton import STEP, restarted_list
from conventions.documents.word.styles import BULLETS, NUMBERS
from csipa.french.typography import NBSP, raise_ordinals
from csipa.richtext import blocks
from csipa.richtext.cleaning import parse

Place = WordDocument | _Cell

_RAISED = re.compile(r"<sup>(.*?)</sup>")
_BLANK = 26  # no-break spaces under dots: room for a place, a date or a name
_DEEPEST = 8


def add_text(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False) -> None:
    """Add plain text, its line breaks and raised « 1er » included; the style gives the rest."""
    for rank, line in enumerate(text.split("\n")):
        if rank:
            paragraph.add_run().add_break()
        # One part in two is what the tags surrounded.
        for index, piece in enumerate(_RAISED.split(raise_ordinals(escape(line, quote=False)))):
            if piece:
                run = paragraph.add_run(unescape(piece))
                _dress(run, bold=bold, italic=italic, superscript=bool(index % 2))


def _dress(run: Run, **looks: bool) -> None:
    """Set what differs from the style, and nothing else."""
    for name, value in looks.items():
        if value:
            setattr(run.font, name, True)


def add_blank(paragraph: Paragraph, length: int = _BLANK) -> None:
    """Add a dotted line to write on."""
    paragraph.add_run(NBSP * length).underline = WD_UNDERLINE.DOTTED


def add_line(place: Place, text: str, style: str) -> Paragraph:
    """Add a paragraph of plain text."""
    paragraph = place.add_paragraph(style=style)
    add_text(paragraph, text)
    return paragraph


def add_lines(place: Place, lines: list[str], style: str) -> None:
    """Add a paragraph a line."""
    for line in lines:
        add_line(place, line, style)


def add_bullets(document: WordDocument, items: list[str]) -> None:
    """Add a list; its marks come from the numbering of the document."""
    add_lines(document, items, BULLETS)


def add_body(document: WordDocument, html: str) -> None:
    """Add a rich body: paragraphs and lists, each list in figures beginning at 1."""
    _Body(document).write(parse(html))


class _Body:
    """Writes the tree of a body, knowing how deep in lists it is."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.depth = -1

    def write(self, item: blocks.Item) -> None:
        """Write what stands outside of lists."""
        for block in item.blocks:
            if isinstance(block, blocks.List):
                self._list(block)
            else:
                self._paragraph(block, "Normal")

    def _list(self, block: blocks.List) -> None:
        self.depth += 1
        ordered = block.name == "ol"
        number = restarted_list(self.document) if ordered else 1
        for item in block.items:
            self._item(item, NUMBERS if ordered else BULLETS, number)
        self.depth -= 1

    def _item(self, item: blocks.Item, style: str, number: int) -> None:
        marked = False
        for block in item.blocks:
            if isinstance(block, blocks.List):
                self._list(block)
            elif marked:
                following = self._paragraph(block, "Suite de liste")
                following.paragraph_format.left_indent = Mm(STEP * (self.depth + 1))
            else:
                self._mark(self._paragraph(block, style), number)
                marked = True

    def _mark(self, paragraph: Paragraph, number: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = min(self.depth, _DEEPEST)
        properties.get_or_add_numId().val = number

    def _paragraph(self, block: blocks.Paragraph, style: str) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        for run in block.runs:
            add_text(paragraph, run.text, bold=run.strong, italic=run.em)
        return paragraph


def hold(place: Place) -> None:
    """Keep the last paragraph written on the page of what comes next."""
    last = place.paragraphs[-1]
    if last._p.getnext() is None or last._p.getnext().tag == qn("w:sectPr"):
        last.paragraph_format.keep_with_next = True


def let_go(place: Place) -> None:
    """Let the page end after the last paragraph written, whatever its style says."""
    place.paragraphs[-1].paragraph_format.keep_with_next = False
