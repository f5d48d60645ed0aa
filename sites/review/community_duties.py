"""« Ce qui vous attend »: what a CPTS calls for on a day, the most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from csipa.french.dates import add_months, long_date
from csipa.french.grammar import enumeration, lower_first, upper_first
from csipa.french.numbers import counted
from sites.review.communities import CommunityBoard, CommunityProject, IndicatorLine, MissionLine
from sites.rules.mission_states import MissionState
from sites.rules.tracked import Reach, said_target

# A new contract takes about a year to prepare.
RENEWAL_MONTHS = 12
_BEFORE_TERM = dt.timedelta(days=90)


class Urgency(StrEnum):
    """How much something waits; the order is that of the list."""

    LATE = "late"
    SOON = "soon"
    TO_DO = "to_do"

    @property
    def label(self) -> str:
        """Return the urgency in French."""
        return _LABELS[self]


_LABELS = {Urgency.LATE: "En retard", Urgency.SOON: "Bientôt", Urgency.TO_DO: "À faire"}
_RANKS = {urgency: rank for rank, urgency in enumerate(Urgency)}


@dataclass(frozen=True)
class CommunityDuty:
    """Something to do about a CPTS: one sentence, and where it is done.

    `place` names what page to open for the row `key`: « community », « organisation »,
    « territory » or the pasting of its « communes », « mission » or the « values » of it.
    """

    urgency: Urgency
    sentence: str
    place: str
    key: int
    day: dt.date | None = None


def duties_of(board: CommunityBoard) -> list[CommunityDuty]:
    """Return what a CPTS calls for on the day of its board; no query."""
    return _first_the_urgent([*_project(board), *_governance(board), *_territory(board)])


def project_duties_of(project: CommunityProject) -> list[CommunityDuty]:
    """Return what its agreement and missions alone call for; no query."""
    return _first_the_urgent(list(_project(project)))


def _first_the_urgent(found: list[CommunityDuty]) -> list[CommunityDuty]:
    return sorted(found, key=lambda one: (_RANKS[one.urgency], one.day or dt.date.max))


def _project(project: CommunityProject) -> Iterator[CommunityDuty]:
    yield from _agreement(project)
    yield from _core(project)
    for line in project.missions:
        yield from _mission(line, project)


def _agreement(project: CommunityProject) -> Iterator[CommunityDuty]:
    community, day = project.community, project.day
    until, signed = community.agreement_until, community.agreement_on
    if signed is None:
        if community.validated_on and community.validated_on <= day:
            yield _community(
                project,
                Urgency.TO_DO,
                "Le projet de santé est validé\u00a0: donnez la date de signature du contrat.",
            )
        return
    if until is None:
        yield _community(
            project,
            Urgency.TO_DO,
            "Donnez le dernier jour du contrat, pour être prévenu de son renouvellement.",
        )
    elif until < day:
        yield _community(
            project,
            Urgency.LATE,
            f"Le contrat a pris fin le {long_date(until)}\u00a0: donnez les dates du nouveau.",
            until,
        )
    elif until <= add_months(day, RENEWAL_MONTHS):
        left = counted((until - day).days, "jour", "jours")
        yield _community(
            project,
            Urgency.SOON,
            f"Le contrat se termine le {long_date(until)}, dans {left}\u00a0: préparez son "
            "renouvellement avec l’agence régionale de santé et l’assurance maladie.",
            until,
        )


def _governance(board: CommunityBoard) -> Iterator[CommunityDuty]:
    if not board.in_office:
        yield CommunityDuty(
            Urgency.TO_DO,
            "Personne n’est en fonction à cette date\u00a0: ajoutez qui préside l’association.",
            "organisation",
            board.community.organisation_id,
        )


def _territory(board: CommunityBoard) -> Iterator[CommunityDuty]:
    size, territory = board.size, board.community.territory_id
    if not size.communes:
        yield CommunityDuty(
            Urgency.TO_DO,
            "Les communes du territoire ne sont pas saisies\u00a0: collez-en la liste.",
            "communes",
            territory,
        )
    if size.warning:
        yield CommunityDuty(Urgency.TO_DO, size.warning, "territory", territory)


def _core(project: CommunityProject) -> Iterator[CommunityDuty]:
    if not project.has_agreement or not project.core_missing:
        return
    names = enumeration(rule.label for rule in project.core_missing)
    lead = (
        "Mission socle à prendre" if len(project.core_missing) == 1 else "Missions socles à prendre"
    )
    yield _community(project, Urgency.TO_DO, f"{lead}\u00a0: {names}.")


def _mission(line: MissionLine, project: CommunityProject) -> Iterator[CommunityDuty]:
    name, due = upper_first(line.rule.label), line.standing.next_due
    if line.standing.state is MissionState.COMING:
        return
    if line.standing.state.is_late and due is not None:
        yield CommunityDuty(
            Urgency.LATE,
            f"{name}\u00a0: {line.standing.state.label}, attendu pour le {long_date(due)}.",
            "mission",
            line.row.pk,
            due,
        )
    elif due is not None and due <= project.day + _BEFORE_TERM:
        yield CommunityDuty(
            Urgency.SOON, f"{name} : {lower_first(line.due.text)}.", "mission", line.row.pk, due
        )
    if not line.indicators:
        yield CommunityDuty(
            Urgency.TO_DO,
            f"{name}\u00a0: aucun indicateur. Ajoutez ce par quoi la mission sera jugée.",
            "mission",
            line.row.pk,
        )
    for indicator in line.indicators:
        yield from _indicator(name, line, indicator)


def _indicator(
    mission: str, line: MissionLine, indicator: IndicatorLine
) -> Iterator[CommunityDuty]:
    row, judged = indicator.row, indicator.judged
    about = f"{mission}, «\u00a0{row.name}\u00a0»"
    if judged.reach is Reach.LATE:
        yield CommunityDuty(
            Urgency.LATE,
            f"{about}\u00a0: la cible ({said_target(row)}) n’est pas atteinte.",
            "values",
            line.row.pk,
            row.target_on,
        )
    if judged.is_stale:
        last = judged.latest
        told = f"la dernière valeur date du {long_date(last.as_of)}" if last else "aucune valeur"
        yield CommunityDuty(
            Urgency.TO_DO,
            f"{about}\u00a0: {told}. Saisissez une valeur.",
            "values",
            line.row.pk,
        )


def _community(
    project: CommunityProject, urgency: Urgency, sentence: str, day: dt.date | None = None
) -> CommunityDuty:
    return CommunityDuty(urgency, sentence, "community", project.community.pk, day)
