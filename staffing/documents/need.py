"""The need of a profession in words: every assumption and every step, for the screen and in print.

Full-time equivalents are told to three decimals along the way, so that each step can be checked
with a pocket calculator.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from csipa.french.numbers import decimal, plural
from staffing.rules.wisn import WEEKS, Need, Support, Unit, WorkingTime

_AMOUNTS = {
    Unit.PERCENT: "% du temps",
    Unit.MINUTES_DAY: "min par jour",
    Unit.MINUTES_WEEK: "min par semaine",
    Unit.MINUTES_MONTH: "min par mois",
    Unit.HOURS_YEAR: "h par an",
}
_HUNDRED = Decimal(100)
_STEP = 3

FORMULAS = (
    (
        "Temps de travail disponible",
        "(52 × jours par semaine − jours d’absence) × heures par jour",
    ),
    ("Charge type d’une activité", "temps de travail disponible ÷ durée d’une unité"),
    ("Besoin pour les soins", "somme des (nombre par an ÷ charge type)"),
    ("Majoration du soutien fait par tous", "1 ÷ (1 − part du temps qu’il prend)"),
    ("Ajout du soutien fait par certains", "heures par an de tous ceux-là ÷ temps disponible"),
    ("Besoin", "besoin pour les soins × majoration + ajout"),
    ("Rapport", "ETP présents ÷ besoin ; au-dessous de 1, le travail presse"),
)
"""The method, each figure and how it is worked out."""

READING = (
    (
        "Les écarts avec le besoin sont donnés pour la charge de travail saisie (activité "
        "réalisée, pas la demande)."
    ),
    (
        "Le besoin vaut pour la charge saisie : si elle vient d’une équipe incomplète, il est un "
        "minimum."
    ),
    "Pourvu ÷ besoin : au-dessous de 1, le travail presse.",
)
"""What the figures beside the need say and do not say; a sentence each."""


@dataclass(frozen=True)
class Step:
    """A line of the calculation: what it is, how it is worked out if it is, what it gives."""

    label: str
    formula: str
    result: str


@dataclass(frozen=True)
class NeedWords:
    """The calculation of one profession, finished; rows are the cells of tables."""

    time: list[Step]
    services: list[tuple[str, str, str, str, str]]
    common: list[tuple[str, str, str, str]]
    individual: list[tuple[str, str, str, str, str]]
    steps: list[Step]
    required: str
    rounded: str


def figure(value: Decimal, places: int = 2) -> str:
    """Return a number without the zeros that end it: « 4,5 », « 1 526 »."""
    written = decimal(value, places)
    return written.rstrip("0").rstrip(",") if "," in written else written


def signed(value: Decimal) -> str:
    """Return a difference in FTE with its sign, to two decimals: « +0,4 », « −0,6 », « 0 »."""
    written = figure(value)
    return written if written.startswith("−") or written == "0" else f"+{written}"


def told_amount(support: Support) -> str:
    """Return the time of a support activity, for one person: « 15 % du temps »."""
    return f"{figure(support.amount)} {_AMOUNTS[support.unit]}"


def need_words(need: Need) -> NeedWords:
    """Return the calculation in words."""
    return NeedWords(
        time_steps(need.time),
        [
            (
                step.service.label,
                figure(step.service.annual_workload),
                figure(step.service.minutes),
                figure(step.standard_workload, 1),
                figure(step.need, _STEP),
            )
            for step in need.services
        ],
        [
            (
                step.support.label,
                told_amount(step.support),
                figure(step.hours, 1),
                percent(step.share),
            )
            for step in need.common
        ],
        [
            (
                step.support.label,
                told_amount(step.support),
                str(step.support.people),
                figure(step.hours * (step.support.people or 0), 1),
                figure(step.fte, _STEP),
            )
            for step in need.individual
        ],
        _result_steps(need),
        figure(need.required, _STEP),
        figure(need.to_twentieth),
    )


def time_steps(time: WorkingTime) -> list[Step]:
    """Return how the year of one person is worked out; raises NoTimeLeft."""
    away = (
        f"{figure(time.public_holidays)} (jours fériés) + {figure(time.annual_leave)} (congés) + "
        f"{figure(time.sick_leave)} (absences) + {figure(time.other_leave)} (formation et autres)"
    )
    possible, lost = figure(time.possible_days), figure(time.days_away)
    worked, day = figure(time.days), figure(time.hours_per_day)
    return [
        Step(
            "Jours possibles",
            f"{figure(time.days_per_week)} {plural(time.days_per_week, 'jour', 'jours')} × "
            f"{WEEKS} semaines",
            f"{possible} jours",
        ),
        Step("Jours d’absence", away, f"{lost} jours"),
        Step("Jours de travail", f"{possible} − {lost}", f"{worked} jours"),
        Step(
            "Temps de travail disponible",
            f"{worked} jours × {day} h",
            f"{figure(time.hours, 1)} h par an",
        ),
    ]


def _sum(values: list[Decimal]) -> str:
    """Return « 0,874 + 0,144 », nothing where there is nothing to add."""
    return " + ".join(figure(value, _STEP) for value in values) if len(values) > 1 else ""


def percent(share: Decimal) -> str:
    """Return a part of the whole in per cent, to two decimals."""
    return f"{figure(share * _HUNDRED)} %"


def _result_steps(need: Need) -> list[Step]:
    care = figure(need.need, _STEP)
    factor, extra = (
        figure(value, _STEP) for value in (need.category_factor, need.individual_factor)
    )
    parts = _sum([step.need for step in need.services])
    added = _sum([step.fte for step in need.individual])
    return [
        Step("Besoin pour les soins", parts, f"{care} ETP"),
        Step(
            "Majoration du soutien fait par tous",
            f"1 ÷ (1 − {percent(need.common_share)})",
            f"× {factor}",
        ),
        Step("Ajout du soutien fait par certains", added, f"{extra} ETP"),
        Step("Besoin", f"{care} × {factor} + {extra}", f"{figure(need.required, _STEP)} ETP"),
    ]
