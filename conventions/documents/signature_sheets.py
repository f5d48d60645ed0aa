"""One page a party to sign apart, tied to the frozen convention by its hash.

Parties who are many, or far from one another, sign each their own page while the text goes round:
the page names the convention, its number of pages and the SHA-256 of its file, so that it cannot
be put behind another text (Code civil art. 1366 and 1367: the link between a signature and its
document).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from django.template.loader import render_to_string

from conventions.documents.parties import full_name, opening_block, signatories, signature_blocks
from conventions.documents.wording import Data, naming, numbered, text
from csipa.french.grammar import de
from csipa.french.numbers import counted
from csipa.pdf.door import Attachment, render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/signature_sheets.html"
STYLESHEET = "feuillets.css"
TEMPLATE_VERSION = "sheets-1"
TITLE = "Feuillet de signature"
_NO_DATE = date(2000, 1, 1)


def sheets_context(
    convention: Data, *, sha256: str, pages: int, ranks: Collection[int] | None = None
) -> Data:
    """Return what the sheets print, one a signatory; `ranks` (from 1) keeps some of them.

    `convention` is the exchange form that was frozen, `sha256` and `pages` those of its PDF. Raises
    ValueError when no party signs.
    """
    signing = signatories(convention.get("parties") or [])
    described, blocks = opening_block(signing), signature_blocks(signing)
    sheets = [
        {
            "count": text(f"Partie {rank} sur {len(signing)}"),
            "party": described[rank - 1],
            "block": blocks[rank - 1],
            "footer": _footer(convention, signing[rank - 1]),
        }
        for rank in range(1, len(signing) + 1)
        if ranks is None or rank in ranks
    ]
    if not sheets:
        raise ValueError("no party signs this convention")
    heading = text(convention["title"])
    name = text(f"Convention {numbered(convention.get('reference'))}").strip()
    return {
        "version": TEMPLATE_VERSION,
        "title": f"{TITLE}s – {name} – {heading}",
        "description": heading,
        "heading": TITLE,
        "name": name,
        "object": heading,
        "authorised": _authorised(convention),
        "document": _document(pages),
        "sha256": sha256,
        "place": text((convention.get("signature") or {}).get("place")),
        "sheets": sheets,
    }


def sheets_pdf(context: Data, convention: Data) -> bytes:
    """Return the PDF of the sheets with the convention attached; raises csipa.pdf.door.PdfError."""
    content = json.dumps(convention, ensure_ascii=False, indent=1, sort_keys=True).encode()
    attached = Attachment("convention.json", content, "Données de la convention", _NO_DATE)
    page = finished(render_to_string(TEMPLATE, {"document": context}))
    return render(page, stylesheet=STYLESHEET, attachments=[attached])


def _document(pages: int) -> str:
    return text(
        f"Document signé : {counted(pages, 'page', 'pages')}. La signature apposée ci-dessous vaut "
        "pour ce document et pour lui seul ; son fichier porte exactement cette empreinte."
    )


def _authorised(convention: Data) -> str:
    cited = convention.get("authorised_by")
    return text(f"Autorisée par {naming(cited)}") if cited else ""


def _footer(convention: Data, party: Data) -> str:
    person = full_name(party.get("representative") or {})
    who = party.get("short_name") or party["name"]
    label = f"{convention.get('reference') or 'Convention'} – signature {de(who)}"
    return text(f"{label} ({person})" if person else label)
