"""What every letter prints of those who write and receive it.

What the records do not say prints as a line to fill in by hand: nothing is guessed.
"""

from __future__ import annotations

from typing import Any

from csipa.french.grammar import upper_first
from csipa.french.typography import typeset

Data = dict[str, Any]

STYLESHEET = "lettre.css"
NOBODY = "Madame, Monsieur"
"""How a letter greets an organisation for which nobody is known to answer."""


def printed(value: object) -> str:
    """Return a line as printed: signs and spaces of print, words untouched."""
    return typeset(str(value).strip()) if value not in (None, "") else ""


def sender_block(side: Data) -> Data:
    """Return name and address of who writes; `blank` when the address is to be filled in."""
    lines = [printed(line) for line in side.get("address") or []]
    return {"name": printed(side.get("name")), "lines": lines, "blank": not lines}


def recipient_block(side: Data) -> Data:
    """Return name, person and address of who receives; `unknown` when nobody is known there."""
    person = side.get("person")
    named = ""
    if person and "oneself" not in person:
        named = f"À l’attention de {person['full_name']}, {person['capacity']}"
    return {**sender_block(side), "attention": printed(named), "unknown": not person}


def signature_block(person: Data | None) -> Data:
    """Return who signs, or blanks for the capacity and the name."""
    if person is None:
        return {"unknown": True, "lines": [], "name": ""}
    if "oneself" in person:
        return {"unknown": False, "lines": [], "name": printed(person["oneself"])}
    lines = [person["on_behalf"], upper_first(person["the_capacity"])]
    return {
        "unknown": False,
        "lines": [printed(line) for line in lines if line],
        "name": printed(f"{person['first_name']} {person['last_name']}"),
    }
