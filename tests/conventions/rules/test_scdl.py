"""The standard of open deliberations: headings, votes, natures."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.scdl import (
    COLUMNS,
    MATTER_CODE,
    MATTER_NAME,
    PREFECTURE,
    Ballot,
    act_nature,
    matter_cells,
    row_faults,
    vote_cells,
    vote_fault,
)
from tests.conventions.scdl import ORDER, breaches

ROW = dict.fromkeys(ORDER, "") | {
    "COLL_NOM": "Communauté d’agglomération",
    "COLL_SIRET": "20007246000013",
    "DELIB_ID": "2026 008",
    "DELIB_DATE": "2026-01-15",
    "DELIB_MATIERE_CODE": "8.2",
    "DELIB_MATIERE_NOM": "domaines de compétences par thèmes/aide sociale",
    "DELIB_OBJET": "Ouverture",
}
numbers = st.one_of(st.none(), st.integers(0, 60))


def test_the_columns_are_those_of_the_standard_in_its_order():
    assert list(COLUMNS) == ORDER
    assert len(COLUMNS) == 17


@pytest.mark.parametrize("first", range(1, 10))
def test_every_heading_of_the_nomenclature_is_written_as_the_standard_wants(first):
    known = [cells for second in range(1, 11) if (cells := matter_cells(f"{first}.{second}"))]
    assert known
    for cells in known:
        assert breaches(ROW | cells) == []
        assert re.fullmatch(MATTER_CODE, cells["DELIB_MATIERE_CODE"])
        assert re.fullmatch(MATTER_NAME, cells["DELIB_MATIERE_NOM"])


def test_a_third_level_is_told_by_its_second():
    assert matter_cells("8.5.1") == {
        "DELIB_MATIERE_CODE": "8.5",
        "DELIB_MATIERE_NOM": "domaines de compétences par thèmes/politique de la ville habitat "
        "logement",
    }


@pytest.mark.parametrize("code", ["", "8", "8.99", "0.1", "10.1", "huit"])
def test_a_heading_that_nobody_knows_gives_no_cell(code):
    assert matter_cells(code) == {}


@pytest.mark.parametrize("name", ["finances locales / divers", "a/b, c", "a/(b)", "seul", "/b"])
def test_the_pattern_refuses_what_the_standard_refuses(name):
    assert not re.fullmatch(MATTER_NAME, name)
    assert "DELIB_MATIERE_NOM" in breaches(ROW | {"DELIB_MATIERE_NOM": name})


@given(st.builds(Ballot, numbers, numbers, numbers, numbers, numbers))
def test_a_vote_is_told_whole_and_right_or_not_at_all(ballot):
    cells = vote_cells(ballot)
    if vote_fault(cells):
        assert "VOTE" in breaches(ROW | {name: str(cell) for name, cell in cells.items()})
    else:
        assert len(cells) in (0, 5)
        assert breaches(ROW | {name: str(cell) for name, cell in cells.items()}) == []


def test_voters_who_were_not_counted_are_the_sum_of_the_voices():
    assert vote_cells(Ballot(100, None, 90, 1, 1))["VOTE_REEL"] == 92


def test_blank_ballots_are_told():
    assert "bulletins blancs" in vote_fault(vote_cells(Ballot(100, 93, 90, 1, 1)))
    assert "93 votants pour 92" in vote_fault(vote_cells(Ballot(92, 93, 91, 1, 1)))


def test_an_act_is_not_received_before_it_is_taken():
    days = {"DELIB_DATE": dt.date(2026, 1, 15), "PREF_DATE": dt.date(2026, 1, 14)}
    assert row_faults(days)
    assert row_faults(days | {"PREF_DATE": dt.date(2026, 1, 15)}) == []
    assert row_faults({"BUDGET_NOM": "Budget principal"})


@pytest.mark.parametrize(
    ("nature", "individual", "code", "told"),
    [
        ("deliberation", False, "AU", ("1", "")),
        ("arrete", False, "AU", ("2", "")),
        ("arrete", True, "AU", ("3", "")),
        ("decision", False, "AU", ("6", "décision")),
        ("decision", False, "DE", ("1", "")),
    ],
)
def test_the_nature_is_that_of_the_transmission(nature, individual, code, told):
    assert act_nature(nature, individual=individual, decision_code=code) == told


@pytest.mark.parametrize(("name", "good"), [("SPREF0622", True), ("PREF062", True), ("062", False)])
def test_prefectures_have_an_identifier(name, good):
    assert bool(re.fullmatch(PREFECTURE, name)) is good
