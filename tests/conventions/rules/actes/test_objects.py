"""What is sent of the words of an act: one line of ISO-8859-1, never too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.actes.objects import LONGEST, transmitted


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Signature d’une convention", "Signature d'une convention"),
        ("Santé – antenne de Norrent-Fontes", "Santé - antenne de Norrent-Fontes"),
        ("Cœur de ville, ŒUVRE", "Coeur de ville, OEUVRE"),
        ("Suite…", "Suite..."),
        ("Loyer de 1\u00a0200\u202f€", "Loyer de 1 200 EUR"),
        ("deux\nlignes\u2028et\tplus", "deux lignes et plus"),
        ("« Maison » à l’été", "« Maison » à l'été"),
        ("e\u0301te\u0301", "été"),
        ("co\u00adupure", "coupure"),
        ("  bords  ", "bords"),
        ("L’Haÿ, Ÿ", "L'Haÿ, Y"),
        ("", ""),
    ],
)
def test_signs_out_of_the_encoding_are_written_otherwise(written, sent):
    assert transmitted(written).text == sent
    assert transmitted(written).lost == ()


def test_a_sign_that_nothing_stands_for_is_told():
    sent = transmitted("Accueil 中 et 中")
    assert sent.text == "Accueil ? et ?"
    assert sent.lost == ("中",)


def test_a_long_object_is_cut_at_a_word_and_the_end_is_told():
    title = "Convention tripartite " * 40
    sent = transmitted(title)
    assert len(sent.text) <= LONGEST
    assert sent.text.endswith("...")
    assert sent.text[:-3].split()[-1] in {"Convention", "tripartite"}
    assert f"{sent.text[:-3]} {sent.cut}" == title.strip()


def test_an_object_of_the_largest_size_is_not_cut():
    assert transmitted("a" * LONGEST).cut == ""
    one_more = transmitted("a" * (LONGEST + 1))
    assert len(one_more.text) == LONGEST
    assert one_more.cut == "aaaa"


@given(st.text(max_size=1200))
def test_whatever_is_typed_is_sent_on_one_line_of_latin_1(text):
    sent = transmitted(text).text
    assert sent.encode("iso-8859-1").decode("iso-8859-1") == sent
    assert len(sent) <= LONGEST
    assert len(sent.splitlines()) <= 1
    assert sent == sent.strip()
    assert not any(ord(sign) < 32 or 127 <= ord(sign) <= 160 or ord(sign) == 173 for sign in sent)


@given(st.text(max_size=700))
def test_what_was_sent_once_is_sent_again_as_it_is(text):
    sent = transmitted(text).text
    assert transmitted(sent).text == sent
