"""The text of a convention once its amendments are applied, and what each of them changed.

The consolidated text has no force of its own: what binds the parties is the convention and its
amendments (Code civil art. 1103 and 1193).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from conventions.rules.amendments import (
    INSERT,
    REPEAL,
    article_heading,
    base_number,
    next_number,
    printed_numbers,
    split_title,
)
from conventions.rules.word_changes import (
    Block,
    Mark,
    MarkedBlock,
    changes,
    is_changed,
    whole,
)


class Status(StrEnum):
    """What the amendments did to an article."""

    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    INSERTED = "inserted"
    REPEALED = "repealed"

    @property
    def label(self) -> str:
        """Return the status in French."""
        return _LABELS[self]


_LABELS = {
    Status.UNCHANGED: "inchangé",
    Status.REPLACED: "remplacé",
    Status.INSERTED: "ajouté",
    Status.REPEALED: "supprimé",
}


@dataclass(frozen=True)
class Wording:
    """The words of an article: `key` names the row that holds them, `depth` is 0 for an article."""

    key: int
    title: str = ""
    blocks: tuple[Block, ...] = ()
    number: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Change:
    """What one article of an amendment does: replace, insert or repeal (codes of `ArticleChange`).

    `target` is the key of the article changed, or of the one after which another is added; None
    adds at the end.
    """

    kind: str
    target: int | None
    wording: Wording


@dataclass(frozen=True)
class AmendmentText:
    """The changes of an amendment in order; `name` is « avenant n° 1 du 2 avril 2026 »."""

    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ConsolidatedArticle:
    """An article as it stands: `old` is None for one that was added, `new` for one repealed.

    `keys` are those of every row that held its words, `sources` the amendments that changed it.
    """

    number: str
    depth: int
    status: Status
    old: Wording | None
    new: Wording | None
    sources: tuple[str, ...] = ()
    keys: frozenset[int] = frozenset()

    @property
    def title(self) -> str:
        """Return the title in force, or the last one of a repealed article."""
        words = self.new or self.old
        return words.title if words else ""

    @property
    def heading(self) -> str:
        """Return « Article 2 – Durée »."""
        return article_heading(self.number, self.title)

    @property
    def old_heading(self) -> str:
        """Return the heading of the convention as signed; empty for an article that was added."""
        return article_heading(self.number, self.old.title) if self.old else ""

    @cached_property
    def blocks(self) -> list[MarkedBlock]:
        """The words of the article, struck, added or kept."""
        old = self.old.blocks if self.old else ()
        new = self.new.blocks if self.new else ()
        if self.status is Status.REPEALED:
            return [whole(one, Mark.STRUCK) for one in old or new]
        return changes(old, new)

    @property
    def is_reworded(self) -> bool:
        """Tell whether any of its words, title included, is not the original one."""
        titles = self.old and self.new and self.old.title != self.new.title
        return bool(titles) or is_changed(self.blocks)


@dataclass(frozen=True)
class Placed:
    """Where a change falls: number and title of the article, number of the one it follows.

    `followed` tells that articles of its level stand after it.
    """

    number: str
    title: str
    after: str = ""
    followed: bool = False


@dataclass
class _Entry:
    keys: set[int]
    number: str
    depth: int
    old: Wording | None
    new: Wording | None
    status: Status = Status.UNCHANGED
    sources: list[str] = field(default_factory=list)


class CurrentText:
    """The articles of a convention, as amendments change them one after the other."""

    def __init__(self, articles: Sequence[Wording]) -> None:
        split = [split_title(one.number, one.title) for one in articles]
        pairs = zip(split, articles, strict=True)
        numbers = printed_numbers([(number, one.depth) for (number, _), one in pairs])
        self.entries = [
            _Entry({one.key}, number, one.depth, words, words)
            for number, (_, title), one in zip(numbers, split, articles, strict=True)
            for words in (_titled(one, title),)
        ]

    def apply(self, change: Change, source: str) -> Placed | None:
        """Make a change and return where it falls; None, and nothing, when its target is gone."""
        if change.kind == INSERT and change.target is None:
            return self._insert(change, source, self._last())
        place = self._find(change.target)
        if place is None:
            return None
        if change.kind == INSERT:
            return self._insert(change, source, place)
        return self._replace(change, source, place)

    def current(self) -> list[ConsolidatedArticle]:
        """Return the articles that stand, in their order."""
        return [one for one in self.articles() if one.new]

    def articles(self) -> list[ConsolidatedArticle]:
        """Return every article, repealed ones included."""
        return [
            ConsolidatedArticle(
                entry.number,
                entry.depth,
                entry.status,
                entry.old,
                entry.new,
                tuple(entry.sources),
                frozenset(entry.keys),
            )
            for entry in self.entries
        ]

    def _find(self, key: int | None) -> int | None:
        """Return the place of the article that a key named at any time, if it still stands."""
        for place, entry in enumerate(self.entries):
            if key in entry.keys and entry.new:
                return place
        return None

    def _replace(self, change: Change, source: str, place: int) -> Placed:
        entry = self.entries[place]
        assert entry.new is not None  # only an article that stands is found
        placed = Placed(entry.number, entry.new.title, followed=self._is_followed(place))
        # What replaces or repeals an article does so of its sub-articles.
        for child in self.entries[place + 1 : self._end(place)]:
            self._repeal(child, source)
        if change.kind == REPEAL:
            self._repeal(entry, source)
            return placed
        entry.keys.add(change.wording.key)
        entry.new = _titled(change.wording, change.wording.title or entry.new.title)
        entry.sources.append(source)
        if entry.status is Status.UNCHANGED:
            entry.status = Status.REPLACED
        return placed

    @staticmethod
    def _repeal(entry: _Entry, source: str) -> None:
        if entry.new is None:
            return
        entry.old, entry.new = entry.old or entry.new, None
        entry.status = Status.REPEALED
        entry.sources.append(source)

    def _insert(self, change: Change, source: str, anchor: int | None) -> Placed:
        taken = [entry.number for entry in self.entries]
        if anchor is None:
            number, place, depth, after = "1", 0, 0, ""
            followed = False
        else:
            anchor = self._last_added_after(anchor)
            depth, after = self.entries[anchor].depth, self.entries[anchor].number
            place = self._end(anchor)
            followed = self._is_followed(anchor)
            number = next_number(after, taken, last=not followed)
        words = _titled(change.wording, change.wording.title)
        entry = _Entry({words.key}, number, depth, None, words, Status.INSERTED, [source])
        self.entries.insert(place, entry)
        return Placed(number, words.title, after, followed)

    def _last_added_after(self, place: int) -> int:
        """Return the last of the articles « 9 bis, 9 ter… » that already follow the article 9."""
        base, depth = base_number(self.entries[place].number), self.entries[place].depth
        last, following = place, self._end(place)
        while following < len(self.entries):
            entry = self.entries[following]
            is_added = entry.number != base and base_number(entry.number) == base
            if entry.depth != depth or not is_added:
                break
            last, following = following, self._end(following)
        return last

    def _last(self) -> int | None:
        """Return the place of the last article that is not a sub-article."""
        places = [place for place, entry in enumerate(self.entries) if entry.depth == 0]
        return places[-1] if places else None

    def _end(self, place: int) -> int:
        """Return the place after an article and its sub-articles."""
        end = place + 1
        while end < len(self.entries) and self.entries[end].depth > self.entries[place].depth:
            end += 1
        return end

    def _is_followed(self, place: int) -> bool:
        end = self._end(place)
        return end < len(self.entries) and self.entries[end].depth == self.entries[place].depth


def _titled(words: Wording, title: str) -> Wording:
    return Wording(words.key, title, words.blocks, words.number, words.depth)
