"""Reading a file: every fault at once, with its path, in French."""

import json

import pytest

from conventions.exchange.compare import pruned, same
from conventions.exchange.faults import ExchangeError
from conventions.exchange.reader import parse, read, schema
from tests.conventions import acts


def faults(data):
    """Return the faults of a file as pairs of path and sentence."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    with pytest.raises(ExchangeError) as caught:
        read(content)
    return {fault.path: fault.message for fault in caught.value.faults}


@pytest.mark.parametrize(
    "make", [acts.decision, acts.deliberation, acts.arrete, acts.convention, acts.forty_parties]
)
def test_a_right_file_is_read_to_the_letter(make):
    assert read(json.dumps(make()).encode()) == make()


def test_every_key_may_be_null_or_absent_but_the_starred_ones():
    act = {
        "format": "csipa-acte/1",
        "authority": {"name": "Commune de Peyrefitte", "body": "mayor", "siren": None},
        "nature": "arrete",
        "title": "Circulation",
        "provisions": [{"text": "La circulation est interdite."}],
    }
    optional = schema()["$defs"]["act"]["properties"].keys() - act.keys()
    assert read(json.dumps(act | dict.fromkeys(optional)).encode())


def test_all_faults_come_at_once():
    act = acts.decision()
    act["surprise"] = 1
    act["nature"] = "decret"
    act["signature"]["date"] = "2026-02-30"
    del act["title"]
    convention = act["annexes"][0]["convention"]
    convention["period"]["end"] = "2001-01-01"
    convention["originals"] = "trois"
    convention["articles"][0]["body"] = "<p>Non<script>alert(1)</script></p>"
    found = faults(act)
    assert found.keys() == {
        "surprise",
        "nature",
        "signature.date",
        "title",
        "annexes[0].convention.period.end",
        "annexes[0].convention.originals",
        "annexes[0].convention.articles[0].body",
    }
    assert "n’existe pas" in found["surprise"]
    assert "valeurs possibles" in found["nature"]
    assert "n’est pas une date" in found["signature.date"]
    assert "obligatoire" in found["title"]
    assert "nombre entier" in found["annexes[0].convention.originals"]
    assert "script" in found["annexes[0].convention.articles[0].body"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        pytest.param(b"", "JSON", id="empty"),
        pytest.param(b"{", "JSON", id="cut"),
        pytest.param("{é}".encode("latin-1"), "UTF-8", id="latin-1"),
        pytest.param(b"[" * 100_000, "imbriqué", id="bomb"),
        pytest.param(b'{"format": NaN}', "NaN", id="nan"),
        pytest.param(b'{"a": 1, "a": 2}', "deux fois", id="double-key"),
        pytest.param(b" " * (20 * 1024 * 1024 + 1), "20 Mo", id="too-big"),
    ],
)
def test_what_is_not_a_json_file_says_so(content, word):
    with pytest.raises(ExchangeError, match=word):
        parse(content)


@pytest.mark.parametrize("content", [b"[]", b"1", b'"a"', b"null"])
def test_a_file_that_is_not_an_object_is_one_fault(content):
    assert "un objet" in faults(content)["(racine)"]


def test_a_byte_order_mark_is_no_fault():
    assert parse(b"\xef\xbb\xbf{}") == {}


def test_a_commitment_of_a_party_that_is_not_there_is_a_fault():
    act = acts.decision()
    article = next(a for a in act["annexes"][0]["convention"]["articles"] if a.get("commitments"))
    article["commitments"]["party"] = 99
    (path,) = faults(act)
    assert path.endswith("commitments.party")


def test_an_annex_cannot_be_a_convention_and_a_text():
    act = acts.decision()
    act["annexes"][0]["text"] = "<p>Plan</p>"
    assert "pas les deux" in faults(act)["annexes[0]"]


def test_two_files_say_the_same_when_only_absent_keys_differ():
    assert same({"a": 1, "b": None, "c": [], "d": {"e": ""}}, {"a": 1})
    assert not same({"a": 0}, {})
    assert not same({"a": False}, {})
    assert pruned({"vote": {"against": 0, "for": None}}) == {"vote": {"against": 0}}
