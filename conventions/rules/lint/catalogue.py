"""The rules of law and of form that the lint checks, with their sources; French has its own list.

A rule that is not listed here, nor in `csipa.french.lint`, is told by its message alone.
"""

from __future__ import annotations

from csipa.french.lint import RULES as FRENCH

_GUIDE = "Guide de légistique"
_CIRCULAR = "circulaire du 30 janvier 1997 (JO du 1er février), rédaction des textes"
_IN = "Lexique des règles typographiques en usage à l’Imprimerie nationale"

LEGAL = {
    "future": ("Futur dans le dispositif", f"{_GUIDE} : le présent de l’indicatif"),
    "title-stop": ("Titre suivi d’un point", _IN),
    "hyphens": ("Graphies mêlées", f"{_GUIDE} : un même objet, un même mot"),
    "spellings": ("Plusieurs graphies d’un nom", f"{_GUIDE} : un même objet, un même mot"),
    "expansions": ("Sigle développé de plusieurs façons", f"{_IN}, « Sigles »"),
    "acronym-first": ("Sigle employé avant d’être développé", f"{_IN}, « Sigles »"),
    "visa-start": ("Début de visa", _CIRCULAR),
    "recital-start": ("Début de considérant", _CIRCULAR),
    "ground-end": ("Ponctuation des visas et considérants", _CIRCULAR),
    "list-marks": ("Ponctuation d’une liste", f"{_IN}, « Énumérations »"),
    "delegation-number": ("Délégation citée sans numéro", f"{_CIRCULAR} : citer sans ambiguïté"),
    "delegation-dates": ("Dates des délégations", "CGCT L. 5211-10, L. 2122-22"),
    "delegation-law": ("Articles qui fondent la délégation", "CGCT L. 5211-9, L. 5211-10"),
    "no-visa": ("Aucun visa", _CIRCULAR),
    "appeal": ("Voies et délais de recours", "CJA R. 421-1 et R. 421-5"),
    "report": ("Compte rendu au conseil", "CGCT L. 5211-10, L. 2122-23"),
    "number-form": ("Numéro non transmissible", "protocole @CTES, NumeroInterne"),
    "object-length": ("Objet trop long", "protocole @CTES, Objet : 500 signes"),
    "annex-number": ("Annexe sans numéro", f"{_GUIDE}, annexes"),
    "annex-announced": ("Annexe annoncée", f"{_GUIDE}, annexes"),
    "convention-number": ("Convention sans numéro", "bonne gestion des contrats"),
    "party-block": ("Bloc des parties", "Code civil art. 1128 ; CRPA L. 212-1"),
    "party-identity": ("Identité d’une partie", "Code civil art. 1128"),
    "party-signatory": ("Signataire inconnu", "CRPA L. 212-1"),
    "party-alias": ("Un nom court pour deux parties", "Code civil art. 1188"),
    "party-order": ("Ordre des parties", f"{_GUIDE} : un même ordre partout"),
    "party-agreement": ("Accord avec la partie", "Grevisse et Goosse, Le Bon Usage"),
    "sums": ("Sommes qui ne concordent pas", "arithmétique"),
    "notice": ("Préavis incomplet", "Code civil art. 1103 : la convention fait la loi des parties"),
    "article-numbers": ("Numérotation des articles", f"{_GUIDE}, numérotation"),
    "premises-lent": ("Locaux déjà mis à disposition", "CGPPP L. 2122-1 ; Code civil art. 1717"),
    "premises-taken": ("Salle déjà occupée", "Code civil art. 1709 et 1719"),
    "premises-hours": ("Créneau hors des heures d’ouverture", "horaires enregistrés du site"),
    "premises-rooms": ("Salle d’un créneau", "Code civil art. 1103"),
    "premises-equipment": ("Matériel prêté", "Code civil art. 1875 et 1877"),
    "amendment-same": ("Remplacement par le même texte", "Code civil art. 1188 et 1193"),
    "amendment-gone": ("Article modifié qui n’existe plus", "Code civil art. 1188 et 1193"),
    "date-order": ("Dates qui se contredisent", "CGCT L. 2131-1 et L. 5211-3"),
    "period-words": ("Durée dite et durée enregistrée", "Code civil art. 1188"),
    "visa-later": ("Visa postérieur à l’acte", _CIRCULAR),
    "signed-blank": ("Lieu ou date de signature", "CRPA L. 212-1"),
    "signatory-name": ("Nom avant le prénom", "CRPA L. 212-1 ; CGCT R. 2131-1"),
    "signatory-gender": ("Genre de la qualité", "circulaire du 21 novembre 2017 (JO du 22)"),
    "one-person-two-parties": ("Une personne pour deux parties", "Code civil art. 1161"),
    "mandate-end": ("Fin du mandat", "CGCT L. 5211-6, L. 5211-8 et L. 5211-10"),
    "powers": ("Pouvoir de signer", "CGCT L. 5211-9, L. 5211-10, L. 2122-23"),
    "prevented-holder": ("Titulaire empêché", "CGCT L. 2122-23"),
    "visa-obsolete": ("Texte périmé", _CIRCULAR),
    "visa-unverified": ("Texte à vérifier", _CIRCULAR),
    "visa-code-without-articles": ("Code cité sans articles", _CIRCULAR),
    "visa-cancelled": ("Acte cité annulé", _CIRCULAR),
    "visa-unsigned": ("Acte cité non signé", _CIRCULAR),
    "visa-not-executory": ("Acte cité non exécutoire", "CGCT L. 2131-1"),
    "visa-other-date": ("Date d’un acte cité", _CIRCULAR),
    "visa-twice": ("Visa en double", _CIRCULAR),
    "visa-order": ("Ordre des visas", _CIRCULAR),
}
"""Title and source of each rule by its code."""

_FAMILIES = {
    "vote": ("Vote", "CGCT L. 2121-20 et L. 5211-1"),
    "meeting": ("Réunion", "CGCT L. 2121-12, L. 2121-17 et L. 5211-1"),
}


def title_of(rule: str) -> str:
    """Return the name of a rule as people read it; its code when it has none."""
    if rule in FRENCH:
        return FRENCH[rule].title
    return _legal(rule)[0]


def source_of(rule: str) -> str:
    """Return where a rule comes from, empty when its message says it."""
    if rule in FRENCH:
        return FRENCH[rule].source
    return _legal(rule)[1]


def _legal(rule: str) -> tuple[str, str]:
    family = _FAMILIES.get(rule.split(".")[0], (rule, ""))
    return LEGAL.get(rule, family)
