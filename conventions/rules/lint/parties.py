"""The parties of a convention: who they are, and one order wherever they are named.

Sources: Code civil art. 1128 (capacity to contract), CRPA L. 212-1; *Guide de légistique*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from conventions.rules.finding import Finding, Place, Severity, found_at
from conventions.rules.lint.names import name_key, words_of
from conventions.rules.lint.reading import Data, Field, Reading
from csipa.french.grammar import enumeration

_IDENTIFIERS = ("siren", "siret", "rna", "insee_code")
_GENERIC = re.compile(
    r"\b(?:communauté d[’']agglomération|communauté de communes|communauté urbaine|commune|cpts|"
    r"association|département|région|agence régionale de santé|centre hospitalier)\b",
    re.IGNORECASE,
)
_FEWEST = 3
_GAP = 90


def party_findings(reading: Reading) -> Iterator[Finding]:
    """Point out parties that a convention does not identify, and orders that disagree."""
    for prefix, convention in reading.conventions:
        parties = convention.get("parties") or []
        yield from _identities(reading, prefix, parties)
        yield from _unknown_signatories(reading, prefix, parties)
        yield from _aliases(prefix, parties)
        yield from _orders(reading, prefix, parties)


def _identities(reading: Reading, prefix: str, parties: Sequence[Data]) -> Iterator[Finding]:
    """Tell a missing block apart from a block that lacks something."""
    signing = [party for party in parties if (party.get("rank") or "signatory") == "signatory"]
    path = f"{prefix}parties" if prefix else "parties"
    full = any(party.get("seat") or party.get("acts") or party.get("siret") for party in signing)
    if signing and not full and not reading.facts.drafted_here:
        message = (
            "La convention n’a pas de bloc des parties (« Entre les soussignés ») : siège, numéro "
            "SIRET ou RNA, représentant et acte qui l’habilite à signer, pour chacune."
        )
        yield Finding("party-block", Severity.DOUBT, path, "", message)
        return
    lacking = [told for party in signing if (told := _lacking(party, reading))]
    if lacking:
        message = f"Il manque au bloc des parties : {' ; '.join(lacking)}."
        yield Finding("party-identity", Severity.ADVICE, path, "", message)


def _unknown_signatories(
    reading: Reading, prefix: str, parties: Sequence[Data]
) -> Iterator[Finding]:
    """Tell which of our own parties will be signed for by somebody not yet known."""
    if not reading.facts.drafted_here:
        return
    for rank, party in enumerate(parties):
        signs = (party.get("rank") or "signatory") == "signatory"
        named = (party.get("representative") or {}).get("last_name")
        if signs and not named and party.get("legal_form") != "person":
            message = (
                f"« {_alias_of(party)} » n’a pas de signataire : choisissez qui signe pour cette "
                "partie, sans quoi son nom et sa qualité seront à remplir à la main."
            )
            path = f"{prefix}parties[{rank}].representative"
            yield Finding("party-signatory", Severity.DOUBT, path, "", message)


def _aliases(prefix: str, parties: Sequence[Data]) -> Iterator[Finding]:
    """Point out one short name borne by two parties: the text would not say which is meant."""
    bearers: dict[tuple[str, ...], list[int]] = {}
    for rank, party in enumerate(parties):
        if party.get("short_name"):
            bearers.setdefault(name_key(str(party["short_name"])), []).append(rank)
    for ranks in bearers.values():
        if len(ranks) > 1:
            alias = parties[ranks[0]]["short_name"]
            names = enumeration(str(parties[rank].get("name")) for rank in ranks)
            message = f"« {alias} » désigne plusieurs parties : {names}. Donnez à chacune un nom."
            path = f"{prefix}parties[{ranks[1]}].short_name"
            yield Finding("party-alias", Severity.FAULT, path, str(alias), message)


def _alias_of(party: Data) -> str:
    return str(party.get("short_name") or party.get("name") or "")


def _lacking(party: Data, reading: Reading) -> str:
    """Return « CPTS : siège, numéro », empty when the party is well identified."""
    if party.get("legal_form") in {"state", "ars", "person"}:
        return ""
    numbered = any(party.get(key) for key in _IDENTIFIERS)
    # Our own conventions print the seat of the record: a number alone still tells who it is.
    known = numbered and reading.facts.drafted_here
    missing = [] if party.get("seat") or known else ["siège"]
    if not numbered and not (party.get("seat") and reading.facts.drafted_here):
        missing.append("numéro SIREN, SIRET ou RNA")
    if not party.get("acts") and _needs_an_act(party, reading):
        missing.append("acte qui habilite à signer")
    name = party.get("short_name") or party.get("name")
    return f"{name} ({enumeration(missing)})" if missing else ""


def _needs_an_act(party: Data, reading: Reading) -> bool:
    """Tell whether an assembly must have let the party sign, by an act that can be known by now.

    While our own text is a draft, the assemblies of the others may not have met yet.
    """
    elected = party.get("legal_form") in {"commune", "epci", "department", "region"}
    open_draft = reading.facts.drafted_here and not reading.facts.signed
    return elected and not open_draft and not _is_authority(party, reading)


def _is_authority(party: Data, reading: Reading) -> bool:
    """Tell whether the party is the author of the act itself, which empowers it."""
    authority = reading.data.get("authority") or {}
    if authority.get("siren") and authority.get("siren") == party.get("siren"):
        return True
    name = authority.get("name") or reading.facts.authority
    return bool(name) and name_key(name) == name_key(party.get("name") or "")


def _orders(reading: Reading, prefix: str, parties: Sequence[Data]) -> Iterator[Finding]:
    """Give the lists of parties that do not follow the order of the convention."""
    names = [_names_of(party) for party in parties]
    if len(parties) < _FEWEST:
        return
    wrong: list[tuple[Place, list[int]]] = []
    for one in _where(reading, prefix):
        for start, end, ranks in _lists(one.text, names):
            if ranks != sorted(ranks):
                wrong.append((_place(one, start, end), ranks))
    if wrong:
        usual = enumeration(_short(party) for party in parties)
        other = enumeration(_short(parties[rank]) for rank in wrong[0][1])
        message = (
            f"Les parties sont nommées ici dans l’ordre {other}, et dans la convention {usual} : "
            "gardez partout le même ordre."
        )
        yield found_at("party-order", Severity.ADVICE, [place for place, _ in wrong], message)


def _where(reading: Reading, prefix: str) -> list[Field]:
    """Return the fields that may list the parties of a convention."""
    own = [one for one in reading.fields_of(prefix) if ".representative" not in one.path]
    act = reading.fields_of("") if reading.is_act and len(reading.conventions) == 1 else []
    return [*act, *own]


def _names_of(party: Data) -> list[tuple[str, ...]]:
    """Return the names under which a party may be mentioned, the longest first."""
    keys = {name_key(str(party.get(key) or "")) for key in ("name", "short_name")}
    if found := _GENERIC.search(str(party.get("name") or "")):
        keys.add(name_key(found[0]))
    return sorted((key for key in keys if key), key=len, reverse=True)


def _lists(
    text: str, names: Sequence[list[tuple[str, ...]]]
) -> Iterator[tuple[int, int, list[int]]]:
    """Give the runs of text that name every party once, close to one another: place and ranks."""
    found = _named(text, names)
    count = len(names)
    for place in range(len(found) - count + 1):
        run = found[place : place + count]
        ranks = [rank for rank, _, _ in run]
        close = all(
            after[1] - before[2] <= _GAP and not re.search(r"[.:]\s", text[before[2] : after[1]])
            for before, after in pairwise(run)
        )
        if len(set(ranks)) == count and close:
            yield run[0][1], run[-1][2], ranks


def _named(text: str, names: Sequence[list[tuple[str, ...]]]) -> list[tuple[int, int, int]]:
    """Return which party is named where: rank, start, end; a party named twice in a row is once."""
    words = words_of(text)
    keys = [word.key for word in words]
    found: list[tuple[int, int, int]] = []
    place = 0
    while place < len(words):
        rank, length = _longest(keys, place, names)
        if not length:
            place += 1
            continue
        start, end = words[place].start, words[place + length - 1].end
        if found and found[-1][0] == rank:
            start = found.pop()[1]
        found.append((rank, start, end))
        place += length
    return found


def _longest(
    keys: Sequence[str], place: int, names: Sequence[list[tuple[str, ...]]]
) -> tuple[int, int]:
    """Return the party whose longest name begins at `place`, and how many words it takes."""
    best = (0, 0)
    for rank, forms in enumerate(names):
        for form in forms:
            if len(form) > best[1] and tuple(keys[place : place + len(form)]) == form:
                best = (rank, len(form))
    return best


def _place(one: Field, start: int, end: int) -> Place:
    block = one.blocks[0]
    if len(one.blocks) == 1:
        return one.place(block, start, end)
    return Place(one.path, one.text[start:end].replace("\n", " "))


def _short(party: Data) -> str:
    return f"« {party.get('short_name') or party.get('name')} »"
