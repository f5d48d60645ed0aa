"""What the demonstration promises in its health project, and what it told the regional agency.

The act and its day are public facts; what is promised is what such projects promise, in words of
our own; findings, numbers and days of mail are invented.
"""

from __future__ import annotations

import datetime as dt

from csipa.demo.team import HEALTH_PROJECT_ACT, OPENING

# theme, text, activity, weekday, from, to
COMMITMENTS = (
    ("opening", "Recevoir du lundi au vendredi à Labourse", "medical", None, None, None),
    ("opening", "Ouvrir le samedi matin", "medical", 6, dt.time(9), dt.time(12)),
    ("unscheduled", "Offrir des plages de soins non programmés", "unscheduled", None, None, None),
    ("continuity", "Répondre aux patients pendant les absences", "", None, None, None),
    ("third_party", "Pratiquer le tiers payant sur les deux parts", "", None, None, None),
    ("on_call", "Prendre part à la permanence des soins ambulatoires", "", None, None, None),
    ("prevention", "Mener chaque année deux actions de prévention", "", None, None, None),
)
# rank of the commitment, found on, state, reason
FINDINGS = (
    (
        4,
        dt.date(2026, 6, 30),
        "partly",
        "Assurée au centre ; aucune solution quand le seul médecin d’une antenne est absent.",
    ),
    (5, dt.date(2026, 6, 30), "kept", ""),
    (
        6,
        dt.date(2026, 6, 30),
        "not_kept",
        "Trop peu de médecins ; à reprendre avec la CPTS à l’arrivée de janvier 2027.",
    ),
    (7, dt.date(2026, 6, 30), "kept", ""),
)
PROJECT = {
    "edition": 1,
    "adopted_on": HEALTH_PROJECT_ACT[1],
    "act_number": HEALTH_PROJECT_ACT[0],
    "sent_on": dt.date(2024, 3, 1),
    "receipt_on": dt.date(2024, 5, 14),
    "receipt_number": "CDS-62-2024-031",
    "applies_from": OPENING,
}

# site, nature, happened on, description, sent on, proof, received on
CHANGES_TOLD = (
    (
        "Gauchin-Légal",
        "antenna_opened",
        dt.date(2025, 2, 3),
        "Une deuxième antenne ouvre à Gauchin-Légal, deux jours par semaine.",
        dt.date(2025, 2, 7),
        "1A 198 442 7731 9",
        dt.date(2025, 2, 11),
    ),
    (
        "Labourse",
        "representative",
        dt.date(2026, 4, 17),
        "À la suite du renouvellement général, Isabelle Carlier préside la communauté d’agglomération.",
        dt.date(2026, 4, 27),
        "1A 203 118 0457 2",
        dt.date(2026, 4, 29),
    ),
)
# site, from, to, reason
CLOSURES = (
    ("Gauchin-Légal", dt.date(2026, 8, 3), dt.date(2026, 8, 14), "Travaux d’accessibilité"),
    ("Norrent-Fontes", dt.date(2026, 12, 24), dt.date(2026, 12, 31), "Congés de fin d’année"),
)
# antenna, minutes by car, source
TRAVEL = (
    ("Norrent-Fontes", 26, "Calculateur d’itinéraire de l’IGN, un mardi à 9 h"),
    ("Gauchin-Légal", 21, "Calculateur d’itinéraire de l’IGN, un mardi à 9 h"),
    ("Robecq", 23, "Calculateur d’itinéraire de l’IGN, un mardi à 9 h"),
)
