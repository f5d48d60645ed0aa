"""What must stay readable on an act, and so is never struck out of its public copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conventions.rules.redaction import FEWEST_SIGNS, names_of, signs_of, spans

Data = dict[str, Any]


def striking_refusals(data: Data, words: Sequence[str]) -> list[str]:
    """Return why some of `words` cannot be struck out of an act of the exchange format.

    CGCT R. 2131-1, CRPA L. 212-1: what goes public says legibly the first name, the name and the
    capacity of its author, and the authority. The number leads to the act: its address bears it.
    """
    return [reason for one in words if (reason := _refusal(data, one))]


def _refusal(data: Data, words: str) -> str:
    if signs_of(words) < FEWEST_SIGNS:
        return f"« {words} » est trop court : écrivez au moins trois lettres ou chiffres."
    signature = data.get("signature") or {}
    author = [*names_of(signature), *(str(signature.get(key) or "") for key in _AUTHOR)]
    if any(spans(text, [words]) for text in author):
        return (
            f"« {words} » est dans le nom ou la qualité de l’auteur de l’acte, que la loi veut "
            "lisibles (CGCT R. 2131-1)."
        )
    if spans(str((data.get("authority") or {}).get("name") or ""), [words]):
        return f"« {words} » est dans le nom de l’autorité qui prend l’acte : il reste lisible."
    if spans(str(data.get("number") or ""), [words]):
        return (
            f"« {words} » est dans le numéro de l’acte, que porte son adresse : il reste lisible."
        )
    return ""


_AUTHOR = ("capacity", "on_behalf")
