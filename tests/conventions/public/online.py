"""Acts put online for the tests of the public pages: signed and published as the house does."""

from __future__ import annotations

import datetime as dt

from conventions.actions import sign_act
from conventions.actions.indexing import index_publication
from conventions.actions.publishing import publish_act
from conventions.models import Act, Execution, Publication
from tests.conventions.factories import DAY, NOW, ActFactory, ready_act
from tests.conventions.factories_publication import PublicationFactory, PublishedDocumentFactory

ONLINE_AT = dt.datetime(2026, 1, 16, 9, 30, tzinfo=dt.UTC)
NEXT_DAY = dt.date(2026, 1, 16)
SHA256_LENGTH = 64


def signed(*, with_convention=False, **columns) -> Act:
    """Return an act signed by the action; its document needs the fixture `quick_pdf`."""
    act = ready_act(with_convention=with_convention, **columns)
    sign_act(act=act, by=None, on=DAY, now=NOW)
    return Act.objects.get(pk=act.pk)


def online(*, at=ONLINE_AT, **columns) -> Publication:
    """Return an act signed then published by the actions, received by the State the next day."""
    act = signed(**columns)
    Execution.objects.create(act=act, received_on=NEXT_DAY)
    return publish_act(act=act, by=None, now=at)


def told(title, *, rank=1, text="", at=ONLINE_AT, **columns) -> Publication:
    """Return an act online made of rows alone, quicker, with an indexed document of few words."""
    number = f"2026 {rank:03d}"
    act = ActFactory(
        state="signed",
        origin="imported",
        title=title,
        **{"number": number, "year": 2026, "signature_date": DAY, **columns},
    )
    part = {"kind": "act", "title": title, "nature": "Décision", "recitals": [text]}
    source = {"title": title, "number": act.number, "recitals": [text]}
    if act.subject_matter:
        source["subject_matter"] = act.subject_matter
    document = PublishedDocumentFactory(act=act, source=source, context={"parts": [part]})
    year = act.signature_date.year if act.signature_date else act.year
    publication = PublicationFactory(
        act=act,
        document=document,
        address=f"{year}-{act.nature}-{act.pk}",
        online_at=at,
    )
    index_publication(publication=publication)
    return publication


def plain(response) -> str:
    """Return a page with plain spaces."""
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def untouched(response) -> bool:
    """Tell whether an answer sets no cookie and is the same for everybody."""
    varies = response.headers.get("Vary", "")
    return not response.cookies and "Cookie" not in varies and "public" in response["Cache-Control"]
