"""The proof-reader finds what is wrong, and leaves right sentences alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csipa.french.grammar import Gender
from csipa.french.lint import RULES, remarks

NBSP = "\u00a0"


def noted(text, **options):
    """Return the remarks on a text, signs that printing repairs aside."""
    return [remark for remark in remarks(text, **options) if remark.rule != "signs"]


def corrected(text, **options):
    """Return the text with each remark that has a replacement applied."""
    for remark in reversed(remarks(text, **options)):
        if remark.replacement is not None:
            text = text[: remark.start] + remark.replacement + text[remark.end :]
    return text


WRONG = [
    ("elision", "donne pouvoir de approuver le budget", "donne pouvoir d’approuver le budget"),
    ("elision", "il rappelle que il convient", "il rappelle qu’il convient"),
    ("elision", "si il le souhaite", "s’il le souhaite"),
    ("elision", "lorsque elle est signée", "lorsqu’elle est signée"),
    ("elision", "dans le antenne", "dans l’antenne"),
    ("elision", "ouvrir la antenne", "ouvrir l’antenne"),
    ("elision", "la commune de Allouagne", "la commune d’Allouagne"),
    ("elision", "près de un habitant", "près d’un habitant"),
    ("elision", "ce qui ne est pas", "ce qui n’est pas"),
    ("elision", "elle se engage", "elle s’engage"),
    ("elision", "jusque au terme", "jusqu’au terme"),
    ("elision", "le hôpital public", "l’hôpital public"),
    ("elision", "PERMANENCE DE ORGANISATION", "PERMANENCE D’ORGANISATION"),
    ("elision-h", "une salle d’handicap", "une salle de handicap"),
    ("contraction", "le nom du établissement", "le nom de l’établissement"),
    ("contraction", "soin au enfant", "soin à l’enfant"),
    ("agreement", "ce établissement", "cet établissement"),
    (
        "period",
        "pendant la période du 3 mars 12 juin 2025",
        "pendant la période du 3 mars au 12 juin 2025",
    ),
    ("period", "du 2 4 mai 2025", "du 2 au 4 mai 2025"),
    ("participle", "la commune, représente par son maire", "la commune, représentée par son maire"),
    ("participle", "le comité, représente par la cheffe", "le comité, représenté par la cheffe"),
    ("agreement", "sous réserve d’un accord expresse", "sous réserve d’un accord exprès"),
    ("agreement", "un refus écrit et expresse", "un refus écrit et exprès"),
    ("agreement", "une autorisation exprès", "une autorisation expresse"),
    ("agreement", "les travaux prévu au plan", "les travaux prévus au plan"),
    ("agreement", "des conditions fixé ici", "des conditions fixées ici"),
    ("agreement", "la convention signé hier", "la convention signée hier"),
    ("capital-accent", "MAISON DE SANTE", "MAISON DE SANTÉ"),
    ("capital-accent", "PRECISE", "PRÉCISE"),
    ("capital-accent", "TRAVAUX PREVUS", "TRAVAUX PRÉVUS"),
    ("capital-accent", "PROCES-VERBAUX", "PROCÈS-VERBAUX"),
    ("capital-accent", "L’ARRETE DU MAIRE", "L’ARRÊTÉ DU MAIRE"),
    ("capital-accent", "ARRETE", "ARRÊTE"),
    ("capital-accent", "les services de l’Etat", "les services de l’État"),
    ("capital-accent", "SOINS NON PROGRAMMES", "SOINS NON PROGRAMMÉS"),
    ("a-accent", "MISE A DISPOSITION", "MISE À DISPOSITION"),
    ("a-accent", "OUVERTURE A L’ANTENNE", "OUVERTURE À L’ANTENNE"),
    ("a-accent", "A compter du 3 mai 2025", "À compter du 3 mai 2025"),
    ("a-accent", "C’est dit. A défaut, rien.", "C’est dit. À défaut, rien."),
    ("a-accent", "relative a la santé", "relative à la santé"),
    ("doubled-word", "l’accord de de la commune", "l’accord de la commune"),
    ("doubled-word", "Lucie BERTIN Lucie", "Lucie BERTIN"),
    ("name-order", "signé par Mme BERTIN Lucie", "signé par Mme Lucie BERTIN"),
    ("punctuation", "un poste , une imprimante", "un poste, une imprimante"),
    ("punctuation", "un poste,une imprimante", "un poste, une imprimante"),
    ("punctuation", "fin du texte.La suite", "fin du texte. La suite"),
    ("date-first", "le 1 janvier 2026", "le 1er janvier 2026"),
    ("date-first", "du 1 au 5 mars 2026", "du 1er au 5 mars 2026"),
    ("date-figures", "signée le 15/01/26", f"signée le 15{NBSP}janvier{NBSP}2026"),
    ("date-form", "fait le 15 JAN. 2026", f"fait le 15{NBSP}janvier{NBSP}2026"),
    ("date-form", "le 05 mars 2026", "le 5 mars 2026"),
    ("date-form", "le 5 Mars 2026", "le 5 mars 2026"),
    ("article-reference", "l’article L1321-1 du code", f"l’article L.{NBSP}1321-1 du code"),
    ("article-reference", "les articles L.5211-9 du code", f"les articles L.{NBSP}5211-9 du code"),
    ("article-first", "à l’article 1 de la convention", "à l’article 1er de la convention"),
    ("seen-capitals", "VU le code civil", "Vu le code civil"),
    ("amount", "un loyer de 1.250,50 €", f"un loyer de 1{NBSP}250,50{NBSP}€"),
    ("amount", "un loyer de 12.50 €", f"un loyer de 12,50{NBSP}€"),
    ("amount", "un loyer de 12500 €", f"un loyer de 12{NBSP}500{NBSP}€"),
]


@pytest.mark.parametrize(("rule", "text", "right"), WRONG, ids=[text for _, text, _ in WRONG])
def test_what_is_wrong_is_found_and_corrected(rule, text, right):
    assert [remark.rule for remark in noted(text)] == [rule]
    assert corrected(text) == right
    assert noted(right) == []


ASKED = [
    ("period-open", "pour la période du 3 mars 2025, sans plus"),
    ("period-reversed", "du 3 mars 2026 au 12 janvier 2026"),
    ("date-impossible", "le 30 février 2026"),
    ("date-impossible", "le 29 février 2025"),
    ("date-impossible", "le 31 avril"),
    ("date-weekday", "le lundi 27 janvier 2026"),
    ("participle", "Représente par son maire"),
    ("gap", "le {{ nom }} de la commune"),
    ("gap", "le prix [à compléter] est dû"),
    ("gap", "une durée de ____ mois"),
    ("gap", "le tarif XXX est appliqué"),
    ("gap", "une somme de … euros"),
    ("gap", "TODO"),
    ("inclusive", "les président·e·s"),
    ("inclusive", "le soussigné(e)"),
    ("inclusive", "les élu.e.s"),
    ("unbalanced", "le centre (antenne comprise"),
    ("unbalanced", "l’antenne « du centre"),
    ("amount-currency", "une subvention de 1 500."),
]


@pytest.mark.parametrize(("rule", "text"), ASKED, ids=[text for _, text in ASKED])
def test_what_only_a_person_can_settle_is_told_without_a_correction(rule, text):
    (remark,) = noted(text)
    assert (remark.rule, remark.replacement) == (rule, None)


RIGHT = [
    "la commune de Ham-en-Artois et celle d’Hinges",
    "de Houdain à Haillicourt, le Havre et la Haye",
    "au nom de et pour le compte de la commune",
    "le ou les médecins, la ou les salles, de la ou des antennes",
    "le II de l’article L. 5211-10, du I au IV",
    "de onze heures à midi, le onze mai, le oui et le non",
    "le handicap, la hausse, le hall, le huitième",
    "Mme Ana DE OLIVEIRA et M. Luis de Almeida",
    "la HAS, le SAMU, l’ARS et l’URSSAF",
    "remettez-le avant midi ; prenez-la aussi",
    "la route départementale D943, le code 62A, la parcelle AB 214",
    "du lundi 26 janvier 2026 au mardi 28 avril 2026 inclus",
    "du 26 janvier au 28 avril 2026, des 3 et 5 mai, du 1er au 15 août",
    "à compter du 26 janvier 2026, et ce jusqu’au 28 avril 2026",
    "la période du 1er mars 2026 jusqu’au 30 juin 2026",
    "en vertu des délibérations des 8 juillet 2020, 2 février et 7 décembre 2021",
    "ce qui représente par an douze journées, ou par habitant trois euros",
    "un accord exprès, une autorisation expresse, la reconduction expresse",
    "les procès-verbaux prévus, les conditions fixées, la convention signée",
    "les biens du centre prévu par le plan",
    "SANTÉ, DÉCIDE, PRÉCISE, À L’ANTENNE, ARRÊTE, ÉTAT",
    "MODIFIE, SIGNE, PROGRAMMES, MARCHE, APPROUVE, CHARGE, AUTORISE",
    "LE CONSEIL A DÉCIDÉ ; IL A LA CHARGE ; A ÉTÉ NOMMÉE",
    "A, B et C ; A et B ; la salle A ; annexe A",
    "nous nous engageons, vous vous engagez, faire faire, très très rare",
    "le nord-est est ouvert ; l’est est fermé",
    "Jean Martin MARTIN ; 12 12 34",
    "le 1er janvier 2026, le premier janvier, 1 jour, 11 janvier",
    "l’acte n° 12/05/2024, la version 1.2.26, le 03.21.61.50.00",
    "L. 1321-1, articles R. 421-1 et D. 5, article L. 123",
    "article 1er, article 11, article 1.2, articles 2 et 3",
    "1 234,50 €, 12 €, 0,50 €, 1 250 euros, 15 % des 12 500 habitants",
    "une subvention de 3 ans, une participation de 12 communes, un forfait de 1 200 € par an",
    "etc., M. Dupont, art. 3, p. 12, 18:30, https://exemple.fr/a,b;c",
    "1) le lieu ; 2) la date ; a) le nom (et le prénom) ; b) l’âge",
    "« Naître au village » (association), l’article « 3 » ; [sic]",
    "agree.e@exemple.fr, www.exemple.fr, exemple.fr",
    "Les parties se réunissent ; d’autres s’y opposent… puis s’accordent.",
    "La convention est conclue pour un an ; elle peut être prolongée.",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_is_left_alone(text):
    assert noted(text) == []


def test_the_gender_of_the_party_settles_a_participle_without_subject():
    (remark,) = noted("Représente par son maire", subject=Gender.FEMININE)
    assert remark.replacement == "Représentée"
    (remark,) = noted("Représente par la directrice", subject=Gender.MASCULINE)
    assert remark.replacement == "Représenté"


def test_what_printing_repairs_is_told_apart():
    found = remarks('l\'acte dit "oui" : n°3,  12€ !')
    assert {remark.rule for remark in found} == {"signs"}
    right = f"l’acte dit «{NBSP}oui{NBSP}»{NBSP}: n°{NBSP}3, 12{NBSP}€{NBSP}!"
    assert corrected('l\'acte dit "oui" : n°3,  12€ !') == right


def test_a_wrong_weekday_says_the_right_one():
    (remark,) = noted("le lundi 27 janvier 2026")
    assert "mardi" in remark.message


@given(st.text(alphabet="de la l’'A à,;.:() «»\"12é janvier/€\u00a0\n-_…", max_size=200))
def test_any_text_is_read_and_remarks_stay_inside_and_apart(text):
    end = 0
    for remark in remarks(text):
        assert remark.rule in RULES
        assert end <= remark.start <= remark.end <= len(text)
        end = remark.end


@given(st.sampled_from([text for _, text, _ in WRONG] + [t for _, t in ASKED]), st.data())
def test_a_correction_never_calls_for_the_same_remark_again(text, data):
    before = data.draw(st.sampled_from(RIGHT[:30]))
    whole = f"{before}. {text}"
    once = corrected(whole)
    fixed = {r.rule for r in noted(whole) if r.replacement is not None}
    assert not [r for r in noted(once) if r.rule in fixed and r.replacement is not None]


@pytest.mark.parametrize(
    "text",
    ["de " * 20_000, "A " * 30_000, '"' * 20_000, "(" * 20_000, "12 " * 20_000, "L1321-1 " * 5_000],
    ids=["words", "letters", "quotes", "brackets", "figures", "references"],
)
def test_a_hostile_text_is_read_in_no_time(text):
    start = time.process_time()
    remarks(text)
    assert time.process_time() - start < 5
