"""Each fault of a body is told in French, with its place."""

import re

import pytest

from csipa.richtext import faults, refusals
from csipa.richtext.inspection import MAX_FAULTS
from csipa.richtext.tokens import MAX_BYTES, tokens

ADMISSIBLE = [
    pytest.param("", id="empty"),
    pytest.param("Un alinéa sans balise, R&D, 3 < 4.", id="no tag"),
    pytest.param("<p>a</p>\n<p>b<br>c<br/>d</p>", id="paragraphs"),
    pytest.param("<ul>\n <li>a</li>\n <li><p>b</p><ol><li>c</li></ol></li>\n</ul>", id="lists"),
    pytest.param("a <strong>b <em>c</em></strong>", id="emphasis without a paragraph"),
    pytest.param("<p>&amp; &lt;script&gt; &nbsp; &#233; {{ x }}</p>", id="entities"),
    pytest.param("<P>a</P>", id="capitals"),
]

FAULTY = [
    pytest.param("<p>a <img src=x></p>", "colonne 6\u00a0: la balise <img> n’est pas", id="img"),
    pytest.param("<script>1</script>", "la balise <script> n’est pas admise", id="script"),
    pytest.param("<b>a</b>", "la balise <b> n’est pas admise\u00a0; écrivez <strong>.", id="b"),
    pytest.param(
        '<a href="file:///etc/passwd">a</a>',
        "le lien href=«\u00a0file:///etc/passwd\u00a0» de la balise <a> n’est pas admis.",
        id="file link",
    ),
    pytest.param("<p onclick=alert(1)>a</p>", "l’attribut onclick, qui lance un script,", id="on*"),
    pytest.param("<p class='x'>a</p>", "l’attribut class de la balise <p> n’est", id="class"),
    pytest.param("<br class=x>", "l’attribut class de la balise <br> n’est", id="attribute of br"),
    pytest.param("<p><!-- a --></p>", "colonne 4\u00a0: les commentaires", id="comment"),
    pytest.param("<?xml version='1.0'?>", "les commentaires, déclarations", id="instruction"),
    pytest.param("<!-- a", "le chevron «\u00a0<\u00a0»", id="open comment"),
    pytest.param("a <b c", "colonne 3\u00a0: le chevron", id="open tag"),
    pytest.param("<p>a", "la balise <p> n’est pas fermée.", id="not closed"),
    pytest.param("a</p>", "la balise </p> ne ferme aucune balise ouverte.", id="not opened"),
    pytest.param("</br>", "la balise </br> ne ferme aucune balise ouverte.", id="closed br"),
    pytest.param("<p><em>a</p></em>", "la balise <em> n’est pas fermée.", id="crossed"),
    pytest.param("<p/>", "la balise <p/> ne se ferme pas elle-même.", id="self-closed"),
    pytest.param("<li>a</li>", "la balise <li> doit être dans une liste", id="item alone"),
    pytest.param("<ul>a</ul>", "le texte est dans <ul> sans être dans", id="text in a list"),
    pytest.param("<ul><p>a</p></ul>", "la balise <p> est dans <ul> sans être", id="p in a list"),
    pytest.param("<p><ul></ul></p>", "la balise <ul> ne peut pas être dans <p>.", id="list in p"),
    pytest.param("<p><p>a</p></p>", "la balise <p> ne peut pas être dans <p>.", id="p in p"),
    pytest.param("<em>" * 21 + "</em>" * 21, "s’emboîtent sur plus de 20 niveaux.", id="too deep"),
    pytest.param("a\x08b", "colonne 2\u00a0: le caractère invisible U+0008", id="control"),
    pytest.param("a&#x202E;b", "le caractère invisible U+202E n’est pas admis.", id="direction"),
    pytest.param("&#xD800;", "le caractère invisible U+D800 n’est pas admis.", id="surrogate"),
    pytest.param("é" * (MAX_BYTES // 2 + 1), "2048 Ko sont admis.", id="too long"),
]


@pytest.mark.parametrize("html", ADMISSIBLE)
def test_an_admissible_body_has_no_fault(html):
    assert faults(html) == []
    assert refusals(html) == []


@pytest.mark.parametrize(("html", "expected"), FAULTY)
def test_a_fault_is_told_with_its_place(html, expected):
    found = faults(html)
    assert any(expected in sentence for sentence in found), found
    assert all(re.match(r"Ligne \d+, colonne \d+\u00a0: .+\.$", sentence) for sentence in found)


def test_the_line_and_the_column_are_those_of_the_source():
    html = "<p>un</p>\n<p>deux <i>trois</i></p>\n\n  <u>"
    assert [sentence[:18] for sentence in faults(html)] == [
        "Ligne 2, colonne 9",
        "Ligne 4, colonne 3",
    ]


def test_every_fault_is_told_at_once_in_the_order_of_the_source():
    html = "<p class=a>b<img src=c onerror=d></p><li>"
    assert [re.search(r"colonne (\d+)", sentence)[1] for sentence in faults(html)] == [
        "1",
        "13",
        "13",
        "13",
        "38",
        "38",
    ]


def test_a_body_full_of_faults_is_told_about_the_first_hundred():
    found = faults("<x>" * 500)
    assert len(found) == MAX_FAULTS + 1
    assert found[-1].startswith("D’autres fautes suivent")


@pytest.mark.parametrize(
    ("html", "refused"),
    [
        pytest.param("<h1>a</h1><p style='color:red'>b<o:p></o:p>", False, id="pasted from Word"),
        pytest.param("<a href='https://example.org'>a</a>", False, id="ordinary link"),
        pytest.param("<p>a<li>b", False, id="unbalanced"),
        pytest.param("<script>a</script>", True, id="script"),
        pytest.param("<p onclick=a>b</p>", True, id="handler"),
        pytest.param("<a href=' java\nscript:a'>b</a>", True, id="script link"),
        pytest.param("<a href='&#102;ile:///a'>b</a>", True, id="file link"),
        pytest.param("<blink>a</blink>", True, id="unknown tag"),
        pytest.param("si a <b alors", True, id="text that would vanish"),
    ],
)
def test_only_what_a_cleaning_would_hide_is_refused(html, refused):
    assert bool(refusals(html)) is refused


@pytest.mark.parametrize(
    "html", ["a<b c='>'>d</b>", "<!-- <p> --><p", "<script><p></script>x</p", "<"]
)
def test_the_tokens_put_end_to_end_are_the_source(html):
    assert "".join(token.source for token in tokens(html)) == html
