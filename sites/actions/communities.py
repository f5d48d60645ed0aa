"""CPTS: one created with its association, its territory and who presides; its values typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from csipa.french.dates import long_date
from sites.models import (
    Article,
    Community,
    CommunityMission,
    Gender,
    MissionIndicator,
    MissionValue,
    Organisation,
    OrganisationKind,
    Representative,
    Territory,
    TerritoryKind,
)
from sites.rules.typed_values import TypedValue

_GONE = "Un indicateur a été supprimé entre-temps\u00a0: rouvrez la page et recommencez."


class CommunityRefused(Exception):
    """What is asked of a CPTS cannot be done; the message says why, in French."""


@dataclass(frozen=True)
class President:
    """Who presides over the association; `capacity` is stored in its masculine form."""

    first_name: str
    last_name: str
    gender: str
    title: str = ""
    capacity: str = "président"
    start: dt.date | None = None


@dataclass(frozen=True)
class Cell:
    """A value and where it was read."""

    typed: TypedValue
    source: str


@dataclass(frozen=True)
class ValueChange:
    """What becomes of the value of an indicator on a day: from `before` to `after`, None for none.

    `before` is what the page showed.
    """

    indicator: int
    as_of: dt.date
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True)
class Target:
    """Where an indicator starts and where it should go; `direction` is « up » or « down »."""

    baseline: Decimal | None
    target: Decimal | None
    target_on: dt.date | None
    direction: str


@dataclass(frozen=True)
class TargetChange:
    """What becomes of the target of an indicator, as the page showed it before."""

    indicator: int
    before: Target
    after: Target


@transaction.atomic
def create_community(
    *,
    by: AbstractBaseUser | None,
    organisation: Organisation | None = None,
    name: str = "",
    short_name: str = "",
    territory: Territory | None = None,
    president: President | None = None,
) -> Community:
    """Create a CPTS with what does not exist yet: association, territory, person who presides.

    Without `organisation`, an association called `name` is created; without `territory`, one
    without communes, named as the association. Raises CommunityRefused when a name is taken or
    when one of the two belongs to another CPTS.
    """
    organisation = organisation or _association(name, short_name, by)
    if Community.objects.filter(organisation=organisation).exists():
        raise CommunityRefused(f"« {organisation} » porte déjà une CPTS : ouvrez sa page.")
    territory = territory or _territory(organisation, by)
    if Community.objects.filter(territory=territory).exists():
        raise CommunityRefused(f"Le territoire « {territory} » est déjà celui d’une CPTS.")
    community = Community(organisation=organisation, territory=territory)
    _save(community, by)
    if president is not None:
        last = organisation.representatives.count()
        _save(
            Representative(
                organisation=organisation,
                position=last + 1,
                title=president.title,
                first_name=president.first_name,
                last_name=president.last_name,
                gender=president.gender,
                capacity=president.capacity,
                start=president.start,
            ),
            by,
        )
    return community


@transaction.atomic
def record_values(
    *,
    mission: CommunityMission,
    values: Sequence[ValueChange],
    by: AbstractBaseUser | None,
    today: dt.date,
    targets: Sequence[TargetChange] = (),
) -> int:
    """Write the values and the targets of the indicators of a mission; return how many changed.

    What is already as asked is left alone; an earlier value stays in the history. Raises
    CommunityRefused, and writes nothing, for a day to come, a value without its source, an
    indicator of elsewhere, or something that somebody else changed since the page was opened.
    """
    # Two people saving at once: the second one reads what the first one wrote.
    CommunityMission.objects.select_for_update().get(pk=mission.pk)
    asked = {change.indicator for change in (*values, *targets)}
    indicators = {row.pk: row for row in mission.indicators.filter(pk__in=asked)}
    if len(indicators) < len(asked):
        raise CommunityRefused(_GONE)
    known = {(row.indicator_id, row.as_of): row for row in _values_of(asked, values)}
    changed = sum(_retarget(indicators[one.indicator], one, by) for one in targets)
    return changed + sum(
        _record(indicators[one.indicator], known.get((one.indicator, one.as_of)), one, by, today)
        for one in values
    )


def _association(name: str, short_name: str, by: AbstractBaseUser | None) -> Organisation:
    if Organisation.objects.named(name).exists():
        raise CommunityRefused(f"L’organisme « {name} » existe déjà : choisissez-le dans la liste.")
    row = Organisation(
        kind=OrganisationKind.CPTS,
        official_name=name,
        short_name=short_name,
        article=Article.LA,
        gender=Gender.FEMININE,
    )
    _save(row, by)
    return row


def _territory(organisation: Organisation, by: AbstractBaseUser | None) -> Territory:
    name = str(organisation.short_name or organisation)
    if Territory.objects.filter(kind=TerritoryKind.CPTS, name=name).exists():
        raise CommunityRefused(
            f"Le territoire « {name} » existe déjà : choisissez-le dans la liste."
        )
    row = Territory(kind=TerritoryKind.CPTS, name=name, carrier=organisation)
    _save(row, by)
    return row


def _values_of(indicators: Iterable[int], changes: Sequence[ValueChange]) -> Iterable[MissionValue]:
    days = {change.as_of for change in changes}
    return MissionValue.objects.filter(indicator__in=indicators, as_of__in=days)


def _record(
    indicator: MissionIndicator,
    row: MissionValue | None,
    change: ValueChange,
    by: AbstractBaseUser | None,
    today: dt.date,
) -> bool:
    """Write, correct or take back one value; tell whether anything was done."""
    now = cell_of(row) if row else None
    if now == change.after:
        return False
    if now != change.before:
        raise CommunityRefused(
            f"La valeur de « {indicator} » au {long_date(change.as_of)} a été changée "
            "entre-temps : rouvrez la page et recommencez."
        )
    if change.after is None:
        if row is not None:
            row._history_user = by
            row.delete()
        return True
    if change.as_of > today:
        raise CommunityRefused(
            f"Le {long_date(change.as_of)} est à venir : une valeur se saisit au plus tard le "
            "jour même."
        )
    if not change.after.source.strip():
        raise CommunityRefused(
            f"Dites où ont été lues les valeurs du {long_date(change.as_of)} : rapport, relevé, "
            "personne."
        )
    row = row or MissionValue(indicator=indicator, as_of=change.as_of)
    row.value, row.precision = change.after.typed.value, change.after.typed.precision
    row.source = change.after.source.strip()
    _save(row, by)
    return True


def _retarget(
    indicator: MissionIndicator, change: TargetChange, by: AbstractBaseUser | None
) -> bool:
    now = target_of(indicator)
    if now == change.after:
        return False
    if now != change.before:
        raise CommunityRefused(
            f"La cible de « {indicator} » a été changée entre-temps : rouvrez la page et "
            "recommencez."
        )
    indicator.baseline, indicator.target = change.after.baseline, change.after.target
    indicator.target_on, indicator.direction = change.after.target_on, change.after.direction
    _save(indicator, by)
    return True


def cell_of(row: MissionValue) -> Cell:
    """Return a value as a cell of the grid."""
    return Cell(TypedValue(row.value, row.precision), row.source)


def target_of(indicator: MissionIndicator) -> Target:
    """Return the target of an indicator as the grid shows it."""
    return Target(indicator.baseline, indicator.target, indicator.target_on, indicator.direction)


def _save(row, by: AbstractBaseUser | None) -> None:
    row._history_user = by
    row.save()
