"""A pasted list is cut into names; none is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.rules.commune_lists import ListRefused, is_same_writing, split_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ames ; Amettes ; Auchy-au-Bois.", ["Ames", "Amettes", "Auchy-au-Bois"]),
        ("Ames, Amettes et Rely", ["Ames", "Amettes", "Rely"]),
        ("• Ames\r\n– Amettes\n\n* Rely\n", ["Ames", "Amettes", "Rely"]),
        ("«\u00a0Ames\u00a0»\tLillers (62190)", ["Ames", "Lillers (62190)"]),
        ("Ames ; Ames", ["Ames", "Ames"]),
        ("La  Couture", ["La Couture"]),
    ],
)
def test_list_is_cut_into_its_names(text, names):
    assert split_names(text) == names


@pytest.mark.parametrize("text", ["", " ; ,\n. ", "x" * 50_000, "Ames;" * 601])
def test_text_that_is_no_list_is_refused(text):
    with pytest.raises(ListRefused):
        split_names(text)


@given(
    st.lists(
        st.from_regex(r"[A-Z][a-z]{3,9}(-[a-z]{3,6})?", fullmatch=True), min_size=1, max_size=40
    )
)
def test_names_joined_by_any_separator_come_back(names):
    for separator in (" ; ", ",", "\n", ";\n"):
        assert split_names(separator.join(names)) == names


def test_writing_is_compared_without_case_nor_hyphens():
    assert is_same_writing("LIGNY LES-AIRE", "Ligny-les-Aire")
    assert not is_same_writing("St-Venant", "Saint-Venant")
