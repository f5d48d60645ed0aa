"""What is typed in the search box, read into words."""

import pytest

from csipa.admin.finding.words import MOST_SIGNS, MOST_WORDS, read

ACTS = frozenset({"acte", "decision"})


def test_links_are_not_looked_for():
    asked = read("l’antenne de la Couture")
    assert asked.words == ("antenne", "couture")
    assert asked.every == ("l", "antenne", "de", "la", "couture")


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        pytest.param("La Couture", ("couture",), id="article"),
        pytest.param("mairie de Robecq", ("mairie", "de", "robecq"), id="link inside"),
        pytest.param("n° 2026 015", ("2026", "015"), id="number sign"),
    ],
)
def test_phrase_begins_with_the_first_word_that_counts(typed, phrase):
    assert read(typed).phrase == phrase


@pytest.mark.parametrize("typed", ["", "   ", "\t\n"])
def test_nothing_typed_is_empty(typed):
    assert read(typed).is_empty


@pytest.mark.parametrize("typed", ["b", "é", "de la", "!!", "l’"])
def test_one_letter_or_links_alone_are_not_enough(typed):
    asked = read(typed)
    assert not asked.is_empty
    assert not asked.is_enough


@pytest.mark.parametrize("typed", ["8", "eu", "Us", "12", "b 2"])
def test_one_figure_or_two_letters_are_enough(typed):
    assert read(typed).is_enough


def test_number_of_an_act_typed_in_one_go_is_its_year_and_its_rank():
    assert read("2026015").words == ("2026", "015")
    assert read("62190").words == ("62190",)
    assert read("3000015").words == ("3000015",)


def test_word_that_names_the_kind_is_left_out():
    assert read("décision 2026 015").besides(ACTS).words == ("2026", "015")


def test_kind_typed_alone_stays():
    asked = read("décision")
    assert asked.besides(ACTS) is asked


def test_what_names_no_kind_stays_as_it_is():
    asked = read("convention de la maison")
    assert asked.besides(frozenset()).words == asked.words


@pytest.mark.parametrize("typed", ["2026 015", "2026-015", "2026_015", "n° 2026 015"])
def test_number_is_compared_without_its_signs(typed):
    assert "2026015" in read(typed).besides(ACTS).codes


def test_long_number_is_one_word_however_it_is_grouped():
    assert read("200 072 460").words == read("200.072.460").words == ("200072460",)
    assert read("2026 015").words == ("2026", "015")


def test_letter_before_a_number_belongs_to_it_or_not():
    assert read("A 2026-1").codes == {"A20261", "20261"}


def test_words_without_a_figure_are_no_number():
    assert read("Robecq").codes == frozenset()


def test_long_text_is_cut_and_says_so():
    asked = read("x" * (MOST_SIGNS + 1))
    assert asked.is_cut
    assert len(asked.typed) == MOST_SIGNS
    assert not read("x" * MOST_SIGNS).is_cut


def test_many_words_are_cut_and_say_so():
    asked = read(" ".join(["mot"] * (MOST_WORDS + 1)))
    assert asked.is_cut
    assert len(asked.every) == MOST_WORDS


def test_signs_that_nobody_types_are_left_out():
    assert read("Ro\x00becq\x1f").typed == "Ro becq"
