"""The meeting of a collegial act in the exchange format: written, and checked when read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from conventions.exchange import mapping
from conventions.exchange.faults import Fault, path_of
from conventions.exchange.mapping import keys
from conventions.models import Act, Attendance, Meeting
from conventions.models.meeting import COLLEGIAL

Data = dict[str, Any]


def meeting_data(meeting: Meeting) -> Data:
    """Return a meeting with its list in order; one query, or none if `attendances` was loaded."""
    data: Data = keys(meeting, mapping.MEETING)
    if meeting.second_convocation:
        data["second_convocation"] = True
    lines = sorted(meeting.attendances.all(), key=lambda line: (line.position, line.pk))
    names = {line.pk: line.name for line in lines}
    if lines:
        data["attendances"] = [_attendance(line, names) for line in lines]
    return data


def _attendance(line: Attendance, names: dict[int, str]) -> Data:
    holder = {} if line.proxy_id is None else {"proxy": names[line.proxy_id]}
    return {**keys(line, mapping.ATTENDANCE), **holder}


def meeting_of(act: Act) -> Data | None:
    """Return the `meeting` of an act, with the place of the act on its agenda; None without one."""
    if not act.meeting:
        return None
    rank = {} if act.meeting_rank is None else {"rank": act.meeting_rank}
    return {**meeting_data(act.meeting), **rank}


def meeting_faults(data: Data) -> Iterator[Fault]:
    """Give the faults of the `meeting` of a file that its schema cannot tell."""
    meeting, authority = data.get("meeting"), data.get("authority")
    if not isinstance(meeting, dict):
        return
    body = authority.get("body") if isinstance(authority, dict) else None
    if isinstance(body, str) and body not in [*COLLEGIAL]:
        yield Fault(
            "meeting",
            "seul l’acte d’un conseil ou d’un bureau se prend en réunion (authority.body).",
        )
    convened, held = meeting.get("convened_on"), meeting.get("held_on")
    if isinstance(convened, str) and isinstance(held, str) and convened > held:
        yield Fault("meeting.convened_on", "la convocation est postérieure à la réunion.")
    lines = meeting.get("attendances")
    if isinstance(lines, list):
        yield from _list_faults([line if isinstance(line, dict) else {} for line in lines])


def _list_faults(lines: list[Data]) -> Iterator[Fault]:
    names = Counter(name for line in lines if isinstance(name := line.get("name"), str))
    for rank, line in enumerate(lines):
        here: list[str | int] = ["meeting", "attendances", rank]
        name, holder = line.get("name"), line.get("proxy")
        if isinstance(name, str) and names[name] > 1:
            yield Fault(path_of([*here, "name"]), f"« {name} » est deux fois dans la liste.")
        if not holder or not isinstance(holder, str):
            continue
        if line.get("status") != "represented":
            yield Fault(path_of([*here, "proxy"]), "seul un membre représenté donne un pouvoir.")
        elif holder not in names or holder == name:
            yield Fault(
                path_of([*here, "proxy"]),
                f"« {holder} » n’est pas un autre membre de la liste : ajoutez-le, ou corrigez son "
                "nom.",
            )
