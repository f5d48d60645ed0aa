"""Within, near or beyond its limits: an antenna is told so in sentences."""

import pytest

from sites.rules.antenna_words import said_hours_reading, said_travel_reading
from sites.rules.antennas import HOURS, TRAVEL, Reading
from tests.sites.rules.slots import waiver

REFUSED = "admises pour une antenne, sans dérogation en vigueur."
ADMITTED = "admis le 5 janvier 2026 (Agence régionale de santé) : Cabinet fermé."


@pytest.mark.parametrize(
    ("minutes", "leave", "said"),
    [
        (0, None, "0 h par semaine, sur 20 h au plus : il reste 20 h."),
        (18 * 60, None, "18 h par semaine, sur 20 h au plus : il reste 2 h."),
        (20 * 60, None, "20 h par semaine, sur 20 h au plus : il ne reste rien."),
        (
            1230,
            None,
            f"20 h 30 par semaine : 30 min au-delà des 20 h {REFUSED}",
        ),
        (1440, waiver(), f"24 h par semaine : 4 h au-delà des 20 h, {ADMITTED}"),
    ],
)
def test_hours(minutes, leave, said):
    reading = Reading(limit=HOURS, value=minutes, waiver=leave)
    assert said_hours_reading(reading).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("minutes", "leave", "said"),
    [
        (None, None, "Trajet depuis le centre à mesurer : 30 min au plus."),
        (22, None, "Trajet depuis le centre : 22 min, sur 30 min au plus."),
        (
            35,
            None,
            f"Trajet depuis le centre : 35 min, 5 min au-delà des 30 min {REFUSED}",
        ),
        (
            35,
            waiver(TRAVEL),
            f"Trajet depuis le centre : 35 min, 5 min au-delà des 30 min, {ADMITTED}",
        ),
    ],
)
def test_travel(minutes, leave, said):
    reading = Reading(limit=TRAVEL, value=minutes, waiver=leave)
    assert said_travel_reading(reading).replace("\u00a0", " ") == said
