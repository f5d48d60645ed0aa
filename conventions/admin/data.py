"""Shows structured data that came with a file as a list that people can read."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conventions.exchange.reader import schema


def data_list(data: Any) -> SafeString | str:
    """Return nested lists of names and values, names in French from the published schema."""
    if isinstance(data, dict):
        items = [(_name(key), data_list(value)) for key, value in data.items()]
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", items))
    if isinstance(data, list):
        lines = [(data_list(item),) for item in data]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines))
    if data is True or data is False:
        return "oui" if data else "non"
    return "—" if data is None else str(data)


def _name(key: str) -> str:
    for definition in schema()["$defs"].values():
        found = _described(definition, key)
        if found:
            return found
    return key


def _described(definition: dict[str, Any], key: str) -> str:
    """Return what the schema says of a key, wherever it stands below `definition`."""
    for name, part in (definition.get("properties") or {}).items():
        options = [part, *part.get("anyOf", [])]
        options += [option["items"] for option in options if isinstance(option.get("items"), dict)]
        if name == key:
            return str(next((o["description"] for o in options if "description" in o), key))
        for option in options:
            if found := _described(option, key):
                return found
    return ""
