"""Excerpts: what is marked, what is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.excerpts import excerpt, marked
from conventions.rules.search_stems import query_stems

TEXT = "Vu la demande de la commune. " * 20
LONGEST_SHOWN = 300


def shown(pieces):
    return "".join(text for text, _ in pieces)


def found(pieces):
    return [text for text, is_found in pieces if is_found]


def test_every_form_of_a_word_is_marked():
    pieces = marked("Les soins, le Soin et le soignant.", query_stems("soin"))
    assert found(pieces) == ["soins", "Soin"]


@given(text=st.text(max_size=200), query=st.text(max_size=40))
def test_marking_changes_no_sign(text, query):
    assert shown(marked(text, query_stems(query))) == text


def test_the_passage_with_the_most_words_is_shown():
    texts = ["Le loyer.", "Le loyer de la commune.", "La commune."]
    assert shown(excerpt(texts, query_stems("loyers communes"))) == texts[1]


def test_a_long_text_is_cut_between_words_around_the_first_found():
    text = f"{TEXT}Le loyer est dû. {TEXT}"
    pieces = excerpt([text], query_stems("loyer"))
    assert found(pieces) == ["loyer"]
    told = shown(pieces)
    assert len(told) < LONGEST_SHOWN
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert set(told.split()) - {"…"} <= set(text.split())


def test_nothing_found_gives_nothing():
    assert excerpt(["La commune."], query_stems("loyer")) == []
    assert excerpt([], query_stems("loyer")) == []
    assert excerpt(["La commune."], []) == []
