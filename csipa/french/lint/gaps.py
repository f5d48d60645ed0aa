"""What somebody meant to fill in: {{ champ }}, [à compléter], XXX, ____, « … » alone, TODO."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csipa.french.lint.rules import Remark

_TO_DO = "compléter|préciser|définir|renseigner|vérifier|confirmer|remplir|venir|choisir|insérer"
_GAP = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\$\{[^{}]*\}|<<[^<>]*>>|«[A-Z]+_[A-Z_]+»"
    rf"|[\[(][^\[\]()]{{0,40}}\b(?:[àa] (?:{_TO_DO})|COMPLÉTER)\b[^\[\]()]{{0,80}}[\])]"
    r"|\[[ \u00a0]*(?:…|\.{2,}|_+|[xX?]+)?[ \u00a0]*\]"
    rf"|(?<!\w)À (?:{_TO_DO.upper()})(?!\w)"
    r"|\bXXX+\b|\b[xX]{2}/[xX]{2}(?:/[xX]{2,4})?\b|_{3,}|\.{4,}|…{2,}|(?<!\S)…(?!\S)|\?{3,}"
    r"|\b(?:TODO|FIXME|TBD|NNN+)\b|(?i:\blorem ipsum\b)"
)


def check(text: str) -> Iterator[Remark]:
    """Give a remark for each place left to fill in."""
    for found in _GAP.finditer(text):
        message = "Ce passage attend d’être complété."
        yield Remark("gap", found.start(), found.end(), message)
