"""Files of clauses and models (`csipa-clauses/1`): read whole, or refused with every fault."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from conventions.exchange.clause_texts import (
    ClauseText,
    Worded,
    role_name,
    roles_named,
    text_faults,
)
from conventions.exchange.faults import ExchangeError, Fault, path_of, schema_faults
from conventions.exchange.reader import parse

_APP = Path(__file__).resolve().parent.parent
SCHEMA_FILE = _APP / "schemas" / "csipa-clauses-1.schema.json"
STARTER_FILE = _APP / "data" / "convention_library.json"
"""The clauses and models that come with the program."""

Row = dict[str, Any]


@functools.cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def read_library(content: bytes) -> tuple[list[Row], list[Row]]:
    """Return the clauses and the models of a file; raise ExchangeError with every fault it holds.

    The clauses of a model are those of the same file: nothing depends on what is already there.
    """
    data = parse(content)
    faults = [fault for error in _validator().iter_errors(data) for fault in schema_faults(error)]
    if not faults:
        faults = [*_clause_faults(data["clauses"]), *_template_faults(data)]
    if faults:
        raise ExchangeError(faults)
    return data["clauses"], data.get("templates", [])


def clause_text(row: Row) -> ClauseText:
    """Return the texts of a clause of a file."""
    return ClauseText(
        title=row["title"],
        introduction=row.get("introduction", ""),
        body=row.get("body", ""),
        role=row.get("role", ""),
        commitments=row.get("commitments", ()),
    )


def model_texts(row: Row) -> list[Worded]:
    """Return every text of a model of a file, those of its decision included."""
    decision = row.get("decision", {})
    recitals = enumerate(decision.get("recitals", ()))
    found = [
        Worded(("title",), row["title"]),
        Worded(("subtitle",), row.get("subtitle", "")),
        Worded(("preamble",), row.get("preamble", ""), rich=True),
        Worded(("decision", "title"), decision.get("title", "")),
        *(Worded(("decision", "recitals", rank), one) for rank, one in recitals),
        Worded(("decision", "provision"), decision.get("provision", "")),
    ]
    return [one for one in found if one.text]


def _clause_faults(rows: list[Row]) -> Iterator[Fault]:
    yield from _twice(rows, "clauses")
    for rank, row in enumerate(rows):
        for key, message in clause_text(row).faults():
            yield Fault(path_of(["clauses", rank, *key]), message)


def _template_faults(data: Row) -> Iterator[Fault]:
    rows = data.get("templates", [])
    clauses = {row["name"]: clause_text(row) for row in data["clauses"]}
    yield from _twice(rows, "templates")
    for rank, row in enumerate(rows):
        here: list[str | int] = ["templates", rank]
        texts = model_texts(row)
        for key, message in text_faults(texts):
            yield Fault(path_of([*here, *key]), message)
        roles = [party["role"] for party in row["parties"]]
        if len(set(roles)) < len(roles):
            yield Fault(path_of([*here, "parties"]), "un rôle y est tenu deux fois.")
        for role in sorted(roles_named(texts) - set(roles)):
            yield Fault(path_of([*here, "parties"]), _no_party(role, "ses textes en parlent"))
        yield from _place_faults(row["clauses"], clauses, roles, [*here, "clauses"])


def _place_faults(
    places: list[str], clauses: dict[str, ClauseText], roles: list[str], here: list[str | int]
) -> Iterator[Fault]:
    """Give the clauses of a model that the file does not have, or that it cannot fill."""
    for rank, name in enumerate(places):
        path = path_of([*here, rank])
        if name not in clauses:
            yield Fault(path, f"aucune clause du fichier ne s’appelle « {name} ».")
            continue
        if name in places[:rank]:
            yield Fault(path, "cette clause est déjà dans le modèle.")
        for role in sorted(clauses[name].roles() - set(roles)):
            yield Fault(path, _no_party(role, "cette clause en parle"))


def _no_party(role: str, what: str) -> str:
    return f"le modèle n’a pas de {role_name(role)}, et {what}."


def _twice(rows: list[Row], key: str) -> Iterator[Fault]:
    counts = Counter(row["name"] for row in rows)
    for rank, row in enumerate(rows):
        if counts[row["name"]] > 1:
            yield Fault(path_of([key, rank, "name"]), "ce nom est donné deux fois.")
