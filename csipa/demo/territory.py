"""What the demonstration tells of the territory: what was stated of it, its CPTS and its members.

The four figures of 2025 are public facts, and so are the communes of the CPTS. Zones, numbers of
professionals, people, evenings and values of indicators are invented, and their source says so.
"""

from __future__ import annotations

import datetime as dt

INVENTED = "Valeur inventée pour la démonstration"
PRESS = "Concours pluripro, article sur le Csipa, septembre 2025"
PRESS_ON = dt.date(2025, 9, 1)

# measure, profession, value, precision, as of, source, years
AGGLOMERATION_FIGURES = (
    ("population", "", 282000, "about", PRESS_ON, PRESS, None),
    ("without_gp", "", 32000, "about", PRESS_ON, PRESS, None),
    ("communes", "", 100, "about", PRESS_ON, PRESS, None),
    ("priority_communes", "", 95, "exact", PRESS_ON, PRESS, None),
    ("worst_communes", "", 17, "exact", PRESS_ON, PRESS, None),
    ("gp_liberal", "", 196, "about", dt.date(2025, 1, 1), INVENTED, None),
    ("gp_salaried", "", 14, "about", dt.date(2025, 1, 1), INVENTED, None),
    ("gp_over_55", "", 98, "about", dt.date(2025, 1, 1), INVENTED, None),
    ("retirements", "10", 37, "about", dt.date(2025, 1, 1), INVENTED, 5),
    ("professionals", "60", 412, "about", dt.date(2025, 1, 1), INVENTED, None),
    ("professionals", "70", 231, "about", dt.date(2025, 1, 1), INVENTED, None),
    ("professionals", "21", 187, "about", dt.date(2025, 1, 1), INVENTED, None),
    ("professionals", "91", 38, "about", dt.date(2025, 1, 1), INVENTED, None),
)
CPTS_FIGURES = (
    ("without_gp", "", 6100, "about", dt.date(2025, 9, 1), INVENTED, None),
    ("gp_over_55", "", 13, "exact", dt.date(2025, 9, 1), INVENTED, None),
    ("retirements", "10", 6, "about", dt.date(2025, 9, 1), INVENTED, 3),
)
# INSEE code, inhabitants without a GP
WITHOUT_GP = (
    ("62620", 210),
    ("62713", 245),
    ("62366", 60),
    ("62480", 320),
    ("62516", 1480),
    ("62473", 1210),
    ("62770", 520),
    ("62391", 230),
    ("62188", 390),
    ("62023", 340),
    ("62190", 190),
    ("62407", 165),
    ("62313", 150),
    ("62119", 2650),
    ("62178", 2890),
    ("62048", 1130),
    ("62617", 1240),
)

FORMER_ZONES, ZONES = dt.date(2022, 4, 26), dt.date(2026, 1, 1)
FORMER_ZONES_SOURCE = f"Zonage en vigueur au 26 avril 2022. {INVENTED}"
ZONES_SOURCE = f"Zonage en vigueur au 1er janvier 2026. {INVENTED}"
# The five communes that neither zoning lists; the seventeen that are worst off.
OUT_OF_ZONES = ("62119", "62126", "62617", "62083", "62443")
WORST_OFF = [
    "62620",
    "62713",
    "62366",
    "62391",
    "62516",
    "62473",
    "62770",
    "62747",
    "62190",
    "62407",
    "62313",
    "62676",
    "62720",
    "62500",
    "62885",
    "62900",
    "62564",
]
NO_LONGER_FIRST = ("62473", "62516")

# profession, general practice, mode, sector, (INSEE code of the place, how many)
OFFER = (
    (
        "10",
        "SM53",
        "L",
        "SA07",
        (
            ("62516", 7),
            ("62473", 5),
            ("62770", 2),
            ("62188", 2),
            ("62023", 2),
            ("62190", 1),
            ("62391", 1),
            ("62313", 1),
            ("62407", 1),
        ),
    ),
    ("10", "SM53", "S", "SA05", (("62620", 2),)),
    ("10", "SM15", "L", "SA08", (("62516", 2),)),
    (
        "60",
        "",
        "L",
        "SA08",
        (
            ("62516", 13),
            ("62473", 10),
            ("62770", 5),
            ("62188", 4),
            ("62023", 3),
            ("62620", 2),
            ("62713", 2),
            ("62190", 2),
            ("62391", 2),
            ("62313", 1),
        ),
    ),
    (
        "21",
        "",
        "L",
        "SA33",
        (
            ("62516", 4),
            ("62473", 4),
            ("62770", 2),
            ("62188", 1),
            ("62023", 1),
            ("62620", 1),
            ("62391", 1),
        ),
    ),
    ("70", "", "L", "SA07", (("62516", 8), ("62473", 6), ("62770", 2), ("62188", 2), ("62023", 2))),
    ("50", "", "L", "SA07", (("62516", 1), ("62473", 1))),
    ("40", "", "L", "SA07", (("62516", 4), ("62473", 3), ("62770", 1))),
    ("91", "", "L", "SA07", (("62516", 2), ("62473", 1))),
    ("80", "", "L", "SA07", (("62516", 2), ("62473", 1))),
)
SKILLS = {
    "SM53": ("S", "SM53", "Spécialiste en médecine générale"),
    "SM15": ("S", "SM15", "Gynécologie-obstétrique"),
}
FIRST_NAMES = [
    "Adèle",
    "Antoine",
    "Benoît",
    "Camille",
    "Cécile",
    "Damien",
    "Élodie",
    "Fabrice",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jérôme",
    "Karine",
    "Laurent",
    "Maëlle",
    "Nicolas",
    "Océane",
    "Pascal",
    "Quentin",
    "Rachel",
    "Samuel",
    "Thérèse",
    "Ulysse",
    "Valérie",
    "Xavier",
    "Yann",
]
LAST_NAMES = [
    "Bailleux",
    "Caron",
    "Delcroix",
    "Evrard",
    "Flament",
    "Goubet",
    "Hautecœur",
    "Inglebert",
    "Jacquart",
    "Kerckhove",
    "Lagache",
    "Macquet",
    "Nortier",
    "Obert",
    "Pruvost",
    "Quévart",
    "Rohart",
    "Sailly",
    "Tournemine",
    "Ursat",
    "Vanhoutte",
    "Wacquez",
]
FORMER_REGISTER = "PS_LibreAcces_Personne_activite_202506250000.txt"
REGISTER = "PS_LibreAcces_Personne_activite_202606240000.txt"
# profession, INSEE code: who was in the former file only; the first of them is a member.
GONE = (("10", "62473"), ("10", "62516"), ("60", "62770"), ("70", "62516"))
# Who came since the former file, by rank.
ARRIVED = (7, 31, 64)
