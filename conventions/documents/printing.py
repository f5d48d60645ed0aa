"""From the context of a document to its HTML and its PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from conventions.documents.wording import Data
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished
from csipa.richtext import clean

TEMPLATE = "conventions/pdf/document.html"
STYLESHEET = "acte.css"

# Bodies are the only HTML of a context; anything but these bare tags in one is our own fault.
_BODY_KEYS = frozenset({"body", "preamble"})
_TAG_OR_SIGN = re.compile(r"<(/?(?:p|ul|ol|li|strong|em|br))>|[<>]")
# An attachment must bear a date; a document that is not signed has none to give.
_NO_DATE = date(2000, 1, 1)


def render_html(context: Data) -> str:
    """Return the HTML of a document from its context (see `act_context`)."""
    return finished(render_to_string(TEMPLATE, {"document": mark_bodies(context)}))


def render_pdf(context: Data, acte: Data, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return the PDF of a document with its source data attached as `acte.json`.

    Same context and same data, same bytes. Raises `csipa.pdf.door.PdfError`.
    """
    return render(
        render_html(context),
        stylesheet=STYLESHEET,
        attachments=[source_attachment(context, acte), *attachments],
    )


def source_attachment(context: Data, acte: Data) -> Attachment:
    """Return the exchange file of the document, to travel inside its PDF."""
    content = json.dumps(acte, ensure_ascii=False, indent=1, sort_keys=True)
    dated = date.fromisoformat(context["dated"]) if context["dated"] else _NO_DATE
    return Attachment("acte.json", content.encode(), "Données de l’acte (csipa-acte/1)", dated)


def mark_bodies(value: Any, key: str = "") -> Any:
    """Copy a context with its bodies marked as HTML, after a check that they are of the subset."""
    if isinstance(value, dict):
        return {name: mark_bodies(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [mark_bodies(item) for item in value]
    if key in _BODY_KEYS:
        return mark_safe(value if _is_subset(value) else clean(value))  # noqa: S308 (of the subset, or cleaned)
    return value


def _is_subset(html: str) -> bool:
    """Tell whether every angle bracket belongs to a bare tag of the subset."""
    return all(found[1] for found in _TAG_OR_SIGN.finditer(html))
