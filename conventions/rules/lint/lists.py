"""Lists and numbering: « ; » after each item and « . » after the last; articles 1, 2, 3…

Sources: *Lexique* of the Imprimerie nationale, « Énumérations »; *Guide de légistique*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from conventions.rules.finding import Finding, Place, Severity, found_at
from conventions.rules.lint.blocks import Block
from conventions.rules.lint.reading import Data, Field, Reading
from csipa.french.typography import NBSP

_END = re.compile(r"(?<![ \u00a0\u202f])[ \u00a0\u202f]*+(?P<mark>[;,.:!?…]?)[ \u00a0]*+$")
_LIST_OF_FIELDS = re.compile(r"(?P<list>.*\bitems)\[\d+\]$")
_ARTICLE = re.compile(r"^\s*art(?:icle|\.)\s*(?P<number>\d{1,3})(?:er|re)?\b", re.IGNORECASE)
_FEWEST = 2
Item = tuple[Field, Block]


def list_findings(reading: Reading) -> Iterator[Finding]:
    """Point out lists whose items do not end alike, and articles whose numbers skip one."""
    for items in _lists(reading):
        if len(items) >= _FEWEST:
            yield from _marks(items)
    if reading.is_act:
        labels = [str(line.get("label") or "") for line in reading.data.get("provisions") or []]
        yield from _numbers(labels, "provisions", "label")
    for prefix, convention in reading.conventions:
        yield from _article_numbers(convention.get("articles") or [], f"{prefix}articles")


def _lists(reading: Reading) -> Iterator[list[Item]]:
    """Give the items of each list, whether fields of their own or inside a body."""
    for name, fields in groupby(reading.fields, key=_name_of_list):
        if name:
            yield [(one, one.blocks[0]) for one in fields]
    for one in reading.fields:
        inside = [block for block in one.blocks if block.item is not None]
        ranks = dict.fromkeys(block.item for block in inside)
        for rank in ranks:
            yield [(one, block) for block in inside if block.item == rank]


def _name_of_list(one: Field) -> str:
    found = _LIST_OF_FIELDS.match(one.path)
    return found["list"] if found else ""


def _marks(items: Sequence[Item]) -> Iterator[Finding]:
    """Give the items that do not end as they should; a list wholly in commas is accepted.

    A list of full sentences, each with its full stop, is another way of writing: it is right too.
    """
    ends = [_end(block) for _, block in items]
    marks = [found["mark"] for found in ends]
    if set(marks) == {"."} or any(mark in ":!?…" and mark for mark in marks):
        return
    counts = Counter(marks[:-1])
    usual = "," if counts[","] > counts[";"] else ";"
    wanted = [*[usual] * (len(items) - 1), "."]
    wrong = [
        _place(item, found, mark)
        for item, found, mark in zip(items, ends, wanted, strict=True)
        if found["mark"] != mark
    ]
    if wrong:
        message = f"Les éléments d’une liste se terminent par « {usual} », le dernier par « . »."
        yield found_at("list-marks", Severity.FAULT, wrong, message)


def _end(block: Block) -> re.Match[str]:
    text = block.text
    if text.rstrip().endswith("»") and text.count("»") > text.count("«"):
        # The item also closes a quotation that began before the list.
        text = text.rstrip().removesuffix("»")
    found = _END.search(text)
    assert found is not None  # the pattern matches the empty end of any text
    return found


def _place(item: Item, found: re.Match[str], mark: str) -> Place:
    """Quote the last words of the item with its mark: a sign alone says little."""
    one, block = item
    start = (
        max(block.text.rfind(" ", 0, found.start()), block.text.rfind(NBSP, 0, found.start())) + 1
    )
    words = block.text[start : found.start()]
    return one.place(block, start, found.end(), words + (f"{NBSP};" if mark == ";" else mark))


def _article_numbers(articles: Sequence[Data], path: str) -> Iterator[Finding]:
    """Check numbers written by hand; those that the program gives always follow."""
    labels = []
    for article in articles:
        number, title = article.get("number"), str(article.get("title") or "")
        written = f"Article {number}" if isinstance(number, int) or str(number).isdigit() else title
        labels.append(written)
    yield from _numbers(labels, path, "title")
    for rank, article in enumerate(articles):
        yield from _article_numbers(article.get("articles") or [], f"{path}[{rank}].articles")


def _numbers(labels: Sequence[str], path: str, key: str) -> Iterator[Finding]:
    found = [
        (rank, int(match["number"]))
        for rank, label in enumerate(labels)
        if (match := _ARTICLE.match(label))
    ]
    for (_, before), (rank, number) in pairwise(found):
        if number != before + 1:
            message = f"L’article {number} suit l’article {before} : les numéros doivent se suivre."
            here = f"{path}[{rank}].{key}"
            yield Finding("article-numbers", Severity.FAULT, here, labels[rank], message)
            return
    if found and found[0][1] != 1:
        here = f"{path}[{found[0][0]}].{key}"
        message = f"Le premier article porte le numéro {found[0][1]}."
        yield Finding("article-numbers", Severity.FAULT, here, labels[found[0][0]], message)
