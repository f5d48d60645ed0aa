"""Several PDF files as one, for printing: written out as it goes, one source in memory at a time.

pypdf reads the sources and writes the objects; its own writer would hold every page of every
source until the end. What only a screen reader or a validator uses (tags, attachments, metadata)
stays in the sources: this file is for paper.
"""

from __future__ import annotations

import io
from collections import deque
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

CATALOG, PAGES, OUTLINES, INFO = 1, 2, 3, 4
# Of a page these lead to the whole source: its page tree, its tags, what can be clicked.
_LEFT = frozenset({"/Parent", "/StructParents", "/Annots", "/Tabs"})
_A4 = ArrayObject(map(FloatObject, ("0", "0", "595.28", "841.89")))


class Binder:
    """Writes a PDF file to `out` source by source; `finish` writes what ties them together."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.offsets: dict[int, int] = {}
        self.next_id = INFO + 1
        self.pages: list[int] = []
        self.bookmarks: list[tuple[str, int]] = []
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def append(self, pdf: bytes, *, title: str, recto: bool = False) -> int:
        """Add every page of `pdf` under a bookmark; return how many pages it has.

        With `recto` it begins on a right-hand page: a blank page comes before when it must.
        """
        if recto and len(self.pages) % 2:
            self._write_page(DictionaryObject({NameObject("/MediaBox"): _A4}))
        reader = PdfReader(io.BytesIO(pdf))
        copier = _Copier(self)
        self.bookmarks.append((title, len(self.pages)))
        for page in reader.pages:
            kept = {key: value for key, value in page.items() if key not in _LEFT}
            self._write_page(copier.copied(DictionaryObject(kept)))
        copier.write_pending(reader)
        return len(reader.pages)

    def finish(self, *, title: str) -> None:
        """Write the page tree, the bookmarks and the title: the file is complete."""
        kids = ArrayObject(_ref(page) for page in self.pages)
        count = NumberObject(len(self.pages))
        self._write(PAGES, _dictionary(Type="/Pages", Kids=kids, Count=count))
        self._write_bookmarks()
        self._write(INFO, _dictionary(Title=TextStringObject(title)))
        self._write(
            CATALOG,
            _dictionary(
                Type="/Catalog",
                Pages=_ref(PAGES),
                Outlines=_ref(OUTLINES),
                PageMode="/UseOutlines",
                Lang=TextStringObject("fr"),
                ViewerPreferences=_dictionary(DisplayDocTitle=BooleanObject(True)),  # noqa: FBT003
            ),
        )
        self._write_cross_references()

    def allot(self) -> int:
        """Return a number for one more object."""
        self.next_id += 1
        return self.next_id - 1

    def write(self, number: int, value: PdfObject) -> None:
        """Write one object of a source under its new number."""
        self._write(number, value)

    def _write_page(self, page: DictionaryObject) -> None:
        number = self.allot()
        page[NameObject("/Type")] = NameObject("/Page")
        page[NameObject("/Parent")] = _ref(PAGES)
        self._write(number, page)
        self.pages.append(number)

    def _write(self, number: int, value: PdfObject) -> None:
        self.offsets[number] = self.out.tell()
        self.out.write(b"%d 0 obj\n" % number)
        value.write_to_stream(self.out)
        self.out.write(b"\nendobj\n")

    def _write_bookmarks(self) -> None:
        numbers = [self.allot() for _ in self.bookmarks]
        for rank, (title, page) in enumerate(self.bookmarks):
            entry = _dictionary(
                Title=TextStringObject(title),
                Parent=_ref(OUTLINES),
                Dest=ArrayObject([_ref(self.pages[page]), NameObject("/Fit")]),
            )
            if rank:
                entry[NameObject("/Prev")] = _ref(numbers[rank - 1])
            if rank + 1 < len(numbers):
                entry[NameObject("/Next")] = _ref(numbers[rank + 1])
            self._write(numbers[rank], entry)
        ends = {"First": _ref(numbers[0]), "Last": _ref(numbers[-1])} if numbers else {}
        count = NumberObject(len(numbers))
        self._write(OUTLINES, _dictionary(Type="/Outlines", Count=count, **ends))

    def _write_cross_references(self) -> None:
        start = self.out.tell()
        self.out.write(b"xref\n0 %d\n0000000000 65535 f \n" % self.next_id)
        for number in range(1, self.next_id):
            self.out.write(b"%010d 00000 n \n" % self.offsets[number])
        trailer = _dictionary(Size=NumberObject(self.next_id), Root=_ref(CATALOG), Info=_ref(INFO))
        self.out.write(b"trailer\n")
        trailer.write_to_stream(self.out)
        self.out.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)


class _Copier:
    """Copies objects of one source, with the numbers they have in the bound file."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        self.numbers: dict[int, int] = {}
        self.pending: deque[int] = deque()

    def copied(self, value: PdfObject) -> PdfObject:
        """Return `value` with its references renumbered; what they lead to is written later."""
        if isinstance(value, IndirectObject):
            return _ref(self._number(value.idnum))
        if isinstance(value, ArrayObject):
            return ArrayObject(self.copied(item) for item in value)
        if isinstance(value, DictionaryObject):
            copy = type(value)()
            copy.update({key: self.copied(value.raw_get(key)) for key in value})
            if isinstance(value, StreamObject):
                copy._data = value._data
            return copy
        return value

    def write_pending(self, reader: PdfReader) -> None:
        """Write all that the copied objects lead to."""
        while self.pending:
            number = self.pending.popleft()
            value = reader.get_object(number)
            self.binder.write(self.numbers[number], self.copied(value))

    def _number(self, source: int) -> int:
        if source not in self.numbers:
            self.numbers[source] = self.binder.allot()
            self.pending.append(source)
        return self.numbers[source]


def _ref(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _dictionary(**entries: PdfObject | str) -> DictionaryObject:
    """Return a dictionary; a plain string is a name."""
    return DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(value) if type(value) is str else value
            for key, value in entries.items()
        }
    )
