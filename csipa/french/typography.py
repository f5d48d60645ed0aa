"""Spaces, quotes and apostrophes of printed French; words and case are never changed.

Source: *Lexique des règles typographiques en usage à l’Imprimerie nationale*. One liberty: the
thin no-break space U+202F it asks before ; ! ? is U+00A0 here, because several common fonts
have no glyph for the former. Running any function of this module twice is running it once.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape

NBSP = "\u00a0"
"""No-break space, U+00A0."""

_MONTH = (
    "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
)
_UNIT = (
    "h|min|s|j|heures?|minutes?|jours?|semaines?|mois|ans?|années?|euros?|centimes?|ETPT?"
    "|[kcm]?m[²³]?|ha|[km]?g|[mc]?[lL]|kWh|[kMG]o"
)
_CODE = "LO|[LRD]"  # parts of French codes: loi organique, loi, règlement, décret

_ADDRESS = re.compile(
    r"(?i:(?:https?|ftps?)://|\bwww\.)[^\s<>«»“”\"]*[^\s<>«»“”\".,;:!?)\]’'…]"
    r"|[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\ue000"
)
_BLANKS = re.compile("[ \t\r\n\f\v]+")
_ANNOUNCING = f" {NBSP},;:–—-(«"
_MASK = "\ue000"  # private-use character standing for one address while rules run

_APOSTROPHE = re.compile(
    r"(?<!\d)'|'(?=[^\W\d_])"  # a bare 5' is a prime, not an apostrophe
    r"|(?<=[^\W\d_])[\u2018\u02bc\u00b4`](?=[^\W\d_])"
)
_ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")  # four dots and more are a line to fill in
_SPACE_RUN = re.compile(r"[ \t\u00a0]{2,}")

_GAP = "[ \u00a0]?"

# Pattern and replacement, in the order in which they apply.
_RULES: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    # First, 18h30 becomes the figures that the other rules know.
    (rf"\b([01]?\d|2[0-4]){_GAP}h{_GAP}([0-5]\d)(?!\d|{_GAP}h)", rf"\1{NBSP}h{NBSP}\2"),
    (r"\b(\d{1,3})h\b", rf"\1{NBSP}h"),
    # A telephone number, a SIRET: not a piece of a longer row of figures.
    (
        rf"\b(?<!\d[ \u00a0])(?:0\d(?: \d\d){{4}}|\d{{3}} \d{{3}} \d{{3}} \d{{5}})(?!{_GAP}\d)",
        lambda found: found[0].replace(" ", NBSP),
    ),
    (r"(?<=«)[ \t\u00a0]?(?=\S)", NBSP),
    (r"(?<=\S)[ \t\u00a0]?(?=»)", NBSP),
    (r"(?<=\S)[ \t](?=[:;!?])", NBSP),
    # What follows tells a closing mark from 18:30, 1:2 or a code.
    (r"(?<=[\w)\]}»”’\"°%‰€….+\ue000])(?=[:;!?]+(?:[\s»)\]”\"]|\Z))", NBSP),
    (r"(?<=\d)[ \t]?(?=[%‰]|°C|(?:k|Md?)?€)", NBSP),
    (r"(\b[nN][°º])[ \t]?(?=\w)", rf"\1{NBSP}"),
    (rf"(\b(?i:art)\.|§)[ \t]?(?=\d|(?:{_CODE})\b)", rf"\1{NBSP}"),
    (rf"(\b(?i:articles?)) (?=\d|(?:{_CODE})\.?{_GAP}\d)", rf"\1{NBSP}"),
    (rf"(\b(?:{_CODE})\.)(?:[ \t](?=\d)|(?=\d{{3}}))", rf"\1{NBSP}"),
    (rf"(\b(?:{_CODE})) (?=\d{{3}})", rf"\1{NBSP}"),
    (r"(\b(?:MM?\.|Mmes?|Mlles?|Mgr|Me|Drs?|Prs?)) (?=[A-ZÀ-ÖØ-Þ])", rf"\1{NBSP}"),
    (rf"(\d|\b1(?i:er)) (?=(?i:{_MONTH})\b)", rf"\1{NBSP}"),
    (rf"(\b(?i:{_MONTH})) (?=\d{{4}}(?!\d))", rf"\1{NBSP}"),
    (r"(?<=\d) (?=\d{3}(?!\d))", NBSP),
    (rf"(?<=\d) (?=(?:{_UNIT})(?!\w))", NBSP),
)

# No raw < inside a tag or comment, and no backtracking: time stays linear on broken HTML.
_TAG = re.compile(r"(<!--[^<>]*+>|</?[a-zA-Z](?:[^\"'<>]|\"[^\"<]*+\"|'[^'<]*+')*+>)")
_TAG_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
_INLINE = frozenset({"a", "b", "em", "i", "span", "strong", "sub", "sup", "u"})
_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_ORDINAL = re.compile(r"\b(?:(1)(ers?|res?)|(\d+)(es?))\b")

_PLAIN = str.maketrans(
    {NBSP: " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2011": "-"}
    | {"’": "'", "\u2018": "'", "…": "...", "–": "-", "—": "-", "−": "-"}
)


# Titles and labels come again on every page: up to so many characters, they are set once.
LABEL = 200


def typeset(text: str) -> str:
    """Return plain text with the spaces, quotes, apostrophes and ellipses of print.

    Only white space is added or merged; ``"`` pairs become « », ``'`` becomes ’ and three dots
    become …. Web and e-mail addresses, times as 18:30 and ratios keep every character. Line
    breaks stay, and a ``"`` without its pair on the same line is left for a person to judge.
    """
    return _typeset_label(text) if len(text) <= LABEL else _typeset(text)


def _typeset(text: str) -> str:
    return _outside_addresses(_marks, _outside_addresses(_ellipses, text))


# Typed: what is set of a text that is marked safe is never given for one that is not.
_typeset_label = lru_cache(maxsize=4096, typed=True)(_typeset)


def typeset_html(html: str) -> str:
    """Do as :func:`typeset` for the text of an HTML fragment; tags and attributes stay as they are.

    A sentence is followed through inline tags (``<strong>mot</strong>:``) and ends at any other
    tag. Line breaks of the source count as spaces, and character references are written as
    characters save those of ``& < > " '``. The fragment must already be sanitised: a ``<`` that
    opens no well-formed tag is text.
    """
    out: list[str] = []
    run: list[str] = []
    for index, part in enumerate(_TAG.split(html)):
        if index % 2 and not _is_inline(part):
            out += [*_typeset_run(run), part]
            run = []
        else:
            # A run alternates text and tag, beginning with text.
            run.append(part)
    return "".join([*out, *_typeset_run(run)])


def raise_ordinals(html: str) -> str:
    """Put the ending of 1er, 1re, 2e in ``<sup>``, in the text of an HTML fragment."""
    parts = _TAG.split(html)
    parts[::2] = [
        _outside_addresses(lambda text: _ORDINAL.sub(r"\1\3<sup>\2\4</sup>", text), part)
        for part in parts[::2]
    ]
    return "".join(parts)


def plain(text: str) -> str:
    """Return the text as a keyboard writes it, for exchange files: the inverse of typesetting.

    No-break spaces become spaces, ’ becomes ', … becomes three dots, dashes become hyphens;
    « » stay, for Latin-1 has them.
    """
    return text.translate(_PLAIN)


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text, in `most` characters at most, « … » included.

    It ends with a whole word, and with none of the marks that announce what is left out; one word
    longer than that is cut where it must. White space is made one space, no-break ones are kept.
    Raises ValueError when `most` leaves no room for a letter.
    """
    if most < 2:
        message = f"{most} characters hold no letter and its ellipsis"
        raise ValueError(message)
    text = _BLANKS.sub(" ", text).strip(" ")
    if len(text) <= most:
        return text
    kept, space, _ = text[:most].rpartition(" ")
    kept = (kept if space else "").rstrip(_ANNOUNCING)
    return f"{kept or text[: most - 1]}…"


def _outside_addresses(change: Callable[[str], str], text: str) -> str:
    addresses = _ADDRESS.findall(text)
    if not addresses:
        return change(text)
    pieces = change(_ADDRESS.sub(_MASK, text)).split(_MASK)
    return "".join(map("".join, zip(pieces, [*addresses, ""], strict=True)))


def _ellipses(text: str) -> str:
    return _ELLIPSIS.sub("…", text)


def _marks(text: str) -> str:
    """Apply every rule that keeps the number and order of the characters that are not spaces."""
    text = re.sub("[\u2007\u2009\u202f]", NBSP, text)
    text = _SPACE_RUN.sub(lambda run: NBSP if NBSP in run[0] else " ", text)
    text = _french_quotes(_APOSTROPHE.sub("’", text))
    for pattern, replacement in _RULES:
        text = re.sub(pattern, replacement, text)
    return text


def _french_quotes(text: str) -> str:
    """Turn each pair of straight quotes on one line into « », nested pairs included."""
    characters = list(text)
    opened: list[int] = []
    for place, character in enumerate(text):
        if character == "\n":
            opened.clear()
        elif character == '"':
            if opened and not text[place + 1 : place + 2].isalnum():
                characters[opened.pop()] = "«"
                characters[place] = "»"
            elif not text[max(place - 1, 0) : place].isalnum():
                opened.append(place)
    return "".join(characters)


def _is_inline(tag: str) -> bool:
    name = _TAG_NAME.match(tag)
    return name is not None and name[1].lower() in _INLINE


def _typeset_run(run: list[str]) -> list[str]:
    """Typeset one sentence-bearing run (text, tag, text…, tag, text) across its inline tags."""
    if not "".join(run[::2]).strip():
        return run
    nodes = [
        _outside_addresses(_ellipses, _HTML_SPACE.sub(" ", unescape(node))) for node in run[::2]
    ]
    texts = _cut_like(nodes, _outside_addresses(_marks, "".join(nodes)))
    done = list(run)
    done[::2] = [escape(text) for text in texts]
    return done


def _cut_like(nodes: list[str], text: str) -> list[str]:
    """Cut ``text`` where ``nodes`` were cut, counting only what is not a space.

    Rules add and merge spaces, never other characters: the n-th solid character of ``text`` is
    the n-th of the nodes. A space beside a cut stays on the side where it was; a new one goes
    after the cut, unless « is before it.
    """
    solid = [place for place, character in enumerate(text) if not character.isspace()]
    pieces: list[str] = []
    seen = start = 0
    before = ""
    for node in nodes[:-1]:
        seen += sum(not character.isspace() for character in node)
        before += node
        if before[-1:].isspace() or (seen and text[solid[seen - 1]] == "«"):
            cut = solid[seen] if seen < len(solid) else len(text)
        else:
            cut = solid[seen - 1] + 1 if seen else 0
        pieces.append(text[start:cut])
        start = cut
    return [*pieces, text[start:]]
