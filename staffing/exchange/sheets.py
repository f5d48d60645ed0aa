"""The sheets of the workbook of posts and people: their columns, and what tells two rows apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from sites.models import Activity, Gender
from staffing.models import (
    Assignment,
    AssignmentShare,
    ContractKind,
    DepartureReason,
    Person,
    Post,
    PostShare,
    PostTarget,
    Profession,
    ProfessionFamily,
    TargetState,
)


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """A column: the name of what it holds, its heading; `choices` are shown by their labels.

    `short_forms` are the initials that people also write for a choice, each with its value.
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: type[models.TextChoices] | None = None
    short_forms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """A sheet: what it is called, the rows it stands for, its columns, one sentence on it.

    `keys` are the columns without which its lines cannot be recognised.
    """

    title: str
    model: type[models.Model]
    keys: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)


_POST = Column("post", "Poste", required=True)
_PERSON = (
    Column("rpps", "RPPS"),
    Column("first_name", "Prénom", required=True),
    Column("last_name", "Nom", required=True),
)

PROFESSIONS = Table(
    "Professions",
    Profession,
    ("name",),
    (
        Column("name", "Nom", required=True),
        Column("feminine", "Au féminin"),
        Column("plural", "Au pluriel", required=True),
        Column("family", "Famille", Kind.CHOICE, required=True, choices=ProfessionFamily),
        Column("activity", "Activité", Kind.CHOICE, choices=Activity),
        Column("weekly_hours", "Heures par semaine", Kind.NUMBER, required=True),
        Column("consultation_minutes", "Minutes par consultation", Kind.WHOLE),
    ),
    "Une profession par ligne, reconnue à son nom.",
)
POSTS = Table(
    "Postes",
    Post,
    ("label",),
    (
        Column("label", "Intitulé", required=True),
        Column("profession", "Profession", required=True),
        Column("site", "Site"),
    ),
    "Un poste par ligne, reconnu à son intitulé. Sans site : partagé, ou de tout le centre.",
)
TARGETS = Table(
    "Effectifs autorisés",
    PostTarget,
    ("post", "start"),
    (
        _POST,
        Column("start", "À partir du", Kind.DATE, required=True),
        Column("fte", "ETP autorisés", Kind.NUMBER, required=True),
        Column("state", "État", Kind.CHOICE, required=True, choices=TargetState),
        Column("act_number", "Acte"),
        Column("act_date", "Acte du", Kind.DATE),
        Column("reason", "Motif"),
    ),
    "Ce qui est autorisé à partir d’un jour ; une ligne se reconnaît au poste et au jour.",
)
POST_SHARES = Table(
    "Parts des sites",
    PostShare,
    ("post", "site"),
    (
        _POST,
        Column("site", "Site", required=True),
        Column("percent", "Part (%)", Kind.NUMBER, required=True),
    ),
    "La part de chaque site dans un poste partagé ; une ligne se reconnaît au poste et au site.",
)
PEOPLE = Table(
    "Personnes",
    Person,
    ("first_name", "last_name"),
    (
        *_PERSON,
        Column("title", "Titre"),
        Column("gender", "Genre", Kind.CHOICE, required=True, choices=Gender),
        Column("email", "Courriel"),
        Column("phone", "Téléphone"),
    ),
    "Une personne par ligne, reconnue à son numéro RPPS, sinon à ses nom et prénom.",
)
ASSIGNMENTS = Table(
    "Affectations",
    Assignment,
    ("post", "first_name", "last_name", "start"),
    (
        _POST,
        *_PERSON,
        Column("start", "Du", Kind.DATE, required=True),
        Column("end", "Au", Kind.DATE),
        Column("fte", "ETP", Kind.NUMBER, required=True),
        Column(
            "contract",
            "Statut",
            Kind.CHOICE,
            choices=ContractKind,
            short_forms=(("CDI", ContractKind.PERMANENT), ("CDD", ContractKind.FIXED_TERM)),
        ),
        Column("departure_reason", "Motif de départ", Kind.CHOICE, choices=DepartureReason),
        Column("overlap_reason", "Motif du recouvrement"),
    ),
    "Qui tient quel poste ; une ligne se reconnaît au poste, à la personne et au premier jour.",
)
SHARES = Table(
    "Répartition",
    AssignmentShare,
    ("post", "first_name", "last_name", "start", "site"),
    (
        _POST,
        *_PERSON,
        Column("start", "Du", Kind.DATE, required=True),
        Column("site", "Site", required=True),
        Column("fte", "ETP sur ce site", Kind.NUMBER, required=True),
    ),
    "La part d’une affectation que reçoit un site ; une ligne se reconnaît à l’affectation "
    "(poste, personne, premier jour) et au site.",
)
TABLES = (PROFESSIONS, POSTS, TARGETS, POST_SHARES, PEOPLE, ASSIGNMENTS, SHARES)
"""In the order in which they refer to one another."""

READ_ME = "Lisez-moi"
ADVICE = (
    "Ce classeur dit les postes et les affectations du centre. Il peut être modifié puis importé.",
    "Rien n’est écrit avant que l’aperçu de ce qui va changer soit confirmé.",
    (
        "Une ligne reconnue est modifiée ; une ligne nouvelle est ajoutée ; une ligne absente du "
        "classeur n’est jamais supprimée."
    ),
    "Une cellule vidée vide la valeur ; une colonne ou une feuille enlevée ne change rien.",
    "Les dates sont des dates, ou s’écrivent 01/06/2024. Les nombres s’écrivent 0,5.",
    "ETP : équivalents temps plein. 0,5 est un mi-temps.",
    "Les formules ne sont jamais calculées : écrivez les valeurs.",
    "Ce qui s’est terminé garde sa ligne : donnez une date de fin plutôt que d’effacer.",
)
