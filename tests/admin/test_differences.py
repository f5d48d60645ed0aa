"""What changed, in words: values as French people read them, long texts word by word."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.models import Article, ClauseVersion
from csipa.admin.differences import field_changes, in_french, moment, word_pieces
from sites.models import Site

FIELDS = {field.name: field for field in Site._meta.get_fields() if field.concrete}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        pytest.param("name", "", "vide", id="empty text"),
        pytest.param("opened_on", None, "vide", id="no date"),
        pytest.param("opened_on", dt.date(2026, 3, 1), "1er\u00a0mars\u00a02026", id="first day"),
        pytest.param("kind", "antenna", "antenne", id="choice"),
        pytest.param("kind", "gone", "gone", id="choice that no longer exists"),
        pytest.param("commune", "62048", "n°\u00a062048 (supprimé)", id="row that is gone"),
        pytest.param("version", 12345, "12\u00a0345", id="number"),
        pytest.param("version", 2026, "2026", id="year"),
    ],
)
def test_a_value_is_told_in_french(name, value, words):
    assert in_french(FIELDS[name], value, {}).replace("\u00a0234", "\u202f234") == words


def test_a_relation_is_told_by_its_name():
    related = {(FIELDS["commune"].remote_field.model, "62048"): "Auchy-au-Bois"}
    assert in_french(FIELDS["commune"], "62048", related) == "Auchy-au-Bois"


def test_rich_text_is_told_without_its_tags():
    body = Article._meta.get_field("body")
    words = in_french(body, "<p>Le <strong>siège</strong></p><ul><li>un</li></ul>", {})
    assert "<" not in words
    assert "Le siège" in words


def test_a_moment_is_told_in_the_time_of_the_centre():
    when = dt.datetime(2026, 7, 1, 12, 5, tzinfo=dt.UTC)
    assert moment(when) == "1er\u00a0juillet\u00a02026 à 14\u00a0h\u00a005"


def test_an_empty_value_that_stays_empty_is_no_change():
    fields = [FIELDS["opened_on"], FIELDS["name"]]
    assert field_changes(Site(name=""), Site(name=""), fields, {}) == []


def test_a_long_list_is_compared_word_by_word():
    old = ClauseVersion(commitments=["assurer le ménage des locaux", "tenir le planning du mois"])
    new = ClauseVersion(commitments=["assurer le ménage des salles", "tenir le planning du mois"])
    (change,) = field_changes(old, new, [ClauseVersion._meta.get_field("commitments")], {})
    assert [piece.text for piece in change.pieces if piece.kind != "kept"] == ["locaux", "salles"]


def test_a_long_text_shows_only_what_surrounds_the_change():
    old = " ".join(f"mot{n}" for n in range(100))
    pieces = word_pieces(old, old.replace("mot50 ", "autre "))
    assert [piece.kind for piece in pieces] == ["cut", "kept", "removed", "added", "kept", "cut"]
    assert len("".join(piece.text for piece in pieces)) < 150


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_comparison_invents_nothing(old, new):
    pieces = word_pieces(old, new)
    for piece in pieces:
        source = {"removed": old, "added": new, "kept": old}.get(piece.kind, "[…]")
        assert piece.text in source
