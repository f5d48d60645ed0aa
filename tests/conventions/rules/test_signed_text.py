"""What binds a party: its digest moves with what it agreed to, and with nothing else."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.signed_differences import differences, in_a_sentence
from conventions.rules.signed_text import FORMAT, NoSuchParty, digest, signed_text, signs, spelt
from tests.conventions.convention_data import TRIPARTITE

RANKS = range(1, len(TRIPARTITE["parties"]) + 1)
COMMON = {
    key: value
    for key, value in TRIPARTITE.items()
    if key not in ("reference", "state", "kind", "authorised_by", "signature", "parties")
}


def changed(path, value, convention=TRIPARTITE):
    """Return a convention with one value changed, at a path of keys and indexes."""
    copied = copy.deepcopy(convention)
    place = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copied


def digests(convention):
    return [digest(signed_text(convention, rank)) for rank in RANKS]


def touched(convention):
    """Return the ranks of the parties whose digest is no longer the same."""
    pairs = zip(RANKS, digests(TRIPARTITE), digests(convention), strict=True)
    return [rank for rank, before, after in pairs if before != after]


def told(convention, rank=1):
    before, after = signed_text(TRIPARTITE, rank), signed_text(convention, rank)
    return [text.replace("\u00a0", " ") for text in differences(before, after)]


@pytest.mark.parametrize("key", sorted(COMMON))
def test_any_change_of_what_is_common_touches_everybody(key):
    value = COMMON[key]
    other: object = "autre chose"
    if isinstance(value, list):
        other = [*value, {"text": "Autre."}]
    elif isinstance(value, dict):
        other = {**value, "start": "2031-01-01"}
    assert touched(changed([key], other)) == [*RANKS]


def test_what_a_file_may_add_one_day_touches_everybody():
    assert touched({**TRIPARTITE, "penalties": "Aucune."}) == [*RANKS]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("representative", "last_name"), "AUTRE"),
        (("seat",), "Ailleurs"),
        (("siret",), "44306184100054"),
        (("legal_form",), "company"),
        (("acts",), [{"nature": "deliberation", "number": "9"}]),
    ],
    ids=str,
)
@pytest.mark.parametrize("rank", [1, 2])
def test_what_is_said_of_one_party_alone_touches_that_party_only(rank, path, value):
    assert touched(changed(["parties", rank - 1, *path], value)) == [rank]


@pytest.mark.parametrize("key", ["name", "short_name", "rank", "group"])
def test_who_the_others_are_touches_everybody(key):
    assert touched(changed(["parties", 1, key], "associate")) == [*RANKS]


def test_the_order_of_the_parties_touches_everybody():
    parties = TRIPARTITE["parties"]
    assert touched({**TRIPARTITE, "parties": [*parties[1:], parties[0]]}) == [*RANKS]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "csipa-convention/1"),
        ("state", "draft"),
        ("kind", "other"),
        ("reference", "2026-CV-999"),
        ("authorised_by", {"nature": "decision", "number": "2026 008"}),
        ("signature", {"place": "Burbure", "date": "2026-01-20"}),
    ],
)
def test_how_the_register_files_a_convention_touches_nobody(key, value):
    assert touched({**TRIPARTITE, key: value}) == []


def test_noting_that_it_is_signed_late_touches_nobody():
    period = {**TRIPARTITE.get("period", {}), "signed_after_start": True}
    without = {k: v for k, v in period.items() if k != "signed_after_start"}
    late, silent = ({**TRIPARTITE, "period": one} for one in (period, without))
    assert digests(late) == digests(silent)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l'accord", "l’accord"),
        ("durée : un an", "durée\u00a0: un an"),
        ("durée: un an", "durée\u202f:  un an"),
        ('dite "la commune"', "dite « la commune »"),
        ("Robecq - antenne", "Robecq – antenne"),
        ("etc...", "etc…"),
        ("caf\u00e9", "cafe\u0301"),
        (" un an ", "un an"),
    ],
)
def test_two_spellings_that_print_alike_bind_alike(one, other):
    assert spelt(one) == spelt(other)
    assert digests(changed(["title"], one)) == digests(changed(["title"], other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("un an", "deux ans"), ("Décembre", "décembre"), ("10 000", "10000"), ("pêche", "péché")],
)
def test_words_case_accents_and_figures_do_bind(one, other):
    assert spelt(one) != spelt(other)


def test_absent_null_and_empty_are_the_same_but_zero_and_false_are_not():
    assert digests({**TRIPARTITE, "closing": ""}) == digests({**TRIPARTITE, "closing": None})
    bare = {k: v for k, v in TRIPARTITE.items() if k != "originals"}
    assert digests({**bare, "originals": None}) == digests(bare)
    assert digests({**bare, "originals": 0}) != digests(bare)


def test_a_number_of_article_is_the_same_as_a_text_or_as_an_integer():
    assert digests(changed(["articles", 0, "number"], 7)) == digests(
        changed(["articles", 0, "number"], "7")
    )


@pytest.mark.parametrize("rank", [0, -1, len(TRIPARTITE["parties"]) + 1])
def test_a_party_that_is_not_there_has_no_text(rank):
    with pytest.raises(NoSuchParty):
        signed_text(TRIPARTITE, rank)
    with pytest.raises(NoSuchParty):
        signed_text({"title": "Sans parties"}, 1)


def test_the_text_itself_is_not_altered():
    kept = copy.deepcopy(TRIPARTITE)
    signed_text(TRIPARTITE, 1)
    assert kept == TRIPARTITE


def test_a_party_that_is_told_nothing_of_signs():
    assert signs({})
    assert signs({"rank": "signatory"})
    assert not signs({"rank": "informed"})


def test_the_digest_is_one_that_anybody_can_work_out_again():
    text = signed_text({"title": "T", "parties": [{"name": "A"}]}, 1)
    assert text == {
        "format": FORMAT,
        "rank": 1,
        "common": {"title": "T", "parties": [{"name": "A", "rank": "signatory"}]},
    }
    assert digest(text) == "5869330f7d315f9ed20a8f6369a66e6522e856a93b517b5d05808f3ff5c67ed5"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def shuffled(value):
    """Return the same value, its keys in the opposite order at every depth."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(list(value))}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(st.dictionaries(st.sampled_from(["title", "finance", "premises", "visas"]), values))
def test_the_order_of_keys_never_counts_and_a_kept_text_gives_its_digest_back(extra):
    convention = {"parties": TRIPARTITE["parties"], **extra}
    text = signed_text(convention, 1)
    assert digest(text) == digest(signed_text(shuffled(convention), 1))
    assert digest(json.loads(json.dumps(shuffled(text)))) == digest(text)


@given(st.text(), st.text())
def test_one_spelling_is_reached_at_once_and_neighbours_do_not_change_it(one, other):
    assert spelt(spelt(one)) == spelt(one)
    assert (spelt(one) == spelt(other)) == (digests_of_title(one) == digests_of_title(other))


def digests_of_title(title):
    return digest(signed_text({"title": title, "parties": [{"name": "A"}]}, 1))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["title"], "Autre", ["le titre"]),
        (["period"], {"start": "2030-01-01"}, ["la durée", "la prolongation"]),
        (["notice"], {"value": 3, "unit": "months"}, ["le préavis"]),
        (["articles", 0, "title"], "Autre", ["l’article 1er"]),
        (["visas"], [], ["les visas"]),
        (["penalties"], "Aucune.", ["une autre mention"]),
        (["parties", 1, "name"], "La ligue", ["le nom de la ligue"]),
        (
            ["parties", 1, "short_name"],
            "la ligue",
            ["le nom court de L’association « Naître au village »".replace("de L’", "de l’")],
        ),
        (
            ["parties", 0, "seat"],
            "Ailleurs",
            ["le siège de la Communauté d’agglomération des Trois Vallées"],
        ),
        (
            ["parties", 0, "siren"],
            "1",
            ["l’identification de la Communauté d’agglomération des Trois Vallées"],
        ),
    ],
    ids=str,
)
def test_what_changed_is_named_in_french(path, value, said):
    assert told(changed(path, value)) == said


def test_what_changed_in_the_signatory_is_told_to_that_party_only():
    replaced = changed(["parties", 0, "representative", "last_name"], "AUTRE")
    assert told(replaced) == ["le signataire de la Communauté d’agglomération des Trois Vallées"]
    assert told(replaced, rank=2) == []


def test_articles_added_and_taken_out_are_told_apart_from_those_that_move():
    first, *rest = TRIPARTITE["articles"]
    new = {"title": "Assurances", "body": "<p>Chacun s’assure.</p>"}
    assert told({**TRIPARTITE, "articles": [new, first, *rest]})[0] == "l’article 1er (ajouté)"
    assert told({**TRIPARTITE, "articles": rest})[0] == "l’article 1er (retiré)"


def test_a_sub_article_is_named_by_its_own_number():
    def built(text):
        inner = {"title": "Reconduction", "body": text}
        articles = [{"title": "Objet"}, {"title": "Durée", "articles": [inner]}]
        return signed_text({"parties": [{"name": "A"}], "articles": articles}, 1)

    assert differences(built("a"), built("b")) == ["l’article 2.1"]


def test_parties_moved_added_or_taken_out_are_told_as_such():
    one, two, *rest = TRIPARTITE["parties"]
    assert told({**TRIPARTITE, "parties": [two, one, *rest]})[0] == "l’ordre des parties"
    assert told({**TRIPARTITE, "parties": [one, two, *rest, {"name": "X"}]}) == [
        "la liste des parties"
    ]


def test_texts_that_differ_in_what_no_word_tells_are_still_told():
    text = signed_text(TRIPARTITE, 1)
    assert differences(text, text) == []
    assert differences(text, {**text, "format": "csipa-signature/2"}) == ["le texte"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["l’article 4"], "l’article 4 a changé"),
        (["les visas"], "les visas ont changé"),
        (["l’article 4", "la durée"], "l’article 4 et la durée ont changé"),
        (list("abcd"), "a, b, c et 1 autre passage ont changé"),
        (list("abcdef"), "a, b, c et 3 autres passages ont changé"),
    ],
)
def test_changes_make_a_sentence(changes, said):
    assert in_a_sentence(changes).replace("\u00a0", " ") == said
