"""Placeholders: read, checked, filled, and never run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.rules.placeholders import (
    ROLES,
    Agreement,
    Kind,
    Unfilled,
    Values,
    catalogue,
    check,
    fill,
    missing,
    names,
    parse,
    used_names,
)
from conventions.rules.placeholders.reading import nearest
from csipa.french.grammar import Gender

WOMAN, MEN = Agreement(Gender.FEMININE), Agreement(Gender.MASCULINE, plural=True)
VALUES = Values(
    words={
        "le partenaire": "la CPTS",
        "du partenaire": "de la CPTS",
        "durée": "un an",
        "le gestionnaire": "APAS 82",
        "objet": "les soins <à domicile> & {fin}",
    },
    agreements={"partenaire": WOMAN, "propriétaire": MEN},
)
ANY = st.text(alphabet=st.sampled_from("ab {}|:éL’,\u00a0<>&;\n"), max_size=40)
NO_BRACE = st.text(max_size=80).filter(lambda text: "{" not in text and "}" not in text)


def plain(faults):
    """Return faults with their no-break spaces made plain."""
    return [fault.replace("\u00a0", " ") for fault in faults]


@given(ANY)
def test_the_pieces_of_a_text_joined_are_the_text(text):
    for rich in (False, True):
        assert "".join(token.source for token in parse(text, rich=rich)) == text


@given(NO_BRACE)
def test_a_text_without_placeholder_is_left_as_it_is(text):
    assert fill(text, VALUES) == fill(text, VALUES, rich=True) == text
    assert check(text) == []


@given(ANY)
def test_what_replaces_a_placeholder_is_never_read_again(said):
    if not said.strip():
        return
    values = Values({"objet": said})
    assert fill("({objet})", values) == f"({said})"


def test_a_body_takes_words_as_text():
    assert fill("<p>{objet}</p>", VALUES, rich=True) == (
        "<p>les soins &lt;à domicile&gt; &amp; {fin}</p>"
    )


def test_nothing_in_a_text_runs():
    for text in ("{0}", "{le partenaire.__class__}", "{{ 7*7 }}", "{% now 'Y' %}", "{objet!r}"):
        assert check(text)
        with pytest.raises(Unfilled):
            fill(text, VALUES)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{Le partenaire} signe.", "La CPTS signe."),
        ("avis {du partenaire}", "avis de la CPTS"),
        ("{ le  partenaire }", "la CPTS"),
        ("{le\u00a0partenaire}", "la CPTS"),
        ("elle est {partenaire : désigné | désignée}", "elle est désignée"),
        ("ils sont {propriétaire : désigné | désignée}", "ils sont désignés"),
        ("{propriétaire : tenu de | tenue de | tenus de | tenues de}", "tenus de"),
        ("{propriétaire : précis | précise}", "précis"),
        ("{Partenaire : désigné | désignée}", "Désignée"),
        ("{partenaire, nombre : s'engage | s'engagent}", "s’engage"),
        ("{propriétaire, nombre : s’engage | s’engagent}", "s’engagent"),
        ("une durée de {durée}", "une durée d’un an"),
        ("parce que {le gestionnaire} agit", "parce qu’APAS 82 agit"),
        ("parce que {le partenaire} agit", "parce que la CPTS agit"),
        ("une aide-que {durée}", "une aide-que un an"),
    ],
)
def test_words_take_the_place_of_a_placeholder(text, filled):
    assert check(text) == []
    assert fill(text, VALUES) == filled


def test_a_sign_of_a_body_may_be_written_as_a_reference():
    values = Values({"trimestre de l’indice": "deuxième trimestre"})
    assert fill("{trimestre de l&#39;indice}", values, rich=True) == "deuxième trimestre"
    assert fill("{trimestre&nbsp;de l’indice}", values, rich=True) == "deuxième trimestre"


@pytest.mark.parametrize("brace", ["&#123;", "&#x7B;", "&lcub;", "&lbrace;", "&#0123;"])
def test_a_brace_does_not_hide_behind_a_reference(brace):
    text = f"<p>{brace}le site&#125;</p>"
    assert "L’accolade « { » est seule" in plain(check(text, rich=True))[0]
    with pytest.raises(Unfilled):
        fill(text, VALUES, rich=True)
    assert check(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{le partenairre}", "« {le partenairre} » n’est pas un champ : vouliez-vous « {le part"),
        ("{LE PARTENAIRE}", "vouliez-vous « {le partenaire} » ?"),
        ("{nom du président}", "« {nom du président} » n’est pas un champ"),
        ("{xyzzy}", "choisissez-en un dans la liste."),
        ("{}", "il n’y a rien entre les accolades."),
        ("prix { fixe", "L’accolade « { » est seule"),
        ("a } b", "L’accolade « } » est seule"),
        ("{{le partenaire}}", "L’accolade « { » est seule"),
        ("{le <strong>partenaire</strong>}", "« {le partenaire} » : la mise en forme coupe"),
        ("{partenaire : désigné}", "donnez les deux formes"),
        ("{partenaire : désigné |}", "donnez les deux formes"),
        ("{partenaire, nombre : a | b | c | d}", "donnez les deux formes"),
        ("{partenaire, nombre}", "donnez les deux formes"),
        ("{partenaire : tenu de | tenue de}", "sous quatre formes"),
        ("{site : a | b}", "n’est pas un champ"),
        ("de {le partenaire}", "« de {le partenaire} » : écrivez « {du partenaire} »."),
        ("à {le site}", "écrivez « {au site} »."),
        ("de {le gestionnaire, en entier}", "écrivez « {du gestionnaire, en entier} »."),
    ],
)
def test_a_wrong_placeholder_is_told_with_its_cure(text, fault):
    found = plain(check(text))
    assert any(fault in one for one in found), found
    with pytest.raises(Unfilled):
        fill(text, VALUES)


def test_a_placeholder_without_words_is_asked_for_and_never_left_empty():
    reasons = plain(missing("{fin} et {Fin}, {le propriétaire}, {le partenaire}", VALUES))
    assert reasons == [
        "Donnez la date de fin de la convention.",
        "Aucune partie ne tient le rôle de propriétaire : choisissez-la.",
    ]
    with pytest.raises(Unfilled) as refused:
        fill("{fin}", VALUES)
    assert refused.value.reasons == reasons[:1]
    assert missing("{fin}", Values({"fin": " \u00a0"}))
    assert missing("{gestionnaire : prêt | prête}", VALUES)


def test_the_reason_of_a_gap_may_be_told_otherwise():
    values = Values({}, lacks={"fin": "Sans fin, pas d’avenant."})
    assert missing("{fin}", values) == ["Sans fin, pas d’avenant."]


def test_the_names_used_are_told_without_capitals_nor_forms():
    texts = ["{Le partenaire} {partenaire : lié | liée}", "{partenaire, nombre : a | ont} {x}"]
    assert used_names(texts) == {"le partenaire", "partenaire", "partenaire, nombre", "x"}


def test_the_catalogue_holds_names_that_can_be_typed_as_they_are():
    shown = [one.name for one in catalogue()]
    assert len(set(shown)) == len(shown) > 60
    for one in catalogue():
        assert check(f"{{{one.name}}}") == [], one.name
        (token,) = parse(f"{{{one.name}}}")
        assert token.kind is Kind.PLACEHOLDER
        assert token.name in names() or token.forms
        assert not token.capital
        assert one.description
        assert one.example
        assert one.family
        assert not one.lack or one.lack.endswith(".")


def test_each_role_has_the_same_placeholders():
    for role in ROLES:
        for form in (f"le {role}", f"du {role}", f"au {role}", role, f"le {role}, en entier"):
            assert form in names()


@pytest.mark.parametrize("name", sorted(names()))
def test_a_letter_forgotten_leads_to_the_right_name(name):
    if len(name) > 5:
        assert nearest(f"{name[:3]}{name[4:]}") in names()
    assert nearest(name.upper()) == name
