"""What a diagnosis tells, section by section: the same lines on the page, compared and printed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from csipa.derived import Derived
from csipa.french import numbers
from csipa.french.dates import long_date
from csipa.french.grammar import enumeration, upper_first
from sites.models import Figure
from sites.review.census import Census
from sites.review.diagnosis import GENERAL_PRACTICE, MODES, Counted, Diagnosis
from sites.review.stated import known_of, name_of_figure
from sites.rules import diagnosis as rules
from sites.rules.diagnosis import Known, Worked
from sites.rules.indicators import Measure, Unit

STATED, COUNTED, WORKED = "énoncé", "compté", "calculé"
_WITHOUT_GP = {
    "part_name": "le nombre d’habitants sans médecin traitant",
    "whole_name": "la population",
}
_NO_COMMUNE = (
    "Aucune commune n’est enregistrée dans ce territoire à cette date\u00a0: ajoutez-les sur sa "
    "fiche pour en tirer la population du recensement et le zonage."
)
_NO_CENSUS = (
    "La population du recensement n’est pas connue pour ces communes\u00a0: importez les "
    "populations par année, ou donnez-les sur la page de chaque commune."
)
_ACCESS_STATED = (Measure.APL, Measure.ALD_SHARE, Measure.CSS_SHARE, Measure.EMERGENCY_SHARE)
_GP_STATED = (
    Measure.GP,
    Measure.GP_LIBERAL,
    Measure.GP_SALARIED,
    Measure.GP_SALARIED_FTE,
    Measure.GP_OVER_55,
    Measure.GP_OVER_55_SHARE,
)


@dataclass(frozen=True)
class Line:
    """One figure: what it is, its value, how it came (stated, counted, worked out).

    `mode` is set on professionals of one mode of practice: « libéraux ».
    """

    key: str
    label: str
    nature: str
    figure: Derived
    value: Decimal | None = None
    unit: Unit = Unit.NONE
    mode: str = ""

    @property
    def is_stated(self) -> bool:
        """Tell whether somebody stated it; the page then shows the source as it is."""
        return self.nature == STATED

    @property
    def origin(self) -> str:
        """Return the day and the source of a figure that was not worked out."""
        told = [
            ", ".join(part for part in (long_date(one.on) if one.on else "", one.source) if part)
            for one in self.figure.inputs
        ]
        return "\u00a0; ".join(dict.fromkeys(told))


@dataclass(frozen=True)
class Part:
    """A section of the diagnosis: its lines, and sentences that go with them."""

    slug: str
    title: str
    lines: list[Line]
    notes: list[str] = field(default_factory=list)
    empty: str = ""


def parts(found: Diagnosis) -> list[Part]:
    """Return the first sections; `sites.review.diagnosis_tables` gives those that have tables."""
    return [_population(found), _access(found), _doctors(found)]


def stated_line(figure: Figure, *, label: str = "") -> Line:
    """Return the line of a figure as it was stated."""
    known = known_of(figure)
    name = label or upper_first(name_of_figure(figure))
    told = (figure.measure, figure.profession, figure.years, figure.label, figure.commune_id)
    key = "-".join(["said", *(str(part) for part in told if part)])
    return Line(key, name, STATED, _as_given(known, "Énoncé tel quel"), known.value, known.unit)


def counted_line(key: str, label: str, known: Known, how: str) -> Line:
    """Return the line of a figure counted in the records."""
    return Line(key, label, COUNTED, _as_given(known, how), known.value, known.unit)


def worked_line(key: str, label: str, worked: Worked) -> Line:
    """Return the line of a figure worked out from others."""
    return Line(key, label, WORKED, worked.derived, worked.value, worked.unit)


def _as_given(known: Known, how: str) -> Derived:
    return Derived(known.written, how, known.inputs)


def _population(found: Diagnosis) -> Part:
    stated = found.stated.figure(Measure.POPULATION)
    lines, notes = [], []
    if stated:
        lines.append(stated_line(stated, label="Population énoncée"))
    for census in (found.census, found.census_total):
        if census is None:
            continue
        lines.append(_census_line(census, len(found.communes)))
        if stated and census.is_whole:
            formula = f"population {census.kind} \N{MINUS SIGN} population énoncée"
            gap = rules.difference(known_of(stated), census.known, formula=formula)
            name = f"Écart avec la population énoncée, population {census.kind}"
            lines.append(worked_line(f"population-gap-{census.kind}", name, gap))
    if stated and found.census:
        notes.append(_why(stated, found.census))
    notes += _missing(found)
    lines += _communes(found)
    lines += [
        stated_line(row, label=f"{row.commune}, population énoncée")
        for row in found.stated.of_communes
        if row.measure == Measure.POPULATION
    ]
    return Part("population", "Population", lines, notes)


def _census_line(census: Census, communes: int) -> Line:
    year = f"recensement {census.year}" if census.year else "année inconnue"
    how = f"Somme de la population {census.kind} de {census.communes} communes sur {communes}"
    label = f"Population {census.kind}, {year}"
    return counted_line(f"census-{census.kind}", label, census.known, how)


def _why(stated: Figure, census: Census) -> str:
    """Return why the two populations differ: source, day, and kind of population."""
    day = f"du 1er janvier {census.year}" if census.year else "d’une année inconnue"
    return (
        "La population énoncée et celle du recensement ne disent pas la même chose\u00a0: la "
        f"première vient de «\u00a0{stated.source}\u00a0» et parle du {long_date(stated.as_of)}, "
        f"sans dire quelle population elle compte\u00a0; la seconde ({census.source}) compte la "
        f"population municipale {day}. La population totale y ajoute les personnes comptées à "
        "part, que deux communes peuvent compter chacune. Les deux restent, côte à côte."
    )


def _missing(found: Diagnosis) -> list[str]:
    census = found.census
    if not found.communes:
        return [_NO_COMMUNE]
    if census is None:
        return [_NO_CENSUS]
    if census.is_whole:
        return []
    names = enumeration(commune.name for commune in census.missing)
    told = f"Le recensement ne couvre pas tout le territoire\u00a0: il manque {names}."
    return [f"{told} Aucune part ni densité n’en est tirée."]


def _communes(found: Diagnosis) -> list[Line]:
    known = Known("communes", Decimal(len(found.communes)), Unit.COMMUNES, found.day)
    line = counted_line("communes", "Communes du territoire", known, "Communes membres ce jour-là")
    stated = found.stated.figure(Measure.COMMUNES)
    if stated is None:
        return [line]
    lines = [stated_line(stated, label="Communes énoncées"), line]
    if found.communes and stated.value != known.value:
        formula = "communes membres \N{MINUS SIGN} communes énoncées"
        gap = rules.difference(known_of(stated), known, formula=formula)
        lines.append(worked_line("communes-gap", "Écart avec les communes énoncées", gap))
    return lines


def _access(found: Diagnosis) -> Part:
    stated = found.stated
    figure = stated.figure(Measure.WITHOUT_GP)
    share = stated.figure(Measure.WITHOUT_GP_SHARE)
    lines = [stated_line(one) for one in (figure, share) if one]
    without = known_of(figure) if figure else None
    if figure or not share:
        worked = rules.share(
            without,
            stated.population_beside(figure) or found.population,
            formula="habitants sans médecin traitant ÷ population",
            **_WITHOUT_GP,
        )
        lines.append(worked_line("without_gp-worked", "Part sans médecin traitant", worked))
    if figure and found.population and stated.figure(Measure.POPULATION):
        worked = rules.share(
            without,
            found.population,
            formula="habitants sans médecin traitant ÷ population du recensement",
            **_WITHOUT_GP,
        )
        name = "Part sans médecin traitant, rapportée au recensement"
        lines.append(worked_line("without_gp-census", name, worked))
    lines += _stated(found, _ACCESS_STATED)
    return Part("acces", "Accès au médecin traitant", lines)


def _doctors(found: Diagnosis) -> Part:
    stated = found.stated
    lines = _stated(found, _GP_STATED)
    rows = [stated.figure(one) for one in (Measure.GP, Measure.GP_LIBERAL, Measure.GP_SALARIED)]
    total, liberal, salaried = (known_of(one) if one else None for one in rows)
    counted = rules.practitioners(total, liberal, salaried)
    population = stated.population_beside(next(filter(None, rows), None)) or found.population
    who = counted.label if counted else GENERAL_PRACTICE
    lines += [
        worked_line(
            "gp-density",
            f"Densité de {who}",
            rules.density(counted, population, who=who),
        ),
        worked_line(
            "gp-for-one",
            "Un médecin généraliste pour",
            rules.inhabitants_for_one(counted, population, who=who),
        ),
        _salaried(total, liberal, salaried),
    ]
    if (over := stated.known(Measure.GP_OVER_55)) is not None:
        worked = rules.share(
            over,
            counted,
            formula=f"médecins généralistes de plus de 55 ans ÷ {who}",
            part_name="le nombre de généralistes de plus de 55 ans",
            whole_name="le nombre de médecins généralistes",
        )
        lines.append(worked_line("gp_over_55-worked", "Part de plus de 55 ans", worked))
    elif stated.figure(Measure.GP_OVER_55_SHARE) is None:
        missing = "Il manque le nombre ou la part des généralistes de plus de 55 ans."
        lines.append(
            worked_line(
                "gp_over_55-worked", "Part de plus de 55 ans", Worked(Derived("", "", (), missing))
            )
        )
    if total and liberal and salaried:
        lines += _gp_gap(total, rules.summed("libéraux et salariés", [liberal, salaried]))
    if found.general_practice:
        lines += _register_doctors(found, found.general_practice)
    return Part("generalistes", "Médecins généralistes", lines)


def _salaried(total: Known | None, liberal: Known | None, salaried: Known | None) -> Line:
    whole = rules.practitioners(total, liberal, salaried) if (total or liberal) else None
    worked = rules.share(
        salaried,
        whole,
        formula="médecins généralistes salariés ÷ médecins généralistes (personnes)",
        part_name="le nombre de médecins généralistes salariés",
        whole_name="le nombre de médecins généralistes libéraux, ou de tous",
    )
    return worked_line("gp-salaried-share", "Part de salariés", worked)


def _gp_gap(total: Known, detailed: Known) -> list[Line]:
    if total.value == detailed.value:
        return []
    formula = "libéraux et salariés énoncés \N{MINUS SIGN} total énoncé"
    gap = rules.difference(total, detailed, formula=formula)
    return [worked_line("gp-gap", "Écart entre le détail et le total énoncés", gap)]


def _register_doctors(found: Diagnosis, counted: Counted) -> list[Line]:
    lines = register_lines("gp-register", "Médecins généralistes, d’après le répertoire", counted)
    who = f"{GENERAL_PRACTICE} du répertoire, tous modes d’exercice"
    population = found.population_of(counted)
    return [
        *lines,
        worked_line(
            "gp-register-density",
            "Densité, d’après le répertoire",
            of_register(found, counted, rules.density(counted.known, population, who=who)),
        ),
        worked_line(
            "gp-register-for-one",
            "Un médecin généraliste pour, d’après le répertoire",
            of_register(
                found, counted, rules.inhabitants_for_one(counted.known, population, who=who)
            ),
        ),
    ]


def register_lines(key: str, label: str, counted: Counted) -> list[Line]:
    """Return the people of a profession that the register finds, then those of each mode."""
    how = "Personnes qui ont au moins un lieu d’exercice dans le territoire, chacune une fois"
    lines = [counted_line(key, label, counted.known, how)]
    for mode, heads in sorted(counted.modes.items()):
        name = MODES.get(mode, f"autre mode ({mode})")
        known = Known(name, Decimal(heads), Unit.HEADS, counted.known.on, counted.known.source)
        note = f"{how}\u00a0; qui a deux modes d’exercice compte dans chacun"
        line = counted_line(f"{key}-{mode}", f"{label}, {name}", known, note)
        lines.append(replace(line, mode=name))
    return lines


def of_register(found: Diagnosis, counted: Counted, worked: Worked) -> Worked:
    """Return a figure drawn from the register, or why there is none: it was read in part only."""
    if worked.value is not None or found.population is None or counted.communes is None:
        return worked
    if counted.communes >= len(found.communes):
        return worked
    read = numbers.counted(counted.communes, "commune", "communes")
    told = f"Le répertoire n’est lu que pour {read} sur {len(found.communes)}"
    return Worked(replace(worked.derived, missing=f"{told}\u00a0: rien n’en est tiré."))


def _stated(found: Diagnosis, measures: tuple[Measure, ...]) -> list[Line]:
    rows = (found.stated.figure(one) for one in measures)
    return [stated_line(row) for row in rows if row]
