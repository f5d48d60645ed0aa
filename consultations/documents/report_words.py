"""The five figures of the report in words: value, what it tells, source and date, formula.

« ≈ » stands before a figure that something known makes incomplete: days missing, a measure that
some sites do not note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from consultations.rules.report import growth
from consultations.rules.suppression import HIDDEN
from csipa.french.dates import long_date, period
from csipa.french.grammar import enumeration
from csipa.french.hours import said_length
from csipa.french.numbers import counted, decimal, integer, plural
from staffing.rules.capacity import fte_figures, fte_words

Data = dict[str, Any]
NOTHING = "–"
ABOUT = "≈\u00a0"
SHARES = {
    "without_gp": "concernent des personnes sans médecin traitant",
    "unscheduled": "sont des consultations non programmées",
}
_HUNDRED = Decimal(100)
_NEITHER = "part sans médecin traitant, part non programmée"
_NAMED_SITES = 4


@dataclass(frozen=True)
class Figure:
    """One figure: `value` in large, what it is, what goes with it; `inputs` are for the annex."""

    value: str
    label: str
    details: list[str]
    source: str
    title: str
    formula: str
    inputs: list[str] = field(default_factory=list)


def figures(source: Data) -> list[Figure]:
    """Return the five figures, always five: one that cannot be told says why."""
    return [
        _consultations(source),
        _staff(source["staff"]),
        _share(source),
        _refused(source),
        _hours(source),
    ]


def percent(value: Decimal) -> str:
    """Return « 12,3 % », « 50 % »."""
    return f"{decimal(value, 1).removesuffix(',0')}\u00a0%"


def day(iso: str) -> str:
    """Return a day as French writes it."""
    return long_date(dt.date.fromisoformat(iso))


def when(source: Data) -> str:
    """Return « du 1er janvier au 31 octobre 2026 »."""
    return period(dt.date.fromisoformat(source["from"]), dt.date.fromisoformat(source["to"]))


def _consultations(source: Data) -> Figure:
    found, written = source["consultations"], day(source["date"])
    done, missing, expected = found["done"], found["missing"], found["expected"]
    before = period(
        dt.date.fromisoformat(found["before_from"]), dt.date.fromisoformat(found["before_to"])
    )
    details = []
    if done is None:
        details.append("Rien n’a été saisi pour cette période.")
    details.append(_year_before(found, before))
    if missing:
        lacking = counted(missing, "journée manque", "journées manquent")
        details.append(f"{lacking} sur {integer(expected)} attendues")
    if waiting := found["provisional"]:
        whole = waiting + found["validated"]
        verb = plural(waiting, "n’est pas validé", "ne sont pas validés")
        details.append(
            "provisoire : aucun mois n’est validé"
            if not found["validated"]
            else f"provisoire : {integer(waiting)} mois sur {integer(whole)}, site par site, {verb}"
        )
    return Figure(
        value=NOTHING if done is None else f"{ABOUT if missing else ''}{integer(done)}",
        label="consultations" if done is None else plural(done, "consultation", "consultations"),
        details=details,
        source=f"Saisie quotidienne des sites, état au {written}",
        title="Consultations",
        formula="somme des consultations saisies chaque jour par les sites, sur place, à domicile "
        "et à distance ; « ≈ » quand des journées d’ouverture attendues ne sont pas saisies",
        inputs=[
            f"{counted(expected, 'journée attendue', 'journées attendues')} jusqu’à la veille",
            counted(missing, "journée manquante", "journées manquantes"),
        ],
    )


def _year_before(found: Data, then: str) -> str:
    """Return « 2 453 un an plus tôt, … (−2,8 %) », over the months known both years."""
    before, comparable = found["before"], found["comparable_before"]
    if before is None:
        return "aucune donnée un an plus tôt"
    told = f"{integer(before)} un an plus tôt, {then}"
    change = growth(found["comparable"], comparable)
    if change is None:
        return told
    sign = "+" if change > 0 else ""
    is_whole = (comparable, found["comparable"]) == (before, found["done"])
    return f"{told} ({sign}{percent(change)}{'' if is_whole else ' à mois comparables'})"


def _staff(found: Data) -> Figure:
    on, names = day(found["day"]), enumeration(found["professions"]) or "médecins"
    filled, authorised = Decimal(found["filled"]), Decimal(found["authorised"])
    is_known = bool(authorised or found["heads"])
    details, inputs = [f"Aucun poste n’est autorisé au {on}."], []
    if is_known:
        inputs = [
            f"{fte_words(filled)} pourvus sur {fte_words(authorised)} autorisés, au {on}",
            f"{fte_words(Decimal(found['open']))} ouverts au recrutement",
        ]
        people = counted(found["heads"], "personne présente", "personnes présentes")
        details = [f"{people} ; {fte_words(Decimal(found['vacant']))} à pourvoir"]
        details += [f"énoncé : {one['said']}, {_stated_by(one)}" for one in found["stated"][:1]]
    return Figure(
        value=f"{fte_figures(filled)} sur {fte_figures(authorised)}" if is_known else NOTHING,
        label=f"équivalents temps plein (ETP) de {names} pourvus, sur ceux autorisés",
        details=details,
        source=f"Postes et affectations, au {on}",
        title="ETP pourvus",
        formula="somme des ETP des personnes en poste ce jour-là, sur la somme des ETP autorisés ; "
        "ce qui est différé, gelé ou seulement voté n’est pas à pourvoir. Un chiffre énoncé "
        "par quelqu’un est montré à côté, jamais à la place",
        inputs=inputs,
    )


def _stated_by(stated: Data) -> str:
    return f"au {day(stated['day'])} ({stated['source']})"


def _share(source: Data) -> Figure:
    shares, missing = source["shares"], source["consultations"]["missing"]
    formula = (
        "consultations de personnes sans médecin traitant ÷ consultations des jours où c’est "
        "noté × 100 ; à défaut, consultations non programmées ; « ≈ » quand tous les sites ne le "
        "notent pas ou que des journées manquent ; une part trop petite est cachée"
    )
    title = "Sans médecin traitant ou non programmées"
    origin = f"Saisie quotidienne des sites, état au {day(source['date'])}"
    told = [one for one in shares if one["of"] and one["part"] != HIDDEN]
    if any(one["part"] == HIDDEN for one in shares) and not told:
        hidden = f"Nombres trop petits pour être donnés (moins de {source['below']})."
        return Figure(NOTHING, _NEITHER, [hidden], origin, title, formula)
    if not told:
        return Figure(
            NOTHING,
            _NEITHER,
            ["Aucun site ne les a notées."],
            origin,
            title,
            formula,
        )
    first, *others = told
    is_partial = first["of"] < first["done"] or missing
    details = [_share_of(first)]
    details += [
        f"{percent(_HUNDRED * one['part'] / one['of'])} {SHARES[one['measure']]}" for one in others
    ]
    return Figure(
        value=f"{ABOUT if is_partial else ''}{percent(_HUNDRED * first['part'] / first['of'])}",
        label=f"des consultations {SHARES[first['measure']]}",
        details=details,
        source=origin,
        title=title,
        formula=formula,
        inputs=[f"{SHARES[one['measure']]} : {_share_of(one)}" for one in told],
    )


def _share_of(one: Data) -> str:
    """Return « 347 sur 1 379 consultations des jours où c’est noté »."""
    told = f"{integer(one['part'])} sur {integer(one['of'])}"
    if one["of"] == one["done"]:
        return f"{told} consultations, tous sites"
    return f"{told} consultations des jours où c’est noté"


def _refused(source: Data) -> Figure:
    found, missing = source["refused"], source["consultations"]["missing"]
    number = found["number"]
    formula = (
        "somme des demandes refusées faute de créneau, notées par les sites ; leur part : refusées "
        "÷ (refusées + consultations des mêmes sites) × 100. Une même personne peut être refusée "
        "plusieurs fois ; « ≈ » quand tous les sites ne les notent pas ou que des journées manquent"
    )
    title = "Demandes refusées"
    origin = f"Saisie quotidienne des sites, état au {day(source['date'])}"
    label = "demandes refusées faute de créneau : la demande en attente"
    if number is None:
        return Figure(NOTHING, label, ["Aucun site ne les a notées."], origin, title, formula)
    is_partial = found["sites"] < found["of_sites"] or missing
    asked = number + found["done_where"]
    details = []
    if asked:
        share = percent(_HUNDRED * number / asked)
        details.append(f"{share} des demandes reçues les jours où c’est noté")
    if found["sites"] < found["of_sites"]:
        sites = counted(found["sites"], "site", "sites")
        details.append(f"notées par {sites} sur {found['of_sites']}")
    return Figure(
        value=f"{ABOUT if is_partial else ''}{integer(number)}",
        label=label if number >= 2 else label.replace("demandes refusées", "demande refusée"),
        details=details,
        source=origin,
        title=title,
        formula=formula,
        inputs=[f"{integer(number)} ÷ ({integer(number)} + {integer(found['done_where'])})"],
    )


def _hours(source: Data) -> Figure:
    found, on = source["hours"], day(source["as_of"])
    sites, minutes = found["sites"], found["minutes"]
    names = [one["name"] for one in sites]
    number = counted(len(sites), "site ouvert", "sites ouverts")
    named = f"\u00a0: {enumeration(names)}" if len(sites) <= _NAMED_SITES else ""
    opened = f"{number} au {on}{named}"
    return Figure(
        value=NOTHING if minutes is None else f"{integer(round(minutes / 60))}\u00a0h",
        label="d’ouverture aux patients, tous sites ensemble",
        details=[opened if sites else f"aucun site ouvert au {on}"],
        source=f"Horaires et fermetures enregistrés, état au {day(source['date'])}",
        title="Heures d’ouverture",
        formula="somme, site par site et jour par jour, des heures où l’une des professions "
        "qui ont consulté reçoit, fermetures et jours fériés ôtés ; une heure partagée par "
        "plusieurs professions d’un site compte une fois",
        inputs=_weeks(sites),
    )


def _weeks(sites: list[Data]) -> list[str]:
    """Return the week of each site, one a line unless they are many."""
    told = [_week(one) for one in sites]
    return told if len(told) <= _NAMED_SITES else [" ; ".join(told)]


def _week(site: Data) -> str:
    return f"{site['name']} : {said_length(dt.timedelta(minutes=site['weekly']))} par semaine"


def beside(source: Data) -> Iterable[tuple[str, str]]:
    """Return what stands apart from the five figures: its name and its sentence."""
    snp = source["snp"]
    if snp["sessions"]:
        sessions = counted(snp["sessions"], "permanence tenue", "permanences tenues")
        done = counted(snp["done"], "consultation", "consultations")
        told = (
            f"{sessions} dans les locaux du centre, {done}. Des médecins libéraux les assurent "
            "sous convention : elles ne s’ajoutent à aucun chiffre de cette page."
        )
    else:
        told = (
            "aucune permanence comptée. Leurs consultations ne s’ajoutent jamais à celles du "
            "centre."
        )
    yield "Soins non programmés sous convention", told
    yield "Prévention et réunions", f"{source['prevention']} ; {source['meetings']}."
