"""Placeholders on pages: faults told beside the field, and the list to choose from."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from conventions.rules.placeholders import Placeholder, catalogue, check
from csipa.richtext.fields import RichTextFormField


class ChecksPlaceholders:
    """A form that refuses an unknown placeholder in the fields of `with_placeholders`.

    Their inputs are marked: the page offers the list of placeholders there.
    """

    with_placeholders: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._present():
            self.fields[name].widget.attrs["data-placeholders"] = ""

    def clean(self) -> dict[str, Any] | None:
        """Tell every fault of a placeholder beside the field that holds it."""
        cleaned: dict[str, Any] | None = super().clean()
        for name in self._present():
            value = self.cleaned_data.get(name) or ""
            rich = isinstance(self.fields[name], RichTextFormField)
            for text in value if isinstance(value, list) else [value]:
                for fault in check(text, rich=rich):
                    self.add_error(name, fault)
        return cleaned

    def _present(self) -> list[str]:
        """Return those of the fields that the form has: a reader sees them without inputs."""
        return [name for name in self.with_placeholders if name in self.fields]


class PlaceholderPicker:
    """A page whose texts hold placeholders: gives its template the list to choose from."""

    def render_change_form(
        self, request: Any, context: dict[str, Any], *, obj: Any = None, **kwargs: Any
    ) -> Any:
        """Add the placeholders, family after family, where texts may be typed."""
        if obj is None or self.has_change_permission(request, obj):
            context["placeholder_families"] = families()
        return super().render_change_form(request, context, obj=obj, **kwargs)


def families() -> list[tuple[str, list[Placeholder]]]:
    """Return the placeholders in the order of the catalogue, by family."""
    return [(name, list(same)) for name, same in groupby(catalogue(), lambda one: one.family)]
