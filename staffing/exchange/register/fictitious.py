"""A fictitious extraction: people who cannot exist, in the form of the real file.

Names are made of a word and a rank, and RPPS numbers begin with 99, which the register does not
give. The same arguments always write the same file. Demonstration, tests and measures use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stdnum import luhn

from staffing.rules.register.header import SEPARATOR

HEADINGS = (
    "Type d’identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d’exercice|"
    "Libellé civilité d’exercice|Code civilité|Libellé civilité|Nom d’exercice|Prénom d’exercice|"
    "Code profession|Libellé profession|Code catégorie professionnelle|"
    "Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|"
    "Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|"
    "Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|"
    "Numéro FINESS établissement juridique|Identifiant technique de la structure|"
    "Raison sociale site|Enseigne commerciale site|Complément destinataire (coord. structure)|"
    "Complément point géographique (coord. structure)|Numéro Voie (coord. structure)|"
    "Indice répétition voie (coord. Structure)|Code type de voie (coord. structure)|"
    "Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|"
    "Mention distribution (coord. structure)|Bureau cedex (coord. structure)|"
    "Code postal (coord. structure)|Code commune (coord. structure)|"
    "Libellé commune (coord. structure)|Code pays (coord. structure)|"
    "Libellé pays (coord. structure)|Téléphone (coord. structure)|"
    "Téléphone 2 (coord. structure)|Télécopie (coord. structure)|"
    "Adresse e-mail (coord. structure)|Code département (coord. structure)|"
    "Libellé département (coord. structure)|Ancien identifiant de la structure|"
    "Autorité d’enregistrement|Code secteur d’activité|Libellé secteur d’activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code fonction|"
    "Libellé fonction|Code genre d’activité|Libellé genre d’activité"
).split(SEPARATOR)
SKILLS_HEADINGS = (
    "Type d’identifiant PP|Identifiant PP|Identification nationale PP|Code type savoir-faire|"
    "Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire"
).split(SEPARATOR)
_AT = {heading: place for place, heading in enumerate(HEADINGS)}
_SKILL_COLUMNS = slice(13, 17)
_WORDS = ("Exemple", "Modèle", "Essai", "Fictif", "Imaginaire", "Épreuve", "Maquette", "Gabarit")
_FIRST_NAMES = ("Ambre", "Basile", "Camille", "Dominique", "Élise", "Florent", "Gaël", "Hélène")
_MODES = {"L": "Libéral", "S": "Salarié"}
_SECTORS = {
    "SA01": "Etablissement public de santé",
    "SA05": "Centre de santé",
    "SA07": "Cabinet individuel",
    "SA08": "Cabinet de groupe",
    "SA52": "Maison de santé",
    "SA33": "Pharmacie d’officine",
}
GENERAL_MEDICINE = ("S", "SM54", "Médecine générale")
CARDIOLOGY = ("S", "SM04", "Cardiologie et maladies vasculaires")
# Profession, its name, mode, sector, skill: as many as the mix of a rural territory calls for.
_MIX = (
    ("10", "Médecin", "L", "SA08", GENERAL_MEDICINE),
    ("60", "Infirmier", "L", "SA07", None),
    ("70", "Masseur-Kinésithérapeute", "L", "SA08", None),
    ("60", "Infirmier", "L", "SA07", None),
    ("10", "Médecin", "L", "SA07", GENERAL_MEDICINE),
    ("21", "Pharmacien", "L", "SA33", None),
    ("60", "Infirmier", "L", "SA08", None),
    ("40", "Chirurgien-Dentiste", "L", "SA07", None),
    ("60", "Infirmier", "S", "SA01", None),
    ("10", "Médecin", "S", "SA05", GENERAL_MEDICINE),
    ("91", "Orthophoniste", "L", "SA07", None),
    ("50", "Sage-Femme", "L", "SA07", None),
    ("10", "Médecin", "L", "SA08", CARDIOLOGY),
    ("80", "Pédicure-Podologue", "L", "SA07", None),
)


@dataclass(frozen=True, slots=True)
class FictitiousPlace:
    """A line to write: who (`rank` from 0), where, as what; the rank names who has no name."""

    rank: int
    commune: str
    postal_code: str = ""
    profession: str = "10"
    profession_name: str = "Médecin"
    mode: str = "L"
    sector: str = "SA07"
    skill: tuple[str, str, str] | None = GENERAL_MEDICINE
    structure: int | None = None
    category: str = "C"
    last_name: str = ""
    first_name: str = ""


def national_id(rank: int) -> str:
    """Return the identifier of a fictitious person: 8, then an RPPS number with its key."""
    digits = f"99{rank:08}"
    return f"8{digits}{luhn.calc_check_digit(digits)}"


def population(communes: Sequence[tuple[str, str]], people: int) -> Iterator[FictitiousPlace]:
    """Yield the places of as many people in communes given by INSEE and postal code.

    One person in seven works in two communes. Give a commune several times for more people there.
    """
    for rank in range(people):
        profession, name, mode, sector, skill = _MIX[rank % len(_MIX)]
        # A step of its own each time the mix has gone round, so that no commune has one profession.
        chosen = rank * 7 + rank // len(_MIX) * 5
        commune, postal_code = communes[chosen % len(communes)]
        place = FictitiousPlace(
            rank, commune, postal_code, profession, name, mode, sector, skill, structure=rank
        )
        yield place
        if rank % 7 == 0 and len(communes) > 1:
            second, postal_code = communes[(chosen + 1) % len(communes)]
            yield replace(place, commune=second, postal_code=postal_code, structure=rank + 10**6)


def activity_file(places: Iterable[FictitiousPlace], *, skills: bool = True) -> Iterator[str]:
    """Yield the lines of a file of activities, its header first; `skills` keeps their columns."""
    yield _line(_without_skills(list(HEADINGS)) if not skills else HEADINGS)
    for place in places:
        cells = _cells(place)
        yield _line(cells if skills else _without_skills(cells))


def skills_file(places: Iterable[FictitiousPlace]) -> Iterator[str]:
    """Yield the lines of the separate file of specialities, a person once, its header first."""
    yield _line(SKILLS_HEADINGS)
    last = None
    for place in places:
        if place.skill and place.rank != last:
            kind, code, label = place.skill
            one = national_id(place.rank)
            yield _line(["8", one[1:], one, kind, "Spécialité ordinale", code, label])
        last = place.rank


def _cells(place: FictitiousPlace) -> list[str]:
    cells = [""] * len(HEADINGS)
    one = national_id(place.rank)
    kind, code, label = place.skill or ("", "", "")
    word = _WORDS[place.rank % len(_WORDS)]
    number = f"{place.rank % 10_000:04}"
    structure = place.rank if place.structure is None else place.structure
    for heading, value in {
        "Type d’identifiant PP": "8",
        "Identifiant PP": one[1:],
        "Identification nationale PP": one,
        "Libellé civilité d’exercice": "Docteur" if place.profession == "10" else "",
        "Nom d’exercice": (place.last_name or f"{word}-{place.rank:04}").upper(),
        "Prénom d’exercice": place.first_name
        or _FIRST_NAMES[place.rank // len(_WORDS) % len(_FIRST_NAMES)],
        "Code profession": place.profession,
        "Libellé profession": place.profession_name,
        "Code catégorie professionnelle": place.category,
        "Code type savoir-faire": kind,
        "Code savoir-faire": code,
        "Libellé savoir-faire": label,
        "Code mode exercice": place.mode,
        "Libellé mode exercice": _MODES.get(place.mode, ""),
        "Identifiant technique de la structure": f"R{structure:08}",
        "Raison sociale site": f"Structure fictive {structure:04}",
        "Numéro Voie (coord. structure)": str(place.rank % 90 + 1),
        "Libellé type de voie (coord. structure)": "Rue",
        "Libellé Voie (coord. structure)": "de l’Exemple",
        "Code postal (coord. structure)": place.postal_code,
        "Code commune (coord. structure)": place.commune,
        "Téléphone (coord. structure)": f"03 99 00 {number[:2]} {number[2:]}",
        "Adresse e-mail (coord. structure)": f"contact{place.rank}@exemple.invalid",
        "Code secteur d’activité": place.sector,
        "Libellé secteur d’activité": _SECTORS.get(place.sector, ""),
    }.items():
        cells[_AT[heading]] = value
    return cells


def _without_skills(cells: list[str]) -> list[str]:
    kept = list(cells)
    del kept[_SKILL_COLUMNS]
    return kept


def _line(cells: Sequence[str]) -> str:
    # The register writes the apostrophes of typewriters.
    return (SEPARATOR.join(cells) + SEPARATOR + "\r\n").replace("’", "'")
