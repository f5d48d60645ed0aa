"""The CPTS of the demonstration: its life, missions, members and evenings. All invented."""

from __future__ import annotations

import datetime as dt

CPTS_LIFE = {
    "idea_on": dt.date(2019, 1, 1),
    "statutes_on": dt.date(2021, 3, 15),
    "project_on": dt.date(2021, 10, 4),
    "validated_on": dt.date(2021, 12, 13),
    "agreement_on": dt.date(2022, 1, 20),
    "agreement_until": dt.date(2027, 1, 19),
    "members_goal": 60,
    "comment": "Dates et valeurs inventées pour la démonstration.",
}
# mission, since, started, deployed, what the CPTS does
MISSIONS = (
    (
        "access",
        dt.date(2022, 1, 20),
        dt.date(2022, 6, 1),
        dt.date(2023, 9, 4),
        "Trouver un médecin traitant aux patients qui n’en ont pas ; permanences de soins non "
        "programmés à Norrent-Fontes.",
    ),
    (
        "pathways",
        dt.date(2022, 1, 20),
        dt.date(2022, 11, 7),
        None,
        "Sortie d’hospitalisation des personnes âgées ; parcours diabète.",
    ),
    (
        "prevention",
        dt.date(2022, 1, 20),
        dt.date(2022, 10, 3),
        dt.date(2024, 1, 15),
        "Vaccination et dépistages organisés, avec les communes.",
    ),
    (
        "crises",
        dt.date(2022, 4, 1),
        dt.date(2022, 12, 5),
        None,
        "Plan de réponse, annuaire de crise, exercice chaque année.",
    ),
    (
        "support",
        dt.date(2024, 1, 1),
        dt.date(2024, 3, 4),
        None,
        "Accueil des étudiants et des remplaçants, logement compris.",
    ),
)
# mission, indicator, unit, how, baseline, target, target on, direction, values (as of, value)
INDICATORS = (
    (
        "access",
        "Patients ayant trouvé un médecin traitant",
        "patients",
        "Demandes satisfaites dans l’année, relevées par la coordination",
        0,
        400,
        dt.date(2026, 12, 31),
        "up",
        (
            (dt.date(2022, 12, 31), 84),
            (dt.date(2023, 12, 31), 171),
            (dt.date(2024, 12, 31), 236),
            (dt.date(2025, 12, 31), 318),
        ),
    ),
    (
        "access",
        "Habitants sans médecin traitant",
        "habitants",
        "Assurance maladie, patients de 17 ans et plus sans déclaration en cours",
        7400,
        5000,
        dt.date(2026, 12, 31),
        "down",
        ((dt.date(2023, 12, 31), 6900), (dt.date(2025, 9, 1), 6100)),
    ),
    (
        "pathways",
        "Sorties d’hospitalisation préparées avec la ville",
        "dossiers",
        "Fiches de liaison reçues avant la sortie",
        0,
        150,
        dt.date(2026, 12, 31),
        "up",
        ((dt.date(2024, 12, 31), 41), (dt.date(2025, 12, 31), 97)),
    ),
    (
        "prevention",
        "Personnes vaccinées contre la grippe lors des permanences",
        "personnes",
        "Compte tenu par les infirmiers à chaque permanence",
        0,
        250,
        dt.date(2026, 3, 31),
        "up",
        ((dt.date(2024, 3, 31), 120), (dt.date(2025, 3, 31), 204), (dt.date(2026, 3, 31), 263)),
    ),
    (
        "crises",
        "Professionnels présents à l’exercice annuel",
        "professionnels",
        "Feuille d’émargement",
        None,
        40,
        dt.date(2026, 12, 31),
        "up",
        ((dt.date(2024, 11, 14), 22),),
    ),
)
# profession, how many of the offer are members; then who sits where, by rank among them
MEMBERS = (("10", 11), ("60", 14), ("21", 8), ("70", 6), ("50", 1), ("40", 2), ("91", 1))
JOINED_ON = (
    dt.date(2022, 1, 10),
    dt.date(2022, 6, 16),
    dt.date(2023, 3, 9),
    dt.date(2024, 5, 23),
    dt.date(2025, 10, 7),
)
ROLES = (
    ("10", 1, "vice_president"),
    ("60", 0, "treasurer"),
    ("21", 0, "secretary"),
    ("70", 0, "board"),
    ("60", 1, "board"),
    ("21", 1, "board"),
)
FEE, FEE_YEARS = 20, (2025, 2026)
HOSPITAL = {
    "kind": "hospital",
    "official_name": "centre hospitalier des Deux-Vallées",
    "article": "le",
    "gender": "m",
    "short_name": "Centre hospitalier",
    "siren": "266209998",
    "commune_id": "62516",
    "seat_address": "rue de l’Hôpital",
    "seat_postal_code": "62190",
}
# group, purpose, since
GROUPS = (
    (
        "Soins non programmés",
        "Organiser les permanences et l’accueil des demandes urgentes de ville.",
        dt.date(2022, 3, 1),
    ),
    (
        "Personnes âgées et retour à domicile",
        "Préparer les sorties d’hôpital avec les services de soins à domicile.",
        dt.date(2022, 10, 1),
    ),
)
# kind, title, day, minutes, place, group, trainer, goal, outcome,
# counts (profession, invited, present, joined)
EVENTS = (
    (
        "information",
        "Soirée de présentation de la CPTS",
        dt.date(2022, 6, 16),
        120,
        "Salle des fêtes de Lillers",
        None,
        "",
        15,
        "Deux groupes de travail sont créés.",
        (
            ("", 118, 47, 17),
            ("10", 24, 12, 4),
            ("60", 46, 17, 6),
            ("21", 14, 8, 4),
            ("70", 20, 6, 3),
        ),
    ),
    (
        "training",
        "Repérer la fragilité de la personne âgée",
        dt.date(2024, 3, 21),
        180,
        "Maison des associations de Burbure",
        None,
        "Réseau gérontologique de l’Artois",
        None,
        "",
        (("", 40, 26, None), ("60", None, 14, None), ("70", None, 6, None), ("10", None, 6, None)),
    ),
    (
        "information",
        "Rencontre avec les jeunes installés et les remplaçants",
        dt.date(2024, 5, 23),
        120,
        "Isbergues, salle Jean-Jaurès",
        None,
        "",
        10,
        "Un livret d’accueil sera écrit avec l’agglomération.",
        (("", 86, 38, 9), ("10", 20, 9, 3), ("60", 34, 15, 4), ("70", 18, 8, 1)),
    ),
    (
        "group",
        "Bilan de la permanence de Norrent-Fontes",
        dt.date(2026, 5, 12),
        90,
        "Norrent-Fontes, antenne du centre de santé",
        "Soins non programmés",
        "",
        None,
        "Le groupe souhaite reprendre la permanence à l’automne, avec un deuxième médecin.",
        (),
    ),
    (
        "information",
        "Soirée d’automne des professionnels du territoire",
        dt.date(2025, 10, 7),
        120,
        "Lillers, Palace",
        None,
        "",
        12,
        "",
        (
            ("", 130, 61, 14),
            ("10", 23, 13, 3),
            ("60", 44, 22, 6),
            ("21", 14, 9, 3),
            ("70", 20, 8, 2),
        ),
    ),
)
# The evening whose guests are known by name too: how many, how many came, how many joined.
BY_NAME = "Soirée d’automne des professionnels du territoire"
INVITED_BY_NAME, STRANGERS, CAME, JOINED = ("10", "60", "70"), 34, 15, 4
JOINED_AFTER = dt.timedelta(days=14)
CAME_TO_GROUP = 5
# group, title, from today
NEXT_MEETING = ("Soins non programmés", "Préparer la reprise des permanences", dt.timedelta(24))
