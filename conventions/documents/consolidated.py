"""The consolidated text of a convention on a day: finished strings, their HTML and their PDF.

It has no force of its own, and says so: nothing is frozen, nothing is signed.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from conventions.documents.wording import Data, numbered, text
from conventions.rules.consolidation import ConsolidatedArticle, Status
from conventions.rules.word_changes import (
    PARAGRAPH,
    Mark,
    MarkedBlock,
    Run,
    new_wording,
    whole,
)
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import counted
from csipa.french.typography import raise_ordinals
from csipa.pdf.door import render
from csipa.pdf.finishing import finished

TEMPLATE = "conventions/pdf/consolidated.html"
STYLESHEET = "consolide.css"

NO_FORCE = (
    "Ce document est établi pour la lecture : il n’a pas de valeur juridique propre. Seuls la "
    "convention et ses avenants signés font foi."
)
_TAGS = {Mark.STRUCK: "del", Mark.ADDED: "ins"}
_SAID = {Mark.STRUCK: "supprimé :", Mark.ADDED: "ajouté :"}


def article_lines(
    articles: Sequence[ConsolidatedArticle], *, marks: bool, spoken: bool = False
) -> list[Data]:
    """Return each article as it is shown: heading, level, status, source, words as HTML.

    Without `marks` only what stands is shown. `spoken` puts words for screen readers before what
    is struck or added.
    """
    lines = []
    for article in articles:
        if article.status is Status.REPEALED and not marks:
            continue
        blocks = article.blocks if marks else _clean(article)
        changed = article.status is not Status.UNCHANGED
        lines.append(
            {
                "level": min(2 + article.depth, 6),
                "heading": _heading(article, marks=marks, spoken=spoken),
                "number": article.number,
                "status": article.status.value,
                "label": text(article.status.label) if changed and marks else "",
                "source": text(f"{upper_first(article.status.label)} {_by(article)}")
                if changed
                else "",
                "by": text(_by(article)),
                "body": marked_html(blocks, spoken=spoken),
            }
        )
    return lines


def consolidated_context(
    *,
    title: str,
    subtitle: str,
    reference: str,
    parties: Iterable[str],
    at: date,
    articles: Sequence[ConsolidatedArticle],
    amendments: Sequence[str],
    terms: Iterable[tuple[str, str, str, str]],
    notes: Iterable[str],
    marks: bool,
) -> Data:
    """Return all that is printed of the consolidated text on a day.

    `amendments` are named and dated; a term is a label, the old words, the new ones and the
    amendment they come from; `notes` tell what the articles could not.
    """
    name = f"Convention {numbered(reference)}".strip()
    many = counted(len(amendments), "avenant", "avenants")
    return {
        "heading": text(f"Version consolidée au {long_date(at)}"),
        "window_title": text(f"Version consolidée au {long_date(at)} – {title}"),
        "footer": text(f"{name} – version consolidée au {long_date(at)}"),
        "dated": at.isoformat(),
        "name": text(name),
        "title": text(title),
        "subtitle": text(subtitle),
        "parties": [text(party) for party in parties],
        "no_force": text(NO_FORCE),
        "count": text(f"Le texte tient compte de {many} :" if amendments else _NONE),
        "amendments": [text(upper_first(one)) for one in amendments],
        "terms": [
            {"label": text(label), "old": text(old), "new": text(new), "source": text(source)}
            for label, old, new, source in terms
        ],
        "notes": [text(note) for note in notes],
        "articles": article_lines(articles, marks=marks),
        "marks": marks and bool(amendments),
    }


_NONE = "Aucun avenant n’est en vigueur à cette date : le texte est celui de la convention."


def render_consolidated_html(context: Data) -> str:
    """Return the HTML of a consolidated text from its context."""
    return finished(render_to_string(TEMPLATE, {"document": context}))


def render_consolidated(context: Data) -> bytes:
    """Return the PDF of a consolidated text; same context, same bytes. Raises PdfError."""
    return render(render_consolidated_html(context), stylesheet=STYLESHEET)


def marked_html(blocks: Sequence[MarkedBlock], *, spoken: bool = False) -> SafeString:
    """Return marked blocks as HTML: paragraphs and nested lists, `del` and `ins` around words."""
    return mark_safe(raise_ordinals("".join(_nested(list(blocks), 0, spoken=spoken))))  # noqa: S308 (blocks are escaped as they are put together)


def _clean(article: ConsolidatedArticle) -> list[MarkedBlock]:
    return [whole(one, Mark.KEPT) for one in new_wording(article.blocks)]


def _by(article: ConsolidatedArticle) -> str:
    """Return « par l’avenant n° 1 du 2 avril 2026 », empty for an article left as it was."""
    return (
        "par " + ", puis ".join(f"l’{name}" for name in article.sources) if article.sources else ""
    )


def _heading(article: ConsolidatedArticle, *, marks: bool, spoken: bool) -> SafeString:
    """Return the heading, its words struck and added when the title changed."""
    heading = raise_ordinals(html.escape(text(article.heading), quote=False))
    old = raise_ordinals(html.escape(text(article.old_heading), quote=False))
    if not marks or article.status is Status.UNCHANGED or old == heading:
        tag = "del" if article.status is Status.REPEALED and marks else ""
        return mark_safe(_tagged(tag, heading, Mark.STRUCK, spoken=spoken))  # noqa: S308 (escaped above)
    if not old:
        return mark_safe(_tagged("ins", heading, Mark.ADDED, spoken=spoken))  # noqa: S308 (escaped above)
    struck = _tagged("del", old, Mark.STRUCK, spoken=spoken)
    return mark_safe(f"{struck} {_tagged('ins', heading, Mark.ADDED, spoken=spoken)}")  # noqa: S308 (escaped above)


def _nested(blocks: list[MarkedBlock], level: int, *, spoken: bool) -> Iterator[str]:
    """Give the blocks of one level; deeper ones make lists inside the item before them."""
    place = 0
    while place < len(blocks):
        one = blocks[place]
        if one.kind == PARAGRAPH and one.level <= level:
            yield f"<p>{_words(one, spoken=spoken)}</p>"
            place += 1
            continue
        end = place
        while end < len(blocks) and blocks[end].level > level:
            end += 1
        end = max(end, place + 1)
        yield from _lists(blocks[place:end], level + 1, spoken=spoken)
        place = end


def _lists(blocks: list[MarkedBlock], level: int, *, spoken: bool) -> Iterator[str]:
    """Give the lists that some blocks make; an item takes what is deeper or goes on after it."""
    name = ""
    place = 0
    while place < len(blocks):
        one = blocks[place]
        kind = one.kind if one.kind != PARAGRAPH else name or "ul"
        if kind != name:
            yield f"</{name}><{kind}>" if name else f"<{kind}>"
            name = kind
        end = place + 1
        while end < len(blocks) and _belongs(blocks[end], level):
            end += 1
        inner = "".join(_nested(blocks[place + 1 : end], level, spoken=spoken))
        yield f"<li>{_words(one, spoken=spoken)}{inner}</li>"
        place = end
    yield f"</{name}>"


def _belongs(one: MarkedBlock, level: int) -> bool:
    return one.level > level or one.kind == PARAGRAPH


def _words(one: MarkedBlock, *, spoken: bool) -> str:
    """Return the words of a block; what follows with one mark is in one tag."""
    parts, place = [], 0
    runs = list(one.runs)
    while place < len(runs):
        end = place
        while end < len(runs) and runs[end].mark is runs[place].mark:
            end += 1
        mark = runs[place].mark
        words = "".join(_run(run) for run in runs[place:end])
        if parts and mark is Mark.ADDED and runs[place - 1].mark is Mark.STRUCK:
            parts.append(_gap(runs[place - 1].words.text, runs[place].words.text))
        parts.append(_tagged(_TAGS.get(mark, ""), words, mark, spoken=spoken))
        place = end
    return "".join(parts)


def _gap(struck: str, added: str) -> str:
    """Return the space that keeps a struck word from running into the one that takes its place."""
    return " " if struck[-1:].isalnum() and added[:1].isalnum() else ""


def _run(run: Run) -> str:
    words = html.escape(run.words.text, quote=False).replace("\n", "<br>")
    words = f"<em>{words}</em>" if run.words.em else words
    return f"<strong>{words}</strong>" if run.words.strong else words


def _tagged(tag: str, words: str, mark: Mark, *, spoken: bool) -> str:
    if not tag:
        return words
    said = f'<span class="visually-hidden">{_SAID[mark]} </span>' if spoken else ""
    return f"<{tag}>{said}{words}</{tag}>"
