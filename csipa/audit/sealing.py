"""Links the rows that are not linked yet, in small batches, apart from the work of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from csipa.audit.anchors import drop_anchor
from csipa.audit.canonical import digest
from csipa.audit.chain import Head, Said, chain_key, head, mac_of, shape_for
from csipa.audit.models import Link, LinkKind, Mark, Shape
from csipa.audit.sources import Source, sources

# Rows linked in one transaction; of files, which are read one at a time.
BATCH = 500
BATCH_OF_FILES = 50
# A row may be committed after a row of a higher key, when its transaction was longer: what is
# above the mark is looked at in every batch, and the mark is that old.
LATE = dt.timedelta(hours=1)
SWEEP_EVERY = dt.timedelta(days=1)


@dataclass(frozen=True)
class SealedUp:
    """How many rows were linked, where the chain ends now, and whether that was told outside."""

    linked: int
    head: Head
    anchored: bool = True


def seal(*, now: dt.datetime) -> SealedUp:
    """Link every row that is not linked yet.

    Each batch is a transaction: killed at any moment, called again, it goes on where it stopped.
    Two at once take turns. Call it outside a transaction.
    """
    linked = sum(_seal_source(source, now) for source in sources())
    end = head()
    return SealedUp(linked, end, not linked or drop_anchor(end, now=now))


def unlinked(source: Source, *, above: int = 0) -> Any:
    """Return the rows of a source that have no link, among those of a key greater than `above`."""
    shapes = Shape.objects.filter(source=source.label).values_list("pk", flat=True)
    links = Link.objects.filter(shape__in=list(shapes), row=OuterRef("pk"))
    rows = source.rows().filter(~Exists(links))
    return rows.filter(pk__gt=above) if above else rows


@transaction.atomic
def acknowledge(
    *, source: Source, rows: Collection[int], reason: str, now: dt.datetime
) -> list[Link]:
    """Link again rows that the program itself had to change or delete, with the reason.

    Call it in the same transaction, after the change. `rows` are keys of the source. What is kept
    of them is the former digest, that says nothing, and the new one.
    """
    keys = sorted(rows)
    if not keys:
        return []
    _hold()
    found = dict(_digests(source, source.rows().filter(pk__in=keys)))
    links = [
        (key, LinkKind.RENEWED if key in found else LinkKind.REMOVED, found.get(key, b""))
        for key in keys
    ]
    return _write(source, links, reason=reason, now=now)


def _seal_source(source: Source, now: dt.datetime) -> int:
    """Link the rows of a source; return how many. Two queries when there are none."""
    mark = Mark.objects.filter(source=source.label).first()
    whole = mark is None or mark.swept_at is None or now - mark.swept_at >= SWEEP_EVERY
    above = 0 if whole or mark is None else mark.row
    size = BATCH_OF_FILES if source.holds_bytes else BATCH
    linked = 0
    while unlinked(source, above=above).exists():
        done = _seal_batch(source, above=above, size=size, now=now)
        linked += done
        if done < size:
            break
    _move_mark(source, mark, now, whole=whole)
    return linked


@transaction.atomic
def _seal_batch(source: Source, *, above: int, size: int, now: dt.datetime) -> int:
    _hold()
    # Read after the lock is held: what another sealing has just linked is not linked twice.
    rows = unlinked(source, above=above)[:size]
    links = [(key, LinkKind.FIRST, made) for key, made in _digests(source, rows)]
    return len(_write(source, links, reason="", now=now))


def _hold() -> None:
    """Take the lock of the chain until the transaction ends."""
    Mark.objects.get_or_create(source="")
    Mark.objects.select_for_update().get(source="")


def _digests(source: Source, rows: Any) -> Iterator[tuple[int, bytes]]:
    """Yield the key of each row and the digest of its columns."""
    columns = source.columns
    key = columns.index(source.model._meta.pk.attname)
    for values in rows.values_list(*columns).iterator(chunk_size=1 if source.holds_bytes else 500):
        yield values[key], digest(values)


def _write(
    source: Source,
    links: Sequence[tuple[int, str, bytes]],
    *,
    reason: str,
    now: dt.datetime,
) -> list[Link]:
    """Add links at the end of the chain, whose lock is held."""
    if not links:
        return []
    key, end = chain_key(), head()
    shape = shape_for(source.label, source.columns)
    made = []
    for row, kind, row_digest in links:
        said = Said(end.seq + 1, source.label, shape.columns, row, kind, reason, row_digest, now)
        previous, end = end.mac, Head(said.seq, mac_of(key, end.mac, said))
        made.append(
            Link(
                seq=end.seq,
                shape=shape,
                row=row,
                kind=kind,
                reason=reason,
                digest=row_digest,
                previous=previous,
                mac=end.mac,
                sealed_at=now,
            )
        )
    return Link.objects.bulk_create(made)


def _move_mark(source: Source, mark: Mark | None, now: dt.datetime, *, whole: bool) -> None:
    """Raise the mark to where it stood an hour ago, when it is time."""
    due = mark is None or mark.next_at is None or now - mark.next_at >= LATE
    if not (due or whole):
        return
    values: dict[str, Any] = {"swept_at": now} if whole else {}
    if due:
        shapes = Shape.objects.filter(source=source.label).values_list("pk", flat=True)
        last = Link.objects.filter(shape__in=list(shapes)).aggregate(last=Max("row"))["last"] or 0
        values |= {"row": mark.next_row if mark else 0, "next_row": last, "next_at": now}
    Mark.objects.update_or_create(source=source.label, defaults=values)
