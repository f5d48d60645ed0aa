"""How the demonstration looked for people, and welcomes them.

Every name, cost and sentence is invented; the failed call for speech therapists, then the call for
midwives, are facts.
"""

from __future__ import annotations

import datetime as dt

# key, title, profession, channel, post, FTE, opened, cost
CAMPAIGNS = (
    (
        "speech",
        "Orthophonistes, annonce",
        "speech",
        "advertisement",
        None,
        "1",
        dt.date(2023, 9, 4),
        "640",
    ),
    (
        "midwives",
        "Sages-femmes, annonce",
        "midwife",
        "advertisement",
        "midwife-1",
        "0.5",
        dt.date(2024, 3, 4),
        "480",
    ),
    (
        "firm",
        "Médecins, cabinet de recrutement",
        "gp",
        "firm",
        "gp-centre",
        "2.5",
        dt.date(2024, 1, 8),
        "18000",
    ),
    (
        "network",
        "Médecins, réseau des maîtres de stage",
        "gp",
        "network",
        "gp-antennas",
        "2",
        dt.date(2024, 2, 1),
        "0",
    ),
    (
        "current",
        "Médecins, annonce nationale",
        "gp",
        "advertisement",
        "gp-centre",
        "2.3",
        dt.date(2025, 9, 15),
        "2150",
    ),
)
# campaign, closed on, outcome, lesson, followed by
CLOSINGS = (
    (
        "speech",
        dt.date(2024, 2, 29),
        "no_candidate",
        "Première profession en tension au diagnostic, et aucune candidature en six mois.",
        "midwives",
    ),
    ("midwives", dt.date(2024, 8, 30), "filled", "", None),
    (
        "firm",
        dt.date(2024, 12, 20),
        "partly",
        "Deux arrivées, deux départs dans les huit mois : le cabinet ne garantit que l’embauche.",
        None,
    ),
    (
        "network",
        dt.date(2024, 12, 20),
        "partly",
        "Les médecins venus par le réseau restent, à temps très partiel.",
        None,
    ),
)
# campaign, first name, last name, steps (stage, day), assignment
CANDIDATES = (
    (
        "midwives",
        "Émilie",
        "Wattel",
        (
            ("application", dt.date(2024, 4, 8)),
            ("interview", dt.date(2024, 5, 14)),
            ("offer", dt.date(2024, 6, 3)),
            ("hired", dt.date(2024, 6, 24)),
        ),
        "wattel",
    ),
    (
        "firm",
        "Louis",
        "Bernard",
        (
            ("contact", dt.date(2024, 1, 22)),
            ("interview", dt.date(2024, 2, 13)),
            ("offer", dt.date(2024, 3, 5)),
            ("hired", dt.date(2024, 6, 3)),
        ),
        "bernard",
    ),
    (
        "firm",
        "Sophie",
        "Lambert",
        (
            ("contact", dt.date(2024, 2, 19)),
            ("interview", dt.date(2024, 3, 20)),
            ("offer", dt.date(2024, 4, 9)),
            ("hired", dt.date(2024, 6, 10)),
        ),
        "lambert",
    ),
    (
        "firm",
        "Yann",
        "Guillou",
        (("contact", dt.date(2024, 5, 6)), ("withdrawn", dt.date(2024, 6, 28))),
        None,
    ),
    (
        "network",
        "Aminata",
        "Diallo",
        (
            ("contact", dt.date(2024, 2, 5)),
            ("interview", dt.date(2024, 3, 12)),
            ("hired", dt.date(2024, 6, 17)),
        ),
        "diallo",
    ),
    (
        "network",
        "Tomas",
        "Kovacs",
        (
            ("contact", dt.date(2024, 3, 18)),
            ("interview", dt.date(2024, 4, 16)),
            ("hired", dt.date(2024, 6, 17)),
        ),
        "kovacs",
    ),
    (
        "current",
        "Camille",
        "Leroy",
        (
            ("application", dt.date(2026, 5, 11)),
            ("interview", dt.date(2026, 6, 2)),
            ("offer", dt.date(2026, 6, 23)),
            ("hired", dt.date(2026, 7, 1)),
        ),
        "leroy",
    ),
    (
        "current",
        "Inès",
        "Delmotte",
        (("application", dt.date(2026, 5, 26)), ("interview", dt.date(2026, 6, 16))),
        None,
    ),
    (
        "current",
        "Pavel",
        "Novak",
        (("contact", dt.date(2026, 6, 8)), ("rejected", dt.date(2026, 6, 30))),
        None,
    ),
)
WELCOMED = "leroy"
# How many lines of her welcome are done, and when.
WELCOME_DONE = (2, dt.date(2026, 7, 2))
