"""Lines of an extraction."""

import dataclasses

import pytest

from staffing.exchange.register.fictitious import (
    HEADINGS,
    FictitiousPlace,
    activity_file,
    national_id,
)
from staffing.rules.register.header import read_header
from staffing.rules.register.lines import BadLine, activity, doubt_on, readable, rpps_of, split
from staffing.rules.rpps import has_right_key

HEADER = read_header("|".join(HEADINGS) + "|")
PLACE = FictitiousPlace(rank=12, commune="62620", postal_code="62120")


def line(place=PLACE):
    return list(activity_file([place]))[1].encode()


def test_a_line_is_read_with_or_without_its_last_separator():
    whole = line()
    assert split(whole, HEADER) == split(whole.replace(b"|\r\n", b"\n"), HEADER)


def test_what_is_kept_of_a_line():
    kept = activity(split(line(), HEADER), HEADER)
    assert kept.national_id == national_id(12)
    assert kept.last_name == "IMAGINAIRE-0012"
    assert (kept.profession, kept.skill, kept.mode, kept.sector) == ("10", "SM54", "L", "SA07")
    assert kept.address == "13 Rue de l'Exemple"
    assert kept.key == "R00000012|L|SA07"
    assert kept.first_recourse


def test_every_text_fits_its_column():
    long = line().replace(b"IMAGINAIRE", b"X" * 500).replace(b"Structure fictive", b"Y" * 500)
    kept = activity(split(long, HEADER), HEADER)
    assert len(kept.last_name) == 120
    assert len(kept.name) == 250


@pytest.mark.parametrize("bad", [b"a|b|c\r\n", b"|" * 80, b""])
def test_a_wrong_number_of_fields_is_told(bad):
    with pytest.raises(BadLine, match="champs au lieu de 56"):
        split(bad, HEADER)


def test_a_line_without_identifier_is_told():
    blank = dataclasses.replace(PLACE)
    raw = line(blank).replace(national_id(12).encode(), b"")
    with pytest.raises(BadLine, match="identifiant"):
        activity(split(raw, HEADER), HEADER)


def test_bytes_that_are_not_text_do_not_lose_the_line():
    raw = line().replace(b"IMAGINAIRE", b"IMAGIN\xe9")
    assert not readable(raw)
    assert "\ufffd" in activity(split(raw, HEADER), HEADER).last_name


def test_a_quote_is_only_a_quote():
    raw = line().replace(b"Structure fictive", b'"Cabinet "des')
    assert activity(split(raw, HEADER), HEADER).name.startswith('"Cabinet "des')


def test_the_rpps_number_is_in_the_national_identifier():
    assert rpps_of("810101201234") == "10101201234"
    assert rpps_of("0879101558") == ""


def test_a_wrong_key_is_doubted_never_refused():
    assert "10101201234" in doubt_on("810101201234")
    assert doubt_on(national_id(3)) == ""
    assert has_right_key(rpps_of(national_id(3)))
    assert rpps_of(national_id(3)).startswith("99")
