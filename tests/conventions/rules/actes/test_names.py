"""Names of what is sent to the State, and the identifier they are made of."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.actes.codes import (
    ANNEX_TYPES,
    MAIN_TYPES,
    NATURES,
    main_type,
    nature_figure,
    type_label,
)
from conventions.rules.actes.names import (
    Identifier,
    archive_name,
    document_name,
    envelope_name,
    message_name,
    read_identifier,
)
from conventions.rules.numbering import NATURE_CODES, NumberError

ACT = "062-200072460-20260115-2026_008-AU"


def test_the_files_of_a_package_bear_the_identifier_of_the_act():
    assert message_name(ACT) == f"{ACT}-1-1_0.xml"
    assert document_name(ACT, "99_AU", 1) == f"99_AU-{ACT}-1-1_1.pdf"
    assert document_name(ACT, "22_CO", 2) == f"22_CO-{ACT}-1-1_2.pdf"


def test_the_envelope_and_the_archive_bear_the_sender_the_day_and_the_rank():
    day = dt.date(2026, 1, 15)
    assert envelope_name("200072460", day, 3) == "EACT--200072460--20260115-3.xml"
    assert archive_name("SLO", "200072460", day, 3) == "SLO-EACT--200072460--20260115-3.tar.gz"
    assert archive_name("", "200072460", day, 3) == "EACT--200072460--20260115-3.tar.gz"


@pytest.mark.parametrize("day", [29, 30, 31])
def test_the_last_days_of_december_stay_in_their_own_year(day):
    # These days belong to week 1 of the year after.
    date = dt.date(2025, 12, day)
    assert date.isocalendar().year == 2026
    assert f"--202512{day}-" in envelope_name("200072460", date, 1)
    assert f"-202512{day}-" in str(Identifier("062", "200072460", date, "2025_900", "DE"))


def test_the_first_days_of_january_stay_in_their_own_year():
    date = dt.date(2027, 1, 1)
    assert date.isocalendar().year == 2026
    assert envelope_name("200072460", date, 1) == "EACT--200072460--20270101-1.xml"


@given(
    st.builds(
        Identifier,
        st.sampled_from(["062", "02A", "974"]),
        st.from_regex(r"\A[0-9]{9}\Z"),
        st.dates(min_value=dt.date(1900, 1, 1)),
        st.from_regex(r"\A[A-Z0-9_]{2,15}\Z"),
        st.sampled_from(NATURE_CODES),
    )
)
def test_an_identifier_is_read_back_as_it_was_written(identifier):
    assert read_identifier(str(identifier)) == identifier


@pytest.mark.parametrize(
    "text",
    [
        "",
        "062-200072460-20260115-2026-008-AU",
        "062-200072460-20260115-2026 008-AU",
        "062-200072460-20260230-2026_008-AU",
        "062-200072460-20260115-2026_008-ZZ",
        "062-20007246-20260115-2026_008-AU",
        "62-200072460-20260115-2026_008-AU",
        "062-200072460-20260115-2026_0089012345678-AU",
        f"{ACT}\n",
        f"{ACT}-1-1",
    ],
)
def test_what_is_not_an_identifier_is_not_read(text):
    assert read_identifier(text) is None


def test_natures_are_counted_from_one_in_the_order_of_the_nomenclature():
    assert [nature_figure(code) for code in ("DE", "AR", "AI", "CC", "BF", "AU")] == [*range(1, 7)]
    assert set(NATURES) == set(MAIN_TYPES) == set(NATURE_CODES)
    with pytest.raises(NumberError):
        nature_figure("XX")


def test_the_document_of_a_regulatory_act_has_a_type_of_its_own():
    kinds = [main_type(code) for code in NATURE_CODES]
    assert kinds == ["99_DE", "99_AT", "99_AI", "99_CO", "99_BU", "99_AU"]


def test_types_have_french_names_and_an_unknown_one_its_code():
    assert type_label("22_CO") == "Convention"
    assert type_label("99_DE") == "Délibération"
    assert type_label("77_ZZ") == "77_ZZ"
    assert set(ANNEX_TYPES) == {"10_DE", "22_CO", "22_DN", "32_DP", "42_AC"}
