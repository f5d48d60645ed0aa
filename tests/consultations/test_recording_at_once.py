"""Twenty people on the same cells: nothing lost, no error, sums exact, on both databases."""

from tests.copies import told_by


def test_twenty_people_on_the_same_cells_lose_nothing_and_see_no_error(database):
    found = told_by("tests.consultations.recording_clients", database, timeout=180)
    five_days = 5 * (2**10 - 1)
    assert found == {
        "errors": {},
        "conflicts were told": True,
        "rows": 10,
        "lost": False,
        "history of every write": True,
        "drift": 0,
        "sums": [[five_days, five_days]] * 2,
    }
