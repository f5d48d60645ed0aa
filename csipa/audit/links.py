"""The links of given things, with what is needed to prove them elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from csipa.audit.models import Link, Shape
from csipa.audit.sources import Source, followed_models, sources


@dataclass(frozen=True)
class LinkTold:
    """A link as it is handed over.

    `digest` is the SHA-256 of the JSON list of the values of `columns`, `mac` the HMAC-SHA256 of
    `previous` and of the link: whoever has the key can prove it, whoever has a later head of the
    chain knows that it was not made afterwards.
    """

    seq: int
    source: str
    row: int
    columns: tuple[str, ...]
    digest: str
    previous: str
    mac: str
    sealed_at: str
    kind: str
    reason: str


def links_of(model: type[Model], pks: Collection[Any]) -> list[LinkTold]:
    """Return the links of rows of `model` and of their histories, in the order of the chain.

    A model without history gives the links of its own rows. Empty for what is not sealed yet.
    At most four queries.
    """
    found = _source_of(model)
    if found is None or not pks:
        return []
    keys: Any = list(pks)
    if found.is_history:
        name = model._meta.pk.attname
        keys = list(found.rows().filter(**{f"{name}__in": keys}).values_list("pk", flat=True))
    shapes = {shape.pk: shape for shape in Shape.objects.filter(source=found.label)}
    links = Link.objects.filter(shape__in=list(shapes), row__in=keys).order_by("seq")
    return [_told(link, shapes[link.shape_id]) for link in links.iterator()]


def _source_of(model: type[Model]) -> Source | None:
    if model in followed_models():
        return Source(model.history.model)  # type: ignore[attr-defined]
    return next((source for source in sources() if source.model is model), None)


def _told(link: Link, shape: Shape) -> LinkTold:
    return LinkTold(
        seq=link.seq,
        source=shape.source,
        row=link.row,
        columns=tuple(shape.columns),
        digest=bytes(link.digest).hex(),
        previous=bytes(link.previous).hex(),
        mac=bytes(link.mac).hex(),
        sealed_at=link.sealed_at.isoformat(),
        kind=link.kind,
        reason=link.reason,
    )
