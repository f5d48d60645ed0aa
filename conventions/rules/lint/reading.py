"""An act as a reader goes through it: every text field, in order, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from conventions.rules.finding import Place
from conventions.rules.lint.blocks import Block, blocks_of, plain_block
from conventions.rules.lint.facts import Facts

Data = Mapping[str, Any]
_AROUND = 70


@dataclass(frozen=True)
class Field:
    """A text field: its path, its source, whether it is a body, and the gender of its subject."""

    path: str
    source: str
    rich: bool = False
    subject: str = ""

    @cached_property
    def blocks(self) -> list[Block]:
        """The runs of text of the field."""
        return blocks_of(self.source) if self.rich else [plain_block(self.source)]

    @property
    def text(self) -> str:
        """The words of the field, a line per block."""
        return "\n".join(block.text for block in self.blocks)

    def place(self, block: Block, start: int, end: int, fix: str | None = None) -> Place:
        """Return the place of some characters of one block, with the sentence around them."""
        span = block.source(start, end, self.source)
        return Place(
            self.path,
            block.text[start:end],
            fix if span else None,
            _tail(block.text[:start]),
            _head(block.text[end:]),
            *(span or (None, None)),
        )


@dataclass(frozen=True)
class Reading:
    """An act, or a convention alone, with what the records know of it."""

    data: Data
    facts: Facts = field(default_factory=Facts)

    @property
    def is_act(self) -> bool:
        """Tell whether an act is read, and not a convention alone."""
        return "provisions" in self.data or "authority" in self.data

    @cached_property
    def conventions(self) -> list[tuple[str, Data]]:
        """The conventions with the beginning of their paths: « annexes[0].convention. »."""
        if not self.is_act:
            return [("", self.data)]
        annexes = enumerate(self.data.get("annexes") or [])
        return [
            (f"annexes[{rank}].convention.", annex["convention"])
            for rank, annex in annexes
            if annex.get("convention")
        ]

    @cached_property
    def fields(self) -> list[Field]:
        """Every text field, in the order of reading."""
        return [one for one in self._walk() if one.source.strip()]

    def fields_of(self, prefix: str) -> list[Field]:
        """Return the fields of one convention, or those of the act itself for an empty prefix."""
        if prefix:
            return [one for one in self.fields if one.path.startswith(prefix)]
        return [one for one in self.fields if ".convention." not in one.path]

    @cached_property
    def documents(self) -> list[tuple[str, list[Field]]]:
        """The texts that stand by themselves, with the beginning of their paths."""
        own = [("", self.fields_of(""))] if self.is_act else []
        return own + [(prefix, self.fields_of(prefix)) for prefix, _ in self.conventions]

    def _walk(self) -> Iterator[Field]:
        if self.is_act:
            yield from _act_fields(self.data)
        else:
            yield from convention_fields(self.data, "")


def _act_fields(act: Data) -> Iterator[Field]:
    yield from _texts(act, "", "heading", "title")
    yield from _grounds(act, "")
    yield from _texts(act.get("delegation") or {}, "delegation.", "text")
    yield from _texts(act, "", "enacting")
    for rank, provision in enumerate(act.get("provisions") or []):
        here = f"provisions[{rank}]."
        yield from _texts(provision, here, "label", "text")
        for item, text in enumerate(provision.get("items") or []):
            yield Field(f"{here}items[{item}]", text)
    yield from _texts(act.get("signature") or {}, "signature.", "on_behalf", "capacity")
    for rank, annex in enumerate(act.get("annexes") or []):
        here = f"annexes[{rank}]."
        yield from _texts(annex, here, "title")
        if annex.get("text"):
            yield Field(f"{here}text", annex["text"], rich=True)
        if annex.get("convention"):
            yield from convention_fields(annex["convention"], f"{here}convention.")


def convention_fields(convention: Data, here: str) -> Iterator[Field]:
    """Give the text fields of a convention; `here` begins their paths."""
    yield from _texts(convention, here, "title", "subtitle")
    for rank, party in enumerate(convention.get("parties") or []):
        person = party.get("representative") or {}
        start = f"{here}parties[{rank}]."
        yield from _texts(party, start, "name", "short_name")
        for key in ("introduction", "capacity"):
            if person.get(key):
                path = f"{start}representative.{key}"
                yield Field(path, person[key], subject=gender_of_party(party))
    yield from _grounds(convention, here)
    if convention.get("preamble"):
        yield Field(f"{here}preamble", convention["preamble"], rich=True)
    yield from _articles(convention.get("articles") or [], here)
    yield from _texts(convention, here, "closing")


def _articles(articles: list[Data], here: str) -> Iterator[Field]:
    for rank, article in enumerate(articles):
        start = f"{here}articles[{rank}]."
        yield from _texts(article, start, "title")
        if article.get("body"):
            yield Field(f"{start}body", article["body"], rich=True)
        yield from _texts(article, start, "introduction")
        for item, text in enumerate((article.get("commitments") or {}).get("items") or []):
            yield Field(f"{start}commitments.items[{item}]", text)
        yield from _articles(article.get("articles") or [], start)


def _grounds(holder: Data, here: str) -> Iterator[Field]:
    for rank, visa in enumerate(holder.get("visas") or []):
        yield Field(f"{here}visas[{rank}].text", visa.get("text") or "")
    for rank, recital in enumerate(holder.get("recitals") or []):
        yield Field(f"{here}recitals[{rank}]", recital)


def _texts(holder: Data, here: str, *keys: str) -> Iterator[Field]:
    for key in keys:
        if holder.get(key):
            yield Field(f"{here}{key}", str(holder[key]))


def gender_of_party(party: Data) -> str:
    """Return « f » or « m » from the article of a party's name, empty when it does not tell."""
    words = str(party.get("name") or "").split(maxsplit=1)
    return {"la": "f", "le": "m"}.get(words[0].lower() if words else "", "")


def _tail(text: str) -> str:
    """Return the end of the sentence that `text` leaves open, cut at a word."""
    text = text.replace("\n", " ")
    for mark in (". ", ".\u00a0", " ; ", "\u00a0; "):
        text = text.rsplit(mark, 1)[-1]
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].split(" ", 1)[-1]


def _head(text: str) -> str:
    """Return the beginning of `text` up to the end of its sentence, cut at a word."""
    text = text.replace("\n", " ")
    end = text.find(". ")
    text = text[: end + 1] if end >= 0 else text
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rsplit(" ", 1)[0] + " …"
