"""Names of the inputs of the week grid: what goes out comes back, and nothing else comes in."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.rules.cell_names import NotACell, cell_name, read_cell_name
from consultations.rules.cells import ActivityKind, CellKey, Measure

NAME = "c-2-2026-06-01-3-consultation-0-done"
keys = st.builds(
    CellKey.of,
    st.integers(1, 2**31 - 1),
    st.dates(dt.date(2000, 1, 1), dt.date(2199, 12, 31)),
    st.integers(1, 2**31 - 1),
    st.sampled_from([kind.value for kind in ActivityKind]),
    st.integers(0, 2**31 - 1),
)


@given(keys, st.sampled_from(Measure), st.sampled_from("cb"))
def test_name_read_again_gives_the_cell(key, measure, prefix):
    name = cell_name(key, measure, prefix)
    assert read_cell_name(name, prefix) == (key, measure)
    assert len(name.split("-")) == 9


def test_name_says_site_day_profession_kind_person_and_measure():
    key = CellKey.of(2, dt.date(2026, 6, 1), 3, "consultation")
    assert cell_name(key, Measure.DONE) == NAME


@given(st.text(max_size=60))
def test_any_other_text_is_no_cell(text):
    with pytest.raises(NotACell, match="rechargez la page"):
        read_cell_name(text)


@pytest.mark.parametrize(
    "name",
    [
        NAME.replace("c-", "b-", 1),
        NAME.replace("done", "closed"),
        NAME.replace("2026-06-01", "2026-02-30"),
        NAME.replace("2026", "1999"),
        NAME.replace("2026", "2200"),
        NAME.replace("-3-", "-2147483648-"),
        NAME + "\n",
        NAME.replace("-0-", "--1-"),
    ],
)
def test_name_that_is_almost_one_is_no_cell(name):
    with pytest.raises(NotACell):
        read_cell_name(name)
