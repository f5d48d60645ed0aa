"""References of articles, « article 1er », « VU », and sums of money.

Sources: *Guide de légistique* (« L. 1321-1 », « article 1er »); *Lexique* of the Imprimerie
nationale (groups of three figures, decimal comma, two decimals, sign after the number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.lint.rules import SPACE, Remark
from csipa.french.typography import NBSP

_REFERENCE = re.compile(
    rf"(?<![\w./-])(?P<code>LO|[LRD])(?P<gap>\.?{SPACE}?)(?P<number>\d{{3,4}}(?:-\d+)+)"
)
_FIRST = re.compile(rf"\b(?P<word>[Aa]rticles?|ARTICLES?)(?P<gap>{SPACE})1(?![\w°.,\-/])")
_FIRST_END = re.compile(rf"\b(?P<word>[Aa]rticle|ARTICLE)(?P<gap>{SPACE})1(?=[.,](?:\s|$))")
_SEEN = re.compile(r"^\s*(?P<word>VU|VUS|VUE|VUES)\b(?=\s+[a-zà-ÿ])")

_EURO = rf"{SPACE}?(?:€|euros?\b|EUR\b)"
_DOTTED = re.compile(rf"(?<![\w.,])(?P<number>\d{{1,3}}(?:\.\d{{3}})+(?:,\d{{1,2}})?)(?={_EURO})")
_ENGLISH = re.compile(rf"(?<![\w.,])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{2}})?)(?={_EURO})")
_POINT = re.compile(rf"(?<![\w.,])(?P<number>\d+\.\d{{1,2}})(?={_EURO})")
_ONE_DECIMAL = re.compile(
    rf"(?<![\w.,])(?P<number>\d{{1,9}}(?:{SPACE}\d{{3}}){{0,3}},\d)(?={SPACE}?€)"
)
_UNGROUPED = re.compile(rf"(?<![\w.,])(?P<number>\d{{5,}})(?:,\d{{2}})?(?={_EURO})")
_SIGN_FIRST = re.compile(rf"€{SPACE}?(?P<number>\d[\d \u00a0\u202f.,]*\d|\d)(?!\d)")
_CODE_EUR = re.compile(rf"(?<=\d)(?P<gap>{SPACE}?)EUR\b")
_BARE = re.compile(
    r"\b(?P<noun>montant|loyer|redevance|subvention|somme|participation|indemnité|forfait)"
    rf"(?:{SPACE}[\w’'-]+){{0,3}}?{SPACE}(?:de|à|est de){SPACE}"
    rf"(?P<number>\d{{1,9}}(?:{SPACE}\d{{3}}){{0,3}}(?:,\d{{1,2}})?)(?=[.;)](?!\d)|,{SPACE}|$)",
    re.IGNORECASE,
)


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each reference, number of article, or sum that is not well written."""
    for found in _REFERENCE.finditer(text):
        if found["gap"] not in (". ", f".{NBSP}", ".\u202f"):
            written = f"{found['code']}.{NBSP}{found['number']}"
            message = f"L’article se cite « {written} »."
            yield Remark("article-reference", found.start(), found.end(), message, written)
    for pattern in (_FIRST, _FIRST_END):
        for found in pattern.finditer(text):
            written = f"{found['word']}{found['gap']}1er"
            message = "Le premier article est l’« article 1er »."
            yield Remark("article-first", found.start(), found.end(), message, written)
    for found in _SEEN.finditer(text):
        message = "« Vu » ne s’écrit pas en capitales."
        word = found["word"].capitalize()
        yield Remark("seen-capitals", found.start("word"), found.end("word"), message, word)
    yield from _amounts(text)


def _amounts(text: str) -> Iterator[Remark]:
    for pattern, point in ((_DOTTED, ","), (_ENGLISH, "."), (_POINT, "."), (_ONE_DECIMAL, ",")):
        for found in pattern.finditer(text):
            yield _amount(found.start(), found.end(), _grouped(found["number"], point))
    for found in _UNGROUPED.finditer(text):
        number = found["number"]
        yield _amount(found.start("number"), found.end("number"), _grouped(number, ","))
    for found in _SIGN_FIRST.finditer(text):
        if not re.search(r"\d[ \u00a0\u202f]?$", text[max(0, found.start() - 2) : found.start()]):
            yield _amount(found.start(), found.end(), f"{found['number']}{NBSP}€")
    for found in _CODE_EUR.finditer(text):
        yield _amount(found.start(), found.end(), f"{NBSP}€")
    for found in _BARE.finditer(text):
        message = f"{found['noun'].capitalize()} de {found['number']} : en quelle monnaie ?"
        yield Remark("amount-currency", found.start(), found.end(), message)


def _grouped(number: str, point: str) -> str:
    """Return a number with a decimal comma, two decimals if any, and its figures by three."""
    whole, _, decimals = number.partition(point)
    figures = "".join(sign for sign in whole if sign.isdigit())
    groups = f"{int(figures):,}".replace(",", NBSP)
    return f"{groups},{decimals.ljust(2, '0')}" if decimals else groups


def _amount(start: int, end: int, written: str) -> Remark:
    message = f"Écrivez « {written.strip(NBSP)} »."
    return Remark("amount", start, end, message, written)
