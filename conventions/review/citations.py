"""What a careful reader would say of the visas of an act: texts out of date, acts not yet in force.

Sources: circular of 30 January 1997 (a visa cites texts in force, without ambiguity, codes with
their useful articles, in the order of ranks); CGCT L. 2131-1 (an act that is not executory has no
effect yet).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from conventions.documents.wording import NATURES_WITH_ARTICLE, numbered
from conventions.exchange.visas import (
    VISA_RELATIONS,
    follows_legal_order,
    place_of,
    read_visas,
)
from conventions.models import Act, LegalText, TextState, Visa
from conventions.rules.finding import Finding, Severity
from conventions.rules.visas import (
    RANKS,
    in_legal_order,
    name_of_text,
    names_articles,
    visa_number,
)
from csipa.french.dates import long_date
from csipa.french.grammar import de, enumeration, upper_first
from csipa.french.typography import plain

_RELATIONS = (
    *VISA_RELATIONS,
    "legal_text__replaced_by",
    "cited_act__execution",
    "cited_act__cancellation",
)


@dataclass(frozen=True)
class _Place:
    """A visa, and where it stands in the exchange form (`visas[2].text`)."""

    visa: Visa
    path: str

    def finding(self, rule: str, severity: Severity, message: str) -> Finding:
        return Finding(rule, severity, self.path, self.visa.text, message)


def citation_findings(act: Act, *, on: dt.date | None = None) -> list[Finding]:
    """Return what is to be said of the visas of `act` and of its annexed conventions.

    Acts cited are judged on the day the act was signed, else on `on` (today, say); with neither,
    on whether they took force at all. Runs three queries, however many visas there are.
    """
    day = act.signature_date or on
    lists = _lists(act)
    twins = _namesakes(act, [place for places in lists for place in places])
    findings: list[Finding] = []
    for places in lists:
        for place in places:
            findings += _of_text(place)
            findings += _of_act(place, act, day)
            findings += _of_typed(place, twins)
        findings += _twice(places)
        findings += _out_of_order(places)
    return findings


def _lists(act: Act) -> list[list[_Place]]:
    """Return the visas of the act, then those of each annexed convention, as they are printed."""
    rows = Visa.objects.filter(Q(act=act) | Q(convention__annex__act=act))
    rows = rows.select_related("act", "convention", *_RELATIONS).order_by("position", "pk")
    own: list[Visa] = []
    annexed: dict[int, list[Visa]] = {}
    for visa in rows:
        annexed.setdefault(visa.convention_id, []).append(
            visa
        ) if visa.convention_id else own.append(visa)
    places = [_places(read_visas(own, in_order=follows_legal_order(act)), "")]
    ranks = act.annexes.order_by("position", "pk").values_list("convention_id", flat=True)
    for rank, key in enumerate(ranks):
        if key in annexed:
            places.append(_places(read_visas(annexed[key]), f"annexes[{rank}].convention."))
    return places


def _places(visas: list[Visa], prefix: str) -> list[_Place]:
    return [_Place(visa, f"{prefix}visas[{rank}].text") for rank, visa in enumerate(visas)]


def _of_text(place: _Place) -> Iterator[Finding]:
    """Point out a text of the library that is out of date, or that nobody checked."""
    text = place.visa.legal_text
    if text and text.state == TextState.OBSOLETE:
        yield place.finding("visa-obsolete", Severity.FAULT, _obsolete(text))
    elif text and text.state == TextState.TO_REVIEW:
        when = f" depuis le {long_date(text.verified_on)}" if text.verified_on else ""
        message = f"« {text.name} » n’a pas été vérifié{when} : relisez le texte avant de le citer."
        yield place.finding("visa-unverified", Severity.ADVICE, message)
    if place_of(place.visa)[0] == "code" and not names_articles(place.visa.text):
        message = "Le code est cité sans ses articles : dites lesquels fondent l’acte."
        yield place.finding("visa-code-without-articles", Severity.ADVICE, message)


def _obsolete(text: LegalText) -> str:
    instead = (
        f"citez plutôt « {text.replaced_by.name} »."
        if text.replaced_by
        else "retirez le visa, ou citez le texte en vigueur."
    )
    return f"« {text.name} » est périmé : {instead}"


def _of_act(place: _Place, act: Act, day: dt.date | None) -> Iterator[Finding]:
    """Point out an act of the register that is cancelled, unsigned, or not in force that day."""
    cited = place.visa.cited_act
    if cited is None or cited.pk == act.pk:
        return
    if cancellation := getattr(cited, "cancellation", None):
        message = (
            f"Le numéro {de(_named(cited))} est annulé depuis le "
            f"{long_date(cancellation.cancelled_on)} : retirez le visa, ou citez l’acte pris "
            "depuis."
        )
        yield place.finding("visa-cancelled", Severity.FAULT, message)
    elif not cited.is_signed:
        message = f"L’acte cité n’est pas encore signé : {cited}, « {cited.title} »."
        yield place.finding("visa-unsigned", Severity.FAULT, message)
    else:
        yield from _not_in_force(place, cited, day)


def _not_in_force(place: _Place, cited: Act, day: dt.date | None) -> Iterator[Finding]:
    since = cited.enforceable_on()
    if since and day and since > day:
        message = (
            f"{upper_first(_named(cited))} n’est exécutoire qu’à compter du {long_date(since)}, "
            f"après le {long_date(day)}."
        )
        yield place.finding("visa-not-executory", Severity.FAULT, message)
    elif since is None:
        message = (
            f"Rien ne dit que {_named(cited)} est exécutoire : {enumeration(_missing(cited))}. "
            "Notez ces dates sur sa page."
        )
        yield place.finding("visa-not-executory", Severity.DOUBT, message)


def _named(act: Act) -> str:
    """Return « la décision n° 2026 008 », « l’arrêté n° 12 »."""
    return f"{NATURES_WITH_ARTICLE[act.nature]} {numbered(act.number)}"


def _missing(cited: Act) -> list[str]:
    """Return the conditions of CGCT L. 2131-1 that are not known to be met, as short sentences."""
    execution = getattr(cited, "execution", None)
    known = execution and (
        execution.notified_on
        if cited.individual
        else execution.published_on or execution.notified_on
    )
    missing = []
    if not cited.signature_date:
        missing.append("sa date de signature n’est pas connue")
    if cited.to_transmit and not (execution and execution.received_on):
        missing.append("sa réception par l’État n’est pas notée")
    if not known:
        what = "notification" if cited.individual else "publication"
        missing.append(f"sa {what} n’est pas notée")
    return missing


def _namesakes(act: Act, places: list[_Place]) -> dict[tuple[str, str], list[Act]]:
    """Return the signed acts of the same authority that typed visas name by number: one query."""
    wanted = {spelling for place in places for spelling in _spellings(_typed_number(place.visa))}
    found: dict[tuple[str, str], list[Act]] = {}
    rows: QuerySet[Act] = Act.objects.signed().filter(
        authority=act.authority_id, number__in=wanted or [""]
    )
    for twin in rows.order_by("pk"):
        found.setdefault((twin.nature, _same_number(twin.number)), []).append(twin)
    return found


def _typed_number(visa: Visa) -> str:
    return (
        ""
        if visa.cited_act_id or visa.legal_text_id
        else visa.cited_number or visa_number(visa.text)
    )


def _spellings(number: str) -> set[str]:
    return {number, number.replace("_", " "), number.replace(" ", "_")} - {""}


def _same_number(number: str) -> str:
    return number.replace("_", " ")


def _of_typed(place: _Place, twins: dict[tuple[str, str], list[Act]]) -> Iterator[Finding]:
    """Point out a visa typed by hand that gives an act of the register another date."""
    visa = place.visa
    number = _same_number(_typed_number(visa))
    kind, day = place_of(visa)
    nature = {"order": "arrete"}.get(kind, kind)
    same = twins.get((nature, number), []) if number and day else []
    days = {twin.signature_date for twin in same if twin.signature_date}
    if days and day not in days:
        message = (
            f"{upper_first(_named(same[0]))} est du {long_date(min(days))} au registre, et non du "
            f"{long_date(day)} : "
            "corrigez la date, ou choisissez l’acte dans le registre."
        )
        yield place.finding("visa-other-date", Severity.DOUBT, message)


def _twice(places: list[_Place]) -> Iterator[Finding]:
    """Point out what two visas of one list both cite."""
    seen: dict[object, int] = {}
    for rank, place in enumerate(places, start=1):
        identity = _identity(place.visa)
        if identity in seen:
            message = (
                f"Le visa {seen[identity]} cite déjà le même texte : réunissez les deux en un seul."
            )
            yield place.finding("visa-twice", Severity.DOUBT, message)
        else:
            seen[identity] = rank


def _identity(visa: Visa) -> object:
    """Return what tells whether two visas cite one thing: the name of a code, else a reference."""
    kind, day = place_of(visa)
    if kind == "code":
        name = visa.legal_text.wording if visa.legal_text else visa.text
        return name_of_text(name).casefold()
    number = visa.cited_number or visa_number(visa.text)
    if number:
        return kind, number.casefold(), day, visa.cited_authority
    return plain(visa.text).casefold()


def _out_of_order(places: list[_Place]) -> Iterator[Finding]:
    """Point out the first visa that stands before one it should follow."""
    ordered = in_legal_order(places, lambda place: place_of(place.visa))
    for place, expected in zip(places, ordered, strict=True):
        if place is not expected:
            kind = place_of(expected.visa)[0]
            message = (
                "Les visas ne suivent pas l’ordre légal : "
                f"« {name_of_text(expected.visa.text)} » vient avant ce visa."
                if kind in RANKS
                else "Les visas ne suivent pas l’ordre légal."
            )
            yield place.finding("visa-order", Severity.ADVICE, message)
            return
