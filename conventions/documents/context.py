"""From a `csipa-acte/1` or `csipa-convention/1` dictionary to finished French strings."""

from __future__ import annotations

from conventions.documents.acts import act_part, annex_label, annexed_to
from conventions.documents.agreements import convention_part, name_of
from conventions.documents.fields import place_fields
from conventions.documents.wording import Data, body, text

CONVENTION_FORMAT = "csipa-convention/1"

# Grows whenever the same data would give other words; kept with every frozen document.
TEMPLATE_VERSION = "4"


def act_context(acte: Data, *, draft: bool, drafted_here: bool) -> Data:
    """Return all that is printed of an act and its annexes, ready for JSON.

    `draft` adds the watermark and says « projet ». Without `drafted_here` the words are those of
    the file, to the letter; with it the program words the parts that nobody types: the parties'
    opening block, « Article 1er », the list of annexes.
    """
    if acte.get("format") == CONVENTION_FORMAT:
        return _convention_alone(acte, draft=draft, drafted_here=drafted_here)
    act = act_part(acte, draft=draft, drafted_here=drafted_here)
    annexes = acte.get("annexes") or []
    annexed = annexed_to(acte, draft=draft)
    parts = [act]
    for rank, annex in enumerate(annexes, 1):
        label = f"{annex_label(annex, rank, len(annexes))} {annexed}"
        parts.append(_annex_part(annex, label, act["authority"], drafted_here=drafted_here))
    if not draft:
        place_fields(parts)
    return {
        "version": TEMPLATE_VERSION,
        "draft": draft,
        "title": _document_title(act["footer"], act["title"], draft=draft),
        "description": act["title"],
        "author": act["authority"],
        "dated": (acte.get("signature") or {}).get("date") or "",
        "parts": parts,
    }


def _annex_part(annex: Data, label: str, authority: str, *, drafted_here: bool) -> Data:
    """Return an annex, a convention or a free text, under its running label."""
    frame = {"authority": authority, "footer": label, "caption": label}
    title = text(annex["title"])
    if annex.get("convention"):
        part = convention_part(annex["convention"], drafted_here=drafted_here)
        return {**frame, **part, "annex_title": "" if title == part["title"] else title}
    return {**frame, "kind": "text", "title": title, "body": body(annex.get("text"))}


def _convention_alone(convention: Data, *, draft: bool, drafted_here: bool) -> Data:
    """Return a convention printed without the act that authorises it."""
    name = name_of(convention, drafted_here=drafted_here)
    footer = f"{name} (projet)" if draft else name
    part = convention_part(convention, drafted_here=drafted_here)
    frame = {"authority": "", "footer": footer, "caption": "", "annex_title": ""}
    if not draft:
        place_fields([part])
    return {
        "version": TEMPLATE_VERSION,
        "draft": draft,
        "title": _document_title(footer, part["title"], draft=draft),
        "description": part["title"],
        "author": "",
        "dated": (convention.get("signature") or {}).get("date") or "",
        "parts": [{**frame, **part}],
    }


def _document_title(name: str, title: str, *, draft: bool) -> str:
    """Return the title that a reader's window shows, with « projet » in it for a draft."""
    if draft and "projet" not in name.lower():
        name = f"{name} (projet)"
    return f"{name} – {title}" if title else name
