"""Acts and conventions found by their number, and what leaves the house of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from conventions import documents
from conventions.documents.cancellation import notice_context, notice_pdf, put_before
from conventions.documents.consolidated import consolidated_context, render_consolidated
from conventions.exchange.agreements import load_convention, standalone_data
from conventions.exchange.writer import act_data, load_act, to_json
from conventions.models import Act, Convention, DocumentKind, FrozenDocument
from conventions.review.consolidation import Consolidation, consolidated
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first


class TextSigned(ValueError):
    """A signed text has one document, the frozen PDF; the text is French."""


class TextNotFound(LookupError):
    """No act or convention, or several, answer to what was asked; the text is French."""


def find_text(number: str) -> Act | Convention:
    """Return the act printed under `number`, or the convention with this reference.

    Signs, case and accents do not count in a number. Raises TextNotFound, with the candidates
    when there are several.
    """
    found: list[Act | Convention] = [
        *Act.objects.numbered(number).select_related("authority").order_by("pk"),
        *Convention.objects.filter(reference=number).order_by("pk"),
    ]
    if not found:
        raise TextNotFound(f"Aucun acte ni convention ne porte le numéro « {number} ».")
    if len(found) > 1:
        names = " ; ".join(_identity(text) for text in found)
        raise TextNotFound(f"Plusieurs textes portent le numéro « {number} » : {names}.")
    return found[0]


def _identity(text: Act | Convention) -> str:
    if isinstance(text, Act):
        return f"{text} ({text.authority}, {text.signature_date or 'sans date'})"
    return f"convention {text.reference}"


def exported(text: Act | Convention) -> str:
    """Return the exchange file of an act with its annexes, or of a convention alone."""
    if isinstance(text, Act):
        return to_json(act_data(load_act(text.pk)))
    return to_json(standalone_data(load_convention(text.pk)))


def printed(text: Act | Convention) -> bytes:
    """Return the PDF of a text: the frozen bytes if it is signed, else a draft marked « PROJET ».

    A notice comes before the pages of an act whose number is cancelled, and of its conventions.
    Raises csipa.pdf.door.PdfError when a draft, or the notice, cannot be made.
    """
    if frozen := frozen_document(text):
        return _with_notice(text, frozen)
    context, data = _draft(text)
    return documents.render_pdf(context, data)


def _with_notice(text: Act | Convention, frozen: FrozenDocument) -> bytes:
    """Return the frozen bytes, after a notice when the act was cancelled."""
    act = text if isinstance(text, Act) else Act.objects.filter(annexes__convention=text).first()
    if act is None or not act.is_cancelled:
        return bytes(frozen.content)
    notice = notice_context(
        authority=act.authority_name or upper_first(act.authority.name),
        nature=act.nature,
        number=act.number,
        title=act.title,
        signed_on=act.signature_date,
        cancelled_on=act.cancellation.cancelled_on,
        reason=act.cancellation.reason,
        sha256=frozen.sha256,
        annexed=not isinstance(text, Act),
    )
    return put_before(notice_pdf(notice), bytes(frozen.content))


def word_file(text: Act | Convention) -> bytes:
    """Return a draft as a Word document, its words those of the PDF.

    Raises TextSigned once there is a frozen document: a copy that anyone can alter must not pass
    for it.
    """
    if frozen_document(text):
        raise TextSigned(
            "Ce texte est signé : son seul document est le PDF figé. Seul un projet s’ouvre dans "
            "Word."
        )
    context, _ = _draft(text)
    return documents.render_docx(context)


def _draft(text: Act | Convention) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is printed of a draft, and the exchange data it comes from."""
    if isinstance(text, Act):
        loaded = load_act(text.pk)
        data, drafted_here = act_data(loaded), loaded.drafted_here
    else:
        convention = load_convention(text.pk)
        data, drafted_here = standalone_data(convention), not convention.as_written
    return documents.act_context(data, draft=True, drafted_here=drafted_here), data


def printed_consolidation(convention: Convention, *, at: dt.date, marks: bool) -> bytes:
    """Return the PDF of the consolidated text of a convention on a day, of no force of its own.

    Raises csipa.pdf.door.PdfError.
    """
    return render_consolidated(consolidation_context(consolidated(convention, at=at), marks=marks))


def consolidation_context(found: Consolidation, *, marks: bool) -> dict[str, Any]:
    """Return what is told of a consolidated text on the day for which it was read."""
    root = found.convention
    parties = root.parties.select_related("organisation").order_by("position", "pk")
    return consolidated_context(
        title=root.title,
        subtitle=root.subtitle,
        reference=root.reference,
        parties=[party.name or upper_first(party.organisation.the_name) for party in parties],
        at=found.at or dt.date.max,
        articles=found.articles,
        amendments=[line.name for line in found.amendments],
        terms=[(term.label, term.old, term.new, term.source) for term in found.terms],
        notes=consolidation_notes(found),
        marks=marks,
    )


def consolidation_notes(found: Consolidation) -> list[str]:
    """Return what the consolidated text could not take into account, as French sentences."""
    opaque = [
        f"L’{line.name} ne dit pas, article par article, ce qu’il change : lisez-le à côté de ce "
        "texte."
        for line in found.opaque
    ]
    later = [
        f"L’{line.name} est signé et prend effet le {long_date(line.effect_on)} : ce texte n’en "
        "tient pas compte."
        for line in found.later
        if line.effect_on
    ]
    return [*opaque, *found.unplaced, *later]


def frozen_document(text: Act | Convention) -> FrozenDocument | None:
    """Return the document kept when the text was signed, if it was."""
    kind = DocumentKind.ACT if isinstance(text, Act) else DocumentKind.CONVENTION
    return text.documents.filter(kind=kind).first()


def file_name(text: Act | Convention, extension: str) -> str:
    """Return a plain ASCII file name: « decision-2026-008.pdf », « projet-12.pdf »."""
    if isinstance(text, Act):
        name = f"{text.nature}-{text.number}" if text.number else f"projet-{text.pk}"
    else:
        name = f"convention-{text.reference or text.pk}"
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)
    return f"{'-'.join(filter(None, safe.split('-')))}.{extension}"
