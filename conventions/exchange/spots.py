"""Which column holds the words that stand at a path of the exchange form.

The paths are those of `csipa-acte/1` (`visas[1].text`, `annexes[0].convention.articles[3].body`).
Words that the program takes from other records (names of parties, linked visas) have no column of
their own: their paths are not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import models

from conventions.exchange.amendments import (
    AmendingWords,
    amending_words,
    masked_body,
    masked_introduction,
    masked_item,
    unmasked,
)
from conventions.exchange.commitments import ordered_commitments
from conventions.exchange.visas import follows_legal_order, read_visas
from conventions.models import Act, Annex, Article, Convention, Party, Provision, Visa
from conventions.rules.commitments import as_item

_ACT = {
    "heading": "heading",
    "title": "title",
    "enacting": "enacting",
    "delegation.text": "delegation_text",
}
_CONVENTION = {key: key for key in ("title", "subtitle", "preamble", "closing")}
_WRITTEN = {
    "authority.name": "authority_name",
    "signature.on_behalf": "signature_on_behalf",
    "signature.capacity": "signature_capacity",
}
_WRITTEN_PARTY = {
    "name": "name",
    "representative.introduction": "representative_introduction",
    "representative.capacity": "representative_capacity",
}


@dataclass(frozen=True)
class Spot:
    """A column of a row; `item` is the rank of the text in a column that holds a list.

    `printed` turns what the column holds into what the exchange form says, where they differ; a
    correction then stores the latter, or what `stored` makes of it.
    """

    row: models.Model
    column: str
    item: int | None = None
    rich: bool = False
    printed: Callable[[str], str] = str
    stored: Callable[[str], str] = str

    def read(self, row: models.Model) -> str:
        """Return the words that stand there in `row`, empty when they are gone."""
        value = getattr(row, self.column)
        if self.item is None:
            return self.printed(value)
        return str(value[self.item]) if self.item < len(value) else ""

    def write(self, row: models.Model, words: str) -> None:
        """Put words in their place in `row`, without saving it."""
        if self.item is None:
            setattr(row, self.column, self.stored(words))
        else:
            lines = list(getattr(row, self.column))
            lines[self.item] = words
            setattr(row, self.column, lines)


def spots_of(text: Act | Convention) -> dict[str, Spot]:
    """Return the columns of an act or convention by path; pass what the writer loads."""
    found = _of_act(text) if isinstance(text, Act) else _of_convention(text, "")
    return dict(found)


Found = Iterator[tuple[str, Spot]]


def _of_act(act: Act) -> Found:
    table = _ACT | (_WRITTEN if act.as_written else {})
    for key, column in table.items():
        yield key, Spot(act, column)
    visas = read_visas(act.visa_set.all(), in_order=follows_legal_order(act))
    yield from _grounds(visas, act.recital_set.all(), "")
    for rank, provision in enumerate(act.provision_set.all()):
        yield from _provision(provision, f"provisions[{rank}].")
    for rank, annex in enumerate(act.annexes.all()):
        yield from _annex(annex, f"annexes[{rank}].")


def _provision(provision: Provision, here: str) -> Found:
    for column in ("label", "text"):
        yield f"{here}{column}", Spot(provision, column)
    for item in range(len(provision.items)):
        yield f"{here}items[{item}]", Spot(provision, "items", item)


def _annex(annex: Annex, here: str) -> Found:
    yield f"{here}title", Spot(annex, "title")
    if annex.convention:
        yield from _of_convention(annex.convention, f"{here}convention.")
    else:
        yield f"{here}text", Spot(annex, "text", rich=True)


def _of_convention(convention: Convention, here: str) -> Found:
    for key, column in _CONVENTION.items():
        yield f"{here}{key}", Spot(convention, column, rich=column == "preamble")
    visas = read_visas(convention.visa_set.all())
    yield from _grounds(visas, convention.recital_set.all(), here)
    for rank, party in enumerate(convention.parties.all()):
        yield from _party(party, f"{here}parties[{rank}].")
    yield from _articles(convention, here)


def _grounds(visas: Iterable[Visa], recitals: Iterable[models.Model], here: str) -> Found:
    for rank, visa in enumerate(visas):
        if not visa.legal_text_id and not visa.cited_act_id:
            yield f"{here}visas[{rank}].text", Spot(visa, "text")
    for rank, recital in enumerate(recitals):
        yield f"{here}recitals[{rank}]", Spot(recital, "text")


def _party(party: Party, here: str) -> Found:
    yield f"{here}short_name", Spot(party, "short_name")
    if party.as_written:
        for key, column in _WRITTEN_PARTY.items():
            yield f"{here}{key}", Spot(party, column)


def _articles(convention: Convention, here: str) -> Found:
    """Give each article its path in the tree that the writer rebuilds from order and depth."""
    open_paths, counts = [here], [0]
    around = amending_words(convention, convention.articles.all())
    for article in convention.articles.all():
        depth = min(article.depth, len(open_paths) - 1)
        del open_paths[depth + 1 :], counts[depth + 1 :]
        start = f"{open_paths[depth]}articles[{counts[depth]}]."
        counts[depth] += 1
        open_paths.append(start)
        counts.append(0)
        if words := around.get(article.pk):
            yield from _amending(convention, article, words, start)
            continue
        yield f"{start}title", Spot(article, "title")
        yield f"{start}introduction", Spot(article, "introduction")
        yield f"{start}body", Spot(article, "body", rich=True)
        lines = ordered_commitments(article)
        for item, line in enumerate(lines):
            form = partial(as_item, last=item == len(lines) - 1)
            printed = str if convention.as_written else form
            yield f"{start}commitments.items[{item}]", Spot(line, "text", printed=printed)


def _amending(convention: Convention, article: Article, words: AmendingWords, start: str) -> Found:
    """Give the new wording that an article of an amendment holds, and nothing of what is around."""
    masked = {
        "introduction": partial(masked_introduction, article),
        "body": partial(masked_body, article, words),
    }
    for column, printed in masked.items():
        spot = Spot(article, column, rich=column == "body", printed=printed, stored=unmasked)
        yield f"{start}{column}", spot
    lines = ordered_commitments(article)
    for item, line in enumerate(lines):
        form = partial(as_item, last=item == len(lines) - 1)
        typed = str if convention.as_written else form

        def printed(text: str, *, rank: int = item, typed: Callable[[str], str] = typed) -> str:
            return masked_item(article, typed(text), rank)

        yield (
            f"{start}commitments.items[{item}]",
            Spot(line, "text", printed=printed, stored=unmasked),
        )
