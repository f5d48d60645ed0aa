"""Whether a collegial body could meet and decide: convocation, quorum, proxies, who may vote.

Sources: CGCT L. 2121-12 and L. 2121-11 (convocation), L. 2121-17 (quorum), L. 2121-20 (proxies);
L. 5211-1 gives them to the councils of the groupings of communes. Meetings are objects of the
exchange form.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conventions.rules.finding import Finding, Severity
from csipa.french.dates import long_date
from csipa.french.numbers import counted

Data = Mapping[str, Any]

COUNCILS = ("council", "municipal_council")
LONG_NOTICE, SHORT_NOTICE, URGENT_NOTICE = 5, 3, 1
"""Clear days of a convocation: with a commune of 3 500 inhabitants, without, in an emergency."""


def quorum(in_office: int) -> int:
    """Return how many members must be there: more than half of those in office (L. 2121-17).

    >>> quorum(33), quorum(34)
    (17, 18)
    """
    return in_office // 2 + 1


def has_quorum(in_office: int, present: int) -> bool:
    """Tell whether enough members are there in person; proxies do not count."""
    return present >= quorum(in_office)


def clear_days(convened: dt.date, held: dt.date) -> int:
    """Return the clear days between convocation and meeting: neither of the two days counts.

    Negative when the two days are the same or reversed.
    """
    return (held - convened).days - 1


def voters(present: int, proxies: int, withdrawn: int) -> int:
    """Return how many votes may be cast: members there, proxies they hold, less who withdrew."""
    return max(0, present + proxies - withdrawn)


def count(attendances: Sequence[Data], status: str) -> int:
    """Return how many members of the list have this status."""
    return sum(line.get("status") == status for line in attendances)


def silenced(attendances: Sequence[Data], withdrew: Sequence[str]) -> int:
    """Return how many votes are lost to withdrawals, the proxies of those who withdrew with them.

    A name that the list does not know takes one vote away, as any other.
    """
    names = set(withdrew)
    held = {
        line["name"]
        for line in attendances
        if line.get("status") == "represented" and line.get("proxy") in names
    }
    return len(names | held)


def figures(meeting: Data, withdrew: Sequence[str] = ()) -> dict[str, int]:
    """Return the figures of a vote that the list of a meeting gives; none for an empty list."""
    lines = meeting.get("attendances") or []
    found: dict[str, int] = {}
    if meeting.get("in_office") is not None:
        found["in_office"] = meeting["in_office"]
    if lines:
        found["present"] = count(lines, "present")
        found["proxies"] = count(lines, "represented")
        lost = silenced(lines, withdrew)
        found["voting"] = voters(found["present"], found["proxies"], lost)
    return found


def meeting_findings(meeting: Data, *, body: str = "", notice: int | None = None) -> list[Finding]:
    """Return what a careful reader would point out in a meeting, its votes and quorum aside.

    `body` is the code of the body; `notice` the clear days that a convocation asks for (5 or 3),
    None when nobody knows.
    """
    return [*_attendance_findings(meeting), *_notice_findings(meeting, body, notice)]


def _attendance_findings(meeting: Data) -> Iterator[Finding]:
    """Check the list by itself: who holds a proxy, for whom, and how many they are."""
    lines = meeting.get("attendances") or []
    in_office = meeting.get("in_office")
    if in_office is not None and len(lines) > in_office:
        yield Finding(
            "meeting.list",
            Severity.FAULT,
            "meeting.in_office",
            str(in_office),
            f"La liste compte {len(lines)} membres pour {in_office} en exercice.",
        )
    status = {line["name"]: line.get("status") for line in lines}
    held = Counter(line["proxy"] for line in lines if line.get("proxy"))
    for rank, line in enumerate(lines):
        if line.get("status") == "represented":
            yield from _proxy_findings(line, f"meeting.attendances[{rank}].proxy", status)
    for rank, line in enumerate(lines):
        if held[line["name"]] > 1:
            yield Finding(
                "meeting.proxy",
                Severity.FAULT,
                f"meeting.attendances[{rank}].name",
                line["name"],
                f"{line['name']} porte {held[line['name']]} pouvoirs : un seul est permis "
                "(CGCT L. 2121-20).",
            )


def _proxy_findings(line: Data, path: str, status: Mapping[str, str | None]) -> Iterator[Finding]:
    holder = line.get("proxy")
    if not holder:
        yield Finding(
            "meeting.proxy",
            Severity.DOUBT,
            path,
            line["name"],
            f"{line['name']} a donné pouvoir, mais on ne sait pas à qui.",
        )
    elif status.get(holder) != "present":
        yield Finding(
            "meeting.proxy",
            Severity.FAULT,
            path,
            holder,
            f"{holder} n’est pas présent : le pouvoir de {line['name']} ne peut pas être exercé.",
        )


def _notice_findings(meeting: Data, body: str, notice: int | None) -> Iterator[Finding]:
    """Check the clear days between convocation and meeting of a council."""
    if body not in COUNCILS or not (meeting.get("convened_on") and meeting.get("held_on")):
        return
    convened = dt.date.fromisoformat(meeting["convened_on"])
    held = dt.date.fromisoformat(meeting["held_on"])
    days = clear_days(convened, held)
    if days >= (notice or LONG_NOTICE):
        return
    urgent = "Si l’urgence a été déclarée, dites-le ; le délai ne peut être inférieur à un jour."
    if notice is None and days >= SHORT_NOTICE:
        rule = "cinq jours francs sont dus dès qu’une commune atteint 3 500 habitants, sinon trois"
    else:
        rule = f"il faut {counted(notice or LONG_NOTICE, 'jour franc', 'jours francs')}"
    severity = Severity.FAULT if days < URGENT_NOTICE else Severity.DOUBT
    yield Finding(
        "meeting.notice",
        severity,
        "meeting.convened_on",
        meeting["convened_on"],
        f"Convocation du {long_date(convened)} pour le {long_date(held)} : "
        f"{counted(max(days, 0), 'jour franc', 'jours francs')}, or {rule} (CGCT L. 2121-12). "
        f"{urgent}",
    )
