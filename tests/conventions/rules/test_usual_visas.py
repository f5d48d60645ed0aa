"""The visas that an act on a convention opens with."""

import pytest

from conventions.models import Body, ConventionKind
from conventions.rules.usual_visas import CodeVisa, usual_visas
from conventions.rules.visas import name_of_text, names_articles, visa_kind

CHECKED = "Vu le code de la santé publique, notamment ses articles L. 6323-1 à L. 6323-5 ;"


@pytest.mark.parametrize("kind", ConventionKind.values)
@pytest.mark.parametrize("body", Body.values)
def test_each_text_is_cited_once_with_its_articles(body, kind):
    visas = usual_visas(body=body, kind=kind)
    cited = [name_of_text(visa) for visa in visas]
    assert len(set(cited)) == len(cited)
    for visa in visas:
        assert visa.endswith("\u00a0;")
        assert visa_kind(visa) in ("code", "law")
        assert names_articles(visa)


def test_a_president_cites_the_law_of_delegations():
    assert "L.\u00a05211-9 et L.\u00a05211-10" in usual_visas(body="president", kind="premises")[0]
    assert "L.\u00a02122-22" in usual_visas(body="mayor", kind="premises")[0]


def test_a_text_that_somebody_checked_is_preferred_when_it_cites_the_same_articles():
    assert CHECKED in usual_visas(body="president", kind="grant", library=[CHECKED])
    assert CHECKED not in usual_visas(body="president", kind="permanence", library=[CHECKED])


def test_an_article_is_not_another_that_begins_alike():
    one = CodeVisa("code général des collectivités territoriales", ("L. 5211-1",))
    other = "Vu le code général des collectivités territoriales, notamment son article L. 5211-10 ;"
    assert not one.is_said_by(other)
    assert one.is_said_by(one.wording)
