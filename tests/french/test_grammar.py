"""Grammar: articles, gender, lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.french import grammar
from csipa.french.capacities import FEMININE
from csipa.french.grammar import Gender, Holder
from csipa.french.typography import NBSP

MASCULINE, FEMININE_GENDER = Gender.MASCULINE, Gender.FEMININE
words = st.text(alphabet=st.characters(categories=("L",)), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("name", "tncc", "of", "at"),
    [
        pytest.param("Allouagne", 1, "d’Allouagne", "à Allouagne", id="vowel"),
        pytest.param("Ham-en-Artois", 0, "de Ham-en-Artois", "à Ham-en-Artois", id="aspirated h"),
        pytest.param("Hinges", 1, "d’Hinges", "à Hinges", id="mute h"),
        pytest.param("Norrent-Fontes", 0, "de Norrent-Fontes", "à Norrent-Fontes", id="consonant"),
        pytest.param(
            "Le Touquet-Paris-Plage", 2, "du Touquet-Paris-Plage", "au Touquet-Paris-Plage", id="Le"
        ),
        pytest.param("La Couture", 3, "de La Couture", "à La Couture", id="La"),
        pytest.param("Les Attaques", 4, "des Attaques", "aux Attaques", id="Les"),
        pytest.param("L'Isle-Adam", 5, "de L’Isle-Adam", "à L’Isle-Adam", id="L’"),
        pytest.param("Aux Marais", 6, "des Marais", "aux Marais", id="Aux"),
        pytest.param("Las Illas", 7, "de Las Illas", "à Las Illas", id="Las"),
        pytest.param("Los Masos", 8, "de Los Masos", "à Los Masos", id="Los"),
    ],
)
def test_a_commune_takes_its_prepositions_from_its_tncc_code(name, tncc, of, at):
    assert grammar.de_commune(name, tncc) == of
    assert grammar.a_commune(name, tncc) == at


@pytest.mark.parametrize(
    ("name", "tncc"),
    [
        pytest.param("Lillers", 9, id="unknown code"),
        pytest.param("Lillers", -1, id="negative code"),
        pytest.param("Touquet-Paris-Plage", 2, id="article missing"),
    ],
)
def test_a_commune_whose_code_does_not_fit_is_refused(name, tncc):
    with pytest.raises(grammar.UnknownNameType, match="type de nom"):
        grammar.de_commune(name, tncc)
    with pytest.raises(grammar.UnknownNameType, match="type de nom"):
        grammar.a_commune(name, tncc)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("le président", "du président"),
        ("la commune", "de la commune"),
        ("l'agence", "de l’agence"),
        ("l’agence", "de l’agence"),
        ("les communes", "des communes"),
        ("La Communauté", "de la Communauté"),
        ("des locaux", "de locaux"),
        ("des habitants", "d’habitants"),
        ("approuver l’entretien des biens", "d’approuver l’entretien des biens"),
        ("un local", "d’un local"),
        ("approuver", "d’approuver"),
        ("signer", "de signer"),
        ("Béthune", "de Béthune"),
        ("huit jours", "de huit jours"),
        ("lecture", "de lecture"),
    ],
)
def test_de_contracts_or_elides(phrase, expected):
    assert grammar.de(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("le maire", "au maire"),
        ("la commune", "à la commune"),
        ("l’agence", "à l’agence"),
        ("les communes", "aux communes"),
        ("Lillers", "à Lillers"),
        ("laquelle", "à laquelle"),
    ],
)
def test_a_contracts(phrase, expected):
    assert grammar.a(phrase) == expected


def test_elision_can_be_settled_by_the_caller():
    assert grammar.de("Henri", elide=False) == "de Henri"
    assert grammar.de("SNP", elide=True) == "d’SNP"
    assert grammar.que("Hugo", elide=False) == "que Hugo"


@given(words)
def test_de_never_stands_whole_before_a_plain_vowel(word):
    written = grammar.de("a" + word)
    assert written == "d’a" + word


@pytest.mark.parametrize(
    ("function", "phrase", "expected"),
    [
        (grammar.que, "il y a lieu", "qu’il y a lieu"),
        (grammar.que, "le projet", "que le projet"),
        (grammar.que, "Annie", "qu’Annie"),
        (grammar.si, "il pleut", "s’il pleut"),
        (grammar.si, "ils signent", "s’ils signent"),
        (grammar.si, "elle signe", "si elle signe"),
        (grammar.lorsque, "elle signe", "lorsqu’elle signe"),
        (grammar.lorsque, "un acte", "lorsqu’un acte"),
        (grammar.lorsque, "Annie signe", "lorsque Annie signe"),
        (grammar.lorsque, "", "lorsque "),
    ],
)
def test_conjunctions_elide_where_usage_does(function, phrase, expected):
    assert function(phrase) == expected


@pytest.mark.parametrize(
    ("gender", "noun", "article", "owned", "owned_many"),
    [
        (MASCULINE, "maire", "le maire", "son maire", "ses maire"),
        (FEMININE_GENDER, "maire", "la maire", "sa maire", "ses maire"),
        (FEMININE_GENDER, "adjointe", "l’adjointe", "son adjointe", "ses adjointe"),
        (MASCULINE, "adjoint", "l’adjoint", "son adjoint", "ses adjoint"),
        (FEMININE_GENDER, "hiérarchie", "la hiérarchie", "sa hiérarchie", "ses hiérarchie"),
    ],
)
def test_determiners_follow_gender_and_sound(gender, noun, article, owned, owned_many):
    assert grammar.definite(gender, noun) == article
    assert grammar.possessive(gender, noun) == owned
    assert grammar.possessive(gender, noun, plural=True) == owned_many


def test_gender_may_come_as_its_stored_value_but_no_other():
    assert grammar.agree("f", "réuni", "réunie") == "réunie"
    with pytest.raises(ValueError, match="x"):
        grammar.agree("x", "réuni", "réunie")


@pytest.mark.parametrize(
    ("masculine", "feminine"),
    [
        ("président", "présidente"),
        ("maire", "maire"),
        ("le maire", "la maire"),
        ("l’adjoint au maire", "l’adjointe au maire"),
        ("vice-président délégué", "vice-présidente déléguée"),
        ("vice-président délégué à la santé", "vice-présidente déléguée à la santé"),
        ("Le Vice-président délégué", "La Vice-présidente déléguée"),
        ("1er vice-président", "1re vice-présidente"),
        ("premier adjoint", "première adjointe"),
        ("PRÉSIDENT", "PRÉSIDENTE"),
        ("directeur général des services", "directrice générale des services"),
        ("conseiller communautaire délégué", "conseillère communautaire déléguée"),
        ("médecin coordonnateur", "médecin coordonnatrice"),
        ("trésorier", "trésorière"),
        ("sage-femme", "sage-femme"),
        ("président du conseil délégué", "présidente du conseil délégué"),
        ("chargé d’études", "chargée d’études"),
    ],
)
def test_a_capacity_agrees_with_its_holder_whichever_way_it_is_written(masculine, feminine):
    for form in (masculine, feminine):
        assert grammar.capacity(MASCULINE, form) == masculine
        assert grammar.capacity(FEMININE_GENDER, form) == feminine


def test_every_recorded_word_comes_back_from_its_feminine():
    assert len(set(FEMININE.values())) == len(FEMININE)
    for masculine in FEMININE:
        there = grammar.capacity(FEMININE_GENDER, masculine)
        assert grammar.capacity(MASCULINE, there) == masculine


def test_a_capacity_without_known_feminine_is_refused_for_a_woman_only():
    assert grammar.capacity(MASCULINE, "sapeur en chef") == "sapeur en chef"
    with pytest.raises(grammar.UnknownCapacity, match="sapeur"):
        grammar.capacity(FEMININE_GENDER, "sapeur en chef")


def test_a_holder_names_the_capacity_in_its_own_gender():
    holder = Holder(FEMININE_GENDER, "vice-président délégué")
    assert holder.title == "vice-présidente déléguée"
    assert holder.with_article == "la vice-présidente déléguée"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["a"], "a", id="one"),
        pytest.param(["a", "b"], "a et b", id="two"),
        pytest.param(["a", "b", "c"], "a, b et c", id="three"),
    ],
)
def test_items_are_enumerated(items, expected):
    assert grammar.enumeration(iter(items)) == expected


def test_the_conjunction_of_an_enumeration_may_change():
    assert grammar.enumeration(["a", "b"], "ou") == "a ou b"


def test_a_list_ends_with_semicolons_and_one_full_stop():
    typed = ["un ;", "deux.", "trois,", f"quatre{NBSP};", "cinq etc.", "six :", "sept ; "]
    assert grammar.list_punctuation(typed) == [
        *(f"un{NBSP};", f"deux{NBSP};", f"trois{NBSP};", f"quatre{NBSP};", f"cinq etc.{NBSP};"),
        *("six :", "sept."),
    ]


@pytest.mark.parametrize("last", ["etc.", "quoi ?", "suite…", "suite..."])
def test_the_last_item_takes_no_second_mark(last):
    assert grammar.list_punctuation(["un", last])[-1] == last


def test_an_empty_list_stays_empty():
    assert grammar.list_punctuation([]) == []


@given(st.lists(st.text(alphabet="aé ,;.?:…etc" + NBSP, max_size=8)))
def test_punctuating_a_list_twice_is_punctuating_it_once(items):
    once = grammar.list_punctuation(items)
    assert grammar.list_punctuation(once) == once


def test_capitals_keep_their_accents():
    assert grammar.upper_first("état") == "État"
    assert grammar.upper_first("à") == "À"
    assert grammar.upper_first("") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [("La commune", "la commune"), ("L’ARS", "l’ARS"), ("CPTS", "CPTS"), ("À", "à"), ("", "")],
)
def test_an_initialism_keeps_its_capitals(text, expected):
    assert grammar.lower_first(text) == expected
