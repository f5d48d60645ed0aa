"""What the demonstration tells of the team: figures are public facts, people are invented.

4.5 full-time equivalents of general practitioner and two half posts of midwife were authorised; six
doctors the first months, three in September 2025, when the press told that 4 FTE were missing. What
comes after that day, and every name, part of a full time, cost and candidate, is invented.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

D = Decimal
HEALTH_PROJECT_ACT = ("2024/CC007", dt.date(2024, 2, 20))
OPENING = dt.date(2024, 6, 3)

# key, name, feminine, plural, family, activity, minutes of a consultation
PROFESSIONS = (
    ("gp", "médecin généraliste", "", "médecins généralistes", "medical", "medical", 20),
    ("midwife", "sage-femme", "", "sages-femmes", "medical", "midwifery", 30),
    ("speech", "orthophoniste", "", "orthophonistes", "paramedical", "", 30),
    (
        "secretary",
        "secrétaire médical",
        "secrétaire médicale",
        "secrétaires médicaux",
        "administrative",
        "reception",
        None,
    ),
    (
        "manager",
        "gestionnaire administratif et financier",
        "gestionnaire administrative et financière",
        "gestionnaires administratifs et financiers",
        "administrative",
        "",
        None,
    ),
)

# key, label, profession, site, parts of sites in per cent
POSTS = (
    ("gp-centre", "Médecins généralistes, centre", "gp", "Labourse", ()),
    (
        "gp-antennas",
        "Médecins généralistes, antennes",
        "gp",
        None,
        (("Norrent-Fontes", 50), ("Gauchin-Légal", 30), ("Robecq", 20)),
    ),
    ("midwife-1", "Sage-femme 1", "midwife", "Labourse", ()),
    ("midwife-2", "Sage-femme 2", "midwife", "Labourse", ()),
    ("secretary", "Secrétariat", "secretary", None, ()),
    ("manager", "Gestion administrative et financière", "manager", "Labourse", ()),
)

# post, from, FTE, state, reason
TARGETS = (
    ("gp-centre", HEALTH_PROJECT_ACT[1], "2.5", "voted", ""),
    ("gp-centre", OPENING, "2.5", "open", ""),
    ("gp-antennas", HEALTH_PROJECT_ACT[1], "2", "voted", ""),
    ("gp-antennas", OPENING, "2", "open", ""),
    ("midwife-1", HEALTH_PROJECT_ACT[1], "0.5", "voted", ""),
    ("midwife-1", OPENING, "0.5", "open", ""),
    (
        "midwife-2",
        HEALTH_PROJECT_ACT[1],
        "0.5",
        "deferred",
        "Attendre de savoir si le premier demi-poste répond au besoin",
    ),
    ("secretary", OPENING, "1", "open", ""),
    ("manager", HEALTH_PROJECT_ACT[1], "1", "open", ""),
)

# key, title, first name, last name, gender
PEOPLE = (
    ("morel", "Docteur", "Hélène", "Morel", "f"),
    ("bernard", "Docteur", "Louis", "Bernard", "m"),
    ("diallo", "Docteur", "Aminata", "Diallo", "f"),
    ("petit", "Docteur", "Gérard", "Petit", "m"),
    ("lambert", "Docteur", "Sophie", "Lambert", "f"),
    ("kovacs", "Docteur", "Tomas", "Kovacs", "m"),
    ("leroy", "Docteur", "Camille", "Leroy", "f"),
    ("wattel", "", "Émilie", "Wattel", "f"),
    ("duhamel", "", "Sandrine", "Duhamel", "f"),
    ("mercier", "", "Julien", "Mercier", "m"),
)

# key, post, person, FTE, from, contract, parts of sites in FTE
ASSIGNMENTS = (
    ("morel", "gp-centre", "morel", "0.2", OPENING, "hourly", ()),
    ("bernard", "gp-centre", "bernard", "1", OPENING, "fixed_term", ()),
    ("lambert", "gp-centre", "lambert", "0.5", dt.date(2024, 6, 10), "fixed_term", ()),
    (
        "diallo",
        "gp-antennas",
        "diallo",
        "0.2",
        dt.date(2024, 6, 17),
        "hourly",
        (("Norrent-Fontes", "0.2"),),
    ),
    (
        "petit",
        "gp-antennas",
        "petit",
        "0.1",
        dt.date(2024, 7, 1),
        "hourly",
        (("Gauchin-Légal", "0.1"),),
    ),
    (
        "kovacs",
        "gp-antennas",
        "kovacs",
        "0.5",
        dt.date(2024, 6, 17),
        "fixed_term",
        (("Norrent-Fontes", "0.3"), ("Gauchin-Légal", "0.2")),
    ),
    ("wattel", "midwife-1", "wattel", "0.5", dt.date(2024, 9, 2), "permanent", ()),
    (
        "duhamel",
        "secretary",
        "duhamel",
        "1",
        OPENING,
        "permanent",
        (("Labourse", "0.5"), ("Norrent-Fontes", "0.3"), ("Gauchin-Légal", "0.2")),
    ),
    ("mercier", "manager", "mercier", "1", dt.date(2024, 3, 4), "tenured", ()),
)
# assignment, last day, reason
DEPARTURES = (
    ("lambert", dt.date(2024, 11, 8), "trial"),
    ("bernard", dt.date(2025, 1, 31), "resignation"),
    ("kovacs", dt.date(2025, 4, 30), "end_of_term"),
)
# assignment, from, FTE
CHANGES = (("diallo", dt.date(2026, 3, 2), "0.4"),)
# Who arrives next: it makes the planned part of every picture.
ARRIVAL = ("leroy", "gp-centre", "0.8", dt.date(2027, 1, 4), "permanent")

# person, from, to
ABSENCES = (
    ("diallo", dt.date(2026, 7, 20), dt.date(2026, 8, 7)),
    ("wattel", dt.date(2026, 10, 19), dt.date(2026, 10, 30)),
    ("morel", dt.date(2026, 12, 21), dt.date(2027, 1, 1)),
)

PRESS = "Concours pluri-pro, article de septembre 2025"
# profession, measure, value, precision, as of
STATED = (
    ("gp", "authorised", "4.5", "exact", dt.date(2025, 9, 1)),
    ("gp", "heads", "3", "exact", dt.date(2025, 9, 1)),
    ("gp", "vacant", "4", "exact", dt.date(2025, 9, 1)),
)

# label, number a year, minutes
NEED_SERVICE = (("Consultations médicales", "4000", "20"),)
# label, scope, people, amount, unit
NEED_SUPPORT = (
    ("Dossiers, réunions et formation entre pairs", "all", 1, "15", "percent"),
    ("Coordination médicale du centre", "some", 1, "104", "hours_year"),
)
NEED_TIME = {
    "public_holidays": D(9),
    "annual_leave": D(25),
    "sick_leave": D(3),
    "other_leave": D(5),
}
NEED_SOURCE = (
    "Activité des six premiers mois doublée (environ 2 000 consultations, presse de septembre 2025). "
    "Vingt minutes par consultation et parts de soutien : hypothèses de travail, à discuter."
)
