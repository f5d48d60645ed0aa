"""Words struck out: however they are written, wherever they stand, and nothing else."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.public_mentions import striking_refusals
from conventions.rules.redaction import REMOVED, count_in, holds, redact, strike, texts_of
from tests.conventions import acts


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Hélène Noël", "avec HÉLÈNE NOËL, infirmière"),
        ("Hélène Noël", "avec Helene\u00a0Noel"),
        ("Hélène Noël", "avec He\u0301le\u0300ne  Noe\u0308l"),
        ("Jean-Paul Durand", "M. Jean\u2011Paul DURAND"),
        ("Jean Paul Durand", "Jean–Paul\nDurand"),
        ("Lœtitia d'Hondt", "LOETITIA D’HONDT"),
        ("Lœtitia d’Hondt", "Lœti\u00adtia d'Hondt"),
        ("Martin", "l’ayant droit de M. d’Arras, Martin."),
        ("Camille Martin", "<p>Camille <strong>Martin</strong></p>"),
        ("Camille Martin", "<p>Camille<br>Martin</p>"),
        ("Camille Martin", "Camille&nbsp;<em>MAR</em>TIN"),
        ("06 12 34 56 78", "tél. 0612345678"),
        ("0612345678", "au 06.12.34.56.78"),
        ("06 12 34 56 78", "au +33 6 12 34 56 78"),
        ("06 12 34 56 78", "au +33 (0)6 12 34 56 78"),
        ("2 80 05 62 119 001 42", "n° 28005 62119 00142"),
        ("12 500 €", "la somme de 12\u202f500 euros"),
        ("12500", "la somme de 12 500 €"),
        ("camille.martin@exemple.fr", "écrire à Camille.Martin@exemple.fr."),
        ("12, rue du Puits", "sis 12 rue du Puits à Lillers"),
    ],
)
def test_words_are_found_in_every_spelling(words, text):
    assert holds(text, words) == 1
    struck = strike(text, [words])
    assert REMOVED in struck
    assert not holds(struck, words)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Martin", "la rue Martinique"),
        ("Martin", "Saint-Martinien"),
        ("Paul", "Paule et Pauline"),
        ("12 500", "112 500 €"),
        ("06 12 34 56 78", "06 12 34 56 789"),
        ("Camille Martin", "Martin, Camille"),
    ],
)
def test_a_longer_word_or_another_order_is_left_alone(words, text):
    assert strike(text, [words]) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Jean.Dupont@exemple.fr", "Contact : Jean <jean.dupont@exemple.fr>, au siège"),
        ("DUPONT", "Bail consenti à <Dupont>"),
        ("Dupont", "Bail <b Dupont> de droit commun"),
        ("Jean Dupont", "Bail de Jean\n          Dupont"),
        ("Jean Dupont", "Bail de Jean\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0Dupont"),
        ("Dupont", "Bail de Du\u2063po\u200ent\ufe0f"),
        ("Dupont", "Bail de Du\u034fpo\u0000nt"),
        ("Isik", "Bail de I\u015f\u0131k"),
        ("+33 6 12 34 56 78", "Téléphone : 06 12 34 56 78"),
        ("0033 6 12 34 56 78", "Téléphone : 06.12.34.56.78"),
        ("+33 (0)6 12 34 56 78", "Téléphone : +33612345678"),
    ],
)
def test_words_do_not_hide_behind_brackets_blanks_unseen_signs_or_prefixes(words, text):
    assert holds(text, words) == 1
    assert holds(strike(text, [words]), words) == 0


def test_the_tags_of_a_body_stay_whole():
    struck = strike("<p>Par Camille <strong>Martin et</strong> Paul.</p>", ["Camille Martin"])
    assert struck == f"<p>Par {REMOVED}<strong> et</strong> Paul.</p>"


def test_words_that_overlap_are_struck_once():
    assert strike("Camille Martin Durand", ["Camille Martin", "Martin Durand"]) == REMOVED


def test_nothing_is_found_for_words_without_letters():
    assert strike("a – b", ["–", " "]) == "a – b"


@given(st.text(max_size=60), st.text(min_size=1, max_size=12))
def test_what_was_struck_is_found_no_more(text, words):
    struck = strike(text, [words])
    assert not holds(struck, words) or holds(REMOVED, words)


@given(st.text(max_size=60))
def test_a_text_without_the_words_is_given_back(text):
    assert strike(text, ["zzqqzz"]) == text


def test_every_part_of_an_act_is_read_and_the_act_given_is_left_alone():
    act = acts.decision()
    agreement = act["annexes"][0]["convention"]
    agreement["preamble"] = "<p>Le docteur Zoé <em>Quennehen</em> exerce seule.</p>"
    agreement["articles"][0]["body"] = "<ul><li>ZOE QUENNEHEN</li></ul>"
    agreement["parties"][0]["name"] = "Madame Zoé Quennehen"
    act["recitals"] = ["Considérant la demande de Zoé Quennehen,"]
    act["provisions"][0]["items"] = ["à Zoé QUENNEHEN ;"]
    act["annexes"][1]["text"] = "<p>Zoé-Quennehen</p>"
    kept = copy.deepcopy(act)
    assert count_in(act, "Zoé Quennehen") == 6
    struck = redact(act, ["zoe quennehen"])
    assert act == kept
    assert count_in(struck, "Zoé Quennehen") == 0
    assert sum(text.count(REMOVED) for text in texts_of(struck)) == 6


def test_a_name_kept_in_two_halves_is_struck():
    act = acts.decision()
    person = act["annexes"][0]["convention"]["parties"][0]["representative"]
    person |= {"title": "Docteur", "first_name": "Zoé", "last_name": "QUENNEHEN"}
    assert count_in(act, "Zoé Quennehen") == 1
    struck = redact(act, ["Zoé Quennehen"])["annexes"][0]["convention"]["parties"][0]
    assert struck["representative"]["first_name"] == ""
    assert struck["representative"]["last_name"] == REMOVED


def test_codes_stay_and_identifiers_go_whole():
    act = acts.decision()
    party = act["annexes"][0]["convention"]["parties"][0]
    party["siren"] = "200072460"
    act["annexes"][0]["convention"]["kind"] = "permanence"
    struck = redact(act, ["200 072 460", "permanence", "decision"])
    convention = struck["annexes"][0]["convention"]
    assert convention["parties"][0]["siren"] is None
    assert (struck["nature"], convention["kind"]) == ("decision", "permanence")


def test_a_sum_that_is_data_goes_with_the_one_that_is_written():
    data = {"finance": {"amount": "1200.50"}, "recitals": ["pour 1 200,50 €"]}
    assert redact(data, ["1 200,50 €"]) == {
        "finance": {"amount": None},
        "recitals": [f"pour {REMOVED} €"],
    }


SIGNED = {
    "number": "2026 008",
    "authority": {"name": "Communauté d’agglomération de Béthune"},
    "signature": {
        "first_name": "Virginie",
        "last_name": "SOUILLIART",
        "capacity": "La vice-présidente déléguée",
        "on_behalf": "Par délégation du président",
    },
}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Souilliart", "l’auteur"),
        ("virginie souilliart", "l’auteur"),
        ("SOUILLIART Virginie", "l’auteur"),
        ("vice-présidente", "l’auteur"),
        ("Béthune", "l’autorité"),
        ("2026 008", "numéro"),
        ("Al", "trop court"),
    ],
)
def test_what_the_law_wants_readable_is_not_struck(words, said):
    (reason,) = striking_refusals(SIGNED, [words])
    assert said in reason


def test_the_name_of_somebody_else_may_be_struck():
    assert striking_refusals(SIGNED, ["Camille Martin", "Virginie Martin"]) == []
