"""What is wrong with a file, said in French, each fault with its path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jsonschema import ValidationError

KINDS = {
    "string": "un texte",
    "integer": "un nombre entier",
    "number": "un nombre",
    "boolean": "vrai ou faux (true, false)",
    "array": "une liste",
    "object": "un objet { … }",
    "null": "rien (null)",
}


@dataclass(frozen=True)
class Fault:
    """One fault: where (`annexes[0].convention.parties[2].name`), and a French sentence."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path} : {self.message}"


class ExchangeError(ValueError):
    """A file that cannot be taken; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=lambda fault: (fault.path, fault.message))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def path_of(parts: Iterable[str | int]) -> str:
    """Write a path as people read it: keys with dots, ranks from 0 in brackets."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path or "(racine)"


def schema_faults(error: ValidationError) -> Iterable[Fault]:
    """Turn one finding of the schema into faults in French; raise nothing."""
    here = list(error.absolute_path)
    if error.context and error.validator == "anyOf":
        for inner in error.context:
            if inner.validator_value != "null":
                yield from schema_faults(inner)
    elif error.validator == "additionalProperties":
        for key in sorted(set(error.instance) - set(error.schema["properties"])):
            yield Fault(path_of([*here, key]), "cette clé n’existe pas dans le format.")
    elif error.validator == "required":
        for key in sorted(set(error.validator_value) - set(error.instance)):
            yield Fault(path_of([*here, key]), "cette clé est obligatoire.")
    else:
        yield Fault(path_of(here), _sentence(error))


def _sentence(error: ValidationError) -> str:
    """Say in French what one value should have been."""
    value, expected = _shown(error.instance), error.validator_value
    sentences = {
        "type": _type_sentence,
        "enum": _enum_sentence,
        "pattern": _pattern_sentence,
    }
    if say := sentences.get(str(error.validator)):
        return say(error, value)
    return {
        "const": f"on attend « {expected} », et non {value}.",
        "format": f"{value} n’est pas une date du calendrier (AAAA-MM-JJ).",
        "maxLength": f"ce texte dépasse {expected} caractères.",
        "minimum": f"{value} est trop petit ; le minimum est {expected}.",
        "maximum": f"{value} est trop grand ; le maximum est {expected}.",
        "minItems": "la liste est vide ; il faut au moins un élément.",
    }.get(str(error.validator), f"{value} n’est pas admis.")


def _type_sentence(error: ValidationError, value: str) -> str:
    expected = error.validator_value
    kinds = [expected] if isinstance(expected, str) else expected
    names = [KINDS[kind] for kind in kinds if kind != "null"]
    return f"on attend {' ou '.join(names)}, et non {value}."


def _enum_sentence(error: ValidationError, value: str) -> str:
    codes = ", ".join(_code(code) for code in error.validator_value if code is not None)
    return f"{value} n’est pas admis ; valeurs possibles : {codes}."


def _code(code: Any) -> str:
    return str(code).lower() if isinstance(code, bool) else str(code)


def _pattern_sentence(error: ValidationError, value: str) -> str:
    """Say which form a text should have; an empty required text has its own sentence."""
    if error.validator_value == r"\S":
        return "ce texte est vide."
    return f"{value} n’a pas la forme attendue : {error.schema.get('description', '')}".strip()


def _shown(value: Any) -> str:
    """Return a short form of a value, fit for a sentence."""
    if isinstance(value, dict):
        return "un objet"
    if isinstance(value, list):
        return "une liste"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"« {text[:60]}{'…' if len(text) > 60 else ''} »"
