"""Dates and periods told in the words of an act, and whether they agree with what is recorded.

Source: Code civil art. 1188 (a convention is read by the common intention of its parties: two
dates for one thing leave it in doubt).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from conventions.rules.finding import Finding, Severity, found_at
from conventions.rules.lint.reading import Data, Field, Reading
from conventions.rules.visas import visa_date
from csipa.french.dates import MONTHS, long_date, period

_MONTH = "|".join(MONTHS)
_SPACE = "[ \u00a0\u202f]"
_DAY = r"(?:1er|\d{1,2})"
_JOINT = rf"(?:,{_SPACE}?|{_SPACE}et{_SPACE}|{_SPACE}ou{_SPACE})"
_LISTED = re.compile(
    rf"(?<!\w)(?P<day>{_DAY})(?:{_SPACE}(?P<month>{_MONTH}))?(?:{_SPACE}(?P<year>[12]\d{{3}}))?"
    rf"(?={_JOINT}{_DAY}\b|\b)",
    re.IGNORECASE,
)
_RUN = re.compile(
    rf"\b(?:des|les|du|le|en date du|en date des){_SPACE}(?P<days>{_DAY}(?:{_SPACE}(?:{_MONTH}))?"
    rf"(?:{_SPACE}[12]\d{{3}})?(?:{_JOINT}{_DAY}(?:{_SPACE}(?:{_MONTH}))?(?:{_SPACE}[12]\d{{3}})?)*)",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"\bdu{_SPACE}(?P<day>{_DAY})(?:{_SPACE}(?P<month>{_MONTH}))?(?:{_SPACE}(?P<year>[12]\d{{3}}))?"
    rf"(?:{_SPACE}au|,?{_SPACE}(?:et{_SPACE}ce{_SPACE})?jusqu[’']au){_SPACE}"
    rf"(?P<last>{_DAY}){_SPACE}(?P<last_month>{_MONTH}){_SPACE}(?P<last_year>[12]\d{{3}})",
    re.IGNORECASE,
)


def days_listed(text: str) -> list[dt.date]:
    """Return the days of « des 8 juillet et 17 novembre 2020, 2 février 2021 », in their order.

    A day takes the month and the year that follow it in the list; one without a year is left out.
    """
    found: list[dt.date] = []
    for run in _RUN.finditer(text):
        found += _days_of(run["days"])
    return found


def _days_of(run: str) -> list[dt.date]:
    days: list[dt.date] = []
    month = year = 0
    for part in reversed(list(_LISTED.finditer(run))):
        year = int(part["year"]) if part["year"] else year
        month = _month(part["month"]) if part["month"] else month
        if year and month and (day := _date(year, month, part["day"])):
            days.append(day)
    return days[::-1]


def period_findings(reading: Reading) -> Iterator[Finding]:
    """Point out a period whose words contradict the dates recorded for its convention."""
    for prefix, convention in reading.conventions:
        recorded = convention.get("period") or {}
        if not (recorded.get("start") and recorded.get("end")):
            continue
        start, end = (dt.date.fromisoformat(recorded[key]) for key in ("start", "end"))
        own = reading.fields_of(prefix)
        act = reading.fields_of("") if reading.is_act and len(reading.conventions) == 1 else []
        # An amendment takes effect on a day of its own: « du … au … » is the whole convention.
        amends = (convention.get("parent") or {}).get("relation") == "amendment"
        for one in [*act, *own]:
            main = _tells_duration(one, convention, prefix)
            for last, finding in _contradicted(one, start, end, main=main):
                if not amends or last != end:
                    yield finding


def _tells_duration(one: Field, convention: Data, prefix: str) -> bool:
    """Tell whether a field is that of the article on duration, where both dates must agree."""
    found = re.fullmatch(rf"{re.escape(prefix)}articles\[(\d+)\]\.body", one.path)
    if not found:
        return False
    title = convention["articles"][int(found[1])].get("title") or ""
    return bool(re.search(r"\b(?:durée|prise d[’']effet)\b", title, re.IGNORECASE))


def _contradicted(
    one: Field, start: dt.date, end: dt.date, *, main: bool
) -> Iterator[tuple[dt.date, Finding]]:
    """Give the periods that share one end with the record and not the other, and their last day."""
    for block in one.blocks:
        for found in _PERIOD.finditer(block.text):
            last = _date(int(found["last_year"]), _month(found["last_month"]), found["last"])
            year = int(found["year"] or found["last_year"])
            first = _date(year, _month(found["month"] or found["last_month"]), found["day"])
            if not first or not last or (first, last) == (start, end):
                continue
            if main or first == start or last == end:
                place = one.place(block, *found.span())
                message = f"La durée enregistrée est « {period(start, end)} » : laquelle vaut ?"
                yield last, found_at("period-words", Severity.DOUBT, [place], message)


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _date(year: int, month: int, day: str) -> dt.date | None:
    try:
        return dt.date(year, month, int(day.lower().removesuffix("er")))
    except ValueError:
        return None


def order_findings(reading: Reading) -> Iterator[Finding]:
    """Point out recorded dates that contradict one another."""
    signed = _day(reading.data.get("signature"), "date") if reading.is_act else None
    if reading.is_act:
        yield from _execution(reading.data, signed)
        yield from _later_visas(reading, signed)
    for prefix, convention in reading.conventions:
        yield from _of_convention(reading, prefix, convention, signed)


def _execution(act: Data, signed: dt.date | None) -> Iterator[Finding]:
    """Check that nothing happens to an act before what must come first."""
    execution = act.get("execution") or {}
    labels = {
        "sent_on": "transmis",
        "received_on": "reçu par l’État",
        "published_on": "publié",
        "notified_on": "notifié",
        "reported_on": "porté à la connaissance du conseil",
    }
    for key, done in labels.items():
        day = _day(execution, key)
        if day and signed and day < signed:
            message = (
                f"L’acte est {done} le {long_date(day)}, avant sa signature ({long_date(signed)})."
            )
            yield Finding("date-order", Severity.FAULT, f"execution.{key}", "", message)
    sent, received = _day(execution, "sent_on"), _day(execution, "received_on")
    if sent and received and received < sent:
        message = f"L’acte est reçu le {long_date(received)}, avant d’être transmis."
        yield Finding("date-order", Severity.FAULT, "execution.received_on", "", message)


def _later_visas(reading: Reading, signed: dt.date | None) -> Iterator[Finding]:
    for rank, visa in enumerate(reading.data.get("visas") or []):
        day = _day(visa.get("refers_to"), "date") or visa_date(visa.get("text") or "")
        if signed and day and day > signed:
            message = (
                f"L’acte visé est du {long_date(day)}, après la signature de celui-ci "
                f"({long_date(signed)})."
            )
            yield Finding("visa-later", Severity.FAULT, f"visas[{rank}].text", "", message)


def _of_convention(
    reading: Reading, prefix: str, convention: Data, act_signed: dt.date | None
) -> Iterator[Finding]:
    told = convention.get("period") or {}
    start, end = _day(told, "start"), _day(told, "end")
    signed = reading.facts.concluded.get(prefix) or _day(convention.get("signature"), "date")
    path = f"{prefix}period.start"
    if start and end and end < start:
        message = "La convention prend fin avant de prendre effet."
        yield Finding("date-order", Severity.FAULT, f"{prefix}period.end", "", message)
    if start and act_signed and start < act_signed and not told.get("signed_after_start"):
        message = (
            f"La convention prend effet le {long_date(start)}, avant la signature de l’acte qui "
            f"l’autorise ({long_date(act_signed)}) : un acte ne vaut que pour l’avenir."
        )
        yield Finding("date-order", Severity.DOUBT, path, "", message)
    force = reading.facts.enforceable_on
    if signed and force and signed < force:
        message = (
            f"La convention est signée le {long_date(signed)}, avant que l’acte qui l’autorise "
            f"soit exécutoire ({long_date(force)})."
        )
        yield Finding("date-order", Severity.DOUBT, f"{prefix}signature.date", "", message)
    elif signed and act_signed and signed < act_signed:
        message = f"La convention est signée le {long_date(signed)}, avant l’acte qui l’autorise."
        yield Finding("date-order", Severity.FAULT, f"{prefix}signature.date", "", message)


def _day(holder: Data | None, key: str) -> dt.date | None:
    value = (holder or {}).get(key)
    return dt.date.fromisoformat(value) if value else None
