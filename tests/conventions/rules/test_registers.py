"""What a register holds, in which order, in how many volumes."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.matters import matter_name, matter_order
from conventions.rules.registers import Entry, in_order, in_volumes

JANUARY = [dt.date(2026, 1, day) for day in range(1, 32)]


def entry(sequence, day=None, nature="decision", **fields):
    """Return an entry signed on that day of January."""
    date = JANUARY[day - 1] if day else None
    number = fields.pop("number", f"2026 {sequence or 0:03d}")
    return Entry(nature=nature, number=number, sequence=sequence, date=date, **fields)


def test_acts_follow_by_date_then_deliberations_first_then_by_number():
    entries = [
        entry(2, 20),
        entry(1, 5),
        entry(3, 20),
        entry(1, 20, nature="deliberation"),
        entry(None, 5, number="X/9"),
    ]
    assert [(e.nature[:3], e.number, e.date.day) for e in in_order(entries)] == [
        ("dec", "X/9", 5),
        ("dec", "2026 001", 5),
        ("del", "2026 001", 20),
        ("dec", "2026 002", 20),
        ("dec", "2026 003", 20),
    ]


def test_a_number_without_a_date_stands_after_the_number_before_it():
    entries = [
        entry(3, 20),
        entry(2, cancelled="perdu"),
        entry(1, 5),
        entry(None, number="sans date"),
        entry(9, 6, nature="deliberation"),
    ]
    assert [e.number for e in in_order(entries)] == [
        "2026 001",
        "2026 002",
        "2026 009",
        "2026 003",
        "sans date",
    ]


@given(st.permutations([entry(rank, (rank * 7) % 28 + 1) for rank in range(1, 9)]))
def test_the_order_depends_on_the_acts_alone(entries):
    assert in_order(entries) == in_order(sorted(entries, key=lambda e: e.number))


@given(st.lists(st.integers(1, 30), max_size=40), st.integers(1, 60))
def test_volumes_hold_every_act_in_order_and_no_more_leaves_than_allowed(sizes, leaves):
    entries = [entry(rank, 1, leaves=size) for rank, size in enumerate(sizes, start=1)]
    volumes = in_volumes(entries, leaves=leaves)
    assert [e for volume in volumes for e in volume] == entries
    for volume in volumes:
        assert len(volume) == 1 or sum(e.leaves for e in volume) <= leaves
    for volume, following in pairwise(volumes):
        assert sum(e.leaves for e in volume) + following[0].leaves > leaves


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("3.5", "3.5 Autres actes de gestion du domaine public"),
        ("7.10", "7.10 Divers"),
        ("8.2.1", "8.2 Aide sociale"),
        ("5", "5 Institutions et vie politique"),
        ("3.9", "3.9"),
        ("santé", "santé"),
    ],
)
def test_a_matter_is_named_by_the_national_nomenclature(code, name):
    assert matter_name(code) == name


def test_matters_follow_by_their_figures():
    codes = ["7.10", "1.1", "7.9", "10"]
    assert sorted(codes, key=matter_order) == ["1.1", "7.9", "7.10", "10"]
