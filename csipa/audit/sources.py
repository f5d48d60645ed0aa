"""What is chained: every table of histories, and every table whose rows are written once.

Nothing is listed here. A model with a history is a source by its history; one without history is a
source by its own constraints, that refuse any change of a row (`Sealed`, or `Refused` for update
and delete). Any other model says in `not_audited`, in French, why it is neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField, Model

from csipa.constraints import Refused, Sealed

_ALWAYS = {"1 = 1", "TRUE"}


@dataclass(frozen=True)
class Source:
    """A table whose rows are linked."""

    model: type[Model]

    @cached_property
    def label(self) -> str:
        """Name of the source in the chain, for ever: « conventions.historicalact »."""
        return self.model._meta.label_lower

    @cached_property
    def columns(self) -> list[str]:
        """Columns that a digest is made of today, sorted; the key of the row is one of them."""
        return sorted(field.attname for field in self.model._meta.concrete_fields)

    @cached_property
    def thing(self) -> type[Model]:
        """The model that a row is about: the one a history is of, else its own."""
        return getattr(self.model, "instance_type", self.model)

    @property
    def is_history(self) -> bool:
        """Tell whether the rows are versions of rows of another table."""
        return self.thing is not self.model

    @cached_property
    def holds_bytes(self) -> bool:
        """Tell whether rows hold files: they are then read one at a time."""
        return any(isinstance(field, BinaryField) for field in self.model._meta.concrete_fields)

    def rows(self) -> Any:
        """Return the rows in the order of their keys, whatever a manager hides."""
        return self.model._base_manager.order_by("pk")


def our_models() -> Iterator[type[Model]]:
    """Yield the models of the applications of this project, not those of its libraries."""
    for config in apps.get_app_configs():
        top = config.name.split(".")[0]
        if (Path(settings.BASE_DIR) / top / "__init__.py").is_file():
            yield from config.get_models(include_auto_created=True)


def sources() -> list[Source]:
    """Return every source, in the order of the applications and models."""
    return [Source(model) for model in our_models() if _is_history(model) or _is_kept(model)]


def source_named(label: str) -> Source | None:
    """Return the source of that label; None when the model is gone."""
    try:
        return Source(apps.get_model(label))
    except LookupError:
        return None


def followed_models() -> list[type[Model]]:
    """Return the models whose rows must agree with their latest version."""
    return [model for model in our_models() if _has_history(model)]


def exempted() -> dict[type[Model], str]:
    """Return the models that are not chained, with why, in French."""
    return {
        model: model.__dict__["not_audited"]
        for model in our_models()
        if "not_audited" in model.__dict__
    }


def undeclared() -> list[type[Model]]:
    """Return the models that are neither chained nor say why not; there should be none."""
    return [
        model
        for model in our_models()
        if not (
            _is_history(model)
            or _has_history(model)
            or _is_kept(model)
            or "not_audited" in model.__dict__
            or _is_followed_through(model)
        )
    ]


def _is_history(model: type[Model]) -> bool:
    return hasattr(model, "instance_type") or hasattr(model, "tracked_fields")


def _has_history(model: type[Model]) -> bool:
    return hasattr(model, "history") and not _is_history(model)


def _is_kept(model: type[Model]) -> bool:
    """Tell whether the rows of a model without history are written once."""
    if _has_history(model) or _is_history(model) or "not_audited" in model.__dict__:
        return False
    return any(
        isinstance(one, Sealed)
        or (isinstance(one, Refused) and one.update in _ALWAYS and one.delete in _ALWAYS)
        for one in model._meta.constraints
    )


def _is_followed_through(model: type[Model]) -> bool:
    """Tell whether a table only joins two others, and the history of one of them follows it."""
    return bool(model._meta.auto_created) and hasattr(model._meta.auto_created, "history")
