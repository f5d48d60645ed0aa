"""The acts of `tests.conventions.acts`."""

from __future__ import annotations

from typing import Any

from tests.conventions.convention_data import TRIPARTITE

DECISION: dict[str, Any] = {
    "format": "csipa-acte/1",
    "authority": {
        "name": "Communauté d'agglomération des Trois Vallées",
        "siren": "200072460",
        "body": "president",
    },
    "nature": "decision",
    "number": "2026 031",
    "year": 2026,
    "sequence": 31,
    "heading": "SANTÉ DE PROXIMITÉ",
    "title": "Sage-femme à l'antenne de Robecq - signature d'une convention d'accueil",
    "subject_matter": "8.2",
    "visas": [
        {
            "text": "Vu la délibération n° 2020-41 du 9 juillet 2020 par laquelle le conseil a "
            "délégué une partie de ses attributions au président ;",
            "refers_to": {
                "nature": "deliberation",
                "number": "2020-41",
                "date": "2020-07-09",
                "authority": "Communauté d'agglomération des Trois Vallées",
            },
        },
        {"text": 'Vu l\'arrêté n° 2023-112 dit "arrêté santé" portant délégation de fonctions ;'},
    ],
    "recitals": [
        "Considérant que l'accueil a permis 212 consultations, dont 40 % sans autre suivi ;",
        "Considérant qu'il convient de le reconduire ;",
    ],
    "delegation": {
        "text": "En vertu de la délégation reçue du conseil le 9 juillet 2020 pour conclure les "
        "conventions sans incidence financière supérieure à 5 000 € par an,",
        "dates": ["2020-07-09"],
    },
    "enacting": "Le président,",
    "provisions": [
        {
            "label": "DÉCIDE",
            "text": "de signer la convention d'accueil jointe, aux conditions suivantes :",
            "items": [
                "le cabinet 2 est prêté le mardi matin ;",
                "le prêt est gratuit : aucune somme n'est demandée ;",
                "l'accueil prend fin le 31 décembre 2026.",
            ],
        },
        {
            "label": "RAPPELLE",
            "text": "qu'un recours peut être formé dans les deux mois devant le tribunal "
            "administratif de Lille.",
        },
    ],
    "vote": None,
    "signature": {
        "place": "Béthune",
        "date": "2026-03-02",
        "on_behalf": "Par délégation du président",
        "prevented": False,
        "capacity": "La vice-présidente déléguée à la santé",
        "first_name": "Hélène",
        "last_name": "MARQUANT",
        "gender": "f",
    },
    "execution": {
        "sent_on": "2026-03-03",
        "received_on": "2026-03-03",
        "published_on": "2026-03-05",
        "notified_on": "2026-03-06",
        "reported_on": "2026-04-01",
        "receipt_id": "062-200072460-20260302-2026_031-AU",
    },
    "effects": [
        {"verb": "approves", "convention": "2026-CV-014"},
        {"verb": "terminates", "convention": "2025-CV-003"},
    ],
    "annexes": [
        {"title": "Convention d'accueil", "number": "A", "convention": TRIPARTITE},
        {
            "title": "Règlement intérieur de l'antenne",
            "number": "B",
            "text": "<p>L'antenne ouvre à 8 h 30.</p><ul><li>Chacun ferme sa porte.</li><li>La "
            "clé se rend au secrétariat.</li></ul>",
        },
    ],
}

DELIBERATION: dict[str, Any] = {
    "format": "csipa-acte/1",
    "authority": {
        "name": "Commune de Robecq",
        "insee_code": "62713",
        "body": "municipal_council",
    },
    "nature": "deliberation",
    "number": "N°7/2026",
    "heading": "Patrimoine communal",
    "title": "Prêt d'une salle au centre de santé",
    "subject_matter": "3.5",
    "visas": [{"text": "Vu le code général des collectivités territoriales,"}],
    "recitals": ["Considérant que la salle est libre le mardi,"],
    "enacting": "Le conseil municipal, après en avoir délibéré,",
    "provisions": [
        {"label": "Article 1er", "text": "La salle du Marais est prêtée au centre de santé."},
        {
            "label": "Article 2",
            "text": "Le prêt porte sur :",
            "items": ["la salle elle-même ;", "son vestiaire."],
        },
        {"label": None, "text": "Ampliation est faite au comptable public."},
    ],
    "vote": {
        "in_office": 15,
        "present": 11,
        "proxies": 1,
        "voting": 12,
        "expressed": 11,
        "for": 11,
        "against": 0,
        "abstained": 1,
        "withdrew": ["Madame Odile CARPENTIER", "Monsieur Luc BÉHAGUE"],
        "unanimous": False,
    },
    "signature": {
        "place": "Robecq",
        "date": "2026-02-01",
        "on_behalf": None,
        "prevented": True,
        "capacity": "La première adjointe",
        "first_name": "Nadège",
        "last_name": "FOURNEZ",
        "gender": "f",
    },
    "execution": {"received_on": "2026-02-03", "published_on": None},
    "effects": [{"verb": "amends", "convention": "2025-CV-003"}],
    "annexes": [{"title": "Plan de la salle", "text": "La salle compte deux portes et un évier."}],
}

ARRETE: dict[str, Any] = {
    "format": "csipa-acte/1",
    "authority": {"name": "Régie du centre de santé", "body": "director"},
    "nature": "arrete",
    "number": None,
    "title": "Horaires d'été du centre et de ses antennes",
    "visas": [],
    "recitals": [],
    "provisions": [
        {"label": None, "text": "Du 1er au 31 août, le centre ouvre le matin seulement."},
        {"label": "CHARGE", "text": "le secrétariat de l'affichage."},
    ],
    "vote": {"present": None, "for": None, "unanimous": True},
    "signature": {"place": None, "date": None, "capacity": "Le directeur"},
    "annexes": [],
}
