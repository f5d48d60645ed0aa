"""How links are bound: the key, the signature of a link, the head of the chain."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from csipa.audit.canonical import as_json
from csipa.audit.models import Link, Shape

# What the first link comes after.
START = b"\x00" * 32
_KEY_USE = b"csipa.audit.chain/1"


@dataclass(frozen=True)
class Head:
    """Where the chain ends: the number of its last link (0 for an empty chain) and its MAC."""

    seq: int = 0
    mac: bytes = START

    def __str__(self) -> str:
        return f"{self.seq} {self.mac.hex()}"


@dataclass(frozen=True)
class Said:
    """Everything a link says, beside the link before and its own MAC."""

    seq: int
    source: str
    columns: Sequence[str]
    row: int
    kind: str
    reason: str
    digest: bytes
    sealed_at: dt.datetime


def chain_key() -> bytes:
    """Return the 32 bytes that sign links: from AUDIT_KEY, else from SECRET_KEY."""
    secret = settings.AUDIT_KEY or settings.SECRET_KEY
    return hmac.new(_KEY_USE, secret.encode(), hashlib.sha256).digest()


def mac_of(key: bytes, previous: bytes, said: Said) -> bytes:
    """Return the MAC of a link (32 bytes) that comes after the link whose MAC is `previous`."""
    text = as_json(
        [
            said.seq,
            said.source,
            list(said.columns),
            said.row,
            said.kind,
            said.reason,
            said.digest.hex(),
            said.sealed_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        ]
    )
    return hmac.new(key, previous + text, hashlib.sha256).digest()


def head() -> Head:
    """Return the end of the chain; one query."""
    last = Link.objects.order_by("-seq").values_list("seq", "mac").first()
    return Head(last[0], bytes(last[1])) if last else Head()


def shape_for(source: str, columns: Sequence[str]) -> Shape:
    """Return the shape of these columns, made if need be."""
    fingerprint = hashlib.sha256(as_json([source, list(columns)])).hexdigest()
    known = Shape.objects.filter(fingerprint=fingerprint).first()
    return known or Shape.objects.create(
        source=source, columns=list(columns), fingerprint=fingerprint
    )
