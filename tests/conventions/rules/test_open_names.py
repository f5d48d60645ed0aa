"""The names of people leave what is told to everybody."""

import pytest

from conventions.rules.open_names import without_names


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("Convention avec le docteur Anne DUVAL", ["docteur Anne Duval"], "le docteur [occulté]"),
        ("Convention Duval-Lemaire", ["Anne Duval-Lemaire"], "Convention [occulté]"),
        ("Local de Mme DUVAL, infirmière", ["Duval"], "Local de Mme [occulté], infirmière"),
        ("Convention du cabinet infirmier", ["Anne Duval"], "cabinet infirmier"),
        ("Maison Duvallet", ["Anne Duval"], "Maison Duvallet"),
        ("Permanence", [], "Permanence"),
    ],
)
def test_names_are_struck_and_trades_stay(text, names, told):
    assert without_names(text, names).endswith(told)
