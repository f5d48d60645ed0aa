"""The files kept with an act or a convention, their bytes read again and hashed now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from conventions.models import Act, Convention, FrozenDocument, SignedCopy


@dataclass(frozen=True)
class KeptFile:
    """One file: what it is, the hash noted when it was kept, and that of its bytes now."""

    name: str
    kept_at: datetime
    size: int
    noted: str
    found: str

    @property
    def is_intact(self) -> bool:
        """Tell whether the bytes are those that were kept."""
        return self.noted == self.found


def kept_files(text: Act | Convention) -> Iterator[KeptFile]:
    """Read every frozen document and signed copy of `text`, one in memory at a time."""
    for document in _documents(text).order_by("created_at", "pk").iterator(chunk_size=1):
        yield KeptFile(
            document.get_kind_display(),
            document.created_at,
            document.size,
            document.sha256,
            hashlib.sha256(document.content).hexdigest(),
        )
    copies = SignedCopy.objects.filter(_owner(text)).select_related("file")
    for copy in copies.order_by("file__stored_at", "pk").iterator(chunk_size=1):
        yield KeptFile(
            f"{copy.get_kind_display()} : {copy.name}",
            copy.file.stored_at,
            copy.file.size,
            copy.file.sha256,
            hashlib.sha256(copy.file.content).hexdigest(),
        )


def _documents(text: Act | Convention) -> QuerySet[FrozenDocument]:
    """Return the frozen documents of a text; those of the conventions of an act are its own too."""
    return FrozenDocument.objects.filter(_owner(text)).defer("source", "context")


def _owner(text: Act | Convention) -> Q:
    if isinstance(text, Act):
        return Q(act=text) | Q(convention__annex__act=text)
    return Q(convention=text)
