"""The health professions of the national register, by their code there.

Codes and names: nomenclature TRE_G15 « Profession de santé » of the Agence du numérique en santé,
as the open files of the register (RPPS) write them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CareProfession:
    """A profession: its code, and its names as a French sentence writes them."""

    code: str
    name: str
    plural: str


DOCTOR, PHARMACIST, DENTIST, MIDWIFE = "10", "21", "40", "50"
NURSE, PHYSIOTHERAPIST, SPEECH_THERAPIST = "60", "70", "91"

CARE_PROFESSIONS = tuple(
    CareProfession(*row)
    for row in (
        (DOCTOR, "médecin", "médecins"),
        (PHARMACIST, "pharmacien", "pharmaciens"),
        ("26", "audioprothésiste", "audioprothésistes"),
        ("28", "opticien-lunetier", "opticiens-lunetiers"),
        (DENTIST, "chirurgien-dentiste", "chirurgiens-dentistes"),
        ("41", "assistant de service social", "assistants de service social"),
        (MIDWIFE, "sage-femme", "sages-femmes"),
        (NURSE, "infirmier", "infirmiers"),
        (PHYSIOTHERAPIST, "masseur-kinésithérapeute", "masseurs-kinésithérapeutes"),
        ("80", "pédicure-podologue", "pédicures-podologues"),
        ("86", "technicien de laboratoire médical", "techniciens de laboratoire médical"),
        (SPEECH_THERAPIST, "orthophoniste", "orthophonistes"),
        ("92", "orthoptiste", "orthoptistes"),
        ("93", "psychologue", "psychologues"),
        ("94", "ergothérapeute", "ergothérapeutes"),
        ("95", "diététicien", "diététiciens"),
        ("96", "psychomotricien", "psychomotriciens"),
        (
            "98",
            "manipulateur d’électroradiologie médicale",
            "manipulateurs d’électroradiologie médicale",
        ),
    )
)

BY_CODE = {one.code: one for one in CARE_PROFESSIONS}


def name_of(code: str) -> str:
    """Return the singular name of a code, « profession 35 » for a code that is not in the list."""
    return BY_CODE[code].name if code in BY_CODE else f"profession {code}"


def plural_of(code: str) -> str:
    """Return the plural name of a code, « profession 35 » for a code that is not in the list."""
    return BY_CODE[code].plural if code in BY_CODE else f"profession {code}"
