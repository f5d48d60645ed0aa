"""Typesetting: what print asks for is done, and nothing else is touched."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.french.typography import (
    NBSP,
    plain,
    raise_ordinals,
    shortened,
    typeset,
    typeset_html,
)

# Fragments whose neighbourhood decides, so that random sequences meet the rules often.
FRAGMENTS = (
    *(" ", "  ", NBSP, "\u202f", "\n", "\t", "'", '"', "«", "»", ":", ";", "!", "?", "…", "..."),
    *(".", ",", "(", ")", "-", "–", "%", "€", "°", "n°", "N°", "art.", "article", "L.", "R", "§"),
    *("mot", "é", "M.", "Mme", "Me", "Dupont", "1", "12", "123", "2026", "1er", "mars", "h", "30"),
    *("18:30", "jours", "https://a.fr/b?c=d:e", "www.a.fr", "a.b@c.fr", "’", "“", "”", "k€", "&"),
    *("18h30", "20h", "00", " 000", "L. 5", "03 21 00 00 00", "août", "avril 2026", "etc.", '27"'),
)
texts = st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
INLINE_TAGS = ("<strong>", "</strong>", "<em>", "</em>", "<sup>", "</sup>")
BLOCK_TAGS = ("<p>", "</p>", "<ul>", "<li>", "</li>", "<br>", "<br/>")
ENTITIES = ("&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;", "&#39;", "&laquo;")


def fragments_with(tags):
    """Random HTML out of the text fragments, these tags and character references."""
    pieces = st.sampled_from((*FRAGMENTS, *ENTITIES, *tags))
    return st.lists(pieces, max_size=16).map("".join)


def solid(text):
    """Return the characters a rule may neither add, drop nor move, with their old spelling."""
    respelled = text.replace("«", '"').replace("»", '"').replace("…", "...")
    return re.sub(r"[’\u2018\u02bc\u00b4`]", "'", re.sub(r"\s", "", respelled))


def text_of(html):
    return unescape(re.sub(r"</?[a-z][^>]*>", "", html))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        pytest.param("l'agence d'Allouagne", "l’agence d’Allouagne", id="apostrophe"),
        pytest.param("l`agence", "l’agence", id="grave accent for apostrophe"),
        pytest.param("un film de 5'", "un film de 5'", id="minutes keep their prime"),
        pytest.param('dit "oui".', "dit «~oui~».", id="straight quotes"),
        pytest.param('"un "deux" trois"', "«~un «~deux~» trois~»", id="quotes within quotes"),
        pytest.param('un écran de 27" ici', 'un écran de 27" ici', id="lone quote"),
        pytest.param('"a\nb"', '"a\nb"', id="a pair does not span lines"),
        pytest.param("« mot »", "«~mot~»", id="spaces inside quotes"),
        pytest.param("«mot»", "«~mot~»", id="no space inside quotes"),
        pytest.param("objet : a ; b ! c ?", "objet~: a~; b~! c~?", id="spaced marks"),
        pytest.param("objet: a; b! c?", "objet~: a~; b~! c~?", id="marks without space"),
        pytest.param("Vraiment ?!", "Vraiment~?!", id="a run of marks takes one space"),
        pytest.param("fin (suite) :", "fin (suite)~:", id="mark after a parenthesis"),
        pytest.param("mot\u202f;", "mot~;", id="narrow no-break space"),
        pytest.param("à 18:30 pile", "à 18:30 pile", id="time with a colon"),
        pytest.param("échelle 1:2", "échelle 1:2", id="ratio"),
        pytest.param("à 18h30 et 20h", "à 18~h~30 et 20~h", id="time with an h"),
        pytest.param("à 18 h 30", "à 18~h~30", id="time already spaced"),
        pytest.param("de 5h 20h", "de 5~h 20~h", id="two hours are not one time"),
        pytest.param(
            "voir https://a.fr/b?c=d:e!f et a.b@c.fr: oui",
            "voir https://a.fr/b?c=d:e!f et a.b@c.fr~: oui",
            id="addresses",
        ),
        pytest.param("www.a.fr/l'un;deux ; oui", "www.a.fr/l'un;deux~; oui", id="bare address"),
        pytest.param("50 % ou 50%", "50~% ou 50~%", id="per cent"),
        pytest.param("12 € ou 12€ ou 3 k€", "12~€ ou 12~€ ou 3~k€", id="euro"),
        pytest.param("1 234 567,50 €", "1~234~567,50~€", id="groups of three"),
        pytest.param("la décision 2026 008", "la décision 2026~008", id="number of an act"),
        pytest.param("15 jours et 35 m²", "15~jours et 35~m²", id="units"),
        pytest.param("n°12, N° 36/2023", "n°~12, N°~36/2023", id="numéro"),
        pytest.param("art. L. 5211-10", "art.~L.~5211-10", id="article of a code"),
        pytest.param("l’article L1321-1", "l’article~L1321-1", id="article glued to its code"),
        pytest.param("art. 5, R.421-1, D. 943", "art.~5, R.~421-1, D.~943", id="other parts"),
        pytest.param("article 1er", "article~1er", id="article and its number"),
        pytest.param("l’article suivant", "l’article suivant", id="article without number"),
        pytest.param(
            "M. Dupont, Mme ÉTÉ, Dr Martin, Me Petit",
            "M.~Dupont, Mme~ÉTÉ, Dr~Martin, Me~Petit",
            id="titles",
        ),
        pytest.param("1er mars 2026", "1er~mars~2026", id="first of a month"),
        pytest.param("du 26 au 28 AVRIL 2026", "du 26 au 28~AVRIL~2026", id="month in capitals"),
        pytest.param("tél. 03 21 00 00 00", "tél. 03~21~00~00~00", id="telephone"),
        pytest.param("200 072 460 00012", "200~072~460~00012", id="SIRET"),
        pytest.param("et...", "et…", id="ellipsis"),
        pytest.param("Le ....... 2026", "Le ....... 2026", id="dots to fill in"),
        pytest.param("un  deux\t trois", "un deux trois", id="double spaces"),
        pytest.param("un - deux – trois", "un - deux – trois", id="dashes stay"),
        pytest.param("Rue A\nLillers", "Rue A\nLillers", id="line breaks stay"),
        pytest.param("À L'ANTENNE", "À L’ANTENNE", id="case stays"),
    ],
)
def test_text_is_typeset(typed, printed):
    assert typeset(typed) == printed.replace("~", NBSP)


@given(texts)
def test_typesetting_twice_is_typesetting_once(text):
    once = typeset(text)
    assert typeset(once) == once


@given(texts)
def test_typesetting_changes_only_spaces_quotes_apostrophes_and_dots(text):
    assert solid(typeset(text)) == solid(text)


@given(texts)
def test_typesetting_never_parts_or_joins_lines(text):
    assert typeset(text).count("\n") == text.count("\n")


@given(texts)
def test_no_breaking_space_is_left_before_a_double_mark(text):
    assert not re.search(r"\S[ \t][:;!?»]", typeset(text))


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        pytest.param(
            "<p>un <strong>mot</strong>: oui</p>",
            "<p>un <strong>mot</strong>~: oui</p>",
            id="after",
        ),
        pytest.param(
            "<p>un <strong>mot :</strong> oui</p>",
            "<p>un <strong>mot~:</strong> oui</p>",
            id="inside",
        ),
        pytest.param(
            "<p>un <em>mot </em>; oui</p>",
            "<p>un <em>mot~</em>; oui</p>",
            id="space before the tag",
        ),
        pytest.param('<p>"<em>mot</em>"</p>', "<p>«~<em>mot</em>~»</p>", id="quotes around"),
        pytest.param("<p>l'<em>été</em></p>", "<p>l’<em>été</em></p>", id="apostrophe"),
        pytest.param(
            "1<sup>er</sup> mars 2026", "1<sup>er</sup>~mars~2026", id="date with a raised ending"
        ),
        pytest.param("<li>a;</li><li>b.</li>", "<li>a~;</li><li>b.</li>", id="list items"),
        pytest.param("mot<br>: fin", "mot<br>: fin", id="a break ends the run"),
        pytest.param("<p>un\n  mot\n:</p>", "<p>un mot~:</p>", id="source lines are spaces"),
        pytest.param("<ul>\n<li>a</li>\n</ul>", "<ul>\n<li>a</li>\n</ul>", id="between blocks"),
        pytest.param("a&nbsp;; b &amp; c &lt;", "a~; b &amp; c &lt;", id="character references"),
        pytest.param(
            "<a href=\"?a='b';\" title='x > y :'>n° 1</a> ?",
            "<a href=\"?a='b';\" title='x > y :'>n°~1</a>~?",
            id="attributes",
        ),
        pytest.param("<!-- a ; b --> c ;", "<!-- a ; b --> c~;", id="comment"),
    ],
)
def test_html_is_typeset_between_its_tags(source, printed):
    assert typeset_html(source) == printed.replace("~", NBSP)


@pytest.mark.parametrize("broken", ["<a ", '<a "', "<!--", "a < b <3 "])
def test_what_opens_no_tag_is_text_and_costs_no_more(broken):
    assert typeset_html(broken * 20_000).count("&lt;") == (broken * 20_000).count("<")


@given(fragments_with((*INLINE_TAGS, *BLOCK_TAGS)))
def test_typesetting_html_twice_is_typesetting_it_once(html):
    once = typeset_html(html)
    assert typeset_html(once) == once


@given(fragments_with((*INLINE_TAGS, *BLOCK_TAGS)))
def test_typesetting_html_keeps_tags_and_words_in_their_order(html):
    once = typeset_html(html)
    assert re.findall("<[^>]*>", once) == re.findall("<[^>]*>", html)
    assert [solid(unescape(node)) for node in re.split("<[^>]*>", once)] == [
        solid(unescape(node)) for node in re.split("<[^>]*>", html)
    ]


@given(texts.filter(lambda text: not re.search(r"[\n\t\f\r&<>.]", text)))
def test_inline_tags_make_no_difference_to_the_text(text):
    half = len(text) // 2
    html = f"{text[:half]}<em>{text[half:]}</em>"
    assert text_of(typeset_html(html)) == text_of(typeset_html(text))


@pytest.mark.parametrize(
    ("source", "raised"),
    [
        pytest.param("le 1er mars", "le 1<sup>er</sup> mars", id="1er"),
        pytest.param(
            "la 1re fois, le 2e", "la 1<sup>re</sup> fois, le 2<sup>e</sup>", id="1re, 2e"
        ),
        pytest.param("1<sup>er</sup>", "1<sup>er</sup>", id="already raised"),
        pytest.param("a2e, 21er, 62e4", "a2e, 21er, 62e4", id="codes"),
        pytest.param("https://a.fr/2e", "https://a.fr/2e", id="address"),
        pytest.param('<a title="1er">2e</a>', '<a title="1er">2<sup>e</sup></a>', id="attribute"),
    ],
)
def test_endings_of_ordinals_are_raised(source, raised):
    assert raise_ordinals(source) == raised
    assert raise_ordinals(raised) == raised


def test_plain_text_is_what_a_keyboard_writes():
    assert plain(f"l’été{NBSP}: «{NBSP}a – b…{NBSP}»") == "l'été : « a - b... »"


@given(st.lists(st.sampled_from(("l'été", " : ", "mot", " « ", " » ", " ; ", "...")), max_size=9))
def test_plain_undoes_typesetting(words):
    typed = re.sub(" +", " ", "".join(words))
    assert plain(typeset(typed)).replace(" ", "") == typed.replace(" ", "")


# Excerpts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("Accueil des équipes", 19, "Accueil des équipes"),
        ("Accueil des équipes", 18, "Accueil des…"),
        ("Accueil,  des\néquipes", 12, "Accueil…"),
        (f"Prix{NBSP}: 15{NBSP}euros", 12, "Prix…"),
        (f"«{NBSP}Oui{NBSP}» – non", 9, f"«{NBSP}Oui{NBSP}»…"),
        ("anticonstitutionnellement", 5, "anti…"),
        ("", 2, ""),
    ],
)
def test_an_excerpt_ends_with_a_whole_word(text, most, told):
    assert shortened(text, most) == told


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_an_excerpt_holds_in_what_it_is_given(text, most):
    told = shortened(text, most)
    assert len(told) <= most
    assert shortened(told, most) == told


def test_an_excerpt_of_no_letter_is_refused():
    with pytest.raises(ValueError, match="hold no letter"):
        shortened("Accueil", 1)
