"""A study of need beside what is authorised and filled: reads, and no figure kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from staffing.documents.need import NeedWords, figure, need_words, told_amount
from staffing.models import NeedProfession, NeedStudy, SupportScope
from staffing.review.establishment import establishment
from staffing.rules.fte import Level, level_on
from staffing.rules.wisn import (
    Need,
    Service,
    Support,
    Unit,
    WisnError,
    WorkingTime,
    staffing_need,
    weekday_holidays,
)


@dataclass(frozen=True)
class ProfessionNeed:
    """What a profession of a study needs, and what it has on the day; `fault` where it fails."""

    row: NeedProfession
    need: Need | None
    fault: str
    level: Level

    @property
    def words(self) -> NeedWords | None:
        """The calculation in words, None where it fails."""
        return need_words(self.need) if self.need else None

    @property
    def authorised_gap(self) -> Decimal | None:
        """Authorised − needed, in FTE."""
        return self.need.difference(self.level.authorised) if self.need else None

    @property
    def filled_gap(self) -> Decimal | None:
        """Filled − needed, in FTE."""
        return self.need.difference(self.level.filled) if self.need else None

    @property
    def ratio(self) -> Decimal | None:
        """Filled ÷ needed, None where nothing is needed."""
        return self.need.ratio(self.level.filled) if self.need else None


@dataclass(frozen=True)
class StudyNeeds:
    """A study worked out, on a day."""

    study: NeedStudy
    day: dt.date
    lines: list[ProfessionNeed]

    @property
    def holidays(self) -> int:
        """Public holidays of the year of the study that fall from Monday to Friday."""
        return weekday_holidays(self.study.year)

    @property
    def is_whole(self) -> bool:
        """Tell whether every profession could be worked out, so that totals mean something."""
        return bool(self.lines) and all(line.need for line in self.lines)

    @property
    def required(self) -> Decimal:
        """FTE needed, over the professions that could be worked out."""
        return sum((line.need.required for line in self.lines if line.need), Decimal(0))

    @property
    def authorised(self) -> Decimal:
        """FTE authorised for the professions of the study."""
        return sum((line.level.authorised for line in self.lines), Decimal(0))

    @property
    def filled(self) -> Decimal:
        """FTE filled for the professions of the study."""
        return sum((line.level.filled for line in self.lines), Decimal(0))

    @property
    def authorised_gap(self) -> Decimal:
        """Authorised − needed, in FTE."""
        return self.authorised - self.required

    @property
    def filled_gap(self) -> Decimal:
        """Filled − needed, in FTE."""
        return self.filled - self.required


@dataclass(frozen=True)
class Compared:
    """One figure of two studies, empty where one has none."""

    label: str
    left: str
    right: str
    is_result: bool = False

    @property
    def differs(self) -> bool:
        """Tell whether the two studies say different things."""
        return self.left != self.right


def study_needs(study: NeedStudy, *, today: dt.date) -> StudyNeeds:
    """Return a study worked out, beside what is authorised and filled today; five queries or six.

    A study of one site is compared with what that site has, one without site with everything.
    """
    rows = (
        study.professions.select_related("profession")
        .prefetch_related("service_work", "support_work")
        .order_by("profession__position", "profession__search_key")
    )
    groups = establishment(by_site=study.site_id is not None).by_group
    lines = []
    for row in rows:
        level = level_on(groups.get((row.profession_id, study.site_id), []), today)
        need, fault = _worked(row)
        lines.append(ProfessionNeed(row, need, fault, level))
    return StudyNeeds(study, today, lines)


def working_time(row: NeedProfession) -> WorkingTime:
    """Return the year of one person of a profession."""
    return WorkingTime(
        row.days_per_week,
        row.hours_per_day,
        row.public_holidays,
        row.annual_leave,
        row.sick_leave,
        row.other_leave,
    )


def compared(left: StudyNeeds, right: StudyNeeds) -> list[tuple[str, list[Compared]]]:
    """Return two studies side by side, profession by profession: assumptions, then results."""
    sides = [{line.row.profession: line for line in one.lines} for one in (left, right)]
    found = []
    for profession in dict.fromkeys([*sides[0], *sides[1]]):
        told = [_told(side.get(profession)) for side in sides]
        labels = dict.fromkeys([*told[0], *told[1]])
        rows = [
            Compared(label, told[0].get(label, ""), told[1].get(label, ""), label in _RESULTS)
            for label in sorted(labels, key=_RESULTS.__contains__)
        ]
        found.append((str(profession), rows))
    return found


_RESULTS = (
    "Temps de travail disponible",
    "Besoin pour les soins",
    "Majoration du soutien fait par tous",
    "Ajout du soutien fait par certains",
    "Besoin",
)


def _worked(row: NeedProfession) -> tuple[Need | None, str]:
    services = [
        Service(one.label, one.annual_workload, one.minutes) for one in _ordered(row.service_work)
    ]
    supports = [
        Support(
            one.label,
            one.amount,
            Unit(one.unit),
            one.people if one.scope == SupportScope.SOME else None,
        )
        for one in _ordered(row.support_work)
    ]
    try:
        return staffing_need(working_time(row), services, supports), ""
    except WisnError as error:
        return None, str(error)


def _ordered(lines) -> list:
    """Return prefetched lines by rank, without another query."""
    return sorted(lines.all(), key=lambda line: (line.position, line.pk))


def _told(line: ProfessionNeed | None) -> dict[str, str]:
    """Return every assumption and result of a profession, by label."""
    if line is None:
        return {}
    row = line.row
    told = {
        "Jours par semaine": figure(row.days_per_week),
        "Heures par jour": figure(row.hours_per_day),
        "Jours fériés": figure(row.public_holidays),
        "Congés annuels": figure(row.annual_leave),
        "Absences moyennes": figure(row.sick_leave),
        "Formation et autres": figure(row.other_leave),
    }
    for label, said in _told_work(row):
        told[_free(label, told)] = said
    if line.need is None:
        return told | {"Besoin": "à corriger"}
    words = need_words(line.need)
    results = {step.label: step.result for step in [*words.time, *words.steps]}
    return told | {label: results[label] for label in _RESULTS}


def _free(label: str, told: dict[str, str]) -> str:
    """Return a label that nothing else bears: two activities may have the same name."""
    rank, free = 1, label
    while free in told or free in _RESULTS:
        rank += 1
        free = f"{label} ({rank})"
    return free


def _told_work(row: NeedProfession) -> Iterable[tuple[str, str]]:
    for one in _ordered(row.service_work):
        yield one.label, f"{figure(one.annual_workload)} par an × {figure(one.minutes)} min"
    for one in _ordered(row.support_work):
        amount = told_amount(Support(one.label, one.amount, Unit(one.unit)))
        who = f"{one.people} pers." if one.scope == SupportScope.SOME else "tous"
        yield one.label, f"{amount}, {who}"
