"""Who is a general practitioner, and which places give first-recourse care.

Codes: nomenclatures of the Agence du numérique en santé (TRE_R02 « Secteur d’activité », TRE_R38
« Spécialité ordinale »), and the rules that open projects draw from the DREES for its count of
accessible doctors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sites.rules.care_professions import DOCTOR
from sites.rules.names import search_key

GENERAL_MEDICINE = frozenset(("SM26", "SM53", "SM54"))
# Health centre, solo practice, group practice, company practice, multi-professional house.
FIRST_RECOURSE = frozenset(("SA05", "SA07", "SA08", "SA09", "SA52"))
LIBERAL, SALARIED = "L", "S"
_ORDINAL = "S"
_STUDENT = "E"
_PHARMACY = "pharmacie d officine"

_FOLDED = {
    **{f"751{number:02}": "75056" for number in range(1, 21)},
    **{f"6938{number}": "69123" for number in range(1, 10)},
    **{f"132{number:02}": "13055" for number in range(1, 17)},
}


@dataclass(frozen=True, slots=True, order=True)
class Skill:
    """A speciality or another skill: its type (« S »: of the order), its code, its name."""

    code: str
    kind: str
    label: str

    @property
    def is_ordinal(self) -> bool:
        """Tell whether it is a speciality of the order; files without types number them « SM »."""
        return self.kind == _ORDINAL or (not self.kind and self.code.startswith("SM"))


def general_practice(profession: str, skills: Iterable[Skill]) -> bool:
    """Tell whether a doctor has no speciality of the order but general medicine."""
    ordinal = {skill.code for skill in skills if skill.is_ordinal}
    return profession == DOCTOR and ordinal <= GENERAL_MEDICINE


def first_recourse(sector: str, sector_label: str, mode: str) -> bool:
    """Tell whether a place gives first-recourse care: by its sector, or liberal without sector.

    A dispensing pharmacy is one too (CSP L. 1411-11); it is known by its name.
    """
    if not sector:
        return mode == LIBERAL
    return sector in FIRST_RECOURSE or search_key(sector_label).startswith(_PHARMACY)


def offers_care(category: str) -> bool:
    """Tell whether a person of this category offers care yet: a student does not."""
    return category != _STUDENT


def folded(commune: str) -> str:
    """Return the commune of an arrondissement of Paris, Lyon or Marseille; others as they are."""
    return _FOLDED.get(commune, commune)


def spellings(commune: str) -> frozenset[str]:
    """Return every code under which the file may write a commune."""
    return frozenset(code for code, whole in _FOLDED.items() if whole == commune) | {commune}
