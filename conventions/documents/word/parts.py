"""The parts of a document, in the order in which the PDF says them."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from conventions.documents.word.signatures import add_signatures, add_signer
from conventions.documents.word.text import (
    add_blank,
    add_body,
    add_bullets,
    add_line,
    add_lines,
    add_text,
    hold,
    let_go,
)
from conventions.documents.wording import Data
from csipa.french.typography import NBSP


def write_act(document: WordDocument, part: Data) -> None:
    """Write an act, from the name of its authority to the list of its annexes."""
    _write_head(document, part)
    _write_grounds(document, part)
    if part["delegation"]:
        add_line(document, part["delegation"], "Délégation")
    if part["enacting"]:
        add_line(document, part["enacting"], "Formule")
    for provision in part["provisions"]:
        _write_provision(document, provision)
    if part["vote"]:
        add_lines(document, part["vote"], "Vote")
        let_go(document)
    _write_end(document, part)


def _write_head(document: WordDocument, part: Data) -> None:
    """Write what names the act: authority, nature and number, meeting, object, matter."""
    add_line(document, part["authority"], "Autorité")
    title = document.add_paragraph(style="Title")
    add_text(title, part["nature"])
    if part["number"]:
        add_text(title, " ")
        add_text(title, part["number"], bold=True)
    if part["heading"]:
        add_line(document, part["heading"], "Rubrique")
    if part.get("session"):
        _write_session(document, part["session"])
    add_line(document, part["title"], "Objet")
    if part["subject_matter"]:
        add_line(document, f"Matière : {part['subject_matter']}", "Matière")


def _write_session(document: WordDocument, session: Data) -> None:
    add_line(document, session["title"], "Titre de séance")
    for fact in session["facts"]:
        _labelled(document, f"{fact['label']}{NBSP}:", fact["value"], "Séance")
    for members in session["lists"]:
        _labelled(document, members["label"], members["names"], "Séance")


def _labelled(document: WordDocument, label: str, text: str, style: str) -> None:
    """Add a paragraph that opens with a word in bold, if there is one."""
    paragraph = document.add_paragraph(style=style)
    if label:
        add_text(paragraph, label, bold=True)
        add_text(paragraph, " ")
    add_text(paragraph, text)


def _write_grounds(document: WordDocument, part: Data) -> None:
    add_lines(document, part["visas"], "Visa")
    add_lines(document, part["recitals"], "Considérant")


def _write_provision(document: WordDocument, provision: Data) -> None:
    if provision["is_article"]:
        add_line(document, provision["label"], "Article")
        add_line(document, provision["text"], "Dispositif")
    else:
        _labelled(document, provision["label"], provision["text"], "Dispositif")
    if provision["items"]:
        hold(document)
        add_bullets(document, provision["items"])


def _write_end(document: WordDocument, part: Data) -> None:
    """Write the signature, the certificate and the mentions, each block whole on one page."""
    if part["signature"]["shown"]:
        hold(document)
        add_signer(
            document,
            _place_and_day(document, "Fait à ", part["signature"], "Signature"),
            part["signature"],
        )
        if secretary := part["secretary"]:
            hold(document)
            title = add_line(document, secretary["lines"][0], "Signature")
            add_signer(document, title, {"lines": [], "name": secretary["name"]})
    if part["certificate"]:
        lines = [add_line(document, line, "Signature") for line in part["certificate"]]
        add_signer(document, lines[0], part["signature"])
    mentions = [*part["mentions"], *part["effects"], *part["annexes"]]
    if mentions:
        first = len(document.paragraphs)
        add_lines(document, mentions, "Mention")
        document.paragraphs[first].paragraph_format.space_before = Mm(7)
        let_go(document)


def _place_and_day(document: WordDocument, opening: str, signature: Data, style: str) -> Paragraph:
    """Write « Fait à …, le … » with blanks for what is not known."""
    paragraph = document.add_paragraph(style=style)
    for words, value in ((opening, signature["place"]), (", le ", signature["date"])):
        add_text(paragraph, words)
        if value:
            add_text(paragraph, value)
        else:
            add_blank(paragraph)
    return paragraph


def write_convention(document: WordDocument, part: Data) -> None:
    """Write a convention, alone or annexed."""
    if part["caption"]:
        add_line(document, part["caption"], "Heading 1")
    if part["annex_title"]:
        add_line(document, part["annex_title"], "Intitulé d’annexe")
    add_lines(document, part["identity"], "Intitulé d’annexe")
    add_line(document, part["title"], "Titre d’annexe" if part["caption"] else "Title")
    if part["subtitle"]:
        add_line(document, part["subtitle"], "Sous-titre")
    _write_parties(document, part["parties"])
    _write_grounds(document, part)
    if part["preamble"]:
        add_line(document, "Préambule", "Heading 2")
        add_body(document, part["preamble"])
    if part["agreed"]:
        add_line(document, part["agreed"], "Charnière")
    for article in part["articles"]:
        _write_article(document, article)
    _write_closing(document, part)


def _write_parties(document: WordDocument, parties: list[Data]) -> None:
    if parties:
        add_line(document, f"Entre les soussignés{NBSP}:", "Charnière")
    for party in parties:
        paragraph = document.add_paragraph(style="Partie")
        paragraph.paragraph_format.keep_together = True
        add_text(paragraph, party["name"], bold=True)
        before = f", {party['before']}" if party["before"] else ""
        represented = f", {party['represented']}" if party["represented"] else ""
        add_text(paragraph, f"{before}{represented}")
        if party["unknown"]:
            add_text(paragraph, " ")
            add_blank(paragraph)
        after = f", {party['after']}" if party["after"] else ""
        add_text(paragraph, f"{after},")
        if party["together"]:
            hold(document)
            add_line(document, party["together"], "Partie")
        if party["side"]:
            hold(document)
            add_line(document, party["side"], "Côté")


def _write_article(document: WordDocument, article: Data) -> None:
    add_line(document, article["heading"], f"Heading {article['level']}")
    if article["body"]:
        add_body(document, article["body"])
    if article["introduction"]:
        add_line(document, article["introduction"], "Introduction")
    add_bullets(document, article["items"])


def _write_closing(document: WordDocument, part: Data) -> None:
    """Write how the convention ends, and who signs it."""
    if part["closing"]:
        add_line(document, part["closing"], "Clôture")
    if part["place"] or part["signatures"]:
        if not part["closing"]:
            hold(document)
        _place_and_day(document, "À ", part, "Clôture")
    if part["many"]:
        add_line(document, "Signatures", "Heading 2")
    add_signatures(document, part["signatures"])
    for other in part["others"]:
        add_line(document, other["label"], "Charnière")
        add_bullets(document, other["names"])


def write_text(document: WordDocument, part: Data) -> None:
    """Write a free text annexed to an act."""
    add_line(document, part["caption"], "Heading 1")
    add_line(document, part["title"], "Titre d’annexe")
    add_body(document, part["body"])


WRITERS: dict[str, Callable[[WordDocument, Data], None]] = {
    "act": write_act,
    "convention": write_convention,
    "text": write_text,
}
