"""The certificate that an act is enforceable: a page apart, for signed bytes never change.

It names the act, tells its reception and its publication, and prints the hash of the signed PDF
(CGCT L. 2131-1, L. 5211-3).
"""

from __future__ import annotations

import io
import json
from datetime import date

from django.template.loader import render_to_string
from pypdf import PdfReader

from conventions.documents.fields import field_of
from conventions.documents.wording import NATURES, NATURES_WITH_ARTICLE, Data, day, numbered, text
from csipa.french.grammar import que, upper_first
from csipa.french.numbers import counted, integer
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/certificate.html"
STYLESHEET = "certificat.css"
TEMPLATE_VERSION = "certificate-3"
TITLE = "Certificat de caractère exécutoire"


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def certificate_context(source: Data, *, draft: bool) -> Data:
    """Return what the certificate prints, from the dates and names gathered in `source`.

    `source` holds `act`, `document`, `execution`, `certifier`, `enforceable_on`, `prefecture`,
    `publication`, `verified_at` (the address where anybody checks the file), `place` and `date`
    (dates in ISO 8601); `draft` marks a page to read over.
    """
    act, signed = source["act"], source["document"]
    name = _name(act)
    certifier = source["certifier"]
    signer = text(f"{certifier['first_name']} {certifier['last_name']}")
    return {
        "version": TEMPLATE_VERSION,
        "draft": draft,
        "title": f"{TITLE} – {name}",
        "description": text(act["title"]),
        "author": text(act["authority"]),
        "authority": text(act["authority"]),
        "dated": source["date"],
        "heading": TITLE,
        "footer": f"{TITLE} (projet)" if draft else TITLE,
        "name": name,
        "object": text(act["title"]),
        "sentence": _sentence(source),
        "grounds": _grounds(source),
        "law": _law(act),
        "mentions": _mentions(source),
        "document": _document(signed),
        "sha256": signed["sha256"],
        "verified_at": source["verified_at"],
        "place": text(source["place"]),
        "date": day(source["date"]),
        "signature": {
            "lines": [
                text(line)
                for line in (certifier["on_behalf"], upper_first(certifier["the_capacity"]))
                if line
            ],
            "name": signer,
            **({} if draft else {"field": field_of("signature-1-1", signer)}),
        },
    }


def certificate_html(context: Data) -> str:
    """Return the HTML of a certificate from its context."""
    return finished(render_to_string(TEMPLATE, {"certificate": context}))


def certificate_pdf(context: Data, source: Data) -> bytes:
    """Return the PDF of a certificate, with its data attached; raises csipa.pdf.door.PdfError."""
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    attached = Attachment(
        "certificat.json", content, "Données du certificat", date.fromisoformat(source["date"])
    )
    return render(certificate_html(context), stylesheet=STYLESHEET, attachments=[attached])


def _name(act: Data) -> str:
    """Return « Décision n° 2026 008 du 15 janvier 2026 »."""
    nature = upper_first(NATURES.get(act["nature"], "acte"))
    return f"{nature} {numbered(act['number'])} du {day(act['date'])}"


def _sentence(source: Data) -> str:
    """Return who certifies what, in the gender and by the delegation of the person."""
    act, certifier = source["act"], source["certifier"]
    who = certifier["the_capacity"]
    who = f"{certifier['on_behalf']}, {who}" if certifier["on_behalf"] else who
    named = f"{NATURES_WITH_ARTICLE.get(act['nature'], 'l’acte')} {numbered(act['number'])}"
    since = day(source["enforceable_on"])
    what = que(f"{named} du {day(act['date'])}")
    return text(
        f"{upper_first(who)} certifie, sous sa responsabilité, {what}, dont l’objet est rappelé "
        f"ci-dessus, est exécutoire depuis le {since}, compte tenu :"
    )


def _grounds(source: Data) -> list[str]:
    """Return the conditions that the act met, each with its day."""
    execution, prefecture = source["execution"], source["prefecture"]
    grounds = []
    if source["act"]["to_transmit"]:
        grounds.append(f"de sa réception en {prefecture} le {day(execution['received_on'])}")
    if source["act"]["individual"] or not execution["published_on"]:
        grounds.append(f"de sa notification le {day(execution['notified_on'])}")
    else:
        means = source["publication"]
        grounds.append(f"de sa publication {means} le {day(execution['published_on'])}")
    *first, last = grounds
    return [*(text(f"{line} ;") for line in first), text(f"{last}.")]


def _law(act: Data) -> str:
    """Return the articles that make the act enforceable, and why it was not transmitted."""
    extended = " et L. 5211-3" if act["intercommunal"] else ""
    articles = "articles" if extended else "article"
    law = f"Code général des collectivités territoriales, {articles} L. 2131-1{extended}."
    if not act["to_transmit"]:
        law += " Cet acte n’est pas soumis à la transmission au représentant de l’État."
    return text(law)


def _mentions(source: Data) -> list[Data]:
    """Return the stamp of the act: each event with its day, then its identifiers."""
    execution, prefecture = source["execution"], source["prefecture"]
    labels = (
        ("sent_on", f"Transmis en {prefecture} le"),
        ("received_on", f"Reçu en {prefecture} le"),
        ("published_on", "Publié le"),
        ("notified_on", "Notifié le"),
    )
    lines = [
        {"label": text(label), "value": day(execution[key])}
        for key, label in labels
        if execution[key]
    ]
    identifier, receipt = source["act"]["identifier"], execution["receipt_id"]
    if identifier:
        lines.append({"label": "ID :", "value": identifier})
    if receipt and receipt != identifier:
        lines.append({"label": "Accusé de réception :", "value": text(receipt)})
    return lines


def _document(signed: Data) -> str:
    pages = counted(signed["pages"], "page", "pages")
    return text(
        f"Document signé : {pages}, {integer(signed['size'])} octets. Ce certificat en est séparé "
        "et ne le modifie pas : l’empreinte du fichier signé doit être exactement celle-ci."
    )
