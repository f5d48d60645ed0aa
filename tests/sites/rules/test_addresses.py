"""Addresses: what is not known leaves no hole."""

import pytest

from sites.rules.addresses import address_lines


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        pytest.param(
            ("61 route départementale 943", "62120", "Norrent-Fontes"),
            ["61 route départementale 943", "62120 Norrent-Fontes"],
            id="whole",
        ),
        pytest.param(
            ("Mairie\n\n 1 place \n", "", "Robecq"), ["Mairie", "1 place", "Robecq"], id="no code"
        ),
        pytest.param(("", "", ""), [], id="nothing"),
    ],
)
def test_address_has_one_line_for_each_known_part(parts, lines):
    assert address_lines(*parts) == lines
