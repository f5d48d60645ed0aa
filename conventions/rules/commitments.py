"""The words of a commitment: its verb told from its object, its place in a list, its article.

A commitment is kept as it was typed; what is read out of it here is never stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from csipa.french.grammar import Gender, de, definite, list_punctuation, lower_first, upper_first
from csipa.french.typography import NBSP

_BULLET = re.compile(r"\s*(?:[-–—•*·▪‣◦→]+|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=[^\s,;.])")
_SPACES = re.compile(r"\s*")
_MARKS = f" \t\n{NBSP},;."
# What may stand before the infinitive and belongs to it: negation, preposition, pronouns.
_BEFORE = re.compile(
    r"(?:(?:à|de)[ \u00a0]+|d['’])?"
    r"(?:(?:ne[ \u00a0]+|n['’])(?:(?:pas|plus|jamais|rien)[ \u00a0]+)?)?"
    r"(?:(?:se|le|la|les|lui|leur|y|en)[ \u00a0]+|[sl]['’](?:(?:y|en)[ \u00a0]+)?)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
# Infinitives in -re, told from nouns and adjectives that end alike (« lettre », « horaire »).
_IN_RE = re.compile(
    r"\A(?:\w*(?:mettre|battre|endre|ondre|erdre|tordre|[aeo]indre|naître|paraître|suivre|vivre|crire"
    r"|uire|rompre|vaincre|croire|clure)|(?:abs|diss|rés|c|m)oudre|être|clore|suffire|(?:sou)?rire"
    r"|(?:contre|inter|mé|pré|re)?dire|(?:é|re|réé)?lire|(?:contre|dé|re|satis|par)?faire|boire"
    r"|(?:abs|dis|ex|sous)?traire|taire|(?:com|dé)?plaire|ac?croître)\Z"
)
# What ends in -er or -ir without being a verb, where a commitment may begin.
_NOT_VERBS = frozenset(
    (
        *("atelier", "avenir", "cahier", "calendrier", "cendre", "chantier", "cher"),
        *("comptoir", "couloir", "courrier", "danger", "dernier", "dortoir", "dossier"),
        *("désir", "entier", "espoir", "fichier", "financier", "foyer", "février"),
        *("gendre", "hier", "hiver", "infirmier", "janvier", "loisir", "loyer", "miroir"),
        *("mobilier", "moindre", "métier", "noir", "officier", "panier", "papier"),
        *("particulier", "plaisir", "plénier", "premier", "quartier", "régulier"),
        *("réservoir", "singulier", "soir", "souvenir", "trottoir"),
    )
)
# A verb that says nothing without its complement is read with it.
_LOCUTIONS = tuple(
    sorted(
        (
            *("mettre à disposition", "mettre à la disposition", "mettre à jour"),
            *("mettre en œuvre", "mettre en place", "prendre en charge", "prendre part"),
            *("prendre soin", "prendre en compte", "rendre compte", "rendre public"),
            *("prendre à sa charge", "prendre à leur charge", "prendre à son compte"),
            *("rendre publique", "tenir à jour", "tenir compte", "tenir informé"),
            *("tenir informée", "tenir informés", "tenir informées", "faire connaître"),
            *("faire part", "faire parvenir", "faire respecter", "donner accès"),
            *("porter à la connaissance", "avoir recours", "apporter son concours"),
            *("veiller à", "veiller au", "veiller aux", "participer à", "participer au"),
            *("participer aux", "contribuer à", "contribuer au", "contribuer aux", "recourir à"),
        ),
        key=len,
        reverse=True,
    )
)
_SHORTEST = 4
EVERY_PARTY = "chacune des parties"
_ARTICLE = re.compile(r"(?:les?|la)[ \u00a0]|l['’]", re.IGNORECASE)
_PLURAL = re.compile(r"les[ \u00a0]", re.IGNORECASE)


@dataclass(frozen=True)
class CommitmentWords:
    """A commitment in pieces: joined, they are the text to the letter.

    `lead` holds the bullet, `tail` the final marks; `verb` is empty when none was recognised.
    """

    lead: str
    verb: str
    gap: str
    object: str
    tail: str

    @property
    def text(self) -> str:
        """Return the commitment as it was typed."""
        return f"{self.lead}{self.verb}{self.gap}{self.object}{self.tail}"


def read_commitment(text: str) -> CommitmentWords:
    """Return the words of a commitment, its verb apart: « S’assurer », « Ne pas céder ».

    >>> read_commitment("- Mettre à disposition les locaux ;").verb
    'Mettre à disposition'
    """
    body = text.rstrip(_MARKS)
    lead = _lead(body)
    verb = _verb(body[len(lead) :])
    after = body[len(lead) + len(verb) :]
    gap = _found(_SPACES, after) if verb else ""
    return CommitmentWords(lead, verb, gap, after[len(gap) :], text[len(body) :])


def as_items(texts: Sequence[str]) -> list[str]:
    """Return commitments as one list prints them: no bullet, no capital, « ; » then a full stop.

    Doing it twice is doing it once.
    """
    return [as_item(text, last=rank == len(texts)) for rank, text in enumerate(texts, start=1)]


def as_item(text: str, *, last: bool) -> str:
    """Return one commitment as its list prints it; `last` closes the list.

    An initialism keeps its capitals (« CPTS »), as does a first word that has one inside.
    """
    words = text.strip()
    while (lead := _lead(words)) and lead != words:
        words = words[len(lead) :]
    first = _WORD.match(words)
    if first is None or first[0][1:] == first[0][1:].lower():
        words = lower_first(words)
    return list_punctuation([words] if last else [words, ""])[0]


def same_commitment(text: str, other: str) -> bool:
    """Tell whether two texts are one commitment, but for bullet, capital and final mark."""
    return as_item(text, last=True) == as_item(other, last=True)


def with_article(name: str, gender: Gender | None, *, plural: bool = False) -> str:
    """Return a name as it stands inside a sentence: « la Commune », « les Communes », « l’ARS ».

    A name that begins with its article keeps it, without its capital; None for one that takes none.

    >>> with_article("CPTS Val de Lys Romane", Gender.FEMININE)
    'la CPTS Val de Lys Romane'
    """
    if _ARTICLE.match(name):
        return lower_first(name)
    if plural and gender and name:
        return f"les {name}"
    return definite(gender, name) if gender and name else name


def introduction_of(subject: str) -> str:
    """Return the line above the commitments of who commits: « La Commune s’engage à : »."""
    verb = "s’engagent" if _PLURAL.match(subject) else "s’engage"
    return f"{upper_first(subject)} {verb} à{NBSP}:"


def title_of(subject: str) -> str:
    """Return the title of the article that lists them: « Engagements de la Commune »."""
    return f"Engagements {de('les parties' if subject == EVERY_PARTY else subject)}"


def _lead(text: str) -> str:
    """Return the spaces and bullet at the beginning of a text that goes on after them."""
    return _found(_BULLET, text) or _found(_SPACES, text)


def _verb(text: str) -> str:
    """Return the verb at the beginning of a text with what belongs to it, or nothing."""
    start = len(_found(_BEFORE, text))
    word = _WORD.match(text, start)
    if word is None or not _is_infinitive(word[0].lower()):
        return ""
    plain = text.lower().replace(NBSP, " ").replace("'", "’")
    for locution in _LOCUTIONS:
        end = start + len(locution)
        if plain.startswith(locution, start) and not plain[end : end + 1].isalpha():
            return text[:end]
    return text[: word.end()]


def _is_infinitive(word: str) -> bool:
    if word in _NOT_VERBS or len(word) < _SHORTEST:
        return False
    return word.endswith(("er", "ir")) or _IN_RE.match(word) is not None


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return found[0] if found else ""
