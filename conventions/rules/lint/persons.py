"""Who signs: first name before name, capacity in the right gender, agreement with the party.

Sources: CRPA L. 212-1 and CGCT R. 2131-1 (first name, name and capacity of the author); circular
of 21 November 2017 (functions in the gender of who holds them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conventions.rules.finding import Finding, Severity, found_at
from conventions.rules.lint.reading import Data, Field, Reading, gender_of_party
from csipa.french.grammar import Gender, UnknownCapacity, agree, capacity, possessive, upper_first

_ARTICLE = re.compile(r"^(?P<article>le|la|l[’'])\s*(?P<capacity>.+)$", re.IGNORECASE | re.DOTALL)
_PARTICIPLE = re.compile(r"^\s*(?P<word>représentée?)(?=\s+par\b)", re.IGNORECASE)
_HOLDER = re.compile(
    r"\bpar\s+(?P<possessive>son|sa)\s+(?P<capacity>[\w’-]+(?:[-\s][\w’-]+)*)\s*,?$", re.IGNORECASE
)


def person_findings(reading: Reading) -> Iterator[Finding]:
    """Point out names reversed, and capacities that do not agree with who holds them."""
    if reading.is_act:
        signature = reading.data.get("signature") or {}
        yield from _order(signature, "signature")
        yield from _capacity(signature, "signature")
    for prefix, convention in reading.conventions:
        for rank, party in enumerate(convention.get("parties") or []):
            path = f"{prefix}parties[{rank}].representative"
            person = party.get("representative") or {}
            yield from _order(person, path)
            yield from _capacity(person, path)
            yield from _introduction(party, person, f"{path}.introduction")


def _order(person: Data, path: str) -> Iterator[Finding]:
    """Point out a name in capitals in the place of the first name."""
    first, last = str(person.get("first_name") or ""), str(person.get("last_name") or "")
    if len(first) > 1 and first.isupper() and last and not last.isupper():
        message = (
            f"« {first} {last} » : le prénom vient avant le nom, seul le nom est en capitales."
        )
        yield Finding("signatory-name", Severity.DOUBT, f"{path}.first_name", first, message)


def _capacity(person: Data, path: str) -> Iterator[Finding]:
    """Point out « Le vice-président » held by a woman."""
    written, gender = str(person.get("capacity") or ""), person.get("gender")
    if not written or gender not in ("m", "f"):
        return
    right = _agreed(written, Gender(gender))
    if right and right.casefold() != written.casefold():
        one = Field(f"{path}.capacity", written)
        place = one.place(one.blocks[0], 0, len(written), right)
        name = " ".join(filter(None, (person.get("first_name"), person.get("last_name"))))
        message = f"La qualité s’accorde avec {name or 'la personne'} : « {right} »."
        yield found_at("signatory-gender", Severity.FAULT, [place], message)


def _agreed(written: str, gender: Gender) -> str:
    """Return a capacity in the gender of its holder, its article too; empty when unknown."""
    found = _ARTICLE.match(written)
    try:
        if found is None:
            return capacity(gender, written)
        title = capacity(gender, found["capacity"])
    except UnknownCapacity:
        return ""
    if (
        found["article"][:1].lower() == "l"
        and len(found["article"]) == 2
        and found["article"][1] in "’'"
    ):
        return f"{found['article']}{title}"
    article = agree(gender, "le", "la")
    return f"{upper_first(article) if found['article'][0].isupper() else article} {title}"


def _introduction(party: Data, person: Data, path: str) -> Iterator[Finding]:
    """Check « représentée par son maire »: first with the party, then with the person."""
    written = str(person.get("introduction") or "")
    one = Field(path, written)
    gender = gender_of_party(party)
    found = _PARTICIPLE.match(written)
    if found and gender:
        right = found["word"][:9] + agree(Gender(gender), "é", "ée")
        if right.casefold() != found["word"].casefold():
            place = one.place(one.blocks[0], *found.span("word"), right)
            message = f"Le participe s’accorde avec la partie : « {right} »."
            yield found_at("party-agreement", Severity.FAULT, [place], message)
    held = _HOLDER.search(written)
    if held and person.get("gender") in ("m", "f"):
        yield from _held(one, held, Gender(person["gender"]))


def _held(one: Field, held: re.Match[str], gender: Gender) -> Iterator[Finding]:
    try:
        title = capacity(gender, held["capacity"])
    except UnknownCapacity:
        return
    right = possessive(gender, title)
    written = one.source[held.start("possessive") : held.end("capacity")]
    if right.casefold() != written.casefold():
        place = one.place(one.blocks[0], held.start("possessive"), held.end("capacity"), right)
        message = f"La qualité s’accorde avec la personne : « {right} »."
        yield found_at("signatory-gender", Severity.FAULT, [place], message)
