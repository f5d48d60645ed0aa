"""A derived figure says how it was worked out: the same on a page and in a print."""

import datetime as dt

from django.template import Context, Template

from csipa.derived import Derived, Input, Notes

INHABITANTS = Input("population", "282\u00a0000 habitants", dt.date(2025, 9, 1), "un article")
WITHOUT = Input("sans médecin traitant", "32\u00a0000 habitants")
SHARE = Derived("11,3\u00a0%", "sans médecin traitant ÷ population", (WITHOUT, INHABITANTS))
MISSING = Derived("", "population", (), "Il manque la population.")


def test_an_input_tells_its_value_its_day_and_its_source():
    assert INHABITANTS.sentence == (
        "population\u00a0: 282\u00a0000 habitants, 1er\u00a0septembre\u00a02025, un article"
    )


def test_an_input_without_day_nor_source_tells_its_value_alone():
    assert WITHOUT.sentence == "sans médecin traitant\u00a0: 32\u00a0000 habitants"


def test_a_note_holds_the_formula_then_what_went_into_it():
    assert SHARE.note == f"{SHARE.formula} – {WITHOUT.sentence}\u00a0; {INHABITANTS.sentence}"


def test_a_note_without_inputs_is_its_formula():
    assert Derived("3", "tel qu’énoncé").note == "tel qu’énoncé"


def test_notes_are_numbered_as_they_are_called_each_told_once():
    notes, other = Notes(), Derived("3", "tel qu’énoncé")
    assert [notes.number(one) for one in (SHARE, other, SHARE)] == [1, 2, 1]
    assert notes.texts == [SHARE.note, other.note]


def test_a_missing_figure_calls_for_no_note():
    notes = Notes()
    assert notes.number(MISSING) is None
    assert notes.texts == []


def drawn(*figures):
    page = Template("{% load derived %}{% for one in figures %}{% derived one %}{% endfor %}")
    return page.render(Context({"figures": figures}))


def test_a_page_ties_each_figure_to_its_own_explanation():
    page = drawn(SHARE, SHARE)
    for rank in (1, 2):
        assert page.count(f'aria-describedby="chiffre-{rank}"') == 1
        assert page.count(f'id="chiffre-{rank}"') == 1


def test_a_page_says_what_is_missing_and_offers_no_explanation():
    page = drawn(MISSING)
    assert "Il manque la population." in page
    assert "<button" not in page


def test_a_page_escapes_what_somebody_typed_as_a_source():
    page = drawn(Derived("3", "tel qu’énoncé", (Input("nombre", "3", source="<b>article</b>"),)))
    assert "<b>" not in page
    assert "&lt;b&gt;article" in page
