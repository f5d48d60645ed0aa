"""The conventions of `tests.conventions.acts`: one annexed to the decision, one on its own."""

from __future__ import annotations

from typing import Any

TRIPARTITE: dict[str, Any] = {
    "reference": "2026-CV-014",
    "title": "Convention d’accueil d’une consultation avancée de sage-femme",
    "subtitle": "Antenne de Robecq",
    "kind": "permanence",
    "parent": {"reference": "2025-CV-003", "relation": "renewal"},
    "state": "signed",
    "site": "Robecq",
    "parties": [
        {
            "rank": "signatory",
            "name": "La Communauté d'agglomération des Trois Vallées",
            "short_name": "l'agglomération",
            "legal_form": "epci",
            "siren": "200072460",
            "seat": "100 avenue de Londres, 62400 Béthune",
            "acts": [{"nature": "decision", "number": "2026 031", "date": "2026-03-02"}],
            "representative": {
                "introduction": "Par délégation du président, la vice-présidente",
                "title": "Madame",
                "first_name": "Hélène",
                "last_name": "MARQUANT",
                "gender": "f",
                "capacity": "Vice-présidente déléguée à la santé",
            },
        },
        {
            "rank": "signatory",
            "name": "L'association « Naître au village »",
            "short_name": "l'association",
            "legal_form": "association",
            "siret": "44306184100047",
            "rna": "W622001234",
            "seat": "3 rue de l'Église, 62350 Robecq",
            "representative": {
                "introduction": "Représentée par son président",
                "title": "Monsieur",
                "first_name": "Étienne",
                "last_name": "LŒUILLIEUX",
                "gender": "m",
                "capacity": "Président",
            },
        },
        {
            "rank": "signatory",
            "name": "La Commune de Robecq",
            "short_name": "la commune",
            "legal_form": "commune",
            "insee_code": "62713",
            "acts": [
                {"nature": "deliberation", "number": "2026-07", "date": "2026-02-11"},
                {"nature": "arrete", "number": None, "date": "2026-02-12"},
            ],
            "representative": None,
        },
    ],
    "visas": [
        {
            "text": "Vu le code de la santé publique, notamment son article L. 6323-1 ;",
            "refers_to": {"nature": None, "number": None, "date": None, "authority": None},
        }
    ],
    "recitals": ["Considérant que la commune ne compte plus de sage-femme depuis deux ans ;"],
    "preamble": (
        "<p>Trois fois par mois, une sage-femme tient une <strong>consultation avancée</strong> "
        "dans l'antenne. Elle y reçoit :</p><ul><li>les femmes enceintes suivies à domicile ;</li>"
        "<li>les jeunes mères, pour : <ul><li>le suivi du nourrisson,</li><li>la rééducation."
        "</li></ul></li></ul><p>Les parties souhaitent <em>poursuivre</em> cet accueil en 2026."
        "<br>Elles en fixent ici les règles.</p><ol><li>D'abord le lieu.</li><li>Ensuite "
        "l'horaire.</li></ol>"
    ),
    "period": {
        "start": "2026-04-01",
        "end": "2026-12-31",
        "signed_after_start": False,
        "renewal": "tacit",
        "renewal_times": 2,
        "renewal_years": 1,
        "renewal_deadline": {"value": 2, "unit": "months"},
    },
    "notice": {"value": 1, "unit": "months", "form": "registered", "to": "all"},
    "premises": {
        "address": "12 place du Marais, 62350 Robecq",
        "parcel": "AB 214",
        "rooms": [{"name": "Cabinet 2", "area_m2": 14.5}, {"name": "Salle d'attente"}],
        "equipment": [{"label": "Table d'examen", "quantity": 1}],
        "slots": [{"weekday": 2, "start": "09:00", "end": "12:30", "use": "consultation"}],
        "condition": "Bon état, sans réserve.",
    },
    "finance": {
        "mode": "shared",
        "amount": "1200.00",
        "period": "year",
        "payers": [
            {"party": 1, "amount": "900.00", "percent": 75},
            {"party": 3, "amount": "300.00", "percent": 25},
        ],
    },
    "articles": [
        {
            "title": "Objet",
            "body": "<p>La convention règle l'accueil de la consultation, sans loyer.</p>",
        },
        {
            "title": "Engagements de l'association",
            "introduction": "L'association s'engage à :",
            "commitments": {
                "party": 2,
                "items": [
                    "désigner la sage-femme et prévenir l'agglomération de tout changement ;",
                    "remettre chaque trimestre le nombre de consultations tenues ;",
                    "laisser les locaux propres et fermés.",
                ],
            },
        },
        {
            "title": "Fin anticipée",
            "body": "Chaque partie peut mettre fin à la convention un mois après l'avoir écrit aux "
            "deux autres.",
        },
    ],
    "closing": "Fait en quatre exemplaires originaux, dont un pour l'antenne.",
    "originals": 4,
    "signature": {"place": "Robecq", "date": None},
}

CONVENTION: dict[str, Any] = {
    "format": "csipa-convention/1",
    "reference": "2024-CV-012/A2",
    "title": "Avenant au contrat local de santé du bassin minier",
    "kind": "cls",
    "parent": {"reference": "2024-CV-012", "relation": "amendment"},
    "rank": 2,
    "authorised_by": {"nature": "deliberation", "number": "2026-18", "date": "2026-05-06"},
    "state": "voted",
    "site": "Labourse",
    "parties": [
        {
            "rank": "signatory",
            "group": "L'État et ses agences",
            "name": "L'Agence régionale de santé des Hauts-de-France",
            "legal_form": "ars",
            "representative": {
                "title": None,
                "first_name": "Irène",
                "last_name": "VANNIER",
                "gender": "f",
                "capacity": "Directrice générale",
            },
        },
        {
            "rank": "signatory",
            "group": "Les collectivités",
            "name": "Le Département du Pas-de-Calais",
            "short_name": "le Département",
            "legal_form": "department",
            "representative": None,
        },
        {
            "rank": "signatory",
            "group": "Les collectivités",
            "name": "La Commune de Labourse",
            "legal_form": "commune",
            "insee_code": "62480",
            "representative": {
                "introduction": "Représentée par son maire",
                "first_name": "Paul",
                "last_name": "DELATTRE",
                "gender": "m",
                "capacity": "Maire",
            },
        },
        {
            "rank": "associate",
            "name": "La Caisse primaire d'assurance maladie de l'Artois",
            "legal_form": "social_security",
            "representative": None,
        },
        {
            "rank": "informed",
            "name": "Le Centre hospitalier de Béthune",
            "legal_form": "hospital",
            "representative": {
                "first_name": "Rémi",
                "last_name": "COPIN",
                "gender": "m",
                "capacity": "Directeur",
            },
        },
    ],
    "visas": [{"text": "Vu le contrat signé le 14 mai 2024 ;"}],
    "recitals": ["Considérant le bilan de la première année ;"],
    "preamble": "Le présent avenant ajoute un axe au contrat.",
    "period": {"start": "2026-06-01", "end": None, "renewal": "express"},
    "notice": {"days": 90, "form": "written", "to": "other"},
    "finance": {
        "mode": "instalments",
        "amount": "10000.00",
        "instalments": [
            {"percent": 60, "amount": "6000.00", "when": "à la signature"},
            {"percent": 40, "amount": "4000.00", "when": "au bilan"},
        ],
    },
    "articles": [
        {
            "number": 1,
            "title": "Axe ajouté",
            "body": "<p>Un axe « santé de l'enfant » est ajouté au contrat.</p>",
            "articles": [
                {"title": "Dépistage", "body": "Chaque école est visitée une fois l'an."},
                {
                    "number": "1.2",
                    "title": "Suivi",
                    "introduction": "La commune s'engage à :",
                    "commitments": {"party": 3, "items": ["prêter une salle par école."]},
                    "articles": [{"title": "Calendrier", "body": "Le suivi commence en juin."}],
                },
            ],
        },
        {"title": "Autres clauses", "body": "<p>Le reste du contrat ne change pas.</p>"},
    ],
    "closing": None,
    "originals": 3,
    "signature": {"place": "Labourse", "date": "2026-05-20"},
}
