"""What an act rests on and must say: visas, recitals, delegation, appeal, report to the council.

Sources: circular of 30 January 1997 (visas), CGCT L. 5211-9, L. 5211-10, L. 2122-22 and L. 2122-23
(delegations and their report), CJA R. 421-1 and R. 421-5 (appeals).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from conventions.rules.finding import Finding, Severity, found_at
from conventions.rules.lint.periods import days_listed
from conventions.rules.lint.reading import Data, Field, Reading
from csipa.french.dates import day_list
from csipa.french.typography import NBSP

_SEEN = re.compile(r"\s*(?:vue?s?|après|sur|ensemble|ouï|entendu)\b", re.IGNORECASE)
_CONSIDERING = re.compile(r"\s*(?:considérant|CONSIDERANT|attendu|et considérant)\b", re.IGNORECASE)
_END = re.compile(r"(?<!\s)\s*+(?P<mark>[;,.]?)\s*+$")
_DECISION_CITED = re.compile(r"\b(?:délibération|décision)s?\b", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\bn[°º]s?\s*\S|\bnos?\s+\d|\b(?:19|20)\d{2}\s?[/_–-]\s?\w*\d|\b\d+\s?/\s?(?:19|20)\d{2}\b"
)
_APPEAL = re.compile(r"\brecours\b|tribunal administratif|contest", re.IGNORECASE)
_DELAY = re.compile(r"\b(?:deux|2)\s+mois\b|délai de recours", re.IGNORECASE)
_TO_COUNCIL = re.compile(
    r"(?:connaissance|compte[ -]rendu|rendu compte|rend(?:ra|u)? compte|inform|communiqu)"
    r"[^.;]*\bconseil|\bconseil\b[^.;]*(?:informé|rendu compte|compte[ -]rendu|connaissance)",
    re.IGNORECASE,
)
_LAW_OF_EPCI = re.compile(r"5211-(?:9|10)\b")
_LAW_OF_COMMUNE = re.compile(r"2122-(?:18|22|23)\b")
# Words that bring dates of their own beside those of the deliberations.
_OTHER_DATES = re.compile(r"\b(?:arrêtés?|exécutoires?|publiée?s?|lois?|décrets?)\b", re.IGNORECASE)
_DELEGATED_BODIES = {"president", "bureau", "mayor"}


def ground_findings(reading: Reading) -> Iterator[Finding]:
    """Point out what is missing or badly said among the grounds of an act and of its mentions."""
    if reading.is_act:
        yield from _visas_of(reading)
        yield from _delegation(reading.data, reading)
        yield from _mentions(reading)
    for prefix, _ in reading.documents:
        yield from _openings(reading, prefix)
        yield from _endings(reading, prefix)


def uses_delegation(act: Data) -> bool:
    """Tell whether an act says that it uses powers received from a council."""
    return bool(act.get("delegation")) or (
        act.get("nature") == "decision"
        and (act.get("authority") or {}).get("body") in _DELEGATED_BODIES
    )


def _openings(reading: Reading, prefix: str) -> Iterator[Finding]:
    kinds = (
        ("visas", _SEEN, "visa-start", "Un visa commence par « Vu »."),
        ("recitals", _CONSIDERING, "recital-start", "Un motif commence par « Considérant »."),
    )
    for key, pattern, rule, message in kinds:
        for one in _lines(reading, prefix, key):
            if not pattern.match(one.source):
                end = len(one.source.split(maxsplit=1)[0])
                place = one.place(one.blocks[0], 0, end)
                yield found_at(rule, Severity.ADVICE, [place], message)


def _endings(reading: Reading, prefix: str) -> Iterator[Finding]:
    """Give the visas and recitals that do not end as their list does; the last may close it."""
    for key, plural in (("visas", "visas"), ("recitals", "considérants")):
        lines = _lines(reading, prefix, key)
        ends = [found for one in lines[:-1] if (found := _END.search(one.source))]
        marks = Counter(found["mark"] for found in ends)
        if len(lines) < 2 or (len(marks) == 1 and marks.keys() <= {";", ","}):
            continue
        usual = max(";,", key=lambda mark: (marks[mark], mark == ";"))
        fix = f"{NBSP};" if usual == ";" else ","
        wrong = [
            one.place(one.blocks[0], found.start(), found.end(), fix)
            for one, found in zip(lines, ends, strict=False)
            if found["mark"] != usual
        ]
        if wrong:
            message = f"Les {plural} se terminent tous par le même signe, ici « {usual} »."
            yield found_at("ground-end", Severity.ADVICE, wrong, message)


def _lines(reading: Reading, prefix: str, key: str) -> list[Field]:
    return [one for one in reading.fields_of(prefix) if one.path.startswith(f"{prefix}{key}[")]


def _visas_of(reading: Reading) -> Iterator[Finding]:
    act, visas = reading.data, _lines(reading, "", "visas")
    if not visas:
        message = "L’acte ne vise aucun texte : dites sur quoi il se fonde."
        yield Finding("no-visa", Severity.ADVICE, "", "", message)
    for one in visas:
        if _DECISION_CITED.search(one.source[:40]) and not _NUMBERED.search(one.source):
            yield _without_number(one)
    if uses_delegation(act):
        yield from _law(reading, visas)


def _law(reading: Reading, visas: list[Field]) -> Iterator[Finding]:
    body = (reading.data.get("authority") or {}).get("body")
    pattern, law = _LAW_OF_EPCI, "L. 5211-9 et L. 5211-10"
    if body == "mayor":
        pattern, law = _LAW_OF_COMMUNE, "L. 2122-22 et L. 2122-23"
    words = " ".join(one.source for one in visas)
    words += str((reading.data.get("delegation") or {}).get("text") or "")
    if not pattern.search(words):
        message = (
            f"Aucun visa ne cite les articles {law} du code général des collectivités "
            "territoriales, qui permettent la délégation."
        )
        yield Finding("delegation-law", Severity.ADVICE, "", "", message)


def _delegation(act: Data, reading: Reading) -> Iterator[Finding]:
    """Check what the delegation quotes: numbers of the deliberations, and their dates."""
    fields = [one for one in reading.fields if one.path == "delegation.text"]
    for one in fields:
        if _DECISION_CITED.search(one.source) and not _NUMBERED.search(one.source):
            yield _without_number(one)
        yield from _days(act, one)


def _without_number(one: Field) -> Finding:
    found = _DECISION_CITED.search(one.source)
    start, end = found.span() if found else (0, 0)
    plural = found is not None and found[0].endswith("s")
    what = "Les actes sont cités" if plural else "L’acte est cité"
    message = f"{what} sans numéro : une date seule ne dit pas lequel. Donnez le numéro de chacun."
    place = one.place(one.blocks[0], start, end)
    return found_at("delegation-number", Severity.DOUBT, [place], message)


def _days(act: Data, one: Field) -> Iterator[Finding]:
    recorded = {
        dt.date.fromisoformat(day) for day in (act.get("delegation") or {}).get("dates") or []
    }
    written = set(days_listed(one.text))
    if not recorded or not written or recorded == written:
        return
    parts = []
    if missing := recorded - written:
        parts.append(f"enregistrées mais pas citées : {day_list(missing)}")
    if (extra := written - recorded) and not _OTHER_DATES.search(one.text):
        parts.append(f"citées mais pas enregistrées : {day_list(extra)}")
    if not parts:
        return
    message = f"Les dates des délégations ne concordent pas ; {' ; '.join(parts)}."
    yield Finding("delegation-dates", Severity.DOUBT, one.path, "", message)


def _mentions(reading: Reading) -> Iterator[Finding]:
    """Check that the act says how it is challenged and, when delegated, that it is reported."""
    act = reading.data
    words = "\n".join(one.text for one in reading.fields_of(""))
    if act.get("nature") == "deliberation":
        return  # published, it is open to appeal without saying so (CJA R. 421-1)
    if not _APPEAL.search(words):
        message = (
            "L’acte ne dit ni comment ni dans quel délai il peut être contesté : ajoutez les voies "
            "et délais de recours."
        )
        yield Finding("appeal", Severity.DOUBT, "", "", message)
    elif not _DELAY.search(words):
        message = "Les voies de recours sont dites sans leur délai de deux mois."
        yield Finding("appeal", Severity.DOUBT, "", "", message)
    if act.get("nature") == "decision" and uses_delegation(act) and not _TO_COUNCIL.search(words):
        message = (
            "L’acte ne dit pas qu’il sera porté à la connaissance du conseil : une décision prise "
            "par délégation lui est rendue compte à sa prochaine réunion."
        )
        yield Finding("report", Severity.DOUBT, "", "", message)
