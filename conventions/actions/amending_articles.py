"""Writes the articles of an amendment: those that change the convention, and those around them."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser

from conventions.exchange.clause_texts import ClauseText
from conventions.exchange.commitments import ordered_commitments
from conventions.exchange.filling import choices_of, values_from
from conventions.models import (
    Article,
    ArticleChange,
    ClauseVersion,
    Commitment,
    Convention,
    Party,
    Tracking,
)
from conventions.review.amending import AmendedNow
from conventions.review.consolidation import Consolidation, consolidated
from conventions.rules.amendment_words import (
    AmendedConvention,
    Amending,
    tells_duration,
    term_article,
    usual_articles,
    with_new_end,
)
from conventions.rules.amendments import article_heading
from conventions.rules.consolidation import ConsolidatedArticle
from conventions.rules.placeholders import fill, missing
from conventions.rules.wordings import wording_digest
from csipa.french.grammar import list_punctuation
from csipa.richtext import clean

Reworded = tuple[int, ClauseVersion]


class _Words(NamedTuple):
    """The new wording of an article, before it has a row."""

    title: str = ""
    body: str = ""
    introduction: str = ""
    commitments: Sequence[tuple[str, Tracking | None]] = ()
    party: Party | None = None
    version: ClauseVersion | None = None


class ArticleWriter:
    """What an amendment is asked to change, checked against the articles that stand.

    The arguments are those of `conventions.actions.amending.amend`. Articles are named by the key
    of any row that held their words; a key that names none is told by `refusals`.
    """

    def __init__(
        self,
        now: AmendedNow,
        articles: Collection[int],
        repeal: Collection[int],
        insert: Sequence[tuple[int | None, str]],
        reword: Sequence[Reworded],
    ) -> None:
        self.now = now
        self.text: Consolidation = consolidated(now.convention)
        self.reword = dict(reword)
        self.replaced = set(articles) | set(self.reword)
        self.repealed = set(repeal)
        self.insert = insert
        self.rows = {
            row.pk: row
            for row in Article.objects.filter(pk__in=self.text.current_keys)
            .select_related("committed_party")
            .prefetch_related("commitments__tracking")
        }

    @property
    def rewords(self) -> bool:
        """Tell whether the amendment changes anything but the last day."""
        return bool(self.replaced or self.repealed or self.insert)

    def refusals(self) -> Iterator[str]:
        """Give what forbids these changes, as French sentences."""
        asked = self.replaced | self.repealed | {key for key, _ in self.insert if key is not None}
        if asked - set(self.rows):
            yield (
                "Un article à modifier n’est plus dans la convention : rouvrez la page pour voir "
                "son texte actuel."
            )
        if self.replaced & self.repealed:
            yield "Un même article ne peut pas être à la fois remplacé et supprimé."
        yield from self._lacks()

    def write(
        self,
        amendment: Convention,
        parties: Mapping[int, Party],
        told: AmendedConvention,
        amending: Amending,
        *,
        by: AbstractBaseUser | None,
    ) -> None:
        """Write the articles of the amendment in the order of those that they change."""
        lines = _Lines(amendment, by)
        opening, *closing = usual_articles(told, amending)
        lines.add(_Words(*opening))
        moved = self._duration(amending)
        if amending.end and moved is None:
            lines.add(_Words(*term_article(self.now.end, amending.end)))
        for one in self.text.current:
            key = one.new.key if one.new else 0
            if key in self.repealed:
                lines.add(_Words(), ArticleChange.REPEAL, key)
            elif key in self.replaced or key == moved:
                words = self._words(one, parties)
                if moved is not None and key == moved:
                    words = self._with_new_end(words, amending)
                lines.add(words, ArticleChange.REPLACE, key)
            self._add_after(key, lines)
        self._add_after(None, lines)
        for title, body in closing:
            lines.add(_Words(title, body))

    def _add_after(self, key: int | None, lines: _Lines) -> None:
        for anchor, title in self.insert:
            if anchor == key:
                lines.add(_Words(title=title), ArticleChange.INSERT, key)

    def _duration(self, amending: Amending) -> int | None:
        """Return the article in which the last day is written, if there is no doubt which."""
        if not amending.end or self.now.end is None:
            return None
        dated = {
            key: row
            for key, row in self.rows.items()
            if with_new_end(row.body, self.now.end, amending.end) != row.body
            and key not in self.repealed
        }
        titles = {one.new.key: one.title for one in self.text.current if one.new}
        named = [key for key in dated if tells_duration(titles[key])]
        return next(iter(named or dated), None) if len(named or dated) == 1 else None

    def _with_new_end(self, words: _Words, amending: Amending) -> _Words:
        assert self.now.end is not None  # else nothing is moved
        assert amending.end is not None
        return words._replace(body=with_new_end(words.body, self.now.end, amending.end))

    def _words(self, one: ConsolidatedArticle, parties: Mapping[int, Party]) -> _Words:
        """Return the present words of an article, or those of its clause; sub-articles included."""
        assert one.new is not None  # only articles that stand are changed
        row = self.rows[one.new.key]
        party = parties.get(row.committed_party.organisation_id) if row.committed_party else None
        if version := self.reword.get(row.pk):
            return self._worded(version, row, parties)
        children = self._children(one)
        if not children:
            lines = [(line.text, _tracking(line)) for line in ordered_commitments(row)]
            return _Words("", clean(row.body), row.introduction, lines, party)
        bodies = [_whole(row), *(_titled(child, self.rows[child.new.key]) for child in children)]
        return _Words("", "".join(bodies))

    def _children(self, one: ConsolidatedArticle) -> list[ConsolidatedArticle]:
        found = []
        for other in self.text.current[self.text.current.index(one) + 1 :]:
            if other.depth <= one.depth:
                break
            found.append(other)
        return found

    def _lacks(self) -> Iterator[str]:
        if not self.reword:
            return
        values = values_from(choices_of(self.now.convention))
        for version in self.reword.values():
            for one in ClauseText.of(version).texts():
                yield from missing(one.text, values, rich=one.rich)

    def _worded(self, version: ClauseVersion, row: Article, parties: Mapping[int, Party]) -> _Words:
        """Return the present wording of a clause, filled as the convention would fill it."""
        values = values_from(choices_of(self.now.convention))
        text = ClauseText.of(version)
        items = list_punctuation([fill(one, values) for one in text.commitments])
        kept = {line.text: _tracking(line) for line in ordered_commitments(row)}
        return _Words(
            title=fill(text.title, values),
            body=fill(text.body, values, rich=True),
            introduction=fill(text.introduction, values),
            commitments=[(item, kept.get(item)) for item in items],
            party=next((p for p in parties.values() if text.role and p.role == text.role), None),
            version=version,
        )


class _Lines:
    """Writes articles one after the other."""

    def __init__(self, amendment: Convention, by: AbstractBaseUser | None) -> None:
        self.amendment, self.by, self.position = amendment, by, 0

    def add(self, words: _Words, change: str = "", key: int | None = None) -> None:
        """Write an article with its commitments, and how these are followed."""
        self.position += 1
        article = Article(
            convention=self.amendment,
            position=self.position,
            title="" if change else words.title,
            body=words.body,
            introduction=words.introduction,
            committed_party=words.party,
            change=change,
            amended_article_id=key,
            amended_title=words.title if change else "",
            clause_version=words.version,
            clause_digest=_digest(words) if words.version else "",
        )
        self._save(article)
        for place, (text, tracking) in enumerate(words.commitments, start=1):
            commitment = Commitment(article=article, position=place, text=text)
            self._save(commitment)
            if tracking:
                self._save(
                    Tracking(
                        commitment=commitment,
                        periodicity=tracking.periodicity,
                        first_due_on=tracking.first_due_on,
                        proof=tracking.proof,
                    )
                )

    def _save(self, row: Article | Commitment | Tracking) -> None:
        row._history_user = self.by
        row.save()


def _digest(words: _Words) -> str:
    return wording_digest(
        title=words.title,
        introduction=words.introduction,
        body=words.body,
        commitments=[text for text, _ in words.commitments],
    )


def _tracking(line: Commitment) -> Tracking | None:
    return getattr(line, "tracking", None)


def _titled(one: ConsolidatedArticle, row: Article) -> str:
    heading = _escaped(article_heading(one.number, one.title))
    return f"<p><strong>{heading}</strong></p>{_whole(row)}"


def _whole(row: Article) -> str:
    """Return the words of an article as one text: body, introduction, list."""
    items = "".join(f"<li>{_escaped(line.text)}</li>" for line in ordered_commitments(row))
    introduction = f"<p>{_escaped(row.introduction)}</p>" if row.introduction else ""
    return clean(row.body) + introduction + (f"<ul>{items}</ul>" if items else "")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
