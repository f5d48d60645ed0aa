"""Figures over a period in words: each with its formula, what it was worked out from, its dates.

The same words serve the screen and the print. A figure that cannot be worked out says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from csipa.french.dates import long_date, period
from csipa.french.numbers import counted, decimal, plural
from staffing.documents.need import figure
from staffing.rules.figures import GroupFigures, Ratio, Slice
from staffing.rules.stays import Share, Stay
from staffing.rules.vacancies import Gap

NOT_APPLICABLE = "sans objet"
SOMEBODY = "une personne"
_HUNDRED = Decimal(100)
# Mean length of a month of the Gregorian calendar, in days: 365.2425 ÷ 12.
_MONTH = Decimal("30.436875")
_LONG_STAY = 60
_YEAR = Decimal("365.25")
_YEAR_DAYS = 366


@dataclass(frozen=True)
class Told:
    """A figure in words: what it is, its value, how it is worked out and from what.

    `slug` names it in addresses and styles; `is_void` when it cannot be worked out, and `value`
    then holds « sans objet » and the reason.
    """

    slug: str
    label: str
    value: str
    formula: str
    inputs: list[str]
    is_void: bool = False

    @property
    def short(self) -> str:
        """Return the value as a table of groups holds it: « 2 sur 6 », « – » for none."""
        return "–" if self.is_void else self.value.split(" (")[0].removesuffix("\u00a0ETPT")


@dataclass(frozen=True)
class Waiting:
    """A part of a post that is vacant: how much, since when, for how long."""

    post: str
    fte: str
    since: str
    days: str
    label: str
    months: int
    planned: str


@dataclass(frozen=True)
class GroupWords:
    """The figures of one group, and what it has on the last day in FTE and heads."""

    key: str
    name: str
    authorised: str
    open: str
    filled: str
    vacant: str
    heads: str
    lines: list[Told]
    waiting: list[Waiting]

    @property
    def by_slug(self) -> dict[str, Told]:
        """Return the figures by their slug, which a template reads with `_`."""
        return {line.slug.replace("-", "_"): line for line in self.lines}


@dataclass(frozen=True)
class Names:
    """How people and posts are called: the name of each, or « une personne »."""

    person: Callable[[int], str]
    post: Callable[[int], str]


def group_words(key: str, name: str, found: GroupFigures, names: Names) -> GroupWords:
    """Return the figures of a group in words."""
    level = found.on_last
    lines = [
        *_vacancy(found),
        _etpt(found),
        *_departures(found, names),
        *_stays(found),
        _time_to_fill(found, names),
    ]
    return GroupWords(
        key,
        name,
        figure(level.authorised),
        figure(level.open),
        figure(level.filled),
        figure(level.vacant),
        str(level.heads),
        lines,
        [_waiting(gap, found, names) for gap in found.waiting_gaps],
    )


def percent(value: Decimal) -> str:
    """Return a share of one as a percentage to one decimal: « 88,9 % », « 50 % »."""
    return f"{figure(value * _HUNDRED, 1)} %"


def length(days: Fraction | Decimal | int) -> str:
    """Return a number of days, with the months it makes when there are many."""
    exact = Decimal(days.numerator) / days.denominator if isinstance(days, Fraction) else days
    told = f"{figure(Decimal(exact), 1)} {plural(exact, 'jour', 'jours')}"
    if exact < _LONG_STAY:
        return told
    return f"{told}, environ {decimal(exact / _MONTH, 0)} mois"


def waiting_label(months: int) -> str:
    """Return the class of a vacancy by the months it has lasted."""
    return f"depuis {months} mois ou plus" if months else "depuis moins de 3 mois"


def _vacancy(found: GroupFigures) -> list[Told]:
    day, level = long_date(found.last), found.on_last
    nothing = "aucun poste n’est ouvert au recrutement ce jour-là"
    never = "aucun poste n’a été ouvert au recrutement pendant la période"
    on_day = (
        f"{_fte(level.vacant)} vacants ÷ {_fte(level.open)} autorisés des postes ouverts, au {day}"
    )
    mean = found.mean_vacancy
    over = (
        f"{_fte(mean.part)} vacants ÷ {_fte(mean.whole)} ouverts, en moyenne des "
        f"{counted(found.days, 'jour', 'jours')} {_of_period(found)}"
    )
    kept = found.filled_rate
    filled = f"{_fte(kept.part)} pourvus ÷ {_fte(kept.whole)} autorisés des postes ouverts"
    base = "Les postes votés, différés ou gelés ne comptent pas : personne n’y est cherché."
    return [
        _rate(
            "vacancy",
            f"Taux de vacance au {day}",
            found.vacancy,
            f"ETP vacants ÷ ETP autorisés des postes ouverts × 100. {base}",
            [on_day],
            nothing,
        ),
        _rate(
            "mean-vacancy",
            "Taux de vacance moyen de la période",
            mean,
            "moyenne par jour des ETP vacants ÷ moyenne par jour des ETP ouverts × 100",
            [over],
            never,
        ),
        _rate(
            "filled",
            f"Taux de postes pourvus au {day}",
            kept,
            "(ETP ouverts − ETP vacants) ÷ ETP ouverts × 100. Deux personnes en recouvrement sur "
            "un poste ne cachent pas la vacance d’un autre.",
            [f"{filled}, au {day}"],
            nothing,
        ),
    ]


def _etpt(found: GroupFigures) -> Told:
    runs = groupby(found.cut, key=lambda one: one.level.filled)
    inputs = [_run(fte, list(run)) for fte, run in runs if fte]
    return Told(
        "etpt",
        "ETP travaillés (ETPT)",
        f"{figure(found.etpt)} ETPT",
        "somme des (ETP pourvus × jours) ÷ jours de la période",
        [*inputs, f"÷ {counted(found.days, 'jour', 'jours')} {_of_period(found)}"],
    )


def _departures(found: GroupFigures, names: Names) -> list[Told]:
    left, own = found.departures, found.voluntary
    told = [_departure(stay, names) for stay in left] or ["Aucun départ."]
    mean = figure(found.mean_heads)
    people = f"{mean} {plural(found.mean_heads, 'personne', 'personnes')} en moyenne par jour"
    nobody = "personne n’a été présent pendant la période"
    rule = (
        "Un changement de quotité, une autre affectation au centre ou un contrat repris sans jour "
        "ouvré d’interruption ne sont pas des départs."
    )
    voluntary = Ratio(Decimal(len(own)), found.mean_heads)
    per_year = (
        "par an : × 365,25 ÷ jours de la période" if found.days > _YEAR_DAYS else "non annualisé"
    )
    chosen = counted(len(own), "départ volontaire", "départs volontaires")
    return [
        Told(
            "departures",
            "Départs",
            str(len(left)),
            f"personnes dont le dernier jour au centre tombe dans la période. {rule}",
            told,
        ),
        _yearly(
            _rate(
                "departure-rate",
                "Taux de départ sur toute la période",
                found.departure_rate,
                f"départs de la période ÷ effectif moyen en personnes × 100 ; {per_year}",
                [f"{counted(len(left), 'départ', 'départs')} ÷ {people} {_of_period(found)}"],
                nobody,
            ),
            found.departure_rate,
            found.days,
        ),
        _yearly(
            _rate(
                "voluntary-rate",
                "Taux de départ volontaire sur toute la période",
                voluntary,
                "démissions, mutations et détachements ÷ effectif moyen en personnes × 100 ; "
                f"{per_year}",
                [f"{chosen} ÷ {people} {_of_period(found)}"],
                nobody,
            ),
            voluntary,
            found.days,
        ),
    ]


def _yearly(told: Told, ratio: Ratio, days: int) -> Told:
    """Tell what a rate over more than a year makes in one: « 40 % (16 % par an) »."""
    if ratio.value is None or days <= _YEAR_DAYS:
        return told
    return replace(told, value=f"{told.value} ({percent(ratio.value * _YEAR / days)} par an)")


def _stays(found: GroupFigures) -> list[Told]:
    observed = long_date(found.observed_on)
    over = sum(stay.is_over(found.observed_on) for stay in found.stays)
    here = len(found.stays) - over
    basis = (
        f"{counted(len(found.stays), 'arrivée', 'arrivées')} depuis l’ouverture, suivies jusqu’au "
        f"{observed} : {over} {plural(over, 'terminée', 'terminées')}, {here} en cours"
    )
    completed, expected = found.median_completed, found.median_expected
    told = _duration(
        "median-expected",
        "Séjour médian estimé, présents compris",
        expected,
        "estimateur de Kaplan-Meier : les personnes encore présentes comptent pour ce qu’elles "
        "sont déjà restées ; c’est le jour où la part encore présente tombe à la moitié",
        [basis],
        "personne n’est encore arrivé",
    )
    if expected is None and found.stays:
        value = "non atteint : plus de la moitié des personnes seraient encore là"
        told = replace(told, value=value)
    return [
        _duration(
            "median-completed",
            "Séjour médian des personnes parties",
            completed,
            "durée que la moitié des séjours terminés n’ont pas dépassée ; les personnes encore "
            "présentes ne comptent pas, ce qui tire le chiffre vers le bas",
            [basis],
            "aucun séjour n’est terminé",
        ),
        told,
        *(_kept(months, share, observed) for months, share in found.kept.items()),
    ]


def _kept(months: int, share: Share, observed: str) -> Told:
    label = f"Encore là {months} mois après l’arrivée"
    formula = (
        f"personnes présentes {months} mois après leur arrivée ÷ personnes arrivées depuis au "
        f"moins {months} mois ; pour une profession ou un site, l’arrivée est le premier jour qui "
        "y est tenu"
    )
    if not share.whole:
        reason = f"personne n’est arrivé depuis au moins {months} mois"
        return _void(f"kept-{months}", label, formula, [f"Au {observed}."], reason)
    value = f"{share.part} sur {share.whole}"
    rate = percent(Decimal(share.part) / Decimal(share.whole))
    return Told(
        f"kept-{months}", label, f"{value} ({rate})", formula, [f"{value}, suivis au {observed}"]
    )


def _time_to_fill(found: GroupFigures, names: Names) -> Told:
    inputs = [
        f"{_fte(gap.fte)}, {names.post(gap.post)} : vacant le {long_date(gap.since)}, pourvu le "
        f"{long_date(gap.until)}, soit {counted(gap.days(gap.since), 'jour', 'jours')}"
        for gap in found.filled_gaps
        if gap.until is not None
    ]
    value = found.time_to_fill
    return _duration(
        "time-to-fill",
        "Délai moyen pour pourvoir",
        value if value is None else Decimal(round(value)),
        "jours entre l’ouverture ou la vacance et l’arrivée, en moyenne pondérée par les ETP ; sur "
        "un poste, qui arrive prend ce qui attend depuis le plus longtemps ; un remplacement du "
        "jour au lendemain ne laisse rien vacant et ne compte pas",
        inputs,
        "rien n’a été pourvu pendant la période",
    )


def _waiting(gap: Gap, found: GroupFigures, names: Names) -> Waiting:
    months = gap.months_class(found.last)
    ends = "pourvu" if gap.filled else "retiré"
    return Waiting(
        names.post(gap.post),
        figure(gap.fte),
        long_date(gap.since),
        counted((found.last - gap.since).days, "jour", "jours"),
        waiting_label(months),
        months,
        f"{ends} le {long_date(gap.until)}" if gap.until is not None else "",
    )


def _rate(
    slug: str, label: str, ratio: Ratio, formula: str, inputs: Iterable[str], reason: str
) -> Told:
    value = ratio.value
    if value is None:
        return _void(slug, label, formula, inputs, reason)
    return Told(slug, label, percent(value), formula, list(inputs))


def _duration(
    slug: str,
    label: str,
    days: Fraction | Decimal | int | None,
    formula: str,
    inputs: Iterable[str],
    reason: str,
) -> Told:
    if days is None:
        return _void(slug, label, formula, inputs, reason)
    return Told(slug, label, length(days), formula, list(inputs))


def _void(slug: str, label: str, formula: str, inputs: Iterable[str], reason: str) -> Told:
    return Told(slug, label, f"{NOT_APPLICABLE} : {reason}", formula, list(inputs), is_void=True)


def _departure(stay: Stay, names: Names) -> str:
    if stay.end is None:
        return ""
    kind = ", départ volontaire" if stay.voluntary else ""
    stayed = counted(stay.days(stay.end), "jour", "jours")
    return f"{names.person(stay.person)}, le {long_date(stay.end)}, après {stayed}{kind}"


def _run(fte: Decimal, run: list[Slice]) -> str:
    """Return « 0,5 ETP × 90 jours, du 1er janvier au 31 mars 2026 »."""
    days = counted(sum(one.days for one in run), "jour", "jours")
    return f"{_fte(fte)} × {days}, {period(run[0].first, run[-1].last)}"


def _of_period(found: GroupFigures) -> str:
    return period(found.first, found.last)


def _fte(value: Decimal) -> str:
    return f"{figure(value)} ETP"
