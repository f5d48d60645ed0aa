"""What the demonstration tells: places and dates are public facts, people are invented.

Numbers of acts, of associations and of sites, and the addresses of seats but those of the agglomeration
and of the regional agency, are invented.
Sources of the facts: the centre’s opening as the health press told it in September 2025, and the
published decision of January 2026. Every sentence here was written for the demonstration.
"""

from __future__ import annotations

import datetime as dt

# When the last signed act of the story was signed; a machine whose clock is late starts there.
EARLIEST = dt.datetime(2026, 7, 3, 12, tzinfo=dt.UTC)

PASSWORD = "demonstration-csipa"
MANAGER = "gestionnaire"
COORDINATOR = "coordination"
USERS = (
    ("responsable", "Nadia", "Fontaine", "Responsables"),
    (MANAGER, "Julien", "Mercier", "Gestionnaires"),
    ("secretaire", "Sandrine", "Duhamel", "Secrétaires"),
    (COORDINATOR, "Étienne", "Delattre", "Coordination de CPTS"),
    ("projet", "Lucie", "Hamelin", "Chargés de projet du contrat local de santé"),
    ("lecture", "Odile", "Sauvage", "Lecture seule"),
    ("technique", "Karim", "Benali", "Administration technique"),
)
ADMINISTRATOR = ("admin", "Dominique", "Lenoir")

AGGLOMERATION = {
    "kind": "epci",
    "official_name": "communauté d’agglomération de Béthune-Bruay, Artois Lys Romane",
    "article": "la",
    "gender": "f",
    "short_name": "Communauté d’agglomération",
    "siren": "200072460",
    # The establishment is made up: the key is right, the number was not checked.
    "siret": "20007246000013",
    "commune_id": "62119",
    "seat_address": "100 avenue de Londres",
    "seat_postal_code": "62400",
    "email": "actes@exemple.fr",
}
CPTS = {
    "kind": "cpts",
    "official_name": "communauté professionnelle territoriale de santé Val de Lys Romane",
    "article": "la",
    "gender": "f",
    "short_name": "CPTS Val de Lys Romane",
    "rna": "W621009999",
    "commune_id": "62188",
    "seat_address": "Maison des associations",
    "seat_postal_code": "62151",
}
ARS = {
    "kind": "ars",
    "official_name": "agence régionale de santé Hauts-de-France",
    "article": "l",
    "gender": "f",
    "short_name": "ARS",
    "seat_address": "556 avenue Willy-Brandt\n59777 Euralille",
}
# INSEE code, postal code; every town hall stands « place de la Mairie » here.
COMMUNES = (("62480", "62113"), ("62620", "62120"), ("62366", "62150"), ("62713", "62350"))
TOWN_HALL = "place de la Mairie"

OLD_MANDATE = (dt.date(2020, 7, 8), dt.date(2026, 4, 16))
NEW_MANDATE = (dt.date(2026, 4, 17), None)
# organisation, title, first name, last name, gender, capacity, on behalf of, in office
REPRESENTATIVES = (
    ("agglomeration", "", "Henri", "Vasseur", "m", "président", "", OLD_MANDATE),
    (
        "agglomeration",
        "",
        "Claire",
        "Lemoine",
        "f",
        "vice-président délégué à la santé",
        "Par délégation du président",
        OLD_MANDATE,
    ),
    ("agglomeration", "", "Isabelle", "Carlier", "f", "président", "", NEW_MANDATE),
    (
        "agglomeration",
        "",
        "Marc",
        "Dubrulle",
        "m",
        "vice-président délégué à la santé",
        "Par délégation de la présidente",
        NEW_MANDATE,
    ),
    ("cpts", "Docteur", "Étienne", "Delattre", "m", "président", "", (dt.date(2022, 1, 1), None)),
    ("ars", "", "Hervé", "Lacombe", "m", "directeur général", "", (dt.date(2022, 1, 1), None)),
    ("62620", "", "Agnès", "Roussel", "f", "maire", "", (dt.date(2020, 5, 25), None)),
    ("62480", "", "Philippe", "Hennebelle", "m", "maire", "", (dt.date(2020, 5, 25), None)),
    ("62366", "", "Luc", "Bailleul", "m", "maire", "", (dt.date(2020, 5, 25), None)),
    ("62713", "", "Monique", "Decroix", "f", "maire", "", (dt.date(2020, 5, 25), None)),
)

# name, kind, INSEE code, address, opened on, planned on
SITES = (
    ("Labourse", "centre", "62480", "place de la Mairie", dt.date(2024, 6, 3), None),
    (
        "Norrent-Fontes",
        "antenna",
        "62620",
        "61 route départementale 943",
        dt.date(2024, 6, 17),
        None,
    ),
    ("Gauchin-Légal", "antenna", "62366", "place de la Mairie", dt.date(2025, 2, 3), None),
    ("Robecq", "antenna", "62713", "place de la Mairie", None, dt.date(2025, 12, 15)),
)
# Invented, with a right key.
FINESS = {"Labourse": "620999102", "Norrent-Fontes": "620999110", "Gauchin-Légal": "620999128"}
# site, rooms (name, area in m²)
ROOMS = {
    "Labourse": (("Cabinet 1", 18), ("Cabinet 2", 18), ("Cabinet sage-femme", 16), ("Accueil", 24)),
    "Norrent-Fontes": (("Cabinet médical", 17), ("Salle d’attente", 14)),
    "Gauchin-Légal": (("Cabinet médical", 15), ("Salle d’attente", 12)),
}
LENT_TO_NORRENT_FONTES = (
    ("Poste informatique", 1),
    ("Imprimante", 1),
    ("Lecteur de carte de professionnel de santé", 1),
)
# site, activity, weekday (1: Monday), from, to
HOURS = (
    *(("Labourse", "medical", day, dt.time(8, 30), dt.time(18, 30)) for day in range(1, 6)),
    *(("Labourse", "midwifery", day, dt.time(9), dt.time(17)) for day in (2, 4)),
    *(("Norrent-Fontes", "medical", day, dt.time(9), dt.time(12)) for day in (2, 4)),
    *(("Norrent-Fontes", "medical", day, dt.time(14), dt.time(17)) for day in (2, 4)),
    *(("Norrent-Fontes", "unscheduled", day, dt.time(14), dt.time(18)) for day in (1, 5)),
    *(("Gauchin-Légal", "medical", day, dt.time(9), dt.time(17)) for day in (1, 3)),
    *(("Robecq", "medical", day, dt.time(9), dt.time(17)) for day in (1, 3)),
)
