"""Makes the documents of a signed text once, and keeps their bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from conventions import documents
from conventions.exchange.agreements import load_convention, standalone_data
from conventions.exchange.reader import CONVENTION_FORMAT
from conventions.exchange.writer import act_data, load_act
from conventions.models import Act, Convention, DocumentKind, FrozenDocument

Data = dict[str, Any]
# Documents already rendered, by what they were rendered from.
Rendered = dict[str, bytes]


def render_ahead(data: Data, *, drafted_here: bool) -> Rendered:
    """Render the documents of an act, or of a convention alone, before any row is locked.

    Long documents take seconds, and SQLite has one writer at a time. What is frozen afterwards
    uses these bytes only if it is made of the very same data. Raises csipa.pdf.door.PdfError.
    """
    alone = data["format"] == CONVENTION_FORMAT
    parts = [data] if alone else [data, *conventions_alone(data)]
    return {_key(part): _render(part, drafted_here=drafted_here)[1] for part in parts}


def freeze_act(
    *, act: Act, by: AbstractBaseUser | None, now: dt.datetime, rendered: Rendered | None = None
) -> FrozenDocument:
    """Keep the document of a signed act with its annexes, and of each annexed convention alone."""
    loaded = load_act(act.pk)
    data = act_data(loaded)
    made = {"drafted_here": loaded.drafted_here, "by": by, "now": now, "rendered": rendered or {}}
    document = _keep(DocumentKind.ACT, data, act=loaded, **made)
    annexed = [annex.convention for annex in loaded.annexes.all() if annex.convention_id]
    for convention, alone in zip(annexed, conventions_alone(data), strict=True):
        _keep(DocumentKind.CONVENTION, alone, convention=convention, **made)
    return document


def freeze_convention(
    *,
    convention: Convention,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    rendered: Rendered | None = None,
    drafted_here: bool | None = None,
) -> FrozenDocument:
    """Keep the document of a convention that stands alone.

    `drafted_here` says that the program words it although its words are fixed already.
    """
    loaded = load_convention(convention.pk)
    return _keep(
        DocumentKind.CONVENTION,
        standalone_data(loaded),
        convention=loaded,
        drafted_here=not loaded.as_written if drafted_here is None else drafted_here,
        by=by,
        now=now,
        rendered=rendered or {},
    )


def conventions_alone(act: Data) -> list[Data]:
    """Return each convention annexed to an act as a file of its own that names the act."""
    signed_on = (act.get("signature") or {}).get("date")
    cited = {"nature": act["nature"], "number": act.get("number"), "date": signed_on}
    authorised_by = {key: value for key, value in cited.items() if value}
    annexed = [annex["convention"] for annex in act.get("annexes") or [] if "convention" in annex]
    return [
        {"format": CONVENTION_FORMAT, "authorised_by": authorised_by, **convention}
        for convention in annexed
    ]


def _render(data: Data, *, drafted_here: bool) -> tuple[Data, bytes]:
    context = documents.act_context(data, draft=False, drafted_here=drafted_here)
    return context, documents.render_pdf(context, data)


def _key(data: Data) -> str:
    return json.dumps(data, sort_keys=True)


def _keep(
    kind: DocumentKind,
    data: Data,
    *,
    drafted_here: bool,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    rendered: Rendered,
    act: Act | None = None,
    convention: Convention | None = None,
) -> FrozenDocument:
    if content := rendered.get(_key(data)):
        context = documents.act_context(data, draft=False, drafted_here=drafted_here)
    else:
        context, content = _render(data, drafted_here=drafted_here)
    return FrozenDocument.objects.create(
        kind=kind,
        act=act,
        convention=convention,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        source=data,
        context=context,
        template_version=documents.TEMPLATE_VERSION,
        created_at=now,
        created_by=by,
    )
