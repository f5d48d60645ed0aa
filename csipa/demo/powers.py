"""Who may sign in the demonstration: mandates, delegations, orders, and the texts acts cite."""

from __future__ import annotations

import datetime as dt

MANDATES = ((dt.date(2020, 7, 8), 152), (dt.date(2026, 4, 17), 152))

PREMISES_SUBJECT = (
    "approuver les conditions de mise à disposition, d’utilisation et d’entretien des biens et "
    "équipements communautaires"
)
LEASE_SUBJECT = "décider de la conclusion et de la révision du louage de choses"
GIFT_SUBJECT = "accepter les dons et legs qui ne sont grevés ni de conditions ni de charges"
PARTNERSHIP_SUBJECT = (
    "conclure les conventions de partenariat sans incidence financière qui concourent à l’accès "
    "aux soins"
)
GRANT_SUBJECT = "demander à tout organisme l’attribution de subventions"
SUBJECTS = (PREMISES_SUBJECT, LEASE_SUBJECT, GIFT_SUBJECT, PARTNERSHIP_SUBJECT)

# The delegation of the first mandate: the deliberation is older than the register kept here.
OLD_DELEGATION = {
    "number": "2022/CC058",
    "date": dt.date(2022, 5, 31),
    "enforceable_on": dt.date(2022, 6, 2),
}
OLD_ORDER = {
    "number": "2022_A117",
    "date": dt.date(2022, 6, 10),
    "enforceable_on": dt.date(2022, 6, 13),
    "domain": "la santé et l’action sociale",
}

# key, beginning of the name in the starter library: the texts that somebody checked
TEXTS = (
    ("community", "CGCT, délégation et subdélégation du président"),
    ("council", "CGCT, compétences de la communauté d’agglomération"),
    ("health", "Code de la santé publique, centres de santé"),
    ("property", "Code général de la propriété des personnes publiques"),
)
CHECKED_ON = dt.date(2025, 12, 1)

# The deliberations by which the other parties empower who signs for them.
PARTY_ACTS = {
    "62620": (("deliberation", "2020-05-04", dt.date(2020, 6, 11)),),
    "62366": (("deliberation", "2026-04-12", dt.date(2026, 4, 9)),),
    "62713": (("deliberation", "2026-05-03", dt.date(2026, 5, 21)),),
}
