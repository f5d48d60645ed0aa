"""The posts of the team, as open data: by profession, over the whole centre, nobody told apart.

A post by site would often be one person. Where one or two people hold the posts of a profession,
what they fill tells their working time: their number, what they fill and what is vacant (which
gives it back by subtraction) are withheld, as the statistical service does below three units
(INSEE, « secret statistique »). What is authorised is voted in public and stays. The file has no
total: none gives a withheld number back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csipa.opendata.columns import HIDDEN, Column, Kind
from csipa.opendata.datasets import Dataset, Reading, Row, register
from staffing.models import ProfessionFamily
from staffing.review.establishment import by_profession

FEWEST = 3
"""How many people of one profession it takes to tell what they fill."""

_WITHHELD = (
    "« s » : la profession compte une ou deux personnes, dont ce nombre dirait le temps de travail."
)


def _fte(name: str, title: str, description: str, *, withheld: bool = False) -> Column:
    told = f"{description} {_WITHHELD}" if withheld else description
    return Column(
        name,
        title,
        told,
        "2.5",
        Kind.NUMBER,
        required=not withheld,
        withheld=withheld,
        lowest=0,
    )


COLUMNS = (
    Column("jour", "Jour", "Jour décrit.", "2026-03-02", Kind.DATE, required=True),
    Column(
        "profession",
        "Profession",
        "Au masculin singulier, pour tous.",
        "médecin généraliste",
        required=True,
    ),
    Column(
        "famille",
        "Famille",
        "Groupe de professions.",
        "professions médicales",
        required=True,
        values=tuple(str(label) for label in ProfessionFamily.labels),
    ),
    _fte(
        "etp_autorises",
        "ETP autorisés",
        "Équivalents temps plein autorisés : votés, ouverts, différés et gelés ensemble.",
    ),
    _fte("etp_votes", "ETP votés", "Votés, pas encore ouverts au recrutement."),
    _fte("etp_ouverts", "ETP ouverts", "Ouverts au recrutement, pourvus ou non."),
    _fte("etp_differes", "ETP différés", "Autorisés, dont le recrutement est remis."),
    _fte("etp_geles", "ETP gelés", "Autorisés, dont le recrutement est suspendu."),
    _fte("etp_pourvus", "ETP pourvus", "Tenus par quelqu’un ce jour-là.", withheld=True),
    _fte("etp_vacants", "ETP vacants", "Ouverts et sans personne, poste par poste.", withheld=True),
    Column(
        "personnes",
        "Personnes",
        f"Nombre de personnes en poste ce jour-là. {_WITHHELD}",
        "4",
        Kind.INTEGER,
        withheld=True,
        lowest=0,
    ),
)


def posts(reading: Reading) -> Iterator[Row]:
    """Yield each profession that ever had a post, in their order, on the day. Three queries."""
    rows, _ = by_profession(reading.day)
    for row in rows:
        level = row.level
        few = 0 < level.heads < FEWEST
        yield {
            "jour": reading.day,
            "profession": row.profession.name,
            "famille": str(row.profession.get_family_display()),
            "etp_autorises": level.authorised,
            "etp_votes": level.voted,
            "etp_ouverts": level.open,
            "etp_differes": level.deferred,
            "etp_geles": level.frozen,
            "etp_pourvus": HIDDEN if few else level.filled,
            "etp_vacants": HIDDEN if few else level.vacant,
            "personnes": HIDDEN if few else level.heads,
        }
        if few:
            reading.remark(
                row.profession.name,
                "Une ou deux personnes : leur nombre et les ETP qu’elles tiennent ne sont pas "
                "publiés.",
            )


POSTS = register(
    Dataset(
        name="postes",
        title="Postes par profession",
        description="Les équivalents temps plein (ETP) autorisés, ouverts, pourvus et vacants du "
        "centre de santé ce jour, profession par profession, tous sites ensemble. Rien n’y est "
        "dit d’une personne ; « s » remplace ce qu’une ou deux personnes tiennent.",
        columns=COLUMNS,
        rows=posts,
        source="Tableau des postes tenu par le centre de santé",
        rank=4,
        created=dt.date(2026, 11, 22),
        primary_key=("profession",),
        keywords=("santé", "emploi", "effectifs"),
    )
)
