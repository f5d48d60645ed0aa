"""The headings under which acts are sent to the State: two levels of the national nomenclature.

Source: nomenclature of the transmission of acts (@CTES), the two levels that all of France shares;
a prefecture may add a third, which has no name here.
"""

from __future__ import annotations

import re

_FIRST = (
    *("Commande publique", "Urbanisme", "Domaine et patrimoine", "Fonction publique"),
    *("Institutions et vie politique", "Libertés publiques et pouvoirs de police"),
    *("Finances locales", "Domaines de compétences par thèmes", "Autres domaines de compétences"),
)
_SECOND = (
    (
        *("Marchés publics", "Délégations de service public", "Conventions de mandat"),
        *("Autres types de contrats", "Transactions", "Maîtrise d’œuvre"),
        "Actes spéciaux et divers",
    ),
    (
        "Documents d’urbanisme",
        "Actes relatifs au droit d’occupation ou d’utilisation des sols",
        "Droit de préemption urbain",
    ),
    (
        *("Acquisitions", "Aliénations", "Locations", "Limites territoriales"),
        "Autres actes de gestion du domaine public",
        "Autres actes de gestion du domaine privé",
    ),
    (
        *("Personnels titulaires et stagiaires", "Personnels contractuels"),
        *("Fonction publique hospitalière", "Autres catégories de personnels"),
        "Régime indemnitaire",
    ),
    (
        *("Élection de l’exécutif", "Fonctionnement des assemblées"),
        *("Désignation de représentants", "Délégation de fonctions", "Délégation de signature"),
        *("Exercice des mandats locaux", "Intercommunalité", "Décision d’ester en justice"),
    ),
    (
        *("Police municipale", "Pouvoirs du président du conseil départemental"),
        *("Pouvoirs du président du conseil régional", "Autres actes réglementaires"),
        "Actes pris au nom de l’État",
    ),
    (
        *("Décisions budgétaires", "Fiscalité", "Emprunts", "Interventions économiques"),
        *("Subventions", "Contributions budgétaires", "Avances", "Fonds de concours"),
        *("Prises de participation", "Divers"),
    ),
    (
        *("Enseignement", "Aide sociale", "Voirie", "Aménagement du territoire"),
        *("Politique de la ville, habitat, logement", "Emploi, formation professionnelle"),
        *("Transports", "Environnement", "Culture"),
    ),
    (
        *(
            "Autres domaines de compétences des communes",
            "Autres domaines de compétences des départements",
        ),
        *("Autres domaines de compétences des régions", "Vœux et motions"),
    ),
)
_CODE = re.compile(r"([1-9])(?:\.([1-9]\d?))?(?:\.\d+)*")


def matter_name(code: str) -> str:
    """Return « 3.5 Autres actes de gestion du domaine public »; the code alone when unknown.

    A code of three levels takes the name of its second.
    """
    found = _CODE.fullmatch(code.strip())
    if found is None:
        return code.strip()
    first, second = int(found[1]), int(found[2] or 0)
    names = _SECOND[first - 1]
    if not second:
        return f"{first} {_FIRST[first - 1]}"
    return f"{first}.{second} {names[second - 1]}" if second <= len(names) else code.strip()


def matter_levels(code: str) -> tuple[str, str] | None:
    """Return the names of the first two levels of a code, None unless it has two that are known."""
    found = _CODE.fullmatch(code.strip())
    if found is None or not found[2]:
        return None
    first, second = int(found[1]), int(found[2])
    names = _SECOND[first - 1]
    return (_FIRST[first - 1], names[second - 1]) if second <= len(names) else None


def matter_order(code: str) -> tuple[int, ...]:
    """Return what sorts codes by their figures: 7.9 before 7.10."""
    return tuple(int(figures) for figures in re.findall(r"\d+", code))
