"""Fifty people sign at once in several processes, one of which dies in the middle."""

from tests.copies import told_by

CLIENTS = 50


def test_fifty_signatures_at_once_leave_no_gap_and_no_double_though_one_is_killed(database):
    found = told_by(
        "tests.conventions.signing_clients", database, "--clients", str(CLIENTS), "--kills", "1"
    )
    assert found == {
        "ranks": list(range(1, CLIENTS + 1)),
        "last": CLIENTS,
        "without document": 0,
        "killed": 1,
    }
