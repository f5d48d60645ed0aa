"""Files as people send them: PDFs with and without signatures, images, damaged ones."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20 + b"\xff\xd9"
TIFF = b"II*\x00" + b"\x00" * 20


def pdf(pages=1, password=""):
    """Return a PDF of blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    return _written(writer)


def signed_pdf(content=None, *, tail=b"", kind="ETSI.CAdES.detached"):
    """Return a PDF that holds a signature, added after its bytes as signing programs do.

    Nothing is really signed: only the places where a signature is looked for are filled.
    """
    length = 0
    while True:
        writer = PdfWriter(io.BytesIO(content or pdf()), incremental=True)
        _sign(writer, kind, length)
        made = _written(writer)
        if len(made) == length:
            return made + tail
        length = len(made)


def _sign(writer, kind, length):
    value = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
            NameObject("/SubFilter"): NameObject(f"/{kind}"),
            NameObject("/Contents"): ByteStringObject(b"\x00" * 16),
            NameObject("/ByteRange"): ArrayObject(
                [NumberObject(place) for place in (0, 10, 20, length - 20)]
            ),
        }
    )
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject("Signature1"),
            NameObject("/V"): value,
        }
    )
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(field)])})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)


def _written(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pages_of(content):
    return len(PdfReader(io.BytesIO(content)).pages)
