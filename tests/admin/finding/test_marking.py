"""The words typed are marked in each name, and nothing of a name becomes markup."""

import pytest

from csipa.templatetags.finding import marked, whole


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        pytest.param("Béthune", ("beth",), "<mark>Béth</mark>une", id="accent"),
        pytest.param("Nœux-les-Mines", ("noeux",), "<mark>Nœux</mark>-les-Mines", id="ligature"),
        pytest.param("Robecq", (), "Robecq", id="nothing typed"),
        pytest.param("Robecq", ("zzz",), "Robecq", id="not there"),
        pytest.param(
            "Ham-en-Artois", ("artois", "ham"), "<mark>Ham</mark>-en-<mark>Artois</mark>", id="two"
        ),
        pytest.param("mairie", ("mai", "mairie"), "<mark>mairie</mark>", id="longest first"),
    ],
)
def test_words_are_marked_as_they_are_written(text, words, shown):
    assert marked(text, words) == shown


def test_markup_of_a_name_is_shown_and_not_obeyed():
    assert marked("<b>Robecq</b>", ("robecq",)) == "&lt;b&gt;<mark>Robecq</mark>&lt;/b&gt;"
    assert marked("<b>", ()) == "&lt;b&gt;"


def test_numbers_are_grouped():
    assert whole(12345) == "12\u202f345" or whole(12345) == "12\u00a0345"
