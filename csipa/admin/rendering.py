"""The commonest inputs written without a template: a page of lines draws hundreds of them.

The HTML is that of Django’s own templates, sign for sign; whatever is out of the ordinary goes
through them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe

_FOLDER = "django/forms/widgets/"
_INPUTS = (
    *("checkbox", "color", "date", "datetime", "email", "hidden", "input", "number", "password"),
    *("search", "tel", "text", "time", "url"),
)
_OPTION = f"{_FOLDER}select_option.html"
Widget = dict[str, Any]


class _NotPlain(Exception):
    """A template must draw this one."""


class Renderer(TemplatesSetting):
    """Draws inputs, text areas and choices itself, and everything else from templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the HTML of a widget, of a form, of errors."""
        write = _WRITTEN.get(template_name)
        if write is not None:
            try:
                return mark_safe(write(context["widget"]))  # noqa: S308 – each part is escaped below
            except _NotPlain:
                pass
        return super().render(template_name, context, request)


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_written(value)}"'
    kind, name = _text(widget["type"]), _text(widget["name"])
    return f'<input type="{kind}" name="{name}"{said}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    parts = [f'<select name="{_text(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{_text(group)}">')
        for option in options:
            if option["template_name"] != _OPTION:
                raise _NotPlain
            value, label = _written(option["value"]), _text(option["label"])
            parts.append(f'\n  <option value="{value}"{_attributes(option)}>{label}</option>\n')
        if group:
            parts.append("\n  </optgroup>")
    return "".join([*parts, "\n</select>"])


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_written(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _written(value: Any) -> SafeString:
    """Return a value as « stringformat:'s' » writes it, escaped."""
    text = f"{value!s}"
    return mark_safe(text) if isinstance(value, SafeData) else conditional_escape(text)  # noqa: S308 – safe already


def _text(value: Any) -> SafeString:
    """Return a text, escaped; numbers and days would be written in French."""
    if isinstance(value, Promise):
        value = str(value)
    if not isinstance(value, str):
        raise _NotPlain
    return conditional_escape(value)


_WRITTEN: dict[str, Callable[[Widget], str]] = {
    **{f"{_FOLDER}{name}.html": _input for name in _INPUTS},
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
}
