"""What the demonstration tells of activity: about 2,000 consultations in the first six months.

That figure is a public fact; how it falls on days and sites, and all that follows, is invented.
"""

from __future__ import annotations

import datetime as dt

# site, profession, from, consultations on an ordinary day
PACE = (
    ("Labourse", "gp", dt.date(2024, 6, 3), 11),
    ("Labourse", "gp", dt.date(2024, 11, 12), 9),
    ("Labourse", "gp", dt.date(2025, 2, 3), 4),
    ("Labourse", "midwife", dt.date(2024, 9, 2), 5),
    ("Norrent-Fontes", "gp", dt.date(2024, 6, 17), 10),
    ("Norrent-Fontes", "gp", dt.date(2025, 5, 2), 5),
    ("Norrent-Fontes", "gp", dt.date(2026, 3, 2), 9),
    ("Gauchin-Légal", "gp", dt.date(2025, 2, 3), 7),
    ("Gauchin-Légal", "gp", dt.date(2025, 5, 2), 4),
)
# From one weekday to the next an ordinary day gains or loses this, Monday first.
SWAY = (2, 0, -1, 1, -2, 0, 0)
# Requests that found no slot, by day, as soon as doctors left.
REFUSED_SINCE, REFUSED = dt.date(2025, 2, 3), (1, 3, 1, 2, 0)

# site, profession, kind
LINES = (
    ("Labourse", "gp", "consultation"),
    ("Labourse", "midwife", "consultation"),
    ("Norrent-Fontes", "gp", "consultation"),
    ("Gauchin-Légal", "gp", "consultation"),
)
# site, without GP asked, sessions published
RECORDING = (
    ("Labourse", True, False),
    ("Norrent-Fontes", False, True),
    ("Gauchin-Légal", False, False),
)
SECRETARY_SITES = ("Labourse", "Norrent-Fontes", "Gauchin-Légal")
# Days nobody has entered yet, counted backwards among the last open ones of the site.
FORGOTTEN = {"Gauchin-Légal": (2, 3)}

# The month that is over is still to be closed there.
LEFT_TO_CLOSE = "Labourse"

# title, theme, public, first day, last day, place, site, commune, place name, reached, minutes
PREVENTION = (
    (
        "Vaccination contre la grippe",
        "vaccination",
        "personnes de plus de 65 ans",
        dt.date(2025, 10, 21),
        None,
        "site",
        "Norrent-Fontes",
        None,
        "",
        34,
        240,
    ),
    (
        "Dépistage organisé des cancers : stand au marché",
        "screening",
        "grand public",
        dt.date(2025, 10, 9),
        None,
        "partner",
        None,
        "62516",
        "Place du marché",
        61,
        300,
    ),
    (
        "Repérage de la fragilité, en cabinet mobile",
        "frailty",
        "aînés vivant à domicile",
        dt.date(2026, 3, 17),
        dt.date(2026, 3, 19),
        "mobile",
        None,
        "62713",
        "Salle des fêtes",
        22,
        900,
    ),
    (
        "Ateliers sur l’alimentation",
        "nutrition",
        "parents d’élèves de l’école primaire",
        dt.date(2026, 5, 26),
        None,
        "partner",
        None,
        "62366",
        "École communale",
        18,
        150,
    ),
)
PARTNERS = {1: ("Centre régional de coordination des dépistages",), 3: ("École communale",)}

# day, site, kind, minutes, open, cases, professions present
MEETINGS = (
    (dt.date(2026, 1, 13), "Labourse", "cases", 90, True, 4, (("gp", 2), ("midwife", 1))),
    (dt.date(2026, 3, 10), "Labourse", "cases", 75, False, 3, (("gp", 3), ("midwife", 1))),
    (
        dt.date(2026, 5, 12),
        "Labourse",
        "coordination",
        60,
        False,
        None,
        (("gp", 3), ("secretary", 1)),
    ),
    (dt.date(2026, 6, 9), "Labourse", "cases", 90, True, 5, (("gp", 2), ("midwife", 1))),
)

# The permanence of January to April 2026: days without it, and what each session counted.
PERMANENCE_HOURS = (dt.time(14), dt.time(18))
PERMANENCE_DOCTOR = "Docteur Anne Duval"
PERMANENCE_BUFFER = 30
PERMANENCE_AWAY = {dt.date(2026, 2, 20): "Congé du médecin"}
# done, without GP, beyond 48 h, GP away, consultations by commune of residence; taken in turn
PERMANENCE_COUNTS = (
    (13, 5, 7, 2, {"62620": 6, "62516": 3, "62713": 2, "62480": 2}),
    (11, 4, 6, 1, {"62620": 5, "62516": 3, "62473": 2, "62480": 1}),
    (15, 6, 8, 3, {"62620": 7, "62516": 3, "62770": 2, "62119": 3}),
    (9, 3, 5, 1, {"62620": 5, "62473": 3, "62480": 1}),
    (14, 5, 9, 2, {"62620": 7, "62516": 4, "62713": 2, "62119": 1}),
)
PERMANENCE_ROOM = "Cabinet médical"
PERMANENCE_BOOKED_ON = dt.date(2026, 1, 20)
# Ranks of the sessions after which nobody noted the cleaning.
PERMANENCE_UNCLEANED = (9, 17)
# That of the last one is still to be counted.
PERMANENCE_UNCOUNTED = (25,)
# That of the day: how many weeks are behind it, and how many are booked.
PERMANENCE_WEEKS_BEHIND, PERMANENCE_WEEKS_AHEAD = 10, 6

# site, room, profession, person
ROOM_USERS = (
    ("Labourse", "Cabinet 1", "gp", "morel"),
    ("Labourse", "Cabinet sage-femme", "midwife", "wattel"),
    ("Norrent-Fontes", "Cabinet médical", "gp", "diallo"),
    ("Gauchin-Légal", "Cabinet médical", "gp", "petit"),
)
MEETING_ROOM, MEETING_WEEKDAY = "Accueil", 2
MEETING_HOURS = (dt.time(12, 45), dt.time(14))

CPTS_TERRITORY = {"kind": "cpts", "name": "Val de Lys Romane"}
CPTS_SINCE = dt.date(2022, 1, 1)
# INSEE codes of the 32 communes that the convention of the permanence names.
CPTS_COMMUNES = (
    "62023",
    "62028",
    "62029",
    "62049",
    "62141",
    "62162",
    "62188",
    "62190",
    "62286",
    "62313",
    "62328",
    "62391",
    "62407",
    "62473",
    "62486",
    "62500",
    "62508",
    "62509",
    "62512",
    "62516",
    "62517",
    "62564",
    "62620",
    "62676",
    "62701",
    "62713",
    "62720",
    "62747",
    "62750",
    "62770",
    "62885",
    "62900",
)

# step of a month, by whom, how many days after the end of the month
MONTH_STEPS = (
    ("close", "secretaire", 4),
    ("check", "gestionnaire", 12),
    ("validate", "responsable", 26),
)
