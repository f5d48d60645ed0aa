"""Say what is wrong with a body, in French, with the place of each fault."""

from __future__ import annotations

import html as html_entities
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from csipa.richtext.tokens import (
    ALLOWED,
    FORBIDDEN_CHARACTERS,
    LISTS,
    MAX_BYTES,
    MAX_DEPTH,
    Kind,
    Token,
    tokens,
)

MAX_FAULTS = 100

# What word processors and browsers paste, and that `clean` turns into the subset without a loss.
_CONVERTIBLE_NAMES = (
    "a abbr acronym address article aside b big blockquote body caption center cite code col "
    "colgroup dd del details dfn dir div dl dt figcaption figure font footer h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html i ins kbd main mark menu nav nobr o:p pre q s samp section small "
    "span strike style sub summary sup table tbody td tfoot th thead time title tr tt u var"
)
CONVERTIBLE = frozenset(_CONVERTIBLE_NAMES.split())
_INSTEAD = {"b": "strong", "i": "em", "div": "p", "u": "em"}
_SAFE_SCHEMES = ("http:", "https:", "mailto:", "tel:", "#")
_LINKS = frozenset({"href", "src", "xlink:href", "action", "formaction", "data", "background"})
_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where; `dangerous` when `clean` must not repair it silently."""

    offset: int
    message: str
    dangerous: bool


def faults(html: str) -> list[str]:
    """Return one French sentence per fault, in order of place; nothing when `html` is admissible.

    Admissible: at most 2 MB, the tags `p ul ol li strong em br` without an attribute, closed in
    order, nested at most 20 deep, lists made of items, blocks inside nothing but an item.
    At most MAX_FAULTS sentences, then one that says there are more.
    """
    return _sentences(html, _faults(html))


def refusals(html: str) -> list[str]:
    """Return the sentences of the faults that a cleaning would hide: scripts, unknown tags, etc."""
    return _sentences(html, (fault for fault in _faults(html) if fault.dangerous))


def _sentences(html: str, found: Iterator[Fault]) -> list[str]:
    first = list(islice(found, MAX_FAULTS + 1))
    lines = [0, *(match.end() for match in re.finditer("\n", html))]
    sentences = []
    for fault in sorted(first[:MAX_FAULTS], key=lambda fault: fault.offset):
        line = bisect_right(lines, fault.offset)
        column = fault.offset - lines[line - 1] + 1
        sentences.append(f"Ligne {line}, colonne {column}\u00a0: {fault.message}")
    if len(first) > MAX_FAULTS:
        sentences.append(f"D’autres fautes suivent\u00a0: les {MAX_FAULTS} premières sont citées.")
    return sentences


def _faults(html: str) -> Iterator[Fault]:
    size = len(html.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        message = f"le texte pèse {size // 1024} Ko\u00a0; {MAX_BYTES // 1024} Ko sont admis."
        yield Fault(0, message, dangerous=True)
        return
    yield from _Inspector().inspect(html)


class _Inspector:
    """Reads the tokens once, with the stack of the admitted tags that are open."""

    def __init__(self) -> None:
        self.open: list[Token] = []
        self.names: Counter[str] = Counter()

    def inspect(self, html: str) -> Iterator[Fault]:
        readers = {
            Kind.TEXT: self._text,
            Kind.OPEN: self._opening,
            Kind.CLOSE: self._closing,
            Kind.COMMENT: self._comment,
            Kind.MALFORMED: self._malformed,
        }
        for token in tokens(html):
            if token.kind is not Kind.RAW:
                yield from readers[token.kind](token)
        for token in self.open:
            yield self._unclosed(token)

    @property
    def parent(self) -> str:
        return self.open[-1].name if self.open else ""

    def _text(self, token: Token) -> Iterator[Fault]:
        for match in FORBIDDEN_CHARACTERS.finditer(token.source):
            yield self._character(token.offset + match.start(), ord(match[0]))
        for match in _REFERENCE.finditer(token.source):
            if (code := _forbidden_code(match[0])) is not None:
                yield self._character(token.offset + match.start(), code)
        if self.parent in LISTS and (text := token.source.strip(" \t\r\n")):
            offset = token.offset + token.source.index(text)
            message = f"le texte est dans <{self.parent}> sans être dans un élément <li>."
            yield Fault(offset, message, dangerous=False)

    def _opening(self, token: Token) -> Iterator[Fault]:
        if token.name not in ALLOWED:
            yield _forbidden_tag(token)
        yield from _attributes(token)
        if token.name not in ALLOWED:
            return
        if message := self._misplaced(token.name):
            yield Fault(token.offset, message, dangerous=False)
        if token.name == "br":
            return
        if token.attributes.rstrip().endswith("/"):
            message = f"la balise <{token.name}/> ne se ferme pas elle-même."
            yield Fault(token.offset, message, dangerous=False)
        self.open.append(token)
        self.names[token.name] += 1
        if len(self.open) == MAX_DEPTH + 1:
            message = f"les balises s’emboîtent sur plus de {MAX_DEPTH} niveaux."
            yield Fault(token.offset, message, dangerous=True)

    def _misplaced(self, name: str) -> str:
        parent = self.parent
        if name == "li":
            inside = parent in LISTS
            return "" if inside else "la balise <li> doit être dans une liste <ul> ou <ol>."
        if parent in LISTS:
            return f"la balise <{name}> est dans <{parent}> sans être dans un élément <li>."
        if (name == "p" or name in LISTS) and parent not in ("", "li"):
            return f"la balise <{name}> ne peut pas être dans <{parent}>."
        return ""

    def _closing(self, token: Token) -> Iterator[Fault]:
        if token.name not in ALLOWED:
            return
        if not self.names[token.name]:
            message = f"la balise </{token.name}> ne ferme aucune balise ouverte."
            yield Fault(token.offset, message, dangerous=False)
            return
        while (opened := self._pop()).name != token.name:
            yield self._unclosed(opened)

    def _pop(self) -> Token:
        token = self.open.pop()
        self.names[token.name] -= 1
        return token

    def _comment(self, token: Token) -> Iterator[Fault]:
        message = (
            "les commentaires, déclarations et instructions «\u00a0<!… >\u00a0» ne sont pas admis."
        )
        yield Fault(token.offset, message, dangerous=False)

    def _malformed(self, token: Token) -> Iterator[Fault]:
        message = (
            "le chevron «\u00a0<\u00a0» ouvre une balise qui n’est pas formée correctement\u00a0; "
            "dans un texte, écrivez «\u00a0&lt;\u00a0»."
        )
        yield Fault(token.offset, message, dangerous=True)

    def _character(self, offset: int, code: int) -> Fault:
        message = f"le caractère invisible U+{code:04X} n’est pas admis."
        return Fault(offset, message, dangerous=False)

    def _unclosed(self, token: Token) -> Fault:
        message = f"la balise <{token.name}> n’est pas fermée."
        return Fault(token.offset, message, dangerous=False)


def _forbidden_tag(token: Token) -> Fault:
    advice = (
        f"écrivez <{_INSTEAD[token.name]}>."
        if token.name in _INSTEAD
        else "seules le sont p, ul, ol, li, strong, em et br."
    )
    message = f"la balise <{token.name}> n’est pas admise\u00a0; {advice}"
    return Fault(token.offset, message, dangerous=token.name not in CONVERTIBLE)


def _attributes(token: Token) -> Iterator[Fault]:
    for name, value in token.pairs():
        if name.startswith("on"):
            what, dangerous = f"l’attribut {name}, qui lance un script,", True
        elif name in _LINKS:
            address = re.sub(r"[\x00-\x20]", "", html_entities.unescape(value)).lower()
            what = f"le lien {name}=«\u00a0{value[:60]}\u00a0»"
            dangerous = not address.startswith(_SAFE_SCHEMES)
        else:
            what, dangerous = f"l’attribut {name}", False
        message = f"{what} de la balise <{token.name}> n’est pas admis."
        yield Fault(token.offset, message, dangerous)


def _forbidden_code(reference: str) -> int | None:
    """Return the code point that a numeric reference names if no text may hold it."""
    digits = reference[2:].rstrip(";")
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits.lstrip("0")[:9] or "0")
    code = min(code, 0x110000)
    if code > 0x10FFFF or FORBIDDEN_CHARACTERS.match(chr(code)):
        return code
    return None
