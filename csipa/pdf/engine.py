"""HTML to PDF/A-3a (ISO 19005-3) that is PDF/UA-1 (ISO 14289-1) too: the only user of WeasyPrint.

Output depends on the input and on the pinned versions alone: no clock, no font of the machine.
Four things WeasyPrint 70.0 lacks are added at import: the PDF/UA mark in the metadata of a PDF/A
file, running footers outside the structure tree, empty signature fields (`fields`), and extracted
text as it was typed.
"""

import html as html_module
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
import weasyprint.pdf
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, VERSION
from weasyprint import Attachment as WeasyAttachment
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf import tags
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from csipa.pdf.fields import place_fields, prepare_field
from csipa.pdf.resources import BASE_URL, FONT_DIR, FONTS, page_resources, sheet_resources

VARIANT = "pdf/a-3a"
MEDIA_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".webp": "image/webp",
}

# Drawn by nobody: line breaks, soft hyphen, zero-width signs.
INVISIBLE = frozenset("\t\n\r\u00ad\u200b\u200c\u200d\u2060\ufeff")

# Signs that share a glyph with a plainer one are extracted, searched and copied as that one.
PLAIN_SIGNS = {0x00A0: " ", 0x2011: "-"}


class RefusedResource(FatalURLFetchingError):
    """The document asks for something that is not one of our own files; `args[0]` is its URL."""


class UnprintableCharacters(Exception):
    """Characters that no shipped font can draw; `args[0]` holds them, sorted."""


@dataclass(frozen=True)
class Embedded:
    """A file inside the PDF; its date is data, for the clock would change the bytes."""

    name: str
    content: bytes
    description: str
    dated: date
    relationship: str


class ClosedFetcher(URLFetcher):
    """Opens the URLs of a fixed map; raises RefusedResource on others.

    WeasyPrint lets that exception through, except from within a drawing: `refused` keeps the URLs.
    """

    def __init__(self, allowed: dict[str, Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._allowed = allowed
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the file mapped to `url`."""
        path = self._allowed.get(url)
        if path is None:
            self.refused.append(url)
            raise RefusedResource(url)
        return URLFetcherResponse(
            url, path.read_bytes(), {"Content-Type": MEDIA_TYPES[path.suffix]}
        )


class Engine:
    """Fonts and parsed style sheets, kept from one document to the next."""

    def __init__(self) -> None:
        self._fonts = FontConfiguration()
        self._sheets: dict[str, CSS] = {}

    def render(self, html: str, stylesheet: str, embedded: Sequence[Embedded] = ()) -> bytes:
        """Return the PDF of `html` styled by the shipped sheet of that name.

        Raises RefusedResource, UnprintableCharacters, or whatever the layout itself raises.
        """
        check_characters(html)
        fetcher = ClosedFetcher(page_resources(stylesheet))
        source = HTML(string=html, base_url=f"{BASE_URL}pdf/", url_fetcher=fetcher)
        document = source.render(
            font_config=self._fonts, stylesheets=[self.sheet(stylesheet)], pdf_variant=VARIANT
        )
        _mark_margin_text(document.pages)
        pdf = document.write_pdf(
            pdf_variant=VARIANT,
            attachments=[_attachment(file) for file in embedded],
            finisher=place_fields,
        )
        if fetcher.refused:
            raise RefusedResource(fetcher.refused[0])
        return pdf

    def sheet(self, name: str) -> CSS:
        """Return the parsed style sheet `name` (a file of static/csipa/pdf)."""
        if name not in self._sheets:
            self._sheets[name] = CSS(
                url=f"{BASE_URL}pdf/{name}",
                font_config=self._fonts,
                url_fetcher=ClosedFetcher(sheet_resources()),
            )
        return self._sheets[name]


@cache
def drawable_characters() -> frozenset[str]:
    """Return the characters that every shipped font can draw."""
    covered = [_characters(FONT_DIR / name) for name in FONTS]
    return frozenset(map(chr, set.intersection(*covered))) | INVISIBLE


def _characters(path: Path) -> set[int]:
    """Return the code points that a font maps to a glyph."""
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def check_characters(html: str) -> None:
    """Raise UnprintableCharacters unless every character of the text can be drawn."""
    if missing := set(html_module.unescape(html)) - drawable_characters():
        raise UnprintableCharacters("".join(sorted(missing)))


def _attachment(file: Embedded) -> WeasyAttachment:
    """Wrap an embedded file for WeasyPrint."""
    moment = datetime.combine(file.dated, time(), UTC)
    return WeasyAttachment(
        file_obj=io.BytesIO(file.content),
        name=file.name,
        description=file.description,
        created=moment,
        modified=moment,
        relationship=file.relationship,
    )


# Additions to WeasyPrint 70.0 ---------------------------------------------------------------------


def _property_description(name: str, value_type: str, text: str) -> str:
    """Describe one XMP property as PDF/A demands for a schema it does not know."""
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{value_type}</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
    )


UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
# ISO 14289-1 §5 (the mark itself) and ISO 19005-3 §6.6.2.3 (an extension schema must be described).
UA_METADATA = (
    f'<rdf:Description rdf:about="" xmlns:pdfuaid="{UA_NAMESPACE}">'
    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    '<rdf:Description rdf:about=""'
    ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{UA_NAMESPACE}</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>"
    + _property_description("part", "Integer", "Part of ISO 14289 that the file conforms to")
    + "</rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
).encode()

_rdf_metadata = DocumentMetadata.generate_rdf_metadata
_marked = Stream.marked
_box_tree = tags._build_box_tree
_fonts_dictionary = weasyprint.pdf.build_fonts_dictionary


def _rdf_metadata_with_ua(self: DocumentMetadata, *args: Any) -> bytes:
    """Add the PDF/UA mark to the metadata of a PDF/A file."""
    return _rdf_metadata(self, *args).replace(b"</rdf:RDF>", UA_METADATA + b"</rdf:RDF>")


def _mark_margin_text(pages: Sequence[Any]) -> None:
    """Note on every box of a page margin whether it belongs to a header or a footer."""
    for page in pages:
        for margin in page._page_box.children:
            if isinstance(margin, MarginBox):
                kind = "Header" if margin.at_keyword.startswith("@top") else "Footer"
                for box in margin.descendants():
                    box.pagination = kind


@contextmanager
def _marked_or_artifact(self: Stream, box: Any, tag: str) -> Iterator[None]:
    """Mark running text as a pagination artifact (ISO 14289-1 §7.8), other text as content."""
    kind = getattr(box, "pagination", None)
    if kind is None or self._tags is None:
        with _marked(self, box, tag):
            yield
        return
    properties = {"Type": "/Pagination", "Subtype": f"/{kind}"}
    self.begin_marked_content("Artifact", pydyf.Dictionary(properties))
    try:
        yield
    finally:
        self.end_marked_content()


def _box_tree_of_content(
    box: Any, parent: Any, pdf: Any, page_number: int, *args: Any
) -> Iterator[Any]:
    """Leave page margins out of the structure tree, and put signature fields in it."""
    if isinstance(box, MarginBox):
        return iter(())
    prepare_field(box, pdf, page_number)
    return _box_tree(box, parent, pdf, page_number, *args)


def _fonts_with_plain_signs(pdf: Any, fonts: dict[Any, Any], *args: Any) -> Any:
    """Map shared glyphs to the plain sign: the first use in a document would decide otherwise."""
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            font.to_unicode[glyph] = text.translate(PLAIN_SIGNS)
    return _fonts_dictionary(pdf, fonts, *args)


def _extend_weasyprint() -> None:
    """Install the additions; refuse a WeasyPrint for which they were not written."""
    if VERSION != "70.0":
        message = f"csipa.pdf.engine is written for WeasyPrint 70.0, not {VERSION}"
        raise ImportError(message)
    DocumentMetadata.generate_rdf_metadata = _rdf_metadata_with_ua
    Stream.marked = _marked_or_artifact
    tags._build_box_tree = _box_tree_of_content
    weasyprint.pdf.build_fonts_dictionary = _fonts_with_plain_signs


_extend_weasyprint()
