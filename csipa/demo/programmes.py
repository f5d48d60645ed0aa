"""What the demonstration tells of programmes: local health contracts, roadmap, sheets, committees.

Public facts: the first contract was signed on 14 February 2020; the second has three axes; the
roadmap has twelve actions, of which the health centre is one. The rest is invented.
"""

from __future__ import annotations

import datetime as dt

CLS_1 = {
    "kind": "cls",
    "name": "Contrat local de santé 2020-2023",
    "short_name": "CLS 1",
    "signed_on": dt.date(2020, 2, 14),
    "start": dt.date(2020, 2, 14),
    "end": dt.date(2023, 12, 31),
    "summary": "Attractivité du territoire pour les soignants, prévention auprès des 6-25 ans, "
    "parcours des personnes vulnérables.",
}
CLS_2 = {
    "kind": "cls",
    "name": "Contrat local de santé 2024-2028",
    "short_name": "CLS 2",
    "signed_on": dt.date(2024, 7, 4),
    "start": dt.date(2024, 7, 4),
    "end": dt.date(2028, 12, 31),
    "summary": "Trois axes : des comportements favorables à la santé, aller vers les habitants, la "
    "démographie médicale.",
}
CLSM = {
    "kind": "clsm",
    "name": "Conseil local de santé mentale",
    "short_name": "CLSM",
    "start": dt.date(2023, 1, 1),
    "end": None,
    "summary": "Réunir élus, psychiatrie publique, usagers et aidants.",
}
ROADMAP = {
    "kind": "roadmap",
    "name": "Feuille de route pour la démographie médicale",
    "short_name": "Feuille de route",
    "start": dt.date(2023, 1, 1),
    "end": dt.date(2026, 12, 31),
    "summary": "Douze actions, dont le centre de santé et ses antennes.",
}
CPTS_PROJECT = {
    "kind": "cpts",
    "name": "Projet de santé de la CPTS Val de Lys Romane",
    "short_name": "Projet de la CPTS",
    "start": dt.date(2022, 1, 20),
    "end": dt.date(2027, 1, 19),
    "summary": "",
}

# code, title, objectives (code, title)
AXES = (
    (
        "1",
        "Des comportements favorables à la santé",
        (
            ("1.1", "Développer la prévention dès l’enfance"),
            ("1.2", "Bien vieillir et repérer les fragilités"),
        ),
    ),
    (
        "2",
        "Aller vers les habitants les plus éloignés du soin",
        (
            ("2.1", "Accompagner les habitants des petites communes"),
            ("2.2", "Prendre soin de la santé mentale"),
        ),
    ),
    (
        "3",
        "La démographie médicale",
        (
            ("3.1", "Renforcer l’offre de soins de premier recours"),
            ("3.2", "Accueillir et retenir les professionnels"),
        ),
    ),
)

# The other actions of the roadmap: number, title, state.
ROADMAP_ONLY = (
    ("1", "Observer l’offre et les besoins avec un observatoire local de santé", "running"),
    ("2", "Aider à l’installation par un guichet unique", "running"),
    ("3", "Soutenir les maisons de santé pluriprofessionnelles", "running"),
    ("6", "Développer la téléconsultation accompagnée en pharmacie", "planned"),
    ("8", "Loger les internes pendant leurs stages", "done"),
    ("9", "Former des maîtres de stage universitaires", "running"),
    ("10", "Faire découvrir les métiers du soin aux lycéens", "running"),
    ("11", "Financer des assistants médicaux", "planned"),
    ("12", "Promouvoir le territoire auprès des facultés et dans les salons", "dropped"),
)

# programme, kind, name, meetings a year, members (organisation, person, quality)
COMMITTEES = (
    (
        "cls2",
        "steering",
        "Comité de pilotage du CLS",
        1,
        (
            ("agglomeration", "Isabelle Carlier, présidente", "chair"),
            ("ars", "Direction départementale", "signatory"),
            ("cpts", "Dr Étienne Delattre, président", "member"),
            ("hospital", "Direction", "member"),
            ("62620", "Agnès Roussel, maire", "member"),
        ),
    ),
    (
        "cls2",
        "technical",
        "Comité technique du CLS",
        4,
        (
            ("agglomeration", "Chargée de projet CLS", "chair"),
            ("ars", "Chargé de territoire", "member"),
            ("cpts", "Coordination", "guest"),
        ),
    ),
    (
        "clsm",
        "plenary",
        "Assemblée plénière du CLSM",
        1,
        (("agglomeration", "Marc Dubrulle, vice-président", "chair"), ("hospital", "", "member")),
    ),
)
# committee, day, place, agenda, present (by rank of member), excused, minutes,
# decisions (text, sheet, responsible, due, done, outcome)
MEETINGS = (
    (
        "Comité de pilotage du CLS",
        dt.date(2025, 6, 19),
        "Hôtel communautaire",
        "Bilan de la première année\nPriorités de 2026",
        (0, 1, 2, 4),
        (3,),
        "Le comité relève l’effet de la médiation en santé et demande un bilan chiffré.",
        (
            (
                "Étendre la médiation à trente communes.",
                "mediation",
                "Chargée de projet CLS",
                dt.date(2026, 9, 30),
                None,
                "",
            ),
            (
                "Présenter les premiers résultats de la vaccination.",
                "vaccination",
                "Chargée de projet prévention",
                dt.date(2025, 12, 31),
                dt.date(2025, 12, 4),
                "Présentés au comité technique.",
            ),
        ),
    ),
    (
        "Comité technique du CLS",
        dt.date(2026, 3, 17),
        "Labourse, centre de santé",
        "Point sur les fiches\nPermanence de Norrent-Fontes",
        (0, 1, 2),
        (),
        "Les fiches 1, 3 et 6 avancent ; la fiche 7 manque d’indicateurs.",
        (
            (
                "Proposer deux indicateurs pour l’accueil des remplaçants.",
                "welcome",
                "Chargée de projet CLS",
                dt.date(2026, 5, 29),
                None,
                "",
            ),
            (
                "Préparer avec la CPTS le bilan de la permanence.",
                "permanence",
                "Coordination de la CPTS",
                dt.date(2026, 6, 15),
                None,
                "",
            ),
        ),
    ),
    (
        "Comité de pilotage du CLS",
        dt.date(2026, 6, 25),
        "Hôtel communautaire",
        "Bilan de la deuxième année",
        (0, 1, 2, 3),
        (4,),
        "",
        (
            (
                "Ouvrir l’antenne de Robecq dès l’arrivée d’un médecin.",
                "csipa",
                "Responsable du service santé",
                dt.date(2027, 1, 31),
                None,
                "",
            ),
        ),
    ),
)
# committee, place, agenda, from today
NEXT_MEETING = (
    "Comité technique du CLS",
    "Labourse, centre de santé",
    "Fiches en retard\nPréparation du comité de pilotage",
    dt.timedelta(19),
)
