"""The French of every field: remarks of the proof-reader, gathered when they are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from conventions.rules.finding import Finding, Place, Severity, found_at
from conventions.rules.lint.reading import Field, Reading
from csipa.french.grammar import Gender, enumeration
from csipa.french.lint import Remark, remarks
from csipa.french.numbers import counted

_KINDS = {
    "apostrophe droite": ("apostrophe droite", "apostrophes droites"),
    "guillemet droit": ("guillemet droit", "guillemets droits"),
    "espace double": ("espace double", "espaces doubles"),
    "espace insécable": ("espace insécable manquante", "espaces insécables manquantes"),
}
_PRESENT = {
    "sera": "est", "seront": "sont", "aura": "a", "auront": "ont", "devra": "doit",
    "devront": "doivent", "pourra": "peut", "pourront": "peuvent", "fera": "fait",
    "feront": "font", "prendra": "prend", "prendront": "prennent", "donnera": "donne",
    "entrera": "entre", "versera": "verse", "percevra": "perçoit", "mettra": "met",
    "recevra": "reçoit", "transmettra": "transmet", "assurera": "assure", "figurera": "figure",
}  # fmt: skip
_FUTURE = re.compile(rf"\b(?:{'|'.join(_PRESENT)})\b")
_TITLES = re.compile(r"(?:^|\.)(?:title|heading|subtitle)$")
_ARTICLE = re.compile(r".*articles\[\d+\]")
_STOP = re.compile(r"(?<!etc)(?<![.…])\.\s*$")


def wording_findings(reading: Reading) -> list[Finding]:
    """Return what the proof-reader notes in an act, one finding for the same remark everywhere."""
    same: dict[tuple[str, str, str, str], list[Place]] = {}
    weights: dict[str, Severity] = {}
    signs: list[tuple[str, Place]] = []
    for remark, place in _without_quotations(reading):
        if remark.rule == "signs":
            signs.append((remark.message, place))
        else:
            key = (remark.rule, place.passage, remark.replacement or "", remark.message)
            same.setdefault(key, []).append(place)
            weights[remark.rule] = Severity(remark.weight.value)
    found = [found_at(key[0], weights[key[0]], places, key[3]) for key, places in same.items()]
    return [*found, *_signs(signs), *_futures(reading), *_stops(reading)]


def _without_quotations(reading: Reading) -> Iterator[tuple[Remark, Place]]:
    """Give the remarks on every field, but the two ends of a quotation of several paragraphs.

    A quotation goes from « to » within one article, whatever its body and its list hold.
    """
    found = [pair for one in reading.fields for pair in _remarks(one)]
    opened: dict[str, list[int]] = {}
    paired: set[int] = set()
    for rank, (remark, place) in enumerate(found):
        if remark.rule != "unbalanced":
            continue
        holder = _ARTICLE.match(place.path)
        places = opened.setdefault(holder[0] if holder else place.path, [])
        if place.passage == "«":
            places.append(rank)
        elif place.passage == "»" and places:
            paired |= {places.pop(), rank}
    return (pair for rank, pair in enumerate(found) if rank not in paired)


def _remarks(one: Field) -> Iterator[tuple[Remark, Place]]:
    gender = Gender(one.subject) if one.subject else None
    for block in one.blocks:
        for remark in remarks(block.text, subject=gender):
            yield remark, one.place(block, remark.start, remark.end, remark.replacement)


def _signs(signs: list[tuple[str, Place]]) -> Iterator[Finding]:
    """Gather what printing repairs into one piece of advice."""
    if not signs:
        return
    counts = Counter(kind for kind, _ in signs)
    told = enumeration(counted(counts[kind], *_KINDS[kind]) for kind in _KINDS if counts[kind])
    message = f"Saisie de clavier : {told}. L’impression les rétablit d’elle-même."
    yield found_at("signs", Severity.ADVICE, [place for _, place in signs], message)


def _futures(reading: Reading) -> Iterator[Finding]:
    """Advise the present where the operative part decides in the future."""
    for one in reading.fields:
        if not one.path.startswith("provisions["):
            continue
        for block in one.blocks:
            for found in _FUTURE.finditer(block.text):
                present = _PRESENT[found[0]]
                place = one.place(block, found.start(), found.end(), present)
                message = f"Le dispositif se rédige au présent : « {present} »."
                yield found_at("future", Severity.ADVICE, [place], message)


def _stops(reading: Reading) -> Iterator[Finding]:
    for one in reading.fields:
        if _TITLES.search(one.path) and (found := _STOP.search(one.source)):
            place = one.place(one.blocks[0], found.start(), found.end(), "")
            message = "Un titre ne se termine pas par un point."
            yield found_at("title-stop", Severity.FAULT, [place], message)
