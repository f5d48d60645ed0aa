"""What keeps an act from being signed."""

import copy

import pytest

from conventions.rules.readiness import refusals

READY = {
    "title": "Ouverture",
    "provisions": [{"text": "d’ouvrir."}],
    "signature": {"place": "Béthune", "last_name": "DHÉLIN", "capacity": "La présidente"},
    "annexes": [
        {
            "title": "Convention",
            "convention": {
                "parties": [
                    {"name": "La commune", "representative": {"last_name": "A"}},
                    {"name": "La CPTS", "representative": {"last_name": "B"}},
                ],
                "closing": "Fait en deux exemplaires originaux.",
                "articles": [{"title": "Objet", "body": "<p>Coopérer.</p>"}],
                "period": {"start": "2026-01-26", "end": "2026-04-28"},
            },
        }
    ],
}


def changed(*path, value):
    """Return the ready act with one value replaced."""
    act = copy.deepcopy(READY)
    place = act
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return act


CONVENTION = ("annexes", 0, "convention")


def test_a_complete_act_can_be_signed():
    assert refusals(READY) == []


def test_a_party_whose_signatory_is_not_known_yet_does_not_hold_the_act_back():
    assert refusals(changed(*CONVENTION, "parties", 1, "representative", value=None)) == []


@pytest.mark.parametrize(
    ("act", "word"),
    [
        pytest.param(changed("title", value=""), "objet", id="no-object"),
        pytest.param(changed("provisions", value=[]), "dispositif", id="nothing-decided"),
        pytest.param(
            changed("provisions", value=[{"label": "DÉCIDE"}]), "« DÉCIDE » est vide", id="no-text"
        ),
        pytest.param(changed("signature", value={"place": "B"}), "signataire", id="no-signatory"),
        pytest.param(changed("signature", "place", value=""), "Fait à", id="no-place"),
        pytest.param(changed("annexes", value=[{"title": "P"}]), "vide", id="empty-annex"),
        pytest.param(
            changed(*CONVENTION, "parties", 1, "rank", value="informed"),
            "deux parties signataires",
            id="one-signatory",
        ),
        pytest.param(
            changed(*CONVENTION, "period", "end", value="2026-01-01"),
            "avant de prendre effet",
            id="ends-before-it-starts",
        ),
        pytest.param(changed(*CONVENTION, "closing", value=""), "exemplaires", id="originals"),
        pytest.param(changed(*CONVENTION, "articles", value=[]), "article", id="no-article"),
        pytest.param(
            changed(*CONVENTION, "articles", 0, "body", value=""), "« Objet » est vide", id="empty"
        ),
        pytest.param(
            changed(*CONVENTION, "articles", 0, value={"commitments": {"items": ["ouvrir"]}}),
            "de quelle partie",
            id="commitments-of-nobody",
        ),
    ],
)
def test_what_is_missing_is_said(act, word):
    said = refusals(act)
    assert len(said) == 1
    assert word.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in said[0]


def test_an_unknown_signatory_of_an_informed_party_does_not_matter():
    act = changed(*CONVENTION, "parties", value=[*READY["annexes"][0]["convention"]["parties"]])
    act["annexes"][0]["convention"]["parties"].append({"name": "L’ARS", "rank": "informed"})
    assert refusals(act) == []
