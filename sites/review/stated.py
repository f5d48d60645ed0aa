"""What was stated about a territory: the latest figure of each kind, and those before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from csipa.french.dates import long_date
from sites.models import Figure, Territory
from sites.rules.care_professions import plural_of
from sites.rules.diagnosis import Known
from sites.rules.indicators import MEANINGS, Measure

_Key = tuple[str, str, int | None, str]


@dataclass(frozen=True)
class StatedFigures:
    """The figures stated up to a day: `latest` of each kind, `earlier` ones, those of communes.

    `later` counts those that speak of a day after; they are not shown.
    """

    latest: dict[_Key, Figure]
    earlier: list[Figure]
    of_communes: list[Figure]
    later: int = 0

    def figure(self, measure: Measure, profession: str = "") -> Figure | None:
        """Return the latest figure of a measure, of one profession or of all."""
        return self.latest.get((measure.value, profession, None, ""))

    def known(self, measure: Measure, profession: str = "") -> Known | None:
        """Return it as a figure to work with."""
        figure = self.figure(measure, profession)
        return known_of(figure) if figure else None

    @property
    def professions(self) -> list[Figure]:
        """Return the latest professionals stated of one profession, by code."""
        wanted = Measure.PROFESSIONALS.value
        found = [one for one in self.latest.values() if one.measure == wanted and one.profession]
        return sorted(found, key=lambda one: one.profession)

    def population_beside(self, figure: Figure | None) -> Known | None:
        """Return the population stated with `figure` (same source, same day), else the latest."""
        stated = self.figure(Measure.POPULATION)
        everything = [*self.latest.values(), *self.earlier]
        beside = [
            one
            for one in everything
            if figure is not None
            and one.measure == Measure.POPULATION.value
            and (one.source, one.as_of) == (figure.source, figure.as_of)
        ]
        chosen = beside[0] if beside else stated
        return known_of(chosen) if chosen else None


def stated_figures(territory: Territory, communes: Collection[str], day: dt.date) -> StatedFigures:
    """Return what was stated of `territory` and of `communes`, up to `day`. One query."""
    rows = list(
        Figure.objects.filter(Q(territory=territory) | Q(commune__in=communes)).select_related(
            "commune"
        )
    )
    rows.sort(key=lambda one: (one.as_of, one.source_date or dt.date.min, one.pk))
    told = [one for one in rows if one.as_of <= day]
    latest: dict[_Key, Figure] = {}
    earlier = []
    for one in told:
        if one.territory_id is None:
            continue
        key = (one.measure, one.profession, one.years, one.label)
        if key in latest:
            earlier.append(latest[key])
        latest[key] = one
    return StatedFigures(
        latest,
        sorted(earlier, key=lambda one: (one.measure, one.profession, one.as_of)),
        [one for one in told if one.commune_id is not None],
        len(rows) - len(told),
    )


def known_of(figure: Figure) -> Known:
    """Return a stated figure as one to work with."""
    return Known(
        name_of_figure(figure),
        figure.value,
        MEANINGS[Measure(figure.measure)].unit,
        figure.as_of,
        source_of(figure),
        figure.sign.strip(),
    )


def name_of_figure(figure: Figure) -> str:
    """Return what a figure counts: « départs en retraite attendus dans les 2 ans, médecins »."""
    name = figure.label or MEANINGS[Measure(figure.measure)].label
    if figure.years:
        name += f" dans les {figure.years} ans" if figure.years > 1 else " dans l’année"
    if figure.profession and figure.measure == Measure.PROFESSIONALS:
        return plural_of(figure.profession)
    return f"{name}, {plural_of(figure.profession)}" if figure.profession else name


def source_of(figure: Figure) -> str:
    """Return the source with its own date, where it has one."""
    dated = f" ({long_date(figure.source_date)})" if figure.source_date else ""
    return f"{figure.source}{dated}"
