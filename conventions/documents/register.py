"""One volume of an annual register, ready to bind: acts from what was frozen, tables, closing.

Everything is laid out in one pass. The numbers of leaves, in figures and in words, are counters of
the style sheet (`leaf`, and the counter style `words` that `_register.css` lists): the opening page
may tell how many leaves follow before anyone has counted them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from django.template.loader import render_to_string
from pypdf import PdfReader

from conventions.documents.fields import without_fields
from conventions.documents.wording import NATURES, Data, numbered, text
from conventions.rules.matters import matter_name, matter_order
from conventions.rules.registers import DELIBERATIONS, MAX_LEAVES, Entry
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import in_words, plural
from csipa.pdf.door import render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/register.html"
STYLESHEET = "register.css"
TITLES = {
    DELIBERATIONS: (
        "Registre des délibérations",
        "et des décisions prises par délégation",
        "Code général des collectivités territoriales, article R. 2121-9",
    ),
    "orders": (
        "Registre des arrêtés",
        "",
        "Code général des collectivités territoriales, articles R. 2122-7 et R. 2122-7-1",
    ),
}
WITHOUT_SUBJECT = "Sans matière ni rubrique"
# A page holds 45 lines of 92 signs, less what is lost where it breaks; in lines too: what stands
# above and below the text, the name of an article, the space between paragraphs.
_LINES, _SIGNS, _HEAD, _FOOT, _ARTICLE, _SPACE = 42, 92, 15, 13, 2, 0.5


@dataclass(frozen=True)
class Register:
    """All the numbers of one register of one year, in order, with the frozen text of each act."""

    kind: str
    authority: str
    year: int
    executive: Data
    entries: Sequence[Entry]
    parts: dict[int, Data]

    @property
    def name(self) -> str:
        """Return « Registre des arrêtés 2026 »."""
        return f"{TITLES[self.kind][0]} {self.year}"


def render_volume(register: Register, entries: Sequence[Entry], volume: int) -> bytes:
    """Return the PDF of one volume; always an even number of pages. Raises PdfError."""
    return render(volume_html(volume_context(register, entries, volume)), stylesheet=STYLESHEET)


def leaves_of(pdf: bytes) -> int:
    """Return how many leaves a printed volume has."""
    return ceil(len(PdfReader(io.BytesIO(pdf)).pages) / 2)


def volume_html(context: Data) -> str:
    """Return the HTML of a volume from its context."""
    return finished(render_to_string(TEMPLATE, {"register": context}))


def estimated_leaves(part: Data) -> int:
    """Return how many leaves the text of an act takes, as a reader would guess from its length."""
    paragraphs = [*part["visas"], *part["recitals"], part["delegation"], *part["vote"]]
    for provision in part["provisions"]:
        paragraphs += [provision["text"], *provision["items"]]
    session = part.get("session") or {}
    paragraphs += [line["names"] for line in session.get("lists", ())]
    paragraphs += [line["value"] for line in session.get("facts", ())]
    lines = sum(ceil(len(words) / _SIGNS) + _SPACE for words in paragraphs if words)
    lines += _ARTICLE * sum(provision["is_article"] for provision in part["provisions"])
    lines += ceil(len(part["title"]) / _SIGNS)
    return max(1, ceil((_HEAD + lines + _FOOT) / _LINES / 2))


def volume_context(register: Register, entries: Sequence[Entry], volume: int) -> Data:
    """Return all that one volume prints, ready for its template."""
    title, subtitle, law = TITLES[register.kind]
    acts = [_act(register, entry) for entry in entries if entry.cancelled is None]
    cancelled = len(entries) - len(acts)
    dates = [entry.date for entry in entries if entry.date]
    return {
        "title": title,
        "subtitle": subtitle,
        "law": text(law),
        "authority": text(register.authority),
        "year": register.year,
        "volume": f"Volume {volume}",
        "name": f"{register.name} – volume {volume}",
        "dated": max(dates).isoformat() if dates else "",
        "executive": register.executive,
        "words": [in_words(number) for number in range(1, 2 * MAX_LEAVES + 1)],
        "blocks": list(_blocks(register, entries)),
        "by_date": [
            _cancelled(entry) if entry.cancelled is not None else _act(register, entry)
            for entry in entries
        ],
        "by_subject": _by_subject(acts),
        "acts": _counted(len(acts), "acte", "actes"),
        "cancelled": _counted(cancelled, "numéro annulé", "numéros annulés") if cancelled else "",
    }


def _blocks(register: Register, entries: Sequence[Entry]) -> Iterable[Data]:
    """Yield what starts on a new leaf: an act, or cancelled numbers that follow each other."""
    for lost, group in groupby(entries, key=lambda entry: entry.cancelled is not None):
        if lost:
            lines = [_cancelled(entry) for entry in group]
            yield {"name": plural(len(lines), "Numéro annulé", "Numéros annulés"), "lost": lines}
            continue
        for entry in group:
            line = _act(register, entry)
            # The stamps that came after the signature are not part of what was decided.
            part = without_fields(register.parts[entry.act])
            part |= {"certificate": [], "mentions": []}
            yield {"name": line["name"], "anchor": line["anchor"], "part": part}


def _act(register: Register, entry: Entry) -> Data:
    part = register.parts[entry.act]
    return {
        "anchor": f"act-{entry.act}",
        "name": _name(entry),
        "date": long_date(entry.date) if entry.date else "sans date",
        "title": part["title"],
        "matter": entry.matter,
        "heading": part["heading"],
    }


def _cancelled(entry: Entry) -> Data:
    reason = text((entry.cancelled or "").rstrip("."))
    return {
        "anchor": f"lost-{entry.nature}-{entry.sequence or entry.act}",
        "name": _name(entry),
        "date": long_date(entry.date) if entry.date else "–",
        "title": text(f"annulé ({reason})"),
    }


def _name(entry: Entry) -> str:
    return f"{upper_first(NATURES[entry.nature])} {numbered(entry.number)}"


def _by_subject(acts: list[Data]) -> list[Data]:
    """Return the acts under the heading of their matter, or else of their service."""
    ranked = sorted(acts, key=_subject_rank)
    groups = groupby(ranked, key=lambda act: (bool(act["matter"]), _subject(act)))
    return [{"subject": subject, "acts": list(group)} for (_, subject), group in groups]


def _subject_rank(act: Data) -> tuple[int, tuple[int, ...], str]:
    if act["matter"]:
        return 0, matter_order(act["matter"]), _subject(act)
    return (1 if act["heading"] else 2), (), _subject(act)


def _subject(act: Data) -> str:
    if act["matter"]:
        return text(matter_name(act["matter"]))
    return act["heading"] or WITHOUT_SUBJECT


def _counted(number: int, singular: str, plural_form: str) -> str:
    """Return « cent douze actes (112) »."""
    return f"{in_words(number)} {plural(number, singular, plural_form)} ({number})"
