"""Whether the figures of a vote agree, with one another and with the list of the meeting.

Sources: CGCT L. 2121-17 (quorum), L. 2121-20 (majority, casting vote); L. 5211-1 gives them to the
councils of the groupings of communes. A figure that is not known stays unknown: it is never taken
for zero, and nothing is deduced from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conventions.rules.finding import Finding, Severity
from conventions.rules.meetings import (
    count,
    figures,
    has_quorum,
    meeting_findings,
    quorum,
    silenced,
    voters,
)
from csipa.french.numbers import counted

Data = Mapping[str, Any]


def vote_findings(
    vote: Data | None,
    meeting: Data | None = None,
    *,
    body: str = "",
    notice: int | None = None,
) -> list[Finding]:
    """Return what a careful reader would point out in a vote and in the meeting it was taken at.

    Both are objects of the exchange form. `body` is the code of the body, `notice` the clear days
    that a convocation asks for (5 or 3), None when nobody knows. A gap is told, never refused.
    """
    found = list(_figures_findings(vote or {}, meeting or {}))
    found += _majority_findings(vote or {})
    if meeting:
        found += meeting_findings(meeting, body=body, notice=notice)
        found += _against_the_list(vote or {}, meeting)
    found += _quorum_findings(vote or {}, meeting or {})
    return found


def _finding(rule: str, severity: Severity, key: str, value: object, message: str) -> Finding:
    passage = "" if value is None else str(value)
    return Finding(f"vote.{rule}", severity, key, passage, message)


def _figures_findings(vote: Data, meeting: Data) -> Iterator[Finding]:
    """Compare the figures of the vote with one another, two or three at a time."""
    in_office, present, proxies = (vote.get(key) for key in ("in_office", "present", "proxies"))
    if in_office is not None and present is not None and present > in_office:
        yield _finding(
            "present",
            Severity.FAULT,
            "vote.present",
            present,
            f"Il y a plus de présents ({present}) que de membres en exercice ({in_office}).",
        )
    elif (
        in_office is not None
        and present is not None
        and proxies is not None
        and present + proxies > in_office
    ):
        yield _finding(
            "present",
            Severity.FAULT,
            "vote.proxies",
            proxies,
            f"Présents ({present}) et pouvoirs ({proxies}) dépassent ensemble les membres en "
            f"exercice ({in_office}).",
        )
    yield from _voting_findings(vote, meeting)
    yield from _voice_findings(vote)
    yield from _unanimity_findings(vote)


def _voting_findings(vote: Data, meeting: Data) -> Iterator[Finding]:
    present, proxies, voting = (vote.get(key) for key in ("present", "proxies", "voting"))
    if present is None or proxies is None or voting is None:
        return
    lost = silenced(meeting.get("attendances") or [], vote.get("withdrew") or [])
    expected = voters(present, proxies, lost)
    if voting > present + proxies:
        yield _finding(
            "voting",
            Severity.FAULT,
            "vote.voting",
            voting,
            f"{voting} votants, mais {present} présents et {proxies} pouvoirs : il ne peut pas y "
            f"en avoir plus de {present + proxies}.",
        )
    elif voting != expected:
        left = f", moins {lost} qui n’ont pas pris part au vote," if lost else ""
        yield _finding(
            "voting",
            Severity.DOUBT,
            "vote.voting",
            voting,
            f"{voting} votants : {present} présents et {proxies} pouvoirs{left} en font "
            f"{expected}. Nommez ceux qui n’ont pas pris part au vote, ou corrigez le chiffre.",
        )


def _voice_findings(vote: Data) -> Iterator[Finding]:
    expressed, voting, abstained = (vote.get(k) for k in ("expressed", "voting", "abstained"))
    voices = _voices(vote)
    if expressed is not None and voices is not None and expressed != voices:
        yield _finding(
            "expressed",
            Severity.FAULT,
            "vote.expressed",
            expressed,
            f"{expressed} suffrages exprimés, mais {vote['for']} pour et {vote['against']} contre "
            f"en font {voices}.",
        )
    expressed = _least_expressed(vote) if expressed is None else expressed
    if expressed is None or voting is None:
        return
    if expressed > voting:
        yield _finding(
            "expressed",
            Severity.FAULT,
            "vote.expressed",
            vote.get("expressed"),
            f"Il y a plus de suffrages exprimés ({expressed}) que de votants ({voting}).",
        )
    elif abstained is not None and _is_whole(vote) and abstained != voting - expressed:
        more = abstained > voting - expressed
        yield _finding(
            "abstained",
            Severity.FAULT if more else Severity.DOUBT,
            "vote.abstained",
            abstained,
            f"{voting} votants et {expressed} suffrages exprimés laissent {voting - expressed} "
            f"abstentions, et non {abstained}."
            + ("" if more else " Y a-t-il eu des bulletins blancs ou nuls ?"),
        )


def _unanimity_findings(vote: Data) -> Iterator[Finding]:
    against, abstained = vote.get("against"), vote.get("abstained")
    if vote.get("unanimous") and (against or abstained):
        told = [counted(against, "voix contre", "voix contre")] if against else []
        told += [counted(abstained, "abstention", "abstentions")] if abstained else []
        yield _finding(
            "unanimous",
            Severity.FAULT,
            "vote.unanimous",
            "à l’unanimité",
            f"L’acte est dit adopté à l’unanimité, mais il y a {' et '.join(told)}.",
        )
    elif vote.get("unanimous") is False and against == 0 and abstained == 0:
        yield _finding(
            "unanimous",
            Severity.DOUBT,
            "vote.unanimous",
            None,
            "Personne n’a voté contre ni ne s’est abstenu : le vote est unanime.",
        )


def _majority_findings(vote: Data) -> Iterator[Finding]:
    """Check the absolute majority of the votes expressed (L. 2121-20)."""
    voices = _voices(vote)
    if not voices:
        return
    if vote["for"] < vote["against"]:
        yield _finding(
            "majority",
            Severity.FAULT,
            "vote.for",
            vote["for"],
            f"{vote['for']} voix pour et {vote['against']} contre : l’acte n’a pas la majorité des "
            "suffrages exprimés (CGCT L. 2121-20).",
        )
    elif vote["for"] == vote["against"]:
        yield _finding(
            "majority",
            Severity.DOUBT,
            "vote.for",
            vote["for"],
            f"Partage égal des voix ({vote['for']} contre {vote['against']}) : sauf scrutin "
            "secret, celle du président de séance est prépondérante. Dites dans quel sens il a "
            "voté (CGCT L. 2121-20).",
        )


def _voices(vote: Data) -> int | None:
    """Return how many voted for or against, None when one of the two is not known."""
    votes_for, against = vote.get("for"), vote.get("against")
    return None if votes_for is None or against is None else int(votes_for + against)


def _least_expressed(vote: Data) -> int | None:
    """Return how many votes were expressed at least, None when neither side is known."""
    known = [int(vote[key]) for key in ("for", "against") if vote.get(key) is not None]
    return sum(known) if known else None


def _is_whole(vote: Data) -> bool:
    """Tell whether the votes expressed are known, and not only some of them."""
    return vote.get("expressed") is not None or _voices(vote) is not None


def _quorum_findings(vote: Data, meeting: Data) -> Iterator[Finding]:
    """Check that enough members were there in person when the vote was taken (L. 2121-17)."""
    in_office = _first(vote.get("in_office"), meeting.get("in_office"))
    lines = meeting.get("attendances") or []
    present = _first(vote.get("present"), count(lines, "present") if lines else None)
    if in_office is None or present is None or has_quorum(in_office, present):
        return
    told = (
        f"{present} présents pour {in_office} membres en exercice : le quorum est de "
        f"{quorum(in_office)} membres présents, pouvoirs non comptés (CGCT L. 2121-17)."
    )
    again = bool(meeting.get("second_convocation"))
    path = "vote.present" if vote.get("present") is not None else "meeting.attendances"
    yield _finding(
        "quorum",
        Severity.ADVICE if again else Severity.FAULT,
        path,
        present,
        f"{told} Il n’est pas exigé sur seconde convocation, à trois jours au moins d’intervalle : "
        "visez la première."
        if again
        else told,
    )


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _against_the_list(vote: Data, meeting: Data) -> Iterator[Finding]:
    """Compare the vote with the list of the meeting; members may have come or left since."""
    known = figures(meeting)
    labels = {"in_office": "membres en exercice", "present": "présents", "proxies": "pouvoirs"}
    for key, label in labels.items():
        told, listed = vote.get(key), known.get(key)
        if told is not None and listed is not None and told != listed:
            yield _finding(
                "list",
                Severity.DOUBT,
                f"vote.{key}",
                told,
                f"Le vote compte {told} {label}, la réunion {listed} : un membre est-il arrivé ou "
                "parti entre-temps ?",
            )
    names = {line["name"] for line in meeting.get("attendances") or []}
    for rank, name in enumerate(vote.get("withdrew") or []):
        if names and name not in names:
            yield _finding(
                "withdrew",
                Severity.DOUBT,
                f"vote.withdrew[{rank}]",
                name,
                f"« {name} » n’est pas dans la liste des membres de la réunion.",
            )
