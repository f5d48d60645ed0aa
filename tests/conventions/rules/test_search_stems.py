"""The words that the public search compares."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.search_stems import (
    BODY_LIMIT,
    HEADING_WEIGHT,
    LONGEST_STEM,
    MOST_STEMS,
    NUMBER_WEIGHT,
    TITLE_WEIGHT,
    PublicText,
    query_stems,
    text_stems,
    weigh,
)

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèêàçùîôœ", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("convention", "conventions"),
        ("sante", "santé"),
        ("SANTE", "santé"),
        ("autorisées", "autorisé"),
        ("autorisation", "autoriser"),
        ("permanence", "Permanences"),
        ("local", "locaux"),
        ("loyer", "loyers"),
        ("durée", "durées"),
        ("deliberations", "délibération"),
        ("oeuvre", "œuvre"),
        ("008", "8"),
        ("cc7", "CC007"),
        ("Saint-Floris", "St Floris"),
    ],
)
def test_a_word_asked_for_finds_the_other_forms_of_it(asked, written):
    assert query_stems(asked)
    assert query_stems(asked) == query_stems(written)


@pytest.mark.parametrize(
    ("asked", "written"), [("santé", "saint"), ("prix", "prise"), ("2026", "2025"), ("8", "80")]
)
def test_another_word_is_not_found(asked, written):
    assert query_stems(asked) != query_stems(written)


def test_words_that_say_nothing_are_left_out():
    assert query_stems("de l’une à la n° d'") == []
    assert query_stems("  …  – ") == []


def test_the_parts_of_a_number_are_kept():
    assert query_stems("n° 2026 008") == query_stems("2026_008") == ["2026", "8"]
    assert query_stems("2024/CC007") == ["2024", "cc7"]


def test_elided_words_are_told_apart():
    assert query_stems("l’antenne d’Isbergues") == query_stems("antenne Isbergues")


@given(word=LETTERS)
def test_accents_never_change_what_is_found(word):
    decomposed = unicodedata.normalize("NFKD", word)
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    assert text_stems(bare.upper()) == text_stems(word)


@given(text=st.text(max_size=300))
def test_any_text_gives_stems_that_fit_and_may_be_asked_for(text):
    stems = text_stems(text)
    assert all(0 < len(stem) <= LONGEST_STEM and stem.isascii() for stem in stems)
    assert query_stems(text) == list(dict.fromkeys(stems))[:MOST_STEMS]


def test_an_object_counts_more_than_a_theme_and_a_theme_more_than_the_text():
    text = PublicText(
        number="2026 008",
        title="Locaux de l’antenne",
        headings=("Santé",),
        body=("La santé, la commune.", *("Le loyer est dû." for _ in range(50))),
    )
    weights = weigh(text)
    assert weights["2026"] == NUMBER_WEIGHT
    (antenne,), (sante,), (commune,), (loyer,) = map(
        query_stems, ("antennes", "santé", "commune", "loyers")
    )
    assert weights[antenne] == TITLE_WEIGHT
    assert weights[sante] == HEADING_WEIGHT + 1
    assert weights[commune] == 1
    assert weights[loyer] == BODY_LIMIT < HEADING_WEIGHT < TITLE_WEIGHT
    assert "le" not in weights
