"""Whether the executive was a woman, told by the signature."""

import pytest

from conventions.rules.holders import held_by_woman


@pytest.mark.parametrize(
    ("signature", "woman"),
    [
        pytest.param({"gender": "f"}, True, id="woman in person"),
        pytest.param({"gender": "m"}, False, id="man in person"),
        pytest.param({"gender": "", "capacity": "La Présidente"}, True, id="capacity alone"),
        pytest.param({"gender": "f", "capacity": "Vice-présidente"}, False, id="deputy alone"),
        pytest.param(
            {"gender": "f", "capacity": "3e adjointe au maire"}, False, id="deputy of a mayor"
        ),
        pytest.param(
            {"gender": "m", "on_behalf": "Par délégation de la présidente"}, True, id="her delegate"
        ),
        pytest.param(
            {"gender": "f", "on_behalf": "Par délégation du maire"}, False, id="his delegate"
        ),
        pytest.param({"gender": "f", "prevented": True}, False, id="prevented, unnamed"),
        pytest.param(
            {"gender": "m", "on_behalf": "Pour la maire empêchée,", "prevented": True},
            True,
            id="prevented, named",
        ),
    ],
)
def test_the_signature_tells_the_gender_of_the_holder(signature, woman):
    assert held_by_woman(**signature) is woman
