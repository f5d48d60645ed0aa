"""The diagnosis of a territory on a day: all that is known of it, read once.

What the pages and the print tell of it is written by `sites.review.diagnosis_lines`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models.functions import Coalesce

from sites.models import Commune, Territory
from sites.models.territory import TerritoryQuerySet
from sites.review.census import Census, census_of
from sites.review.offer import OfferCount, offer_counts
from sites.review.stated import StatedFigures, stated_figures
from sites.review.zonings import ProfessionZoning, zonings_on
from sites.rules.care_professions import plural_of
from sites.rules.diagnosis import Known
from sites.rules.indicators import Unit

MODES = {"L": "libéraux", "S": "salariés", "B": "bénévoles"}
GENERAL_PRACTICE = "médecins généralistes"


@dataclass(frozen=True)
class Counted:
    """The professionals of one profession that the register finds: people, each once, by mode.

    `weighted` adds 1/n of a person for each of their n places, here or elsewhere. `communes` is
    how many communes the register was read for, None for all.
    """

    known: Known
    weighted: Decimal
    modes: dict[str, int]
    communes: int | None = None


@dataclass(frozen=True)
class Diagnosis:
    """All that is known of a territory on `day`."""

    territory: Territory
    day: dt.date
    communes: list[Commune]
    census: Census | None
    census_total: Census | None
    stated: StatedFigures
    register: dict[str, Counted]
    general_practice: Counted | None
    zonings: list[ProfessionZoning]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all is known."""
        return not (self.communes or self.stated.latest or self.stated.of_communes)

    @property
    def population(self) -> Known | None:
        """Return the census population, where it counts every commune."""
        return self.census.known if self.census and self.census.is_whole else None

    def population_of(self, counted: Counted) -> Known | None:
        """Return the census population, if the register was read for every commune too."""
        is_whole = counted.communes is None or counted.communes >= len(self.communes)
        return self.population if is_whole else None

    @property
    def professions(self) -> list[str]:
        """Return the codes of the professions that somebody stated or that the register finds."""
        told = {figure.profession for figure in self.stated.professions}
        return sorted(told | set(self.register))


def read_diagnosis(territory: Territory, day: dt.date) -> Diagnosis:
    """Return what is known of `territory` on `day`; the queries do not grow with its communes."""
    communes = list(territory.communes_on(day).order_by("search_key"))
    keys = [commune.pk for commune in communes]
    census, census_total = census_of(communes, day)
    counts = offer_counts(keys, day)
    doctors = [count for count in counts if count.general_practice]
    return Diagnosis(
        territory=territory,
        day=day,
        communes=communes,
        census=census,
        census_total=census_total,
        stated=stated_figures(territory, keys, day),
        register={
            code: _counted(plural_of(code), [one for one in counts if one.profession == code])
            for code in dict.fromkeys(one.profession for one in counts)
        },
        general_practice=_counted(GENERAL_PRACTICE, doctors) if doctors else None,
        zonings=zonings_on(communes, day) if communes else [],
    )


def first_territory(day: dt.date, territories: TerritoryQuerySet) -> Territory | None:
    """Return the one to show first: that with most communes on `day`. One query."""
    found = territories.with_commune_count(day)
    return found.order_by(Coalesce("commune_count", 0).desc(), "name").first()


def _counted(label: str, counts: list[OfferCount]) -> Counted:
    """Return people once each: rows of every mode where the source gives them, else their sum."""
    together = [one for one in counts if not one.mode]
    modes: dict[str, int] = defaultdict(int)
    for one in counts:
        if one.mode:
            modes[one.mode] += one.heads
    kept = together or counts
    return Counted(
        Known(
            label,
            Decimal(sum(one.heads for one in kept)),
            Unit.HEADS,
            max(one.as_of for one in counts),
            " ; ".join(dict.fromkeys(one.source for one in counts)),
        ),
        sum((one.weighted for one in kept), Decimal(0)),
        dict(modes),
        min((one.communes_read for one in counts if one.communes_read is not None), default=None),
    )
