"""The professions of a territory, its zonings and all that was stated of it, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from csipa.french.dates import long_date
from csipa.french.grammar import de, enumeration, upper_first
from sites.models import Figure, Zone
from sites.review.diagnosis import Diagnosis
from sites.review.diagnosis_lines import (
    Line,
    Part,
    counted_line,
    of_register,
    parts,
    register_lines,
    stated_line,
    worked_line,
)
from sites.review.stated import known_of
from sites.review.zonings import ProfessionZoning, ZonedCommunes
from sites.rules import diagnosis as rules
from sites.rules.care_professions import DOCTOR, plural_of
from sites.rules.diagnosis import Known
from sites.rules.indicators import Measure, Unit

_UNNAMED_CLASSES = (
    "Le chiffre énoncé ne dit pas quelles classes il compte, ni de quel arrêté\u00a0: il reste à "
    "côté de ce que donnent les zonages enregistrés à la date choisie."
)


@dataclass(frozen=True)
class ProfessionRow:
    """A profession: what was stated, what the register finds, and a density of each."""

    name: str
    stated: Line | None
    density: Line | None
    register: list[Line]
    register_density: Line | None

    @property
    def lines(self) -> Iterator[Line]:
        """Go through its figures, one after the other."""
        if self.stated and self.density:
            yield from (self.stated, self.density)
        yield from self.register
        if self.register_density:
            yield self.register_density


@dataclass(frozen=True)
class ClassRow:
    """A class of the zoning: how many communes, which ones, by which act and since when."""

    line: Line
    communes: str
    acts: list[str]


@dataclass(frozen=True)
class ZoningTable:
    """The zoning for one profession, and the communes that no class recorded holds."""

    title: str
    rows: list[ClassRow]
    unclassed: str


@dataclass(frozen=True)
class Told:
    """The whole diagnosis as pages and prints tell it."""

    parts: list[Part]
    professions: list[ProfessionRow]
    together: list[Line]
    zoning: Part
    zonings: list[ZoningTable]
    stated: list[tuple[Line, Figure]] = field(default_factory=list)
    of_communes: list[tuple[Line, Figure]] = field(default_factory=list)
    earlier: list[tuple[Line, Figure]] = field(default_factory=list)

    @property
    def unread(self) -> str:
        """Return why no density is drawn from the register, where that holds for all of them."""
        densities = [row.register_density for row in self.professions if row.register_density]
        reasons = {line.figure.missing for line in densities}
        return reasons.pop() if len(densities) > 1 and len(reasons) == 1 else ""

    @property
    def all_parts(self) -> list[Part]:
        """Return every section as lines, for a comparison."""
        lines = [line for row in self.professions for line in row.lines]
        zoned = [row.line for table in self.zonings for row in table.rows]
        professions = Part("professions", "Professions de santé", [*lines, *self.together])
        return [
            *self.parts,
            professions,
            Part("zonage", "Zonage", [*self.zoning.lines, *zoned], self.zoning.notes),
        ]


def told(found: Diagnosis) -> Told:
    """Return what a diagnosis tells."""
    return Told(
        parts=parts(found),
        professions=[_profession(found, code) for code in found.professions],
        together=_together(found),
        zoning=_zoning(found),
        zonings=[_table(one) for one in found.zonings],
        stated=[_with_name(row) for row in _ordered(found)],
        of_communes=[_with_name(row) for row in found.stated.of_communes],
        earlier=[_with_name(row) for row in found.stated.earlier],
    )


def _ordered(found: Diagnosis) -> list[Figure]:
    rank = {measure: place for place, measure in enumerate(Measure)}
    latest = found.stated.latest.values()
    return sorted(latest, key=lambda one: (rank[Measure(one.measure)], one.profession))


def _with_name(row: Figure) -> tuple[Line, Figure]:
    line = stated_line(row)
    if row.commune_id is None:
        return line, row
    return stated_line(row, label=f"{row.commune}\u00a0: {line.label}"), row


def _profession(found: Diagnosis, code: str) -> ProfessionRow:
    name = plural_of(code)
    figure = found.stated.figure(Measure.PROFESSIONALS, code)
    counted = found.register.get(code)
    stated = density = register_density = None
    if figure:
        stated = stated_line(figure, label=f"{upper_first(name)}, énoncés")
        population = found.stated.population_beside(figure) or found.population
        who = f"{name} énoncés"
        worked = rules.density(known_of(figure), population, who=who)
        density = worked_line(f"{code}-density", f"Densité {de(name)}, énoncés", worked)
    if counted:
        who = f"{name} du répertoire, tous modes d’exercice"
        worked = rules.density(counted.known, found.population_of(counted), who=who)
        worked = of_register(found, counted, worked)
        label = f"Densité {de(name)}, d’après le répertoire"
        register_density = worked_line(f"{code}-register-density", label, worked)
    label = f"{upper_first(name)}, d’après le répertoire"
    return ProfessionRow(
        upper_first(name),
        stated,
        density,
        register_lines(f"{code}-register", label, counted) if counted else [],
        register_density,
    )


def _together(found: Diagnosis) -> list[Line]:
    """Return the professionals stated together, those detailed, and how many are not."""
    whole = found.stated.figure(Measure.PROFESSIONALS)
    detailed = [known_of(one) for one in found.stated.professions]
    lines = []
    if whole:
        lines.append(stated_line(whole, label="Toutes professions, énoncés"))
    if detailed:
        known = rules.summed("énoncés par profession", detailed)
        name = "Énoncés par profession, en tout"
        formula = "somme des professionnels énoncés par profession"
        worked = rules.Worked(
            rules.Derived(known.written, formula, known.inputs), known.value, known.unit
        )
        lines.append(worked_line("detailed", name, worked))
    if whole and detailed:
        worked = rules.undetailed(known_of(whole), detailed)
        lines.append(worked_line("undetailed", "Sans détail par profession", worked))
    return lines


def _zoning(found: Diagnosis) -> Part:
    stated = [
        row
        for measure in (Measure.PRIORITY_COMMUNES, Measure.WORST_COMMUNES)
        if (row := found.stated.figure(measure))
    ]
    lines = [stated_line(row) for row in stated]
    doctors = next((one for one in found.zonings if one.profession == DOCTOR), None)
    priority = found.stated.figure(Measure.PRIORITY_COMMUNES)
    if doctors:
        lines += _priority_lines(found, doctors, priority)
    notes = [_UNNAMED_CLASSES] if doctors and stated else []
    return Part("zonage", "Zonage", lines, notes)


def _priority_lines(
    found: Diagnosis, doctors: ProfessionZoning, priority: Figure | None
) -> list[Line]:
    lines = []
    for key, zones, name in (
        ("zip", (Zone.ZIP,), "en ZIP"),
        ("zip-zac", (Zone.ZIP, Zone.ZAC), "en ZIP ou en ZAC"),
    ):
        count = Decimal(sum(doctors.count(zone) for zone in zones))
        known = Known(f"communes {name}", count, Unit.COMMUNES, found.day, "zonages enregistrés")
        how = "Communes du territoire dont c’est la classe ce jour-là, pour les médecins"
        lines.append(counted_line(f"zoned-{key}", f"Communes {name}", known, how))
        if priority:
            formula = f"communes {name} \N{MINUS SIGN} communes en zonage prioritaire énoncées"
            gap = rules.difference(known_of(priority), known, formula=formula)
            label = f"Écart entre les communes {name} et le chiffre énoncé"
            lines.append(worked_line(f"zoned-gap-{key}", label, gap))
    return lines


def _table(zoning: ProfessionZoning) -> ZoningTable:
    return ZoningTable(
        upper_first(plural_of(zoning.profession)),
        [_class_row(zoning.profession, one) for one in zoning.classes],
        enumeration(commune.name for commune in zoning.unclassed) if zoning.unclassed else "",
    )


def _class_row(profession: str, one: ZonedCommunes) -> ClassRow:
    source, start = one.acts[0] if len(one.acts) == 1 else ("plusieurs actes", None)
    known = Known("communes", Decimal(len(one.rows)), Unit.COMMUNES, start, source)
    label = f"{upper_first(one.zone.label)}, {plural_of(profession)}"
    how = "Communes du territoire dont c’est la classe ce jour-là"
    return ClassRow(
        counted_line(f"zone-{profession}-{one.zone.value}", label, known, how),
        enumeration(commune.name for commune, _ in one.rows),
        [f"{source}, depuis le {long_date(start)}" for source, start in one.acts],
    )
