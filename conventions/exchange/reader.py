"""From the text of a file to a checked `csipa-acte/1` dictionary, or every fault it holds."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from conventions.exchange.faults import ExchangeError, Fault, path_of, schema_faults
from conventions.exchange.meetings import meeting_faults
from csipa import richtext

SCHEMA_FILE = Path(__file__).resolve().parent.parent / "schemas" / "csipa-acte-1.schema.json"
ACT_FORMAT = "csipa-acte/1"
CONVENTION_FORMAT = "csipa-convention/1"
LARGEST_FILE = 20 * 1024 * 1024
DEEPEST_NESTING = 12

Data = dict[str, Any]


@functools.cache
def schema() -> Data:
    """Return the published JSON Schema of the format."""
    loaded: Data = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


@functools.cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def read(content: bytes) -> Data:
    """Return the act or convention that a file holds; raise ExchangeError with every fault.

    The file is UTF-8 JSON of at most 20 MB. Words are kept to the letter.
    """
    data = parse(content)
    if faults := faults_of(data):
        raise ExchangeError(faults)
    checked: Data = data
    return checked


def faults_of(data: Any) -> list[Fault]:
    """Return every fault of a parsed file, whatever its shape; empty when it can be taken."""
    faults = [fault for error in _validator().iter_errors(data) for fault in schema_faults(error)]
    for parts, convention in conventions_of(data):
        faults.extend(_convention_faults(convention, parts))
    if isinstance(data, dict):
        faults.extend(_annex_faults(data))
        faults.extend(meeting_faults(data))
    return faults


def parse(content: bytes) -> Any:
    """Return what a JSON file holds; raise ExchangeError when it is not one."""
    if len(content) > LARGEST_FILE:
        raise ExchangeError([Fault("(fichier)", "le fichier dépasse 20 Mo.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(
            [Fault("(fichier)", f"le fichier n’est pas en UTF-8 (octet {error.start}).")]
        ) from None
    duplicates: list[Fault] = []

    def pairs(items: list[tuple[str, Any]]) -> Data:
        keys = [key for key, _ in items]
        duplicates.extend(
            Fault(key, "cette clé est écrite deux fois au même endroit.")
            for key in {key for key in keys if keys.count(key) > 1}
        )
        return dict(items)

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"(ligne {error.lineno}, colonne {error.colno})"
        raise ExchangeError([Fault(place, "le fichier n’est pas du JSON valide.")]) from None
    except (RecursionError, ValueError) as error:
        sentence = "le fichier est trop imbriqué." if isinstance(error, RecursionError) else error
        raise ExchangeError([Fault("(fichier)", str(sentence))]) from None
    if duplicates:
        raise ExchangeError(duplicates)
    return data


def _refuse_constant(name: str) -> None:
    raise ValueError(f"« {name} » n’est pas une valeur admise.")


def conventions_of(data: Any) -> Iterator[tuple[list[str | int], Data]]:
    """Give each convention of a file with its path; skip what the schema already refuses."""
    if not isinstance(data, dict):
        return
    if data.get("format") == CONVENTION_FORMAT:
        yield [], data
    for rank, annex in enumerate(_items(data.get("annexes"))):
        convention = annex.get("convention")
        if isinstance(convention, dict):
            yield ["annexes", rank, "convention"], convention


def _items(value: Any) -> list[Data]:
    """Return the objects of a list, whatever the value is."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _annex_faults(data: Data) -> Iterator[Fault]:
    for rank, annex in enumerate(_items(data.get("annexes"))):
        here: list[str | int] = ["annexes", rank]
        if annex.get("convention") and annex.get("text"):
            yield Fault(path_of(here), "une annexe est une convention ou un texte, pas les deux.")
        yield from _body_faults(annex.get("text"), [*here, "text"])


def _convention_faults(convention: Data, here: list[str | int]) -> Iterator[Fault]:
    yield from _body_faults(convention.get("preamble"), [*here, "preamble"])
    yield from _period_faults(convention.get("period"), [*here, "period"])
    yield from _notice_faults(convention.get("notice"), [*here, "notice"])
    parties = len(_items(convention.get("parties")))
    yield from _article_faults(convention.get("articles"), [*here, "articles"], parties, 0)
    finance = convention.get("finance")
    payers = _items(finance.get("payers")) if isinstance(finance, dict) else []
    for rank, payer in enumerate(payers):
        party = payer.get("party")
        if isinstance(party, int) and not 1 <= party <= parties:
            path = path_of([*here, "finance", "payers", rank, "party"])
            yield Fault(path, _no_such_party(party, parties))


def _article_faults(
    articles: Any, here: list[str | int], parties: int, depth: int
) -> Iterator[Fault]:
    if depth > DEEPEST_NESTING:
        yield Fault(path_of(here), f"plus de {DEEPEST_NESTING} niveaux de sous-articles.")
        return
    for rank, article in enumerate(_items(articles)):
        place = [*here, rank]
        yield from _body_faults(article.get("body"), [*place, "body"])
        commitments = article.get("commitments")
        if isinstance(commitments, dict):
            yield from _commitment_faults(commitments, [*place, "commitments"], parties)
        yield from _article_faults(
            article.get("articles"), [*place, "articles"], parties, depth + 1
        )


def _commitment_faults(commitments: Data, here: list[str | int], parties: int) -> Iterator[Fault]:
    party = commitments.get("party")
    if isinstance(party, int) and not 1 <= party <= parties:
        yield Fault(path_of([*here, "party"]), _no_such_party(party, parties))


def _no_such_party(party: int, parties: int) -> str:
    return f"il n’y a pas de partie n° {party} ; la convention en compte {parties}."


def _period_faults(period: Any, here: list[str | int]) -> Iterator[Fault]:
    if not isinstance(period, dict):
        return
    start, end = period.get("start"), period.get("end")
    if isinstance(start, str) and isinstance(end, str) and end < start:
        yield Fault(
            path_of([*here, "end"]),
            f"la convention prend fin ({end}) avant de prendre effet ({start}).",
        )


def _notice_faults(notice: Any, here: list[str | int]) -> Iterator[Fault]:
    if not isinstance(notice, dict):
        return
    if notice.get("value") is not None and notice.get("days") is not None:
        yield Fault(path_of([*here, "days"]), "donnez « value » ou « days », pas les deux.")


def _body_faults(body: Any, here: list[str | int]) -> Iterator[Fault]:
    if isinstance(body, str):
        for sentence in richtext.faults(body):
            yield Fault(path_of(here), sentence)
