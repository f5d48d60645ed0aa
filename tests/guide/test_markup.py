"""Markdown to HTML: what is let through, what is typeset, what headings are called."""

import re

import pytest

from csipa.guide.contents import contents
from csipa.guide.markup import Heading, Medium, anchor_of, write
from csipa.guide.reading import ON_SCREEN, read

PLAIN = Medium(
    page=lambda slug, anchor: f"/{slug}/#{anchor}" if slug == "signer" else None,
    picture=lambda name, alternative: f"[{name}|{alternative}]",
)


def html(source, medium=PLAIN):
    return write(source, medium).html.strip()


def test_the_title_is_told_apart_and_headings_are_named_as_forges_name_them():
    page = write("# Un titre\n\nAvant.\n\n## 1. Créer l’acte\n\nTexte.\n\n### Sous-partie\n", PLAIN)
    assert page.title == "Un titre"
    assert "Un titre" not in page.html
    assert page.headings == (
        Heading(2, "1-créer-lacte", "1. Créer l’acte"),
        Heading(3, "sous-partie", "Sous-partie"),
    )
    assert '<h2 id="1-créer-lacte">1. Créer l’acte</h2>' in page.html


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("C’est enregistré ?", "cest-enregistré-"),
        ("À deux", "à-deux"),
        ("Énoncé, compté, calculé", "énoncé-compté-calculé"),
        ("Et si quelqu’un partait", "et-si-quelquun-partait"),
    ],
)
def test_an_anchor_keeps_accents_and_loses_signs(heading, anchor):
    assert anchor_of(heading) == anchor


def test_two_headings_of_the_same_words_have_two_anchors():
    assert [one.anchor for one in write("## Ici\n\n## Ici\n", PLAIN).headings] == ["ici", "ici-1"]


def test_in_print_headings_go_down_and_bear_the_name_of_their_page():
    medium = Medium(PLAIN.page, PLAIN.picture, anchor=lambda name: f"page--{name}", down=2)
    assert html("## Ici\n\n[là](#ici)", medium) == (
        '<h4 id="page--ici">Ici</h4>\n<p><a href="#page--ici">là</a></p>'
    )


def test_a_link_to_a_page_leads_to_it_and_one_out_of_the_guide_is_text():
    assert html("[Signer](signer.md#1-signer)") == '<p><a href="/signer/#1-signer">Signer</a></p>'
    assert html("[ici](../exploitation.md) et [là](nulle-part.md)") == "<p>ici et là</p>"
    assert html("[gras **et** lien](../x.md)") == "<p>gras <strong>et</strong> lien</p>"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "Un <img src=x onerror=alert(1)> texte",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](/admin/logout/)",
        "![x](https://exemple.fr/x.webp)",
        "![x](images/../../secret.webp)",
        '![a" onload="x](images/page.webp)',
    ],
)
def test_nothing_that_runs_or_leads_elsewhere_is_let_through(source, small_guide):
    written = write(source, ON_SCREEN).html
    tags = re.findall(r"<[^>]*>", written)
    assert not [tag for tag in tags if re.search(r'script|\son\w+="|javascript:|/admin/|exem', tag)]
    assert "<img" not in written or 'src="/static/guide/page.webp"' in written


def test_a_picture_alone_is_shown_as_the_medium_shows_it_with_its_words():
    assert html("Avant.\n\n![La liste : tout](images/page.webp)\n") == (
        "<p>Avant.</p> [page.webp|La liste\u00a0: tout]"
    )


def test_on_screen_a_picture_keeps_its_room_and_leads_to_itself(small_guide):
    written = write("![Une page](images/page.webp)\n", ON_SCREEN).html
    assert 'width="40" height="30" loading="lazy"' in written
    assert 'alt="Une page"' in written
    assert '<a href="/static/guide/page.webp">' in written
    assert "guide-picture-wide" in written


def test_text_is_typeset_and_code_is_left_as_it_is_typed():
    assert html('Tapez `"a" : b` : il dit "oui" ; voilà.') == (
        "<p>Tapez <code>&quot;a&quot; : b</code>\u00a0: il dit «\u00a0oui\u00a0»\u00a0; voilà.</p>"
    )
    assert "\nligne 2" in html("```\nligne 1 ;\nligne 2\n```")


def test_a_table_has_heads_by_column_scrolls_by_itself_and_has_no_style():
    written = html("| Tapez | Nombre |\n|---|--:|\n| `0` | 12 |\n")
    assert 'tabindex="0"><table>' in written
    assert '<th scope="col">Tapez</th>' in written
    assert '<td class="align-right">12</td>' in written
    assert "style=" not in written


def test_passages_cut_the_text_at_its_headings():
    page = write("# T\n\nAvant **cela**.\n\n## Un\n\nDedans `code`.\n\n```\nrun\n```\n", PLAIN)
    assert [(one.heading.anchor, one.text) for one in page.passages] == [
        ("", "Avant cela."),
        ("un", "Dedans code. run\n"),
    ]


@pytest.mark.parametrize("entry", contents().entries, ids=lambda entry: entry.slug)
def test_every_page_of_the_guide_is_written_for_the_content_policy(entry):
    written = read(entry)
    assert written.title
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", written.html)
    assert "\ue001" not in written.html
    for tag in re.findall(r"<img[^>]*>", written.html):
        assert re.search(r'alt="[^"]+" width="\d+" height="\d+" loading="lazy"', tag), tag
    levels = [heading.level for heading in written.headings]
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))
