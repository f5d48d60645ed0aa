"""Acts and conventions given as open data: the columns of their tables, what the tables say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from conventions.models import ConventionKind, Nature
from conventions.review.open_acts import all_acts, deliberations
from conventions.review.open_conventions import conventions_in_force
from conventions.rules.scdl import MATTER_CODE, MATTER_NAME, PREFECTURE
from csipa.opendata.columns import Column, Kind
from csipa.opendata.datasets import Dataset, register
from sites.rules.identifiers import SIRET_PATTERN

_CREATED = dt.date(2026, 11, 22)
_KEYWORDS = ("actes administratifs", "délibérations", "intercommunalité")
_STANDARD = "https://schema.data.gouv.fr/scdl/deliberations/2.1.5/"


def _text(
    name: str,
    title: str,
    description: str,
    example: str,
    *,
    required: bool = False,
    pattern: str = "",
) -> Column:
    return Column(name, title, description, example, required=required, pattern=pattern)


def _number(name: str, title: str, description: str, example: str) -> Column:
    return Column(name, title, description, example, Kind.INTEGER, lowest=0)


SCDL = (
    _text(
        "COLL_NOM",
        "Collectivité",
        "Nom officiel de l’autorité qui prend l’acte.",
        "Communauté d’agglomération de Béthune-Bruay, Artois-Lys Romane",
        required=True,
    ),
    _text(
        "COLL_SIRET",
        "SIRET",
        "Numéro de l’autorité, quatorze chiffres.",
        "20007246000013",
        required=True,
        pattern=SIRET_PATTERN,
    ),
    _text(
        "DELIB_ID", "Numéro", "Numéro de l’acte, tel qu’il est imprimé.", "2026 008", required=True
    ),
    Column(
        "DELIB_DATE", "Date", "Jour où l’acte est pris.", "2026-01-15", Kind.DATE, required=True
    ),
    _text(
        "DELIB_MATIERE_CODE",
        "Code matière",
        "Deux premiers niveaux de la nomenclature nationale.",
        "8.2",
        required=True,
        pattern=MATTER_CODE,
    ),
    _text(
        "DELIB_MATIERE_NOM",
        "Matière",
        "Noms des deux niveaux, en minuscules, sans virgule ni parenthèse.",
        "domaines de compétences par thèmes/aide sociale",
        required=True,
        pattern=MATTER_NAME,
    ),
    _text(
        "DELIB_OBJET",
        "Objet",
        "Objet de l’acte, tel que le public le lit.",
        "Ouverture d’une antenne",
        required=True,
    ),
    _text(
        "BUDGET_ANNEE",
        "Année du budget",
        "Toujours vide : les budgets ne sont pas tenus ici.",
        "2026",
        pattern="[0-9]{4}(/[0-9]{4})?",
    ),
    _text(
        "BUDGET_NOM",
        "Nom du budget",
        "Toujours vide : les budgets ne sont pas tenus ici.",
        "Budget principal",
    ),
    _text(
        "PREF_ID",
        "Préfecture",
        "Identifiant du service de l’État qui a reçu l’acte ; vide tant qu’aucune réception n’est "
        "connue.",
        "SPREF0622",
        pattern=PREFECTURE,
    ),
    Column("PREF_DATE", "Reçu le", "Jour de la réception par l’État.", "2026-01-16", Kind.DATE),
    _number(
        "VOTE_EFFECTIF",
        "Membres en exercice",
        "Les cinq nombres d’un vote sont tous connus, ou tous vides.",
        "100",
    ),
    _number("VOTE_REEL", "Votants", "Somme des voix pour, contre et des abstentions.", "92"),
    _number("VOTE_POUR", "Pour", "Voix pour.", "90"),
    _number("VOTE_CONTRE", "Contre", "Voix contre.", "1"),
    _number("VOTE_ABSTENTION", "Abstentions", "Abstentions.", "1"),
    Column(
        "DELIB_URL",
        "Adresse",
        "Adresse permanente de l’acte dans le registre public.",
        "https://example.org/actes/2026-decision-2026-008/",
        uri=True,
    ),
)
# What a published act may lack, and be told of all the same.
_UNKNOWN = ("COLL_SIRET", "DELIB_MATIERE_CODE", "DELIB_MATIERE_NOM")
_EXTENDED = (
    *(replace(one, required=one.required and one.name not in _UNKNOWN) for one in SCDL),
    Column(
        "PUBLICATION_DATE",
        "Publié le",
        "Jour de la publication de l’acte.",
        "2026-01-16",
        Kind.DATE,
        required=True,
    ),
    Column(
        "NATURE_ACTE",
        "Nature",
        "1 délibération, 2 arrêté réglementaire, 3 arrêté individuel, 6 autre.",
        "6",
        required=True,
        values=("1", "2", "3", "6"),
    ),
    _text("NATURE_ACTE_AUTRE_DETAIL", "Autre nature", "Ce qu’est un acte de nature 6.", "décision"),
)
_CONVENTION = (
    _text(
        "reference",
        "Référence",
        "Référence de la convention, si elle en porte une.",
        "CPTS-NF-2026",
    ),
    Column(
        "nature",
        "Nature",
        "Ce dont traite la convention.",
        "permanence de soins non programmés",
        values=tuple(str(label) for label in ConventionKind.labels),
    ),
    _text(
        "objet",
        "Objet",
        "Titre de la convention ; « [occulté] » remplace le nom d’une personne.",
        "Convention tripartite relative à une permanence de soins",
        required=True,
    ),
    _text(
        "parties",
        "Parties",
        "Dans l’ordre du texte, séparées par une barre verticale ; une personne physique n’est "
        "pas nommée.",
        "Communauté d’agglomération | Commune d’Hinges | personne physique",
        required=True,
    ),
    _text("site", "Site", "Site concerné, s’il y en a un.", "Norrent-Fontes"),
    Column("debut", "Début", "Jour de la prise d’effet.", "2026-02-02", Kind.DATE, required=True),
    Column(
        "fin",
        "Fin",
        "Dernier jour, prolongations et résiliations comprises ; vide : sans terme.",
        "2026-04-28",
        Kind.DATE,
    ),
    Column(
        "acte_nature",
        "Nature de l’acte",
        "Acte qui autorise la signature.",
        "décision",
        values=tuple(str(label) for label in Nature.labels),
    ),
    _text(
        "acte_numero", "Numéro de l’acte", "Numéro de l’acte qui autorise la signature.", "2026 008"
    ),
    Column("acte_date", "Date de l’acte", "Jour de sa signature.", "2026-01-15", Kind.DATE),
    Column(
        "acte_url",
        "Adresse de l’acte",
        "Adresse permanente de l’acte, s’il est en ligne.",
        "https://example.org/actes/2026-decision-2026-008/",
        uri=True,
    ),
)

DELIBERATIONS = register(
    Dataset(
        name="deliberations",
        title="Délibérations et décisions prises par délégation",
        description="Les délibérations publiées au registre, et les décisions que l’exécutif "
        "prend par délégation de l’assemblée, qui suivent les mêmes règles (CGCT, L. 2122-23 et "
        "L. 5211-2) et n’ont pas de vote. Fichier conforme au standard SCDL « Délibérations » "
        "2.1.5.",
        columns=SCDL,
        rows=deliberations,
        source="Registre public des actes",
        rank=1,
        created=_CREATED,
        version="2.1.5",
        references=(_STANDARD,),
        keywords=_KEYWORDS,
    )
)
ACTS = register(
    Dataset(
        name="actes",
        title="Tous les actes publiés",
        description="Tous les actes en ligne au registre public, quelle que soit leur nature : "
        "les colonnes du standard des délibérations, la date de publication et la nature. "
        "Colonnes séparées par des points-virgules.",
        columns=_EXTENDED,
        rows=all_acts,
        source="Registre public des actes",
        rank=2,
        created=_CREATED,
        delimiter=";",
        references=(_STANDARD,),
        keywords=_KEYWORDS,
    )
)
CONVENTIONS = register(
    Dataset(
        name="conventions",
        title="Conventions en vigueur",
        description="Les conventions signées qui s’appliquent ce jour : objet, parties, durée, et "
        "l’acte qui les autorise. Un avenant se lit dans la convention qu’il modifie. Les "
        "personnes physiques ne sont pas nommées.",
        columns=_CONVENTION,
        rows=conventions_in_force,
        source="Registre des conventions",
        rank=5,
        created=_CREATED,
        keywords=("conventions", "partenariat", "santé"),
    )
)
