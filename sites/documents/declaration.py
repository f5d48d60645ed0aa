"""The letter that tells the regional health agency of a change (CSP, D. 6323-10)."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string

from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.pdf.door import render
from csipa.pdf.finishing import finished
from sites.documents.letters import (
    NOBODY,
    STYLESHEET,
    Data,
    printed,
    recipient_block,
    sender_block,
    signature_block,
)

TEMPLATE = "sites/pdf/declaration.html"

_CHANGES = {
    "rules": "modification du règlement de fonctionnement",
    "manager": "changement de gestionnaire",
    "representative": "changement de représentant légal du gestionnaire",
    "centre_moved": "transfert du centre",
    "antenna_moved": "transfert d’une antenne",
    "antenna_opened": "ouverture d’une antenne",
    "antenna_closed": "fermeture d’une antenne",
    "platform": "modification du plateau technique",
    "quality": "modification touchant à la qualité et à la sécurité des soins",
}
_REGISTERED = "registered"


def letter_context(letter: Data) -> Data:
    """Return what the letter prints, from `sites.review.declaration_letters.letter_of`."""
    centre = letter["centre"] or letter["site"]
    title = f"{upper_first(_CHANGES[letter['nature']])} : {centre['name']}"
    person = letter["recipient"].get("person")
    greeting = person["greeting"] if person else NOBODY
    registered = letter["means"] in ("", _REGISTERED)
    return {
        "title": printed(title),
        "author": printed(letter["sender"].get("name")),
        "dated": letter["date"],
        "letter": {
            "sender": sender_block(letter["sender"]),
            "recipient": _recipient(letter["recipient"]),
            "registered": registered,
            "sending": "" if registered else printed(upper_first(letter["sending"])),
            "place": printed(letter["place"]),
            "date": long_date(dt.date.fromisoformat(letter["date"])),
            "object": printed(
                f"Déclaration d’un changement {centre['of_name']} : {_CHANGES[letter['nature']]}"
            ),
            "reference": printed(_reference(letter["project"])),
            "greeting": printed(f"{greeting},"),
            "paragraphs": [{"before": one, "blank": False} for one in _paragraphs(letter, centre)],
            "closing": printed(
                f"Veuillez agréer, {greeting}, l’expression de ma considération distinguée."
            ),
            "signature": signature_block(letter["sender"].get("person")),
            "enclosures": [printed(line) for line in letter["enclosures"]],
            "footer": printed("Déclaration à l’agence régionale de santé"),
            "authority": printed(letter["sender"].get("name")),
        },
    }


def letter_html(letter: Data) -> str:
    """Return the HTML of the letter."""
    return finished(render_to_string(TEMPLATE, {"document": letter_context(letter)}))


def letter_pdf(letter: Data) -> bytes:
    """Return the PDF of the letter. Raises csipa.pdf.door.PdfError."""
    return render(letter_html(letter), stylesheet=STYLESHEET)


def _recipient(side: Data) -> Data:
    """Return to whom it goes: D. 6323-10 names the director general, whoever that is."""
    block = recipient_block(side)
    if block["unknown"]:
        block |= {"attention": "À l’attention de la direction générale", "unknown": False}
    return block


def _paragraphs(letter: Data, centre: Data) -> list[str]:
    """Return what the letter says; what was typed in several paragraphs keeps them."""
    happened = dt.date.fromisoformat(letter["happened_on"])
    future = happened > dt.date.fromisoformat(letter["date"])
    day = f"{'qui prendra effet' if future else 'survenu'} le {long_date(happened)}"
    who = "le gestionnaire"
    if letter["sender"]:
        who = f"{letter['sender']['inside']}, gestionnaire"
    comma = "," if letter["sender"] else ""
    opening = (
        f"Conformément à l’article D. 6323-10 du code de la santé publique, {who} "
        f"{centre['of_name']}{comma} porte à votre connaissance le changement suivant, {day} : "
        f"{_CHANGES[letter['nature']]}."
    )
    typed = [line.strip() for line in letter["description"].splitlines() if line.strip()]
    thanks = "Je vous remercie de bien vouloir m’accuser réception de cette déclaration."
    return [printed(one) for one in (opening, *typed, _where(letter), thanks)]


def _where(letter: Data) -> str:
    """Return where the site is, its number, and the centre that it depends on."""
    site, centre = letter["site"], letter["centre"]
    placed = "située" if site["kind"] == "antenna" else "situé"
    parts = [f"Site concerné : {site['name']}"]
    if site["address"]:
        parts.append(f"{placed} {', '.join(site['address'])}")
    if site["finess"]:
        parts.append(f"numéro FINESS {site['finess']}")
    told = ", ".join(parts)
    if centre is None:
        return f"{told}."
    number = f" (numéro FINESS {centre['finess']})" if centre["finess"] else ""
    return f"{told}. Cette antenne dépend {centre['of_name']}{number}."


def _reference(project: Data | None) -> str:
    """Return « projet de santé, édition 1, récépissé n° … du … », as much of it as is known."""
    if project is None:
        return ""
    told = f"{project['title']}, édition {project['edition']}"
    number = f" n° {project['receipt_number']}" if project["receipt_number"] else ""
    day = project["receipt_on"]
    dated = f" du {long_date(dt.date.fromisoformat(day))}" if day else ""
    return f"{told}, récépissé{number}{dated}" if number or dated else told
