"""The heading of a collegial act: when and where the body met, who was there, the quorum.

It stands where French minutes put it, between the name of the act and its object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from conventions.documents.wording import Data, day, text
from conventions.rules.meetings import count, has_quorum, quorum
from csipa.french.numbers import counted

_LISTS = (
    ("present", "présent", "présents", "présente", "présentes"),
    ("represented", "représenté", "représentés", "représentée", "représentées"),
    ("excused", "excusé", "excusés", "excusée", "excusées"),
    ("absent", "absent", "absents", "absente", "absentes"),
)
_WOMAN = ("mme ", "madame ", "mmes ", "mesdames ")
_TITLE = re.compile(r"(?:M\.|Mme|Monsieur|Madame)\s+", re.IGNORECASE)
_SEVERAL = re.compile(r",|\bet\b", re.IGNORECASE)


def session_block(meeting: Data | None) -> Data | None:
    """Return the strings of the heading of an act taken at `meeting`, None without one."""
    if not meeting:
        return None
    lines = meeting.get("attendances") or []
    facts = [*_circumstances(meeting), *_numbers(meeting, lines)]
    return {
        "title": text(f"Séance du {day(meeting['held_on'])}{_hour(meeting.get('held_at'))}"),
        "facts": [{"label": label, "value": text(value)} for label, value in facts],
        "lists": [block for status in _LISTS if (block := _list(lines, *status))],
    }


def secretary_block(meeting: Data | None) -> Data | None:
    """Return the signature of the secretary of a meeting, None when nobody is known.

    A deliberation is signed by who presides and by the secretary, or secretaries, of the meeting
    (CGCT L. 2121-23, L. 5211-1).
    """
    named = ((meeting or {}).get("secretary") or "").strip()
    if not named:
        return None
    if _SEVERAL.search(named):
        return {"lines": [text("Les secrétaires de séance")], "name": text(named)}
    article = "La" if _spaced(named).startswith(_WOMAN) else "Le"
    return {
        "lines": [text(f"{article} secrétaire de séance")],
        "name": text(_TITLE.sub("", named, count=1)),
    }


def _hour(value: str | None) -> str:
    """Return « , à 18 h 30 » for « 18:30 », nothing when the hour is not known."""
    if not value:
        return ""
    hours, minutes = value.split(":")[:2]
    return f", à {int(hours)} h {minutes}" if int(minutes) else f", à {int(hours)} h"


def _circumstances(meeting: Data) -> Iterable[tuple[str, str]]:
    for label, value in (
        ("Convocation", day(meeting.get("convened_on"))),
        ("Lieu", meeting.get("place")),
        ("Présidence", meeting.get("chair")),
        ("Secrétaire de séance", meeting.get("secretary")),
    ):
        if value:
            yield label, value


def _numbers(meeting: Data, lines: Sequence[Data]) -> Iterable[tuple[str, str]]:
    in_office = meeting.get("in_office")
    if in_office is not None:
        yield "Membres en exercice", str(in_office)
    if lines:
        yield "Présents", str(count(lines, "present"))
        yield "Représentés", str(count(lines, "represented"))
    if meeting.get("second_convocation"):
        yield "Quorum", "non exigé, sur seconde convocation"
    elif in_office is not None and lines:
        yield "Quorum", _quorum(in_office, count(lines, "present"))


def _quorum(in_office: int, present: int) -> str:
    needed = counted(quorum(in_office), "membre présent", "membres présents")
    return f"{needed}, {'atteint' if has_quorum(in_office, present) else 'non atteint'}"


def _list(lines: Sequence[Data], status: str, *words: str) -> Data | None:
    """Return « Étaient présents (25) » and the names, one after the other as minutes run them."""
    members = [line for line in lines if line.get("status") == status]
    if not members:
        return None
    women = all(_spaced(line["name"]).startswith(_WOMAN) for line in members)
    one, many = words[2:] if women else words[:2]
    label = f"Étaient {many} ({len(members)})" if len(members) > 1 else f"Était {one}"
    names = ", ".join(_member(line) for line in members)
    return {"label": text(f"{label} :"), "names": text(f"{names}.")}


def _spaced(name: str) -> str:
    """Return a name to compare: small letters, plain spaces."""
    return " ".join(name.lower().split())


def _member(line: Data) -> str:
    if line.get("status") == "represented" and line.get("proxy"):
        return f"{line['name']} (pouvoir à {line['proxy']})"
    return str(line["name"])
