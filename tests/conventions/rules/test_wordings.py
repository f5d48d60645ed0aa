"""A reworded article is told from one that only its spaces changed."""

import doctest

import pytest

from conventions.rules import wordings
from conventions.rules.wordings import wording_digest

SAID = {
    "title": "Engagements de la commune",
    "introduction": "La commune s’engage à :",
    "body": "",
    "commitments": ["ouvrir les locaux ;", "assurer le ménage."],
}


def test_the_examples_hold():
    assert doctest.testmod(wordings).failed == 0


def test_the_digest_is_a_sha256():
    digest = wording_digest(**SAID)
    assert len(digest) == 64
    assert int(digest, 16) >= 0


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Engagements de la  commune\n"},
        {"introduction": "La commune s’engage à\u00a0:"},
        {"commitments": ["ouvrir les locaux", "assurer le ménage ;"]},
    ],
)
def test_spaces_and_the_signs_of_a_list_say_nothing(other):
    assert wording_digest(**{**SAID, **other}) == wording_digest(**SAID)


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Engagements de la mairie"},
        {"introduction": ""},
        {"body": "<p>Un mot de plus.</p>"},
        {"commitments": ["ouvrir les locaux ;"]},
        {"commitments": ["assurer le ménage.", "ouvrir les locaux ;"]},
        {"commitments": ["ouvrir les locaux ;assurer le ménage."]},
    ],
)
def test_a_word_more_or_less_is_another_text(other):
    assert wording_digest(**{**SAID, **other}) != wording_digest(**SAID)


def test_a_text_does_not_pass_from_one_place_to_another():
    one = wording_digest(title="Objet", introduction="Les parties", body="")
    assert one != wording_digest(title="Objet", introduction="", body="Les parties")
