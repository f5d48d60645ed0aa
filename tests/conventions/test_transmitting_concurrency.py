"""Several people pack acts at once: each envelope of the day has a rank of its own."""

from tests.copies import told_by

CLIENTS, EACH = 12, 3


def test_envelopes_made_at_once_are_numbered_without_gap_nor_double(database):
    found = told_by("tests.conventions.transmitting_clients", database, "--clients", str(CLIENTS))
    assert found == list(range(1, CLIENTS * EACH + 1))
