"""What an action costs, exact to the cent."""

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.sheet_budget import Funding, budget_of


def plain(text):
    return text.replace("\u00a0", " ")


BUDGET = budget_of(
    [
        Funding(2024, "ARS", D("0.10"), D("0.10")),
        Funding(2024, "Région", D("1000.20"), D("500.05")),
        Funding(2025, "ARS", D("0.20")),
    ]
)


def test_sums_are_exact_by_payer_by_year_and_in_all():
    assert [(one.label, one.planned, one.spent) for one in BUDGET.by_payer] == [
        ("ARS", D("0.30"), D("0.10")),
        ("Région", D("1000.20"), D("500.05")),
    ]
    assert [(one.label, one.planned) for one in BUDGET.by_year] == [
        ("2024", D("1000.30")),
        ("2025", D("0.20")),
    ]
    assert (BUDGET.whole.planned, BUDGET.whole.spent) == (D("1000.50"), D("500.15"))


def test_what_is_not_known_is_told_and_is_no_zero():
    shown = BUDGET.whole.spent_shown
    assert plain(shown.text) == "500,15 €"
    assert "ARS, 2025 : dépense non saisie" in [plain(one.sentence) for one in shown.inputs]
    later = BUDGET.by_year[1]
    assert later.spent is None
    assert (later.spent_shown.text, later.spent_shown.missing) == ("", "Aucune dépense saisie")


def test_the_part_spent_compares_like_with_like():
    shown = BUDGET.whole.share_shown
    # 500,15 ÷ 1 000,30: the line of 2025, whose spending is not known, is on neither side.
    assert plain(shown.text) == "50,0 %"
    assert "2 sur 3 financements" in plain(shown.inputs[2].sentence)


def test_nothing_planned_gives_no_part():
    shown = budget_of([Funding(2024, "ARS", D(0), D(5))]).whole.share_shown
    assert (shown.text, shown.missing) == ("", "Rien de prévu en face des dépenses")


@given(
    st.lists(
        st.builds(
            Funding,
            st.integers(2020, 2024),
            st.sampled_from(["ARS", "Région", "Ville"]),
            st.decimals(0, 10**9, places=2),
            st.none() | st.decimals(0, 10**9, places=2),
        )
    )
)
def test_the_parts_make_the_whole_whatever_the_cut(lines):
    budget = budget_of(lines)
    for parts in (budget.by_payer, budget.by_year):
        assert sum((one.planned for one in parts), D(0)) == budget.whole.planned
        assert sum((one.spent or 0 for one in parts), D(0)) == (budget.whole.spent or 0)
