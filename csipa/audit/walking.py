"""Follows the chain from link to link: numbers, signatures, and the row behind each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import NamedTuple

from csipa.audit import rows
from csipa.audit.canonical import digest
from csipa.audit.chain import START, Said, chain_key, mac_of
from csipa.audit.models import Link, LinkKind, Shape
from csipa.audit.report import Fault, Report
from csipa.audit.sources import Source, source_named
from csipa.french.numbers import counted, integer

CHUNK = 1000
# So many wrong signatures from the first link on, and no right one: it is the key that is wrong.
_ENOUGH = 3


class KeyIsWrong(Exception):
    """No link bears the signature of the key; the text says what to do in French."""


class _Read(NamedTuple):
    """A link as it is read."""

    seq: int
    shape: int
    row: int
    kind: str
    reason: str
    digest: bytes
    previous: bytes
    mac: bytes
    sealed_at: dt.datetime


class Walk:
    """One reading of the chain; faults go to the report.

    `only` are labels of sources: links are then read apart, and nothing is said of gaps. `since`
    begins at the first link sealed then.
    """

    def __init__(
        self, report: Report, only: Collection[str] | None, since: dt.datetime | None
    ) -> None:
        self.report = report
        self.key = chain_key()
        self.shapes = {shape.pk: shape for shape in Shape.objects.all()}
        self.known = {shape.source: source_named(shape.source) for shape in self.shapes.values()}
        self.links = Link.objects.order_by("seq")
        self.whole = only is None
        if only is not None:
            wanted = [pk for pk, shape in self.shapes.items() if shape.source in only]
            self.links = self.links.filter(shape__in=wanted)
        self.last, self.last_mac = self._start(since)
        # Few: only what the program had to change or delete, with a reason.
        again = Link.objects.exclude(kind="").order_by("seq").values_list("shape", "row", "seq")
        self.newest = {
            (self.shapes[shape].source, row): seq
            for shape, row, seq in again.iterator()
            if shape in self.shapes
        }
        self.unreadable: dict[str, int] = {}
        self.wrong = self.right = 0

    def steps(self) -> Iterator[int]:
        """Read the chain piece by piece, yielding how many links were read.

        Raises KeyIsWrong.
        """
        while links := self._piece():
            sound = [link for link in links if self._check_link(link)]
            if self.wrong >= _ENOUGH and not self.right:
                raise KeyIsWrong(
                    "Aucun maillon ne porte la signature de la clé en service. Rendez au réglage "
                    "AUDIT_KEY (ou, s’il est vide, à SECRET_KEY) la valeur qu’il avait quand la "
                    "chaîne a été scellée."
                )
            by_shape: dict[int, list[_Read]] = {}
            for link in sound:
                by_shape.setdefault(link.shape, []).append(link)
            for shape, found in by_shape.items():
                self._check_rows(self.shapes[shape], found)
            self.report.links += len(links)
            yield self.report.links
        self._tell_unreadable()

    def _start(self, since: dt.datetime | None) -> tuple[int, bytes]:
        """Return the number and the MAC of the link before the first one to read."""
        if since is None:
            return 0, START
        before = Link.objects.filter(sealed_at__lt=since).order_by("-seq")
        last = before.values_list("seq", "mac").first()
        return (last[0], bytes(last[1])) if last else (0, START)

    def _piece(self) -> list[_Read]:
        columns = ("seq", "shape_id", "row", "kind", "reason", "digest", "previous", "mac")
        found = self.links.filter(seq__gt=self.last).values_list(*columns, "sealed_at")[:CHUNK]
        links = [
            _Read(*row[:5], bytes(row[5]), bytes(row[6]), bytes(row[7]), row[8]) for row in found
        ]
        if links and not self.whole:
            self.last = links[-1].seq
        return links

    def _check_link(self, link: _Read) -> bool:
        """Check the place and the signature of a link; tell whether what it says can be used."""
        if self.whole:
            self._check_place(link)
        shape = self.shapes.get(link.shape)
        if shape is not None:
            said = Said(
                link.seq,
                shape.source,
                shape.columns,
                link.row,
                link.kind,
                link.reason,
                link.digest,
                link.sealed_at,
            )
            if mac_of(self.key, link.previous, said) == link.mac:
                self.right += 1
                return True
        self.wrong += 1
        self._fault("link", link, "a été modifié ou ajouté sans la clé qui signe la chaîne")
        return False

    def _check_place(self, link: _Read) -> None:
        expected = self.last + 1
        if link.seq > expected:
            missing = link.seq - expected
            told = (
                f"Maillon {integer(expected)} absent"
                if missing == 1
                else f"Maillons {integer(expected)} à {integer(link.seq - 1)} absents"
            )
            self.report.add(Fault("missing", f"{told}\u00a0: la chaîne a été coupée."))
        elif link.previous != self.last_mac:
            self._fault("order", link, "ne suit pas le précédent")
        self.last, self.last_mac = link.seq, link.mac

    def _check_rows(self, shape: Shape, links: list[_Read]) -> None:
        """Compare the rows of links of one shape to their digests."""
        source = self.known[shape.source]
        if source is None or not set(shape.columns) <= set(source.columns):
            # A migration removed the model or a column: the digest cannot be made again.
            self.unreadable[shape.source] = self.unreadable.get(shape.source, 0) + len(links)
            return
        wanted = {
            link.row: link
            for link in links
            if self.newest.get((shape.source, link.row), link.seq) == link.seq
        }
        seen = self._compare(source, shape, wanted)
        for key, link in wanted.items():
            if key not in seen and link.kind != LinkKind.REMOVED:
                self.report.add(rows.gone(source, key))

    def _compare(self, source: Source, shape: Shape, wanted: dict[int, _Read]) -> set[int]:
        """Read the rows of links, and return the keys of those that are there."""
        columns = shape.columns
        place = columns.index(source.model._meta.pk.attname)
        seen = set()
        found = source.rows().filter(pk__in=list(wanted)).values_list(*columns)
        for values in found.iterator(chunk_size=1 if source.holds_bytes else CHUNK):
            key = values[place]
            seen.add(key)
            link = wanted[key]
            if link.kind == LinkKind.REMOVED:
                self.report.add(rows.back(source, key))
            elif digest(values) != link.digest:
                told = dict(zip(columns, values, strict=True))
                self.report.add(rows.changed(source, key, told))
        return seen

    def _fault(self, code: str, link: _Read, what: str) -> None:
        """Note a fault of a link, naming the row that it holds."""
        shape = self.shapes.get(link.shape)
        source = self.known.get(shape.source) if shape else None
        about = f" ({rows.row_name(source, link.row)})" if source else ""
        self.report.add(Fault(code, f"Le maillon {integer(link.seq)}{about} {what}."))

    def _tell_unreadable(self) -> None:
        for source, number in sorted(self.unreadable.items()):
            told = counted(number, "ligne scellée", "lignes scellées")
            self.report.notes.append(
                f"{told} de la table {source} avec des colonnes qui n’existent plus\u00a0: leur "
                "contenu ne se compare plus, leur signature reste vérifiée."
            )
