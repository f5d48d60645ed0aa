"""Articles, elision, gender and lists, for sentences that an act builds from records.

Every function takes and returns words in the case they are given, and writes the apostrophe ’.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from csipa.french.capacities import COMPLEMENT, FEMININE
from csipa.french.elision import elides
from csipa.french.typography import NBSP

_DEFINITE = re.compile(r"(le|la|les)\s+|(l)['’]\s*", re.IGNORECASE)
_INDEFINITE = re.compile(r"\Ades\s+", re.IGNORECASE)
_DE = {"le": "du ", "la": "de la ", "les": "des ", "l": "de l’"}
_A = {"le": "au ", "la": "à la ", "les": "aux ", "l": "à l’"}
# Only these make « lorsque », « puisque », « quoique » elide (Grevisse, Le Bon Usage, § 45).
_LORSQUE_ELIDES = frozenset({"il", "ils", "elle", "elles", "on", "un", "une", "en"})
_WORD = re.compile(r"[^\W_]+")
_MASCULINE = {feminine: masculine for masculine, feminine in FEMININE.items()}

# INSEE, « type de nom en clair » (TNCC): the article a name begins with, then « de » and « à »
# with that article. From 2 to 8 the article stands in the name itself.
_TNCC = {
    0: ("", "de ", "à "),
    1: ("", "d’", "à "),
    2: ("Le ", "du ", "au "),
    3: ("La ", "de La ", "à La "),
    4: ("Les ", "des ", "aux "),
    5: ("L’", "de L’", "à L’"),
    6: ("Aux ", "des ", "aux "),
    7: ("Las ", "de Las ", "à Las "),
    8: ("Los ", "de Los ", "à Los "),
}


class UnknownNameType(ValueError):
    """The TNCC code is not one of INSEE’s, or the name lacks the article its code announces."""


class UnknownCapacity(ValueError):
    """A word of a capacity has no recorded feminine; the message names it in French."""


class Gender(StrEnum):
    """Grammatical gender; values as in the exchange format."""

    MASCULINE = "m"
    FEMININE = "f"


@dataclass(frozen=True)
class Holder:
    """Who holds a capacity: gender of the person, capacity in either gender, without article."""

    gender: Gender
    capacity: str

    @property
    def title(self) -> str:
        """Return the capacity in the holder’s gender: « vice-présidente déléguée »."""
        return capacity(self.gender, self.capacity)

    @property
    def with_article(self) -> str:
        """Return the capacity after its definite article: « la vice-présidente déléguée »."""
        return definite(self.gender, self.title)


def de_commune(name: str, tncc: int) -> str:
    """Return « de » and a commune’s name by its TNCC code: d’Allouagne, du Touquet-Paris-Plage.

    Raises :class:`UnknownNameType`.
    """
    rest = _without_article(name, tncc)
    return _TNCC[tncc][1] + rest


def a_commune(name: str, tncc: int) -> str:
    """Return « à » and a commune’s name by its TNCC code: à Hinges, au Touquet-Paris-Plage.

    Raises :class:`UnknownNameType`.
    """
    rest = _without_article(name, tncc)
    return _TNCC[tncc][2] + rest


def de(phrase: str, *, elide: bool | None = None) -> str:
    """Return « de » and a phrase, contracted with its article or elided: du maire, d’approuver.

    A leading article counts in any case (« La Communauté » → « de la Communauté »), and the
    indefinite falls (« des locaux » → « de locaux »). A commune goes through
    :func:`de_commune`. ``elide`` settles what spelling cannot: ``de("Henri", elide=False)``.
    """
    contracted = _contracted(phrase, _DE)
    if contracted is not None:
        return contracted
    return _before(_INDEFINITE.sub("", phrase, count=1), "de", elide=elide)


def a(phrase: str) -> str:
    """Return « à » and a phrase, contracted with its article: au maire, aux communes, à Lillers."""
    return _contracted(phrase, _A) or f"à {_curled(phrase)}"


def que(phrase: str, *, elide: bool | None = None) -> str:
    """Return « que » and a phrase: « qu’il y a lieu », « que le projet »."""
    return _before(phrase, "que", elide=elide)


def si(phrase: str) -> str:
    """Return « si » and a phrase; it elides before il and ils only: « s’il », « si elle »."""
    return _before(phrase, "si", elide=_first_word(phrase) in {"il", "ils"})


def lorsque(phrase: str) -> str:
    """Return « lorsque » and a phrase: « lorsqu’elle », « lorsque Annie »."""
    return _before(phrase, "lorsque", elide=_first_word(phrase) in _LORSQUE_ELIDES)


def definite(gender: Gender, noun: str, *, elide: bool | None = None) -> str:
    """Return a singular noun after its definite article: le maire, la maire, l’adjointe."""
    return _before(noun, agree(gender, "le", "la"), elide=elide)


def possessive(gender: Gender, noun: str, *, plural: bool = False) -> str:
    """Return a noun after the possessive of one owner: son président, sa maire, son adjointe."""
    if plural:
        return f"ses {noun}"
    return agree(gender, "son ", "son " if elides(noun) else "sa ") + noun


def agree(gender: Gender, masculine: str, feminine: str) -> str:
    """Return the form that agrees with a gender; raises :class:`ValueError` for another value."""
    return feminine if Gender(gender) is Gender.FEMININE else masculine


def capacity(gender: Gender, form: str) -> str:
    """Return a capacity in the gender of its holder, whichever gender it is written in.

    Each word agrees up to the complement: « vice-président délégué à la santé » →
    « vice-présidente déléguée à la santé ». The case of each word is kept.
    Raises :class:`UnknownCapacity` when the holder is a woman and a word is not in
    :mod:`csipa.french.capacities`; for a man an unknown word stands as it is.
    """
    agreed, end = "", 0
    for found in _WORD.finditer(form):
        if found[0].lower() in COMPLEMENT:
            break
        agreed += form[end : found.start()] + _agreed_word(gender, found[0])
        end = found.end()
    return agreed + form[end:]


def enumeration(items: Iterable[str], conjunction: str = "et") -> str:
    """Return items as « a, b et c »; nothing for no item."""
    *first, last = [*items] or [""]
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def list_punctuation(items: Sequence[str]) -> list[str]:
    """Return list items that end with « ; », the last with « . », in place of any , ; or full stop.

    « etc. » keeps its point; an item ending with ? ! … or : keeps it as its only mark.
    """
    last = len(items) - 1
    return [_ended(item, "." if rank == last else f"{NBSP};") for rank, item in enumerate(items)]


def upper_first(text: str) -> str:
    """Return the text with a capital, accented if need be: « état » → « État »."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return the text without its capital, unless its first word is an initialism (« CPTS »)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _without_article(name: str, tncc: int) -> str:
    if tncc not in _TNCC:
        raise UnknownNameType(f"Le type de nom {tncc!r} n’existe pas{NBSP}: attendu de 0 à 8.")
    article, curled = _TNCC[tncc][0], _curled(name)
    if not curled.startswith(article):
        raise UnknownNameType(
            f"«{NBSP}{curled}{NBSP}» devrait commencer par «{NBSP}{article.strip()}{NBSP}» "
            f"d’après son type de nom ({tncc})."
        )
    return curled.removeprefix(article)


def _contracted(phrase: str, forms: dict[str, str]) -> str | None:
    found = _DEFINITE.match(phrase)
    if found is None:
        return None
    return forms[(found[1] or found[2]).lower()] + _curled(phrase[found.end() :])


def _before(phrase: str, word: str, *, elide: bool | None) -> str:
    """Join a word that ends with a mute vowel to a phrase, eliding it where asked or due."""
    if elides(phrase) if elide is None else elide:
        return f"{word[:-1]}’{_curled(phrase)}"
    return f"{word} {_curled(phrase)}"


def _first_word(phrase: str) -> str:
    found = _WORD.match(phrase)
    return found[0].lower() if found else ""


def _curled(phrase: str) -> str:
    return phrase.replace("'", "’")


def _agreed_word(gender: Gender, word: str) -> str:
    lower = word.lower()
    if lower not in FEMININE and lower not in _MASCULINE:
        if Gender(gender) is Gender.MASCULINE:
            return word
        raise UnknownCapacity(f"Le féminin de «{NBSP}{word}{NBSP}» n’est pas connu du programme.")
    agreed = agree(gender, _MASCULINE.get(lower, lower), FEMININE.get(lower, lower))
    return _in_case_of(word, agreed)


def _in_case_of(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return upper_first(word) if model[:1].isupper() else word


def _ended(item: str, mark: str) -> str:
    text = item.rstrip()
    if text.endswith(("?", "!", "…", "...", ":")):
        return text
    text = text.rstrip(f" {NBSP},;.\t\n")
    if text.endswith("etc"):
        return f"{text}." if mark == "." else f"{text}.{mark}"
    return text + mark
