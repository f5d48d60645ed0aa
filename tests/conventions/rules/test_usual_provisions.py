"""What opens and closes nearly every act of a body."""

import pytest

from conventions.models import Body
from conventions.rules.usual_provisions import closing_provisions, enacting_words, nature_of
from csipa.french.grammar import Gender

COURT = "tribunal administratif d’Amiens"


@pytest.mark.parametrize("body", Body.values)
def test_every_act_tells_how_it_is_challenged(body):
    (*_, (label, text)) = closing_provisions(body, court=COURT)
    assert label == "INFORME"
    assert "deux mois" in text
    assert COURT in text


@pytest.mark.parametrize(
    ("body", "council"), [("president", "communautaire"), ("mayor", "municipal"), ("bureau", "co")]
)
def test_what_is_decided_by_delegation_is_reported(body, council):
    (label, text), _ = closing_provisions(body, court=COURT)
    assert label == "PRÉCISE"
    assert f"conseil {council}" in text


def test_a_council_reports_to_nobody():
    assert [label for label, _ in closing_provisions("council", court=COURT)] == ["INFORME"]


@pytest.mark.parametrize(
    ("body", "gender", "words"),
    [
        ("president", Gender.FEMININE, "La présidente,"),
        ("mayor", Gender.MASCULINE, "Le maire,"),
        ("bureau", Gender.FEMININE, "Le bureau, après en avoir délibéré,"),
    ],
)
def test_an_act_opens_with_who_decides(body, gender, words):
    assert enacting_words(body, gender) == words


def test_collegial_bodies_deliberate():
    assert nature_of("council") == "deliberation"
    assert nature_of("president") == "decision"
