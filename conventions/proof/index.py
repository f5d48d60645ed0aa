"""The page that opens a proof file: what it holds, what happened, how to check it, offline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone

from conventions.models import Act
from conventions.proof.chronicle import Story
from conventions.proof.facts import Fact, cancellations, public_url
from conventions.proof.pieces import Scope, name_of
from conventions.review.retention import Told
from conventions.review.timeline import timeline_of, timeline_of_convention
from conventions.rules.timeline import Step
from csipa.admin.differences import moment
from csipa.french.numbers import counted, integer

if TYPE_CHECKING:
    from conventions.proof.archive import Filed

TEMPLATE = "conventions/proof/index.html"
PATHS = {
    "manifest": "manifeste.json",
    "sums": "integrite/empreintes.sha256",
    "check": "integrite/VERIFIER.txt",
    "history": "historique/historique.csv",
}
HOW_TO_CHECK = """\
Vérifier ce dossier
===================

1. Extrayez toute l’archive dans un dossier vide.
2. Dans ce dossier, lancez :

       sha256sum -c integrite/empreintes.sha256

   (sous macOS : shasum -a 256 -c integrite/empreintes.sha256 ; sous Windows, PowerShell :
   Get-FileHash fichier, puis comparez à l’œil.)

   Chaque ligne doit finir par « OK » ou « Réussi ». Le fichier empreintes.sha256 ne se vérifie pas
   lui-même : gardez son empreinte à part, ou comparez-la à celle d’une autre remise du dossier.

3. Une copie signée électroniquement dans CSIPA commence par les octets du document figé : coupez-la
   à la taille de ce document, vous retrouverez son empreinte.

       head -c TAILLE signatures/COPIE.pdf | sha256sum

4. La signature électronique elle-même se vérifie dans un lecteur de PDF ou auprès d’un service de
   validation (règlement eIDAS, article 32).

5. integrite/chaine.json donne les maillons de la piste d’audit qui portent sur ce dossier : chacun
   signe (HMAC-SHA-256) celui qui le précède et l’empreinte d’une ligne de la base. La clé reste à
   la collectivité : dans CSIPA, la commande « verify » relit toute la chaîne. Une fin de chaîne
   notée ailleurs prouve que rien n’a été ajouté avant elle après coup.
"""
_FOLDERS = {
    "documents": (
        "Documents figés",
        "Les PDF tels qu’ils ont été signés ou établis, octet pour octet.",
    ),
    "signatures": (
        "Signatures",
        "Les copies signées, ce que leur lecture a montré, et le texte qui lie chaque partie.",
    ),
    "transmission": (
        "Transmission au contrôle de légalité",
        "Les paquets préparés pour la préfecture et son accusé de réception.",
    ),
    "publication": (
        "Publication",
        "La copie publique, l’adresse permanente et les constats de mise en ligne.",
    ),
    "historique": (
        "Historique",
        "Qui a changé quoi et quand, depuis la première ligne écrite.",
    ),
    "donnees": (
        "Données",
        "Le contenu des textes, lisible par un programme, avec la description du format.",
    ),
    "integrite": ("Intégrité", "De quoi vérifier que rien n’a changé."),
    "": ("À la racine", "La règle de conservation, lisible par un programme."),
}


@dataclass(frozen=True)
class Folder:
    """The files of one folder, under what they are."""

    title: str
    explanation: str
    files: list[dict[str, Any]]


def index_page(
    scope: Scope,
    filed: list[Filed],
    stories: list[Story],
    facts: list[Fact],
    told: Told,
    *,
    now: dt.datetime,
) -> str:
    """Return the page; it fetches nothing and runs nothing."""
    today = timezone.localdate(now)
    saves = sum(len(story.saves) for story in stories)
    context = {
        "name": name_of(scope.text),
        "object": scope.text.title,
        "is_act": isinstance(scope.text, Act),
        "made": moment(now),
        "cancelled": cancellations(scope),
        "faults": [one for one in filed if one.fault],
        "folders": _folders(filed),
        "counted": counted(len(filed), "fichier", "fichiers"),
        "steps": [step for step in _steps(scope, today) if step.day],
        "facts": [{"moment": moment(fact.when), "fact": fact} for fact in facts],
        "retention": told.lines(),
        "stories": stories,
        "saves": counted(saves, "enregistrement", "enregistrements"),
        "paths": PATHS,
        "addresses": [
            public_url(act.publication) for act in scope.acts if hasattr(act, "publication")
        ],
    }
    return render_to_string(TEMPLATE, context)


def _steps(scope: Scope, today: dt.date) -> Iterable[Step]:
    if isinstance(scope.text, Act):
        return timeline_of(scope.text, today=today).steps
    return timeline_of_convention(scope.text, today=today).steps


def _folders(filed: list[Filed]) -> list[Folder]:
    order = list(_FOLDERS)
    ranked = sorted(filed, key=lambda one: (order.index(one.folder), one.path))
    return [
        Folder(*_FOLDERS[name], [{"row": one, "size": _size(one.size)} for one in found])
        for name, found in groupby(ranked, key=lambda one: one.folder)
    ]


def _size(octets: int) -> str:
    """Return a size as people read it: octets, then Ko of a thousand octets."""
    return f"{integer(octets)} octets" if octets < 1000 else f"{integer(round(octets / 1000))} Ko"
