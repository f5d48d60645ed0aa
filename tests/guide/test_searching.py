"""The search of the guide: accents, stems, order, excerpts."""

import pytest

from csipa.guide.searching import MOST, fold, search


def slugs(query):
    return [hit.entry.slug for hit in search(query)]


def shown(hit):
    return "".join(piece.text for piece in hit.excerpt)


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("rediger une decision", "rediger-une-decision"),
        ("RÉDIGER", "rediger-une-decision"),
        ("saisir", "saisir-la-semaine"),
        ("comment signer un acte ?", "signer-et-imprimer"),
        ("loyer", "loyers-et-locaux"),
        ("prefecture", "transmettre-a-la-prefecture"),
        ("mot de passe oublié", "entrer"),
        ("corbeille", "corbeille"),
        ("conventions de modèle", "bibliotheque-de-clauses"),
    ],
)
def test_a_question_finds_its_page_among_the_first(query, slug):
    assert slug in slugs(query)[:4]


def test_a_word_of_a_title_comes_before_a_word_of_a_text():
    assert slugs("planning")[0] == "planning"
    assert slugs("visa")[0] == "visas"


def test_the_other_forms_of_a_word_are_found_too():
    assert slugs("conventions") == slugs("convention")


def test_every_word_must_be_there():
    assert slugs("hippopotame") == []
    assert slugs("planning hippopotame") == []
    assert slugs("   ") == []
    assert slugs("?!") == []


def test_words_that_tell_nothing_are_passed_over_unless_there_are_no_others():
    assert slugs("le planning de la") == slugs("planning")
    assert len(slugs("le")) == MOST


def test_a_hit_names_the_heading_and_shows_the_words_found():
    hit = next(hit for hit in search("sans réseau") if hit.entry.slug == "saisir-la-semaine")
    assert hit.heading.anchor == "sans-réseau"
    assert hit.part == "L’activité"
    hit = next(hit for hit in search("empreinte") if hit.entry.slug == "signer-et-imprimer")
    assert "empreinte" in [piece.text for piece in hit.excerpt if piece.is_hit]
    assert len(shown(hit)) < 300


def test_an_excerpt_is_cut_between_words(small_guide):
    words = [f"mot{number}" for number in range(200)]
    words[100] = "Préfecture"
    (small_guide / "signer.md").write_text(f"# Signer\n\n{' '.join(words)}\n", encoding="utf-8")
    (hit,) = search("prefecture")
    text = shown(hit)
    assert text.startswith("… mot")
    assert text.endswith(" …")
    assert set(text.split()) <= {*words, "…"}
    assert [piece.text for piece in hit.excerpt if piece.is_hit] == ["Préfecture"]


def test_a_page_is_found_under_its_new_words_as_soon_as_it_changed(small_guide):
    assert slugs("girafe") == []
    (small_guide / "signer.md").write_text("# Signer\n\nUne girafe.\n", encoding="utf-8")
    assert slugs("girafe") == ["signer"]


def test_folding_takes_accents_and_ligatures_off():
    assert fold("ŒUVRE À l’Été") == "oeuvre a l’ete"
