"""The life of the conventions in the demonstration: signatures, amendment, rent, what was done."""

from __future__ import annotations

import datetime as dt

from csipa.demo.powers import LEASE_SUBJECT, PREMISES_SUBJECT

LIBRARY_SINCE = dt.date(2025, 12, 1)

# The convention of January: sent to the parties, back, signed by each, original kept.
SENT_ON = dt.date(2026, 1, 16)
# rank of the party, signed on, back on, original kept since
SIGNATURES = (
    (1, dt.date(2026, 1, 20), None, dt.date(2026, 1, 22)),
    (2, dt.date(2026, 1, 19), dt.date(2026, 1, 22), dt.date(2026, 1, 22)),
    (3, dt.date(2026, 1, 20), dt.date(2026, 1, 21), dt.date(2026, 1, 21)),
)
# room, weekday (1: Monday), from, to
PERMANENCE_SLOTS = (
    ("Cabinet médical", 1, dt.time(14), dt.time(18)),
    ("Cabinet médical", 5, dt.time(14), dt.time(18)),
)
PERMANENCE_USE = "soins non programmés"
# beginning of the commitment, periodicity, first due, proof, done on
PERMANENCE_FOLLOWED = (
    (
        "établir le planning",
        "monthly",
        dt.date(2026, 1, 26),
        "planning du mois",
        (
            *(dt.date(2026, 1, 26), dt.date(2026, 2, 26), dt.date(2026, 3, 26)),
            *(dt.date(2026, 4, 27), dt.date(2026, 5, 26), dt.date(2026, 6, 26)),
        ),
    ),
    (
        "faire connaître la permanence",
        "once",
        dt.date(2026, 2, 15),
        "affiche et annonce",
        (dt.date(2026, 2, 9),),
    ),
    (
        "s’assurer que chaque médecin",
        "once",
        dt.date(2026, 1, 26),
        "liste du matériel",
        (dt.date(2026, 1, 26),),
    ),
)

AMENDED_ON, AMENDED_UNTIL = dt.date(2026, 3, 30), dt.date(2026, 6, 30)
AMENDMENT_SIGNED, AMENDMENT_EXECUTED = dt.date(2026, 4, 2), dt.date(2026, 4, 3)
AMENDMENT_CONCLUDED = dt.date(2026, 4, 10)
AMENDMENT_POWER = PREMISES_SUBJECT
# title of the article, what takes the place of its text
REWORDED = (
    "Durée",
    "<p>La convention est <strong>temporaire</strong>. Elle prend effet le 26 janvier 2026 et "
    "s’achève le 30 juin 2026 inclus.</p>"
    "<p>Un avenant, accepté par toutes les parties, peut la prolonger ou l’adapter.</p>",
)
ADDED = (
    "Bilan",
    "<p>La CPTS Val de Lys Romane remet aux autres parties, avant le 15 juin 2026, un bilan de la "
    "permanence : nombre de séances tenues et de patients reçus. Il ne contient aucune donnée qui "
    "permette de reconnaître quelqu’un.</p>",
)

# The workshops of 2026: one commitment followed month by month.
WORKSHOPS_FOLLOWED = (
    (
        "ouvrir la salle d’attente",
        "monthly",
        dt.date(2026, 6, 17),
        "date de l’atelier",
        (dt.date(2026, 6, 17), dt.date(2026, 7, 1)),
    ),
)

# A second consulting room at Gauchin-Légal, for a rent.
RENT_MODEL = "Mise à disposition de locaux contre redevance"
RENT_FROM_MODEL = "Mise à disposition de locaux"
RENT_CLAUSE, FREE_CLAUSE = "Redevance indexée", "Gratuité évaluée"
RENT_SITE, RENT_OWNER = "Gauchin-Légal", "62366"
RENT_ROOM = ("Second cabinet", 13)
RENT_WRITTEN, RENT_SIGNED, RENT_EXECUTED = (
    dt.date(2026, 6, 10),
    dt.date(2026, 6, 16),
    dt.date(2026, 6, 17),
)
RENT_CONCLUDED = dt.date(2026, 6, 24)
RENT_PERIOD = (dt.date(2026, 7, 1), dt.date(2029, 6, 30))
RENT_POWER = LEASE_SUBJECT
RENT = {
    "mode": "rent",
    "amount": "300.00",
    "period": "month",
    "starts_after_months": 1,
    "index_name": "ILAT",
    "index_quarter": "2026-T1",
    "review_date": "1er juillet",
    "payers": [{"role": "manager", "percent": "100"}],
}
RENT_SLOTS = ((1, dt.time(9), dt.time(17)), (3, dt.time(9), dt.time(17)))
RENT_RECITAL = ("gratuitement de tels locaux", "de tels locaux contre une redevance")
RENT_PROVISION = ("de la convention annexée", "de la convention annexée, contre redevance,")

# The permanence once more, for three years: the coordinator has sessions to book and to count.
HELD_MODEL = "Permanence de soins non programmés (tripartite)"
HELD_WRITTEN = HELD_SIGNED = HELD_EXECUTED = dt.date(2026, 7, 2)
HELD_CONCLUDED = dt.date(2026, 7, 3)
HELD_PERIOD = (dt.date(2026, 7, 6), dt.date(2029, 7, 5))
HELD_POWER = PREMISES_SUBJECT
HELD_SITE, HELD_OWNER = "Norrent-Fontes", "62620"
# The council of the commune was elected anew in March 2026.
HELD_OWNER_ACTS = (("deliberation", "2026-04-05", dt.date(2026, 4, 7)),)

# beginning of the commitment, periodicity, first due, proof; done every month until today
HELD_FOLLOWED = ("établir chaque mois", "monthly", dt.date(2026, 7, 26), "planning du mois")

# The premises of Robecq: a draft that a model wrote, left to be read over and signed.
ROBECQ_OWNER, ROBECQ_SITE = "62713", "Robecq"
ROBECQ_WRITTEN = dt.date(2026, 7, 1)
ROBECQ_PERIOD = (dt.date(2026, 10, 1), dt.date(2029, 9, 30))
ROBECQ_FINANCE = {"mode": "valued", "valued_at": "21600.00"}
ROBECQ_SLOTS = ((1, dt.time(9), dt.time(17)), (3, dt.time(9), dt.time(17)))
ROBECQ_ROOM = ("Cabinet médical", 16)
ROBECQ_POWER = PREMISES_SUBJECT
