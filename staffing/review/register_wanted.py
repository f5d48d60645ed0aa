"""What the lines that a reading kept say of each person: who they are, and their places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sites.rules.names import search_key
from staffing.exchange.register.source import LONGEST_LINE, Source
from staffing.models import RegisterStagedPlace
from staffing.rules.register.header import SEPARATOR, read_skills_header
from staffing.rules.register.lines import rpps_of
from staffing.rules.register.practice import Skill, general_practice

# Key of the payload of a place that is only counted.
ELSEWHERE = "elsewhere"
PERSON_FIELDS = (
    "rpps",
    "title",
    "last_name",
    "first_name",
    "search_key",
    "profession",
    "general_practice",
    "skills",
    "places",
)
PLACE_FIELDS = (
    "mode",
    "mode_label",
    "sector",
    "sector_label",
    "first_recourse",
    "name",
    "finess",
    "siret",
    "address",
    "postal_code",
    "phone",
    "email",
)
_LONGEST_KEY, _LONGEST_SKILLS = 250, 400
Skills = Mapping[str, Collection[Skill]]


@dataclass
class Wanted:
    """A person as the file tells: values of `PERSON_FIELDS`, places by commune and key."""

    person: dict[str, Any] = field(default_factory=dict)
    places: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


def wanted(rows: Iterable[RegisterStagedPlace], skills: Skills | None) -> dict[str, Wanted]:
    """Return the people of some rows by national identifier.

    `skills` are those of the whole reading; None when it has none, and general practitioners
    cannot be told from specialists: both columns are then left out. The order of the lines in the
    file makes no difference.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row.national_id, []).append(row.payload)
    return {one: _wanted(one, payloads, skills) for one, payloads in grouped.items()}


def skills_of_lines(rows: Iterable[RegisterStagedPlace]) -> dict[str, set[Skill]]:
    """Return the specialities written on the lines of the activities, by national identifier."""
    found: dict[str, set[Skill]] = {}
    for row in rows:
        if row.payload.get("skill"):
            skill = Skill(
                row.payload["skill"], row.payload["skill_type"], row.payload["skill_label"]
            )
            found.setdefault(row.national_id, set()).add(skill)
    return found


def skills_of_file(source: Source, people: Collection[str]) -> dict[str, set[Skill]]:
    """Return the specialities of some people, read from the separate file in constant memory."""
    line, start = source.header()
    header = read_skills_header(line)
    found: dict[str, set[Skill]] = {}
    for raw in source.lines(start, 1):
        if raw.raw is None:
            continue
        cells = raw.raw[:LONGEST_LINE].decode(errors="replace").rstrip("\r\n").split(SEPARATOR)
        if len(cells) < header.width:
            continue

        def cell(name: str, cells: list[str] = cells) -> str:
            return cells[header.at[name]].strip() if header.has(name) else ""

        if (person := cell("national_id")) in people and cell("skill"):
            skill = Skill(cell("skill"), cell("skill_type"), cell("skill_label"))
            found.setdefault(person, set()).add(skill)
    return found


def _wanted(national_id: str, payloads: list[dict[str, Any]], skills: Skills | None) -> Wanted:
    here = [payload for payload in payloads if ELSEWHERE not in payload]
    here.sort(key=lambda payload: sorted((key, str(value)) for key, value in payload.items()))
    first = min(here, key=lambda one: (one["profession"], one["last_name"], one["first_name"]))
    recourse = {f"{one['commune']}|{one['key']}" for one in here if one["first_recourse"]}
    recourse |= {one[ELSEWHERE] for one in payloads if ELSEWHERE in one}
    name = f"{first['last_name']} {first['first_name']}"
    person = {
        "rpps": rpps_of(national_id),
        "title": max(one["title"] for one in here),
        "last_name": first["last_name"],
        "first_name": first["first_name"],
        "search_key": search_key(name)[:_LONGEST_KEY],
        "profession": first["profession"],
        "places": max(len(recourse), 1),
    }
    if skills is not None:
        own = sorted(skills.get(national_id, ()))
        labels = dict.fromkeys(one.label or one.code for one in own)
        person["skills"] = " ; ".join(labels)[:_LONGEST_SKILLS]
        person["general_practice"] = general_practice(first["profession"], own)
    places = {
        (one["commune"], one["key"]): {name: one[name] for name in PLACE_FIELDS} for one in here
    }
    return Wanted(person, places)
