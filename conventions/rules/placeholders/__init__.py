"""Placeholders of the library: « {le partenaire} », a closed list of names between braces.

They are read, checked and replaced, never run: what replaces one is not read again.
"""

from conventions.rules.placeholders.catalogue import ROLES, Placeholder, catalogue, names
from conventions.rules.placeholders.filling import Agreement, Unfilled, Values, fill, missing
from conventions.rules.placeholders.reading import Kind, Token, check, parse, used_names

__all__ = [
    "ROLES",
    "Agreement",
    "Kind",
    "Placeholder",
    "Token",
    "Unfilled",
    "Values",
    "catalogue",
    "check",
    "fill",
    "missing",
    "names",
    "parse",
    "used_names",
]
