"""The report of the decisions taken by delegation: from its data to finished strings and to a PDF.

Sources: CGCT L. 5211-10, last paragraph; L. 2122-23 for a municipal council.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string

from conventions.documents.wording import (
    EFFECTS,
    NATURES,
    Data,
    day,
    numbered,
    of_body,
    text,
)
from csipa.french.dates import period
from csipa.french.grammar import Gender, enumeration, lower_first, upper_first
from csipa.french.numbers import amount, in_words, plural
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/report.html"
STYLESHEET = "compte-rendu.css"
REPORT_VERSION = "1"
TITLE = "Compte rendu des décisions prises par délégation"

_COUNCILS = {
    "council": "conseil communautaire",
    "municipal_council": "conseil municipal",
    "board": "conseil d’administration",
}
_LEGAL = {
    "council": "En application du dernier alinéa de l’article L. 5211-10 du code général des "
    "collectivités territoriales, il est rendu compte au conseil communautaire, à chacune de ses "
    "réunions, des travaux du bureau et des attributions exercées par délégation.",
    "municipal_council": "En application de l’article L. 2122-23 du code général des collectivités "
    "territoriales, il est rendu compte au conseil municipal, à chacune de ses réunions "
    "obligatoires, des décisions prises au titre des délégations de l’article L. 2122-22.",
    "board": "Il est rendu compte au conseil d’administration des décisions prises par délégation.",
}
_CAPACITIES = {"municipal_council": ("Le maire,", "La maire,")}
_PRESIDENT = ("Le président,", "La présidente,")
_WOMAN = ("mme ", "madame ")
_ARTICLES = ("La ", "Le ", "Les ", "L’")
_EVERY = {"month": "par mois", "quarter": "par trimestre", "year": "par an"}
_FREE = ("free", "valued")
_NO_DATE = date(2000, 1, 1)


def report_context(data: Data, *, draft: bool) -> Data:
    """Return all that is printed of a report, ready for JSON; `draft` marks it « PROJET »."""
    council = _COUNCILS.get(data["body"], "conseil")
    held = day(data["held_on"])
    rows = [_row(decision) for decision in data["decisions"]]
    return {
        "version": REPORT_VERSION,
        "draft": draft,
        "title": TITLE,
        "authority": text(data["authority"]),
        "subtitle": text(f"{upper_first(council)} du {held}"),
        "running": text(f"Compte rendu – {council} du {held}"),
        "window_title": text(f"{TITLE} – {council} du {held}"),
        "dated": data["held_on"],
        "period": text(_period(data)),
        "legal": text(_LEGAL.get(data["body"], _LEGAL["board"])),
        "total": text(_total(len(rows))),
        "rows": rows,
        "shows_stake": any(row["stake"] for row in rows),
        "cancelled": [_cancelled(row) for row in data["cancelled"]],
        "capacity": _capacity(data),
        "chair": text(data["chair"]),
    }


def render_report_html(context: Data) -> str:
    """Return the HTML of a report from its context."""
    return finished(render_to_string(TEMPLATE, {"report": context}))


def render_report(context: Data, data: Data) -> bytes:
    """Return the PDF of a report, its data attached; same data, same bytes. Raises PdfError."""
    content = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()
    dated = date.fromisoformat(context["dated"]) if context["dated"] else _NO_DATE
    source = Attachment("compte-rendu.json", content, "Données du compte rendu", dated)
    return render(render_report_html(context), stylesheet=STYLESHEET, attachments=[source])


def _capacity(data: Data) -> str:
    """Return who signs: the executive, in the gender of who chairs, when it is not a deputy."""
    man, woman = _CAPACITIES.get(data["body"], _PRESIDENT)
    chair = data["chair"].lower()
    in_person = chair.startswith(_WOMAN) and "vice-" not in chair and "adjoint" not in chair
    return woman if in_person else man


def _period(data: Data) -> str:
    """Return « Décisions prises depuis la réunion du … » or, the first time, up to which day."""
    if data["since"]:
        return f"Décisions prises depuis la réunion du {day(data['since'])}"
    return f"Décisions prises jusqu’au {day(data['held_on'])}"


def _total(number: int) -> str:
    if not number:
        return "Aucune décision n’a été prise par délégation."
    words = in_words(number, Gender.FEMININE)
    taken = plural(number, "décision", "décisions")
    return f"Le présent compte rendu porte sur {words} {taken}."


def _row(decision: Data) -> Data:
    """Return one decision, as a row of the table and as a paragraph."""
    body = of_body(decision["body"], woman=decision.get("held_by_woman", False))
    nature = upper_first(f"{NATURES.get(decision['nature'], 'acte')} {body}")
    enforceable = day(decision["enforceable_on"])
    return {
        "key": decision["key"],
        "number": text(decision["number"]),
        "date": _figures(decision["date"]),
        "title": text(decision["title"]),
        "power": text(_power(decision)),
        "stake": text(_stake(decision)),
        "enforceable": _figures(decision["enforceable_on"]),
        "name": text(f"{nature} {numbered(decision['number'])} du {day(decision['date'])}"),
        "sentences": [text(sentence) for sentence in _sentences(decision, enforceable)],
        "late": text("Prise avant la période, enregistrée depuis") if decision["late"] else "",
    }


def _figures(value: str) -> str:
    """Return « 15/01/2026 »: a column of dates is read down, not as a sentence."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""


def _power(decision: Data) -> str:
    """Return the delegated matters used, else what the act says of its delegation."""
    if decision["powers"]:
        return upper_first(" ; ".join(power["subject"] for power in decision["powers"]))
    return str(decision["delegation"]).rstrip(" ,;")


def _stake(decision: Data) -> str:
    """Return the amounts and effects in a few words, for the table."""
    parts = [_money(convention["finance"]) for convention in decision["conventions"]]
    parts += [_effect(effect) for effect in decision["effects"]]
    return " ; ".join(filter(None, parts))


def _money(finance: Data) -> str:
    """Return « 1 200,00 € par an », « à titre gratuit », or nothing when nothing is said."""
    if finance.get("mode") in _FREE:
        return "à titre gratuit"
    every = _EVERY.get(finance.get("period") or "", "")
    due = finance.get("amount")
    if not due and finance.get("per_act"):
        due, every = finance["per_act"].get("amount"), _unit(finance["per_act"].get("unit"))
    return f"{amount(Decimal(due))} {every}".strip() if due else ""


def _unit(unit: str | None) -> str:
    return f"par {unit}" if unit else ""


def _effect(effect: Data) -> str:
    verb = EFFECTS.get(effect["verb"], "Concerne").lower()
    return f"{verb} la convention {effect['convention']}"


def _sentences(decision: Data, enforceable: str) -> list[str]:
    """Return what the paragraph of a decision says under its object."""
    sentences = [_authorised(power) for power in decision["powers"]]
    sentences += [_convention(convention) for convention in decision["conventions"]]
    if effects := [_effect(effect) for effect in decision["effects"]]:
        sentences.append(f"Effet : {enumeration(effects)}.")
    when = f"Exécutoire le {enforceable}." if enforceable else "Date exécutoire non connue."
    return [*sentences, when]


def _authorised(power: Data) -> str:
    source = (
        f"délibération {numbered(power['number'])}".strip() if power["number"] else ("délibération")
    )
    dated = f" du {day(power['date'])}" if power["date"] else ""
    return f"Matière déléguée : {power['subject'].rstrip(' .,;')} ({source}{dated})."


def _convention(convention: Data) -> str:
    """Return the convention annexed: its title, its parties, its time, its price."""
    parts = [f"Convention annexée : « {convention['title']} »"]
    if convention["reference"]:
        parts[0] += f" ({convention['reference']})"
    if convention["parties"]:
        parties = [_inside(party) for party in convention["parties"]]
        parts.append(f"entre {enumeration(parties)}")
    if convention["start"]:
        end = date.fromisoformat(convention["end"]) if convention["end"] else None
        parts.append(period(date.fromisoformat(convention["start"]), end))
    if money := _money(convention["finance"]):
        parts.append(money)
    return f"{', '.join(parts)}."


def _inside(party: str) -> str:
    """Return the name of a party as it stands inside a sentence: « la commune de Robecq »."""
    return lower_first(party) if party.startswith(_ARTICLES) else party


def _cancelled(row: Data) -> str:
    named = f"{upper_first(NATURES.get(row['nature'], 'acte'))} {numbered(row['number'])}"
    return text(f"{named} : numéro annulé le {day(row['date'])}. Motif : {row['reason']}")
