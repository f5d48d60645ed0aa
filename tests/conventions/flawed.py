"""A decision and its convention, in our words, that hold every defect the lint looks for."""

from __future__ import annotations

import copy
from typing import Any

Data = dict[str, Any]

_CONVENTION: Data = {
    "title": "Convention tripartite d'accueil d'une sage-femme",
    "kind": "permanence",
    "period": {"start": "2026-02-02", "end": "2026-06-30", "renewal": "amendment"},
    "notice": {"days": 30, "form": "written"},
    "originals": 3,
    "parties": [
        {
            "name": "L'Association de Sages-femmes du Pays Minier",
            "short_name": "Association",
            "legal_form": "association",
            "representative": {
                "introduction": "Représentée par sa Présidente",
                "first_name": "Lucie",
                "last_name": "BERTIN",
                "gender": "f",
                "capacity": "Présidente",
            },
        },
        {
            "name": "La Communauté d'Agglomération des Quatre-Rivières, Haut Pays",
            "short_name": "Communauté d'agglomération",
            "legal_form": "epci",
            "siren": "200072460",
            "representative": {
                "introduction": "Par délégation du Président, la Vice-présidente",
                "first_name": "Anne",
                "last_name": "MARCHAND",
                "gender": "f",
                "capacity": "Vice-présidente",
            },
        },
        {
            "name": "La Commune de Robecq",
            "short_name": "Commune de Robecq",
            "legal_form": "commune",
            "insee_code": "62713",
            "representative": {
                "introduction": "Représente par son Maire",
                "first_name": "Paul",
                "last_name": "DELATTRE",
                "gender": "m",
                "capacity": "Maire",
            },
        },
    ],
    "preamble": (
        "<p>Le Centre Intercommunal de Consultations Avancées (CICA) reçoit des soins "
        "non programmés. La Communauté d'agglomération Quatre Rivières Haut Pays le gère, sous "
        "réserve de <strong>l'accord expresse</strong> des parties.</p>"
    ),
    "articles": [
        {
            "title": "Objet",
            "body": "<p>Les soins non programmés sont tenus au cabinet.</p>",
        },
        {
            "title": "Engagements",
            "introduction": "La Commune de Robecq s'engage à :",
            "commitments": {
                "party": 3,
                "items": [
                    "mettre à disposition les locaux du cabinet.",
                    "en faire le ménage ;",
                    "en remettre les clés",
                ],
            },
        },
    ],
    "closing": "Fait en trois exemplaires.",
    "signature": {"place": "Robecq", "date": None},
}

_DECISION: Data = {
    "format": "csipa-acte/1",
    "authority": {
        "name": "Communauté d'Agglomération Quatre-Rivières Haut Pays",
        "siren": "200072460",
        "body": "president",
    },
    "nature": "decision",
    "number": "2026 077",
    "year": 2026,
    "sequence": 77,
    "heading": "SANTE DE PROXIMITE",
    "title": "CONSULTATION DE SOINS NON-PROGRAMMÉS A L'ANTENNE DE ROBECQ - CONVENTION.",
    "subject_matter": "8.2",
    "visas": [
        {
            "text": "VU la décision 2024_12 du 5 mai 2024 portant mise à disposition de locaux "
            "par la commune de Robecq,",
            "refers_to": {"nature": "decision", "number": "2024_12", "date": "2024-05-05"},
        },
        {"text": "Vu la délibération du conseil du 3 avril 2027 ;"},
        {"text": "Le projet de santé du CICA,"},
    ],
    "recitals": [
        "Considérant que il convient d'ouvrir pour la période du 2 février 30 juin 2026,",
        "La demande de soins non-programmés ;",
        "Considérant que le Centre de Consultations Intercommunal (CICA) reçoit le mardi,",
    ],
    "delegation": {
        "text": "En vertu des délibérations des 8 juillet 2020 et 2 février 2021 donnant au "
        "Président pouvoir de approuver les procès-verbaux prévu à l'article L1321-1 du CGCT,",
        "dates": ["2020-07-08", "2021-02-09"],
    },
    "enacting": "Le Président,",
    "provisions": [
        {
            "label": "DECIDE",
            "text": "de signer la convention jointe entre l'Association de Sages-femmes du Pays "
            "Minier, la Commune de Robecq et la Communauté d'agglomération des Quatre-Rivières, "
            "Haut Pays, du 2 février au 31 juillet 2026.",
        },
        {"label": "PRÉCISE", "text": "qu'elle sera exécutée [à compléter]."},
    ],
    "signature": {
        "place": "Béthune",
        "date": "2026-02-10",
        "on_behalf": "Par délégation du Président",
        "capacity": "Le Vice-président",
        "first_name": "MARCHAND",
        "last_name": "Anne",
        "gender": "f",
    },
    "execution": {"received_on": "2026-02-09", "published_on": "2026-02-12"},
    "annexes": [{"title": "Convention tripartite", "convention": _CONVENTION}],
}


def flawed_decision() -> Data:
    """Return the decision with its convention, fresh."""
    return copy.deepcopy(_DECISION)


def sound_decision() -> Data:
    """Return a decision written here in which there is nothing to point out."""
    return copy.deepcopy(_SOUND)


_SOUND: Data = {
    "format": "csipa-acte/1",
    "authority": {
        "name": "Communauté d’agglomération des Quatre-Rivières",
        "siren": "200072460",
        "body": "president",
    },
    "nature": "decision",
    "number": "2026 078",
    "heading": "Santé",
    "title": "Antenne d’Hinges – Convention d’accueil d’une sage-femme",
    "visas": [
        {
            "text": "Vu le code général des collectivités territoriales, notamment ses articles "
            "L. 5211-9 et L. 5211-10\u00a0;"
        },
        {"text": "Vu la délibération n°\u00a02024/CC007 du 20 février 2024\u00a0;"},
    ],
    "recitals": [
        "Considérant la demande de soins non programmés de la commune d’Hinges\u00a0;",
        "Considérant qu’il convient d’y répondre du 1er mars au 30 juin 2026,",
    ],
    "delegation": {
        "text": "En vertu de la délibération n°\u00a02022/CC058 du 31 mai 2022,",
        "dates": ["2022-05-31"],
    },
    "enacting": "Le président,",
    "provisions": [
        {"label": "DÉCIDE", "text": "d’approuver la convention annexée."},
        {"label": "PRÉCISE", "text": "qu’elle est portée à la connaissance du conseil."},
        {
            "label": "INFORME",
            "text": "qu’un recours peut être formé dans les deux mois devant le tribunal.",
        },
    ],
    "signature": {
        "place": "Béthune",
        "date": "2026-02-10",
        "on_behalf": "Par délégation du président",
        "capacity": "La vice-présidente déléguée",
        "first_name": "Anne",
        "last_name": "MARCHAND",
        "gender": "f",
    },
    "execution": {"sent_on": "2026-02-10", "received_on": "2026-02-10", "published_on": None},
    "annexes": [
        {
            "title": "Convention d’accueil",
            "number": 1,
            "convention": {
                "reference": "CSIPA-2026-09",
                "title": "Convention d’accueil d’une sage-femme",
                "period": {"start": "2026-03-01", "end": "2026-06-30"},
                "notice": {"value": 1, "unit": "months", "form": "written", "to": "other"},
                "parties": [
                    {
                        "name": "La communauté d’agglomération des Quatre-Rivières",
                        "short_name": "Communauté d’agglomération",
                        "legal_form": "epci",
                        "siren": "200072460",
                        "seat": "1 place de la Mairie, 62400 Béthune",
                    },
                    {
                        "name": "La commune d’Hinges",
                        "short_name": "Commune",
                        "legal_form": "commune",
                        "insee_code": "62454",
                        "seat": "2 rue de l’Église, 62232 Hinges",
                        "acts": [{"nature": "deliberation", "number": "12", "date": "2026-01-05"}],
                        "representative": {
                            "introduction": "Représentée par sa maire",
                            "first_name": "Julie",
                            "last_name": "LEROY",
                            "gender": "f",
                            "capacity": "Maire",
                        },
                    },
                ],
                "articles": [
                    {
                        "title": "Durée",
                        "body": "<p>Elle court du 1er mars au 30 juin 2026&nbsp;: quatre mois.</p>"
                        "<ul><li>en mars, le mardi\u00a0;</li><li>ensuite, le jeudi.</li></ul>",
                    },
                ],
                "closing": "Fait en deux exemplaires originaux.",
                "signature": {"place": "Hinges", "date": "2026-02-20"},
            },
        }
    ],
}
