"""Who offers care in communes: counted by the apps above, which know the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OfferCount:
    """How many professionals of one profession, in one mode of practice, a source finds.

    `profession` is a code of `sites.rules.care_professions`. `mode` is the code of the register
    (« L » liberal, « S » salaried…); empty, it stands for every mode, each person counted once,
    which the sum of the modes would not give. `general_practice` tells the general practitioners
    among doctors: their rows are counted apart, never again in those of the other doctors.
    `heads` counts people, each once; `weighted` counts 1/n of a person for each of their n places,
    which is neither heads nor full-time equivalents. `as_of` is the day of the source,
    `communes_read` how many of the communes asked for it tells; None for all.
    """

    profession: str
    mode: str
    general_practice: bool
    heads: int
    weighted: Decimal
    source: str
    as_of: dt.date
    communes_read: int | None = None


OfferSource = Callable[[Collection[str], dt.date], list[OfferCount]]

_SOURCES: list[OfferSource] = []


def register_offer(source: OfferSource) -> OfferSource:
    """Add a source of counts and return it; registered twice, it is asked once.

    It is called with the INSEE codes of communes and a day.
    """
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def offer_counts(communes: Collection[str], day: dt.date) -> list[OfferCount]:
    """Return what every source counts in `communes` on `day`; nothing is asked without communes."""
    if not communes:
        return []
    return [count for source in _SOURCES for count in source(communes, day)]


@dataclass(frozen=True, slots=True)
class LocalHeads:
    """How many general practitioners a source finds in one commune, each person once there.

    Somebody with places in two communes counts in both: these numbers are never added up.
    """

    heads: int
    source: str
    as_of: dt.date


LocalSource = Callable[[Collection[str], dt.date], dict[str, LocalHeads]]

_LOCAL_SOURCES: list[LocalSource] = []


def register_local_doctors(source: LocalSource) -> LocalSource:
    """Add a source of general practitioners by commune and return it; asked once if twice there.

    It leaves out the communes that it knows nothing of: none is not zero.
    """
    if source not in _LOCAL_SOURCES:
        _LOCAL_SOURCES.append(source)
    return source


def local_doctors(communes: Collection[str], day: dt.date) -> dict[str, LocalHeads]:
    """Return the general practitioners of each commune that a source knows on `day`."""
    if not communes:
        return {}
    return {
        commune: heads
        for source in reversed(_LOCAL_SOURCES)
        for commune, heads in source(communes, day).items()
    }
