"""Pages of a Word document: A4, what stands above and below the text, the mark of drafts."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.section import Section, _Footer, _Header
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from conventions.documents.wording import Data

MARK = "PROJET"
_WIDTH, _HEIGHT, _MARGIN = Mm(210), Mm(297), Mm(25)
_TEXT_WIDTH = Mm(160)
_VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    f"{nsdecls('w')}"
)
# What Word itself writes for a watermark: letters as a shape behind the text.
_WATERMARK = f"""
<w:pict {_VML}>
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
      path="m@7,l@8,m@5,21600l@6,21600e">
    <v:formulas>
      <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
      <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
      <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
      <v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
      <v:f eqn="sum @6 0 @5"/>
    </v:formulas>
    <v:path textpathok="t" o:connecttype="custom"
        o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
    <v:textpath on="t" fitshape="t"/>
    <o:lock v:ext="edit" text="t" shapetype="t"/>
  </v:shapetype>
  <v:shape id="PowerPlusWaterMarkObject{{number}}" o:spid="_x0000_s{{number}}"
      type="#_x0000_t136" alt="" o:allowincell="f" fillcolor="#eef0f3" stroked="f"
      style="position:absolute;margin-left:0;margin-top:0;width:450pt;height:150pt;rotation:315;
      z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
      mso-position-vertical:center;mso-position-vertical-relative:margin">
    <v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string="{MARK}"/>
  </v:shape>
</w:pict>"""


def open_page(document: WordDocument, part: Data, *, first: bool, draft: bool) -> None:
    """Begin a part on a new page, with its own header and footer; pages count on.

    The first page of an act opens with the name of the authority: its header leaves it out.
    """
    section = document.sections[0] if first else _next_section(document)
    _shape(section)
    section.different_first_page_header_footer = part["kind"] == "act"
    number = 2048 + 2 * len(document.sections)
    _write_header(section.header, part["authority"], number=number, draft=draft)
    _write_footer(section.footer, part["footer"])
    if section.different_first_page_header_footer:
        _write_header(section.first_page_header, "", number=number + 1, draft=draft)
        _write_footer(section.first_page_footer, part["footer"])


def _next_section(document: WordDocument) -> Section:
    """End the section at the last paragraph written, not at an empty one that may fill a page."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    empty, last = document.paragraphs[-1], document.paragraphs[-2]
    if empty._p.getprevious() is last._p:
        last._p.get_or_add_pPr().append(empty._p.pPr.sectPr)
        empty._p.getparent().remove(empty._p)
    return section


def _shape(section: Section) -> None:
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Mm(12)


def _write_header(header: _Header, authority: str, *, number: int, draft: bool) -> None:
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.style = "Header"
    paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(authority)
    if draft:
        paragraph.add_run("\t")
        paragraph.add_run(MARK).bold = True
        paragraph.add_run()._r.append(parse_xml(_WATERMARK.format(number=number)))


def _write_footer(footer: _Footer, reference: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
    paragraph.add_run(f"{reference} – page ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word computes at each layout."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" {name} ")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
