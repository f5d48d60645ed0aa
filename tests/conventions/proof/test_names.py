"""Names of the files of an archive: whatever was typed, nothing but a plain name comes out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.proof.names import plain, ranked


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("convention signée", "convention-signee"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\System32", "C-Windows-System32"),
        ("Décision n° 2026 008", "Decision-n-2026-008"),
        ("....", "fichier"),
        ("", "fichier"),
        ("\u202egpj.exe", "gpj.exe"),
        ("a" * 300, "a" * 80),
    ],
)
def test_a_name_is_made_plain(typed, name):
    assert plain(typed) == name


def test_a_rank_keeps_two_files_of_one_name_apart_and_no_name_is_reserved():
    assert ranked(1, "CON", "pdf") == "01-CON.pdf"
    assert ranked(2, "CON", "pdf") == "02-CON.pdf"


@given(st.text())
def test_no_name_leaves_its_folder(typed):
    name = ranked(3, typed, "tar.gz")
    assert re.fullmatch(r"03-[A-Za-z0-9][A-Za-z0-9_.-]*\.tar\.gz", name) or name.startswith("03-")
    assert "/" not in name
    assert "\\" not in name
    assert ".." not in name
    assert name.isascii()
