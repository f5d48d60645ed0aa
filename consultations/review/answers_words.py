"""The figures of an answer in words: each with its formula, what it comes from, its dates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from consultations.review.answers import AnswerRow, Answers, month_name
from consultations.rules.cells import Measure
from consultations.rules.pivot import Sums
from csipa.french.dates import long_date, period
from csipa.french.grammar import de, enumeration, upper_first
from csipa.french.numbers import counted, decimal, integer
from sites.rules.opening_words import said_minutes
from staffing.documents.figures import NOT_APPLICABLE, Told
from staffing.documents.need import figure

_NOT_NOTED = "non renseigné"


def told_figures(found: Answers) -> list[Told]:
    """Return the figures of the whole period, in the order in which they are read."""
    row = found.total
    return [
        _done(found),
        _change(found),
        _per_fte(found, row),
        _per_open_hour(found, row),
        _per_hour_held(row.sums),
        _per_day(row.sums),
        _share("non-programmees", "Part non programmée", "non programmées", row.sums, _UNSCHEDULED),
        _share(
            "sans-medecin",
            "Part sans médecin traitant",
            "de personnes sans médecin traitant",
            row.sums,
            _WITHOUT_GP,
        ),
        _waiting(row.sums),
        _no_show(row.sums),
    ]


_UNSCHEDULED, _WITHOUT_GP = Measure.UNSCHEDULED, Measure.WITHOUT_GP


def percent(value: Decimal) -> str:
    """Return a percentage to one decimal: « 12,5 % »."""
    return f"{figure(value, 1)}\u00a0%"


def signed_percent(value: Decimal) -> str:
    """Return a change: « +12,5 % », « −3 % », « 0 % »."""
    said = percent(value)
    return f"+{said}" if value > 0 and not said.startswith("0\u00a0") else said


def _consultations(number: int) -> str:
    return counted(number, "consultation", "consultations")


def _done(found: Answers) -> Told:
    sums = found.total.sums
    sites = {line.site for line in found.lines}
    names = [row.name for pk, row in found.places.items() if pk in sites]
    return Told(
        "consultations",
        "Consultations",
        integer(sums.done) if not sums.is_empty else _NOT_NOTED,
        "somme des décomptes de chaque jour, zéros compris",
        [
            upper_first(period(found.asked.first, found.asked.last)),
            f"{counted(sums.entries, 'journée saisie', 'journées saisies')}, une par ligne",
            f"sites\u00a0: {enumeration(names)}" if names else "aucun site n’a de décompte",
        ],
        is_void=sums.is_empty,
    )


def _change(found: Answers) -> Told:
    row, before = found.total, found.asked.year_before(today=found.today)
    formula = "(consultations − celles d’un an avant) ÷ celles d’un an avant, à mois comparables"
    when = f"un an avant\u00a0: {period(before.first, before.last)}"
    label = "Évolution sur un an"
    if row.change is None:
        return _void("evolution", label, "rien n’était saisi un an avant", formula, [when])
    now, then = row.comparable, row.comparable_before
    months = sorted(found.compared_months)
    known = counted(len(months), "mois connu", "mois connus")
    return Told(
        "evolution",
        label,
        signed_percent(row.change),
        formula,
        [
            when,
            f"{known} les deux années, {de(month_name(months[0]))} à {month_name(months[-1])}",
            f"{_consultations(then.done)}, puis {integer(now.done)}",
        ],
    )


def _per_fte(found: Answers, row: AnswerRow) -> Told:
    label = "Consultations par ETP et par mois"
    formula = "consultations ÷ (ETP présents × mois)"
    if found.presence is None or not row.fte_months or row.etpt is None:
        return _void("par-etp", label, "personne n’est en poste dans ces professions", formula, [])
    pks = {line.profession for line in found.lines}
    names = [one.plural for pk, one in found.professions.items() if pk in pks]
    return Told(
        "par-etp",
        label,
        decimal(row.per_fte_month or Decimal(0), 0),
        formula,
        [
            f"{_consultations(row.sums.done)} ÷ {figure(row.fte_months)} ETP × mois",
            (
                f"{figure(row.etpt)} ETP travaillés en moyenne, "
                f"{period(found.presence.first, found.presence.last)}"
            ),
            f"professions comptées\u00a0: {enumeration(names)}, d’après leurs affectations",
        ],
    )


def _per_open_hour(found: Answers, row: AnswerRow) -> Told:
    label, formula = "Consultations par heure d’ouverture", "consultations ÷ heures d’ouverture"
    if found.presence is None or not row.open_minutes:
        return _void("par-heure-ouverte", label, "aucun horaire connu dans la période", formula, [])
    narrowed = bool(found.presence.activities)
    which = "des activités choisies" if narrowed else "de tout le site, temps partagé une fois"
    return Told(
        "par-heure-ouverte",
        label,
        figure(row.per_open_hour or Decimal(0), 1),
        formula,
        [
            f"{_consultations(row.sums.done)} ÷ {said_minutes(row.open_minutes)}",
            (
                f"horaires {which}, fermetures et jours fériés déduits, jusqu’au "
                f"{long_date(found.presence.last)}"
            ),
        ],
    )


def _per_hour_held(sums: Sums) -> Told:
    label = "Consultations par heure tenue"
    formula = "consultations ÷ heures de consultation tenues"
    if sums.per_hour_held is None:
        return _void("par-heure-tenue", label, "heures tenues non renseignées", formula, [])
    return Told(
        "par-heure-tenue",
        label,
        figure(sums.per_hour_held, 1),
        formula,
        [
            (
                f"{_consultations(sums.done_where[Measure.MINUTES])} ÷ "
                f"{said_minutes(sums.minutes_held)}"
            ),
            "sites où les heures tenues sont demandées",
        ],
    )


def _per_day(sums: Sums) -> Told:
    label, formula = "Consultations par journée saisie", "consultations ÷ journées saisies"
    if sums.per_day is None:
        return _void("par-jour", label, "aucune journée saisie", formula, [])
    return Told(
        "par-jour",
        label,
        figure(sums.per_day, 1),
        formula,
        [
            f"{_consultations(sums.done)} ÷ {counted(sums.entries, 'journée', 'journées')}",
            "une journée par ligne de saisie\u00a0: deux professions le même jour en font deux",
        ],
    )


def _share(slug: str, label: str, words: str, sums: Sums, part: Measure) -> Told:
    formula = f"consultations {words} ÷ consultations des jours où c’est noté"
    share = sums.share(part)
    if share is None:
        return _void(slug, label, _NOT_NOTED, formula, [])
    return Told(
        slug,
        label,
        percent(share),
        formula,
        _parts(
            sums, part, [f"{integer(sums.value(part) or 0)} sur {integer(sums.done_where[part])}"]
        ),
    )


def _waiting(sums: Sums) -> Told:
    label = "Demande en attente"
    formula = "demandes refusées faute de créneau ÷ (consultations + demandes refusées)"
    if sums.waiting_share is None:
        return _void("attente", label, _NOT_NOTED, formula, [])
    demands = counted(sums.refused, "demande refusée", "demandes refusées")
    return Told(
        "attente",
        label,
        f"{demands} ({percent(sums.waiting_share)})",
        formula,
        _parts(
            sums,
            Measure.REFUSED,
            [f"{demands}, {_consultations(sums.done_where[Measure.REFUSED])}"],
        ),
    )


def _no_show(sums: Sums) -> Told:
    label = "Rendez-vous non honorés"
    formula = "rendez-vous non honorés ÷ (consultations + rendez-vous non honorés)"
    if sums.no_show_share is None:
        return _void("absences", label, _NOT_NOTED, formula, [])
    return Told(
        "absences",
        label,
        f"{integer(sums.no_show)} ({percent(sums.no_show_share)})",
        formula,
        _parts(sums, Measure.NO_SHOW, [_consultations(sums.done_where[Measure.NO_SHOW])]),
    )


def _parts(sums: Sums, part: Measure, inputs: Iterable[str]) -> list[str]:
    """Say what a share leaves out: the consultations of the days on which it was not noted."""
    left = sums.done - sums.done_where.get(part, 0)
    told = [*inputs]
    if left:
        told.append(
            f"{_consultations(left)} de jours où rien n’en est noté "
            f"{'est laissée' if left < 2 else 'sont laissées'} de côté"
        )
    return told


def _void(slug: str, label: str, why: str, formula: str, inputs: list[str]) -> Told:
    return Told(slug, label, f"{NOT_APPLICABLE} ({why})", formula, inputs, is_void=True)
