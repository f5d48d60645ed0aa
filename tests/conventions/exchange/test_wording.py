"""The words that a party takes from its records."""

import pytest

from conventions.exchange.wording import party_words
from tests.conventions.factories import PartyFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("article", "gender", "told"),
    [
        ("la", "f", "Représentée par sa présidente"),
        ("l", "m", "Représenté par sa présidente"),
        ("les", "m", "Représentés par leur présidente"),
        ("les", "f", "Représentées par leur présidente"),
    ],
)
def test_a_representative_is_told_in_the_gender_and_number_of_the_party(article, gender, told):
    party = PartyFactory(organisation__article=article, organisation__gender=gender)
    assert party_words(party)["representative_introduction"] == told
