"""Cells of lists and read-only fields, as people read them."""

import pytest
from django.utils.safestring import mark_safe

from conventions.models import Article
from csipa.templatetags.back_office import french, in_words, labelled, shown
from tests.conventions.factories import ArticleFactory


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        pytest.param("1 janvier 2026", "1<sup>er</sup> janvier 2026", id="first day"),
        pytest.param("11 janvier 2026", "11 janvier 2026", id="another day"),
        pytest.param("1 août 2026", "1<sup>er</sup> août 2026", id="accent"),
        pytest.param("le 1er\u00a0mai", "le 1<sup>er</sup>\u00a0mai", id="written as acts do"),
        pytest.param("1 place", "1 place", id="no date"),
        pytest.param("<b>", "&lt;b&gt;", id="escaped"),
        pytest.param(
            mark_safe('<img src="/static/admin/img/icon-yes.svg" alt="True">'), "Oui", id="yes"
        ),
        pytest.param(
            mark_safe('<img src="/static/admin/img/icon-no.svg" alt="False">'), "Non", id="no"
        ),
    ],
)
def test_a_cell_is_told_in_words(cell, words):
    assert in_words(cell) == words


def test_each_cell_carries_the_name_of_its_column_but_the_box_to_tick():
    headers = [
        {"text": "x", "class_attrib": ' class="action-checkbox-column"'},
        {"text": 'objet "court"'},
    ]
    cells = [mark_safe("<td>x</td>"), mark_safe('<th class="a">y</th>')]
    assert list(labelled(cells, headers)) == [
        "<td>x</td>",
        '<th data-label="Objet &quot;court&quot;" class="a">y</th>',
    ]


def test_sentences_of_the_framework_get_french_signs():
    assert french('L\'objet "A" : oui') == "L’objet «\u00a0A\u00a0»\u00a0: oui"


@pytest.mark.django_db
def test_rich_text_reads_as_such_and_never_runs():
    article = ArticleFactory(body="<p>Le <strong>siège</strong></p>")
    article.body += "<script>alert(1)</script>"

    class Page:
        _meta = type("Meta", (), {"model": Article, "labels": {}, "help_texts": {}})

    field = type("Field", (), {"field": {"field": "body"}, "form": Page()})()
    field.form.instance = article
    words = shown(field)
    assert words.startswith("<p>Le <strong>siège</strong></p>")
    assert "<script" not in words
