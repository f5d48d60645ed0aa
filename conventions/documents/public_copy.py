"""The public copy of an act: made again from data without what may not be public, and searched.

Nothing hides under a black box: the words are neither in the data nor in the layout. What was made
is then read through, and refused when one of them is found anywhere in it.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conventions import documents
from conventions.documents.acts import annex_label
from conventions.documents.context import act_context
from conventions.documents.wording import Data, text
from conventions.rules.redaction import count_in, holds, redact, spans, texts_of
from csipa.french.numbers import counted
from csipa.pdf.reading import told_by

NOTICE = (
    "Copie publique : des mentions ont été retirées en application de l’article L. 312-1-2 du code "
    "des relations entre le public et l’administration."
)
# The parts that say themselves, at the foot of each page, what they belong to.
_RUNNING = frozenset({"footer", "caption", "authority", "field"})
_PAGE_NUMBER = re.compile(r"page \d+ / \d+")
_XML_TAG = re.compile(r"<[^<>]*>")
_CUT_WORD = re.compile("\u2010\\s*\n\\s*")
_OWN_NAMES = re.compile(r"(?:part|end|signature)-\d+(?:-\d+)?|acte\.json")
# A shorter sequence of bytes is found by chance in the drawing of letters.
_FEWEST_BYTES = 5


class WordsLeft(ValueError):
    """The copy still says words that were to be struck out; its text is one French sentence."""


@dataclass(frozen=True)
class Struck:
    """Words to strike out, and the secret that wants it, in French."""

    words: str
    ground: str


@dataclass(frozen=True)
class HeldBack:
    """An annex to leave out, by its rank (from 1), and the secret that wants it, in French."""

    rank: int
    ground: str
    reason: str = ""

    @property
    def why(self) -> str:
        """Return the ground, and what somebody added to it."""
        return f"{self.ground} : {self.reason}" if self.reason else self.ground


def public_source(source: Data, struck: Sequence[Struck], held_back: Sequence[HeldBack]) -> Data:
    """Return the data of an act without the words nor the annexes that may not be public."""
    data = copy.deepcopy(source)
    for one in held_back:
        annex = data["annexes"][one.rank - 1]
        kept = {"number": annex["number"]} if annex.get("number") else {}
        data["annexes"][one.rank - 1] = {"title": f"non publiée ({one.why})", **kept}
    return redact(data, [one.words for one in struck])


def public_context(
    source: Data,
    struck: Sequence[Struck],
    held_back: Sequence[HeldBack],
    *,
    drafted_here: bool,
) -> Data:
    """Return what is printed of a public copy, with what is said of what was taken away."""
    data = public_source(source, struck, held_back)
    context = act_context(data, draft=False, drafted_here=drafted_here)
    for part in context["parts"]:
        _without_fields(part)
    count = len(source.get("annexes") or [])
    lines = []
    for one in held_back:
        annex = data["annexes"][one.rank - 1]
        name = _numbered(annex_label(annex, one.rank, count))
        context["parts"][one.rank] |= {"title": text(f"{name} – {annex['title']}")}
        lines.append(text(f"{name} – {annex['title']}"))
    if struck:
        lines.insert(0, _told(struck))
    context["title"] = f"{context['title']} (copie publique)"
    return {**context, "public": {"notice": text(NOTICE), "lines": lines}}


def public_pdf(context: Data, source: Data, struck: Sequence[Struck]) -> bytes:
    """Return the public copy, with its own data attached, once it was searched through.

    Raises WordsLeft when a word is found in it, csipa.pdf.door.PdfError when it cannot be made.
    """
    words = [one.words for one in struck]
    _refuse_left(words, [*texts_of(context), *texts_of(source)])
    content = documents.render_pdf(context, source)
    _refuse_left(words, _said(content))
    _refuse_bytes(words, content)
    return content


def count_printed(context: Data, source: Data, words: str) -> int:
    """Return how many times a reader of an act meets `words`, or its data where none is printed."""
    printed = [
        value for part in context["parts"] for key, value in part.items() if key not in _RUNNING
    ]
    return count_in(printed, words) or count_in(source, words)


def _told(struck: Sequence[Struck]) -> str:
    """Return « Retiré : vie privée d’une personne physique (2 mentions). »."""
    grounds = Counter(one.ground for one in struck)
    told = [f"{name} ({counted(n, 'mention', 'mentions')})" for name, n in grounds.items()]
    return text(f"Retiré : {', '.join(told)}.")


def _numbered(label: str) -> str:
    """Return « Annexe n° 2 » from « Annexe 2 »."""
    return text(re.sub(r"^(Annexe)\s+(?=\d)", r"\1 n° ", label))


def _without_fields(value: object) -> None:
    """Take away the places to sign: a copy is signed by nobody."""
    if isinstance(value, dict):
        value.pop("field", None)
        for inner in value.values():
            _without_fields(inner)
    elif isinstance(value, list):
        for inner in value:
            _without_fields(inner)


# Reading through --------------------------------------------------------------------------------


def _said(content: bytes) -> Iterator[str]:
    """Yield every text of a PDF: its pages with their cut words joined, its data, its names."""
    told = told_by(content)
    pages = _CUT_WORD.sub("", "\n".join(told.pages))
    yield _PAGE_NUMBER.sub("", pages)
    yield from (said for said in told.strings if not _OWN_NAMES.fullmatch(said))
    for attached in told.files.values():
        yield from texts_of(json.loads(attached))
    for stream in told.streams:
        if stream.lstrip()[:9] in (b"<?xpacket", b"<x:xmpmet"):
            yield _XML_TAG.sub(" ", stream.decode("utf-8", "replace"))


def _refuse_left(words: Sequence[str], said: Sequence[str] | Iterator[str]) -> None:
    for one in said:
        for word in words:
            if holds(one, word):
                raise _left(word, one)


def _refuse_bytes(words: Sequence[str], content: bytes) -> None:
    """Look for the words as they were typed in every stream, whatever it is made of."""
    for stream in told_by(content).streams:
        for word in words:
            for spelt in (word.encode(), word.encode("utf-16-be")):
                if len(spelt) >= _FEWEST_BYTES and spelt in stream:
                    raise _left(word, "")


def _left(word: str, said: str) -> WordsLeft:
    place = ""
    if found := spans(said, [word]):
        start, end = found[0]
        around = said[max(0, start - 30) : end + 30].strip()
        place = f" : « …{around}… »"
    return WordsLeft(
        f"« {word} » est encore lisible dans la copie{place}. Ces mots sont ceux du modèle, ou "
        "ceux d’une date : retirez plutôt ce qui les entoure, ou tout le passage."
    )
