"""The certificate that an imported act prints: its executive's gender, its prefecture."""

import pytest

from conventions.documents import act_context
from tests.conventions import acts

RECEIVED = {"received_on": "2026-03-03", "published_on": "2026-03-05"}


def certificate(**changes):
    """Return the lines of the certificate of the decision with these changes."""
    act = acts.decision() | {"execution": RECEIVED} | changes
    context = act_context(act, draft=False, drafted_here=False)
    return [line.replace("\u00a0", " ") for line in context["parts"][0]["certificate"]]


@pytest.mark.parametrize(
    ("body", "signature", "expected"),
    [
        ("president", {"on_behalf": "Par délégation du Président"}, "le Président"),
        ("president", {"on_behalf": "Par délégation de la Présidente"}, "la Présidente"),
        ("president", {"capacity": "La présidente"}, "la Présidente"),
        ("president", {"capacity": "La vice-présidente", "gender": "f"}, "le Président"),
        ("council", {"capacity": "La Présidente"}, "la Présidente"),
        ("mayor", {"capacity": "La maire"}, "la Maire"),
        ("mayor", {"capacity": "Le maire"}, "le Maire"),
        ("mayor", {"on_behalf": "Pour la maire empêchée,"}, "la Maire"),
        ("director", {"capacity": "La directrice"}, "la Directrice"),
        ("director", {}, "le Directeur"),
    ],
)
def test_the_executive_is_named_in_the_gender_that_the_signature_tells(body, signature, expected):
    authority = acts.decision()["authority"] | {"body": body}
    lines = certificate(authority=authority, signature=signature)
    assert lines[0] == f"Certifié exécutoire par {expected}"


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("sous-préfecture de Béthune", "Sous-préfecture"),
        ("préfecture du Pas-de-Calais", "Préfecture"),
    ],
)
def test_the_place_of_reception_is_the_one_of_the_house(settings, name, office):
    settings.PREFECTURE_NAME = name
    assert certificate()[1] == f"Compte tenu de la réception en {office} le : 3 mars 2026"
