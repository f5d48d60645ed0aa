"""Which conventions in force carry which wording of a clause."""

import datetime as dt

import pytest

from conventions.models import Clause, Convention, ConventionTemplate
from conventions.review.clauses import (
    clauses_found,
    older_wordings,
    older_wordings_of,
    templates_with_use,
    with_use,
)
from conventions.rules.wordings import wording_digest
from tests.conventions.factories import (
    AnnexFactory,
    ArticleFactory,
    CommitmentFactory,
    ConventionFactory,
)
from tests.conventions.factories_agreements import (
    ClauseFactory,
    ClauseVersionFactory,
    ConventionTemplateFactory,
    TemplateClauseFactory,
)
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 1)


def clause_of(*, versions=1, draft=False, **fields):
    """Return a clause with so many published wordings, and one in preparation if asked."""
    clause = ClauseFactory(**fields)
    for number in range(1, versions + 1):
        day = dt.date(2026, 1, number)
        ClauseVersionFactory(clause=clause, number=number, published_on=day)
    if draft:
        ClauseVersionFactory(clause=clause, number=versions + 1, published_on=None)
    return clause


def in_force(**fields):
    """Return a convention that holds on TODAY: annexed to a signed act."""
    values = {"start": dt.date(2026, 2, 1), "ends_on": dt.date(2026, 12, 31)}
    convention = ConventionFactory(**{**values, **fields})
    AnnexFactory(convention=convention, text="", act=signed_act())
    return convention


def written(convention, version, **fields):
    """Return an article as the version of a clause wrote it."""
    words = {"title": version.title, "body": version.body, "introduction": version.introduction}
    return ArticleFactory(
        convention=convention,
        clause_version=version,
        clause_digest=wording_digest(**words),
        **{**words, **fields},
    )


def use(clause):
    """Return what the library tells of a clause."""
    row = with_use(Clause.objects.all(), today=TODAY).get(pk=clause.pk)
    return row.current_number, row.carries_current, row.carries_older


def test_conventions_in_force_are_counted_by_the_wording_they_carry():
    clause = clause_of(versions=2, draft=True)
    first, second, _ = clause.versions.order_by("number")
    for version in (first, first, second):
        written(in_force(), version)
    assert use(clause) == (2, 1, 2)
    row = with_use(Clause.objects.all(), today=TODAY).get()
    assert (row.has_draft, row.current_since) == (True, dt.date(2026, 1, 2))


def test_a_clause_without_a_wording_is_carried_by_nobody():
    clause = clause_of(versions=0)
    assert use(clause) == (None, 0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"start": dt.date(2026, 3, 2)},
        {"ends_on": dt.date(2026, 2, 28)},
        {"start": None},
    ],
    ids=["to come", "over", "undated"],
)
def test_a_convention_that_does_not_hold_today_is_not_counted(fields):
    clause = clause_of(versions=2)
    written(in_force(**fields), clause.versions.get(number=1))
    assert use(clause) == (2, 0, 0)
    assert older_wordings(today=TODAY) == []


def test_a_draft_is_not_counted_but_told_what_it_carries():
    clause = clause_of(versions=2)
    draft = ConventionFactory(start=dt.date(2026, 2, 1))
    written(draft, clause.versions.get(number=1))
    assert use(clause) == (2, 0, 0)
    (one,) = older_wordings_of(draft, today=TODAY)
    assert (one.carried.number, one.current.number, one.reworded) == (1, 2, False)


def test_a_wording_in_preparation_makes_no_convention_old():
    clause = clause_of(versions=1, draft=True)
    written(in_force(), clause.versions.get(number=1))
    assert use(clause) == (1, 1, 0)


def test_two_articles_of_one_convention_count_once():
    clause = clause_of(versions=2)
    convention = in_force()
    for _ in range(2):
        written(convention, clause.versions.get(number=1))
    assert use(clause) == (2, 0, 1)
    assert len(older_wordings(today=TODAY)) == 2


def test_an_article_reworded_by_hand_is_told_apart():
    clause = clause_of(versions=2)
    article = written(in_force(), clause.versions.get(number=1), body="<p>Nos mots.</p>")
    article.clause_digest = wording_digest(
        title=article.title, introduction="", body="<p>Ceux de la clause.</p>"
    )
    article.save()
    (one,) = older_wordings(today=TODAY, clause=clause)
    assert one.reworded


def test_commitments_added_by_hand_make_an_article_reworded():
    clause = clause_of(versions=2)
    article = written(in_force(), clause.versions.get(number=1))
    assert not older_wordings(today=TODAY)[0].reworded
    CommitmentFactory(article=article)
    assert older_wordings(today=TODAY)[0].reworded


def test_an_amendment_in_force_that_replaces_the_article_brings_its_wording():
    clause = clause_of(versions=2)
    first, second = clause.versions.order_by("number")
    root = in_force()
    article = written(root, first)
    amendment = in_force(parent=root, parent_relation="amendment", rank=1)
    written(amendment, second, change="replace", amended_article=article)
    assert use(clause) == (2, 1, 0)
    assert older_wordings_of(root, today=TODAY) == []


def test_an_amendment_that_carries_an_older_wording_leads_to_the_convention_it_amends():
    clause = clause_of(versions=2)
    root = in_force()
    amendment = in_force(parent=root, parent_relation="amendment", rank=1)
    written(amendment, clause.versions.get(number=1), change="insert")
    (one,) = older_wordings_of(root, today=TODAY)
    assert (one.root, one.article.convention) == (root, amendment)
    assert use(clause) == (2, 0, 1)


def test_a_draft_amendment_changes_nothing_yet():
    clause = clause_of(versions=2)
    first, second = clause.versions.order_by("number")
    root = in_force()
    article = written(root, first)
    draft = ConventionFactory(parent=root, parent_relation="amendment", rank=1)
    written(draft, second, change="replace", amended_article=article)
    assert use(clause) == (2, 0, 1)


def test_a_repealed_article_is_carried_no_more():
    clause = clause_of(versions=2)
    root = in_force()
    article = written(root, clause.versions.get(number=1))
    amendment = in_force(parent=root, parent_relation="amendment", rank=1)
    ArticleFactory(convention=amendment, change="repeal", amended_article=article, body="")
    assert use(clause) == (2, 0, 0)


def test_older_wordings_are_of_one_clause_if_asked():
    one, other = clause_of(versions=2), clause_of(versions=2)
    convention = in_force()
    for clause in (one, other):
        written(convention, clause.versions.get(number=1))
    assert len(older_wordings(today=TODAY)) == 2
    assert [row.carried.clause for row in older_wordings(today=TODAY, clause=one)] == [one]


def test_the_number_of_queries_does_not_depend_on_the_conventions(django_assert_num_queries):
    clause = clause_of(versions=2)
    for _ in range(5):
        written(in_force(), clause.versions.get(number=1))
    with django_assert_num_queries(3):
        found = older_wordings(today=TODAY)
        assert [str(row.root) and str(row.carried.clause) for row in found]
    with django_assert_num_queries(1):
        list(with_use(Clause.objects.all(), today=TODAY))


@pytest.mark.parametrize("words", ["PREAVIS", "préavis écrit", "résiliation"])
def test_a_clause_is_found_by_its_name_or_its_words_without_accents(words):
    clause = ClauseFactory(name="Résiliation", subject="termination")
    ClauseVersionFactory(clause=clause, number=1, body="<p>Un préavis écrit est donné.</p>")
    clause_of()
    assert list(clauses_found(Clause.objects.all(), words)) == [clause]


def test_models_tell_what_is_written_from_them_and_what_they_lack():
    template = ConventionTemplateFactory()
    TemplateClauseFactory(template=template, clause=clause_of())
    TemplateClauseFactory(template=template, clause=clause_of(versions=0, draft=True))
    ConventionFactory(template=template)
    ConventionTemplateFactory()
    full, empty = templates_with_use(ConventionTemplate.objects.order_by("pk"))
    assert (full.clause_count, full.unready, full.written) == (2, 1, 1)
    assert (empty.clause_count, empty.unready, empty.written) == (0, 0, 0)
    assert Convention.objects.count() == 1
