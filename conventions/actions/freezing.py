"""Makes the document of a signed text once, and keeps its bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from conventions import documents
from conventions.exchange.writer import act_data, load_act, load_convention, standalone_data
from conventions.models import Act, Convention, DocumentKind, FrozenDocument

Data = dict[str, Any]


def freeze_act(*, act: Act, by: AbstractBaseUser | None, now: dt.datetime) -> FrozenDocument:
    """Render a signed act with its annexes, and each annexed convention alone; keep the bytes."""
    loaded = load_act(act.pk)
    data = act_data(loaded)
    document = _keep(
        DocumentKind.ACT, data, act=loaded, drafted_here=loaded.drafted_here, by=by, now=now
    )
    for annex in loaded.annexes.all():
        if annex.convention_id:
            _keep(
                DocumentKind.CONVENTION,
                authorised_data(annex.convention, loaded),
                convention=annex.convention,
                drafted_here=loaded.drafted_here,
                by=by,
                now=now,
            )
    return document


def freeze_convention(
    *, convention: Convention, by: AbstractBaseUser | None, now: dt.datetime
) -> FrozenDocument:
    """Render a convention that stands alone and keep its bytes."""
    loaded = load_convention(convention.pk)
    return _keep(
        DocumentKind.CONVENTION,
        standalone_data(loaded),
        convention=loaded,
        drafted_here=not loaded.as_written,
        by=by,
        now=now,
    )


def authorised_data(convention: Convention, act: Act) -> Data:
    """Return a convention as a file of its own that names the act to which it is annexed."""
    data = standalone_data(convention)
    if "authorised_by" not in data:
        authorising = {"nature": act.nature, "number": act.number}
        if act.signature_date:
            authorising["date"] = act.signature_date.isoformat()
        data["authorised_by"] = {key: value for key, value in authorising.items() if value}
    return data


def _keep(
    kind: DocumentKind,
    data: Data,
    *,
    drafted_here: bool,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    act: Act | None = None,
    convention: Convention | None = None,
) -> FrozenDocument:
    context = documents.act_context(data, draft=False, drafted_here=drafted_here)
    content = documents.render_pdf(context, data)
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
