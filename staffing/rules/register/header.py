"""Which column of an extraction holds what; its headings drift from one extraction to the next.

Headings: « PS_LibreAcces », Agence du numérique en santé, annuaire.sante.fr. They are compared
without accents, case nor punctuation, then by their beginning, so that « (coord. Structure) » and
« (coord. structure) », or « d'exercice » and « exercice », are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEPARATOR = "|"
_NOT_WORD = re.compile(r"[^a-z0-9]+")

# What we call a column, then the beginnings its heading may have, the surest first.
_ACTIVITY: Mapping[str, tuple[str, ...]] = {
    "national_id": ("identification nationale pp",),
    "title": ("libelle civilite d exercice", "libelle civilite exercice", "libelle civilite"),
    "last_name": ("nom d exercice", "nom exercice"),
    "first_name": ("prenom d exercice", "prenom exercice"),
    "profession": ("code profession",),
    "category": ("code categorie professionnelle",),
    "skill_type": ("code type savoir faire",),
    "skill": ("code savoir faire",),
    "skill_label": ("libelle savoir faire",),
    "mode": ("code mode exercice", "code mode d exercice"),
    "mode_label": ("libelle mode exercice", "libelle mode d exercice"),
    "siret": ("numero siret site", "numero siret"),
    "finess": ("numero finess site",),
    "structure": ("identifiant technique de la structure", "identifiant technique structure"),
    "name": ("raison sociale site", "raison sociale"),
    "sign": ("enseigne commerciale site", "enseigne commerciale"),
    "street_number": ("numero voie",),
    "street_repeat": ("indice repetition voie",),
    "street_kind": ("libelle type de voie",),
    "street": ("libelle voie",),
    "postal_code": ("code postal",),
    "commune": ("code commune",),
    "phone": ("telephone",),
    "other_phone": ("telephone 2",),
    "email": ("adresse e mail", "adresse email", "adresse mail"),
    "sector": ("code secteur d activite", "code secteur activite"),
    "sector_label": ("libelle secteur d activite", "libelle secteur activite"),
}
_SKILLS: Mapping[str, tuple[str, ...]] = {
    name: _ACTIVITY[name] for name in ("national_id", "skill_type", "skill", "skill_label")
}
# What nothing can be said without, and how a sentence names it.
_ESSENTIAL = {
    "national_id": "Identification nationale PP",
    "last_name": "Nom d’exercice",
    "profession": "Code profession",
    "mode": "Code mode exercice",
    "commune": "Code commune (coord. structure)",
    "sector": "Code secteur d’activité",
}
_ESSENTIAL_SKILLS = {
    "national_id": "Identification nationale PP",
    "skill": "Code savoir-faire",
}


class WrongHeader(ValueError):
    """Columns are missing; the text is one French sentence that lists them."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column is, and how many fields a line has."""

    at: Mapping[str, int]
    width: int

    def has(self, name: str) -> bool:
        """Tell whether the file has a column."""
        return name in self.at


def read_header(line: str) -> Header:
    """Return the columns of a file of activities; raises WrongHeader."""
    return _read(line, _ACTIVITY, _ESSENTIAL, "des activités (PS_LibreAcces_Personne_activite)")


def read_skills_header(line: str) -> Header:
    """Return the columns of a file of specialities; raises WrongHeader."""
    return _read(line, _SKILLS, _ESSENTIAL_SKILLS, "des savoir-faire (PS_LibreAcces_SavoirFaire)")


def plain(heading: str) -> str:
    """Return a heading in small letters without accents, its words one space apart."""
    unaccented = unicodedata.normalize("NFKD", heading.lower().replace("œ", "oe"))
    letters = "".join(sign for sign in unaccented if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", letters).strip()


def _read(
    line: str, wanted: Mapping[str, tuple[str, ...]], essential: Mapping[str, str], kind: str
) -> Header:
    cells = line.lstrip("\ufeff").rstrip("\r\n").split(SEPARATOR)
    while cells and not cells[-1].strip():
        cells.pop()
    headings = [plain(cell) for cell in cells]
    at: dict[str, int] = {}
    for name, beginnings in wanted.items():
        place = _place(headings, beginnings)
        if place is not None and place not in at.values():
            at[name] = place
    missing = [said for name, said in essential.items() if name not in at]
    if missing:
        listed = ", ".join(f"«\u00a0{said}\u00a0»" for said in missing)
        raise WrongHeader(
            f"Ce fichier n’est pas celui {kind}, ou sa première ligne a changé\u00a0: "
            f"il y manque {'la colonne' if len(missing) == 1 else 'les colonnes'} {listed}."
        )
    return Header(at, len(cells))


def _place(headings: Sequence[str], beginnings: tuple[str, ...]) -> int | None:
    for beginning in beginnings:
        whole = (beginning, f"{beginning} coord structure", f"{beginning} structure")
        for exact in whole:
            if exact in headings:
                return headings.index(exact)
        for place, heading in enumerate(headings):
            if heading.startswith(f"{beginning} "):
                return place
    return None
