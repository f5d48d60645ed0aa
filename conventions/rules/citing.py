"""How one act cites another: « Vu la délibération … n° … du … portant … ; ».

Source: circular of 30 January 1997 (JORF of 1 February 1997): a text is cited by its nature,
number, date and title, so that nobody can mistake it; a title that names an action follows
« portant » without an article, any other follows « relatif à ».
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from csipa.french.dates import long_date
from csipa.french.grammar import Gender, a, agree, capacity, de, definite, lower_first
from csipa.french.typography import NBSP, typeset

_NATURES = {
    "decision": ("décision", Gender.FEMININE),
    "deliberation": ("délibération", Gender.FEMININE),
    "arrete": ("arrêté", Gender.MASCULINE),
}
# Bodies that are one person: their name agrees with the holder when the holder is known.
_PERSONS = ("président", "maire", "directeur")
_SIGN = re.compile(r"n[°º]", re.IGNORECASE)
_WITH_ARTICLE = re.compile(r"(?:le|la|les)\s|l['’]", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ACTIONS = (
    "abrogation acceptation acquisition actualisation adhésion adoption affectation agrément "
    "aliénation amendement approbation attribution augmentation autorisation changement cession "
    "choix clôture conclusion constitution création définition délégation désaffectation "
    "désignation détermination dissolution diminution élection engagement extension fermeture "
    "fixation instauration institution intégration lancement location mise modification nomination "
    "octroi organisation ouverture participation passation prescription prise prolongation "
    "réalisation reconduction réduction refus règlement remplacement renouvellement résiliation "
    "retrait révision révocation signature subdélégation suppression suspension transfert "
    "transformation validation versement"
)
_MASCULINE = (
    "accord avenant bail bilan budget bureau centre compte contrat dispositif dossier local marché "
    "partenariat plan pôle programme projet protocole rapport recrutement réseau schéma service "
    "site soutien statut tarif tableau"
)
_FEMININE = (
    "action antenne charte commission convention coopération coordination feuille gestion grille "
    "maison permanence politique procédure redevance régie stratégie subvention tarification"
)
_PLURAL = (
    "actions annexes antennes avenants conditions conventions délégations horaires indemnités "
    "locaux modalités permanences postes statuts subventions tarifs travaux"
)
# What stands between the name of an act and its object, by the first word of the object.
_ARTICLES = {
    **dict.fromkeys(_MASCULINE.split(), Gender.MASCULINE),
    **dict.fromkeys(_FEMININE.split(), Gender.FEMININE),
}


@dataclass(frozen=True)
class CitedAct:
    """What the sentence needs of the act cited.

    `body` is the name of the body in the masculine (« président », « conseil communautaire »);
    `authority` the name after « de » (« de la commune d’Hinges »), empty when it is the authority
    of the act that cites. Without number it is still a draft; without date the date is unknown.
    """

    nature: str
    number: str
    date: dt.date | None
    title: str
    body: str
    held_by_woman: bool = False
    authority: str = ""


def cited(act: CitedAct) -> str:
    """Return the visa of an act, from « Vu » to « ; ».

    >>> cited(CitedAct("arrete", "2026_A1", dt.date(2026, 3, 1), "Tarifs.", "président"))
    'Vu l’arrêté du président n°\\xa02026_A1 du 1er\\xa0mars\\xa02026 relatif aux tarifs\\xa0;'
    """
    noun, gender = _NATURES[act.nature]
    if not act.number:
        noun, gender = f"projet {de(noun)}", Gender.MASCULINE
    parts = [definite(gender, noun), _of_body(act), act.authority]
    if act.number:
        parts.append(act.number if _SIGN.match(act.number) else f"n° {act.number}")
    if act.number and act.date:
        parts.append(f"du {long_date(act.date)}")
    parts.append(about(act.title, gender))
    return typeset(f"Vu {' '.join(filter(None, parts))}{NBSP};")


def about(title: str, gender: Gender) -> str:
    """Return what an act is about, after its name: « portant ouverture de … », « relatif à … ».

    `gender` is that of the act. The object loses its capital and its final stop. Where neither
    form can be trusted, the object follows a colon as it is.

    >>> about("Projet de santé", Gender.FEMININE)
    'relative au projet de santé'
    """
    words = title.strip().rstrip(f" {NBSP}.,;")
    if not words:
        return ""
    subject = lower_first(words)
    first = _FIRST_WORD.match(words)
    noun = first[0].lower() if first else ""
    relative = agree(gender, "relatif", "relative")
    if _WITH_ARTICLE.match(words):
        return f"{relative} {a(subject)}"
    if words == words.upper() or not first:
        return f"ayant pour objet{NBSP}: {words}"
    return _announced(noun, subject, relative) or f"ayant pour objet{NBSP}: {subject}"


def _announced(noun: str, subject: str, relative: str) -> str:
    """Return the object after the words that its first noun calls for, empty when unknown."""
    if noun in _ACTIONS.split():
        return f"portant {subject}"
    if noun in _PLURAL.split():
        return f"{relative} aux {subject}"
    return f"{relative} {a(definite(_ARTICLES[noun], subject))}" if noun in _ARTICLES else ""


def _of_body(act: CitedAct) -> str:
    """Return « du président », « de la maire », « du conseil communautaire »."""
    if act.held_by_woman and act.body in _PERSONS:
        return de(definite(Gender.FEMININE, capacity(Gender.FEMININE, act.body)))
    return de(definite(Gender.MASCULINE, act.body))
