"""Which conventions carry which wording of the clauses of the library, chosen by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from conventions.models import (
    Article,
    ArticleChange,
    Clause,
    ClauseVersion,
    Commitment,
    Convention,
    ConventionTemplate,
    ParentRelation,
    TemplateClause,
    TemplateParty,
)
from conventions.rules.wordings import wording_digest
from sites.rules.names import search_key


@dataclass(frozen=True)
class OlderWording:
    """An article whose clause has been worded again since: the version it carries, and the latest.

    `root` is the convention to amend: that of the article, or the one that its convention amends.
    `reworded` tells an article that somebody changed by hand since its clause wrote it.
    """

    article: Article
    root: Convention
    carried: ClauseVersion
    current: ClauseVersion
    reworded: bool


def clauses_found(clauses: QuerySet[Clause], words: str) -> QuerySet[Clause]:
    """Keep the clauses with each word in their name, remark or one of their wordings."""
    for word in search_key(words).split():
        worded = ClauseVersion.objects.filter(Q(title__spelt=word) | Q(body__spelt=word))
        clauses = clauses.filter(
            Q(name__spelt=word) | Q(note__spelt=word) | Q(pk__in=worded.values("clause"))
        )
    return clauses


def with_use(clauses: QuerySet[Clause], *, today: dt.date) -> QuerySet[Clause]:
    """Add what the library tells of each clause, by subqueries of one query.

    `current_number` and `current_since`: its latest published version, None without one;
    `has_draft`: whether another is in preparation; `carries_current` and `carries_older`: how many
    conventions in force on `today` carry the latest wording, or an older one; `models`: how many
    models in use hold it.
    """
    of_clause = ClauseVersion.objects.filter(clause=OuterRef("pk"))
    latest = of_clause.published().order_by("-number")
    carried = carriers(today=today).filter(clause_version__clause=OuterRef("pk"))
    places = TemplateClause.objects.filter(clause=OuterRef("pk"), template__retired_on__isnull=True)
    return clauses.annotate(
        current_number=Subquery(latest.values("number")[:1]),
        current_since=Subquery(latest.values("published_on")[:1]),
        has_draft=Exists(of_clause.filter(published_on__isnull=True)),
        carries_current=_counted(carried.filter(is_older=False), "clause_version__clause", "root"),
        carries_older=_counted(carried.filter(is_older=True), "clause_version__clause", "root"),
        models=_counted(places, "clause", "template"),
    )


def templates_with_use(templates: QuerySet[ConventionTemplate]) -> QuerySet[ConventionTemplate]:
    """Add to models `written`, the conventions written from each, `clause_count` and `unready`.

    `unready` counts the clauses of the model without a published version: nothing can be written
    from it yet.
    """
    places = TemplateClause.objects.filter(template=OuterRef("pk"))
    published = ClauseVersion.objects.published().filter(clause=OuterRef("clause"))
    written = Convention.objects.filter(template=OuterRef("pk"))
    return templates.annotate(
        written=_counted(written, "template", "pk"),
        clause_count=_counted(places, "template", "pk"),
        unready=_counted(places.filter(~Exists(published)), "template", "pk"),
    )


def whole_templates(templates: QuerySet[ConventionTemplate]) -> QuerySet[ConventionTemplate]:
    """Load models with their parties and the clauses they put in order, each in its order."""
    parties = TemplateParty.objects.order_by("position", "pk")
    places = TemplateClause.objects.select_related("clause").order_by("position", "pk")
    return templates.prefetch_related(Prefetch("parties", parties), Prefetch("clauses", places))


def latest_versions(clauses: Iterable[int]) -> dict[int, ClauseVersion]:
    """Return the latest published version of each clause, by the key of the clause; one query."""
    rows = ClauseVersion.objects.published().filter(clause__in=clauses).order_by("number")
    return {row.clause_id: row for row in rows.select_related("clause")}


def carriers(*, today: dt.date) -> QuerySet[Article]:
    """Return the articles written from a clause that hold on `today`, with `is_older` and `root`.

    Those of the conventions in force and of their amendments, but what an amendment in force
    replaced or repealed. `root` is the key of the convention that is amended, or else its own.
    """
    held = Convention.objects.in_force(today).values("pk")
    undone = Article.objects.filter(
        convention__in=held,
        change__in=[ArticleChange.REPLACE, ArticleChange.REPEAL],
        amended_article__isnull=False,
    )
    rows = from_clauses().filter(convention__in=held).exclude(change=ArticleChange.REPEAL)
    return rows.exclude(pk__in=undone.values("amended_article"))


def from_clauses() -> QuerySet[Article]:
    """Return the articles written from a clause, with `is_older` and `root` (see `carriers`)."""
    newer = ClauseVersion.objects.published().filter(
        clause=OuterRef("clause_version__clause"), number__gt=OuterRef("clause_version__number")
    )
    amends = Q(
        convention__parent_relation=ParentRelation.AMENDMENT, convention__parent__isnull=False
    )
    return Article.objects.filter(clause_version__isnull=False).annotate(
        is_older=Exists(newer),
        root=Case(When(amends, then=F("convention__parent")), default=F("convention")),
    )


def older_wordings(*, today: dt.date, clause: Clause | None = None) -> list[OlderWording]:
    """Return the articles in force on `today` whose clause has a later wording, by convention.

    Of one clause, or of all. The number of queries does not depend on how many there are.
    """
    rows = carriers(today=today).filter(is_older=True)
    if clause is not None:
        rows = rows.filter(clause_version__clause=clause)
    return _told(rows.order_by("-root", "convention", "position", "pk"))


def older_wordings_of(convention: Convention, *, today: dt.date) -> list[OlderWording]:
    """Return the articles of a draft, or of a convention in force, with an older wording.

    Those of a draft are its own; those of a convention in force include its amendments.
    """
    if Convention.objects.closed().filter(pk=convention.pk).exists():
        rows = carriers(today=today).filter(root=convention.pk)
    else:
        rows = from_clauses().filter(convention=convention.pk)
    return _told(rows.filter(is_older=True).order_by("convention", "position", "pk"))


def is_reworded(article: Article) -> bool:
    """Tell whether an article was changed by hand since its clause wrote it; reads commitments."""
    rows = sorted(article.commitments.all(), key=lambda row: (row.position, row.pk))
    return article.clause_digest != wording_digest(
        title=article.title,
        introduction=article.introduction,
        body=article.body,
        commitments=[row.text for row in rows],
    )


def versions_of(clause: Clause) -> list[ClauseVersion]:
    """Return the versions of a clause, the latest first."""
    return list(ClauseVersion.objects.filter(clause=clause).order_by("-number"))


def _told(rows: QuerySet[Article]) -> list[OlderWording]:
    commitments = Commitment.objects.order_by("position", "pk")
    loaded = rows.select_related(
        "clause_version__clause", "convention__parent", "convention__site"
    ).prefetch_related(Prefetch("commitments", commitments))
    articles: Sequence[Article] = list(loaded)
    latest = latest_versions({row.clause_version.clause_id for row in articles})
    return [
        OlderWording(
            article=row,
            root=row.convention.parent if row.root != row.convention_id else row.convention,
            carried=row.clause_version,
            current=latest[row.clause_version.clause_id],
            reworded=is_reworded(row),
        )
        for row in articles
    ]


def _counted(rows: QuerySet, group: str, what: str) -> Coalesce:
    """Return as a subquery how many different `what` there are among rows, 0 for none."""
    counts = rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counts), 0)
