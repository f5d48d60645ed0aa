"""How many full-time equivalents a workload asks for, by the WISN method.

World Health Organization, *Workload Indicators of Staffing Need (WISN): User’s manual*, 2010. In
the words of the manual:

* available working time (AWT) = [52 × days a week − (public holidays + annual leave + sick leave
  + other leave)] × hours a day, for one person and one year;
* standard workload of an activity = AWT ÷ the time that one unit of it takes;
* need for health services = Σ annual workload ÷ standard workload;
* category allowance factor (CAF) = 1 ÷ (1 − Σ category allowance standards), for the support work
  that everybody does;
* individual allowance factor (IAF) = Σ hours a year of the support work that some do ÷ AWT;
* requirement = need × CAF + IAF; WISN ratio = present ÷ requirement.

Nothing is kept from one call to the next: a profession never inherits the allowances of another.
Requirements stay fractional, since posts are full-time equivalents; the manual rounds them to
whole people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from csipa.french.dates import public_holidays

WEEKS = 52
_MONTHS = 12
_MINUTES = 60
_SATURDAY = 5
_TWENTIETH = Decimal("0.05")


class WisnError(ValueError):
    """The assumptions make no sense together; the text is one French sentence."""


class NoTimeLeft(WisnError):
    """Absences take all the working days of the year."""


class SupportTakesAll(WisnError):
    """Support work leaves no time for the public."""


class Unit(StrEnum):
    """In what the time of support work is given, for one person; the values of the records."""

    PERCENT = "percent"
    MINUTES_DAY = "minutes_day"
    MINUTES_WEEK = "minutes_week"
    MINUTES_MONTH = "minutes_month"
    HOURS_YEAR = "hours_year"


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The year of one person at full time: days a week, hours a day, days of absence a year."""

    days_per_week: Decimal
    hours_per_day: Decimal
    public_holidays: Decimal = Decimal(0)
    annual_leave: Decimal = Decimal(0)
    sick_leave: Decimal = Decimal(0)
    other_leave: Decimal = Decimal(0)

    @property
    def possible_days(self) -> Decimal:
        """Days worked in a year without any absence."""
        return WEEKS * self.days_per_week

    @property
    def days_away(self) -> Decimal:
        """Days of absence in a year."""
        return self.public_holidays + self.annual_leave + self.sick_leave + self.other_leave

    @property
    def days(self) -> Decimal:
        """Days at work in a year."""
        return self.possible_days - self.days_away

    @property
    def hours(self) -> Decimal:
        """Hours at work in a year (AWT); raises NoTimeLeft when none is left."""
        if self.days <= 0 or self.hours_per_day <= 0:
            raise NoTimeLeft(
                "Il ne reste aucun jour de travail dans l’année\u00a0: diminuez les jours "
                "d’absence, ou augmentez les jours par semaine."
            )
        return self.days * self.hours_per_day


@dataclass(frozen=True, slots=True)
class Service:
    """Work for the public: how many units a year, and the minutes that one takes."""

    label: str
    annual_workload: Decimal
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class Support:
    """Work beside care, in `unit` for one person; done by `people` of them, None for all."""

    label: str
    amount: Decimal
    unit: Unit
    people: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """What one activity asks for: units a year that one FTE does, and FTE needed."""

    service: Service
    standard_workload: Decimal
    need: Decimal


@dataclass(frozen=True, slots=True)
class SupportStep:
    """What one support activity takes: part of the time of each (0 to 1), hours a year of each.

    `fte` is what those who do it spend together; 0 for what everybody does, which the category
    allowance factor counts.
    """

    support: Support
    share: Decimal
    hours: Decimal
    fte: Decimal


@dataclass(frozen=True, slots=True)
class Need:
    """The whole calculation for one profession, step by step; FTE unless said otherwise."""

    time: WorkingTime
    hours: Decimal
    services: tuple[ServiceStep, ...]
    common: tuple[SupportStep, ...]
    individual: tuple[SupportStep, ...]
    need: Decimal
    common_share: Decimal
    category_factor: Decimal
    individual_factor: Decimal
    required: Decimal

    @property
    def to_twentieth(self) -> Decimal:
        """The requirement to the nearest 0.05 FTE, halves up."""
        steps = (self.required / _TWENTIETH).quantize(Decimal(1), ROUND_HALF_UP)
        return steps * _TWENTIETH

    def ratio(self, present: Decimal) -> Decimal | None:
        """Return present ÷ required: below 1, work presses; None where nothing is required."""
        return present / self.required if self.required else None

    def difference(self, present: Decimal) -> Decimal:
        """Return present − required, in FTE: negative when people are lacking."""
        return present - self.required


def staffing_need(
    time: WorkingTime, services: Sequence[Service], supports: Sequence[Support] = ()
) -> Need:
    """Return what a profession needs for this work.

    Raises NoTimeLeft, SupportTakesAll (support work of everybody at 100 % of the time or more, of
    one person above 100 %), and WisnError for an activity without duration.
    """
    hours = time.hours
    steps = tuple(_service_step(one, hours) for one in services)
    common = [(one, _share(one, time)) for one in supports if one.people is None]
    individual = [(one, _share(one, time)) for one in supports if one.people is not None]
    common_share = sum((share for _, share in common), Fraction(0))
    if common_share >= 1:
        raise SupportTakesAll(
            "Le soutien fait par tous prend tout le temps de travail, ou davantage\u00a0: il n’en "
            "reste pas pour les soins. Diminuez-le en dessous de 100\u00a0%."
        )
    for one, share in individual:
        if share > 1:
            raise SupportTakesAll(
                f"«\u00a0{one.label}\u00a0» prend à une personne plus que tout son temps\u00a0: "
                "diminuez-le, ou comptez plus de personnes."
            )
    loads = (Fraction(one.annual_workload) * _unit(one, hours) for one in services)
    need = sum(loads, Fraction(0))
    factor = 1 / (1 - common_share)
    extra = sum(((one.people or 0) * share for one, share in individual), Fraction(0))
    return Need(
        time,
        hours,
        steps,
        tuple(_support_step(one, share, hours) for one, share in common),
        tuple(_support_step(one, share, hours) for one, share in individual),
        _decimal(need),
        _decimal(common_share),
        _decimal(factor),
        _decimal(extra),
        _decimal(need * factor + extra),
    )


def _unit(service: Service, hours: Decimal) -> Fraction:
    """Return the part of a full-time year that one unit of an activity takes."""
    if service.minutes <= 0:
        raise WisnError(
            f"«\u00a0{service.label}\u00a0» ne prend pas de temps\u00a0: donnez ses minutes."
        )
    return Fraction(service.minutes) / (_MINUTES * Fraction(hours))


def _service_step(service: Service, hours: Decimal) -> ServiceStep:
    unit = _unit(service, hours)
    return ServiceStep(
        service, _decimal(1 / unit), _decimal(Fraction(service.annual_workload) * unit)
    )


def _support_step(support: Support, share: Fraction, hours: Decimal) -> SupportStep:
    return SupportStep(
        support,
        _decimal(share),
        _decimal(share * Fraction(hours)),
        _decimal((support.people or 0) * share),
    )


def _share(support: Support, time: WorkingTime) -> Fraction:
    """Return the part of one person’s working time that support work takes."""
    amount, year = Fraction(support.amount), Fraction(time.hours)
    match support.unit:
        case Unit.PERCENT:
            return amount / 100
        case Unit.MINUTES_DAY:
            return amount / _MINUTES / Fraction(time.hours_per_day)
        case Unit.MINUTES_WEEK:
            return amount / _MINUTES / Fraction(time.hours_per_day * time.days_per_week)
        case Unit.MINUTES_MONTH:
            return amount * _MONTHS / _MINUTES / year
        case Unit.HOURS_YEAR:
            return amount / year


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction as a Decimal, exact where it has an end and to 28 figures elsewhere."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def weekday_holidays(year: int) -> int:
    """Return how many public holidays of a year fall from Monday to Friday (C. trav., L. 3133-1).

    What somebody who works those five days gets; another week is to be counted by hand.
    """
    return sum(day.weekday() < _SATURDAY for day in public_holidays(year))
