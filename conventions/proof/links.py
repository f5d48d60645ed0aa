"""The links of the audit trail that bear on what a proof file holds, and the end of the chain."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model

from conventions.models import (
    FrozenDocument,
    PublicationCheck,
    Receipt,
    SignatureOverride,
    SignedCopy,
    StoredFile,
    Transmission,
)
from conventions.proof.chronicle import Story
from conventions.proof.pieces import Scope
from csipa.audit.chain import head
from csipa.audit.links import LinkTold, links_of

Rows = dict[type[Model], set[int]]


def chain_data(scope: Scope, stories: list[Story]) -> dict[str, Any]:
    """Return the links of every row told, by their place in the chain, and where it ends now.

    Four queries a model that has rows.
    """
    rows = _rows(scope)
    for story in stories:
        for model, keys in story.rows.items():
            rows[model] |= keys
    found = [link for model, keys in rows.items() for link in links_of(model, keys)]
    end = head()
    return {
        "fin_de_la_chaine": {"numero": end.seq, "signature": end.mac.hex()},
        "maillons": [_told(link) for link in sorted(found, key=lambda link: link.seq)],
    }


def _rows(scope: Scope) -> Rows:
    """Return the keys of the rows without history that the file rests on; seven queries."""
    rows: Rows = defaultdict(set)
    rows[FrozenDocument] |= _keys(FrozenDocument.objects.filter(scope.owned))
    acts = {"act__in": scope.acts}
    packages, receipts = Transmission.objects.filter(**acts), Receipt.objects.filter(**acts)
    copies = SignedCopy.objects.filter(scope.owned)
    rows[Transmission] |= _keys(packages)
    rows[Receipt] |= _keys(receipts)
    for owners in (packages, receipts, copies):
        rows[StoredFile] |= set(owners.values_list("file", flat=True))
    checks = PublicationCheck.objects.filter(publication__act__in=scope.acts)
    rows[PublicationCheck] |= _keys(checks)
    rows[SignatureOverride] |= _keys(SignatureOverride.objects.filter(**acts))
    return rows


def _keys(rows: Any) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def _told(link: LinkTold) -> dict[str, Any]:
    return {
        "numero": link.seq,
        "source": link.source,
        "ligne": link.row,
        "colonnes": list(link.columns),
        "empreinte": link.digest,
        "signature_precedente": link.previous,
        "signature": link.mac,
        "scelle_le": link.sealed_at,
        "nature": link.kind,
        "motif": link.reason,
    }
