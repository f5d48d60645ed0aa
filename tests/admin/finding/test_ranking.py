"""The best answers first: the number, the name, its beginning, its words, then the rest."""

import pytest

from csipa.admin.finding.ranking import (
    BEGINNING,
    EXACT_CODE,
    EXACT_NAME,
    INSIDE,
    WORDS,
    ranked,
)
from csipa.admin.finding.words import read
from sites.models import Commune
from tests.sites.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def rank(typed, commune, names):
    rows = ranked(Commune.objects.all(), read(typed), names=names, codes=("insee_code",))
    return rows.get(pk=commune.pk).found_rank


@pytest.mark.parametrize("names", [("search_key",), ("name",)], ids=["key", "words as written"])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("02999", EXACT_CODE, id="the code"),
        pytest.param("02-999", EXACT_CODE, id="the code with a sign"),
        pytest.param("029", BEGINNING, id="the beginning of the code"),
        pytest.param("la côte-saint-aubin", EXACT_NAME, id="the name"),
        pytest.param("Cote St Aubin", None, id="the name without its article"),
        pytest.param("la cote", BEGINNING, id="the beginning"),
        pytest.param("aubin", WORDS, id="a word"),
        pytest.param("aub cot", WORDS, id="beginnings of words, in another order"),
        pytest.param("ubin", INSIDE, id="inside a word"),
    ],
)
def test_rank_tells_how_well_a_row_answers(names, typed, expected):
    commune = CommuneFactory(insee_code="02999", name="La Côte-Saint-Aubin")
    if expected is None:
        assert rank(typed, commune, names) in {EXACT_NAME, BEGINNING, WORDS}
    else:
        assert rank(typed, commune, names) == expected


def test_letter_with_an_accent_begins_no_word():
    """« tat » is inside « état », whatever its first letter bears."""
    commune = CommuneFactory(name="Étatville")
    assert rank("tat", commune, ("name",)) == INSIDE
