"""The letters by which a party ends a convention: one for each of the others, in one document.

What the records do not say prints as a line to fill in by hand: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string

from conventions.documents.wording import NATURES_WITH_ARTICLE, Data, day, numbered, text
from conventions.rules.ending_words import convention_titled
from csipa.french.grammar import de, lower_first
from csipa.french.numbers import ordinal
from csipa.pdf.door import render
from csipa.pdf.finishing import finished
from sites.documents.letters import NOBODY, recipient_block, sender_block, signature_block

TEMPLATE = "conventions/pdf/letters.html"
STYLESHEET = "lettre.css"
DENUNCIATION = "denunciation"


def letters_context(letters: Sequence[Data]) -> Data:
    """Return what the letters print, from the data of each; there is at least one."""
    first = letters[0]
    title = f"{_what(first)} {de(_named(first['convention']))}"
    return {
        "title": text(title),
        "author": text(first["sender"].get("name")),
        "dated": first["date"],
        "letters": [_letter(letter) for letter in letters],
    }


def letters_html(context: Data) -> str:
    """Return the HTML of letters from their context."""
    return finished(render_to_string(TEMPLATE, {"document": context}))


def letters_pdf(letters: Sequence[Data]) -> bytes:
    """Return the PDF of letters, one after the other. Raises csipa.pdf.door.PdfError."""
    return render(letters_html(letters_context(letters)), stylesheet=STYLESHEET)


def _letter(letter: Data) -> Data:
    recipient, person = letter["recipient"], letter["recipient"]["person"]
    greeting = person["greeting"] if person else NOBODY
    return {
        "sender": sender_block(letter["sender"]),
        "recipient": recipient_block(recipient),
        "registered": letter["registered"],
        "place": text(letter["place"]),
        "date": day(letter["date"]),
        "object": text(f"{_what(letter)} {de(convention_titled(letter['convention']['title']))}"),
        "reference": text(_reference(letter["convention"])),
        "greeting": text(f"{greeting},"),
        "paragraphs": _paragraphs(letter),
        "closing": text(
            f"Veuillez agréer, {greeting}, l’expression de mes salutations distinguées."
        ),
        "signature": signature_block(letter["sender"].get("person")),
        "footer": text(f"{_what(letter)} – {recipient['name']}"),
        "authority": text(letter["sender"].get("name")),
    }


def _paragraphs(letter: Data) -> list[Data]:
    """Return what the letter says; `blank` opens a line to fill in between its two parts."""
    known = letter["article"] is not None
    decided = _decided(letter)
    said = [_recalled(letter), decided, _ended(letter), _why(letter), _rest(letter)]
    return [{"before": text(one), "blank": one is decided and not known} for one in said if one]


def _recalled(letter: Data) -> str:
    convention = letter["convention"]
    sides = f"{letter['sender']['name']} et {_inside(letter['recipient']['name'])}"
    signed = f", signée le {day(convention['signed_on'])}" if convention["signed_on"] else ""
    began = f", qui a pris effet le {day(convention['start'])}" if convention["start"] else ""
    if convention["start"] > letter["date"]:
        began = f", qui prend effet le {day(convention['start'])}"
    return f"{sides} sont parties à la convention rappelée en objet{signed}{began}."


def _decided(letter: Data) -> str:
    sender = letter["sender"]["name"]
    verb = (
        "vous notifie qu’il n’y aura pas de nouvelle reconduction de cette convention"
        if letter["kind"] == DENUNCIATION
        else "vous notifie sa décision de mettre fin à cette convention"
    )
    act = letter["authorised_by"]
    under = ""
    if act:
        nature = NATURES_WITH_ARTICLE[act["nature"]]
        dated = f" du {day(act['date'])}" if act["date"] else ""
        under = f", autorisée par {nature} {numbered(act['number'])}{dated}"
        if letter["kind"] == DENUNCIATION:
            under = f", en vertu de {nature} {numbered(act['number'])}{dated}"
    before = f"Par la présente lettre, {_inside(sender)} {verb}{under}, dans les conditions "
    article = letter["article"]
    if article is None:
        return f"{before}prévues à son article"
    number = ordinal(1) if article["number"] == "1" else article["number"]
    titled = f" (« {article['title']} »)" if article["title"] else ""
    return f"{before}prévues à son article {number}{titled}."


def _ended(letter: Data) -> str:
    last = f"le {day(letter['effect_on'])}, dernier jour inclus"
    delay = letter["delay"]
    if letter["kind"] == DENUNCIATION:
        return f"La convention prend donc fin {last}, au terme de la période qui court."
    if letter["is_short"]:
        return (
            f"La convention prend fin {last}, avant la fin du préavis de {delay}, pour la raison "
            f"suivante : {letter['short_notice_reason'].strip().rstrip('.')}."
        )
    if not delay or not letter["follows_notice"]:
        return f"La convention prend fin {last}."
    return (
        f"Un préavis de {delay} court du jour où la dernière des parties reçoit cette lettre : "
        f"reçue le {day(letter['runs_from'])} au plus tard, elle met fin à la convention {last}."
    )


def _why(letter: Data) -> str:
    reason = letter["reason"].strip().rstrip(".")
    return f"Cette décision est motivée comme suit : {reason}." if reason else ""


def _rest(letter: Data) -> str:
    told = " Les autres parties reçoivent une lettre semblable." if letter["others"] else ""
    return f"Jusqu’à ce jour, chacune des parties tient ses engagements.{told}"


def _what(letter: Data) -> str:
    return "Dénonciation" if letter["kind"] == DENUNCIATION else "Résiliation"


def _named(convention: Data) -> str:
    number = numbered(convention["reference"])
    return f"la convention {number}" if number else convention_titled(convention["title"])


def _reference(convention: Data) -> str:
    """Return « Convention n° … signée le … », as much of it as is known."""
    if not convention["reference"]:
        return ""
    return f"Convention {numbered(convention['reference'])}"


def _inside(name: str) -> str:
    """Return a name inside a sentence: « la commune de Robecq », « APAS 82 »."""
    return lower_first(name) if name.startswith(("La ", "Le ", "Les ", "L’", "L'")) else name
