"""Files of the library of visas (`csipa-visas/1`): read whole, or refused with every fault."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from conventions.exchange.faults import ExchangeError, Fault, path_of, schema_faults
from conventions.exchange.reader import parse

_APP = Path(__file__).resolve().parent.parent
SCHEMA_FILE = _APP / "schemas" / "csipa-visas-1.schema.json"
STARTER_FILE = _APP / "data" / "legal_texts.json"
"""The texts that come with the program, none of them checked by the authority that uses it."""

Row = dict[str, Any]


@functools.cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def read_texts(content: bytes) -> list[Row]:
    """Return the texts of a file; raise ExchangeError with every fault it holds."""
    data = parse(content)
    faults = [fault for error in _validator().iter_errors(data) for fault in schema_faults(error)]
    if not faults:
        faults = _repeated(data["texts"])
    if faults:
        raise ExchangeError(faults)
    rows: list[Row] = data["texts"]
    return rows


def _repeated(rows: list[Row]) -> list[Fault]:
    """Return a fault for each text whose words an earlier one of the file has."""
    seen: set[str] = set()
    faults = []
    for rank, row in enumerate(rows):
        if row["wording"] in seen:
            path = path_of(["texts", rank, "wording"])
            faults.append(Fault(path, "ce visa est déjà dans le fichier."))
        seen.add(row["wording"])
    return faults
