"""The text of a convention after its amendments, read from their rows in a fixed number of queries.

Only amendments that their parties agreed count, from the day on which they take effect; see
`conventions.rules.consolidation`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from conventions.exchange.amendments import change_of
from conventions.exchange.commitments import commitment_items
from conventions.models import Article, Commitment, Convention, NoticeForm, Renewal
from conventions.review.courses import (
    amendments_in_effect,
    amendments_of,
    facts_of,
    signed_on,
    with_courses,
)
from conventions.rules.amendments import amendment_name
from conventions.rules.consolidation import (
    AmendmentText,
    ConsolidatedArticle,
    CurrentText,
    Wording,
)
from conventions.rules.convention_stages import ConventionStage, stage_of
from conventions.rules.word_changes import BULLET, PARAGRAPH, Block, Words, block
from csipa.french.dates import long_date
from csipa.french.numbers import counted
from csipa.french.typography import typeset, typeset_html
from csipa.richtext import clean
from csipa.richtext.blocks import Item, List, Paragraph
from csipa.richtext.cleaning import parse


@dataclass(frozen=True, kw_only=True)
class AmendmentLine:
    """An amendment of a convention: « avenant n° 1 du 2 avril 2026 » and from when it counts.

    `effect_on` is None when it is agreed and nobody knows since when: it always counts then.
    `is_told` is false when its articles do not say what they change, as those of a file.
    """

    convention: Convention
    name: str
    stage: ConventionStage
    signed_on: dt.date | None
    effect_on: dt.date | None
    is_agreed: bool
    is_told: bool

    @property
    def state(self) -> str:
        """Return where it stands, in French."""
        if self.is_agreed:
            return f"signé le {long_date(self.signed_on)}" if self.signed_on else "signé"
        if self.stage is ConventionStage.DRAFT:
            return "projet"
        if self.stage is ConventionStage.VOID:
            return "sans effet (acte annulé)"
        return "à signer par les parties"

    def is_before(self, amendment: Convention) -> bool:
        """Tell whether it comes before an amendment, by rank."""
        return (self.convention.rank or 0) < (amendment.rank or 0)

    def counts_on(self, day: dt.date | None) -> bool:
        """Tell whether it changes the text on a day; with no day, whether it ever does."""
        later = day is not None and self.effect_on is not None and self.effect_on > day
        return self.is_agreed and not later


@dataclass(frozen=True)
class TermLine:
    """A term of the convention that an amendment changed, in words."""

    label: str
    old: str
    new: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Consolidation:
    """A convention on a day (None: with every agreed amendment): articles, terms, amendments.

    `amendments` are those that count, `later` those agreed that do not count yet; `unplaced` tells
    what an amendment changes and that is no longer there (French sentences).
    """

    convention: Convention
    at: dt.date | None
    articles: Sequence[ConsolidatedArticle]
    terms: Sequence[TermLine]
    amendments: Sequence[AmendmentLine]
    later: Sequence[AmendmentLine]
    unplaced: Sequence[str] = ()

    @property
    def opaque(self) -> list[AmendmentLine]:
        """The amendments that count and do not say which articles they change."""
        return [line for line in self.amendments if not line.is_told]

    @cached_property
    def current(self) -> list[ConsolidatedArticle]:
        """The articles that stand, in their order."""
        return [one for one in self.articles if one.new]

    def article(self, key: int | None) -> ConsolidatedArticle | None:
        """Return the article whose words a row holds, or held."""
        return next((one for one in self.articles if key in one.keys), None)

    @property
    def current_keys(self) -> set[int]:
        """The keys of the rows of Article that hold the words in force."""
        return {one.new.key for one in self.current if one.new}


def consolidated(
    convention: Convention,
    *,
    at: dt.date | None = None,
    before: Convention | None = None,
    including: Convention | None = None,
) -> Consolidation:
    """Return the text of a convention on a day; that of the one it amends, for an amendment.

    Without a day every amendment that the parties agreed counts; with `before`, only those of a
    lower rank than that amendment. `including` counts one that is not signed yet, last. Six queries
    at most.
    """
    root = _loaded(convention)
    lines = [line for line in _lines(root, today=None) if before is None or line.is_before(before)]
    asked = including.pk if including else None
    counted_lines = [line for line in lines if line.counts_on(at) or line.convention.pk == asked]
    rows = _articles([root, *(line.convention for line in counted_lines)])
    text = CurrentText([_wording(root, row, row.title) for row in rows.get(root.pk, [])])
    told, unplaced = [], []
    for line in counted_lines:
        own = [row for row in rows.get(line.convention.pk, []) if row.change]
        amendment = AmendmentText(line.name, tuple(_changes(line.convention, own)))
        for row, change in zip(own, amendment.changes, strict=True):
            if text.apply(change, line.name) is None:
                unplaced.append(
                    f"L’{line.name} change un article qui n’existe plus : « {row.title or row} »."
                )
        told.append(_told(line, is_told=bool(own) or _changes_terms_only(line)))
    return Consolidation(
        convention=root,
        at=at,
        articles=text.articles(),
        terms=_terms(root, told),
        amendments=told,
        later=[line for line in lines if line.is_agreed and line not in counted_lines],
        unplaced=unplaced,
    )


def amendment_lines(convention: Convention, *, today: dt.date) -> list[AmendmentLine]:
    """Return every amendment of a convention, signed or not, by rank. Three queries."""
    return _lines(_loaded(convention), today=today)


def root_of(convention: Convention) -> int:
    """Return the key of the convention that is amended, its own when it amends none."""
    return (convention.is_amendment and convention.parent_id) or convention.pk


def original_of(convention: Convention) -> Convention:
    """Return what an amendment amends in the end, the convention itself when it amends nothing.

    An amendment of an amendment amends the original too. One query for each step.
    """
    seen = {convention.pk}
    while convention.is_amendment and convention.parent and convention.parent_id not in seen:
        seen.add(convention.parent_id)
        convention = convention.parent
    return convention


def _loaded(convention: Convention) -> Convention:
    return with_courses(Convention.objects.all()).get(pk=root_of(convention))


def _lines(root: Convention, *, today: dt.date | None) -> list[AmendmentLine]:
    agreed = amendments_in_effect(root)
    keys = {row.pk for row in agreed}
    others = [row for row in amendments_of(root) if row.pk not in keys]
    others.sort(key=lambda row: (row.rank or 0, row.pk))
    return [_line(row, is_agreed=row.pk in keys, today=today) for row in [*agreed, *others]]


def _line(row: Convention, *, is_agreed: bool, today: dt.date | None) -> AmendmentLine:
    signed = signed_on(row)
    dated = signed or row.authorised_by_date
    name = amendment_name(row.rank)
    return AmendmentLine(
        convention=row,
        name=f"{name} du {long_date(dated)}" if dated and is_agreed else name,
        stage=stage_of(facts_of(row), today=today or dt.date.max),
        signed_on=signed,
        effect_on=max(filter(None, (signed, row.start)), default=None),
        is_agreed=is_agreed,
        is_told=True,
    )


def _told(line: AmendmentLine, *, is_told: bool) -> AmendmentLine:
    return line if is_told else AmendmentLine(**{**vars(line), "is_told": False})


def _changes_terms_only(line: AmendmentLine) -> bool:
    """Tell whether an amendment written here changes no article: its term says it all."""
    return line.convention.sealed and line.convention.end is not None


def _articles(conventions: Sequence[Convention]) -> dict[int, list[Article]]:
    """Return the articles of each convention in their order, with their commitments."""
    owners = {row.pk: row for row in conventions}
    commitments = Commitment.objects.order_by("position", "pk")
    found: dict[int, list[Article]] = {}
    rows = Article.objects.filter(convention__in=owners).prefetch_related(
        Prefetch("commitments", commitments)
    )
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.convention_id, []).append(row)
    return found


def _changes(convention: Convention, rows: Iterable[Article]) -> Iterator:
    for row in rows:
        yield change_of(row, _wording(convention, row, row.amended_title))


def _wording(convention: Convention, row: Article, title: str) -> Wording:
    blocks = tuple(article_blocks(convention, row))
    return Wording(row.pk, typeset(title), blocks, row.number, row.depth)


def article_blocks(convention: Convention, article: Article) -> Iterator[Block]:
    """Give the words of an article as they print, block by block; reads its commitments."""
    if article.body:
        yield from _blocks(parse(typeset_html(clean(article.body))), 0)
    if article.introduction:
        yield block(PARAGRAPH, [Words(typeset(article.introduction))])
    for item in commitment_items(convention, article):
        yield block(BULLET, [Words(typeset(item))], 1)


def _blocks(item: Item, level: int) -> Iterator[Block]:
    for part in item.blocks:
        if isinstance(part, List):
            for child in part.items:
                yield from _item(part.name, child, level + 1)
        else:
            yield _paragraph(PARAGRAPH, part, level)


def _item(kind: str, item: Item, level: int) -> Iterator[Block]:
    first, rest = item.blocks[:1], item.blocks[1:]
    if first and isinstance(first[0], Paragraph):
        yield _paragraph(kind, first[0], level)
    else:
        yield block(kind, [], level)
        rest = item.blocks
    yield from _blocks(Item(rest), level)


def _paragraph(kind: str, paragraph: Paragraph, level: int) -> Block:
    words = (Words(run.text, run.strong, run.em) for run in paragraph.runs)
    return block(kind, words, level)


def _terms(root: Convention, lines: Sequence[AmendmentLine]) -> list[TermLine]:
    """Return the terms that amendments changed: last day, notice, renewal."""
    readers = (
        ("Dernier jour", _end),
        ("Préavis", _notice),
        ("Prolongation", _renewal),
    )
    changed = []
    for label, read in readers:
        old = read(root)
        new, source = old, ""
        for line in lines:
            if (said := read(line.convention)) and said != new:
                new, source = said, line.name
        if new != old:
            changed.append(TermLine(label, old or "non précisé", new, source))
    return changed


def _end(convention: Convention) -> str:
    return long_date(convention.end) if convention.end else ""


def _notice(convention: Convention) -> str:
    if convention.notice_value is None:
        return ""
    months = convention.notice_unit == "months"
    delay = counted(convention.notice_value, *(("mois", "mois") if months else ("jour", "jours")))
    form = NoticeForm(convention.notice_form).label if convention.notice_form else ""
    return f"{delay}, {form}" if form else delay


def _renewal(convention: Convention) -> str:
    return str(Renewal(convention.renewal).label) if convention.renewal else ""
